"""Où se trouvent les choses, et comment un fichier s’écrit sans jamais être vu à moitié."""

import errno
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

RACINE = Path(__file__).resolve().parents[2]
PAQUET = RACINE / "fiches"
NOMENCLATURES = RACINE / "data" / "nomenclatures"
CARNETS = RACINE / "notebooks"
PARAMS = RACINE / "params"
SORTIE = RACINE / "reports"
DONNEES = RACINE / "data" / "douane"

PROVISOIRE = ".provisoire"
"""Fin du nom d’un fichier en cours d’écriture."""
_A_MOITIE_ECRIT = re.compile(rf"\..+\.[a-z0-9_]{{8}}\{PROVISOIRE}")


def dossier_donnees() -> Path:
    """Dossier des tables Parquet : la variable FICHES_DONNEES, sinon `data/douane`."""
    return Path(os.environ.get("FICHES_DONNEES") or DONNEES)


def editions() -> dict[int, Path]:
    """Les fichiers de paramètres des éditions de `params/`, par année, la plus ancienne d’abord."""
    return {int(fichier.stem[-4:]): fichier for fichier in sorted(PARAMS.glob("edition-[0-9][0-9][0-9][0-9].yml"))}


def fichier_d_edition(annee: int | None) -> Path:
    """Où est, ou serait, le fichier de paramètres de l’édition de cette année."""
    return PARAMS / f"edition-{annee}.yml"


def edition(annee: int | None = None) -> Path:
    """Le fichier de paramètres de l’édition de cette année, s’il existe ; sinon de la plus récente."""
    presentes = list(editions().values())
    sienne = fichier_d_edition(annee)
    return sienne if sienne in presentes or not presentes else presentes[-1]


ETAT = "FICHES_ETAT"
"""Variable par laquelle une campagne dit à ses carnets l’état des données qu’elle lit (`Entrepot.etat`)."""

VOISINES = "FICHES_VOISINES"


def voisines() -> list[str]:
    """Codes des fiches du même dossier : une campagne les dit ainsi à ses carnets ; aucun code hors d’une campagne."""
    return [code for code in os.environ.get(VOISINES, "").split(",") if code]


def ecrire(chemin: Path, contenu: str | bytes) -> None:
    """Écrit `contenu` sous un nom temporaire du même dossier, puis le renomme : tout ou rien."""
    ecrire_ensemble({chemin: contenu.encode() if isinstance(contenu, str) else contenu})


def ecrire_ensemble(contenus: Mapping[Path, bytes]) -> None:
    """Écrit tous ces fichiers sous des noms temporaires, puis les renomme dans l’ordre : tous, ou aucun.

    Une `OSError` nomme le fichier qui n’a pu être écrit.
    """
    provisoires = dict[Path, Path]()
    try:
        for chemin, octets in contenus.items():
            try:
                if chemin.is_dir():
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
                chemin.parent.mkdir(parents=True, exist_ok=True)
                _ecrire_a_part(chemin, octets, provisoires)
            except OSError as erreur:
                raise type(erreur)(erreur.errno, erreur.strerror, str(chemin)) from erreur
        for chemin in contenus:
            provisoires.pop(chemin).replace(chemin)
    finally:
        for reste in provisoires.values():
            reste.unlink(missing_ok=True)


def _ecrire_a_part(chemin: Path, octets: bytes, provisoires: dict[Path, Path]) -> None:
    with NamedTemporaryFile(dir=chemin.parent, prefix=f".{chemin.name}.", suffix=PROVISOIRE, delete=False) as fichier:
        provisoires[chemin] = Path(fichier.name)
        try:
            fichier.write(octets)
            fichier.flush()
            os.fsync(fichier.fileno())
        except BaseException:
            with suppress(OSError):  # disque plein : fermer réessaie d’écrire ce qui reste
                fichier.close()
            raise
    provisoires[chemin].chmod(0o644)


def balayer(dossier: Path) -> None:
    """Retire d’un dossier les fichiers à moitié écrits qu’un arrêt brutal y a laissés."""
    for reste in dossier.glob(f".*{PROVISOIRE}"):
        if _A_MOITIE_ECRIT.fullmatch(reste.name):  # le nom que donne `ecrire`, et nul autre
            reste.unlink(missing_ok=True)
