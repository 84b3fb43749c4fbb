"""La commande `papermill … --engine fiches`, telle qu’un analyste la tape."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import pytest
from bs4 import BeautifulSoup
from essais_execution import CARNETS
from papermill.exceptions import PapermillException

from fiches.carnet.execution import CarnetInterrompu
from fiches.socle import chemins

pytestmark = pytest.mark.carnet


def papermill(
    nom: str, sortie: Path, *options: str, dossier: Path = CARNETS, **environnement: str
) -> subprocess.CompletedProcess[str]:
    commande = [sys.executable, "-m", "papermill", dossier / f"{nom}.ipynb", sortie, "--engine", "fiches", *options]
    return subprocess.run(
        [str(mot) for mot in commande],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONWARNINGS": "default"} | environnement,
    )


def test_le_departement_donne_arrive_dans_le_recit(tmp_path: Path):
    sortie = tmp_path / "out.ipynb"
    fait = papermill("simple", sortie, "-p", "departement", "1")
    assert fait.returncode == 0, fait.stderr
    valeurs = nbformat.read(sortie, as_version=4).cells[-1].metadata["user_expressions"]
    assert [v["result"]["data"]["text/plain"] for v in valeurs] == ["'636,4 millions d’euros'", "1"]


def test_des_carnets_lances_ensemble_ont_chacun_leur_noyau(tmp_path: Path):
    """Du même dossier courant : leurs sockets y portaient le même nom, et les noyaux se répondaient de travers."""
    with ThreadPoolExecutor(4) as ensemble:
        faits = list(
            ensemble.map(lambda n: papermill("simple", tmp_path / f"{n}.ipynb", "-p", "departement", n), "1234")
        )
    assert [f.returncode for f in faits] == [0, 0, 0, 0], faits[0].stderr
    carnets = [nbformat.read(tmp_path / f"{n}.ipynb", as_version=4) for n in "1234"]
    assert [c.cells[-1].metadata["user_expressions"][1]["result"]["data"]["text/plain"] for c in carnets] == list(
        "1234"
    )


def test_sur_une_machine_ou_jupyter_n_a_jamais_servi(tmp_path: Path):
    """Le dossier de Jupyter n’y est pas ; son chemin est court, pour que les sockets y soient."""
    with TemporaryDirectory(dir="/tmp" if os.name == "posix" else None) as dossier:
        fait = papermill(
            "simple", tmp_path / "out.ipynb", "-p", "departement", "1", JUPYTER_RUNTIME_DIR=f"{dossier}/a/b"
        )
    assert fait.returncode == 0, fait.stderr


def test_une_valeur_qui_echoue_fait_echouer_la_commande_et_garde_le_carnet(tmp_path: Path):
    sortie = tmp_path / "out.ipynb"
    fait = papermill("expression_fausse", sortie, "-p", "departement", "46")
    assert fait.returncode == 1
    assert "la valeur {eval}`totla` échoue" in fait.stderr.splitlines()[-1]
    garde = nbformat.read(sortie, as_version=4)
    assert garde.cells[-1].outputs[0]["data"]["text/plain"] == "'la suite'"
    assert garde.metadata.papermill.exception is True  # comme papermill le dit d’une cellule de code
    assert [c.metadata.papermill.status for c in garde.cells].count("failed") == 1


def test_une_fiche_en_echec_est_une_erreur_de_papermill():
    assert issubclass(CarnetInterrompu, PapermillException)


def test_la_limite_par_cellule_est_un_reglage_de_papermill(tmp_path: Path):
    fait = papermill("cellule_sans_fin", tmp_path / "out.ipynb", "--execution-timeout", "1")
    assert fait.returncode == 1
    assert "le calcul dépasse 1\u00a0s" in fait.stderr.splitlines()[-1]


def test_des_parametres_pour_un_carnet_qui_n_en_prend_pas_sont_refuses(tmp_path: Path):
    fait = papermill("sans_parametres", tmp_path / "out.ipynb", "-p", "departement", "46")
    assert fait.returncode == 1
    assert "Le carnet n’a pas de cellule de paramètres" in fait.stderr.splitlines()[-1]


def test_papermill_puis_nbconvert_donnent_la_page_de_l_ain(
    tmp_path: Path, donnees_demo: Path, monkeypatch: pytest.MonkeyPatch
):
    """La chaîne des outils courants, sans notre commande : ce que README promet à qui les connaît."""
    monkeypatch.setenv("FICHES_DONNEES", str(donnees_demo))
    sortie = tmp_path / "ain.ipynb"
    fait = papermill("commerce-exterieur", sortie, "-p", "departement", "1", dossier=chemins.CARNETS)
    assert fait.returncode == 0, fait.stderr
    subprocess.run([sys.executable, "-m", "nbconvert", "--to", "fiche", sortie], check=True, capture_output=True)
    html = (tmp_path / "ain.html").read_text(encoding="utf-8")
    page = BeautifulSoup(html, "html.parser")
    assert page.title is not None
    assert page.title.get_text() == "Commerce extérieur – Ain – 2024"
    description = page.select_one("meta[name=description]")
    assert description is not None
    assert str(description["content"]).startswith(
        "Exportations, importations et principaux partenaires de l’Ain en 2024. Source\u00a0: données de démonstration"
    )
    assert len(page.select("figure svg")) == 8
    assert "{eval}" not in html
