"""Fiches départementales sur le commerce extérieur.

Dans un carnet : `from fiches import Fiche, graphiques, redaction`.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fiches import graphiques, redaction
    from fiches.fiche import Fiche

__all__ = ["Fiche", "graphiques", "redaction"]


def __getattr__(nom: str) -> Any:
    # À la demande, pour que la commande démarre sans attendre pandas et matplotlib.
    if nom == "Fiche":
        _preparer_le_carnet()
        return import_module("fiches.fiche").Fiche
    if nom in {"graphiques", "redaction"}:
        return import_module(f"fiches.{nom}")
    raise AttributeError(f"le module fiches n’a pas d’attribut « {nom} »")


def _preparer_le_carnet() -> None:
    """Dans un carnet : ni « \\xa0 » dans une f-string du récit, ni texte coupé, ni figure à l’anglaise."""
    if "IPython" in sys.modules and (noyau := sys.modules["IPython"].get_ipython()):
        import_module("pandas").set_option("display.max_colwidth", None)
        import_module("fiches.graphiques.ordinaire").habiller_les_figures()
        redaction = import_module("fiches.redaction")
        texte_simple = noyau.display_formatter.formatters["text/plain"]
        texte_simple.for_type(str, lambda valeur, page, _cycle: page.text(redaction.representation(valeur)))
