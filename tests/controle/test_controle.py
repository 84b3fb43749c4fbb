"""Le contrôle dit ce qui empêche de publier, ce qu’il faut regarder, et ne voit rien là où il n’y a rien."""

import datetime
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from essais_commerce import lisible
from essais_controle import PAUVRES, PAYS, M, annee, total
from essais_navigateur import DEFAUTS_DES_SVG
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from fiches.controle import Controle, mesures
from fiches.controle.constats import DEGRES
from fiches.donnees.douane import importer
from fiches.graphiques import Mention
from fiches.graphiques.style import css_figures, css_polices
from fiches.socle.erreurs import ErreurDemande, ErreurDonnees


def phrases(controle: Controle, degre: str, sujet: str) -> list[str]:
    return [lisible(c.phrase) for c in controle.constats if (c.degre, c.sujet) == (degre, sujet)]


def test_les_donnees_de_demonstration_se_disent_et_s_accordent_aux_six_totaux_publies(donnees_demo: Path):
    controle = Controle(2024, donnees=donnees_demo)
    assert controle.publiable
    assert "2024 est simulée" in phrases(controle, "information", "origine")[0]
    assert phrases(controle, "information", "totaux publiés") == [
        "Six totaux publiés sont retrouvés à 0,1 % près (fiche officielle du Lot, 2024)."
    ]
    assert lisible(controle.bilan).endswith("Ce sont des données de démonstration : rien n’est à publier.")
    assert {c.degre for c in controle.constats} <= set(DEGRES)


def test_une_annee_entiere_se_controle(donnees_demo: Path):
    controle = Controle(2024, donnees=donnees_demo)
    assert len(controle.lignes) > 450_000
    assert controle.constats


def test_des_donnees_regulieres_mais_petites_ne_sont_bloquees_que_par_leur_taille_et_leurs_absents(controler):
    controle = controler(annee())
    alarmes = {(c.degre, c.sujet) for c in controle.constats if c.degre != "information"}
    assert alarmes == {("bloquant", "ordres de grandeur"), ("bloquant", "départements")}
    assert "n’est pas vérifié" in phrases(controle, "information", "totaux publiés")[0]
    assert phrases(controle, "information", "totaux")[0].startswith("Exportations de 2024 : 1 053,6 M€ (T1 : 263,4 M€")
    for tableau in (controle.tableau_hors_norme(), controle.tableau_inconnus(), controle.tableau_codes_speciaux()):
        assert isinstance(tableau, Mention)


@pytest.mark.parametrize(
    ("publie", "degre"),
    [(354.0, "information"), (348.5, "information"), (356.0, "à regarder"), (346.0, "à regarder"), (400.0, "bloquant")],
)
def test_un_petit_ecart_avec_un_total_publie_est_peut_etre_une_revision_un_grand_bloque(controler, publie, degre):
    references = total("departement", publie, "46") | {
        "tolerance": 1,
        "source": "communiqué",
        "date": datetime.date(2025, 2, 7),
    }
    (phrase,) = phrases(controler(annee(), references=references), degre, "totaux publiés")
    assert "communiqué, publiés le 7 février 2025" in phrase
    if degre == "information":
        assert phrase.startswith("Un total publié est retrouvé à 1,0 % près")
    else:
        assert ("révision ?" in phrase) is (degre == "à regarder")
        assert "xportations du Lot, 351,2 M€ dans les données et" in phrase


