"""Les échanges d’un territoire : ce que les graphiques et le récit en lisent, sur de petits cubes faits à la main."""

from fractions import Fraction

import pytest
from essais_commerce import Ligne, M, lisible, millesime
from hypothesis import given
from hypothesis import strategies as st

from fiches.donnees import territoires
from fiches.fiche.commerce import Territoire
from fiches.fiche.echanges import Echanges
from fiches.socle.erreurs import ErreurFiche


def territoire(*lignes: Ligne, code: str = "46") -> Territoire:
    return millesime(*lignes).territoire(territoires.departement(code))


def importations_du_lot(*lignes: tuple[str, str, int]) -> Echanges:
    return territoire(*[("I", "46", "76", *ligne) for ligne in lignes]).importations


def test_les_flux_portent_les_noms_et_rougissent_les_plus_grands():
    echanges = importations_du_lot(("C11Z", "VG", 9), ("C32B", "DE", 7), ("C11Z", "FR", 8), ("A01Z", "US", 1))
    flux = echanges.flux(produits=2, pays=2, en_rouge=1)
    assert flux[["produit", "court_produit", "pays", "libelle_pays", "valeur", "rouge"]].values.tolist() == [
        ["C11Z", "Boissons", "VG", "Îles Vierges britanniques", 9, True],
        ["C11Z", "Boissons", "AUTRES", "Autres pays", 8, False],
        ["C32B", "Instruments médicaux", "DE", "Allemagne", 7, False],
        ["AUTRES", "Autres produits", "AUTRES", "Autres pays", 1, False],
    ]
    assert flux.loc[2, "libelle_produit"] == "Instruments à usage médical, optique et dentaire"


def test_un_flux_dont_un_cote_est_autres_n_est_jamais_rouge():
    flux = importations_du_lot(("C11Z", "FR", 900), ("Z99Z", "DE", 800), ("C11Z", "DE", 1)).flux()
    assert flux[flux["rouge"]][["produit", "pays"]].values.tolist() == [["C11Z", "DE"]]


def test_le_bilan_d_un_departement_d_une_region_et_de_la_france():
    donnees = millesime(("I", "46", "76", "C11Z", "DE", 2 * M), ("I", "31", "76", "C11Z", "DE", 98 * M),
                        ("I", "75", "11", "C11Z", "DE", 1900 * M))  # fmt: skip
    lot = territoires.departement("46")
    assert lisible(donnees.territoire(lot).importations.bilan) == (
        "Total des importations : 2,0 millions d’euros, soit 2,0 % de la valeur importée par la région Occitanie, "
        "soit 0,10 % de la valeur importée au niveau national."
    )
    assert lisible(donnees.region(lot).importations.bilan) == (
        "Total des importations de l’Occitanie : 100,0 millions d’euros, "
        "soit 5,00 % de la valeur importée au niveau national."
    )
    assert lisible(donnees.france.importations.bilan) == (
        "Total des importations de la France entière : 2 000,0 millions d’euros."
    )


def test_une_part_dans_un_ensemble_nul_n_est_pas_un_pourcentage():
    lot = territoire(("I", "46", "76", "C11Z", "DE", M))
    assert [c.ratio for c in lot.exportations.comparaisons.values()] == [None, None]
    assert lot.exportations.comparaisons["france"].texte == "n.d."
    assert lot.exportations.bilan == ""


@pytest.mark.parametrize(
    ("code", "attendu"),
    [("46", "dans le Lot"), ("48", "en Lozère"), ("40", "dans les Landes"), ("75", "à Paris"), ("01", "dans l’Ain"),
     ("974", "à La Réunion"), ("2A", "en Corse")],
)  # fmt: skip
def test_rien_dans_un_sens_se_dit_en_une_phrase(code: str, attendu: str):
    vide = territoire(("E", "31", "76", "C11Z", "DE", M), code=code)
    assert vide.exportations.motif == f"Aucune exportation n’est enregistrée {attendu} en 2024."
    assert vide.importations.motif == f"Aucune importation n’est enregistrée {attendu} en 2024."
    assert vide.exportations.flux().empty
    assert vide.exportations.par_pays().empty


def test_une_valeur_nulle_n_est_ni_un_partenaire_ni_un_flux():
    echanges = importations_du_lot(("C11Z", "DE", 0), ("C11Z", "IT", 5))
    assert echanges.nombre_de_pays == 1
    assert echanges.flux()["pays"].tolist() == ["IT"]


