"""Un lien vers une archive, et ce que son nom et son titre permettent d’en savoir."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeVar
from urllib.parse import unquote_to_bytes, urlsplit

from fiches.donnees.telechargement.intitules import Trimestre, annee_dite, flux_dit, periode, regional

# Sans point intérieur : « aux.export.zip » est un périphérique pour Windows.
_NOM_SUR = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,100}\.zip", re.IGNORECASE)
_NOMS = {"E": "Regional-{}-export.zip", "I": "Regional-{}-import.zip"}
T = TypeVar("T")


@dataclass(frozen=True)
class Lien:
    """Une adresse et son titre. `somme` (« sha1:… ») et `taille` (octets) : ce qu’on peut en vérifier, sinon None.

    `archive` : faux si le site annonce autre chose qu’un zip.
    """

    url: str
    titre: str
    somme: str | None = None
    taille: int | None = None
    archive: bool = True

    @property
    def fichier(self) -> str:
        """Le nom du fichier dans l’adresse : ce que dit le serveur, à ne pas employer tel quel.

        C’est la fin du chemin, ou ce qu’un paramètre donne : « transfert_file.asp?id=3&f=….zip ».
        """
        try:
            parties = urlsplit(self.url)
        except ValueError:
            return ""
        noms = [_nom(parties.path), *(_nom(p.rpartition("=")[2].replace("+", " ")) for p in parties.query.split("&"))]
        return next((nom for nom in noms if nom.lower().endswith(".zip")), noms[0])

    @property
    def est_un_zip(self) -> bool:
        """Vrai si le nom finit par « .zip »."""
        return self.fichier.lower().endswith(".zip")

    @property
    def flux(self) -> str | None:
        """« E » ou « I » ; None si rien ne le dit, ou si les deux sont dits."""
        return self._premier(flux_dit)

    @property
    def annee(self) -> int | None:
        """L’année des données : la première du nom, sinon du titre ; « 202503 » n’en est pas une."""
        return self._premier(annee_dite)

    @property
    def regional(self) -> bool | None:
        """Vrai si le nom, sinon le titre, dit « régional » ou « départemental » ; faux pour « national »."""
        return self._premier(regional)

    @property
    def publication(self) -> tuple[str, str, int]:
        """De quoi comparer deux publications : « AAAAMM » en tête du nom, dossier daté, « _0 » d’un second dépôt."""
        mois = re.match(r"\d{6}(?!\d)", self.fichier)
        dossier = re.search(r"/(\d{4}-\d{2}(?:/\d{2})?|\d{8}(?=-\d{6}/))", self.url)
        depot = re.search(r"_(\d)\.zip$", self.fichier, re.IGNORECASE)
        return (
            mois[0] if mois else "",
            re.sub(r"\D", "", dossier[1]) if dossier else "",
            int(depot[1]) if depot else -1,
        )

    def contient(self, annee: int) -> int:
        """2 si l’archive est celle de l’année, 1 si elle va au-delà en la contenant, 0 si elle ne la contient pas.

        « 4T 2024 », seul, vaut 1 : le quatrième trimestre, ou les données de l’année arrêtées au quatrième.
        """
        dite = self._periode
        if dite is None:
            return 2 * (self.annee == annee)
        debut, fin = dite
        entiere = ((annee, 1), (annee, 4))
        if dite == entiere:
            return 2
        return int((debut <= entiere[0] and fin >= entiere[1]) or debut == fin == entiere[1])

    def parle_de(self, annee: int) -> bool:
        """Vrai si l’année est celle de l’archive, ou de sa période."""
        dite = self._periode
        return self.annee == annee or (dite is not None and dite[0][0] <= annee <= dite[1][0])

    def nom(self, annee: int, flux: str) -> str:
        """Le nom du fichier sur notre disque : celui du serveur s’il est sûr et dit le flux, sinon le nôtre."""
        if _NOM_SUR.fullmatch(self.fichier) and flux_dit(self.fichier) == flux:
            return self.fichier
        return _NOMS[flux].format(annee)

    @property
    def _periode(self) -> tuple[Trimestre, Trimestre] | None:
        # Les trimestres du titre comptent toujours ; ses années, seulement si le nom n’en dit pas.
        return periode(self.fichier) or periode(self.titre, en_annees=annee_dite(self.fichier) is None)

    def _premier(self, lire: Callable[[str], T | None]) -> T | None:
        """Ce que dit le nom du fichier, sinon le titre."""
        return next((v for texte in (self.fichier, self.titre) if (v := lire(texte)) is not None), None)


def decoder(octets: bytes) -> str:
    """Le texte : UTF-8, sinon Windows-1252, qu’emploient encore les vieux sites. Ne lève rien."""
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("cp1252", errors="replace")


def _nom(chemin: str) -> str:
    return PurePosixPath(decoder(unquote_to_bytes(chemin.encode("utf-8", "replace")))).name
