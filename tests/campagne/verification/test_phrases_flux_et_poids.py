"""Le premier flux, le poids du département et sa spécialité : cas limites des phrases relues."""

from typing import Any

import pytest
from petite_fiche import flux, indicateurs
from petites_phrases import relues

# --- le premier flux


def flux_rouges(exporte: int | None, importe: int | None) -> dict[str, Any]:
    tenus = indicateurs()
    for sens, valeur in (("exportations", exporte), ("importations", importe)):
        tenus[sens]["flux_en_rouge"] = [] if valeur is None else [{"produit": "C30C", "pays": "DE", "valeur": valeur}]
    return tenus


def dire_flux(sens: str, montant: str, part: str) -> str:
    dit = f"{montant}~millions d’euros, soit {part}~% des {sens}s."
    return f"Le flux le plus important est l’{sens} de «~A~» vers B~: {dit}"


def test_a_egalite_le_premier_flux_est_une_exportation():
    tenus = flux_rouges(2_000_000, 2_000_000)
    assert relues(dire_flux("exportation", "2,0", "20,0"), tenus=tenus) == []
    assert relues(dire_flux("importation", "2,0", "25,0"), tenus=tenus) != []


def test_un_million_de_plus_suffit_a_etre_le_premier_flux():
    tenus = flux_rouges(9_000_000, 10_000_000)
    assert relues(dire_flux("importation", "10,0", "moins de 0,1"), tenus=tenus) == [
        "une phrase contredit campagne.json : la part du premier flux | moins de 0,1 %, et non 125,0~%"
    ]


def test_sans_flux_en_rouge_la_phrase_n_est_pas_jugee():
    assert relues(dire_flux("exportation", "7,0", "7,0"), tenus=flux_rouges(None, None)) == []


def test_un_plus_grand_flux_qui_n_est_pas_dessine_n_est_pas_juge():
    partiel = "En rouge, les trois premiers parmi les flux représentés, à gauche."
    assert relues(dire_flux("exportation", "7,0", "7,0"), partiel) == []
    # le même montant que le plus grand des dessinés : c’est lui
    dits = dire_flux("importation", "7,0", "7,0") + dire_flux("importation", "3,0", "37,6")
    assert relues(partiel, dits) == [
        "une phrase contredit campagne.json : la part du premier flux | 37,6 %, et non 37,5~%"
    ]
    assert relues("Les flux représentés.", dire_flux("importation", "7,0", "37,5")) != []


# --- le poids du département, sa spécialité


def test_les_parts_inconnues_ou_d_un_sens_nul_ne_sont_pas_attendues():
    tenus = indicateurs()
    tenus["exportations"]["part_region"] = None
    texte = "les exportations du Lot représentent 0,50~% de celles de la France_; les importations 20,0~% et 0,25~%."
    assert relues(texte, tenus=tenus) == []
    tenus["importations"] |= {"total": 0, "part_region": 0.0, "part_france": 0.0}
    assert relues("Les exportations du Lot représentent 0,50~% de celles de la France. 1,1~%", tenus=tenus) == []
    tenus["exportations"] |= {"total": 0}
    tenus["importations"] |= {"total": 8, "part_region": 0.2, "part_france": 0.0025}
    assert relues("Les importations du Lot représentent 20,0~% et 0,25~%.", tenus=tenus) == []
    assert len(relues("Les importations du Lot représentent 20,1~% et 0,25~%.", tenus=tenus)) == 1


def specialite(fois: str, nationale: str) -> str:
    return f"Premier poste à l’export, «~A~» représente 50,0~% des exportations du Lot, soit {fois} ({nationale}~%)."


@pytest.mark.parametrize(
    ("ailleurs", "autres", "fois", "nationale"),
    [
        (50_500_000, 949_500_000, "9,9 fois son poids national", "5,1"),  # 9,90
        (50_250_000, 949_750_000, "10 fois son poids national", "5,0"),  # 9,9502 : au-dessus de 9,95
        (199_000_000, 801_000_000, "2,5 fois son poids national", "19,9"),
        (1_000_000, 999_000_000, "500 fois son poids national", "0,1"),
        (100_000, 999_900_000, "plus de 900 fois son poids national", "moins de 0,1"),
    ],
)
def test_le_multiple_du_poids_national_s_arrondit_a_l_unite_des_dix(
    ailleurs: int, autres: int, fois: str, nationale: str
):
    france = flux("flux-export-france-2024", ("C30C", "DE", ailleurs), ("AUTRES", "DE", autres))
    assert relues(specialite(fois, nationale), figures=[france]) == []
    assert relues(specialite("7,7 fois son poids national", nationale), figures=[france]) != []


def test_un_multiple_d_exactement_neuf_virgule_quatre_vingt_quinze_s_ecrit_dix():
    france = flux("flux-export-france-2024", ("C30C", "DE", 100), ("AUTRES", "DE", 1890))  # 0,5 / (100/1990) = 9,95
    assert relues(specialite("10 fois son poids national", "5,0"), figures=[france]) == []


def test_un_produit_que_la_france_ne_nomme_pas_ne_se_compare_pas():
    france = flux("flux-export-france-2024", ("C27B", "DE", 100))
    texte = specialite("7,7 fois son poids national", "7,7")
    assert relues(texte, figures=[france]) == relues(texte, figures=[]) == []
    assert relues(texte.replace("50,0", "50,1"), figures=[])[0].startswith(
        "une phrase contredit campagne.json : la part du premier poste à l’export"
    )
