"""Les précisions sur les données : dites quand il le faut, nommées pour ce qu’elles sont, une seule fois."""

from dataclasses import replace

import pytest
from essais_commerce import Ligne, M, lisible, millesime

from fiches.donnees import territoires
from fiches.fiche.phrases import Phrases


def noter(*lignes: tuple[str, str, str, int], annee: int = 2024, presences: object = None) -> Phrases:
    """Les phrases du Lot pour ces lignes : sens, produit, pays, euros."""
    completes: list[Ligne] = [(s, "46", "76", p, c, v) for s, p, c, v in lignes]
    donnees = millesime(*completes)
    donnees = replace(donnees, contexte=replace(donnees.contexte, annee=annee), presences=presences or {})
    return Phrases(donnees.territoire(territoires.departement("46")), donnees.france)


@pytest.mark.parametrize(("poids", "dit"), [(1, False), (2, True)])
def test_ce_qui_n_est_pas_un_pays_se_dit_au_dela_d_un_pour_cent_exactement(poids: int, dit: bool):
    note = noter(("I", "C11Z", "DE", 100 - poids), ("I", "C11Z", "QS", poids)).codes_speciaux
    assert lisible(note) == (
        "Une partie des échanges ne se rattache à aucun pays partenaire : 2,0 % des importations (avitaillement des "
        "navires et des avions). Elle compte dans les totaux et dans « Autres pays »."
        if dit
        else ""
    )


def test_l_export_et_l_import_ont_leurs_mots_et_l_explication_ne_se_dit_qu_une_fois():
    note = noter(
        ("E", "C11Z", "DE", 90), ("E", "C11Z", "QR", 4), ("E", "C11Z", "QS", 2), ("E", "C11Z", "QU", 4),
        ("I", "C11Z", "DE", 80), ("I", "C11Z", "FR", 15), ("I", "C11Z", "QW", 5),
    ).codes_speciaux  # fmt: skip
    assert lisible(note) == (
        "Une partie des échanges ne se rattache à aucun pays partenaire : 10,0 % des exportations (avitaillement des "
        "navires et des avions, 6,0 % ; destination non déterminée, 4,0 %) et 20,0 % des importations (retours de "
        "marchandises en France, 15,0 % ; provenance non déterminée, 5,0 %). "
        "Elle compte dans les totaux et dans « Autres pays »."
    )


def test_un_code_inconnu_n_est_pas_un_code_special():
    phrases = noter(("E", "C11Z", "DE", 75), ("E", "C11Z", "ZZ", 25), ("I", "C11Z", "DE", M))
    assert phrases.codes_speciaux == ""
    assert lisible(phrases.codes_inconnus) == (
        "Le code de pays « ZZ » ne désigne aucun pays connu en 2024 : sa part, 25,0 % des exportations, compte dans "
        "les totaux et dans « Autres pays »."
    )


def test_les_codes_inconnus_des_deux_sens_et_des_produits_se_disent():
    phrases = noter(
        ("E", "C11Z", "ZZ", 1), ("E", "Z98Z", "DE", 3), ("I", "Z99Z", "ZY", 2), ("I", "C11Z", "DE", 998),
    )  # fmt: skip
    assert lisible(phrases.codes_inconnus) == (
        "Les codes de pays « ZZ » et « ZY » ne désignent aucun pays connu en 2024 : leur part, 25,0 % des exportations "
        "et 0,2 % des importations, compte dans les totaux et dans « Autres pays ». "
        "Les codes de produit « Z98Z » et « Z99Z » ne sont pas dans la nomenclature : leur part, 75,0 % des "
        "exportations et 0,2 % des importations, compte dans les totaux et dans « Autres produits »."
    )


def test_au_dela_de_cinq_codes_inconnus_les_autres_se_comptent():
    phrases = noter(*[("E", f"Z{n}ZZ", "DE", M) for n in range(7)])
    assert "« Z3ZZ », « Z4ZZ » et 2 autres ne sont pas" in lisible(phrases.codes_inconnus)


def test_sans_rien_a_preciser_rien_n_est_dit():
    phrases = noter(("E", "C11Z", "DE", M), ("I", "B06Z", "NA", M))
    assert phrases.codes_speciaux == phrases.codes_inconnus == phrases.trimestres == ""
    assert phrases.territoire.importations.convention == ""


@pytest.mark.parametrize(
    ("exporte", "importe", "attendu"),
    [
        ({1, 2, 4}, {1, 2, 3, 4}, "aucune exportation au troisième trimestre"),
        ({1, 2, 4}, {3}, "aucune exportation au troisième trimestre et aucune importation aux premier, deuxième et "
         "quatrième trimestres"),
    ],
)  # fmt: skip
def test_un_trimestre_absent_se_dit(exporte: set[int], importe: set[int], attendu: str):
    presences = {("E", "46"): frozenset(exporte), ("I", "46"): frozenset(importe)}
    phrases = noter(("E", "C11Z", "DE", M), ("I", "C11Z", "DE", M), presences=presences)
    assert lisible(phrases.trimestres) == (
        f"Les données de 2024 ne comptent, pour le Lot, {attendu} : ses totaux de l’année peuvent être incomplets."
    )


@pytest.mark.parametrize(("annee", "dit"), [(2019, False), (2023, False), (2024, True), (2025, True), (2026, False)])
def test_les_droits_de_douane_de_2025_ne_se_disent_que_des_annees_ou_c_est_vrai(annee: int, dit: bool):
    assert bool(noter(("E", "C11Z", "DE", M), annee=annee).droits_de_douane) is dit


@pytest.mark.parametrize(
    ("code", "region", "produit", "rappelle"),
    [("75", "11", "B06Z", True), ("75", "11", "D35A", True), ("75", "11", "C14Z", False), ("13", "93", "B06Z", False)],
)
def test_le_gaz_rattache_a_paris_se_rappelle_ou_il_vient_en_tete(code: str, region: str, produit: str, rappelle: bool):
    donnees = millesime(("I", code, region, produit, "US", 9 * M), ("E", code, region, produit, "US", 9 * M))
    departement = territoires.departement(code)
    for territoire in (donnees.territoire(departement), donnees.region(departement)):
        assert bool(territoire.importations.convention) is rappelle
        assert territoire.exportations.convention == ""


def test_le_rappel_dit_ou_le_gaz_est_rattache():
    donnees = millesime(("I", "75", "11", "B06Z", "US", 9 * M))
    paris = territoires.departement("75")
    assert lisible(donnees.territoire(paris).importations.convention) == (
        "Par convention, les importations de gaz naturel et d’électricité sont rattachées à Paris : le poids de "
        "« Hydrocarbures naturels » n’y mesure pas une activité locale."
    )
    assert "à Paris, donc à l’Île-de-France : le poids" in lisible(donnees.region(paris).importations.convention)
