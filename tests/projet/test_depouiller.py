"""Ce qu’un analyste enregistre par accident dans un carnet (sorties, valeurs calculées) n’atteint jamais git."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from fiches.socle.chemins import RACINE

MODELE = Path("notebooks") / "commerce-exterieur.ipynb"


def git(depot: Path, *arguments: str) -> bytes:
    chemin = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        ["git", *arguments], cwd=depot, env=os.environ | {"PATH": chemin}, capture_output=True, check=True
    ).stdout


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    """Un dépôt neuf qui a le carnet modèle, nos attributs et notre filtre."""
    for fichier in (Path(".gitattributes"), Path("outils/depouiller.sh"), Path("outils/carnets.gitconfig"), MODELE):
        (tmp_path / fichier).parent.mkdir(exist_ok=True)
        shutil.copy(RACINE / fichier, tmp_path / fichier)
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "include.path", "../outils/carnets.gitconfig")
    return tmp_path


def salir(carnet: Path) -> None:
    """Enregistre le carnet comme JupyterLab après « tout exécuter »."""
    contenu = nbformat.read(carnet, as_version=4)
    valeur = {"expression": "x", "result": {"status": "ok", "data": {"text/plain": "'1'"}, "metadata": {}}}
    for rang, cellule in enumerate(contenu.cells):
        if cellule.cell_type == "code":
            cellule.execution_count = rang + 1
            cellule.outputs = [nbformat.v4.new_output("stream", text="636,4 millions d’euros")]
        else:
            cellule.metadata["user_expressions"] = [valeur]
    contenu.metadata["language_info"] |= {"version": "3.13.1", "mimetype": "text/x-python", "file_extension": ".py"}
    nbformat.write(contenu, carnet)


def test_un_carnet_execute_entre_dans_git_tel_qu_il_a_ete_ecrit(depot: Path):
    propre = (depot / MODELE).read_bytes()
    salir(depot / MODELE)
    git(depot, "add", ".")
    assert git(depot, "show", f":{MODELE.as_posix()}") == propre
    assert (depot / MODELE).read_bytes() != propre  # l’analyste garde ce qu’il voit


def test_sans_environnement_git_refuse_le_carnet_au_lieu_de_le_prendre_tel_quel(depot: Path):
    salir(depot / MODELE)
    outils = depot / "outils-du-systeme"
    outils.mkdir()
    for nom in ("git", "sh", "cat"):
        (outils / nom).symlink_to(shutil.which(nom) or nom)
    refus = subprocess.run(
        ["git", "add", "."], cwd=depot, env={"PATH": str(outils)}, capture_output=True, text=True, check=False
    )
    assert refus.returncode != 0
    assert "make fiche" in refus.stderr
