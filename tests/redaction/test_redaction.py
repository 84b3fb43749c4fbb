"""Nombres, accords et typographie du français."""

import ast
import datetime
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiches.carnet.execution.fautes import expliquer
from fiches.redaction import (
    Texte,
    a_la_francaise,
    accord,
    duree,
    est_un_nombre,
    euros,
    jour,
    liste,
    majuscule,
    meur,
    millions,
    nombre,
    nombre_en_lettres,
    normaliser,
    ordinal,
    pourcentage,
    premiers,
    sans_accents,
    secondes,
    typographier,
)


@pytest.mark.parametrize(
    ("ecrire", "attendu"),
    [
        (lambda: nombre(1234.56), "1\u202f234,6"),
        (lambda: nombre(1234567, 0), "1\u202f234\u202f567"),
        (lambda: nombre(-26.0), "\u221226,0"),
        (lambda: nombre(-0.04), ">\u00a0\u22120,1"),
        (lambda: nombre(0.04), "<\u00a00,1"),
        (lambda: nombre(43240), "43\u202f240"),
        (lambda: nombre(3.0, signe=True), "+3,0"),
        (lambda: nombre(0.04, signe=True), "<\u00a0+0,1"),
        (lambda: millions(636_400_000), "636,4\u00a0millions d’euros"),
        (lambda: millions(1_949_999), "1,9\u00a0million d’euros"),
        (lambda: millions(1_950_000), "2,0\u00a0millions d’euros"),
        (lambda: millions(1_000_000), "1,0\u00a0million d’euros"),
        (lambda: millions(0), "0,0\u00a0million d’euros"),
        (lambda: millions(-26_000_000), "\u221226,0\u00a0millions d’euros"),
        (lambda: millions(-4), "entre \u22120,1 et 0\u00a0million d’euros"),
        (lambda: millions(636_400_000, signe=True), "+636,4\u00a0millions d’euros"),
        (lambda: millions(50_000), "0,1\u00a0million d’euros"),
        (lambda: millions(4), "moins de 0,1\u00a0million d’euros"),
        (lambda: millions(580_354_500_000), "580\u202f354,5\u00a0millions d’euros"),
        (lambda: meur(-26_000_000, signe=True), "\u221226,0\u00a0M€"),
        (lambda: euros(12_345_678), "12\u202f345\u202f678\u00a0€"),
        (lambda: pourcentage(0.00125, 2), "0,13\u00a0%"),
        (lambda: pourcentage(0.0), "0,0\u00a0%"),
        (lambda: pourcentage(-0.00001), "entre \u22120,1 et 0\u00a0%"),
        (lambda: pourcentage(-0.00001, court=True), ">\u00a0\u22120,1\u00a0%"),
        (lambda: millions(-40_000), "entre \u22120,1 et 0\u00a0million d’euros"),
        (lambda: millions(-40_000, signe=True), "entre \u22120,1 et 0\u00a0million d’euros"),
        (lambda: millions(40_000, signe=True), "entre 0 et +0,1\u00a0million d’euros"),
        (lambda: meur(-40_000, court=True), ">\u00a0\u22120,1\u00a0M€"),
        (lambda: meur(40_000, signe=True, court=True), "<\u00a0+0,1\u00a0M€"),
        (lambda: pourcentage(0.0129), "1,3\u00a0%"),
        (lambda: meur(4), "moins de 0,1\u00a0M€"),
        (lambda: meur(4, court=True), "<\u00a00,1\u00a0M€"),
        (lambda: pourcentage(0.00001, 2), "moins de 0,01\u00a0%"),
        (lambda: pourcentage(0.00001, 2, court=True), "<\u00a00,01\u00a0%"),
        (lambda: pourcentage(Fraction(3418, 4000)), "85,5\u00a0%"),
        (lambda: pourcentage(Fraction(-1, 2000)), "\u22120,1\u00a0%"),
        (lambda: pourcentage(Fraction(-1, 3000)), "entre \u22120,1 et 0\u00a0%"),
        (lambda: pourcentage(Fraction(1, 10**9)), "moins de 0,1\u00a0%"),
        (lambda: pourcentage(Fraction(0)), "0,0\u00a0%"),
        (lambda: pourcentage(1.0), "100,0\u00a0%"),
        (lambda: secondes(0.5), "0,5\u00a0s"),
        (lambda: secondes(120), "120\u00a0s"),
        (lambda: secondes(1.96), "2\u00a0s"),
        (lambda: normaliser("L’Haÿ-les-Roses, Œuilly"), "l hay les roses oeuilly"),
        (lambda: normaliser("  "), ""),
        (lambda: liste([]), ""),
        (lambda: liste(["a"]), "a"),
        (lambda: liste(["a", "b"]), "a et b"),
        (lambda: liste(["a", "b", "c"]), "a, b et c"),
        (lambda: majuscule("île de Ré"), "Île de Ré"),
        (lambda: nombre_en_lettres(5), "cinq"),
        (lambda: nombre_en_lettres(20), "20"),
        (lambda: accord(1, "pays", "pays"), "pays"),
        (lambda: accord(0, "flux", "x"), "flux"),
        (lambda: accord(2, "cheval", "chevaux"), "chevaux"),
        (lambda: nombre(1.5, 0), "2"),
        (lambda: nombre(0.5, signe=True), "+0,5"),
        (lambda: nombre(Decimal("12345678901234567.5"), 0), "12\u202f345\u202f678\u202f901\u202f234\u202f568"),
        (lambda: pourcentage(0.145, 0), "15\u00a0%"),
        (lambda: nombre(2.5, 0), "3"),
        (lambda: nombre(-2.5, 0), "\u22123"),
        (lambda: nombre(7), "7"),
        (lambda: nombre(Decimal("7")), "7,0"),
        (lambda: nombre(0), "0"),
        (lambda: nombre(0, signe=True), "0"),
        (lambda: nombre(Fraction(5, 2), 0), "3"),
        (lambda: nombre(Fraction(-5, 2), 0), "\u22123"),
        (lambda: nombre(Fraction(1, 4), 3), "0,250"),
        (lambda: nombre(-1234.5, signe=True), "\u22121\u202f234,5"),
        (lambda: meur(-26_000_000), "\u221226,0\u00a0M€"),
        (lambda: meur(65_300_000, signe=True, court=True), "+65,3\u00a0M€"),
        (lambda: millions(1_949_999, signe=True), "+1,9\u00a0million d’euros"),
        (lambda: millions(-1_950_000), "\u22122,0\u00a0millions d’euros"),
        (lambda: euros(0), "0\u00a0€"),
        (lambda: euros(-1), "\u22121\u00a0€"),
        (lambda: pourcentage(0.5, 0), "50\u00a0%"),
        (lambda: secondes(1.25), "1,2\u00a0s"),
        (lambda: secondes(10), "10\u00a0s"),
        (lambda: nombre_en_lettres(0), "zéro"),
        (lambda: nombre_en_lettres(16), "seize"),
        (lambda: nombre_en_lettres(17), "17"),
        (lambda: nombre_en_lettres(-1), "\u22121"),
        (lambda: nombre_en_lettres(1234), "1\u202f234"),
        (lambda: accord(-1, "pays", "x"), "pays"),
        (lambda: accord(-2, "x", "pays"), "pays"),
        (lambda: premiers(1, "pays"), "le premier pays"),
        (lambda: premiers(1), "le premier"),
        (lambda: premiers(5), "les cinq premiers"),
        (lambda: premiers(10, "produit"), "les dix premiers produits"),
        (lambda: premiers(2, "prix"), "les deux premiers prix"),
        (lambda: premiers(3, "pays"), "les trois premiers pays"),
        (lambda: premiers(3, "nez"), "les trois premiers nez"),
        (lambda: premiers(20, "flux"), "les 20 premiers flux"),
        (lambda: premiers(3, "animal"), "les trois premiers animaux"),
        (lambda: premiers(2, "bateau"), "les deux premiers bateaux"),
        (lambda: premiers(2, "festival"), "les deux premiers festivals"),
        (lambda: premiers(1, "activité"), "la première activité"),
        (lambda: premiers(2, "activité exportée"), "les deux premières activités exportées"),
        (lambda: premiers(2, "produit exporté"), "les deux premiers produits exportés"),
        (lambda: premiers(2, "pays d’origine"), "les deux premiers pays d’origine"),
        (lambda: premiers(2.0, "côté"), "les deux premiers côtés"),
        (lambda: nombre_en_lettres(2.0), "deux"),
        (lambda: accord(None, "pays", "x"), "pays"),
        (lambda: euros(1e30), "1" + "\u202f000" * 10 + "\u00a0€"),
        (lambda: euros(Decimal("1E+30")), "1" + "\u202f000" * 10 + "\u00a0€"),
        (lambda: majuscule(""), ""),
        (lambda: sans_accents("Cœur d’Hérault"), "coeur d’herault"),
        (lambda: normaliser("Côtes-d’Armor (22)"), "cotes d armor 22"),
        (lambda: typographier("l'été : « oui » ; 3 %"), "l’été\u00a0: «\u00a0oui\u00a0»\u202f; 3\u00a0%"),
    ],
)
def test_s_ecrit(ecrire: Callable[[], str], attendu: str):
    assert ecrire() == attendu


