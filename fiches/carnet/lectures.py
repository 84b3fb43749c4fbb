"""Ce qu’un carnet lit pendant qu’il s’exécute : constaté, non déclaré.

Python annonce chaque fichier qu’il ouvre et chaque dossier dont il demande les noms (`sys.addaudithook`) : les lecteurs
de pandas passent par là ; ceux d’Arrow l’annoncent ici. Ce que le carnet importe à côté de lui se voit dans
`sys.modules`. Les années de données et les fiches qu’il construit sont notées par ceux qui les ouvrent. Hors d’une
exécution (dans JupyterLab), rien n’est noté.
"""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

from fiches.socle.chemins import DONNEES, NOMENCLATURES, PAQUET, RACINE, SORTIE, dossier_donnees
from fiches.socle.empreinte import sha256

METADONNEE = "fiches"
"""Là où le moteur range ce relevé, dans les métadonnées du carnet exécuté."""

ABSENT = ""
"""La somme d’un fichier qui n’était pas là quand le carnet l’a cherché."""


@dataclass
class Releve:
    """Ce qu’un carnet a lu.

    `fichiers` : somme SHA-256 de chaque fichier du projet, et des noms que contient chaque dossier parcouru (« …/ »),
    par chemin depuis sa racine (« ./… » depuis le dossier du carnet, s’il est ailleurs) ; `donnees` : empreinte de
    chaque année ouverte ; `demonstration` : l’une d’elles est simulée ; `entetes` : ce que chaque fiche construite dit
    d’elle ; `variables` : les valeurs que prennent les paramètres et le code de `fiche`, cellule après cellule.
    """

    fichiers: dict[str, str] = field(default_factory=dict)
    donnees: dict[str, str] = field(default_factory=dict)
    demonstration: bool = False
    entetes: list[dict[str, Any]] = field(default_factory=list)
    variables: dict[str, list[Any]] = field(default_factory=dict)


@dataclass
class _Ecoute:
    """Une exécution en cours, la seule du processus ; `parametres` : les noms de ceux que le carnet a reçus."""

    dossier: Path
    exclus: tuple[Path, ...]
    parametres: tuple[str, ...]
    releve: Releve = field(default_factory=Releve)
    occupee: bool = False
    deja_la: frozenset[str] = field(default_factory=lambda: frozenset(sys.modules))

    def ouvrir(self, chemin: Any, mode: Any, drapeaux: int) -> None:
        """Note un fichier que Python va ouvrir pour le lire."""
        ecrit = drapeaux & os.O_WRONLY if mode is None else set(str(mode)) & set("wax")
        if not ecrit:
            self.entendre(chemin)

    def entendre(self, chemin: Any) -> None:
        """Note un chemin qu’on va lire : un fichier, ou les noms d’un dossier."""
        if self.occupee or not isinstance(chemin, str | bytes | os.PathLike) or chemin in sys.path:
            return
        self.occupee = True  # le lire pour sa somme l’ouvre aussi
        try:
            self.noter(Path(os.fsdecode(chemin)))
        finally:
            self.occupee = False

    def lister(self, dossier: Any) -> None:
        """Note les noms d’un dossier ; Python demande aussi ceux du dossier courant à chaque import."""
        if isinstance(dossier, str | bytes) and Path(os.fsdecode(dossier)).absolute() not in {self.dossier, RACINE}:
            self.entendre(dossier)

    def noter(self, chemin: Path) -> None:
        """La somme de ce qui s’y trouve, si c’est du projet et que ce n’est pas déjà noté."""
        nom = nommer(chemin, self.dossier, self.exclus)
        if nom is None:
            return
        if chemin.is_dir():
            nom += "/"
        if nom not in self.releve.fichiers:
            self.releve.fichiers[nom] = _somme(chemin)

    def suivre(self, espace: Mapping[str, Any]) -> None:
        """Note ce que valent les paramètres et la fiche, là où ils ont changé. `espace` : les variables du carnet."""
        fiche = getattr(espace.get("fiche"), "lieu", None)
        valeurs = {nom: en_clair(espace.get(nom)) for nom in self.parametres} | {"fiche": getattr(fiche, "code", None)}
        for nom, valeur in valeurs.items():
            suite = self.releve.variables.setdefault(nom, [])
            if suite[-1:] != [valeur]:
                suite.append(valeur)


_ecoutes: list[_Ecoute] = []
"""L’exécution en cours, s’il y en a une."""
_crochets: list[bool] = []
"""Le crochet d’audit est posé : Python ne sait pas le retirer."""


