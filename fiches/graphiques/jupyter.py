"""Ce que le carnet apporte à JupyterLab : polices et style des figures, textes lisibles, figures à la française."""

from dataclasses import replace
from typing import Any

import pandas as pd
from IPython.core.getipython import get_ipython
from matplotlib.figure import Figure as FigureMatplotlib
from pandas.io.formats.style import Styler

from fiches.fiche import Fiche
from fiches.graphiques.dessin.libre import FIGURE_LIBRE, en_svg
from fiches.graphiques.figure import Figure
from fiches.graphiques.legendes import SIMULEES, de_la_cellule, en_source
from fiches.graphiques.ordinaire import habiller_les_figures
from fiches.graphiques.style import presenter
from fiches.graphiques.tableau import Tableau, tableau
from fiches.redaction import representation
from fiches.socle.empreinte import sha256

_TROP_LOURD = 150_000
_AUTRES_TABLES = (
    ("polars.dataframe.frame", "DataFrame"), ("polars.series.series", "Series"), ("pyarrow.lib", "Table"),
    ("duckdb._relation", "DuckDBPyRelation"),
)  # fmt: skip


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
    paquets = noyau.display_formatter.mimebundle_formatter
    for sorte in (Figure, Tableau):
        paquets.for_type(sorte, _legender)
    # pandas tire au sort les repères d’un Styler : la même table doit donner les mêmes octets.
    formats["text/html"].for_type(Styler, lambda habillee: habillee.set_uuid(_empreinte(habillee.data)).to_html())
    for module, nom in _AUTRES_TABLES:  # celles d’autres bibliothèques, si le carnet s’en sert
        paquets.for_type_by_name(module, nom, lambda autre: _legender(tableau(autre)))
    for table in (pd.DataFrame, pd.Series):
        paquets.for_type(table, lambda montree: _legender(tableau(montree)))


def _legender(montre: Figure | Tableau) -> Any:
    """Ce qui se montre, sous le titre, la description et la source que dit sa cellule.

    Sans source, celle de la fiche, mais de ses seules données : les douanes ne répondent pas de celles de l’analyste.
    """
    legendes = de_la_cellule()
    if isinstance(montre, Figure):
        montre = montre.avec(titre=legendes.get("cap"), alternative=legendes.get("alt"))
    else:
        montre = montre.avec(titre=legendes.get("cap"))
    fiche = get_ipython().user_ns.get("fiche")
    source = montre.source or en_source(legendes.get("source"))
    if not source and montre.de_la_fiche:
        source = str(getattr(fiche, "source", ""))
    if getattr(fiche, "demonstration", False) and "simulées" not in source:
        source = f"{source} {SIMULEES}".strip()
    if source != montre.source:
        montre = replace(montre, source=source)
    return montre._repr_mimebundle_()


def _empreinte(table: pd.DataFrame) -> str:
    return sha256(table.to_csv().encode())[:8]


def _dessiner(figure: FigureMatplotlib) -> str | None:
    """La figure en SVG, que la page nomme et décrit ; None si elle est trop lourde : son image en points suffit."""
    svg = en_svg(figure, FIGURE_LIBRE, serre=True)
    return f'<div class="{FIGURE_LIBRE}">{svg}</div>' if len(svg) < _TROP_LOURD else None
