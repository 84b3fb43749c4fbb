"""Espacer les nœuds d’un diagramme de flux pour que chaque étiquette ait sa place.

Un nœud de valeur v occupe une case de max(k·v, h) points, h étant la hauteur de son étiquette. La plus
grande échelle k qui fait tenir la pile dans le dessin se trouve par dichotomie.
"""

from collections.abc import Sequence

import numpy as np


def echelle(valeurs: Sequence[int], etiquettes: Sequence[float], hauteur: float, ecart: float) -> float:
    """Plus grande échelle, en points par euro, à laquelle les cases et leurs écarts tiennent en `hauteur`."""
    v, h = np.asarray(valeurs, dtype=float), np.asarray(etiquettes, dtype=float)
    place = hauteur - ecart * (len(v) - 1)
    basse, haute = 0.0, place / v.sum()
    for _ in range(60):
        milieu = (basse + haute) / 2
        if np.maximum(milieu * v, h).sum() <= place:
            basse = milieu
        else:
            haute = milieu
    return float(basse)


def ordonnees(valeurs: Sequence[int], etiquettes: Sequence[float], hauteur: float, k: float) -> list[float]:
    """Haut de chaque nœud, centré dans sa case ; le reste de la hauteur se partage entre les cases."""
    noeuds = np.asarray(valeurs, dtype=float) * k
    cases = np.maximum(noeuds, etiquettes)
    reste = hauteur - cases.sum()
    ecart = reste / (len(cases) - 1) if len(cases) > 1 else 0.0
    debut = 0.0 if len(cases) > 1 else reste / 2
    hauts: np.ndarray = debut + np.cumsum(np.concatenate([[0.0], (cases + ecart)[:-1]]))
    return [float(y) for y in hauts + (cases - noeuds) / 2]
