"""Une édition entière par la commande : chaque sorte de lieu a sa page, juste, sous un seul index."""

import csv
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from fiches.donnees import territoires

pytestmark = pytest.mark.commande

FICHES = Path(sys.executable).with_name("fiches")
LIEUX = ["46", "12", "2A", "Occitanie", "corse", "ti-7603", "Val de Durance", "ti-7501", "France"]


def lancer(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([FICHES, *map(str, arguments)], capture_output=True, text=True, check=False, env=os.environ)


@pytest.fixture(scope="module")
def edition(donnees_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Départements, régions, Territoires d’industrie et France, produits une fois, relus sans faute."""
    sortie = tmp_path_factory.mktemp("edition")
    fait = lancer("produire", *LIEUX, "--donnees", donnees_demo, "--sortie", sortie)
    assert fait.returncode == 0, fait.stdout + fait.stderr
    assert "À revoir" not in fait.stdout
    return sortie / "2024"


@pytest.fixture(scope="module")
def sommes(archives_demo: list[Path]) -> Counter[tuple[str, str]]:
    """Recomptées à part, dans les lignes de l’archive : par flux, et département, région des douanes ou « tout »."""
    lues = Counter[tuple[str, str]]()
    for archive in archives_demo:
        with zipfile.ZipFile(archive) as contenu:
            for nom in contenu.namelist():
                if "egion" not in nom or "ibelle" in nom or "epartement" in nom:
                    continue
                for ligne in csv.reader(contenu.read(nom).decode("utf-8").splitlines(), delimiter=";"):
                    flux, _, annee, departement, region, *_, valeur, _ = ligne
                    assert annee == "2024"
                    for cle in (departement, f"r{region}", "tout"):
                        lues[flux, cle] += int(valeur)
    return lues


def page(edition: Path, nom: str) -> BeautifulSoup:
    return BeautifulSoup((edition / f"{nom}.html").read_text(encoding="utf-8"), "html.parser")


def test_chaque_lieu_a_sa_page_a_son_nom(edition: Path):
    for ecrit in LIEUX:
        lieu = territoires.lieu(ecrit)
        lue = page(edition, lieu.fichier)
        assert lue.title is not None
        assert lieu.nom in lue.title.get_text()
        assert lieu.nom in lue.get_text()


def test_une_region_et_la_france_ont_les_totaux_des_lignes(edition: Path, sommes: Counter[tuple[str, str]]):
    fiches = json.loads((edition / "campagne.json").read_text(encoding="utf-8"))["fiches"]
    for code, cle in (("region-76", "r12"), ("france", "tout"), ("46", "46"), ("region-94", "r22")):
        for sens, flux in (("exportations", "E"), ("importations", "I")):
            assert fiches[code]["indicateurs"][sens]["total"] == sommes[flux, cle] > 0


def test_aucun_chiffre_n_est_celui_d_un_territoire(edition: Path):
    fiches = json.loads((edition / "campagne.json").read_text(encoding="utf-8"))["fiches"]
    assert [fiches[code]["indicateurs"] for code in ("ti-7603", "ti-9307", "ti-7501")] == [{}, {}, {}]
    texte = page(edition, "ti-aurillac-figeac-rodez").get_text()
    assert "n’est pas donnée" in texte
    assert "Total des exportations" not in texte


def test_chaque_page_mene_a_celles_qui_la_composent_ou_la_contiennent(edition: Path):
    def liens(nom: str) -> set[str]:
        return {str(a["href"]) for a in page(edition, nom).select("main a[href$='.html']")}

    assert {"region-occitanie.html", "france.html", "ti-aurillac-figeac-rodez.html"} <= liens("46-lot")
    assert {"46-lot.html", "12-aveyron.html", "france.html"} <= liens("region-occitanie")
    assert {"46-lot.html", "12-aveyron.html", "region-occitanie.html"} <= liens("ti-aurillac-figeac-rodez")
    assert {"region-occitanie.html", "region-corse.html"} <= liens("france")
    assert {f"{territoires.lieu(ecrit).fichier}.html" for ecrit in LIEUX} <= liens("index")


def test_un_lieu_mal_ecrit_n_ecrit_rien(tmp_path: Path):
    refuse = lancer("produire", "Ocitanie", "--sortie", tmp_path)
    assert (refuse.returncode, list(tmp_path.iterdir())) == (2, [])
    assert "region-76 (Occitanie)" in refuse.stderr
