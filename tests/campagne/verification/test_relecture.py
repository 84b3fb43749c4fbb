"""« fiches verifier » dit si les pages sont plus vieilles que leurs données, leur carnet ou leurs paramètres."""

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from fiches.campagne.relecture import relire
from fiches.socle import chemins

pytestmark = pytest.mark.commande

FICHES = Path(sys.executable).with_name("fiches")
PARAMS = chemins.PARAMS / "edition-2024.yml"


def dits(campagne: Path, params: Path, donnees: Path) -> list[tuple[bool, str]]:
    return [(c.information, c.message) for c in relire(campagne, params, donnees) if c.regle == "Fraîcheur"]


def test_une_campagne_du_jour_est_a_jour(campagne: Path, donnees_demo: Path):
    assert dits(campagne, PARAMS, donnees_demo) == []


def test_un_reglage_change_depuis_rend_les_pages_vieilles(campagne: Path, donnees_demo: Path, tmp_path: Path):
    params = tmp_path / "autres.yml"
    params.write_text("annee: 2024\nreglages: {produits: 5}\n", encoding="utf-8")
    assert (
        dits(campagne, params, donnees_demo)
        == [(False, "la page est plus vieille que ce dont elle est faite : « fiches produire » la refera")] * 2
    )


def test_sans_les_donnees_l_age_n_est_pas_verifie_et_cela_se_dit(campagne: Path, tmp_path: Path):
    ((information, message),) = dits(campagne, PARAMS, tmp_path / "rien")
    assert information
    assert message.startswith("l’âge des pages n’est pas vérifié. ")


def test_une_autre_serie_ne_se_compare_pas(campagne: Path, donnees_demo: Path, tmp_path: Path):
    manifeste = campagne / "campagne.json"
    autre = re.sub(r'"nom": "[^"]+\.ipynb"', '"nom": "autre.ipynb"', manifeste.read_text())
    (tmp_path / "campagne.json").write_text(autre)
    ((information, message),) = dits(tmp_path, PARAMS, donnees_demo)
    assert information
    assert "--params" in message


def test_la_commande_dit_l_age_des_pages(campagne: Path, donnees_demo: Path, tmp_path: Path):
    params = tmp_path / "autres.yml"
    params.write_text("annee: 2024\nreglages: {produits: 5}\n", encoding="utf-8")
    commande = [FICHES, "verifier", campagne, "--donnees", donnees_demo, "--params", params]
    resultat = subprocess.run(commande, capture_output=True, text=True, check=False)
    assert (resultat.returncode, "plus vieille" in resultat.stdout) == (1, True)


@pytest.mark.parametrize(
    ("recit", "code"),
    [
        ("# Essai\n\nLe commerce extérieur du Lot présente un déficit de 1,5\u00a0million d’euros.", 1),
        ("# Essai\n\nUn  blanc de trop.", 0),
    ],
)
def test_une_page_fautive_fait_echouer_et_reste_ecrite(donnees_demo: Path, tmp_path: Path, recit: str, code: int):
    cellules = [
        new_code_cell('departement = "46"\nannee = 2024', metadata={"tags": ["parameters"]}),
        new_code_cell("from fiches import Fiche\n\nfiche = Fiche(departement, annee)\nfiche"),
        new_markdown_cell(recit),
    ]
    nbformat.write(new_notebook(cells=cellules), tmp_path / "essai.ipynb")
    params = tmp_path / "p.yml"
    params.write_text(json.dumps({"carnet": str(tmp_path / "essai.ipynb")}), encoding="utf-8")
    commande = [FICHES, "produire", "46", "--params", params, "--donnees", donnees_demo, "--sortie", tmp_path / "r"]
    resultat = subprocess.run(commande, capture_output=True, text=True, check=False)
    assert (resultat.returncode, "À revoir" in resultat.stdout) == (code, True), resultat.stdout + resultat.stderr
    assert (tmp_path / "r" / "2024" / "46-lot.html").exists()