def test_un_total_arrondi_s_accorde_a_une_unite_de_son_dernier_chiffre(controler):
    (comparaison,) = controler(annee(), references=total("departement", 351.3, "46") | {"tolerance": 0}).comparaisons
    assert (comparaison.tolerance, comparaison.verdict) == (M // 10, "accord")


@pytest.mark.parametrize(
    ("niveau", "code", "attendu"), [("departement", "31", 351.2), ("region", "76", 702.4), ("france", "", 1053.6)]
)
def test_les_totaux_publies_valent_pour_un_departement_une_region_ou_la_france(controler, niveau, code, attendu):
    controle = controler(annee(), references=total(niveau, attendu, code))
    (comparaison,) = controle.comparaisons
    assert comparaison.verdict == "accord"
    assert abs(comparaison.ecart) < M


def test_un_total_publie_d_un_lieu_inconnu_est_refuse(controler):
    with pytest.raises(ErreurDemande, match="n’est pas un département"):
        _ = controler(annee(), references=total("departement", 1, "4Z")).constats


def test_les_references_d_une_autre_annee_ne_servent_pas(donnees_demo: Path, tmp_path: Path):
    params = tmp_path / "essai.yml"
    params.write_text(yaml.safe_dump({"annee": 2023, "references": total("france", 1.0)}), encoding="utf-8")
    controle = Controle(2024, params, donnees_demo)
    assert "n’est pas vérifié" in phrases(controle, "information", "totaux publiés")[0]


def test_un_trimestre_manquant_est_bloquant_et_son_flux_n_est_pas_compare(controler):
    table = annee()
    table = table[~((table["flux"] == "E") & table["trimestre"].isin([2, 4]))]
    controle = controler(table, references=total("france", 1.0))
    assert phrases(controle, "bloquant", "trimestres") == ["Il manque T2 et T4 aux exportations de 2024."]
    assert controle.comparaisons == []
    assert controle.figure_trimestres().svg
    # Un trimestre qui n’est pas importé n’est pas un département absent.
    exportations, importations = phrases(controle, "bloquant", "départements")
    assert "(T1, T3)" in exportations
    assert "T2" not in exportations
    assert "(T1, T2, T3, T4)" in importations


def test_les_codes_inconnus_sont_comptes_avec_leur_valeur_et_restent_dans_les_totaux(controler):
    table = annee()
    table.loc[[0, 41], "pays"] = "ZZ"
    table.loc[2, ["departement", "region"]] = ["98", "77"]
    table.loc[3, "produit"] = "Z99Z"
    controle = controler(table, references=total("france", 1053.6))
    dites = phrases(controle, "à regarder", "codes inconnus")
    assert "Code pays hors nomenclature : ZZ (2 lignes, 4 010 002 €)." in " ".join(dites)
    for code in ("département hors nomenclature : 98 (1 ligne", "région hors nomenclature : 77", "produit hors nom"):
        assert code in " ".join(dites)
    assert controle.tableau_inconnus().html().count("<tr>") >= 5


def test_un_trimestre_absent_ou_qui_saute_se_dit(controler):
    table = annee()
    table = table[~((table["flux"] == "E") & (table["trimestre"] == 2) & (table["departement"] == "46"))]
    choix = (table["flux"] == "I") & (table["trimestre"] == 3) & (table["departement"] == "31")
    table.loc[choix, ["valeur", "masse"]] *= 3
    controle = controler(table)
    assert "Lot (T2)" in " ".join(phrases(controle, "bloquant", "départements"))
    dites = " ".join(phrases(controle, "à regarder", "départements"))
    assert "1 trimestre saute : Haute-Garonne, T3, 263,4 M€ contre 87,8 M€ d’habitude dans l’année." in dites
    assert "•" in controle.figure_departements().svg
    assert "×" in controle.figure_departements().svg


def test_l_annee_d_avant_montre_un_saut_que_l_annee_seule_cache(controler):
    avant, table = annee(2023), annee()
    avant.loc[avant["departement"] == "75", "valeur"] //= 4
    assert not controler(table).trimestres["saut"].any()
    controle = controler(table, avant)
    sauts = controle.trimestres[controle.trimestres["saut"]]
    assert set(sauts["departement"]) == {"75"}
    assert len(sauts) == 8
    assert "un an avant" in " ".join(phrases(controle, "à regarder", "départements"))
    assert "Le trait noir est le même trimestre de 2023" in lisible(controle.figure_trimestres().lecture)


def test_une_annee_simulee_ne_se_compare_pas_a_une_vraie(donnees_demo: Path, tmp_path: Path):
    shutil.copytree(donnees_demo, tmp_path / "donnees")
    fichier = tmp_path / "Region_2023.txt"
    annee(2023).to_csv(fichier, sep=";", header=False, index=False)
    importer([fichier], tmp_path / "donnees")
    assert Controle(2024, donnees=tmp_path / "donnees").annee_avant is None


def test_une_ligne_qui_fait_un_departement_se_dit(controler):
    table = annee()
    table.loc[0, ["valeur", "masse"]] = [100 * M, 10 * M]
    controle = controler(table)
    (phrase,) = phrases(controle, "à regarder", "lignes seules")
    assert phrase.startswith("1 ligne pèse à elle seule plus de 20 % de l’année d’un département dans son sens : Lot,")
    assert "Allemagne, 22,3 %" in phrase


@pytest.mark.parametrize("champ", ["valeur", "masse"])
def test_une_erreur_d_unite_se_voit_au_prix_du_kilogramme(controler, champ):
    table = annee()
    table.loc[5, champ] *= 1000
    controle = controler(table)
    (phrase,) = phrases(controle, "à regarder", "valeur et masse")
    assert phrase.startswith("1 ligne a un rapport valeur/masse hors norme pour son produit : Lot, exportations, T1")
    assert "au lieu de 10,00 €/kg" in phrase
    assert controle.hors_norme["facteur"].iat[0] == pytest.approx(1000 if champ == "valeur" else 1 / 1000, rel=0.1)
    assert "ligne hors norme" in controle.figure_valeur_masse().svg


def test_une_ligne_sans_masse_ou_sans_valeur_ne_trouble_pas_le_controle(controler):
    table = annee()
    table.loc[0, "masse"] = 0
    table.loc[1, "valeur"] = 0
    controle = controler(table)
    assert list(controle.hors_norme["valeur"]) == [0]
    assert controle.figure_valeur_masse().svg


@pytest.mark.parametrize(("fois", "degre"), [(1, "information"), (4, "à regarder")])
def test_les_codes_speciaux_sont_a_regarder_au_dela_de_cinq_pour_cent(controler, fois, degre):
    table = annee()
    table.loc[:: len(PAYS), "pays"] = "QU"  # une ligne par département et par trimestre
    table.loc[:: len(PAYS), ["valeur", "masse"]] *= fois
    assert "QU Pays non déterminés" in phrases(controler(table), degre, "codes spéciaux")[0]


def test_une_annee_absente_se_refuse(tmp_path: Path):
    with pytest.raises(ErreurDonnees, match="Aucune donnée pour 2019"):
        Controle(2019, donnees=tmp_path)


@given(st.lists(st.tuples(st.sampled_from("EI"), st.sampled_from([1, 2, 3, 4]), st.integers(0, 10**11)), min_size=1))
def test_les_totaux_par_trimestre_et_par_region_sont_exacts(tirage):
    lignes = pd.DataFrame(tirage, columns=["flux", "trimestre", "valeur"]).assign(
        departement="46", region="76", masse=1
    )
    attendu = sum(valeur for _, _, valeur in tirage)
    assert mesures.par_trimestre(lignes)["valeur"].sum() == attendu
    assert mesures.par_region(lignes).to_numpy().sum() == attendu
    assert mesures.par_departement(lignes, ["46", "31"]).to_numpy().sum() == attendu


@given(st.lists(st.integers(1, 10**11), min_size=4, max_size=4), st.integers(2, 50))
def test_le_rapport_d_un_trimestre_ne_depend_pas_de_l_unite(valeurs, echelle):
    index = pd.MultiIndex.from_tuples([("E", "46")], names=["flux", "departement"])
    table = pd.DataFrame([valeurs], index=index, columns=mesures.TRIMESTRES).rename_axis(columns="trimestre")
    couverture = {("E", t) for t in mesures.TRIMESTRES}
    rapports = [mesures.trimestres(t, couverture)["rapport"].to_numpy() for t in (table, table * echelle)]
    assert np.allclose(*rapports)


@pytest.mark.navigateur
def test_les_figures_du_controle_n_ont_ni_texte_coupe_ni_identifiant_double(
    controler, navigateur: Browser, tmp_path: Path
):
    table = annee()
    table.loc[5, "masse"] *= 1000
    controle = controler(table, annee(2023))
    figures = [
        controle.figure_trimestres(),
        controle.figure_regions(),
        controle.figure_departements(),
        controle.figure_valeur_masse(),
    ]
    page = tmp_path / "figures.html"
    css = css_polices() + css_figures()
    page.write_text(f"<meta charset=utf-8><style>{css}</style>{''.join(f.html() for f in figures)}", encoding="utf-8")
    onglet = navigateur.new_page(viewport={"width": 1000, "height": 800})
    onglet.goto(page.as_uri())
    onglet.evaluate("document.fonts.ready")
    assert onglet.evaluate(DEFAUTS_DES_SVG) == []
    doubles = "() => [...document.querySelectorAll('[id]')].map(e => e.id).filter((x, i, t) => t.indexOf(x) !== i)"
    assert onglet.evaluate(doubles) == []
    onglet.close()


def test_les_memes_donnees_donnent_les_memes_figures(controler):
    controle = controler(annee())
    assert controle.figure_departements().svg == controle.figure_departements().svg
    assert controle.figure_trimestres().svg == controle.figure_trimestres().svg


@pytest.mark.parametrize("nom", PAUVRES)
def test_les_donnees_les_plus_pauvres_se_controlent(controler, nom: str):
    table = pd.DataFrame(PAUVRES[nom], columns=annee().columns.drop("annee"))
    table.insert(2, "annee", 2024)
    seule = controler(table)
    assert not seule.publiable
    assert str(seule.bilan)
    seule.figure_trimestres()
    seule.figure_regions()
    seule.figure_valeur_masse()
    for controle in (seule, controler(table, table.assign(annee=2023, valeur=0))):
        assert controle.constats
        for methode in dir(controle):
            if methode.startswith("tableau_"):
                getattr(controle, methode)()._repr_mimebundle_()
