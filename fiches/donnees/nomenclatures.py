"""Les petites tables du projet (`data/nomenclatures/`), lues une fois.

Chaque fichier dit dans ses premières lignes d’où viennent ses codes et ses noms ; voir
`data/nomenclatures/README.md` pour les rafraîchir. Les codes de produits, de pays et de départements ont une
validité : `debut` et `fin`, premier et dernier mois (AAAAMM), vides sans limite ; un code qui a changé de sens a
une ligne par sens.
"""

from functools import cache

import pandas as pd

from fiches.socle.chemins import NOMENCLATURES


def en_vigueur(table: pd.DataFrame, annee: int) -> pd.DataFrame:
    """Les lignes d’une table valides un mois au moins de l’année, une par code.

    D’un code qui change de sens dans l’année, le dernier sens est pris.
    """
    debut, fin = (pd.to_numeric(table[borne]) // 100 for borne in ("debut", "fin"))
    choix = table[~(debut > annee) & ~(fin < annee)]
    return choix[~choix.index.duplicated(keep="last")]


@cache
def produits() -> pd.DataFrame:
    """Produits, indexés par code A129 : `libelle`, `court` (au plus 30 caractères), `groupe`, validité."""
    return _lire("produits")


@cache
def pays() -> pd.DataFrame:
    """Pays, indexés par code des douanes : `nom`, `article` (« le », « l’ », « »…), `special`, validité.

    `special` dit ce qui n’est pas un partenaire.
    """
    table = _lire("pays")
    return table.assign(special=table["special"] == "oui")


@cache
def synonymes() -> pd.DataFrame:
    """Noms d’usage courant des pays et des produits, indexés par code : `noms`, séparés par une virgule."""
    return _lire("synonymes")


@cache
def departements() -> pd.DataFrame:
    """Départements et Monaco, indexés par code : `code_douane`, `nom`, `region`, `de`, `dans`, `sujet`, validité.

    `autres_codes` : ceux qu’un fichier peut employer pour le même lieu, séparés par une espace (2A, 2B : la Corse).
    """
    return _lire("departements")


@cache
def regions() -> pd.DataFrame:
    """Régions, indexées par code Insee : `code_douane`, `nom`, `de`, `dans`, `sujet`."""
    return _lire("regions")


@cache
def territoires_industrie() -> pd.DataFrame:
    """Territoires d’industrie, indexés par code : `nom`, `communes` (« 12:17 15:42 » : combien par département)."""
    return _lire("territoires_industrie")


def _lire(nom: str) -> pd.DataFrame:
    # keep_default_na=False : « NA » est la Namibie.
    return pd.read_csv(
        NOMENCLATURES / f"{nom}.csv", sep=";", dtype=str, keep_default_na=False, comment="#", index_col="code"
    )