def commencer(dossier: str | Path, parametres: Iterable[str]) -> None:
    """Relève désormais ce que lit le carnet de ce dossier, et ce que deviennent ses `parametres`."""
    exclus = (PAQUET, NOMENCLATURES, DONNEES, SORTIE, dossier_donnees().resolve())
    _ecoutes[:] = [_Ecoute(Path(dossier).resolve(), exclus, tuple(parametres))]
    if not _crochets:
        _crochets.append(True)
        sys.addaudithook(_entendre)
        for module, nom in _LECTEURS_D_ARROW:
            arrow = import_module(f"pyarrow.{module}")
            setattr(arrow, nom, _annoncer(getattr(arrow, nom)))
    from IPython import get_ipython  # noqa: PLC0415 (la commande, elle, n’a pas besoin d’IPython)

    if (noyau := get_ipython()) is not None:
        noyau.events.register("post_run_cell", lambda _: _suivre(noyau.user_ns))


def finir(espace: Mapping[str, Any]) -> dict[str, Any]:
    """Le relevé, et la fin de l’écoute. `espace` : les variables du carnet."""
    ecoute = _ecoutes.pop()
    for nom in sys.modules.keys() - ecoute.deja_la:
        if fichier := getattr(sys.modules[nom], "__file__", None):
            ecoute.noter(Path(fichier))
    ecoute.suivre(espace)
    ecoute.releve.fichiers = dict(sorted(ecoute.releve.fichiers.items()))
    return asdict(ecoute.releve)


def _suivre(espace: Mapping[str, Any]) -> None:
    for ecoute in _ecoutes:
        ecoute.suivre(espace)


def noter_fichier(chemin: Any) -> None:
    """Un fichier, ou tous ceux d’un dossier, vont être lus par une bibliothèque que Python n’entend pas (Arrow)."""
    for ecoute in _ecoutes:
        ecoute.entendre(chemin)
        if isinstance(chemin, str | os.PathLike) and Path(chemin).is_dir():
            for partie in sorted(Path(chemin).rglob("*")):
                ecoute.entendre(partie)


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
    absolu = Path(os.path.normpath(chemin.absolute()))  # sans « .. », mais par le lien que le carnet a suivi
    if absolu.suffix == ".pyc" or any(absolu.is_relative_to(autre) for autre in exclus):
        return None
    for base, prefixe in ((RACINE, ""), (dossier, "./")):
        if absolu.is_relative_to(base):
            relatif = absolu.relative_to(base)
            cache = any(partie.startswith(".") for partie in relatif.parts)  # .venv, .git, .ipynb_checkpoints
            return None if cache else prefixe + relatif.as_posix()
    return None


_LECTEURS_D_ARROW = (
    ("parquet", "read_table"),
    ("parquet", "ParquetDataset"),
    ("feather", "read_table"),
    ("orc", "read_table"),
    ("csv", "read_csv"),
    ("csv", "open_csv"),
    ("json", "read_json"),
    ("dataset", "dataset"),
)


def _annoncer(lecteur: Callable[..., Any]) -> Callable[..., Any]:
    """Ces lecteurs, dont ceux de pandas se servent, ouvrent leur fichier sans que Python l’entende."""

    @wraps(lecteur)
    def lire(*args: Any, **options: Any) -> Any:
        for chemin in (*args[:1], *options.values()):
            noter_fichier(chemin)
        return lecteur(*args, **options)

    return lire


def _retrouver(nom: str, dossier: Path) -> Path:
    return dossier / nom if nom.startswith("./") else RACINE / nom


def _somme(chemin: Path) -> str:
    try:
        if chemin.is_dir():
            return sha256("\n".join(sorted(f.name for f in chemin.iterdir() if f.name[0] != ".")).encode())
        return sha256(chemin)
    except OSError:
        return ABSENT


def en_clair(valeur: Any) -> Any:
    """Une valeur que JSON connaît : elle-même, ou son écriture."""
    return valeur if isinstance(valeur, str | int | float | bool | None) else repr(valeur)


def _entendre(evenement: str, arguments: tuple[Any, ...]) -> None:
    if not _ecoutes:
        return
    if evenement == "open":
        _ecoutes[0].ouvrir(*arguments)
    elif evenement in {"os.scandir", "sqlite3.connect"}:
        _ecoutes[0].entendre(arguments[0])
    elif evenement == "os.listdir":
        _ecoutes[0].lister(arguments[0])
