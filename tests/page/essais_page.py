"""Les carnets exécutés que les tests de la page mettent en forme."""

from copy import deepcopy
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from fiches.carnet.execution import executer

CARNETS = Path(__file__).parents[1] / "carnet" / "carnets"


@cache
def _executer(nom: str) -> NotebookNode:
    modele = nbformat.read(CARNETS / f"{nom}.ipynb", as_version=4)
    return executer(modele, {"departement": "46", "annee": 2024}, dans_ce_processus=True, limite_s=60)


def execute(nom: str) -> NotebookNode:
    """Un carnet d’essai exécuté ; chacun a sa copie."""
    return deepcopy(_executer(nom))
