"""`fiches donnees controler`, par la vraie commande : constats, page, code de sortie."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from essais_commerce import lisible
from playwright.sync_api import Browser

from fiches.campagne.verification import orthotypographie, page_lue

pytestmark = pytest.mark.commande

FICHES = Path(sys.executable).with_name("fiches")


def controler(*arguments: object, attendu: int) -> str:
    commande = [FICHES, "donnees", "controler", *map(str, arguments)]
    resultat = subprocess.run(commande, capture_output=True, text=True, check=False)
    assert resultat.returncode == attendu, resultat.stdout + resultat.stderr
    assert "Traceback" not in resultat.stdout + resultat.stderr
    return lisible(resultat.stdout + resultat.stderr)


def test_des_donnees_sans_constat_bloquant_donnent_une_page_accessible(
    donnees_demo: Path, tmp_path: Path, navigateur: Browser
):
    dit = controler("--donnees", donnees_demo, "--sortie", tmp_path, attendu=0)
    assert "Information (totaux publiés) – Six totaux publiés sont retrouvés" in dit
    page = tmp_path / "2024" / "controle.html"
    assert str(page) in dit
    lu = page.read_text(encoding="utf-8")
    assert list(orthotypographie.verifier(page.name, page_lue.lire(lu).prose)) == []
    assert "{eval}" not in lu
    assert lu.count("<svg") == 4
    onglet = navigateur.new_page()
    onglet.goto(page.as_uri())
    resultat = Axe().run(onglet)
    onglet.close()
    assert resultat.violations_count == 0, resultat.generate_report()


def test_un_constat_bloquant_donne_le_code_1_et_la_page(importer_lignes, tmp_path: Path):
    donnees = importer_lignes("E;1;2024;46;12;C25E;2573;DE;1000000;1000\n")
    dit = controler("--donnees", donnees, "--sortie", tmp_path / "s", attendu=1)
    assert "Bloquant (trimestres) – Il manque T2, T3 et T4 aux exportations de 2024. Importez" in dit
    assert "Bloquant (trimestres) – Il manque T1, T2, T3 et T4 aux importations de 2024" in dit
    assert "ne peuvent pas être publiées" in (tmp_path / "s" / "2024" / "controle.html").read_text(encoding="utf-8")


def test_une_archive_sans_aucune_masse_a_sa_page_et_le_dit(importer_lignes, tmp_path: Path):
    courants = ("46;12;C30C;3030;US;1000000;0", "31;12;C30C;3030;DE;3000000;0", "38;18;C10A;3030;DE;4000000;0")
    donnees = importer_lignes("".join(f"{f};{t};2024;{c}\n" for f in "EI" for t in (1, 2, 3, 4) for c in courants))
    dit = controler("--donnees", donnees, "--sortie", tmp_path / "s", attendu=1)
    assert "Bloquant (valeur et masse) – Aucune ligne n’a de masse" in dit
    page = (tmp_path / "s" / "2024" / "controle.html").read_text(encoding="utf-8")
    assert "Aucune ligne n’a de masse" in lisible(page)


def test_une_demande_fausse_donne_le_code_2_et_n_ecrit_rien(donnees_demo: Path, tmp_path: Path):
    dit = controler("--annee", 2019, "--donnees", donnees_demo, "--sortie", tmp_path / "s", attendu=2)
    assert "Aucune donnée pour 2019" in dit
    params = tmp_path / "faux.yml"
    params.write_text("references: {totaux: [{niveau: pays}]}", encoding="utf-8")
    dit = controler("--params", params, "--donnees", donnees_demo, "--sortie", tmp_path / "s", attendu=2)
    assert "« references › totaux › 1 › niveau » vaut « pays »" in dit
    assert not (tmp_path / "s").exists()


def test_une_sortie_impossible_se_dit(donnees_demo: Path, tmp_path: Path):
    (tmp_path / "s").write_text("un fichier, non un dossier")
    dit = controler("--donnees", donnees_demo, "--sortie", tmp_path / "s", attendu=2)
    assert "écriture impossible" in dit


def test_le_carnet_s_ouvre_sur_ses_parametres_par_defaut(donnees_demo: Path, tmp_path: Path):
    carnet = tmp_path / "controle.ipynb"
    papermill = Path(sys.executable).with_name("papermill")
    modele = Path(__file__).parents[2] / "notebooks" / "controle.ipynb"
    shutil.copy(modele, tmp_path / "modele.ipynb")
    commande = [papermill, "--engine", "fiches", tmp_path / "modele.ipynb", carnet, "--no-progress-bar"]
    environnement = {"FICHES_DONNEES": str(donnees_demo), "PATH": str(papermill.parent), "HOME": str(tmp_path)}
    environnement["PYTHONPATH"] = os.environ.get("PYTHONPATH", "")  # le même code qu’ici, même hors de l’installation
    subprocess.run(commande, check=True, capture_output=True, env=environnement)
    assert "Six totaux publi" in carnet.read_text(encoding="utf-8")
