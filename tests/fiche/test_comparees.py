"""Des lieux côte à côte : leurs parts, leurs écarts, leur similitude."""

import pandas as pd
import pytest
from essais_commerce import lisible, millesime
from hypothesis import given
from hypothesis import strategies as st

from fiches.donnees import territoires
from fiches.fiche.comparees import Comparees
from fiches.fiche.indicateurs import similitude
from fiches.socle.erreurs import ErreurFiche

M = 1_000_000
LIGNES = (
    ("E", "46", "76", "C30C", "DE", 6 * M), ("E", "46", "76", "C11Z", "US", 4 * M),
    ("E", "12", "76", "C30C", "DE", 1 * M), ("E", "12", "76", "C10E", "IT", 9 * M),
    ("I", "46", "76", "C30C", "CN", 5 * M), ("I", "12", "76", "C30C", "CN", 2 * M),
)  # fmt: skip
VALEURS = st.dictionaries(st.sampled_from("ABCDE"), st.integers(1, 10**12))


def comparees(*codes: str) -> Comparees:
    donnees = millesime(*LIGNES)
    return Comparees([donnees.territoire(territoires.lieu(code)) for code in codes])


def totaux(valeurs: dict[str, int]) -> pd.DataFrame:
    return pd.DataFrame({"produit": list(valeurs), "valeur": list(valeurs.values())})


@given(VALEURS, VALEURS)
def test_la_similitude_est_une_part_commune(un: dict[str, int], autre: dict[str, int]):
    ratio = similitude(totaux(un), totaux(autre))
    if not un or not autre:
        assert ratio is None
        return
    assert ratio is not None
    assert 0 <= ratio <= 1
    assert ratio == similitude(totaux(autre), totaux(un))
    assert (ratio == 0) == (not un.keys() & autre.keys())
    assert similitude(totaux(un), totaux(un)) == 1


def test_la_similitude_se_calcule_a_la_main():
    assert similitude(totaux({"A": 60, "B": 40}), totaux({"A": 1, "C": 9})) == 0.1


def test_chaque_lieu_a_la_part_de_chaque_produit_qui_pese_chez_l_un_d_eux():
    table = comparees("46", "12").premiers("E", "produit", 1)
    assert table[["Lot", "Aveyron"]].to_numpy().tolist() == [[0.0, 90.0], [60.0, 10.0]]
    pays = comparees("46", "12").premiers("E", "pays", 2)
    assert dict(zip(pays["Pays"], pays["Lot"], strict=True)) == {
        "Italie": 0.0,
        "Allemagne": 60.0,
        "États-Unis": 40.0,
    }


def test_les_phrases_disent_qui_echange_le_plus_et_ce_qui_est_commun():
    c = comparees("46", "12")
    assert lisible(c.noms) == "Lot et Aveyron"
    assert lisible(c.ecarts) == (
        "Leurs exportations sont égales (10,0 millions d’euros). Le Lot a les importations les plus élevées (5,0 "
        "millions d’euros), l’Aveyron les moins élevées (2,0 millions d’euros)."
    )
    assert lisible(c.similitudes).startswith(
        "Par produit, les exportations du Lot ont une part commune de 10,0 % avec l’Aveyron"
    )


@pytest.mark.parametrize("codes", [("46",), ("46", "46"), ("46", "12", "31", "81", "82")])
def test_une_comparaison_reunit_deux_a_quatre_lieux(codes: tuple[str, ...]):
    with pytest.raises(ErreurFiche, match="deux à 4 lieux différents"):
        comparees(*codes)
