"""Fiches départementales sur le commerce extérieur.

Dans un carnet : `from fiches import Fiche, graphiques, lire, redaction`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fiches import graphiques, redaction
    from fiches.fiche import Fiche, lire

__all__ = ["Fiche", "graphiques", "lire", "redaction"]


def __getattr__(nom: str) -> Any:
    # À la demande, pour que la commande démarre sans attendre pandas et matplotlib.
    if nom == "preparer_le_carnet":  # le moteur l’appelle avant la première cellule
        return import_module("fiches.graphiques.jupyter").preparer_le_carnet
    if nom in {"Fiche", "lire"}:
        import_module("fiches.graphiques.jupyter").preparer_le_carnet()
        return getattr(import_module("fiches.fiche"), nom)
    if nom in {"graphiques", "redaction"}:
        return import_module(f"fiches.{nom}")
    raise AttributeError(f"le module fiches n’a pas d’attribut « {nom} »")
