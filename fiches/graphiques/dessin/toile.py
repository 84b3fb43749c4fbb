"""La toile : un dessin mesuré en points, l’ordonnée vers le bas, écrit tel quel en SVG.

Le style d’une suite d’éléments semblables n’est écrit qu’une fois, et les coordonnées au dixième de point : une page
porte huit dessins, et ne doit pas peser.
"""

import math
from collections.abc import Sequence
from html import escape
from itertools import groupby, pairwise
from numbers import Real
from typing import Any, Literal, NamedTuple

from fiches.graphiques.style import ENCRE, FAMILLE
from fiches.socle.erreurs import ErreurFiche

LARGEUR = 527.0
"""Largeur de tous les graphiques, en points : celle d’une page A4 moins ses marges (186 mm)."""

Ancre = Literal["debut", "milieu", "fin"]
_ANCRES: dict[Ancre, str] = {"debut": "", "milieu": ' text-anchor="middle"', "fin": ' text-anchor="end"'}
Point = tuple[float, float]


_POINTS_PAR_MILLIMETRE = 72 / 25.4


def hauteur_en_points(millimetres: Any) -> float | None:
    """La hauteur demandée en millimètres, None si elle ne l’est pas. Lève `ErreurFiche` si ce n’en est pas une."""
    if millimetres is None:
        return None
    if (
        isinstance(millimetres, bool)
        or not isinstance(millimetres, int | float | Real)
        or not 0 < float(millimetres) <= 250
    ):
        raise ErreurFiche(f"« hauteur » vaut {millimetres!r}, mais il faut un nombre de millimètres, 250 au plus")
    return float(millimetres) * _POINTS_PAR_MILLIMETRE


def exiger_la_place(hauteur: float, au_moins: float) -> None:
    """Lève `ErreurFiche` si un dessin ne tient pas dans cette hauteur, en points, et dit celle qu’il lui faut."""
    if hauteur < au_moins:
        demandee, faut = hauteur / _POINTS_PAR_MILLIMETRE, math.ceil(au_moins / _POINTS_PAR_MILLIMETRE)
        raise ErreurFiche(f"« hauteur » vaut {demandee:g}, mais ce graphique demande au moins {faut} (millimètres)")


class _Element(NamedTuple):
    style: str
    balise: str
    attributs: str
    contenu: str = ""


