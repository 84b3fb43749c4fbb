"""Ce que le carnet apporte à JupyterLab : polices et style des figures, textes lisibles, figures à la française."""

from typing import Any

import pandas as pd
from IPython.core.getipython import get_ipython
from matplotlib.figure import Figure as FigureMatplotlib

from fiches.fiche import Fiche
from fiches.graphiques.dessin.libre import FIGURE_LIBRE, en_svg
from fiches.graphiques.figure import Figure
from fiches.graphiques.legendes import de_la_cellule
from fiches.graphiques.ordinaire import habiller_les_figures
from fiches.graphiques.style import presenter
from fiches.graphiques.tableau import en_html
from fiches.redaction import representation

_TROP_LOURD = 150_000


def preparer_le_carnet() -> None:
    """Dans un carnet : ni « \\xa0 » dans une f-string du récit, ni tableau ni figure à l’anglaise."""
    noyau = get_ipython()
    if noyau is None:
        return
    habiller_les_figures()
    formats = noyau.display_formatter.formatters
    formats["text/plain"].for_type(str, lambda valeur, page, _cycle: page.text(representation(valeur)))
    # La fiche, montrée par la première cellule, apporte au carnet nos polices et notre style.
    noyau.display_formatter.mimebundle_formatter.for_type(Fiche, lambda fiche: presenter(str(fiche)))
    # Une méthode, non un formateur : `%matplotlib inline` retire ceux des figures quand il s’active.
    FigureMatplotlib._repr_html_ = _dessiner  # type: ignore[assignment, method-assign]
    noyau.display_formatter.mimebundle_formatter.for_type(Figure, _legender)
    formats["text/html"].for_type(pd.DataFrame, en_html)
    formats["text/html"].for_type(pd.Series, lambda serie: en_html(serie.to_frame(serie.name or "valeur")))


def _legender(figure: Figure) -> Any:
    """La figure, sous le titre et la description que dit sa cellule."""
    legendes = de_la_cellule()
    return figure.avec(titre=legendes.get("cap"), alternative=legendes.get("alt"))._repr_mimebundle_()


def _dessiner(figure: FigureMatplotlib) -> str | None:
    """La figure en SVG, que la page nomme et décrit ; None si elle est trop lourde : son image en points suffit."""
    svg = en_svg(figure, FIGURE_LIBRE, serre=True)
    return f'<div class="{FIGURE_LIBRE}">{svg}</div>' if len(svg) < _TROP_LOURD else None
