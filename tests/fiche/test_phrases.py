"""Les phrases calculées se lisent bien dans tous les cas, des plus riches aux plus maigres."""

import pytest
from essais_commerce import M, lisible, millesime

from fiches.donnees import nomenclatures, territoires
from fiches.fiche.commerce import Territoire
from fiches.fiche.millesime import Millesime
from fiches.fiche.phrases import Phrases
from fiches.socle.erreurs import ErreurFiche


def dire(donnees: Millesime, code: str) -> tuple[Phrases, Territoire]:
    departement = donnees.territoire(territoires.departement(code))
    return Phrases(departement, donnees.france), departement


RICHE = (
    ("E", "46", "76", "C30C", "DE", 60 * M),
    ("E", "46", "76", "C11Z", "US", 40 * M),
    ("I", "46", "76", "C30C", "US", 90 * M),
    ("I", "46", "76", "C11Z", "CU", 10 * M),
    ("E", "31", "76", "C30C", "DE", 900 * M),
    ("I", "75", "11", "B06Z", "QA", 900 * M),
)


def test_un_departement_ordinaire():
    phrases, lot = dire(millesime(*RICHE), "46")
    assert lisible(phrases.totaux) == (
        "En 2024, les exportations du Lot s’élèvent à 100,0 millions d’euros "
        "et les importations à 100,0 millions d’euros, soit un solde équilibré."
    )
    assert lisible(phrases.exportations) == (
        "Premier produit exporté : « Produits de la construction aéronautique et spatiale » "
        "(60,0 millions d’euros, soit 60,0 % du total) ; "
        "premier pays de destination : l’Allemagne (60,0 millions d’euros, soit 60,0 %)."
    )
    assert lisible(phrases.importations) == (
        "Premier produit importé, là aussi : « Aéronautique et spatial » "
        "(90,0 millions d’euros, soit 90,0 % du total) ; "
        "premier pays d’origine : les États-Unis (90,0 millions d’euros, soit 90,0 %)."
    )
    assert lisible(phrases.premier_flux) == (
        "Le flux le plus important est l’importation de « Aéronautique et spatial » depuis les États-Unis : "
        "90,0 millions d’euros, soit 90,0 % des importations."
    )
    assert lisible(phrases.solde) == "Le commerce extérieur du Lot présente un solde équilibré."
    assert lisible(phrases.poids) == (
        "Les exportations du Lot représentent 10,0 % de celles de la région Occitanie "
        "et 10,00 % de celles de la France entière ; les importations, respectivement 100,0 % et 10,00 %."
    )
    assert lisible(phrases.soldes_par_pays()) == (
        "Parmi les trois pays partenaires, l’excédent le plus élevé est enregistré avec l’Allemagne "
        "(60,0 millions d’euros) et le déficit le plus élevé avec les États-Unis (50,0 millions d’euros)."
    )
    assert lisible(phrases.soldes_par_pays(2)).startswith("Parmi les deux premiers pays partenaires, ")
    assert lisible(phrases.soldes_par_pays(1)) == "Premier pays partenaire : les États-Unis."
    assert lisible(lot.exportations.bilan) == (
        "Total des exportations : 100,0 millions d’euros, soit 10,0 % de la valeur exportée par la région Occitanie, "
        "soit 10,00 % de la valeur exportée au niveau national."
    )
    assert lisible(phrases.specialisation).endswith("soit moins que son poids national (96,0 %).")


def test_un_departement_sans_exportations():
    phrases, lozere = dire(millesime(("I", "48", "76", "C11Z", "IT", 5 * M)), "48")
    assert lisible(phrases.totaux) == (
        "Aucune exportation n’est enregistrée en Lozère en 2024. Les importations s’élèvent à 5,0 millions d’euros."
    )
    assert phrases.exportations == phrases.specialisation == lozere.exportations.bilan == ""
    assert "seul pays d’origine : l’Italie" in lisible(phrases.importations)
    assert lisible(phrases.soldes_par_pays()) == "Seul pays partenaire : l’Italie."
    assert lozere.exportations.motif == "Aucune exportation n’est enregistrée en Lozère en 2024."


def test_un_departement_sans_aucun_echange():
    phrases, lot = dire(millesime(("E", "31", "76", "C30C", "DE", M)), "46")
    assert phrases.totaux == "Aucun échange extérieur n’est enregistré dans le Lot en 2024."
    for nom in ("exportations", "importations", "poids", "concentration", "premier_flux", "solde", "specialisation"):
        assert getattr(phrases, nom) == "", nom
    assert phrases.soldes_par_pays() == ""
    assert lot.motif is not None


def test_la_region_d_un_departement_region_est_sans_objet():
    donnees = millesime(("E", "974", "04", "C10B", "JP", 3 * M), ("I", "974", "04", "C29A", "FR", M))
    phrases, reunion = dire(donnees, "974")
    region = donnees.region(territoires.departement("974"))
    assert (region.motif or "").startswith("La Réunion forme à elle seule une région")
    assert "région" not in reunion.exportations.bilan
    assert "Le diagramme suivant" in phrases.comparaison_des_exportations
    assert reunion.exportations.indicateurs["part_region"] is None


def test_un_code_inconnu_compte_sans_se_nommer():
    _, lot = dire(millesime(("E", "46", "76", "Z99Z", "ZZ", 7 * M), ("E", "46", "76", "C11Z", "DE", M)), "46")
    assert lot.exportations.valeur == 8 * M
    assert lot.exportations.par_produit()["libelle"].tolist() == ["Boissons", "Autres produits"]
    assert lot.exportations.flux()["libelle_pays"].tolist() == ["Autres pays", "Allemagne"]


