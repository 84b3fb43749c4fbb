"""Les réglages d’un dessin seaborn ou matplotlib dans une page : ceux du poste n’y changent rien."""

from collections.abc import Iterator
from contextlib import contextmanager

import matplotlib as mpl
import seaborn as sns
from matplotlib.axes import Axes

from fiches.graphiques.dessin.libre import police
from fiches.graphiques.ordinaire import ecrire_les_axes_en_francais
from fiches.graphiques.style import ENCRE, FILET, GRIS

_CORPS = 8.5


@contextmanager
def de_la_page() -> Iterator[None]:
    """Un dessin fait dans ce bloc a la police, les couleurs et les axes de la page ; un « $ » y reste un dollar."""
    ecrire_les_axes_en_francais()
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update({
            **sns.axes_style("whitegrid", {"grid.color": FILET, "axes.edgecolor": FILET}),
            **sns.plotting_context("paper"),
            "text.color": ENCRE,
            "text.parse_math": False,
            "font.family": [police(), "DejaVu Sans"],
            "font.size": _CORPS,
            "axes.labelsize": _CORPS,
            "axes.labelcolor": GRIS,
            "xtick.labelsize": _CORPS,
            "ytick.labelsize": _CORPS,
            "legend.fontsize": _CORPS,
            "legend.frameon": False,
        })  # fmt: skip
        yield


def degager(axes: Axes) -> None:
    """Retire des axes ce qui ne porte pas d’information."""
    sns.despine(ax=axes, left=True, bottom=True)
    axes.tick_params(length=0)
