"""Le diagramme de Sankey : les nœuds sont placés par pysankeybeta, les rubans empilés dans leurs nœuds.

Le dessin entier de pysankeybeta donne la même géométrie (`tests/graphiques/test_graphiques_sankey.py` les compare) en
vingt fois plus de temps, passé à filtrer des tables. Il empile du bas vers le haut : le premier nœud est le plus proche
de l’origine. Seul ce module connaît pysankeybeta.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from pysankey.sankey import _get_positions_and_total_widths as placer

from fiches.socle.erreurs import ErreurFiche


class Bord(NamedTuple):
    """Un segment vertical, en euros le long de la pile."""

    debut: float
    fin: float

    @property
    def hauteur(self) -> float:
        """Sa longueur, en euros."""
        return self.fin - self.debut


class Ruban(NamedTuple):
    """Un flux : rangs de ses nœuds, et la place qu’il y prend."""

    gauche: int
    droite: int
    depart: Bord
    arrivee: Bord


class Diagramme(NamedTuple):
    """Les nœuds de chaque côté, dans l’ordre demandé, et les rubans, par nœud de gauche, puis de droite."""

    gauches: list[Bord]
    droites: list[Bord]
    rubans: list[Ruban]


def disposer(valeurs: Mapping[tuple[int, int], int]) -> Diagramme:
    """Place les flux `{(rang à gauche, rang à droite): euros}`, tous positifs ; les rangs se suivent depuis zéro.

    Lève `ErreurFiche` si une version de pysankeybeta ne place plus les nœuds comme attendu.
    """
    paires = sorted(valeurs)
    montants = [valeurs[p] for p in paires]
    gauches, droites = (_noeuds([p[cote] for p in paires], montants, nom) for cote, nom in ((0, "left"), (1, "right")))
    bas = [[noeud.debut for noeud in noeuds] for noeuds in (gauches, droites)]
    rubans = []
    for gauche, droite in paires:
        depart, arrivee = (_empiler(bas[c], rang, valeurs[gauche, droite]) for c, rang in ((0, gauche), (1, droite)))
        rubans.append(Ruban(gauche, droite, depart, arrivee))
    return Diagramme(gauches, droites, rubans)


def _noeuds(rangs: Sequence[int], montants: Sequence[int], cote: str) -> list[Bord]:
    table = pd.DataFrame({cote: rangs, f"{cote}Weight": np.array(montants, dtype=float)})
    noms = sorted(set(rangs))
    places, _ = placer(table, noms, cote)
    noeuds = [Bord(float(places[nom]["bottom"]), float(places[nom]["top"])) for nom in noms]
    totaux = dict.fromkeys(noms, 0)
    for rang, montant in zip(rangs, montants, strict=True):
        totaux[rang] += montant
    for noeud, total in zip(noeuds, totaux.values(), strict=True):
        if abs(noeud.hauteur - total) > 1e-9 * sum(montants):
            raise ErreurFiche(
                f"pysankeybeta ne place plus les nœuds comme attendu (une hauteur de {noeud.hauteur:.0f} au lieu de "
                f"{total}) : revenir à la version verrouillée, ou adapter fiches/graphiques/dessin/sankey.py."
            )
    return noeuds


def _empiler(bas: list[float], rang: int, montant: int) -> Bord:
    """Le bord d’un ruban, posé sur ceux que son nœud porte déjà."""
    bord = Bord(bas[rang], bas[rang] + montant)
    bas[rang] = bord.fin
    return bord
