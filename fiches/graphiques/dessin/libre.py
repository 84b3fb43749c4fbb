"""Une figure matplotlib, libre de sa forme, en SVG à incorporer : celles du contrôle et celles de l’analyste."""

import io
import re
from collections.abc import Collection, Iterator
from functools import cache
from html import escape

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.category import StrCategoryFormatter
from matplotlib.figure import Figure as FigureMatplotlib
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter, FuncFormatter, NullFormatter

from fiches.graphiques.dessin.mesure import fichier_police
from fiches.graphiques.style import FAMILLE, GRAISSES
from fiches.redaction import MOINS, a_la_francaise

FIGURE_LIBRE = "figure-libre"
"""La classe d’une figure matplotlib dans une sortie, et le début de ses identifiants, que la page rend uniques."""

_FEUILLE = re.compile(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>", re.S)
_BALISE = re.compile(r"<[^<>]+>")
_GEOMETRIE = re.compile(r'(?<= )(?:[xy][12]?|c[xy]|r|d|points|width|height|transform|style|stroke-width)="[^"]*"')
_LONG = re.compile(r"\d+\.\d{3,}")
_A_L_ANGLAISE = re.compile(r">([-\u2212]?(?:0|[1-9]\d*)\.\d+ ?%?)<")
_ECRITES = (FixedFormatter, FuncFormatter, NullFormatter, StrCategoryFormatter)
"""Les graduations que l’analyste a écrites, ou que ses données nomment ; matplotlib calcule les autres."""
_REPERE = re.compile(r'(\bid="|url\(#|href="#)')


A_DECRIRE = 'aria-label=""'
"""L’attribut d’un dessin que `decrire` remplira."""


def en_svg(
    figure: FigureMatplotlib, identifiant: str, *, serre: bool = False, donnes: Collection[str] = frozenset()
) -> str:
    """La figure en SVG, que `decrire` décrira : ses identifiants commencent par le sien.

    Les textes restent des textes, dans la police de la page ; la même figure donne les mêmes octets. `serre` : sans
    les marges, comme JupyterLab montre une figure. `donnes` : les textes des données, qui restent ce qu’ils sont même
    s’ils ont l’air de nombres (le code NAF « 10.13 »).
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
    calcules = _calcules(figure) - set(donnes)
    corps = _A_L_ANGLAISE.sub(lambda n: f">{_en_francais(n[1])}<" if n[1] in calcules else n[0], corps)
    corps = _BALISE.sub(lambda balise: _GEOMETRIE.sub(_arrondir, balise[0]), corps).replace(f"'{police()}'", FAMILLE)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="{boite}" '
        f'role="img" {A_DECRIRE} stroke-linejoin="round">{corps.strip()}'
    )


def _calcules(figure: FigureMatplotlib) -> set[str]:
    """Les textes que matplotlib a calculés et qu’aucun autre, donné par l’analyste, ne répète.

    Ce sont les graduations, et ce qu’`annot` et `autopct` écrivent dans le dessin, à l’anglaise à côté d’axes français.
    """
    calcules = {id(texte): texte.get_text() for texte in _textes_calcules(figure)}
    donnes = {texte.get_text() for texte in figure.findobj(Text) if id(texte) not in calcules}
    return set(calcules.values()) - donnes


def _textes_calcules(figure: FigureMatplotlib) -> Iterator[Text]:
    for axes in figure.axes:
        yield from axes.texts
        for axe in (axes.xaxis, axes.yaxis):
            for graduations, ecriture in (
                (axe.majorTicks, axe.get_major_formatter()),
                (axe.minorTicks, axe.get_minor_formatter()),
            ):
                if not isinstance(ecriture, _ECRITES):
                    yield from (texte for g in graduations for texte in (g.label1, g.label2))


def _en_francais(texte: str) -> str:
    return a_la_francaise(texte.replace(MOINS, "-"))


def _arrondir(attribut: re.Match[str]) -> str:
    return _LONG.sub(lambda n: f"{float(n[0]):.2f}", attribut[0])


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
