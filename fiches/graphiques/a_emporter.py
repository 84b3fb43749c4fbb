"""Les données d’un graphique, à emporter : en CSV dans la page, en JSON dans le carnet pour faire le classeur."""

import base64
import csv
import datetime
import io
import math
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from fiches.redaction import duree, liste

MIME_DONNEES = "application/vnd.fiches.donnees+json"
"""Les données d’une figure dans un carnet exécuté : de quoi les reprendre sans relire le HTML."""

BOM = "\ufeff"
"""Sans lui, Excel lit un CSV dans l’encodage de Windows et perd les accents."""

_FORMULE = tuple("=+-@＝＋－＠")

DEFINITIONS = {
    "Code produit": "code de la nomenclature A129 du produit ; « AUTRES » réunit tous ceux qui ne sont pas nommés",
    "Produit": "libellé du produit",
    "Code pays": "code du pays chez les douanes ; « AUTRES » réunit tous ceux qui ne sont pas nommés",
    "Pays": "pays de destination des exportations, pays d’origine des importations",
    "Sens": "importations ou exportations",
    "Valeur (euros)": "valeur échangée dans l’année, en euros, non arrondie",
    "Importations (euros)": "valeur importée dans l’année, en euros, non arrondie",
    "Exportations (euros)": "valeur exportée dans l’année, en euros, non arrondie",
    "Solde (euros)": "exportations moins importations, en euros ; négatif quand le territoire importe plus",
    "Part du total": "part de la valeur dans le total du sens ; un ratio, de 0 à 1",
    "Mention": "dit si le flux est parmi les plus importants, en rouge sur le graphique",
}
"""Ce que veut dire chaque colonne des graphiques de la fiche, unité comprise."""


def colonnes(table: pd.DataFrame) -> list[dict[str, str]]:
    """Nom et type de chaque colonne : « entier » (montants, comptes), « part » (ratio), « nombre » ou « texte »."""
    return [{"nom": str(nom), "type": _type(str(nom), serie)} for nom, serie in table.items()]


def lignes(table: pd.DataFrame) -> list[list[str | int | float | None]]:
    """Les lignes, en valeurs que JSON connaît ; None pour une valeur absente ou infinie."""
    par_colonne = [
        [_valeur(v, c["type"]) for v in serie] for c, (_, serie) in zip(colonnes(table), table.items(), strict=True)
    ]
    return [list(ligne) for ligne in zip(*par_colonne, strict=True)]


def en_csv(table: pd.DataFrame) -> bytes:
    """Le CSV que l’Excel français et LibreOffice ouvrent d’un double clic.

    UTF-8 avec BOM, « ; », virgule décimale, CRLF ; les en-têtes en première ligne. Un texte qu’un tableur prendrait
    pour une formule est précédé d’une apostrophe ; les nombres, même négatifs, restent des nombres.
    """
    tampon = io.StringIO()
    ecrivain = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow([inoffensif(c["nom"]) for c in colonnes(table)])
    ecrivain.writerows([_cellule(v) for v in ligne] for ligne in lignes(table))
    return (BOM + tampon.getvalue()).encode("utf-8")


def adresse_csv(table: pd.DataFrame) -> str:
    """Le CSV en adresse `data:`, pour un lien qui marche sans réseau ni JavaScript."""
    return f"data:text/csv;charset=utf-8;base64,{base64.b64encode(en_csv(table)).decode('ascii')}"


def emporter(repere: str, titre: str, table: pd.DataFrame) -> str:
    """Le lien qui emporte la table en CSV ; `repere` nomme le fichier, `titre` ce qu’il contient."""
    return (
        f'<p class="emporter"><a download="{escape(repere)}.csv" href="{adresse_csv(table)}">'
        f'Télécharger les données (CSV)<span class="sr">\u00a0: {escape(titre)}</span></a></p>'
    )


def inoffensif(texte: str) -> str:
    """Le texte, précédé d’une apostrophe si un tableur pouvait l’exécuter comme formule."""
    debut = texte.lstrip()
    return f"'{texte}" if debut.startswith(_FORMULE) or texte[:1] in tuple("\t\r\n") else texte


def _type(nom: str, serie: "pd.Series[Any]") -> str:
    if pd.api.types.is_bool_dtype(serie):
        return "texte"
    if pd.api.types.is_integer_dtype(serie):
        return "entier"
    if pd.api.types.is_float_dtype(serie):
        return "part" if nom.startswith("Part") and not (serie.abs() > 1).any() else "nombre"  # 45,2 : déjà en %
    return "texte"


def _valeur(valeur: Any, genre: str) -> str | int | float | None:
    if pd.api.types.is_list_like(valeur):
        return liste(valeur)
    if pd.isna(valeur):
        return None
    if genre == "entier":
        return int(valeur)
    if genre in ("part", "nombre"):
        return float(valeur) if math.isfinite(valeur) else None  # JSON n’a pas d’infini
    if isinstance(valeur, datetime.timedelta):
        return duree(valeur)
    return ("oui" if valeur else "non") if isinstance(valeur, bool | np.bool_) else str(valeur)


def _cellule(valeur: str | int | float | None) -> str:
    if valeur is None:
        return ""
    if isinstance(valeur, str):
        return inoffensif(valeur)
    if isinstance(valeur, int):
        return str(valeur)
    # Jamais d’exposant : « 1e-07 » ne se lit pas partout.
    return np.format_float_positional(valeur, precision=10, trim="-").replace(".", ",")
