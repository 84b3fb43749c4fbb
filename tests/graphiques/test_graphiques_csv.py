"""Le CSV de chaque graphique : ouvert juste par un tableur français, exact, sans formule, à télécharger hors ligne."""

import base64
import csv
import io
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from cas_graphiques import HOSTILES, figure
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from fiches.graphiques.a_emporter import DEFINITIONS, colonnes, en_csv, inoffensif, lignes
from fiches.graphiques.style import css_figures
from fiches.socle.chemins import RACINE

ORDINAIRES = ["flux, export", "pays, ordinaire", "activites, ordinaire"]
FORMULES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def relire(octets: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))


def du_lien(html: str) -> bytes:
    (lien,) = ElementTree.fromstring(html).iter("a")
    return base64.b64decode(lien.attrib["href"].split("base64,")[1])


@pytest.mark.parametrize("nom", ORDINAIRES)
def test_le_lien_de_la_figure_porte_ses_donnees_entieres(nom: str):
    f = figure(nom)
    assert du_lien(f.html()) == en_csv(f.table)
    entetes, *reste = relire(en_csv(f.table))
    assert entetes == list(f.table.columns)
    assert len(reste) == len(f.table)
    assert f'download="{f.identifiant}.csv"' in f.html()


@pytest.mark.parametrize("nom", ORDINAIRES)
def test_chaque_colonne_d_un_graphique_de_la_fiche_est_definie(nom: str):
    assert set(figure(nom).table.columns) <= set(DEFINITIONS)


def test_bom_points_virgules_crlf_et_virgule_decimale():
    table = pd.DataFrame({"Code": ["01"], "Solde (euros)": [-1_768_470], "Part du total": [0.125]})
    attendu = "\ufeffCode;Solde (euros);Part du total\r\n01;-1768470;0,125\r\n"
    assert en_csv(table) == attendu.encode()


@pytest.mark.parametrize("nom", ORDINAIRES)
def test_les_montants_sont_des_euros_exacts_et_les_parts_des_nombres(nom: str):
    f = figure(nom)
    entetes, *reste = relire(en_csv(f.table))
    for rang, entete in enumerate(entetes):
        lus = [ligne[rang] for ligne in reste]
        if "(euros)" in entete:
            assert [int(v) for v in lus] == f.table[entete].tolist()
        elif entete.startswith("Part"):
            assert [float(v.replace(",", ".")) for v in lus] == pytest.approx(f.table[entete].tolist(), abs=1e-10)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15), max_size=5))
def test_un_nombre_n_a_ni_point_ni_exposant_et_garde_dix_decimales(valeurs: list[float]):
    lus = [ligne[0] for ligne in relire(en_csv(pd.DataFrame({"n": pd.Series(valeurs, dtype="float64")})))[1:]]
    assert not any(set(v) - set("-0123456789,") for v in lus)
    assert [float(v.replace(",", ".")) for v in lus] == pytest.approx(valeurs, rel=1e-12, abs=1e-10)


def test_une_valeur_absente_est_une_case_vide():
    table = pd.DataFrame({"Pays": ["NA", None], "Rapport": [1.5, float("nan")], "Saut": [True, False]})
    assert relire(en_csv(table))[1:] == [["NA", "1,5", "oui"], ["", "", "non"]]
    assert lignes(table) == [["NA", 1.5, "oui"], [None, None, "non"]]
    assert [c["type"] for c in colonnes(table)] == ["texte", "nombre", "texte"]


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_aucun_texte_ne_commence_comme_une_formule_et_tous_se_relisent(texte: str):
    table = pd.DataFrame({"Produit": pd.Series([texte], dtype="object"), "Valeur (euros)": [-1]})
    lu, valeur = relire(en_csv(table))[1]
    assert not lu.startswith(FORMULES)
    assert not lu.lstrip().startswith(FORMULES)
    assert lu in (texte, f"'{texte}")
    assert valeur == "-1"


@pytest.mark.parametrize("texte", ["=1+1", "+33", "-2", "@SOMME(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_un_texte_qui_commence_comme_une_formule_est_neutralise(texte: str):
    assert inoffensif(texte) == f"'{texte}"


def test_un_texte_ordinaire_reste_intact():
    for texte in ("C30C", "Bois, papier", "Côte-d’Or", "1 + 1 = 2", ""):
        assert inoffensif(texte) == texte


@pytest.mark.parametrize("nom", ["flux, hostiles", "pays, hostiles", "activites, hostiles"])
def test_un_libelle_hostile_est_un_texte_du_csv(nom: str):
    contenu = en_csv(figure(nom).table).decode("utf-8")
    assert not {"\u202e", "\u202c", "\x00", "\x1b"} & set(contenu)
    cellules = {c for ligne in relire(contenu.encode()) for c in ligne}
    assert HOSTILES[0] in cellules
    assert not [c for c in cellules if c.startswith("=")]


@pytest.mark.navigateur
def test_le_navigateur_telecharge_le_csv_sans_javascript_ni_reseau(navigateur: Browser, tmp_path: Path):
    """Comme une page reçue par courriel : un fichier, la politique de sécurité de la fiche, aucun script."""
    f = figure("pays, ordinaire")
    gabarit = (RACINE / "fiches/page/gabarits/fiche/index.html.j2").read_text(encoding="utf-8")
    securite = next(ligne for ligne in gabarit.splitlines() if "Content-Security-Policy" in ligne)
    page = tmp_path / "fiche.html"
    page.write_text(
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">{securite}<title>Essai</title>'
        f"<style>{css_figures()}</style></head><body>{f.html()}</body></html>",
        encoding="utf-8",
    )
    onglet = navigateur.new_page(java_script_enabled=False, accept_downloads=True)
    onglet.context.set_offline(True)
    onglet.goto(page.as_uri())
    with onglet.expect_download() as attendu:
        onglet.get_by_role("link", name="Télécharger les données (CSV)").click()
    assert attendu.value.suggested_filename == "pays-46-2024.csv"
    assert Path(attendu.value.path()).read_bytes() == en_csv(f.table)
    onglet.close()
