"""Les phrases n’en disent pas plus que les données : plus grand flux, parts exactes, montants infimes, multiples."""

from fractions import Fraction

import pytest
from essais_commerce import Ligne, M, lisible, millesime
from hypothesis import given, settings
from hypothesis import strategies as st

from fiches.donnees import territoires
from fiches.fiche.phrases import Phrases
from fiches.redaction import pourcentage


def dire(*lignes: Ligne, code: str = "46") -> Phrases:
    donnees = millesime(*lignes)
    return Phrases(donnees.territoire(territoires.departement(code)), donnees.france)


PRODUITS = ("C10A", "C10B", "C10C", "C10D", "C10E", "C11Z", "C13Z", "C14Z", "C16Z", "C20B")
PAYS = ("DE", "US", "IT", "ES", "BE", "GB", "CN", "NL", "CH", "PL")


def test_le_plus_grand_flux_est_celui_de_tous_les_flux_meme_hors_du_diagramme():
    lignes = [("E", "46", "76", p, c, 2 * M) for p in PRODUITS for c in PAYS]
    phrases = dire(*lignes, ("E", "46", "76", "C30C", "US", 19 * M))
    assert "C30C" not in set(phrases.territoire.exportations.flux()["produit"])
    assert lisible(phrases.premier_flux) == (
        "Le flux le plus important est l’exportation de « Produits de la construction aéronautique et spatiale » "
        "vers les États-Unis : 19,0 millions d’euros, soit 8,7 % des exportations."
    )


def test_a_egalite_le_plus_grand_flux_suit_l_export_puis_les_codes():
    phrases = dire(*[(s, "46", "76", "C11Z", c, M) for s, c in (("I", "BE"), ("E", "IT"), ("E", "DE"))])
    assert "l’exportation de « Boissons » vers l’Allemagne" in lisible(phrases.premier_flux)


def test_un_code_special_n_est_jamais_le_partenaire_du_plus_grand_flux():
    phrases = dire(("I", "46", "76", "C11Z", "FR", 9 * M), ("I", "46", "76", "C11Z", "IT", M))
    assert "depuis l’Italie : 1,0 million d’euros, soit 10,0 %" in lisible(phrases.premier_flux)


def test_un_produit_sans_nom_ne_cede_pas_sa_place_en_silence():
    phrases = dire(("E", "46", "76", "Z99Z", "DE", 7 * M), ("E", "46", "76", "C11Z", "DE", 3 * M))
    assert lisible(phrases.exportations).startswith("Premier produit exporté, hors codes inconnus : « Boissons » (3,0")
    assert lisible(phrases.specialisation).startswith("Premier poste à l’export, hors codes inconnus, « Boissons »")
    assert "l’exportation du produit de code inconnu « Z99Z » vers l’Allemagne" in lisible(phrases.premier_flux)


def test_un_pays_sans_nom_ne_cede_pas_sa_place_en_silence():
    phrases = dire(("E", "46", "76", "C11Z", "ZZ", 7 * M), ("E", "46", "76", "C11Z", "DE", 3 * M))
    assert "premier pays de destination, hors codes inconnus : l’Allemagne (3,0" in lisible(phrases.exportations)


def test_un_nom_long_se_dit_une_fois_en_entier_un_nom_bref_toujours():
    phrases = dire(("E", "46", "76", "C14Z", "DE", 9 * M), ("I", "46", "76", "C14Z", "DE", 8 * M))
    for phrase in (phrases.exportations, phrases.importations, phrases.premier_flux, phrases.specialisation):
        assert "« Articles d’habillement »" in lisible(phrase)
    phrases = dire(("E", "46", "76", "C30C", "DE", 9 * M), ("I", "46", "76", "C30C", "DE", 8 * M))
    assert "« Produits de la construction aéronautique et spatiale »" in lisible(phrases.exportations)
    for suivante in (phrases.importations, phrases.premier_flux, phrases.specialisation):
        assert "« Aéronautique et spatial »" in lisible(suivante)


def test_une_somme_de_parts_ne_se_divise_qu_une_fois():
    valeurs = [("C10A", 1148), ("C10B", 1141), ("C10C", 1129), ("C10D", 300), ("C10E", 282)]
    phrases = dire(*[("E", "21", "27", p, "DE", v) for p, v in valeurs], code="21")
    assert lisible(phrases.concentration) == "Les trois premiers produits concentrent 85,5 % des exportations."


@settings(max_examples=30)
@given(st.lists(st.integers(1, 10**12), min_size=4, max_size=10))
def test_la_part_des_trois_premiers_est_celle_de_leur_somme(valeurs: list[int]):
    phrases = dire(*[("E", "46", "76", p, "DE", v) for p, v in zip(PRODUITS, valeurs, strict=False)])
    attendue = pourcentage(Fraction(sum(sorted(valeurs)[-3:]), sum(valeurs)))
    assert phrases.concentration == f"Les trois premiers produits concentrent {attendue} des exportations."


def test_un_montant_infime_se_dit_moins_de():
    phrases = dire(("E", "46", "76", "C11Z", "DE", 4), ("E", "31", "76", "C30C", "DE", 10**9))
    assert lisible(phrases.totaux) == (
        "Aucune importation n’est enregistrée dans le Lot en 2024. "
        "Les exportations s’élèvent à moins de 0,1 million d’euros."
    )
    assert lisible(phrases.poids) == (
        "Les exportations du Lot représentent moins de 0,1 % de celles de la région Occitanie "
        "et moins de 0,01 % de celles de la France entière."
    )
    assert lisible(phrases.solde) == (
        "Le commerce extérieur du Lot présente un excédent de moins de 0,1 million d’euros."
    )
    assert lisible(phrases.territoire.exportations.bilan) == (
        "Total des exportations : moins de 0,1 million d’euros, soit moins de 0,1 % de la valeur exportée "
        "par la région Occitanie, soit moins de 0,01 % de la valeur exportée au niveau national."
    )


@pytest.mark.parametrize(
    ("locale", "nationale", "attendu"),
    [
        (5 * M, 100 * M, "soit plus de 100 fois son poids national (moins de 0,1 %)."),
        (5 * M, 10_000 * M, "soit 100 fois son poids national (1,0 %)."),
        (5 * M, 9_999 * M, "soit plus de 100 fois son poids national (1,0 %)."),
        (5 * M, 100_000 * M, "soit 10 fois son poids national (10,0 %)."),
        (M - 1, 100 * M, "soit plus que son poids national (moins de 0,1 %)."),
    ],
)
def test_un_multiple_n_est_jamais_absurde(locale: int, nationale: int, attendu: str):
    phrases = dire(
        ("E", "46", "76", "C11Z", "DE", locale),
        ("E", "75", "11", "C11Z", "DE", nationale - locale),
        ("E", "75", "11", "C30C", "DE", 10**6 * M - nationale),
    )
    assert lisible(phrases.specialisation).endswith(attendu)
