"""Une figure matplotlib, libre de sa forme, en SVG à incorporer : celles du contrôle et celles de l’analyste."""

import io
import re
from functools import cache
from html import escape

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.figure import Figure as FigureMatplotlib

from fiches.graphiques.dessin.mesure import fichier_police
from fiches.graphiques.style import FAMILLE, GRAISSES
from fiches.redaction import MOINS, a_la_francaise

FIGURE_LIBRE = "figure-libre"
"""La classe d’une figure matplotlib dans une sortie, et le début de ses identifiants, que la page rend uniques."""

_FEUILLE = re.compile(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>", re.S)
_LONG = re.compile(r"\d+\.\d{3,}")
_A_L_ANGLAISE = re.compile(r">([-\u2212]?\d+\.\d+ ?%?)<")
_REPERE = re.compile(r'(\bid="|url\(#|href="#)')


A_DECRIRE = 'aria-label=""'
"""L’attribut d’un dessin que `decrire` remplira."""


def en_svg(figure: FigureMatplotlib, identifiant: str, *, serre: bool = False) -> str:
    """La figure en SVG, que `decrire` décrira : ses identifiants commencent par le sien.

    Les textes restent des textes, dans la police de la page ; la même figure donne les mêmes octets. `serre` : sans
    les marges, comme JupyterLab montre une figure.
    """
    tampon = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "fiches", "path.sketch": None}):
        cadre = "tight" if serre else None
        sans_date = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(tampon, format="svg", bbox_inches=cadre, metadata=sans_date)
    entete, corps = tampon.getvalue().split("<svg", 1)[1].split(">", 1)
    boite = entete.split('viewBox="')[1].split('"')[0]
    # La feuille de matplotlib déborderait sur toute la page : son seul effet devient un attribut.
    corps = _REPERE.sub(rf"\g<1>{identifiant}-", _FEUILLE.sub("", corps))
    # `annot` et `autopct` écrivent à l’anglaise à côté d’axes français.
    corps = _A_L_ANGLAISE.sub(lambda n: f">{a_la_francaise(n[1].replace(MOINS, '-'))}<", corps)
    corps = _LONG.sub(lambda n: f"{float(n[0]):.2f}", corps).replace(f"'{police()}'", FAMILLE)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="{boite}" '
        f'role="img" {A_DECRIRE} stroke-linejoin="round">{corps.strip()}'
    )


def decrire(html: str, alternative: str) -> str:
    """Le même dessin (`en_svg`), avec le texte qui le remplace pour qui ne le voit pas."""
    return html.replace(A_DECRIRE, f'aria-label="{escape(alternative)}"', 1)


@cache
def police() -> str:
    """Le nom de la police de la page, que matplotlib connaît désormais."""
    for graisse in GRAISSES:
        font_manager.fontManager.addfont(str(fichier_police(graisse)))
    nom: str = font_manager.FontProperties(fname=str(fichier_police(400))).get_name()
    return nom
