"""Dessiner la France et les régions avant le reste : les processus copiés ensuite trouvent tout prêt."""

from collections.abc import Iterable

from fiches.fiche.commerce import Territoire
from fiches.graphiques.activites import activites
from fiches.graphiques.flux import flux
from fiches.graphiques.pays import pays


def dessiner_d_avance(france: Territoire, regions: Iterable[Territoire]) -> None:
    """Les figures que toutes les fiches montrent, à leurs réglages ordinaires ; bibliothèques et polices chargées."""
    pays(france)
    activites(france)
    for territoire in (france, *regions):
        flux(territoire.exportations)
        flux(territoire.importations)
