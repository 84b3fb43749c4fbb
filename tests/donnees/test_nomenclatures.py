"""Les tables du projet : complètes, cohérentes, et chacune dit sa source."""

import pandas as pd
import pytest

from fiches.donnees import nomenclatures
from fiches.donnees.libelles import Libelles
from fiches.redaction import typographier
from fiches.socle.chemins import NOMENCLATURES
from fiches.socle.erreurs import ErreurFiche

TABLES = sorted(NOMENCLATURES.glob("*.csv"))

pytestmark = pytest.mark.usefixtures("tables_relues")


def test_les_soixante_seize_produits_ont_un_libelle_et_un_nom_court_unique():
    produits = nomenclatures.produits()
    assert len(produits) == 76
    assert produits.index.str.fullmatch(r"[A-Z]\d\d[A-Z]").all()
    assert produits["groupe"].str.len().min() > 0
    assert produits["court"].is_unique
    assert produits["libelle"].is_unique
    assert produits["court"].str.len().between(3, 30).all()


def test_na_est_la_namibie():
    assert nomenclatures.pays().loc["NA", "nom"] == "Namibie"


def test_les_codes_qui_ne_sont_pas_des_pays_sont_la_france_l_union_et_ceux_de_qp_a_qz():
    pays = nomenclatures.pays()
    assert set(pays.index[pays["special"]]) == {c for c in pays.index if c in {"FR", "EU"} or "QP" <= c <= "QZ"}
    assert not pays.loc["QA", "special"]  # le Qatar est un pays


@pytest.mark.parametrize("nom", ["pays", "produits", "departements"])
def test_les_sens_successifs_d_un_code_ne_se_chevauchent_pas(nom):
    table = getattr(nomenclatures, nom)()
    assert table["debut"].str.fullmatch(r"|\d{4}(0[1-9]|1[0-2])").all()
    assert table["fin"].str.fullmatch(r"|\d{4}(0[1-9]|1[0-2])").all()
    for _, sens in table.groupby(level=0):
        bornes = [mois for _, ligne in sens.iterrows() for mois in (ligne["debut"], ligne["fin"])]
        assert [b for b in bornes[1:-1] if b] == sorted(set(bornes[1:-1]))
        assert bornes[0] < (bornes[-1] or "999912")


@pytest.mark.parametrize(
    ("code", "annee", "nom"),
    [("XK", 1992, "Yougoslavie (code de 1992)"), ("XK", 2004, None), ("XK", 2005, "Kosovo"), ("XK", 2024, "Kosovo"),
     ("XS", 2004, "Saba"), ("XS", 2006, "Serbie"), ("AN", 2012, "Antilles néerlandaises"), ("AN", 2013, None),
     ("SS", 2012, None), ("SS", 2013, "Soudan du Sud"), ("QU", 2010, None), ("QU", 2012, "Pays non déterminés")],
)  # fmt: skip
def test_un_code_vaut_pour_une_annee(code, annee, nom):
    assert nomenclatures.en_vigueur(nomenclatures.pays(), annee)["nom"].get(code) == nom


@pytest.mark.parametrize(
    ("debut", "fin", "vaut"),
    [
        ("", "", True),
        ("202412", "", True),
        ("202501", "", False),
        ("", "202401", True),
        ("", "202312", False),
        ("202406", "202406", True),
    ],
)
def test_un_mois_de_validite_dans_l_annee_suffit(debut: str, fin: str, vaut: bool):
    table = pd.DataFrame({"debut": [debut], "fin": [fin], "nom": ["Essai"]}, index=["XX"])
    assert (list(nomenclatures.en_vigueur(table, 2024).index) == ["XX"]) == vaut


def test_d_un_code_qui_change_de_sens_dans_l_annee_le_dernier_sens_est_pris():
    bornes = {"debut": ["", "202407"], "fin": ["202406", ""], "nom": ["Premier", "Second"]}
    table = pd.DataFrame(bornes, index=["XX", "XX"])
    pris = [list(nomenclatures.en_vigueur(table, annee)["nom"]) for annee in (2023, 2024, 2025)]
    assert pris == [["Premier"], ["Second"], ["Second"]]


@pytest.mark.parametrize("code", ["XU", "AN", "DD", "XI", "XT", "QV"])
def test_un_pays_qui_n_a_plus_cours_est_inconnu(code):
    libelles = Libelles(annee=2024)
    assert libelles.pays(code) == code
    assert code not in libelles.partenaires
    assert libelles.partenaires == Libelles().partenaires


