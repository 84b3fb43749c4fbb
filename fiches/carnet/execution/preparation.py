"""Exécuter un carnet modèle avec des paramètres : le préparer, l’exécuter, vérifier ce qui en sort."""

from collections.abc import Callable
from copy import deepcopy
from itertools import accumulate
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from papermill.parameterize import parameterize_notebook

from fiches.carnet.execution import moteur, sur_place
from fiches.carnet.execution.conclusion import conclure
from fiches.carnet.execution.diagnostic import INJECTEE, exiger_parametres
from fiches.carnet.lectures import METADONNEE
from fiches.socle.chemins import CARNETS

_NOYAU = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


def executer(
    modele: NotebookNode,
    parametres: dict[str, Any],
    *,
    dans_ce_processus: bool,
    limite_s: float | None,
    dossier: Path = CARNETS,
    signaler: Callable[[int], None] = lambda _: None,
) -> NotebookNode:
    """Le carnet exécuté avec ces paramètres ; le modèle reste intact.

    `dossier` : où le carnet s’exécute, le sien, comme dans JupyterLab. `dans_ce_processus` : dans ce processus (rapide,
    à réserver à un processus consacré) ou dans un noyau ordinaire. `limite_s` : durée au-delà de laquelle une cellule
    est arrêtée (aucune si None). `signaler` reçoit, dans ce processus, le rang dans le modèle de chaque cellule à son
    tour. Lève `ErreurDemande` si le modèle n’a pas de cellule `parameters` ou si son noyau est introuvable,
    `CarnetInterrompu` si une cellule ou une valeur du récit échoue.
    """
    carnet = preparer(modele, parametres)
    if dans_ce_processus:
        injectees = list(accumulate(INJECTEE in cellule.metadata.tags for cellule in carnet.cells))
        sur_place.executer(carnet, dossier, limite_s, lambda rang: signaler(rang - injectees[rang]))
        conclure(carnet)
    else:
        carnet = moteur.executer(carnet, dossier, limite_s)
    return carnet


def preparer(modele: NotebookNode, parametres: dict[str, Any]) -> NotebookNode:
    """Une copie du modèle, vidée de toute sortie ou valeur ancienne, qui reçoit les paramètres."""
    carnet = deepcopy(modele)
    carnet.metadata.setdefault("papermill", NotebookNode())
    carnet.metadata.setdefault("kernelspec", NotebookNode(_NOYAU))
    vider(carnet)
    carnet = parameterize_notebook(carnet, parametres)
    for cellule in carnet.cells:
        if INJECTEE in cellule.metadata.tags:
            cellule.id = INJECTEE  # celui de papermill est tiré au sort : le même carnet aurait d’autres octets
    exiger_parametres(carnet)
    return carnet


def vider(carnet: NotebookNode) -> None:
    """Retire sorties et valeurs évaluées : ce qui a été enregistré par accident n’est jamais pris pour frais."""
    carnet.metadata.pop(METADONNEE, None)
    for cellule in carnet.cells:
        cellule.metadata.setdefault("tags", [])  # papermill les suppose partout
        cellule.metadata.pop("user_expressions", None)
        if cellule.cell_type == "code":
            cellule.outputs, cellule.execution_count = [], None