def test_un_seul_produit_et_un_seul_pays_se_disent_seuls():
    phrases, _ = dire(millesime(("E", "48", "76", "C16Z", "VG", 3 * M)), "48")
    assert lisible(phrases.exportations) == (
        "Seul produit exporté : « Bois, articles en bois » (3,0 millions d’euros, soit 100,0 % du total) ; "
        "seul pays de destination : les îles Vierges britanniques (3,0 millions d’euros, soit 100,0 %)."
    )
    assert phrases.concentration == ""
    assert lisible(phrases.totaux) == (
        "Aucune importation n’est enregistrée en Lozère en 2024. Les exportations s’élèvent à 3,0 millions d’euros."
    )


def test_trois_produits_qui_font_tout_ne_se_disent_pas_concentres():
    lignes = [("E", "48", "76", p, c, n * M) for n, (p, c) in enumerate(
        [("C16Z", "DE"), ("C11Z", "IT"), ("C10A", "ES"), ("C10A", "BE"), ("C10A", "CH")], start=1
    )]  # fmt: skip
    phrases, lozere = dire(millesime(*lignes), "48")
    assert len(lozere.exportations.par_produit()) == 3
    assert lisible(phrases.concentration) == "Les trois premiers pays concentrent 80,0 % des exportations."


def test_la_concentration_se_lit_a_l_import_quand_rien_n_est_exporte():
    pays = ["DE", "IT", "ES", "BE"]
    phrases, _ = dire(millesime(*[("I", "48", "76", f"C10{c}", p, M) for c, p in zip("ABCD", pays, strict=True)]), "48")
    assert lisible(phrases.concentration) == (
        "Les trois premiers produits concentrent 75,0 % des importations, et les trois premiers pays 75,0 %."
    )


def test_au_dela_de_dix_pays_les_soldes_sont_ceux_des_dix_premiers():
    pays = ["DE", "IT", "ES", "BE", "US", "CN", "JP", "CH", "GB", "NL", "PL"]
    phrases, _ = dire(millesime(*[("E", "46", "76", "C11Z", p, n * M) for n, p in enumerate(pays, start=1)]), "46")
    assert lisible(phrases.soldes_par_pays()) == (
        "Parmi les dix premiers pays partenaires, l’excédent le plus élevé est enregistré avec la Pologne "
        "(11,0 millions d’euros)."
    )


@pytest.mark.parametrize(
    ("part_locale", "attendu"),
    [(50, "soit 5,0 fois son poids national (10,0 %)."),
     (12, "soit un poids proche de celui observé en France (10,0 %)."),
     (6, "soit moins que son poids national (10,0 %).")],
)  # fmt: skip
def test_la_specialisation_compare_le_premier_produit_a_la_france(part_locale: int, attendu: str):
    autres = [p for p in nomenclatures.produits().index if p != "C11Z"][:50]
    lignes = [
        ("E", "46", "76", "C11Z", "DE", part_locale * M),
        ("E", "75", "11", "C11Z", "DE", (1000 - part_locale) * M),
    ]
    lignes += [("E", "46", "76", p, "DE", (100 - part_locale) * M // 50) for p in autres]
    lignes += [("E", "75", "11", "C30C", "DE", (8900 + part_locale) * M)]
    phrases, _ = dire(millesime(*lignes), "46")
    assert lisible(phrases.specialisation).endswith(attendu)
    assert "exportations du Lot" in phrases.specialisation


@pytest.mark.parametrize("code", ["46", "01", "20", "48", "75", "974"])
def test_une_phrase_est_une_phrase(code: str):
    d = territoires.departement(code)
    lignes = [(s, d.code, d.region, p, c, n * M) for n, (s, p, c) in enumerate(
        [("E", "C30C", "US"), ("E", "C11Z", "NL"), ("E", "C21Z", "CU"), ("E", "A01Z", "VG"), ("I", "C14Z", "IL")],
        start=1,
    )]  # fmt: skip
    phrases, territoire = dire(millesime(*lignes), code)
    noms = [n for n in dir(Phrases) if isinstance(getattr(Phrases, n), property)]
    methodes = [n for n in dir(Phrases) if n.startswith(("graphique_", "diagramme_")) and n not in noms]
    assert len(noms) + len(methodes) >= 14
    textes = [getattr(phrases, n) for n in noms] + [getattr(phrases, n)() for n in methodes]
    for texte in filter(None, [*textes, territoire.exportations.bilan]):
        assert texte.endswith(".")
        assert texte[0] == texte[0].upper()
        for faute in ("  ", "de le ", "à le ", "de les ", " ,", "None", "nan", "'"):
            assert faute not in texte


@pytest.mark.parametrize(
    ("compte", "nom", "attendu"),
    [
        (10, "produit", "les dix premiers produits"),
        (15, "pays partenaire", "les quinze premiers pays partenaires"),
        (20, "pays", "les 20 premiers pays"),
        (1, "pays partenaire", "le premier pays partenaire"),
    ],
)
def test_les_nombres_du_recit_suivent_ceux_des_graphiques(compte: int, nom: str, attendu: str):
    assert dire(millesime(*RICHE), "46")[0].les_premiers(compte, nom) == attendu


def test_montrer_zero_pays_est_refuse():
    """Le graphique dirait qu’aucun partenaire n’est connu."""
    with pytest.raises(ErreurFiche, match="« pays » vaut 0, mais il faut un nombre entier, au moins 1"):
        dire(millesime(*RICHE), "46")[0].les_premiers(0, "pays")
