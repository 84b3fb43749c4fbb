"""Une table rendue est à l’analyste : ce qu’il en fait ne change rien ailleurs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import pandas as pd


def rendue(calcul: Callable[[Any], pd.DataFrame]) -> property:
    """Propriété dont la table, calculée une seule fois, est rendue chaque fois en copie."""
    nom = f"_{calcul.__name__}_calculee"

    @wraps(calcul)
    def lire(self: Any) -> pd.DataFrame:
        if nom not in self.__dict__:
            self.__dict__[nom] = calcul(self)
        table: pd.DataFrame = self.__dict__[nom]
        return table.copy()

    return property(lire)