@pytest.mark.parametrize(
    ("brut", "lu"),
    [
        ("-26000000", "\u221226\u202f000\u202f000"),
        ("0.36", "0,36"),
        ("-0.5", "\u22120,5"),
        ("1e-05", "0,00001"),
        ("36.8%", "36,8\u00a0%"),
        ("36.8 %", "36,8\u00a0%"),
        ("2024", "2024"),
        ("-12", "\u221212"),
        ("99999", "99999"),
        ("100000", "100\u202f000"),
        ("-100000", "\u2212100\u202f000"),
        ("1234.50", "1\u202f234,50"),
        ("2.5e+20", "250\u202f000\u202f000\u202f000\u202f000\u202f000\u202f000"),
    ],
)
def test_un_nombre_de_python_s_ecrit_en_francais_sans_rien_arrondir(brut: str, lu: str):
    assert est_un_nombre(brut)
    assert a_la_francaise(brut) == lu


@pytest.mark.parametrize("texte", ["", "-", "1,5", "1 000", "1.2.3", "x1", "1x", "nan", "inf", "1.", "%", "1 % de"])
def test_ce_que_python_n_ecrit_pas_n_est_pas_un_nombre(texte: str):
    assert not est_un_nombre(texte)


@given(st.text())
def test_typographier_deux_fois_ne_change_plus_rien(texte):
    une_fois = typographier(texte)
    assert typographier(une_fois) == une_fois


