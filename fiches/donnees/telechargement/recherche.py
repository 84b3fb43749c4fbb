"""Trouver les archives régionales d’une année : la page de liste des douanes, sinon l’API de data.gouv.fr.

Les liens sont lus, jamais calculés : le dossier daté où les douanes déposent change à chaque publication.
"""

import json
import mimetypes
import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from fiches.donnees.telechargement.lien import Lien, decoder
from fiches.donnees.telechargement.reseau import ErreurReseau, en_https, est_du_web
from fiches.redaction import liste

T = TypeVar("T")
NOM_DANS_L_ARCHIVE = {"E": "export", "I": "import"}
_TYPES = mimetypes.MimeTypes()  # ceux de Python, non ceux du poste
_SOMMES = {("md5", 32): "md5", ("sha1", 40): "sha1", ("sha256", 64): "sha256", ("sha2", 64): "sha256"}
_NOMS_DITS, _NOM_MAX, _LIENS_MAX = 5, 80, 5000


def liens_de_l_api(octets: bytes, adresse: str) -> list[Lien]:
    """Les ressources du jeu de données, lues dans la réponse de l’API. Lève `ErreurReseau` si elle est illisible.

    La somme et la taille ne comptent que pour un fichier déposé sur data.gouv.fr (`filetype` « file ») : celles
    d’une ressource qui est ailleurs (« remote ») datent du jour où elle fut déclarée.
    """
    try:
        ressources = _borner(json.loads(octets)["resources"])
        return list(_ressources(ressources, adresse))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as erreur:
        raise ErreurReseau("réponse illisible, l’API a changé") from erreur


def liens_de_la_page(octets: bytes, adresse: str) -> list[Lien]:
    """Les liens d’une page web. Lève `ErreurReseau` s’ils sont trop nombreux pour une page de liste."""
    page = LexborHTMLParser(decoder(octets))
    base = page.css_first("base[href]")
    if base:
        adresse = _joindre(adresse, base.attributes["href"] or "") or adresse
    ancres = (
        (_joindre(adresse, a.attributes["href"] or ""), a.text(separator=" ", strip=True))
        for a in _borner(page.css("a[href]"))
    )
    liens = [Lien(en_https(url, adresse), titre) for url, titre in ancres if est_du_web(url)]
    return [Lien(lien.url, lien.titre, archive=_est_une_archive(lien.fichier, "")) for lien in liens]


def choisir(liens: Iterable[Lien], annee: int) -> dict[str, Lien]:
    """Par flux, l’archive régionale de l’année.

    De plusieurs, celle qui ne contient que l’année (une glissante passe après), puis celle dont le nom est celui
    d’un zip, puis la dernière publiée.
    """
    retenus: dict[str, tuple[tuple[Any, ...], Lien]] = {}
    for lien in liens:
        if lien.archive and lien.regional and (flux := lien.flux) and (sur := lien.contient(annee)):
            rang = (sur, lien.est_un_zip, lien.publication)
            if flux not in retenus or rang > retenus[flux][0]:
                retenus[flux] = rang, lien
    return {flux: lien for flux, (_, lien) in retenus.items()}


def absence(liens: Iterable[Lien], annee: int, flux: str) -> str:
    """Dit qu’aucune archive n’a été retenue, quelles années sont là, et les noms que l’on n’a pas su lire."""
    annees, noms = set(), []
    for lien in liens:
        if lien.regional is False or lien.flux not in (None, flux):
            continue
        complet = lien.regional and lien.flux and lien.annee
        if complet and lien.archive and not lien.parle_de(annee):
            annees.add(lien.annee)
        elif (lien.est_un_zip or complet) and (lien.annee is None or lien.parle_de(annee)) and lien.fichier not in noms:
            noms.append(lien.fichier)
    dit = f"aucune archive régionale {annee} à l’{NOM_DANS_L_ARCHIVE[flux]}"
    if annees:
        dit += f", mais il y a {liste([str(a) for a in sorted(filter(None, annees))])}"
    if noms:
        reste = [f"{len(noms) - _NOMS_DITS} autres"] if len(noms) > _NOMS_DITS + 1 else noms[_NOMS_DITS:]
        courts = [nom[:_NOM_MAX] for nom in [*noms[:_NOMS_DITS], *reste]]
        dit += f" ; écarté, faute d’y lire le flux ou l’année entière : {liste(courts)}"
    return dit


def _borner(liens: list[T]) -> list[T]:
    if len(liens) > _LIENS_MAX:
        raise ErreurReseau(f"plus de {_LIENS_MAX} liens, ce n’est pas la page attendue")
    return liens


def _ressources(ressources: list[dict[str, Any]], adresse: str) -> Iterator[Lien]:
    for ressource in ressources:
        url, titre = str(ressource["url"]), str(ressource.get("title") or "")
        if est_du_web(url):
            depose = ressource.get("filetype") == "file"
            somme = _somme(ressource.get("checksum")) if depose else None
            taille = _taille(ressource.get("filesize")) if depose else None
            dit = str(ressource.get("format") or ressource.get("mime") or "").lower()
            yield Lien(en_https(url, adresse), titre, somme, taille, _est_une_archive(Lien(url, titre).fichier, dit))


def _est_une_archive(fichier: str, sorte: str) -> bool:
    """Vrai si le nom ou la sorte annoncée disent « zip », ou si aucun des deux ne dit autre chose."""
    if fichier.lower().endswith(".zip") or re.search(r"(?<![a-z])(x-)?zip", sorte):
        return True
    return sorte in ("", "application/octet-stream") and _TYPES.guess_type(f"/{fichier}") == (None, None)


def _somme(annonce: dict[str, Any] | None) -> str | None:
    """« sha1:… » ; None si l’API n’en donne pas, ou d’une sorte que nous ne savons pas vérifier."""
    if not annonce:
        return None
    valeur = str(annonce.get("value")).lower()
    sorte = _SOMMES.get((str(annonce.get("type")).lower(), len(valeur)))
    return f"{sorte}:{valeur}" if sorte and re.fullmatch(r"[0-9a-f]+", valeur) else None


def _taille(annonce: Any) -> int | None:
    return annonce if isinstance(annonce, int) and annonce > 0 else None


def _joindre(base: str, lien: str) -> str:
    try:
        return urljoin(base, lien.strip())
    except ValueError:  # « http://[ » : un lien mal formé n’empêche pas de lire les autres
        return ""
