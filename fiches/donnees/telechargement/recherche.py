"""Trouver les archives régionales d’une année : l’API de data.gouv.fr, puis la page de liste des douanes.

Les liens sont lus, jamais calculés : le dossier daté où les douanes déposent change à chaque publication.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, TypeVar
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from fiches.donnees.telechargement.reseau import ErreurReseau, est_du_web, lire_page
from fiches.redaction import sans_accents

_ANNEE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_REGIONAL = re.compile(r"(?<![a-z])reg(ion|ional|ionales|ionale|ionaux)s?(?![a-z])")
_FLUX = {"E": re.compile(r"(?<![a-z])exp(ort)?"), "I": re.compile(r"(?<![a-z])imp(ort)?")}
_NOM_SUR = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,100}\.zip", re.IGNORECASE)
_SOMMES = {"sha1": 40, "sha256": 64, "md5": 32}
T = TypeVar("T")

NOM_DU_FLUX = {"E": "export", "I": "import"}


@dataclass(frozen=True)
class Sites:
    """Où chercher : l’adresse de l’API d’un jeu de données, celle de la page de liste."""

    api: str
    page: str


OFFICIELS = Sites(
    api="https://www.data.gouv.fr/api/1/datasets/5369a0c7a3a729239d206446/",
    page="https://lekiosque.finances.gouv.fr/site_fr/telechargement/telechargement_SGBD.asp",
)


@dataclass(frozen=True)
class Lien:
    """Un lien vers un zip. `somme` (« sha1:… ») et `taille` (octets) : ce que l’API annonce, sinon None."""

    url: str
    titre: str
    somme: str | None = None
    taille: int | None = None

    @property
    def fichier(self) -> str:
        """Le nom du fichier dans l’adresse : ce que dit le serveur, à ne pas employer tel quel."""
        return PurePosixPath(unquote(urlsplit(self.url).path)).name

    @property
    def flux(self) -> str | None:
        """« E » ou « I » ; None si rien ne le dit, ou si les deux sont dits."""
        return self._premier(_flux)

    @property
    def annee(self) -> int | None:
        """L’année des données : la première du nom, où « 202503 » n’en est pas une."""
        return self._premier(lambda texte: int(trouve[1]) if (trouve := _ANNEE.search(texte)) else None)

    @property
    def regional(self) -> bool:
        """Vrai si le nom, sinon le titre, dit « régional » et pas « national »."""
        return bool(self._premier(lambda texte: None if "national" in texte else bool(_REGIONAL.search(texte)) or None))

    def nom(self, annee: int, flux: str) -> str:
        """Le nom du fichier sur notre disque : celui du serveur s’il est sûr et dit le flux, sinon le nôtre."""
        if _NOM_SUR.fullmatch(self.fichier) and _flux(_mots(self.fichier)) == flux:
            return self.fichier
        return f"Regional-{annee}-{NOM_DU_FLUX[flux]}.zip"

    def _premier(self, lire: Callable[[str], T | None]) -> T | None:
        """Ce que dit le nom du fichier, sinon le titre."""
        return next((v for t in (self.fichier, self.titre) if (v := lire(_mots(t))) is not None), None)


def liens_de_l_api(url: str, delai_s: float) -> list[Lien]:
    """Les zips du jeu de données. Lève `ErreurReseau`."""
    octets, _ = lire_page(url, delai_s)
    try:
        ressources = json.loads(octets)["resources"]
        return list(_ressources(ressources))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as erreur:
        raise ErreurReseau("réponse illisible, l’API a changé") from erreur


def liens_de_la_page(url: str, delai_s: float) -> list[Lien]:
    """Les liens vers des zips d’une page web. Lève `ErreurReseau`."""
    octets, adresse = lire_page(url, delai_s)
    ancres = LexborHTMLParser(octets.decode("utf-8", errors="replace")).css("a[href]")
    liens = [Lien(_joindre(adresse, a.attributes["href"] or ""), a.text(separator=" ", strip=True)) for a in ancres]
    return [lien for lien in liens if est_du_web(lien.url) and lien.fichier.lower().endswith(".zip")]


def choisir(liens: Iterable[Lien], annee: int) -> dict[str, Lien]:
    """Par flux, l’archive régionale de l’année ; s’il y en a plusieurs, la dernière publiée."""
    retenus: dict[str, Lien] = {}
    for lien in liens:
        if lien.regional and lien.annee == annee and (flux := lien.flux):
            deja = retenus.get(flux)
            if deja is None or _publication(lien) > _publication(deja):
                retenus[flux] = lien
    return retenus


def _ressources(ressources: list[dict[str, Any]]) -> Iterator[Lien]:
    for ressource in ressources:
        url, titre = str(ressource["url"]), str(ressource.get("title") or "")
        lien = Lien(url, titre, _somme(ressource.get("checksum")), _taille(ressource.get("filesize")))
        zip_annonce = str(ressource.get("format") or "").lower() == "zip"
        if est_du_web(url) and (zip_annonce or lien.fichier.lower().endswith(".zip")):
            yield lien


def _somme(annonce: dict[str, Any] | None) -> str | None:
    """« sha1:… » ; None si l’API n’en donne pas, ou d’une sorte que nous ne savons pas vérifier."""
    if not annonce:
        return None
    sorte, valeur = str(annonce.get("type")).lower(), str(annonce.get("value")).lower()
    return f"{sorte}:{valeur}" if re.fullmatch(rf"[0-9a-f]{{{_SOMMES.get(sorte, 0)}}}", valeur) and valeur else None


def _taille(annonce: Any) -> int | None:
    return annonce if isinstance(annonce, int) and annonce > 0 else None


def _joindre(base: str, lien: str) -> str:
    try:
        return urljoin(base, lien)
    except ValueError:  # « http://[ » : un lien mal formé n’empêche pas de lire les autres
        return ""


def _flux(texte: str) -> str | None:
    trouves = [flux for flux, motif in _FLUX.items() if motif.search(texte)]
    return trouves[0] if len(trouves) == 1 else None


def _publication(lien: Lien) -> tuple[str, str]:
    """De quoi comparer deux publications : « AAAAMM » en tête du nom, dossier daté de l’adresse."""
    mois = re.match(r"\d{6}(?!\d)", lien.fichier)
    dossier = re.search(r"/(\d{4}-\d{2}(?:/\d{2})?)/", lien.url)
    return (mois[0] if mois else "", dossier[1] if dossier else "")


def _mots(texte: str) -> str:
    """En minuscules, sans accents, « _ » séparant les mots."""
    return sans_accents(texte).replace("_", " ")
