"""Une table rendue est à l’analyste : ce qu’il en fait ne change rien ailleurs."""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec

import pandas as pd

P = ParamSpec("P")


def rendue(calcul: Callable[P, pd.DataFrame]) -> Callable[P, pd.DataFrame]:
    """Méthode dont la table, calculée une fois par jeu de réglages, est rendue chaque fois en copie.

    Le récit, les graphiques et le manifeste demandent les mêmes.
    """
    appel = signature(calcul)

    @wraps(calcul)
    def lire(*args: P.args, **options: P.kwargs) -> pd.DataFrame:
        donnes = appel.bind(*args, **options)
        donnes.apply_defaults()
        soi, *reglages = donnes.args
        retenues: dict[tuple[str, str], pd.DataFrame] = vars(soi).setdefault("_retenues", {})
        cle = (calcul.__name__, repr(reglages))  # écrits : un réglage mal choisi peut être une liste
        if cle not in retenues:
            # Sur des tables de cent lignes, pandas va deux fois plus vite avec les textes de Python que d’Arrow.
            with pd.option_context("mode.string_storage", "python"):
                retenues[cle] = marquer(calcul(*args, **options))
        return retenues[cle].copy()

    return lire


MARQUE = "fiches"
"""Ce que porte une table de la fiche (`DataFrame.attrs`) : ses montants sont des euros, ses parts des ratios."""


def marquer(table: pd.DataFrame) -> pd.DataFrame:
    """La table, marquée comme venant de la fiche."""
    table.attrs[MARQUE] = True
    return table


def est_de_la_fiche(table: pd.DataFrame) -> bool:
    """Vrai si elle en vient, ou d’un calcul que pandas a fait sur elle."""
    return bool(table.attrs.get(MARQUE))


def en_textes_de_python(table: pd.DataFrame) -> pd.DataFrame:
    """La table, ses textes sortis d’Arrow."""
    textes: Any = pd.StringDtype("python", na_value=float("nan"))
    return table.astype(dict.fromkeys(table.select_dtypes("str"), textes))
