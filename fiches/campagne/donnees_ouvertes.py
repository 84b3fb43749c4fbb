"""Les indicateurs de tous les lieux, à réutiliser : une table en CSV et en Parquet, et son dictionnaire."""

import io
from collections.abc import Iterator
from typing import Any

import pandas as pd

from fiches.campagne.manifeste import DICTIONNAIRE, TABLE, TABLE_PARQUET, Manifeste
from fiches.donnees import territoires
from fiches.fiche.indicateurs import AUTRES
from fiches.graphiques.a_emporter import en_csv

_DOUANES = "DGDDI, statistiques régionales et départementales du commerce extérieur"
_COLONNES = {
    "annee": "millésime des données",
    "lieu": "code du lieu : 46, region-76, ti-7603, france",
    "nom": "nom du lieu",
    "genre": "departement, region ou france ; un Territoire d’industrie n’a pas de chiffres à lui",
    "sens": "exportations ou importations",
    "indicateur": "nom de l’indicateur, défini plus bas",
    "produit": f"code A129, ou {AUTRES} pour le reste",
    "pays": f"code des douanes, ou {AUTRES} pour le reste",
    "libelle": "libellé du produit ou du pays",
    "euros": "valeur, en euros, non arrondie ; vide pour un ratio",
    "ratio": "valeur, de 0 à 1 (dix décimales en CSV, toutes en Parquet) ; vide pour un montant",
    "donnees": "« douanes », ou « démonstration » pour des données simulées, à ne pas diffuser",
}
_INDICATEURS = {
    "total": ("valeur échangée dans l’année", "euros", "somme des lignes du lieu", _DOUANES),
    "part_region": ("part dans la région", "ratio", "total du lieu / total de sa région", _DOUANES),
    "part_france": ("part dans la France entière", "ratio", "total du lieu / total de la France", _DOUANES),
    "produits": ("les dix premiers produits, puis le reste", "euros", "somme par produit A129", _DOUANES),
    "pays": ("les dix premiers pays partenaires, puis le reste", "euros", "somme par pays", _DOUANES),
    "flux_en_rouge": ("les cinq premiers flux représentés", "euros", "somme par produit et pays", _DOUANES),
}


def rediger(manifeste: Manifeste) -> dict[str, bytes]:
    """Les trois fichiers, par nom ; les mêmes chiffres donnent les mêmes octets."""
    lignes = list(_lignes(manifeste))
    types = {"annee": "int64", "euros": "Int64", "ratio": "Float64"}  # un entier d’euros ne passe pas par un flottant
    table = pd.DataFrame(
        {nom: pd.Series([ligne.get(nom) for ligne in lignes], dtype=types.get(nom, "string")) for nom in _COLONNES}
    )
    parquet = io.BytesIO()
    table.to_parquet(parquet, index=False)
    return {TABLE: en_csv(table), TABLE_PARQUET: parquet.getvalue(), DICTIONNAIRE: en_csv(_dictionnaire())}


def _lignes(manifeste: Manifeste) -> Iterator[dict[str, Any]]:
    donnees = "démonstration" if manifeste.provenance.demonstration else "douanes"
    for code in sorted(manifeste.fiches):
        lieu = territoires.lieu(code)
        for sens, chiffres in (manifeste.fiches[code].indicateurs or {}).items():
            commun = {
                "annee": manifeste.provenance.annee, "lieu": code, "nom": lieu.nom, "genre": lieu.genre, "sens": sens,
                "donnees": donnees,
            }  # fmt: skip
            for indicateur, valeur in chiffres.items():
                for ligne in _valeurs(indicateur, valeur):
                    yield commun | {"indicateur": indicateur} | ligne


def _valeurs(indicateur: str, valeur: Any) -> Iterator[dict[str, Any]]:
    if isinstance(valeur, list):
        for ligne in valeur:
            yield {"euros" if cle == "valeur" else cle: v for cle, v in ligne.items()}
    elif valeur is not None:
        yield {_INDICATEURS[indicateur][1]: valeur}


def _dictionnaire() -> pd.DataFrame:
    colonnes = [("colonne", nom, dit, "", "", "") for nom, dit in _COLONNES.items()]
    indicateurs = [("indicateur", nom, *dits) for nom, dits in _INDICATEURS.items()]
    return pd.DataFrame([*colonnes, *indicateurs], columns=["Quoi", "Nom", "Définition", "Unité", "Formule", "Source"])
