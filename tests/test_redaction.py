"""Nombres, accords et typographie du français."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiches.redaction import (
    accord,
    euros,
    liste,
    majuscule,
    meur,
    millions,
    nombre,
    nombre_en_lettres,
    pourcentage,
    typographier,
)


@pytest.mark.parametrize(
    ("ecrit", "attendu"),
    [
        (nombre(1234.56), "1\u202f234,6"),
        (nombre(1234567, 0), "1\u202f234\u202f567"),
        (nombre(-26), "\u221226,0"),
        (nombre(-0.04), "0,0"),
        (nombre(0.04), "<\u00a00,1"),
        (nombre(0), "0,0"),
        (nombre(3, signe=True), "+3,0"),
        (nombre(0.04, signe=True), "0,0"),
        (millions(636_400_000), "636,4\u00a0millions d’euros"),
        (millions(1_949_999), "1,9\u00a0million d’euros"),
        (millions(1_950_000), "2,0\u00a0millions d’euros"),
        (millions(4), "<\u00a00,1\u00a0million d’euros"),
        (millions(580_354_500_000), "580\u202f354,5\u00a0millions d’euros"),
        (meur(-26_000_000, signe=True), "\u221226,0\u00a0M€"),
        (euros(12_345_678), "12\u202f345\u202f678\u00a0€"),
        (pourcentage(0.0129), "1,3\u00a0%"),
        (pourcentage(0.00001, 2), "<\u00a00,01\u00a0%"),
        (pourcentage(1.0), "100,0\u00a0%"),
        (liste([]), ""),
        (liste(["a"]), "a"),
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
        assert 0 < exact < Decimal(1).scaleb(-decimales)
    else:
        assert Decimal(relu) == exact.quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP)


@given(st.floats(-1, 1, allow_nan=False))
def test_jamais_de_moins_zero(ratio):
    ecrit = pourcentage(ratio)
    assert not ecrit.startswith("\u22120,0\u00a0")
