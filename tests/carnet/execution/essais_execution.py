"""Les carnets d’essai, nommés par le cas qu’ils tiennent."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

CARNETS = Path(__file__).parents[1] / "carnets"
LOT = {"departement": "46", "annee": 2024}


def carnet(nom: str) -> NotebookNode:
    return nbformat.read(CARNETS / f"{nom}.ipynb", as_version=4)
