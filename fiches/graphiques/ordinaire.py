"""Les figures matplotlib et seaborn de l’analyste : la police de la page, ses couleurs, des axes écrits en français.

Ce ne sont que des réglages par défaut : une cellule peut en changer, comme dans tout carnet.
"""

from decimal import Decimal
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib import scale
from matplotlib.axis import Axis
from matplotlib.ticker import AutoLocator, ScalarFormatter

from fiches.graphiques.dessin.libre import police
from fiches.graphiques.style import ENCRE, EXPORTATIONS, FILET, GRIS, IMPORTATIONS, NOEUD, ROUGE, VERT
from fiches.redaction import MOINS, nombre

_ANNEES = (1_000, 10_000)
"""Un axe qui tient entre ces bornes peut être fait d’années : ses milliers ne sont pas séparés."""

_REGLAGES: dict[Any, Any] = {
    "font.size": 11,
    "figure.figsize": (7.5, 4.2),
    "text.color": ENCRE,
    "axes.labelcolor": ENCRE,
    "axes.edgecolor": GRIS,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.prop_cycle": cycler(color=[IMPORTATIONS, EXPORTATIONS, ROUGE, VERT, NOEUD]),
    "grid.color": FILET,
    "legend.frameon": False,
    "xtick.color": GRIS,
    "ytick.color": GRIS,
    "xtick.labelcolor": ENCRE,
    "ytick.labelcolor": ENCRE,
}


class _NombreFrancais(ScalarFormatter):
    """« 120 000 000 » et « 0,5 » au lieu de « 1.2 » coiffé de « 1e8 » ; une année reste « 2024 »."""

    def __init__(self) -> None:
        super().__init__(useOffset=False, useMathText=False, useLocale=False)
        self.set_scientific(False)

    def __call__(self, x: float, pos: int | None = None) -> str:
        bouts = self.axis.get_view_interval() if self.axis is not None else (x,)
        groupes = not (_ANNEES[0] <= min(bouts) and max(bouts) < _ANNEES[1])
        return ecrire_graduation(super().__call__(x, pos), groupes=groupes)


class _ReperesEntiers(AutoLocator):
    """Les repères ordinaires, mais entiers sur un axe d’années : « 2023 », « 2024 », jamais « 2023,5 »."""

    def tick_values(self, vmin: float, vmax: float) -> Any:
        annees = min(vmin, vmax) >= 1900 and max(vmin, vmax) <= 2100
        self.set_params(integer=annees)
        return super().tick_values(vmin, vmax)


class _EchelleFrancaise(scale.LinearScale):
    """L’échelle ordinaire, dont les graduations s’écrivent en français."""

    name = "linear"

    def __init__(self, *_axe: object) -> None:
        """Sans paramètre `axis`, que matplotlib 3.10 donne et que les suivants n’admettent plus."""
        super().__init__(None)

    def set_default_locators_and_formatters(self, axis: Axis) -> None:
        super().set_default_locators_and_formatters(axis)
        axis.set_major_locator(_ReperesEntiers())
        axis.set_major_formatter(_NombreFrancais())


def ecrire_graduation(texte: str, *, groupes: bool) -> str:
    """Une graduation de matplotlib (« −12500.0 »), en français ; `groupes` : ses milliers sont séparés."""
    if not texte:
        return texte
    exact = Decimal(texte.replace(MOINS, "-"))
    return nombre(exact, max(0, -int(exact.as_tuple().exponent))) if groupes else texte.replace(".", ",")


def ecrire_les_axes_en_francais() -> None:
    """Les axes de nombres à venir du processus s’écrivent en français."""
    scale.register_scale(_EchelleFrancaise)


def habiller_les_figures() -> None:
    """Donne cette allure aux figures à venir du processus."""
    ecrire_les_axes_en_francais()
    mpl.rcdefaults()  # ni matplotlibrc ni feuille de style du poste : la page est la même partout
    mpl.rcParams.update(_REGLAGES | {"font.family": [police(), "DejaVu Sans"]})
