"""Comment s’écrivent les nombres d’une colonne sans unité : pareil dans le dessin, le tableau et la clé de lecture."""

import math
from collections.abc import Callable, Iterable
from decimal import Decimal
from numbers import Real
from typing import Any

import pandas as pd

from fiches.redaction import nombre, normaliser
from fiches.socle.erreurs import ErreurFiche

_CHIFFRES = 6
_DEMESURE = 1e21
"""Au-delà, un nombre ne se lit plus, et ne s’écrit pas sans exposant."""
_SANS_GRANDEUR = {
    "an", "annee", "millesime", "trimestre", "mois", "jour", "date", "periode", "code", "codes", "id", "identifiant",
    "numero", "siren", "siret", "naf", "ape", "cpf4", "departement", "region", "commune", "rang", "classement",
}  # fmt: skip
"""Les mots d’un nom de colonne dont les nombres nomment ou rangent : leurs milliers ne se séparent pas."""
_RAPPORTS = {
    "taux", "part", "ratio", "pourcentage", "prix", "indice", "moyenne", "mediane", "age", "densite", "ecart", "note",
    "evolution", "variation", "croissance", "couverture", "coefficient",
}  # fmt: skip
"""Ceux dont les nombres sont des rapports : ils ne s’additionnent pas plus."""


def numerique(colonne: "pd.Series[Any]") -> bool:
    """Vrai si elle est de nombres : ni oui ou non, ni durées, ni complexes."""
    if pd.api.types.is_bool_dtype(colonne) or pd.api.types.is_complex_dtype(colonne):
        return False
    presentes = colonne.dropna()
    return pd.api.types.is_numeric_dtype(colonne) or (
        presentes.size > 0 and all(isinstance(v, Real | Decimal) and not isinstance(v, bool) for v in presentes)
    )


def entiere(colonne: "pd.Series[Any]") -> bool:
    """Vrai si tous ses nombres sont entiers ; pandas fait des flottants d’une colonne d’entiers qui a des trous."""
    return all(not math.isfinite(v) or v == int(v) for v in colonne.dropna())


def se_somme(nom: Any, colonne: "pd.Series[Any]") -> bool:
    """Vrai si les nombres d’une colonne de l’analyste s’additionnent, autant que le disent son nom et ses valeurs."""
    return numerique(colonne) and entiere(colonne) and "%" not in str(nom) and not _mots(nom) & _NON_ADDITIFS


def decimales_utiles(valeurs: Iterable[float]) -> int:
    """Assez de décimales pour six chiffres au plus grand nombre, sans zéros qui n’apprennent rien."""
    absolues = [abs(v) for v in valeurs if math.isfinite(v)]
    plus_grand = max(absolues, default=0.0)
    permises = _CHIFFRES if plus_grand < 1 else max(0, _CHIFFRES - 1 - math.floor(math.log10(plus_grand)))
    for decimales in range(permises):
        if all(round(v, decimales) == round(v, permises) for v in absolues):
            return decimales
    return permises


def ecriture(colonne: "pd.Series[Any]", nom: Any = "", *, nomme: bool = False) -> Callable[[Any], str]:
    """Comment s’écrit un nombre de cette colonne ; `nomme` : elle nomme les lignes, et ne se mesure pas."""
    finis = [v for v in colonne.dropna() if math.isfinite(v)]
    if not entiere(colonne):
        decimales = decimales_utiles(map(float, finis))
        return lambda v: nombre(v if isinstance(v, Decimal) else float(v), decimales)
    annees = bool(finis) and all(1900 <= v <= 2100 for v in finis)
    if nomme or annees or _mots(nom) & _SANS_GRANDEUR:
        return lambda v: str(int(v)).replace("-", "\u2212") if math.isfinite(v) else nombre(float(v))
    return lambda v: nombre(Decimal(int(v)) if math.isfinite(v) else float(v), 0)


def exiger_des_nombres_lisibles(table: pd.DataFrame) -> None:
    """Lève `ErreurFiche` si une colonne a un nombre trop grand pour s’écrire."""
    for rang, nom in enumerate(table.columns):
        colonne = table.iloc[:, rang]
        if not numerique(colonne):
            continue
        demesure = next((v for v in colonne.dropna() if _DEMESURE <= abs(v) < math.inf), None)
        if demesure is not None:
            raise ErreurFiche(
                f"la colonne « {nom} » a un nombre trop grand pour s’écrire ({Decimal(demesure):.0e}) : corrigez-le, "
                "ou donnez-la dans une unité plus grande"
            )


_NON_ADDITIFS = _SANS_GRANDEUR | _RAPPORTS


def _mots(nom: Any) -> set[str]:
    """Les mots d’un nom de colonne, sans accents, au singulier : « Taux_Export » a « taux »."""
    mots = normaliser(str(nom)).split()
    return {*mots, *(mot.removesuffix("s") for mot in mots)}
