"""Une fiche est refaite quand change ce que son carnet a lu : fichier, module voisin, autre année ; sinon gardée."""

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from fiches.donnees import importer

pytestmark = pytest.mark.commande

CODE = """
import pandas as pd
import voisin
from fiches import Fiche

fiche = Fiche(departement, annee)
avant = Fiche(departement, annee - 1)
emplois = int(pd.read_csv("emplois.csv", sep=";")["n"].sum())
try:
    note = open("note.txt").read()
except OSError:
    note = "sans note"
"""


def lignes_de_2023(dossier: Path, valeur: int) -> Path:
    fichier = dossier / "Region_2023.txt"
    lignes = [f"{flux};{t};2023;46;12;A03Z;0311;DE;{valeur};1\n" for flux in "EI" for t in range(1, 5)]
    fichier.write_text("".join(lignes), encoding="utf-8")
    return fichier


def test_une_fiche_suit_tout_ce_que_son_carnet_lit(tmp_path: Path, archives_demo: list[Path]):
    donnees = tmp_path / "donnees"
    importer([*archives_demo, lignes_de_2023(tmp_path, 1000)], donnees)
    cellules = [
        new_code_cell('departement = "46"\nannee = 2024', metadata={"tags": ["parameters"]}),
        new_code_cell(CODE),
        new_markdown_cell("# Emplois\n\n{eval}`emplois`, {eval}`voisin.MOT`, {eval}`avant.annee`, {eval}`note`"),
    ]
    nbformat.write(new_notebook(cells=cellules), tmp_path / "essai.ipynb")
    (tmp_path / "emplois.csv").write_text("code;n\n46;1234\n", encoding="utf-8")
    (tmp_path / "voisin.py").write_text('MOT = "un"\n', encoding="utf-8")
    params = {"carnet": str(tmp_path / "essai.ipynb"), "departements": ["46"]}
    (tmp_path / "p.yml").write_text(json.dumps(params), encoding="utf-8")

    def produire(code: int = 0) -> tuple[str, str]:
        mots = ["produire", "--tous", "--params", tmp_path / "p.yml", "--donnees", donnees, "--sortie", tmp_path / "r"]
        fait = subprocess.run(
            [sys.executable, "-m", "fiches", *map(str, mots)], capture_output=True, text=True, check=False
        )
        assert fait.returncode == code, fait.stdout + fait.stderr
        entree = json.loads((tmp_path / "r" / "2024" / "campagne.json").read_text(encoding="utf-8"))["fiches"]["46"]
        page = tmp_path / "r" / "2024" / "46-lot.html"
        return entree["statut"], page.read_text(encoding="utf-8") if page.exists() else entree["erreur"]

    statut, page = produire()
    assert statut == "produite"
    assert "1234, un, 2023, sans note" in page
    assert produire()[0] == "inchangee"
    (tmp_path / "emplois.csv").write_text("code;n\n46;9999\n", encoding="utf-8")
    assert "9999" in produire()[1]
    (tmp_path / "voisin.py").write_text('MOT = "deux"\n', encoding="utf-8")
    assert "deux" in produire()[1]
    (tmp_path / "note.txt").write_text("une note", encoding="utf-8")  # il n’y était pas
    assert "une note" in produire()[1]
    importer([lignes_de_2023(tmp_path, 2000)], donnees)
    assert produire()[0] == "produite"
    assert produire()[0] == "inchangee"
    (tmp_path / "emplois.csv").unlink()
    statut, raison = produire(code=1)
    assert (statut, "emplois.csv" in raison) == ("echec", True)
