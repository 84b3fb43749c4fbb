"""Fiches départementales sur le commerce extérieur.

Dans un carnet : `from fiches import Fiche, graphiques`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fiches import graphiques
    from fiches.fiche import Fiche

__all__ = ["Fiche", "graphiques"]


def __getattr__(nom: str) -> Any:
    # À la demande, pour que la commande démarre sans attendre pandas et matplotlib.
    if nom == "Fiche":
        return import_module("fiches.fiche").Fiche
    if nom == "graphiques":
        return import_module("fiches.graphiques")
    raise AttributeError(f"le module fiches n’a pas d’attribut « {nom} »")
