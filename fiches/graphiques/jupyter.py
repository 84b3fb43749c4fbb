"""Ce que le carnet apporte à JupyterLab : polices et style des figures, textes lisibles, figures à la française."""

from html import escape

import pandas as pd
from IPython.core.getipython import get_ipython

from fiches.fiche import Fiche
from fiches.graphiques.ordinaire import habiller_les_figures
from fiches.graphiques.style import css_figures, css_polices
from fiches.redaction import representation


def preparer_le_carnet() -> None:
    """Dans un carnet : ni « \\xa0 » dans une f-string du récit, ni texte coupé, ni figure à l’anglaise."""
    noyau = get_ipython()
    if noyau is None:
        return
    pd.set_option("display.max_colwidth", None)
    habiller_les_figures()
    formats = noyau.display_formatter.formatters
    formats["text/plain"].for_type(str, lambda valeur, page, _cycle: page.text(representation(valeur)))
    formats["text/html"].for_type(Fiche, _presenter)


def _presenter(fiche: Fiche) -> str:
    """JupyterLab n’a ni nos polices ni notre style : la fiche, montrée par la première cellule, les apporte."""
    return f"<style>{css_polices()}{css_figures()}</style><p><strong>{escape(str(fiche))}</strong></p>"
