"""Fiches départementales sur le commerce extérieur.

Dans un carnet : `from fiches import Fiche, graphiques, redaction`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fiches import graphiques, redaction
    from fiches.fiche import Fiche

__all__ = ["Fiche", "graphiques", "redaction"]


def __getattr__(nom: str) -> Any:
    # À la demande, pour que la commande démarre sans attendre pandas et matplotlib.
    if nom == "Fiche":
        import_module("fiches.graphiques.jupyter").preparer_le_carnet()
        return import_module("fiches.fiche").Fiche
    if nom in {"graphiques", "redaction"}:
        return import_module(f"fiches.{nom}")
    raise AttributeError(f"le module fiches n’a pas d’attribut « {nom} »")
