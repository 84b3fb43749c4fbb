"""Les liens et les ancres mènent quelque part."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from fiches.campagne.verification.constat import Remarque
from fiches.campagne.verification.page_lue import PageLue

_REGLE = "Lien"


def verifier(page: str, lues: Mapping[str, PageLue], dossier: Path) -> Iterator[Remarque]:
    """Les liens morts d’une page ; `lues` donne les pages du dossier."""
    lue = lues[page]
    for lien in dict.fromkeys([*lue.liens, *lue.ressources]):
        if faute := _defaut(page, lien, lues, dossier):
            yield Remarque(page, _REGLE, faute, lien[:80])


def _defaut(page: str, lien: str, lues: Mapping[str, PageLue], dossier: Path) -> str | None:
    try:
        parties = urlsplit(lien.strip())
    except ValueError:
        return "l’adresse d’un lien est mal formée"
    if parties.scheme or parties.netloc:
        return None
    if not lien.strip():
        return "un lien est vide"
    chemin, ancre = unquote(parties.path), unquote(parties.fragment)
    cible = chemin.removeprefix("./") or page
    if chemin and not _existe(dossier, chemin):
        return "un lien mène à un fichier absent du dossier"
    if ancre and cible in lues and ancre not in lues[cible].ancres:
        return "un lien mène à une ancre absente"
    return None


def _existe(dossier: Path, chemin: str) -> bool:
    try:
        return (dossier / chemin).exists()
    except (OSError, ValueError):
        return False
