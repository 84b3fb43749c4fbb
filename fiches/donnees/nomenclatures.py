"""Les petites tables du projet (`data/nomenclatures/`), lues une fois.

Chaque fichier dit dans ses premières lignes d’où viennent ses codes et ses noms ; voir
`data/nomenclatures/README.md` pour les rafraîchir.
"""

from functools import cache

import pandas as pd

from fiches.socle.chemins import NOMENCLATURES


@cache
def produits() -> pd.DataFrame:
    """Produits, indexés par code A129 : `libelle`, `court` (au plus 30 caractères), `groupe`."""
    return _lire("produits")


@cache
def pays() -> pd.DataFrame:
    """Pays, indexés par code des douanes : `nom`, `article` (« le », « l’ », « »…), `special` (pas un partenaire)."""
    table = _lire("pays")
    return table.assign(special=table["special"] == "oui")


@cache
def departements() -> pd.DataFrame:
    """Départements et Monaco, indexés par code : `code_douane`, `nom`, `region`, `de`, `dans`, `sujet`."""
    return _lire("departements")


@cache
def regions() -> pd.DataFrame:
    """Régions, indexées par code Insee : `code_douane`, `nom`, `de`, `dans`, `sujet`."""
    return _lire("regions")


@cache
def territoires_industrie() -> pd.DataFrame:
    """Territoires d’industrie : `nom`, `departements` (codes séparés par une espace)."""
    return _lire("territoires_industrie")


def _lire(nom: str) -> pd.DataFrame:
    # keep_default_na=False : « NA » est la Namibie.
    return pd.read_csv(
        NOMENCLATURES / f"{nom}.csv", sep=";", dtype=str, keep_default_na=False, comment="#", index_col="code"
    )