def test_le_qatar_et_la_namibie_sont_des_partenaires():
    echanges = importations_du_lot(("B06Z", "QA", 6), ("B07Z", "NA", 4))
    assert echanges.par_pays()["libelle"].tolist() == ["Qatar", "Namibie"]
    assert lisible(echanges.principaux_pays()) == "le Qatar (60,0 %) et la Namibie (40,0 %)"


def test_les_principaux_produits_s_enumerent_avec_leur_part():
    echanges = importations_du_lot(("C11Z", "DE", 5), ("C31Z", "DE", 3), ("C21Z", "DE", 1), ("A01Z", "DE", 1))
    assert lisible(echanges.principaux_produits(2)) == "« Boissons » (50,0 %) et « Meubles » (30,0 %)"
    assert lisible(echanges.principaux_produits()) == (
        "« Boissons » (50,0 %), « Meubles » (30,0 %) et « Produits de la culture et de l’élevage » (10,0 %)"
    )


def test_les_indicateurs_sont_exacts_et_non_arrondis():
    lot = territoire(
        ("I", "46", "76", "C11Z", "DE", 1), ("I", "31", "76", "C11Z", "DE", 2), ("I", "75", "11", "C11Z", "DE", 4)
    )
    assert lot.importations.indicateurs == {
        "total": 1,
        "part_region": float(Fraction(1, 3)),
        "part_france": float(Fraction(1, 7)),
        "produits": [{"produit": "C11Z", "libelle": "Boissons", "valeur": 1}],
        "pays": [{"pays": "DE", "libelle": "Allemagne", "valeur": 1}],
        "flux_en_rouge": [{"produit": "C11Z", "pays": "DE", "valeur": 1}],
    }


def test_la_balance_va_des_exportations_aux_importations():
    lot = territoire(("E", "46", "76", "C11Z", "US", 26 * M), ("I", "46", "76", "C30C", "US", 52 * M),
                     ("I", "46", "76", "C30C", "QQ", 900 * M))  # fmt: skip
    assert lot.solde == -926 * M
    assert lisible(lot.solde_en_mots) == "un déficit de 926,0 millions d’euros"
    assert lot.pays().values.tolist() == [["US", "États-Unis", 52 * M, 26 * M, -26 * M]]
    assert lot.activites()[["sens", "court", "part"]].values.tolist() == [
        ["I", "Aéronautique et spatial", 1.0], ["E", "Boissons", 1.0],
    ]  # fmt: skip
    assert lot.motif is None


@given(
    st.lists(
        st.tuples(st.sampled_from(["C11Z", "C30C", "A01Z", "Z99Z"]), st.sampled_from(["DE", "US", "NA", "QQ", "ZZ"]),
                  st.integers(0, 10**12)),
        max_size=25,
    ),
    st.integers(0, 4),
)  # fmt: skip
def test_les_parties_et_autres_font_le_total(lignes: list[tuple[str, str, int]], nombre: int):
    echanges = importations_du_lot(*lignes)
    total = sum(valeur for *_, valeur in lignes)
    assert echanges.valeur == total
    for table in (echanges.par_produit(nombre), echanges.par_pays(nombre), echanges.flux(nombre, nombre)):
        assert table["valeur"].sum() == total
        assert (table["valeur"] > 0).all()


@pytest.mark.parametrize("nombre", [-2, 3.5, "cinq", True])
@pytest.mark.parametrize("appel", ["par_pays", "par_produit", "pays", "activites", "flux"])
def test_un_nombre_qui_ne_convient_pas_est_refuse(appel: str, nombre: object):
    lot = territoire(("E", "46", "76", "C30C", "DE", 5), ("I", "46", "76", "C11Z", "US", 3))
    porteur = lot.exportations if hasattr(lot.exportations, appel) else lot
    with pytest.raises(ErreurFiche, match=r"il faut un nombre entier, au moins 0$"):
        getattr(porteur, appel)(nombre)


def test_aucun_flux_en_rouge_se_demande_et_moins_que_rien_se_refuse():
    exportations = territoire(("E", "46", "76", "C30C", "DE", 5)).exportations
    assert not exportations.flux(en_rouge=0)["rouge"].any()
    with pytest.raises(ErreurFiche, match="« en_rouge » vaut -1, mais il faut un nombre entier, au moins 0"):
        exportations.flux(en_rouge=-1)
