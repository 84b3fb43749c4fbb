"""La toile : un dessin matplotlib mesuré en points, l’ordonnée vers le bas, rendu en SVG."""

import io
import warnings
from collections.abc import Sequence
from functools import cache
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure as FigureMatplotlib
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from fiches.graphiques.dessin import svg
from fiches.graphiques.dessin.mesure import fichier_police
from fiches.graphiques.style import ENCRE

LARGEUR = 527.0
"""Largeur de tous les graphiques, en points : celle d’une page A4 moins ses marges (186 mm)."""

Ancre = Literal["debut", "milieu", "fin"]
_ALIGNEMENT: dict[Ancre, Literal["left", "center", "right"]] = {"debut": "left", "milieu": "center", "fin": "right"}


class Toile:
    """Un dessin de `LARGEUR` points ; les formes se superposent dans l’ordre où on les pose."""

    def __init__(self, hauteur: float) -> None:
        self.hauteur = hauteur
        self._figure = FigureMatplotlib(figsize=(LARGEUR / 72, hauteur / 72), dpi=72, frameon=False)
        self._repere = Affine2D().scale(1, -1).translate(0, hauteur)
        self._infobulles: dict[str, str] = {}
        self._rang = 0

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
        police = _police(graisse).copy()
        police.set_size(taille)
        self._poser(Text(x, y, texte, fontproperties=police, color=couleur, horizontalalignment=_ALIGNEMENT[ancre]))

    def rectangle(
        self, x: float, y: float, largeur: float, hauteur: float, couleur: str, infobulle: str | None = None
    ) -> None:
        """Pose un rectangle plein, avec son infobulle éventuelle."""
        self._poser(Rectangle((x, y), largeur, hauteur, facecolor=couleur, edgecolor="none"), infobulle)

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
        sommets = [(x0, haut0), (m, haut0), (m, haut1), (x1, haut1), (x1, bas1), (m, bas1), (m, bas0), (x0, bas0)]
        trace = Path([*sommets, (x0, haut0)], [1, 4, 4, 4, 2, 4, 4, 4, 79])
        trait = {"edgecolor": "none"} if lisere is None else {"edgecolor": lisere, "linewidth": 0.6}
        self._poser(PathPatch(trace, facecolor=couleur, alpha=opacite, **trait), infobulle)

    def trait(self, points: Sequence[tuple[float, float]], couleur: str, epaisseur: float) -> None:
        """Trace une ligne brisée."""
        self._poser(PathPatch(Path(points), facecolor="none", edgecolor=couleur, linewidth=epaisseur))

    def svg(self, alternative: str) -> str:
        """Le dessin en SVG à incorporer dans une page ; `alternative` le remplace pour qui ne le voit pas."""
        tampon = io.StringIO()
        with warnings.catch_warnings():
            # Un emoji n’est pas dans la police : le navigateur saura le prendre dans une autre.
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            self._figure.savefig(tampon, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
        return svg.incorporer(tampon.getvalue(), self._infobulles, alternative)

    def _poser(self, artiste: Artist, infobulle: str | None = None) -> None:
        self._rang += 1
        artiste.set_zorder(self._rang)
        artiste.set_transform(self._repere)
        if infobulle is not None:
            repere = f"i{self._rang}"
            artiste.set_gid(repere)
            self._infobulles[repere] = infobulle
        self._figure.add_artist(artiste)


@cache
def _police(graisse: int) -> FontProperties:
    return FontProperties(fname=str(fichier_police(graisse)), weight=graisse)
