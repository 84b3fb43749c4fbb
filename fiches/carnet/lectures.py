"""Ce qu’un carnet lit pendant qu’il s’exécute : constaté, non déclaré.

Python annonce chaque fichier qu’il ouvre (`sys.addaudithook`) : les lecteurs de pandas passent par là. Ce que le
carnet importe à côté de lui se voit dans `sys.modules`. Les années de données et les fiches qu’il construit sont
notées par ceux qui les ouvrent. Hors d’une exécution (dans JupyterLab), rien n’est noté.
"""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any

import pandas as pd

from fiches.socle.chemins import DONNEES, NOMENCLATURES, PAQUET, RACINE, SORTIE, dossier_donnees
from fiches.socle.empreinte import sha256

METADONNEE = "fiches"
"""Là où le moteur range ce relevé, dans les métadonnées du carnet exécuté."""

ABSENT = ""
"""La somme d’un fichier qui n’était pas là quand le carnet l’a cherché."""


@dataclass
class Releve:
    """Ce qu’un carnet a lu.

    `fichiers` : somme SHA-256 de chaque fichier du projet, par chemin depuis sa racine (« ./… » depuis le dossier du
    carnet, s’il est ailleurs) ; `donnees` : empreinte de chaque année ouverte ; `demonstration` : l’une d’elles est
    simulée ; `entetes` : ce que chaque fiche construite dit d’elle ; `variables` : à la fin, celles des paramètres.
    """

    fichiers: dict[str, str] = field(default_factory=dict)
    donnees: dict[str, str] = field(default_factory=dict)
    demonstration: bool = False
    entetes: list[dict[str, Any]] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Ecoute:
    """Une exécution en cours ; il n’y en a qu’une à la fois par processus."""

    dossier: Path
    exclus: tuple[Path, ...]
    releve: Releve = field(default_factory=Releve)
    occupee: bool = False
    deja_la: frozenset[str] = field(default_factory=lambda: frozenset(sys.modules))

    def ouvrir(self, chemin: Any, mode: Any, drapeaux: int) -> None:
        """Note un fichier que Python va ouvrir pour le lire."""
        ecrit = drapeaux & (os.O_WRONLY | os.O_RDWR) if mode is None else set(str(mode)) & set("wax+")
        if self.occupee or ecrit or not isinstance(chemin, str | bytes) or chemin in sys.path:
            return
        self.occupee = True  # le lire pour sa somme l’ouvre aussi
        try:
            self.noter(Path(os.fsdecode(chemin)))
        finally:
            self.occupee = False

    def noter(self, chemin: Path) -> None:
        """La somme du fichier tel qu’il est, s’il est du projet et qu’elle n’est pas déjà notée."""
        nom = nommer(chemin, self.dossier, self.exclus)
        if nom is not None and nom not in self.releve.fichiers and not chemin.is_dir():
            self.releve.fichiers[nom] = _somme(chemin)


_ecoutes: list[_Ecoute] = []
"""L’exécution en cours, s’il y en a une."""
_crochets: list[bool] = []
"""Le crochet d’audit est posé : Python ne sait pas le retirer."""


def commencer(dossier: str | Path) -> None:
    """Relève désormais ce que lit le carnet de ce dossier."""
    exclus = (PAQUET, NOMENCLATURES, DONNEES, SORTIE, dossier_donnees().resolve())
    _ecoutes[:] = [_Ecoute(Path(dossier).resolve(), exclus)]
    if not _crochets:
        _crochets.append(True)
        sys.addaudithook(_entendre)
        for nom in ("read_parquet", "read_feather", "read_orc"):
            setattr(pd, nom, _annoncer(getattr(pd, nom)))


def finir(espace: Mapping[str, Any], parametres: Iterable[str]) -> dict[str, Any]:
    """Le relevé, et la fin de l’écoute. `espace` : les variables du carnet ; `parametres` : les noms à en garder."""
    ecoute = _ecoutes.pop()
    for nom in sys.modules.keys() - ecoute.deja_la:
        if fichier := getattr(sys.modules[nom], "__file__", None):
            ecoute.noter(Path(fichier))
    releve = ecoute.releve
    releve.variables = {nom: en_clair(espace.get(nom)) for nom in parametres}
    fiche = getattr(espace.get("fiche"), "lieu", None)
    releve.variables["fiche"] = getattr(fiche, "code", None)
    releve.fichiers = dict(sorted(releve.fichiers.items()))
    return asdict(releve)


def noter_fichier(chemin: Any) -> None:
    """Un fichier va être lu par une bibliothèque que Python n’entend pas (Parquet)."""
    for ecoute in _ecoutes:
        ecoute.ouvrir(os.fspath(chemin) if isinstance(chemin, os.PathLike) else chemin, "rb", 0)


def noter_donnees(annee: int, empreinte: str, demonstration: bool) -> None:
    """Une année de données est ouverte ; `empreinte` change avec elles."""
    for ecoute in _ecoutes:
        ecoute.releve.donnees[str(annee)] = empreinte
        ecoute.releve.demonstration |= demonstration


def noter_entete(entete: Mapping[str, Any]) -> None:
    """Une fiche est construite : ce que sa page dirait en titre, en source, en bandeau."""
    for ecoute in _ecoutes:
        ecoute.releve.entetes.append(dict(entete))


def entete(carnet: Mapping[str, Any]) -> dict[str, Any]:
    """Ce que la page d’un carnet exécuté dit d’elle : titre, source, bandeau ; rien si aucun moteur ne l’a relevé."""
    dit: dict[str, Any] = carnet["metadata"].get(METADONNEE, {}).get("entete", {})
    return dit


def ont_change(fichiers: Mapping[str, str], dossier: Path) -> list[str]:
    """Les noms de ces fichiers (voir `Releve`) qui ont changé, disparu ou paru. `dossier` : celui du carnet."""
    return [nom for nom, somme in fichiers.items() if _somme(_retrouver(nom, dossier)) != somme]


def nommer(chemin: Path, dossier: Path, exclus: Iterable[Path]) -> str | None:
    """Le nom sous lequel un fichier du projet se garde ; None pour tout autre."""
    absolu = chemin.absolute()
    if absolu.suffix == ".pyc" or any(absolu.is_relative_to(autre) for autre in exclus):
        return None
    for base, prefixe in ((RACINE, ""), (dossier, "./")):
        if absolu.is_relative_to(base):
            relatif = absolu.relative_to(base)
            cache = any(partie.startswith(".") for partie in relatif.parts)  # .venv, .git, .ipynb_checkpoints
            return None if cache else prefixe + relatif.as_posix()
    return None


def _annoncer(lecteur: Callable[..., Any]) -> Callable[..., Any]:
    """Ces lecteurs de pandas ouvrent leur fichier sans que Python l’entende : ils le disent ici."""

    @wraps(lecteur)
    def lire(chemin: Any, *args: Any, **options: Any) -> Any:
        noter_fichier(chemin)
        return lecteur(chemin, *args, **options)

    return lire


def _retrouver(nom: str, dossier: Path) -> Path:
    return dossier / nom if nom.startswith("./") else RACINE / nom


def _somme(chemin: Path) -> str:
    try:
        return sha256(chemin)
    except OSError:
        return ABSENT


def en_clair(valeur: Any) -> Any:
    """Une valeur que JSON connaît : elle-même, ou son écriture."""
    return valeur if isinstance(valeur, str | int | float | bool | None) else repr(valeur)


def _entendre(evenement: str, arguments: tuple[Any, ...]) -> None:
    if evenement == "open" and _ecoutes:
        _ecoutes[0].ouvrir(*arguments)
