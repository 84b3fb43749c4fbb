"""Exécuter un carnet modèle avec des paramètres : le préparer, l’exécuter, vérifier ce qui en sort."""

from copy import deepcopy
from typing import Any

from nbformat import NotebookNode
from papermill.parameterize import parameterize_notebook

from fiches.erreurs import ErreurDemande
from fiches.execution import moteur, sur_place
from fiches.execution.diagnostic import verifier


def executer(
    modele: NotebookNode, parametres: dict[str, Any], *, dans_ce_processus: bool, limite_s: float
) -> NotebookNode:
    """Le carnet exécuté avec ces paramètres ; le modèle reste intact.

    `dans_ce_processus` : dans ce processus (rapide, à réserver à un processus consacré) ou dans un noyau ordinaire.
    `limite_s` : durée au-delà de laquelle une cellule est arrêtée. Lève `ErreurDemande` si le modèle n’a pas de
    cellule `parameters`, `CarnetInterrompu` si une cellule ou une valeur du récit échoue.
    """
    carnet = preparer(modele, parametres)
    if dans_ce_processus:
        sur_place.executer(carnet, limite_s)
    else:
        carnet = moteur.executer(carnet, limite_s)
    verifier(carnet)
    return carnet


def preparer(modele: NotebookNode, parametres: dict[str, Any]) -> NotebookNode:
    """Une copie du modèle, vidée de toute sortie ou valeur ancienne, qui reçoit les paramètres."""
    if not any("parameters" in c.metadata.get("tags", []) for c in modele.cells):
        raise ErreurDemande(
            "Le carnet n’a pas de cellule de paramètres. Dans JupyterLab, ajoutez l’étiquette « parameters » "
            "à la cellule qui contient departement et annee."
        )
    carnet = deepcopy(modele)
    carnet.metadata.setdefault("papermill", NotebookNode())
    vider(carnet)
    return parameterize_notebook(carnet, parametres)


def vider(carnet: NotebookNode) -> None:
    """Retire sorties et valeurs évaluées : ce qui a été enregistré par accident n’est jamais pris pour frais."""
    for cellule in carnet.cells:
        cellule.metadata.setdefault("tags", [])  # papermill les suppose partout
        cellule.metadata.pop("user_expressions", None)
        if cellule.cell_type == "code":
            cellule.outputs, cellule.execution_count = [], None
