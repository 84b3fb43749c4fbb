"""Les indicateurs de l’édition, à réutiliser : exacts, définis, les mêmes dans les deux formats."""

import io

import pandas as pd

from fiches.campagne.donnees_ouvertes import rediger
from fiches.campagne.manifeste import DICTIONNAIRE, TABLE, TABLE_PARQUET, Carnet, Entree, Manifeste, Provenance

CHIFFRES = {
    "exportations": {
        "total": 9_007_199_254_740_993,  # au-delà de ce qu’un flottant sait écrire
        "part_region": 0.0128,
        "part_france": None,
        "produits": [{"produit": "C30C", "libelle": "Avions", "valeur": 7}],
        "pays": [
            {"pays": "DE", "libelle": "Allemagne", "valeur": 5},
            {"pays": "AUTRES", "libelle": "Autres", "valeur": 2},
        ],
        "flux_en_rouge": [{"produit": "C30C", "pays": "DE", "valeur": 5}],
    }
}  # fmt: skip


def manifeste(demonstration: bool = True) -> Manifeste:
    provenance = Provenance(2024, demonstration, "Essai", [Carnet("c.ipynb", "")], [], "", {})
    fiches = {
        "region-76": Entree("produite", 1, "", page="r.html", indicateurs=CHIFFRES),
        "46": Entree("produite", 1, "", page="l.html", indicateurs=CHIFFRES),
        "ti-7603": Entree("produite", 1, "", page="t.html", indicateurs={}),
        "12": Entree("echec", 1, ""),
    }
    return Manifeste(provenance, fiches)


def test_chaque_indicateur_de_chaque_lieu_a_sa_ligne_exacte():
    fichiers = rediger(manifeste())
    table = pd.read_parquet(io.BytesIO(fichiers[TABLE_PARQUET]))
    assert list(table["lieu"].unique()) == ["46", "region-76"]
    lot = table[table["lieu"] == "46"]
    assert lot["indicateur"].tolist() == ["total", "part_region", "produits", "pays", "pays", "flux_en_rouge"]
    assert lot["euros"].iloc[0] == 9_007_199_254_740_993
    assert (lot["ratio"].iloc[1], lot["genre"].iloc[0]) == (0.0128, "departement")
    assert (table["donnees"] == "démonstration").all()
    lue = pd.read_csv(
        io.BytesIO(fichiers[TABLE]), sep=";", decimal=",", encoding="utf-8-sig", dtype={"lieu": str, "euros": "Int64"}
    )
    assert lue["euros"].dropna().tolist() == table["euros"].dropna().tolist()
    assert lue["nom"].tolist() == table["nom"].tolist()


def test_des_donnees_reelles_le_disent():
    table = pd.read_parquet(io.BytesIO(rediger(manifeste(demonstration=False))[TABLE_PARQUET]))
    assert set(table["donnees"]) == {"douanes"}


def test_le_dictionnaire_definit_chaque_colonne_et_chaque_indicateur():
    fichiers = rediger(manifeste())
    dictionnaire = pd.read_csv(io.BytesIO(fichiers[DICTIONNAIRE]), sep=";", encoding="utf-8-sig")
    table = pd.read_parquet(io.BytesIO(fichiers[TABLE_PARQUET]))
    assert {*table.columns, *table["indicateur"], "part_france"} == set(dictionnaire["Nom"])
    assert dictionnaire["Définition"].str.len().gt(5).all()
    indicateurs = dictionnaire[dictionnaire["Quoi"] == "indicateur"]
    assert indicateurs[["Unité", "Formule", "Source"]].notna().all(axis=None)


def test_les_memes_chiffres_donnent_les_memes_octets():
    assert rediger(manifeste()) == rediger(manifeste())
