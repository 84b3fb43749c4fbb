"""Les nombres tels que la fiche les écrit, et les fautes de typographie de ses textes."""

import re

import pytest
from petite_fiche import clair, montre
from syrupy.assertion import SnapshotAssertion

from fiches.campagne.verification import orthotypographie
from fiches.campagne.verification.ecrits import a_plat, entier, extraits, meme_nombre, montants, nombres, parts


def test_les_nombres_a_virgule_se_lisent_avec_leur_signe_et_leur_part():
    texte = "de 1_234,5 à +2,0 ou −3,25~%, < 0,1, <~0,1~%, moins de 0,1, moins de~0,1~%, pas 12 ni 1.5, 7,5 %, 0,50~%"
    assert nombres(clair(texte)) == {
        clair("1_234,5"): 1, "+2,0": 1, "−3,25%": 1, "<0,1": 2, "<0,1%": 2, "7,5": 1, "0,50%": 1,
    }  # fmt: skip
    assert nombres("1,0", "1,0 et 2,0") == {"1,0": 2, "2,0": 1}


def test_les_montants_et_les_parts_s_ecrivent_comme_ils_se_lisent():
    assert montants([1_500_000, 1_500_000, 10_000]) == {"1,5": 2, "<0,1": 1}
    assert montants([1_500_000, -2_000_000], signe=True) == {"+1,5": 1, "−2,0": 1}
    assert parts([1, 1, 2], 4) == {"25,0%": 2, "50,0%": 1}
    assert parts([1], 5000) == {"<0,1%": 1}
    assert parts([1, 2], 0) == {}


@pytest.mark.parametrize(
    ("valeur", "signe", "ecrit"),
    [
        (0, False, "0"),
        (0, True, "0"),
        (1, True, "+1"),
        (-1, True, "−1"),
        (-1234567, False, "−1_234_567"),
        (999, False, "999"),
    ],
)
def test_un_entier_s_ecrit_avec_ses_espaces(valeur: int, signe: bool, ecrit: str):
    assert entier(valeur, signe=signe) == clair(ecrit)
    assert entier(1000) == clair("1_000")


def test_un_extrait_garde_son_contexte_sans_sortir_de_son_texte():
    textes = ["abcdef X ghijkl", "X", "un X deux X"]
    assert list(extraits(re.compile("X"), textes, 4)) == ["def X ghi", "X", "un X deu", "eux X"]
    assert list(extraits(re.compile("X"), ["aX"], 50)) == ["aX"]


def test_les_espaces_insecables_s_aplatissent():
    assert a_plat(clair("a~b_c d")) == "a b c d"


@pytest.mark.parametrize(
    ("a", "b", "juste"),
    [
        ("0.123", "0,123", True), ("0.1230000009", "0,123", True), ("0.12300000110", "0,123", False),
        ("0.123", "0,1230000011", False), ("12", "12.0", True), ("x", "1", False), ("1", "x", False),
        ("nan", "nan", False),
        ("0,5", "0,5", False), ("2", "1", False), ("1e-9", "0", False),
    ],
)  # fmt: skip
def test_deux_nombres_se_valent_a_dix_decimales(a: str, b: str, juste: bool):
    assert meme_nombre(a, b) is juste


# --- la typographie

TYPOGRAPHIE = [
    "l'Ain ou l' et 'x", "Le  Lot et le~ Lot", "Le Lot : ici ; là ! où ? oui",
    "Soit 12 % ou 3 € ou 4 M€ ou 5%, 6€, 7M€",
    "Où? Ici; là: fin", "Dit «le Lot», « le Lot » et «~le Lot~»",
    "460 000 euros, 12 000 M€, 3 500 millions, 1 000 000~€",
    "Soit 0,123456 ou 1.23456789 ou 0,12345", "La part de le Lot, à les Vosges, De les voir, à le lire, de le lui dire",
    "de Ain, du Ain, de l’Ain, dans Hautes-Alpes, dans les Hautes-Alpes, à Paris, à Lot, des Landes, d’Landes",
    "Les ventes du Lot-et-Garonne", "Les ventes des Drôme",
    "Le Val de Drôme et les Pays de la Loire du Lot", "x" * 40 + "'y" + "z" * 40, "Le  Lot et le~ Lot",
]  # fmt: skip


def test_chaque_faute_de_typographie_se_dit_une_fois(snapshot: SnapshotAssertion):
    vues = orthotypographie.verifier("p.html", [clair(t) for t in TYPOGRAPHIE])
    assert [f"{r.page} | {r.regle} | {r.message} | {montre(r.detail)}" for r in vues] == snapshot