class Toile:
    """Un dessin de `LARGEUR` points ; les formes se superposent dans l’ordre où on les pose."""

    def __init__(self, hauteur: float) -> None:
        self.hauteur = hauteur
        self._elements: list[_Element] = []

    def texte(
        self,
        x: float,
        y: float,
        texte: str,
        taille: float,
        *,
        graisse: int = 400,
        couleur: str = ENCRE,
        ancre: Ancre = "debut",
    ) -> None:
        """Écrit un texte ; `y` est sa ligne de base."""
        style = (
            _couleur(couleur)
            + f' font-size="{taille:g}"'
            + (f' font-weight="{graisse}"' if graisse != 400 else "")
            + _ANCRES[ancre]
        )
        place = f'x="{_court(x)}" y="{_court(y)}"'
        self._elements.append(_Element(style, "text", place, escape(texte, quote=False)))

    def rectangle(
        self, x: float, y: float, largeur: float, hauteur: float, couleur: str, infobulle: str | None = None
    ) -> None:
        """Pose un rectangle plein, avec son infobulle éventuelle."""
        # Les dimensions arrondies, non les coins : deux barres égales le restent.
        trace = f"M{_suite(x, y)}h{_court(largeur)}v{_court(hauteur)}h{_court(-largeur)}z"
        self._tracer(_couleur(couleur), trace, infobulle)

    def ruban(
        self,
        gauche: tuple[float, float, float],
        droite: tuple[float, float, float],
        couleur: str,
        opacite: float,
        *,
        lisere: str | None = None,
        infobulle: str,
    ) -> None:
        """Pose un ruban entre deux bords verticaux, chacun donné par (x, haut, bas)."""
        (x0, haut0, bas0), (x1, haut1, bas1) = gauche, droite
        m = round((x0 + x1) / 2, 1)
        aller = _courbe((x0, haut0), (m, haut0), (m, haut1), (x1, haut1))
        retour = _courbe((x1, bas1), (m, bas1), (m, bas0), (x0, bas0))
        trace = f"M{_suite(x0, haut0)}{aller}{_vers((x1, haut1), (x1, bas1))}{retour}z"
        trait = "" if lisere is None else f' stroke="{lisere}" stroke-width="0.6"'
        self._tracer(f'{_couleur(couleur)}{trait} opacity="{opacite:g}"', trace, infobulle)

    def trait(self, points: Sequence[Point], couleur: str, epaisseur: float) -> None:
        """Trace une ligne brisée."""
        self._tracer(f' fill="none" stroke="{couleur}" stroke-width="{epaisseur:g}"', _lignes(points))

    def svg(self, alternative: str) -> str:
        """Le dessin, à incorporer dans une page ; `alternative` le remplace pour qui ne le voit pas.

        Elle va dans `aria-label`, car un `<title>` à la racine ferait une infobulle partout.
        """
        corps = "".join(_grouper(style, list(suite)) for style, suite in groupby(self._elements, lambda e: e.style))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_court(LARGEUR)} {_court(self.hauteur)}" '
            f'role="img" aria-label="{escape(alternative)}" font-family="{FAMILLE}" fill="{ENCRE}">{corps}</svg>'
        )

    def _tracer(self, style: str, trace: str, infobulle: str | None = None) -> None:
        titre = "" if infobulle is None else f"<title>{escape(infobulle, quote=False)}</title>"
        self._elements.append(_Element(style, "path", f'd="{trace}"', titre))


def _couleur(couleur: str) -> str:
    return "" if couleur == ENCRE else f' fill="{couleur}"'


def _grouper(style: str, suite: list[_Element]) -> str:
    seul = len(suite) == 1
    elements = "".join(
        f"<{e.balise} {e.attributs}{style if seul else ''}" + (f">{e.contenu}</{e.balise}>" if e.contenu else "/>")
        for e in suite
    )
    return elements if seul or not style else f"<g{style}>{elements}</g>"


def _lignes(points: Sequence[Point]) -> str:
    """Une ligne brisée."""
    suite = "".join(_vers(*paire) for paire in pairwise(points))
    return f"M{_suite(*points[0])}{suite}"


def _vers(depart: Point, arrivee: Point) -> str:
    dx, dy = _ecart(depart, arrivee)
    return f"v{_decimal(dy)}" if dx == 0 else f"h{_decimal(dx)}" if dy == 0 else f"l{_decimaux(dx, dy)}"


def _courbe(depart: Point, *points: Point) -> str:
    return "c" + _decimaux(*(n for point in points for n in _ecart(depart, point)))


def _ecart(depart: Point, arrivee: Point) -> tuple[int, int]:
    """De l’un à l’autre, en dixièmes de point : l’écart des arrondis, non l’arrondi de l’écart, qui s’ajouterait."""
    return tuple(round(a * 10) - round(d * 10) for d, a in zip(depart, arrivee, strict=True))  # type: ignore[return-value]


def _suite(*nombres: float) -> str:
    return _decimaux(*(round(n * 10) for n in nombres))


def _decimaux(*dixiemes: int) -> str:
    """Nombres séparés par un espace, ou par leur seul signe moins."""
    return " ".join(map(_decimal, dixiemes)).replace(" -", "-")


def _court(nombre: float) -> str:
    """« 12.34 » devient « 12.3 » : un dixième de point ne se voit pas."""
    return _decimal(round(nombre * 10))


def _decimal(dixiemes: int) -> str:
    entier, reste = divmod(abs(dixiemes), 10)
    signe = "-" if dixiemes < 0 else ""
    return f"{signe}{entier or ''}.{reste}" if reste else f"{signe}{entier}"