@given(st.integers(-(10**15), 10**15), st.integers(0, 3))
def test_un_nombre_relu_est_le_nombre_arrondi(n, decimales):
    exact = Decimal(n) / 1000
    relu = nombre(exact, decimales).replace("\u202f", "").replace("\u2212", "-").replace(",", ".")
    if relu.startswith(("<", ">")):
        assert 0 < abs(exact) < Decimal(1).scaleb(-decimales) / 2
        assert (exact < 0) == relu.startswith(">")
    else:
        assert Decimal(relu) == exact.quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP)


@given(st.integers(-(10**7), 10**7))
def test_un_pourcentage_relu_est_le_ratio_arrondi(n):
    relu = pourcentage(n / 10**7, 2).removesuffix("\u00a0%")
    exact = Decimal(n) / 10**5
    if relu.startswith(("moins de", "entre")):
        assert 0 < abs(exact) < Decimal("0.005")
        assert (exact < 0) == relu.startswith("entre")
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


@pytest.mark.parametrize(
    ("valeur", "dit"),
    [
        (np.int64(636_400_000), "636,4 millions d’euros"), (np.float64(1.5e6), "1,5 million d’euros"),
        (pd.Series([2_000_000]).sum(), "2,0 millions d’euros"), (None, "n.d."), (np.nan, "n.d."), (pd.NA, "n.d."),
        (pd.NaT, "n.d."), (Decimal("NaN"), "n.d."),
    ],
)  # fmt: skip
def test_les_nombres_de_pandas_s_ecrivent_et_l_absence_se_dit(valeur, dit):
    assert millions(valeur).replace("\u00a0", " ") == dit


