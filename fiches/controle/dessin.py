"""D’une figure matplotlib à une figure accessible : SVG en ligne, texte vrai, polices de la page."""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from html import escape
from typing import Any

import matplotlib as mpl
import pandas as pd
import seaborn as sns
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure as FigureMatplotlib

from fiches.graphiques import Figure
from fiches.graphiques.dessin.mesure import fichier_police
from fiches.graphiques.dessin.table import tableau
from fiches.graphiques.style import FAMILLE, FILET, GRIS, theme
from fiches.redaction import typographier

SENS = ("E", "I")
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
    "whislo": "1er centile (€/kg)",
    "q1": "1er quartile (€/kg)",
    "med": "Médiane (€/kg)",
    "q3": "3e quartile (€/kg)",
    "whishi": "99e centile (€/kg)",
}
"""Les colonnes des mesures, telles que les nomme le CSV qu’on emporte."""

_FEUILLE = re.compile(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>", re.S)
_LONG = re.compile(r"\d+\.\d{3,}")
_REPERE = re.compile(r'(\bid="|url\(#|href="#)')


@contextmanager
def page() -> Iterator[None]:
    """Le thème des fiches, avec les axes et les textes qu’il faut à un graphique de seaborn."""
    with theme(), sns.axes_style("whitegrid", {"grid.color": FILET, "axes.edgecolor": FILET}):
        reglages: dict[Any, Any] = {
            "font.family": _police(),
            "font.size": 8.5,
            "axes.labelsize": 8.5,
            "axes.labelcolor": GRIS,
            "xtick.labelsize": 8.5,
            "ytick.labelsize": 8.5,
            "legend.fontsize": 8.5,
            "legend.frameon": False,
            "svg.fonttype": "none",
        }
        with mpl.rc_context(reglages):
            yield


def en_svg(figure: FigureMatplotlib, identifiant: str, alternative: str) -> str:
    """La figure en SVG à incorporer : ses identifiants lui sont propres, `alternative` la remplace à l’oreille."""
    tampon = io.StringIO()
    figure.savefig(tampon, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    entete, corps = tampon.getvalue().split("<svg", 1)[1].split(">", 1)
    boite = entete.split('viewBox="')[1].split('"')[0]
    # La feuille de matplotlib déborderait sur toute la page : son seul effet devient un attribut.
    corps = _REPERE.sub(rf"\g<1>{identifiant}-", _FEUILLE.sub("", corps))
    corps = _LONG.sub(lambda n: f"{float(n[0]):.2f}", corps).replace(f"'{_police()}'", FAMILLE)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="{boite}" '
        f'role="img" aria-label="{escape(typographier(alternative))}" stroke-linejoin="round">{corps.strip()}'
    )


def habiller(axes: Axes, *, x: str | None = None, y: str | None = None) -> None:
    """Nomme les axes et retire ce qui ne porte pas d’information."""
    axes.set(xlabel=x or "", ylabel=y or "")
    sns.despine(ax=axes, left=True, bottom=True)
    axes.tick_params(length=0)


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
    return Figure(identifiant, titre, svg, alternative, lecture, source, nommee, tableau(titre, entetes, lignes))


@cache
def _police() -> str:
    for graisse in (400, 600):
        font_manager.fontManager.addfont(str(fichier_police(graisse)))
    nom: str = font_manager.FontProperties(fname=str(fichier_police(400))).get_name()
    return nom
