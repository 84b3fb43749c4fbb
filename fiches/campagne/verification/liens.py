"""Les liens et les ancres mènent quelque part."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from fiches.campagne.verification.constat import Remarque
from fiches.campagne.verification.page_lue import PageLue

_REGLE = "Lien"


class Renvois(NamedTuple):
    """Où une page mène, et où l’on peut y mener ; sans ses textes, longs à passer entre processus."""

    liens: list[str]
    ancres: set[str]

    @classmethod
    def de(cls, lue: PageLue) -> "Renvois":
        """Ceux d’une page lue."""
        return cls(list(dict.fromkeys([*lue.liens, *lue.ressources])), set(lue.ancres))


def verifier(page: str, renvois: Mapping[str, Renvois], dossier: Path) -> Iterator[Remarque]:
    """Les liens morts d’une page ; `renvois` donne ceux des pages du dossier."""
    for lien in renvois[page].liens:
        if faute := _defaut(page, lien, renvois, dossier):
            yield Remarque(page, _REGLE, faute, lien[:80])


def _defaut(page: str, lien: str, renvois: Mapping[str, Renvois], dossier: Path) -> str | None:
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
    if ancre and cible in renvois and ancre not in renvois[cible].ancres:
        return "un lien mène à une ancre absente"
    return None


def _existe(dossier: Path, chemin: str) -> bool:
    try:
        return (dossier / chemin).exists()
    except (OSError, ValueError):
        return False
