"""Dessiner la France et les régions avant le reste : les processus copiés ensuite trouvent tout prêt."""

from collections.abc import Iterable

from fiches.donnees import territoires
from fiches.donnees.lieu import Departement, Lieu, Region
from fiches.fiche.millesime import Millesime
from fiches.graphiques.activites import activites
from fiches.graphiques.flux import flux
from fiches.graphiques.pays import pays


def dessiner_d_avance(millesime: Millesime, lieux: Iterable[Lieu]) -> None:
    """Les figures communes aux fiches de ces lieux, à leurs réglages ordinaires ; bibliothèques et polices chargées."""
    pays(millesime.france)
    activites(millesime.france)
    regions = dict.fromkeys(region for lieu in lieux if (region := _region_montree(lieu)))
    for territoire in (millesime.france, *map(millesime.territoire, regions)):
        flux(territoire.exportations)
        flux(territoire.importations)


def _region_montree(lieu: Lieu) -> Region | None:
    """Celle dont la fiche du lieu montre les flux ; ni la France ni un Territoire d’industrie n’en montrent."""
    if isinstance(lieu, Departement) and not lieu.forme_region:
        return territoires.region(lieu.region)
    return lieu if isinstance(lieu, Region) else None
