"""Un tableau pandas tel que la page et JupyterLab le montrent : des nombres à la française, des en-têtes annoncés.

Le type d’une colonne en décide, jamais l’allure d’une cellule : un code postal ou un SIREN, qui sont des textes, le
restent.
"""

import datetime
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from html import escape
from numbers import Integral, Real
from typing import Any

import pandas as pd

from fiches.graphiques.dessin.table import tableau
from fiches.redaction import accord, jour, nombre

MONTREES = 50
"""Lignes d’un tableau au plus : au-delà, une note dit combien ne sont pas montrées."""

ABSENT = "n.d."
_A_GROUPER = 10_000
"""Une colonne d’entiers tous plus petits peut être faite d’années ou de rangs : ses milliers ne sont pas séparés."""
_CHIFFRES, _DECIMALES = 6, 6


def en_html(table: pd.DataFrame) -> str:
    """Le tableau, et s’il est long la note qui dit combien de lignes ne sont pas montrées.

    L’index paraît en tête de ligne, sauf les rangs 0, 1, 2… que pandas donne à une table sans index : la première
    colonne, si elle est de texte, nomme alors la ligne.
    """
    sans_index = isinstance(table.index, pd.RangeIndex) and table.index.name is None and table.index.start == 0
    index = [] if sans_index else [table.index.get_level_values(rang) for rang in range(table.index.nlevels)]
    colonnes = [pd.Series(niveau) for niveau in index] + [table.iloc[:, rang] for rang in range(table.shape[1])]
    noms = [*(str(nom or "") for nom in (() if sans_index else table.index.names)), *map(_titre, table.columns)]
    textes = [not _numerique(colonne) for colonne in colonnes]
    if not colonnes:
        return "<p>Aucune donnée.</p>"
    en_tete = len(index) or int(textes[0] and len(colonnes) > 1)
    cases = [_ecrire(colonne, est_index=rang < len(index)) for rang, colonne in enumerate(colonnes)]
    lignes = list(zip(*(case[:MONTREES] for case in cases), strict=True))
    html = tableau(None, noms, lignes, en_tete=en_tete, textes=textes, classe="dataframe")
    return html + note(len(table))


def note(lignes: int) -> str:
    """« 450 autres lignes ne sont pas montrées. », en paragraphe ; rien si toutes le sont."""
    reste = lignes - MONTREES
    if reste <= 0:
        return ""
    mots = accord(reste, "autre ligne n’est pas montrée", "autres lignes ne sont pas montrées")
    return f'<p class="source">{escape(nombre(reste, 0))} {mots}.</p>'


def _titre(nom: Any) -> str:
    """Le nom d’une colonne ; ceux d’une colonne à plusieurs étages se suivent."""
    return ", ".join(str(n) for n in nom if str(n)) if isinstance(nom, tuple) else str(nom)


def _numerique(colonne: "pd.Series[Any]") -> bool:
    if pd.api.types.is_bool_dtype(colonne):
        return False
    presentes = colonne.dropna()
    return pd.api.types.is_numeric_dtype(colonne) or (
        presentes.size > 0 and all(isinstance(v, Real | Decimal) and not isinstance(v, bool) for v in presentes)
    )


def _ecrire(colonne: "pd.Series[Any]", est_index: bool) -> list[str]:
    """Les cellules d’une colonne, toutes écrites de la même façon."""
    ecrire = _nombres(colonne, est_index) if _numerique(colonne) else _texte
    return [ABSENT if _absente(valeur) else ecrire(valeur) for valeur in colonne]


def _absente(valeur: Any) -> bool:
    absente = pd.isna(valeur)
    return isinstance(absente, bool) and absente


def _nombres(colonne: "pd.Series[Any]", est_index: bool) -> Callable[[Any], str]:
    finis = [v for v in colonne.dropna() if math.isfinite(v)]
    if all(isinstance(v, Integral) for v in finis):
        groupes = not est_index and any(abs(v) >= _A_GROUPER for v in finis)
        return lambda v: _fini(v, lambda v: nombre(Decimal(int(v)), 0) if groupes else _entier(int(v)))
    decimales = _decimales_utiles([abs(float(v)) for v in finis])
    return lambda v: _fini(v, lambda v: nombre(v if isinstance(v, Decimal) else float(v), decimales))


def _fini(valeur: Any, ecrire: Callable[[Any], str]) -> str:
    return ecrire(valeur) if math.isfinite(valeur) else ("∞" if valeur > 0 else "\u2212∞")


def _entier(valeur: int) -> str:
    return str(valeur).replace("-", "\u2212")


def _decimales_utiles(valeurs: Sequence[float]) -> int:
    """Assez de décimales pour six chiffres au plus grand, sans zéros qui n’apprennent rien."""
    plus_grand = max(valeurs, default=0.0)
    permises = _DECIMALES if plus_grand < 1 else max(0, _CHIFFRES - 1 - math.floor(math.log10(plus_grand)))
    for decimales in range(permises):
        if all(round(v, decimales) == round(v, permises) for v in valeurs):
            return decimales
    return permises


def _texte(valeur: Any) -> str:
    if isinstance(valeur, bool) or type(valeur).__name__ == "bool":  # celui de numpy aussi
        return "oui" if valeur else "non"
    if isinstance(valeur, datetime.datetime):
        heure = f", {valeur:%H} h {valeur:%M}" if valeur.time() != datetime.time() else ""
        return jour(valeur) + heure
    return jour(valeur) if isinstance(valeur, datetime.date) else str(valeur)
