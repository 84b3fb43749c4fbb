"""Les tables du projet : complètes, cohérentes, et chacune dit sa source."""

import pytest

from fiches.donnees import nomenclatures
from fiches.donnees.libelles import Libelles
from fiches.redaction import typographier
from fiches.socle.chemins import NOMENCLATURES

TABLES = sorted(NOMENCLATURES.glob("*.csv"))


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


def test_les_codes_qui_ne_sont_pas_des_pays_sont_la_france_et_ceux_de_qp_a_qz():
    pays = nomenclatures.pays()
    assert set(pays.index[pays["special"]]) == {c for c in pays.index if c == "FR" or "QP" <= c <= "QZ"}
    assert not pays.loc["QA", "special"]  # le Qatar est un pays


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
    assert nomenclatures.departements()["code_douane"].is_unique


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.stem)
def test_une_table_n_a_ni_code_en_double_ni_case_vide(table):
    lue = getattr(nomenclatures, table.stem)()
    assert lue.index.is_unique
    assert not (lue.drop(columns=["article", "special"], errors="ignore") == "").any(axis=None)


def test_les_tables_se_renvoient_a_des_codes_connus():
    departements, regions = nomenclatures.departements(), nomenclatures.regions()
    assert len(departements) == 101
    assert set(departements["region"]) == set(regions.index)
    touches = nomenclatures.territoires_industrie()["departements"].str.split().explode()
    assert set(touches) <= set(departements.index) - {"99"}
    outre_mer = regions[regions["code_douane"] == "24"]
    assert list(outre_mer.index) == ["01", "02", "03", "04", "06"]
    assert regions.drop(index=outre_mer.index)["code_douane"].is_unique
