"""Le filigrane des données simulées : ce qui les fait reconnaître où qu’elles aillent.

Chaque ligne d’une archive de démonstration vérifie `(valeur + masse) % 10 == 7`. La marque est dans les
nombres : elle reste quand le fichier est extrait de son zip, renommé ou remis en archive, et quand des lignes
en sont ôtées, changées, ou mêlées à de vraies. Une vraie ligne l’a une fois sur dix.
"""

from math import sqrt

import numpy as np
import numpy.typing as npt
import pyarrow as pa

LISEZ_MOI = "LISEZ-MOI-DEMONSTRATION.txt"
LIGNES_MIN = 100
_MODULE, _RESTE = 10, 7

Entiers = npt.NDArray[np.int64]


def marquer(valeur: Entiers, masse: Entiers) -> Entiers:
    """Masses (kg) changées d’au plus neuf unités, toujours positives, pour porter le filigrane."""
    marquee: Entiers = masse - (valeur + masse - _RESTE) % _MODULE
    return np.where(marquee < 0, marquee + _MODULE, marquee)


def lignes_marquees(table: pa.Table) -> int:
    """Nombre de lignes de la table qui portent le filigrane."""
    valeur, masse = (table[c].to_numpy() for c in ("valeur", "masse"))
    return int(np.count_nonzero((valeur + masse) % _MODULE == _RESTE))


def est_simule(marquees: int, lignes: int) -> bool:
    """Vrai si le filigrane y est deux fois plus souvent que dans de vraies lignes, cent au moins, et non par hasard.

    Le hasard : dix écarts types d’un tirage au dixième, soit trois fois la racine du nombre de lignes.
    """
    return lignes >= LIGNES_MIN and marquees > lignes / 5 + 3 * sqrt(lignes)