def test_les_partenaires_sont_ceux_de_leur_annee():
    assert "AN" in Libelles(annee=2012).partenaires
    assert Libelles(annee=2012).pays_avec_article("AN") == "les Antilles néerlandaises"
    assert {"XK", "XS", "DE"} <= Libelles(annee=2024).partenaires
    assert not {"FR", "QQ", "QU"} & Libelles(annee=2024).partenaires


def test_le_libelle_de_l_archive_nomme_un_pays_que_nos_tables_n_ont_pas_cette_annee_la():
    recus = {"XI": "Irlande du Nord", "DE": "Allemagne fédérale", "QX": "Lieux d'avitaillement"}
    libelles = Libelles(pays_de_l_archive=recus, annee=2024)
    assert libelles.pays_avec_article("XI") == "Irlande du Nord"
    assert libelles.pays("DE") == "Allemagne"
    assert libelles.pays("QX") == "Lieux d’avitaillement"
    assert libelles.partenaires - Libelles(annee=2024).partenaires == {"XI"}


def test_les_codes_speciaux_ne_deviennent_pas_des_pays_parce_que_l_archive_les_nomme():
    recus = {c: f"Lieu {c}" for c in ("QO", "QP", "QQ", "QY", "QZ", "FR", "QA", "XI")}
    libelles = Libelles(pays_de_l_archive=recus, annee=2024)
    assert libelles.partenaires - Libelles(annee=2024).partenaires == {"QO", "XI"}
    # Nos tables les connaissent une année, pas l’autre : ni alors ni ensuite ce ne sont des pays.
    assert not {c for c in Libelles(pays_de_l_archive=recus, annee=1995).partenaires if "QP" <= c <= "QZ" or c == "FR"}


def test_les_produits_ont_cours_depuis_2009():
    assert Libelles(annee=2008).produits_nommables == frozenset()
    assert Libelles(annee=2008).produit_court("C30C") == "C30C"
    assert len(Libelles(annee=2009).produits_nommables) == 76


def test_un_code_cpf4_a_le_nom_que_lui_donne_l_archive():
    assert Libelles(cpf4_de_l_archive={"0112": "Riz, non décortiqué"}).cpf4("0112") == "Riz, non décortiqué"
    assert Libelles().cpf4("0112") == "0112"


def test_aucun_pays_ne_porte_le_nom_d_un_autre():
    pays = nomenclatures.pays()
    assert pays["nom"].is_unique
    assert set(pays["article"]) == {"", "le", "la", "les", "l’"}


def test_l_article_s_elide_devant_une_voyelle():
    pays = nomenclatures.pays()
    for code, ligne in pays[pays["article"].isin(["le", "la", "l’"])].iterrows():
        # Le Yémen et le Honduras gardent leur article entier.
        voyelle = ligne["nom"][0] in "AEIOUÉÎÔ"
        assert (ligne["article"] == "l’") is voyelle, code


@pytest.mark.parametrize(
    ("code", "nom"),
    [("DE", "l’Allemagne"), ("US", "les États-Unis"), ("CU", "Cuba"), ("GB", "le Royaume-Uni"), ("MX", "le Mexique"),
     ("SZ", "l’Eswatini"), ("MK", "la Macédoine du Nord"), ("XS", "la Serbie"), ("XK", "le Kosovo"),
     ("NL", "les Pays-Bas"), ("CZ", "la Tchéquie"), ("QA", "le Qatar"), ("HT", "Haïti"), ("IL", "Israël"),
     ("KY", "les îles Caïmans"), ("BV", "l’île Bouvet"), ("CD", "la République démocratique du Congo"),
     ("HK", "Hong Kong"), ("KR", "la Corée du Sud"), ("CI", "la Côte d’Ivoire"), ("ZZ", "ZZ")],
)  # fmt: skip
def test_un_pays_se_dit_avec_son_article(code, nom):
    assert Libelles().pays_avec_article(code) == nom


@pytest.mark.parametrize(
    ("ecrit", "code"),
    [("USA", "US"), ("UK", "GB"), ("Grande Bretagne", "GB"), ("Angleterre", "GB"), ("Royaume Uni", "GB"),
     ("Hollande", "NL"), ("les Etats Unis", "US")],
)  # fmt: skip
def test_un_pays_se_trouve_par_ses_noms_d_usage(ecrit, code):
    assert Libelles().trouver_pays(ecrit) == code


