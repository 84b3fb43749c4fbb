"""La ligne de total d’un tableau : ce qui s’y additionne, ce qui ne s’additionne pas, et comment elle se nomme."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from fiches.fiche.indicateurs import AUTRES
from fiches.fiche.rendue import est_de_la_fiche
from fiches.graphiques.colonnes import Colonne
from fiches.graphiques.ecriture import numerique, se_somme
from fiches.redaction import ABSENT, accord, nombre, normaliser
from fiches.socle.erreurs import ErreurFiche

_TOTAL = re.compile(r"total( general| des? .*)?")


def exiger_un_total(table: pd.DataFrame) -> None:
    """Lève `ErreurFiche` si additionner les lignes de cette table ne voudrait rien dire."""
    for nom, serie in _champs(table):
        if nom in ("sens", "flux") and serie.nunique() > 1:
            raise ErreurFiche(
                "un total additionnerait importations et exportations : gardez un seul sens, "
                f"table.query('{nom} == \"E\"'), ou retirez total"
            )
    if est_de_la_fiche(table) and "points" in table.columns:
        raise ErreurFiche(
            "un total des contributions n’est pas l’évolution : la table n’en a que les plus grandes. Retirez total"
        )
    if deja := next((dit for dit in _dits(table) if _TOTAL.fullmatch(normaliser(dit))), None):
        raise ErreurFiche(f"la ligne « {deja} » serait comptée deux fois : ôtez-la, ou retirez total")


def pied(table: pd.DataFrame, colonnes: Sequence[Colonne], etages: int) -> list[str]:
    """« Total », puis la somme de chaque colonne de montants ; « n.d. » si une ligne n’a pas le sien."""
    sommes = [_somme(table, rang, colonne) for rang, colonne in enumerate(colonnes)]
    cases = [""] * etages + sommes
    return [f"{_nommer(table)}\u00a0: {cases[0]}" if cases[0] else _nommer(table), *cases[1:]]


def _somme(table: pd.DataFrame, rang: int, colonne: Colonne) -> str:
    serie = table.iloc[:, rang]
    if est_de_la_fiche(table):
        additive = colonne.genre in ("euros", "kilogrammes") or (colonne.genre == "ratio" and _fait_le_tout(serie))
    else:
        additive = se_somme(colonne.titre, serie)
    if not additive or serie.isna().all() or colonne.ecrire is None:
        return ""
    return ABSENT if serie.isna().any() else colonne.ecrire(serie.sum())


def _nommer(table: pd.DataFrame) -> str:
    """« Total » ; « Total des 20 lignes » si rien ne dit qu’une table de la fiche les a toutes."""
    parts = (table.iloc[:, rang] for rang, nom in enumerate(table.columns) if str(nom).startswith("part"))
    toutes = any(_fait_le_tout(serie) for serie in parts) or any(
        dit == AUTRES or dit.startswith("Autres ") for dit in _dits(table)
    )
    if toutes or not est_de_la_fiche(table):
        return "Total"
    return f"Total {accord(len(table), 'de la ligne', f'des {nombre(len(table))} lignes')}"


def _fait_le_tout(serie: "pd.Series[Any]") -> bool:
    return numerique(serie) and not serie.isna().any() and abs(float(serie.sum()) - 1) < 1e-9


def _champs(table: pd.DataFrame) -> Iterator[tuple[str, "pd.Series[Any]"]]:
    """Les étages de l’index, puis les colonnes, sous leur nom."""
    for rang, nom in enumerate(table.index.names):
        yield str(nom), pd.Series(table.index.get_level_values(rang))
    for rang, nom in enumerate(table.columns):
        yield str(nom), table.iloc[:, rang]


def _dits(table: pd.DataFrame) -> Iterator[str]:
    """Les textes de la table."""
    for _, serie in _champs(table):
        if not pd.api.types.is_numeric_dtype(serie):
            yield from (valeur for valeur in serie if isinstance(valeur, str))
