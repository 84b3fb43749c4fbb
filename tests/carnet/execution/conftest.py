"""Exécuter un carnet d’essai par les deux voies."""

import pytest
from essais_execution import LOT, carnet
from nbformat import NotebookNode

from fiches.carnet.execution import CarnetInterrompu, executer


@pytest.fixture(params=[True, pytest.param(False, marks=pytest.mark.carnet)], ids=["sur place", "noyau"])
def lancer(request: pytest.FixtureRequest):
    """Exécute un carnet d’essai par les deux voies, qui doivent donner la même chose."""

    def lancer_carnet(modele: str | NotebookNode, limite_s: float | None = 30, **parametres: object) -> NotebookNode:
        modele = carnet(modele) if isinstance(modele, str) else modele
        return executer(modele, LOT | parametres, dans_ce_processus=request.param, limite_s=limite_s)

    return lancer_carnet


@pytest.fixture
def echouer(lancer):
    """Le message et le carnet d’un essai qui doit s’interrompre."""

    def echouer_carnet(modele: str, limite_s: float | None = 30) -> CarnetInterrompu:
        with pytest.raises(CarnetInterrompu) as erreur:
            lancer(modele, limite_s)
        return erreur.value

    return echouer_carnet
