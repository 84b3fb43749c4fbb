"""Les trois graphiques de la fiche.

`flux(echanges)`, `pays(territoire)` et `activites(territoire)` rendent une `Figure` accessible, ou une
`Mention` quand il n’y a rien à dessiner. La page inclut une fois `style.css_figures()` et
`style.css_polices()`.
"""

from fiches.graphiques.activites import activites
from fiches.graphiques.figure import Figure, Mention
from fiches.graphiques.flux import flux
from fiches.graphiques.pays import pays

__all__ = ["Figure", "Mention", "activites", "flux", "pays"]


def __dir__() -> list[str]:
    """Ce que Tab propose dans JupyterLab : les graphiques, sans les modules qui les dessinent."""
    return __all__
