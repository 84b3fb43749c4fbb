"""Dessiner la France avant le reste : les processus copiés ensuite trouvent tout prêt."""

from fiches.fiche.commerce import Territoire
from fiches.graphiques.activites import activites
from fiches.graphiques.flux import flux
from fiches.graphiques.pays import pays


def dessiner_d_avance(france: Territoire) -> None:
    """Figures partagées (si `partage` est ouvert), bibliothèques et polices chargées pour tous."""
    pays(france)
    activites(france)
    for echanges in (france.exportations, france.importations):
        flux(echanges)