@pytest.mark.parametrize(
    ("ecrit", "pourquoi"),
    [
        ("Union européenne", "(Union européenne) : c’est un groupe de pays"),
        ("UE", "c’est un groupe de pays"),
        ("FR", "(France) : sous ce code, les douanes comptent les retours en France"),
        ("QU", "(Pays non déterminés) : les douanes y comptent ce qu’elles ne rattachent à aucun pays"),
    ],
)
def test_ce_qui_n_est_pas_un_partenaire_se_refuse_en_disant_pourquoi(ecrit, pourquoi):
    with pytest.raises(ErreurFiche, match="n’est pas un pays partenaire") as refus:
        Libelles().trouver_pays(ecrit)
    assert pourquoi in str(refus.value)


@pytest.mark.parametrize(
    ("chercher", "proposes"),
    [
        (lambda: Libelles().trouver_pays("Corée"), "KP (Corée du Nord), KR (Corée du Sud). La liste"),
        (lambda: Libelles().trouver_produit("vin"), "proches : C11Z (Boissons). La liste"),
        (lambda: Libelles().trouver_produit("C30"), "C30A (Navires et bateaux), C30B (Matériel ferroviaire roulant)"),
        (lambda: Libelles().trouver_pays("zzzz"), "La liste complète : data/nomenclatures/pays.csv"),
        (lambda: Libelles().trouver_produit("zzzz"), "La liste complète : data/nomenclatures/produits.csv"),
    ],
)
def test_un_nom_inconnu_propose_par_debut_de_code_par_mot_et_par_usage(chercher, proposes):
    with pytest.raises(ErreurFiche) as refus:
        chercher()
    assert proposes in str(refus.value)


def test_un_synonyme_designe_un_code_connu_et_un_seul():
    noms = nomenclatures.synonymes()["noms"].str.split(", ").explode()
    assert set(noms.index) <= {*nomenclatures.pays().index, *nomenclatures.produits().index}
    assert noms.is_unique
    assert not set(noms) & {*nomenclatures.pays()["nom"], *nomenclatures.produits()["libelle"]}


def test_le_libelle_de_l_archive_l_emporte_a_la_typographie_pres():
    libelles = Libelles({"C11Z": "Vins d'ici ; cidres", "C99Z": "Robots"})
    assert libelles.produit("C11Z") == "Vins d’ici\u202f; cidres"
    assert libelles.produit_court("C11Z") == "Boissons"
    assert libelles.produit_court("C99Z") == libelles.produit("C99Z") == "Robots"
    assert "C99Z" in libelles.produits_nommables
    assert libelles.produit("Z99Z") == "Z99Z"
    assert "Z99Z" not in libelles.produits_nommables


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_chaque_table_dit_sa_source_et_a_sa_typographie(table):
    texte = table.read_text(encoding="utf-8")
    assert texte.startswith("#")
    assert "licence" in texte.split("\ncode")[0].lower() or "CLDR" in texte.split("\ncode")[0]
    assert "'" not in texte
    for ligne in (x for x in texte.splitlines() if not x.startswith("#")):
        assert typographier(ligne.replace(";", "|")) == ligne.replace(";", "|")


def test_les_codes_des_douanes_ne_se_confondent_pas():
    table = nomenclatures.departements()
    codes = [*table["code_douane"], *table["autres_codes"].str.split().explode().dropna()]
    assert len(codes) == len(set(codes)) == 103


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.stem)
def test_une_table_n_a_ni_code_en_double_ni_case_vide(table):
    lue = getattr(nomenclatures, table.stem)()
    if "debut" in lue.columns:
        lue = nomenclatures.en_vigueur(lue, 2024)
        assert len(lue) >= 76
    assert lue.index.is_unique
    vides = ["article", "special", "autres_codes", "debut", "fin"]
    assert not (lue.drop(columns=vides, errors="ignore") == "").any(axis=None)


def test_les_tables_se_renvoient_a_des_codes_connus():
    departements, regions = nomenclatures.departements(), nomenclatures.regions()
    assert len(departements) == 101
    assert set(departements["region"]) == set(regions.index)
    communes = nomenclatures.territoires_industrie()["communes"].str.split().explode().str.split(":")
    assert set(communes.str[0]) <= set(departements.index) - {"99"}
    assert (communes.str[1].astype(int) > 0).all()
    outre_mer = regions[regions["code_douane"] == "24"]
    assert list(outre_mer.index) == ["01", "02", "03", "04", "06"]
    assert regions.drop(index=outre_mer.index)["code_douane"].is_unique
