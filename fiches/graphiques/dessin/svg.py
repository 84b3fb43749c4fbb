"""Du SVG de matplotlib au SVG à incorporer dans une page.

matplotlib répète le style de chaque forme et la police de chaque texte, et pose une feuille de style qui
déborderait sur toute la page. On ne garde que les formes et les textes, on écrit leur style une fois par
suite d’éléments semblables, et on raccourcit les coordonnées.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple
from xml.etree import ElementTree

from fiches.graphiques.style import ENCRE, FAMILLE

_NS = "{http://www.w3.org/2000/svg}"
_STYLES_UTILES = ("fill", "stroke", "stroke-width", "opacity", "font-size", "font-weight", "text-anchor")
_NOMBRE = re.compile(r"-?\d+(?:\.\d+)?")


class _Element(NamedTuple):
    style: str
    balise: str
    attributs: str
    contenu: str


def incorporer(source: str, infobulles: Mapping[str, str], alternative: str) -> str:
    """SVG en ligne, autonome et léger, à partir de celui de matplotlib.

    `infobulles` associe un identifiant d’artiste au texte montré au survol. `alternative` est le texte
    de remplacement ; il va dans `aria-label`, car un `<title>` à la racine ferait une infobulle partout.
    """
    racine = ElementTree.fromstring(source)
    _, _, largeur, hauteur = (_court(n) for n in racine.attrib["viewBox"].split())
    corps = "".join(
        _grouper(style, list(suite)) for style, suite in groupby(_elements(racine, infobulles), lambda e: e.style)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {largeur} {hauteur}" role="img" '
        f'aria-label="{escape(alternative)}" font-family="{FAMILLE}" fill="{ENCRE}">{corps}</svg>'
    )


def _elements(racine: ElementTree.Element, infobulles: Mapping[str, str]) -> Iterator[_Element]:
    for groupe in racine.iter(f"{_NS}g"):
        infobulle = infobulles.get(groupe.get("id", ""))
        titre = "" if infobulle is None else f"<title>{escape(infobulle, quote=False)}</title>"
        for forme in groupe.findall(f"{_NS}path"):
            yield _Element(_style(forme), "path", f'd="{_trace(forme.attrib["d"])}"', titre)
        for texte in groupe.findall(f"{_NS}text"):
            place = f'x="{_court(texte.attrib["x"])}" y="{_court(texte.attrib["y"])}"'
            yield _Element(_style(texte), "text", place, escape(texte.text or "", quote=False))


def _grouper(style: str, suite: list[_Element]) -> str:
    seul = len(suite) == 1
    elements = "".join(
        f"<{e.balise} {e.attributs}{style if seul else ''}" + (f">{e.contenu}</{e.balise}>" if e.contenu else "/>")
        for e in suite
    )
    return elements if seul or not style else f"<g{style}>{elements}</g>"


def _style(element: ElementTree.Element) -> str:
    """Les propriétés qui comptent, en attributs de présentation : ` fill="#fff" font-size="8"`."""
    paires = (p.split(":", 1) for p in element.get("style", "").split(";") if ":" in p)
    valeurs = {nom.strip(): valeur.strip().removesuffix("px") for nom, valeur in paires}
    valeurs = {nom: valeur for nom, valeur in valeurs.items() if nom in _STYLES_UTILES}
    if valeurs.get("fill") == ENCRE:
        del valeurs["fill"]
    return "".join(f' {nom}="{valeurs[nom]}"' for nom in _STYLES_UTILES if nom in valeurs)


def _trace(trace: str) -> str:
    """Tracé en coordonnées relatives et courtes ; les arrondis ne s’ajoutent pas."""
    morceaux: list[str] = []
    x = y = 0
    for commande, suite in re.findall(r"([MLCz])([^MLCz]*)", trace):
        nombres = [_en_dixiemes(n) for n in _NOMBRE.findall(suite)]
        points = list(zip(nombres[::2], nombres[1::2], strict=True))
        ecarts = [(px - x, py - y) for px, py in points]
        if commande == "M":
            morceaux.append("M" + _suite(nombres))
        elif commande == "C":
            morceaux.append("c" + _suite([n for ecart in ecarts for n in ecart]))
        elif commande == "L":
            dx, dy = ecarts[0]
            morceaux.append(
                f"v{_suite([dy])}" if dx == 0 else f"h{_suite([dx])}" if dy == 0 else f"l{_suite([dx, dy])}"
            )
        else:
            morceaux.append(commande)
        if points:
            x, y = points[-1]
    return "".join(morceaux)


def _suite(dixiemes: Sequence[int]) -> str:
    """Nombres séparés par un espace, ou par leur seul signe moins."""
    return " ".join(_decimal(n) for n in dixiemes).replace(" -", "-")


def _court(nombre: str) -> str:
    """« 12.34 » devient « 12.3 » : un dixième de point ne se voit pas."""
    return _decimal(_en_dixiemes(nombre))


def _en_dixiemes(nombre: str) -> int:
    return round(float(nombre) * 10)


def _decimal(dixiemes: int) -> str:
    entier, reste = divmod(abs(dixiemes), 10)
    signe = "-" if dixiemes < 0 else ""
    return f"{signe}{entier or ''}.{reste}" if reste else f"{signe}{entier}"
