"""Les graphiques de la fiche, et ceux que l’analyste y ajoute sous la même allure.

`flux(echanges)`, `pays(territoire)` et `activites(territoire)` rendent une `Figure` accessible, ou une `Mention` quand
il n’y a rien à dessiner ; `barres`, `courbe`, `carte` et `tableau` montrent une table ;
`comparer` met deux départements à la même échelle ; `figure` habille un dessin seaborn ou
matplotlib. La page inclut une fois `style.css_figures()` et `style.css_polices()`.
"""

from fiches.graphiques.activites import activites
from fiches.graphiques.barres import barres
from fiches.graphiques.carte import carte
from fiches.graphiques.comparer import comparer
from fiches.graphiques.courbe import courbe
from fiches.graphiques.figure import Figure, Mention
from fiches.graphiques.flux import flux
from fiches.graphiques.libres import figure
from fiches.graphiques.pays import pays
from fiches.graphiques.tableau import Tableau, tableau

__all__ = [
    "Figure", "Mention", "Tableau",
    "activites", "barres", "carte", "comparer", "courbe", "figure", "flux", "pays", "tableau",
]  # fmt: skip


def __dir__() -> list[str]:
    """Ce que Tab propose dans JupyterLab : les graphiques, sans les modules qui les dessinent."""
    return __all__
