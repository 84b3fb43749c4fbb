"""Ce qui s’écrit dans un dossier partagé ne dit rien du poste : ni le dossier de l’utilisateur, ni celui du projet."""

import os
import re
import tempfile
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from fiches.socle.chemins import RACINE

_CELLULE = re.compile(rf"{re.escape(tempfile.gettempdir())}[/\\]ipykernel_\d+[/\\]\d+\.py")
"""Le fichier que Python croit être une cellule."""


def rendre_discret(carnet: NotebookNode) -> None:
    """Tait les chemins du poste dans les sorties d’un carnet exécuté ; ses sources restent celles de l’analyste."""
    for cellule in carnet.cells:
        if cellule.cell_type == "code":
            cellule.outputs = _parcourir(cellule.outputs)


def taire(texte: str) -> str:
    """Le texte, où les chemins partent du projet ou de « ~ »."""
    for dossier, nom in ((RACINE, ""), (Path.home(), f"~{os.sep}")):
        texte = texte.replace(f"{dossier}{os.sep}", nom)
    return _CELLULE.sub("cellule", texte)


def _parcourir(valeur: Any) -> Any:
    if isinstance(valeur, str):
        return taire(valeur)
    if isinstance(valeur, list):
        return [_parcourir(element) for element in valeur]
    if isinstance(valeur, dict):
        return NotebookNode({cle: _parcourir(element) for cle, element in valeur.items()})
    return valeur