@pytest.mark.parametrize("ecrire", [nombre, millions, meur, euros, pourcentage])
@pytest.mark.parametrize("valeur", ["12", True, np.True_, [1], pd.Series([1])])
def test_ce_qui_n_est_pas_un_nombre_se_dit_en_francais(ecrire, valeur):
    with pytest.raises(TypeError, match="redaction écrit un nombre"):
        ecrire(valeur)


@pytest.mark.parametrize("absente", [None, np.nan, pd.NA, pd.NaT, Decimal("NaN")])
def test_une_valeur_absente_s_ecrit_n_d_partout(absente):
    assert {ecrire(absente) for ecrire in (nombre_en_lettres, ordinal, jour, duree, premiers)} == {"n.d."}
    assert liste([absente]) == "n.d."


_TEXTE, _DATE = "2025-03-12", pd.Timestamp("2025-03-12")


@pytest.mark.parametrize(
    ("ecrire", "dit"),
    [
        (lambda: ordinal(2.5), "redaction.ordinal attend un nombre entier ; 2,5 n’en est pas un"),
        (lambda: ordinal(float("inf")), "∞ n’en est pas un"),
        (lambda: nombre_en_lettres(_TEXTE), "« 2025-03-12 » est un texte"),
        (lambda: premiers(2.5), "redaction.premiers attend un nombre entier"),
        (lambda: premiers(2, 3), "redaction.premiers écrit un nom"),
        (lambda: accord("3", "a", "b"), "redaction écrit un nombre ; « 3 » est un texte"),
        (lambda: jour(_TEXTE), "redaction.jour écrit une date ; « 2025-03-12 » est un texte"),
        (lambda: jour(2024), "redaction.jour écrit une date ; int n’en est pas une"),
        (lambda: duree(3), "redaction.duree écrit une durée ; int n’en est pas une"),
        (lambda: nombre(5, "2"), "« decimales » vaut '2', mais il faut un nombre entier, au moins 0"),
        (lambda: nombre(5, -1), "« decimales » vaut -1, mais"),
        (lambda: pourcentage(0.3, "1"), "« decimales » vaut '1', mais"),
        (lambda: euros(_DATE), "Timestamp n’en est pas un"),
        (lambda: nombre(Decimal("1E+5000")), "a trop de chiffres"),
        (lambda: liste("abc"), "redaction.liste écrit les éléments d’une liste ; « abc » est un texte"),
        (lambda: liste(3), "int n’en est pas une"),
    ],
)
def test_un_mauvais_type_se_dit_en_francais(ecrire, dit):
    with pytest.raises(TypeError) as refus:
        ecrire()
    message = str(refus.value).replace("\u00a0", " ").replace("\u202f", " ")
    assert dit in message
    assert expliquer("TypeError", str(refus.value)) == str(refus.value)


@pytest.mark.parametrize(
    ("elements", "dit"),
    [([0.5, 1234567.8], "0,5 et 1\u202f234\u202f567,8"), ([True, np.False_], "oui et non"), ([None, "b"], "n.d. et b"),
     ([datetime.date(2025, 3, 12)], "12\u00a0mars 2025"), ([_DATE], "12\u00a0mars 2025"),
     (np.array([1.5, np.nan]), "1,5 et n.d."), (["1.5", "2"], "1.5 et 2")],
)  # fmt: skip
def test_les_elements_d_une_liste_s_ecrivent_en_francais(elements, dit):
    assert liste(elements) == dit


def test_une_liste_est_aussi_une_serie_ou_des_annees():
    assert liste(pd.Series(["a", "b", "c"], index=[4, 5, 6])) == "a, b et c"
    assert liste([2023, 2024]) == "2023 et 2024"
    assert pourcentage(0.05, signe=True) == "+5,0\u00a0%"


@pytest.mark.parametrize(
    ("ecart", "dit"),
    [({"days": 1, "hours": 2}, "1 j 2 h"), ({"minutes": 45}, "45 min"), ({"seconds": 8}, "8 s"), ({"days": -3}, "−3 j"),
     ({}, "0 s")],
)  # fmt: skip
def test_une_duree_se_lit(ecart, dit):
    assert duree(datetime.timedelta(**ecart)).replace("\u00a0", " ") == dit
