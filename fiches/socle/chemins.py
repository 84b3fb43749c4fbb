"""Où se trouvent les choses, et comment un fichier s’écrit sans jamais être vu à moitié."""

import os
import re
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


ETAT = "FICHES_ETAT"
"""Variable par laquelle une campagne dit à ses carnets l’état des données qu’elle lit (`Entrepot.etat`)."""

VOISINES = "FICHES_VOISINES"


def voisines() -> list[str]:
    """Codes des fiches du même dossier : une campagne les dit ainsi à ses carnets ; aucun code hors d’une campagne."""
    return [code for code in os.environ.get(VOISINES, "").split(",") if code]


def ecrire(chemin: Path, contenu: str | bytes) -> None:
    """Écrit `contenu` sous un nom temporaire du même dossier, puis le renomme : tout ou rien."""
    octets = contenu.encode() if isinstance(contenu, str) else contenu
    chemin.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=chemin.parent, prefix=f".{chemin.name}.", suffix=PROVISOIRE, delete=False) as fichier:
        provisoire = Path(fichier.name)
        try:
            fichier.write(octets)
            fichier.flush()
            os.fsync(fichier.fileno())
        except BaseException:
            with suppress(OSError):  # disque plein : fermer réessaie d’écrire ce qui reste
                fichier.close()
            provisoire.unlink(missing_ok=True)
            raise
    provisoire.chmod(0o644)
    provisoire.replace(chemin)


def balayer(dossier: Path) -> None:
    """Retire d’un dossier les fichiers à moitié écrits qu’un arrêt brutal y a laissés."""
    for reste in dossier.glob(f".*{PROVISOIRE}"):
        if _A_MOITIE_ECRIT.fullmatch(reste.name):  # le nom que donne `ecrire`, et nul autre
            reste.unlink(missing_ok=True)
