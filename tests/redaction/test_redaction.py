"""Nombres, accords et typographie du français."""

import ast
import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiches.redaction import (
    Texte,
    accord,
    euros,
    jour,
    liste,
    majuscule,
    meur,
    millions,
    nombre,
    nombre_en_lettres,
    normaliser,
    pourcentage,
    secondes,
    typographier,
)


@pytest.mark.parametrize(
    ("ecrit", "attendu"),
    [
        (nombre(1234.56), "1\u202f234,6"),
        (nombre(1234567, 0), "1\u202f234\u202f567"),
        (nombre(-26.0), "\u221226,0"),
        (nombre(-0.04), "0,0"),
        (nombre(0.04), "<\u00a00,1"),
        (nombre(43240), "43\u202f240"),
        (nombre(3.0, signe=True), "+3,0"),
        (nombre(0.04, signe=True), "0,0"),
        (millions(636_400_000), "636,4\u00a0millions d’euros"),
        (millions(1_949_999), "1,9\u00a0million d’euros"),
        (millions(1_950_000), "2,0\u00a0millions d’euros"),
        (millions(1_000_000), "1,0\u00a0million d’euros"),
        (millions(0), "0,0\u00a0million d’euros"),
        (millions(-26_000_000), "\u221226,0\u00a0millions d’euros"),
        (millions(-4), "0,0\u00a0million d’euros"),
        (millions(636_400_000, signe=True), "+636,4\u00a0millions d’euros"),
        (millions(50_000), "0,1\u00a0million d’euros"),
        (millions(4), "moins de 0,1\u00a0million d’euros"),
        (millions(580_354_500_000), "580\u202f354,5\u00a0millions d’euros"),
        (meur(-26_000_000, signe=True), "\u221226,0\u00a0M€"),
        (euros(12_345_678), "12\u202f345\u202f678\u00a0€"),
        (pourcentage(0.00125, 2), "0,13\u00a0%"),
        (pourcentage(0.0), "0,0\u00a0%"),
        (pourcentage(-0.00001), "0,0\u00a0%"),
        (pourcentage(0.0129), "1,3\u00a0%"),
        (meur(4), "moins de 0,1\u00a0M€"),
        (meur(4, court=True), "<\u00a00,1\u00a0M€"),
        (pourcentage(0.00001, 2), "moins de 0,01\u00a0%"),
        (pourcentage(0.00001, 2, court=True), "<\u00a00,01\u00a0%"),
        (pourcentage(Fraction(3418, 4000)), "85,5\u00a0%"),
        (pourcentage(Fraction(-1, 2000)), "\u22120,1\u00a0%"),
        (pourcentage(Fraction(-1, 3000)), "0,0\u00a0%"),
        (pourcentage(Fraction(1, 10**9)), "moins de 0,1\u00a0%"),
        (pourcentage(Fraction(0)), "0,0\u00a0%"),
        (pourcentage(1.0), "100,0\u00a0%"),
        (secondes(0.5), "0,5\u00a0s"),
        (secondes(120), "120\u00a0s"),
        (secondes(1.96), "2\u00a0s"),
        (normaliser("L’Haÿ-les-Roses, Œuilly"), "l hay les roses oeuilly"),
        (normaliser("  "), ""),
        (liste([]), ""),
        (liste(["a"]), "a"),
        (liste(["a", "b"]), "a et b"),
        (liste(["a", "b", "c"]), "a, b et c"),
        (majuscule("île de Ré"), "Île de Ré"),
        (nombre_en_lettres(5), "cinq"),
        (nombre_en_lettres(20), "20"),
        (accord(1, "pays", "pays"), "pays"),
        (accord(0, "flux", "x"), "flux"),
        (accord(2, "cheval", "chevaux"), "chevaux"),
        (typographier("l'été : « oui » ; 3 % de 2 €, non ?"), None),
    ],
)
def test_s_ecrit(ecrit: str, attendu: str | None):
    if attendu is None:
        attendu = "l’été\u00a0: «\u00a0oui\u00a0»\u202f; 3\u00a0% de 2\u00a0€, non\u202f?"
    assert ecrit == attendu


@given(st.text())
def test_typographier_deux_fois_ne_change_plus_rien(texte):
    une_fois = typographier(texte)
    assert typographier(une_fois) == une_fois


@given(st.integers(-(10**15), 10**15), st.integers(0, 3))
def test_un_nombre_relu_est_le_nombre_arrondi(n, decimales):
    exact = Decimal(n) / 1000
    relu = nombre(exact, decimales).replace("\u202f", "").replace("\u2212", "-").replace(",", ".")
    if relu.startswith("<"):
        assert 0 < exact < Decimal(1).scaleb(-decimales) / 2
    else:
        assert Decimal(relu) == exact.quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP)


@given(st.integers(-(10**7), 10**7))
def test_un_pourcentage_relu_est_le_ratio_arrondi(n):
    relu = pourcentage(n / 10**7, 2).removesuffix("\u00a0%")
    exact = Decimal(n) / 10**5
    if relu.startswith("moins de"):
        assert 0 < exact < Decimal("0.005")
    else:
        valeur = Decimal(relu.replace("\u2212", "-").replace(",", "."))
        assert valeur == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(st.integers(0, 10**15), st.integers(1, 10**15), st.integers(0, 3))
def test_une_part_d_entiers_s_arrondit_exactement_la_moitie_vers_le_haut(valeur, ensemble, decimales):
    relu = pourcentage(Fraction(valeur, ensemble), decimales, court=True).removesuffix("\u00a0%").replace("\u202f", "")
    ecart = 0 if relu.startswith("<") else Fraction(relu.replace(",", "."))
    reste = (Fraction(100 * valeur, ensemble) - ecart) * 10**decimales
    assert Fraction(-1, 2) <= reste < Fraction(1, 2)


@given(st.integers(0, 10**13))
def test_les_espaces_d_un_montant_sont_toutes_insecables(n):
    for ecrit in (euros(n), meur(n), pourcentage(n / 10**10)):
        assert " " not in ecrit.removeprefix("moins de ")


@given(st.floats(-1, 1, allow_nan=False))
def test_jamais_de_moins_zero(ratio):
    ecrit = pourcentage(ratio)
    assert not ecrit.startswith("\u22120,0\u00a0")


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [
        ("Total : 3 M€ ; fin !", "Total\u00a0: 3\u00a0M€\u202f; fin\u202f!"),
        ("« oui »", "«\u00a0oui\u00a0»"),
        ("«oui»", "«\u00a0oui\u00a0»"),
        ("https://exemple.fr:80/a?b;c", "https://exemple.fr:80/a?b;c"),
        ("à 10:30, l'heure d'été", "à 10:30, l’heure d’été"),
    ],
)
def test_la_typographie_francaise(brut: str, attendu: str):
    assert typographier(brut) == attendu


@pytest.mark.parametrize("brut", ["l’Ain\u00a0: 3\u202f000", "d'un \\ à\nl’autre", ""])
def test_un_texte_se_represente_lisible_et_se_relit_le_meme(brut: str):
    assert ast.literal_eval(repr(Texte(brut))) == brut
    assert "\\xa0" not in repr(Texte(brut))


@pytest.mark.parametrize(
    ("date", "attendu"),
    [(datetime.date(2025, 3, 12), "12\u00a0mars 2025"), (datetime.date(2024, 8, 1), "1er\u00a0août 2024")],
)
def test_un_jour_s_ecrit_en_toutes_lettres(date: datetime.date, attendu: str):
    assert jour(date) == attendu
