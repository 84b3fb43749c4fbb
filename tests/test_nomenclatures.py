"""Les tables du projet : complètes, cohérentes, et chacune dit sa source."""

import pytest

from fiches import nomenclatures
from fiches.chemins import NOMENCLATURES
from fiches.redaction import typographier

TABLES = sorted(NOMENCLATURES.glob("*.csv"))


def test_les_soixante_seize_produits_ont_un_libelle_et_un_nom_court_unique():
    produits = nomenclatures.produits()
    assert len(produits) == 76
    assert produits["court"].is_unique
    assert produits["libelle"].is_unique
    assert produits["court"].str.len().between(3, 30).all()


def test_na_est_la_namibie():
    assert nomenclatures.pays().loc["NA", "nom"] == "Namibie"


def test_les_codes_qui_ne_sont_pas_des_pays():
    pays = nomenclatures.pays()
    speciaux = set(pays.index[pays["special"]])
    assert {"QP", "QQ", "QR", "QS", "QU", "FR"} <= speciaux
    assert "QA" not in speciaux  # le Qatar est un pays
    assert all(code == "FR" or code[0] == "Q" for code in speciaux)


@pytest.mark.parametrize(
    ("code", "nom"),
    [("DE", "l’Allemagne"), ("US", "les États-Unis"), ("CU", "Cuba"), ("GB", "le Royaume-Uni"), ("MX", "le Mexique"),
     ("SZ", "l’Eswatini"), ("MK", "la Macédoine du Nord"), ("XS", "la Serbie"), ("XK", "le Kosovo"),
     ("NL", "les Pays-Bas"),
     ("CZ", "la Tchéquie"), ("QA", "le Qatar"), ("HT", "Haïti"), ("IL", "Israël")],
)  # fmt: skip
def test_un_pays_se_dit_avec_son_article(code, nom):
    ligne = nomenclatures.pays().loc[code]
    lien = "" if ligne["article"].endswith("’") or not ligne["article"] else " "
    assert ligne["article"] + lien + ligne["nom"] == nom


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
