"""De quoi une page dépend : si rien de tout cela n’a changé, la refaire donnerait les mêmes octets."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from fiches.socle.chemins import NOMENCLATURES, PAQUET

_BIBLIOTHEQUES = (
    "beautifulsoup4",
    "font-source-sans-pro",
    "ipykernel",
    "jinja2",
    "markdown-it-py",
    "matplotlib",
    "mdit-py-plugins",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "pysankeybeta",
    "seaborn",
    "squarify",
    "xlsxwriter",
)


def sha256(contenu: bytes | Path) -> str:
    """SHA-256 d’un contenu ou d’un fichier."""
    octets = contenu.read_bytes() if isinstance(contenu, Path) else contenu
    return hashlib.sha256(octets).hexdigest()


def combiner(*parties: str) -> str:
    """Empreinte d’une suite de textes (l’ordre compte, et deux suites différentes ne se confondent pas)."""
    return sha256("\0".join(f"{len(p)}:{p}" for p in parties).encode())


@cache
def versions() -> dict[str, str]:
    """Versions des bibliothèques qui font la page."""
    return {nom: version(nom) for nom in _BIBLIOTHEQUES}


@cache
def du_programme() -> str:
    """Empreinte du paquet, de ses gabarits, des nomenclatures et des versions de bibliothèques."""
    parties = [str(versions())]
    for dossier in (PAQUET, NOMENCLATURES):
        for fichier in sorted(dossier.rglob("*")):
            if fichier.is_file() and "__pycache__" not in fichier.parts:
                parties += [fichier.relative_to(dossier).as_posix(), sha256(fichier)]
    return combiner(*parties)
