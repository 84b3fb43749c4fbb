"""Une table rendue est à l’analyste : ce qu’il en fait ne change rien ailleurs, et ne garde une unité que si elle vaut.

La marque d’une table (`DataFrame.attrs`) la suit dans tous les calculs de pandas, même ceux qui en changent les
valeurs. Elle retient donc les colonnes rendues : une colonne n’a d’unité que si ses valeurs en viennent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, wraps
from inspect import signature
from typing import Any, Literal, ParamSpec

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
                retenues[cle] = calcul(*args, **options)
        return marquer(retenues[cle].copy())

    return lire


MARQUE = "fiches"
Genre = Literal["euros", "kilogrammes", "ratio", ""]

UNITES: Mapping[str, Genre] = {
    **dict.fromkeys(("valeur", "importations", "exportations", "solde", "ecart"), "euros"),
    "masse": "kilogrammes",
    **dict.fromkeys(("part", "part_exportations", "part_importations", "points"), "ratio"),
}
"""Ce que mesurent les colonnes que rend la fiche, par nom ; des montants, des masses qui ne sont pas entiers, non."""


@dataclass(frozen=True, eq=False)
class _Colonne:
    """Une colonne telle qu’elle a été rendue : ce que l’analyste écrit dans sa table ne l’atteint pas."""

    nom: str
    rendue: "pd.Series[Any]"

    @cached_property
    def valeurs(self) -> frozenset[Any]:
        return frozenset(self.rendue.dropna().tolist())

    @cached_property
    def somme(self) -> int:
        return int(self.rendue.sum())


class Marque(str):
    """Dit d’une table qu’elle vient de la fiche, et avec quelles colonnes ; un texte, pour que parquet sache l’écrire.

    pandas ne la garde dans une table qui en réunit plusieurs (concat, merge) que si leurs marques sont égales. Elles le
    sont toutes, et celles qu’il compare retiennent désormais les colonnes l’une de l’autre.
    """

    colonnes: frozenset[_Colonne] = frozenset()

    def __eq__(self, autre: object) -> bool:
        if isinstance(autre, Marque):
            self.colonnes = autre.colonnes = self.colonnes | autre.colonnes
        return str.__eq__(self, autre)

    __hash__ = str.__hash__

    def __deepcopy__(self, _: object) -> "Marque":
        return self


def marquer(table: pd.DataFrame) -> pd.DataFrame:
    """La table, marquée comme venant de la fiche."""
    marque = Marque(MARQUE)
    marque.colonnes = frozenset(
        _Colonne(nom, table[nom])
        for nom in UNITES.keys() & set(table.columns)
        if UNITES[nom] == "ratio" or pd.api.types.is_integer_dtype(table[nom])
    )
    table.attrs[MARQUE] = marque
    return table


def est_de_la_fiche(table: pd.DataFrame) -> bool:
    """Vrai si elle en vient, ou d’un calcul que pandas a fait sur elle."""
    return bool(table.attrs.get(MARQUE))


def unite(table: pd.DataFrame, nom: Any, colonne: "pd.Series[Any]") -> Genre:
    """L’unité d’une colonne de cette table ; aucune si l’analyste en a changé les valeurs.

    Des lignes ôtées, triées, réunies à d’autres la laissent. La somme par groupe de tous les montants rendus aussi :
    leur total est le leur. Celle d’une partie d’entre eux la perd, faute de pouvoir le dire d’un autre calcul.
    """
    genre = UNITES.get(nom, "") if isinstance(nom, str) else ""
    siennes = [c for c in getattr(table.attrs.get(MARQUE), "colonnes", ()) if UNITES[c.nom] == genre]
    if not siennes or not pd.api.types.is_numeric_dtype(colonne) or pd.api.types.is_bool_dtype(colonne):
        return ""
    presentes = colonne.dropna()
    if frozenset(presentes.tolist()) <= frozenset().union(*(c.valeurs for c in siennes)):
        return genre
    if genre == "ratio" or not pd.api.types.is_integer_dtype(presentes):
        return ""
    ensemble = sum(c.somme for c in siennes if c.nom == nom)
    return genre if int(presentes.sum()) in {ensemble, *(c.somme for c in siennes)} else ""


def en_textes_de_python(table: pd.DataFrame) -> pd.DataFrame:
    """La table, ses textes sortis d’Arrow."""
    textes: Any = pd.StringDtype("python", na_value=float("nan"))
    return table.astype(dict.fromkeys(table.select_dtypes("str"), textes))
