"""D’une figure matplotlib à une figure accessible : SVG en ligne, texte vrai, polices de la page."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
from matplotlib.axes import Axes

from fiches.graphiques import Figure
from fiches.graphiques.dessin.libre import decrire
from fiches.graphiques.dessin.reglages import degager
from fiches.graphiques.dessin.table import tableau
from fiches.redaction import typographier

LARGEUR = 7.32
"""Largeur des figures, en pouces : 186 mm, comme les graphiques des fiches."""

COLONNES = {
    "flux": "Flux",
    "trimestre": "Trimestre",
    "region": "Code région",
    "departement": "Code département",
    "produit": "Code produit",
    "lignes": "Lignes",
    "valeur": "Valeur (euros)",
    "masse": "Masse (kilogrammes)",
    "E": "Exportations (euros)",
    "I": "Importations (euros)",
    "habituel": "Médiane de l’année (euros)",
    "annee_avant": "Un an avant (euros)",
    "rapport": "Rapport à la médiane",
    "rapport_avant": "Rapport à l’année d’avant",
    "absent": "Absent",
    "saut": "Saut",
    "baisse": "Baisse",
    "whislo": "1er centile (€/kg)",
    "q1": "1er quartile (€/kg)",
    "med": "Médiane (€/kg)",
    "q3": "3e quartile (€/kg)",
    "whishi": "99e centile (€/kg)",
}
"""Les colonnes des mesures, telles que les nomme le CSV qu’on emporte."""


def habiller(axes: Axes, *, x: str | None = None, y: str | None = None) -> None:
    """Nomme les axes et retire ce qui ne porte pas d’information."""
    axes.set(xlabel=x or "", ylabel=y or "")
    degager(axes)


def accessible(
    identifiant: str,
    titre: str,
    svg: str,
    alternative: str,
    lecture: str,
    source: str,
    table: pd.DataFrame,
    entetes: Sequence[str],
    lignes: Sequence[Sequence[str]],
) -> Figure:
    """La figure accessible : dessin, clé de lecture, source, données (`table`) et leur tableau à lire (`lignes`)."""
    alternative, lecture = typographier(alternative), typographier(lecture)
    nommee = (table if isinstance(table.index, pd.RangeIndex) else table.reset_index()).rename(columns=COLONNES)
    lire = partial(tableau, entetes=entetes, lignes=lignes)
    return Figure(identifiant, titre, partial(decrire, svg), alternative, lecture, source, nommee, lire)
