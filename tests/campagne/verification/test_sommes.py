"""Les données des graphiques font les totaux de `campagne.json`, à l’euro près."""

from dataclasses import replace
from typing import Any

import pytest
from petite_fiche import (
    ACTIVITES,
    ANNEE,
    BALANCE,
    EXPORT,
    FIGURES,
    FRANCE_EXPORT,
    IMPORT,
    LOT,
    REGION_EXPORT,
    figure,
    flux,
    indicateurs,
    montre,
)
from syrupy.assertion import SnapshotAssertion

from fiches.campagne.verification.figure_lue import FigureChiffree
from fiches.campagne.verification.sommes import Ensembles, situer, verifier_indicateurs, verifier_sommes


def sommes(lue: FigureChiffree, tenus: Any = None) -> list[str]:
    return [montre(ecart) for ecart in verifier_sommes(lue, LOT, ANNEE, tenus or indicateurs())]


@pytest.mark.parametrize("lue", FIGURES, ids=lambda lue: lue.ancre)
def test_les_donnees_d_un_graphique_juste_font_les_totaux(lue: FigureChiffree):
    assert sommes(lue) == []


def _valeur(lue: FigureChiffree, ligne: int, colonne: int, valeur: str) -> FigureChiffree:
    csv = [list(ecrite) for ecrite in lue.csv]
    csv[ligne][colonne] = valeur
    return replace(lue, csv=csv)


FAUSSES = {
    "pays, importations": _valeur(BALANCE, 1, 2, "2400001"),
    "pays, exportations": _valeur(BALANCE, 1, 3, "4000001"),
    "pays hors du manifeste": _valeur(BALANCE, 2, 3, "200001"),
    "activités, importations": _valeur(ACTIVITES, 1, 3, "4000001"),
    "activités, exportations": _valeur(ACTIVITES, 5, 3, "5000001"),
    "activités, autres": _valeur(ACTIVITES, 8, 3, "500001"),
    "flux en rouge": _valeur(EXPORT, 1, 4, "2500001"),
    "flux ordinaire": _valeur(EXPORT, 4, 4, "1500001"),
    "flux, à l’import": _valeur(IMPORT, 1, 4, "3000001"),
    "région": _valeur(REGION_EXPORT, 1, 4, "60000001"),
    "France": _valeur(FRANCE_EXPORT, 1, 4, "150000001"),
    "deux flux échangés": replace(EXPORT, csv=[EXPORT.csv[0], *(
        [*lg[:4], {"2500000": "2000000", "2000000": "2500000"}.get(lg[4], lg[4]), lg[5]] for lg in EXPORT.csv[1:]
    )]),
}  # fmt: skip


def test_une_valeur_fausse_dit_le_total_et_la_ligne(snapshot: SnapshotAssertion):
    assert {nom: sommes(lue) for nom, lue in FAUSSES.items()} == snapshot


def test_autres_ne_se_compare_pas_mais_compte_dans_le_total():
    tenus = indicateurs()
    tenus["exportations"]["produits"][3]["valeur"] = 1
    assert sommes(EXPORT, tenus) == sommes(ACTIVITES, tenus) == []


def test_un_flux_en_rouge_hors_du_dessin_ne_se_compare_pas():
    tenus = indicateurs()
    tenus["exportations"]["flux_en_rouge"].append({"produit": "A01Z", "pays": "DE", "valeur": 1})
    assert sommes(EXPORT, tenus) == []


def test_la_part_de_la_region_se_recalcule_du_total():
    tenus = indicateurs()
    tenus["exportations"]["part_region"] = 0.1 * (1 + 1e-12)
    assert sommes(REGION_EXPORT, tenus) == ["total 100_000_000~€"]
    tenus["exportations"]["part_region"] = 0.1 * (1 + 5e-14)
    assert sommes(REGION_EXPORT, tenus) == []
    del tenus["exportations"]["part_region"]
    assert sommes(REGION_EXPORT, tenus) == []


@pytest.mark.parametrize(
    ("ancre", "attendu"),
    [
        ("pays-46-2024", ("pays", "lieu")), ("activites-46-2024-a-part", ("activites", "lieu")),
        ("flux-export-region-76-2024", ("flux-export", "region")),
        ("flux-import-france-2024", ("flux-import", "france")),
        ("flux-import-region-11-2024", ("flux-import", "")), ("pays-47-2024", ("pays", "")),
        ("pays-46-2023", ("", "")), ("barres-46-2024", ("", "")), ("pays-46-2024x", ("", "")),
    ],
)  # fmt: skip
def test_l_ancre_d_un_graphique_dit_ce_qu_il_montre(ancre: str, attendu: tuple[str, str]):
    assert situer(figure(ancre, BALANCE.csv), LOT, ANNEE) == attendu
    assert situer(figure(ancre, []), LOT, ANNEE) == ("", "")


def test_les_ensembles_font_le_total_et_les_produits_de_la_region_et_de_la_france():
    ensembles = Ensembles([*FIGURES, flux("flux-export-region-11-2024", ("C30C", "DE", 7))], LOT, ANNEE)
    assert ensembles.totaux == {
        ("exportations", "region"): 100_000_000, ("exportations", "france"): 2_000_000_000,
        ("importations", "region"): 40_000_000, ("importations", "france"): 3_200_000_000,
    }  # fmt: skip
    assert ensembles.produits["exportations", "france"] == {"C30C": 200_000_000, "AUTRES": 1_800_000_000}


def test_les_produits_et_les_pays_du_manifeste_font_son_total():
    tenus = indicateurs()
    assert list(verifier_indicateurs(tenus)) == []
    tenus["exportations"]["produits"][3]["valeur"] = "500001"
    tenus["importations"]["pays"].pop()
    assert [(message, montre(detail)) for message, detail in verifier_indicateurs(tenus)] == [
        ("les produits de campagne.json ne font pas le total des exportations", "10_000_001~€"),
        ("les pays de campagne.json ne font pas le total des importations", "7_400_000~€"),
    ]


def test_un_produit_du_manifeste_que_le_graphique_ne_nomme_pas_ne_se_compare_pas():
    tenus = indicateurs()
    tenus["exportations"]["produits"].append({"produit": "A01Z", "libelle": "Culture", "valeur": 1})
    tenus["exportations"]["pays"].append({"pays": "JP", "libelle": "Japon", "valeur": 1})
    assert sommes(EXPORT, tenus) == sommes(BALANCE, tenus) == sommes(ACTIVITES, tenus) == []


def test_les_pays_et_les_activites_de_la_region_ne_se_comparent_pas():
    for lue, ancre in ((BALANCE, "pays-region-76-2024"), (ACTIVITES, "activites-france-2024")):
        assert sommes(replace(lue, ancre=ancre)) == []
