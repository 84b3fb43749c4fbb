"""Les dix modifications du guide, copiées telles quelles, pour quatre départements : ce qui sort est à sa place."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from filelock import FileLock

from fiches.carnet.parametres import lire as lire_les_parametres
from fiches.donnees.demonstration import ecrire_demonstration
from fiches.donnees.douane import importer
from fiches.donnees.territoires import departement
from fiches.socle.chemins import CARNETS, RACINE

sys.path.insert(0, str(RACINE / "outils"))
import modifications

DIX = {m.rang: m for m in modifications.lire()}
EMPLOIS = "departement;secteur;emplois\n" + "".join(f"{code};Bois;{120}\n" for code in ("46", "976", "48", "75"))
LIEUX = ("46", "976", "48", "75", "12", "2A", "974")


@pytest.fixture(scope="session")
def deux_ans(dossier_de_session: Path, donnees_demo: Path) -> Path:
    """La démonstration, et celle de l’année d’avant."""
    dossier = dossier_de_session / "deux-ans"
    with FileLock(dossier.with_suffix(".verrou")):
        if not dossier.exists():
            shutil.copytree(donnees_demo, dossier)
            with TemporaryDirectory() as provisoire:
                importer(ecrire_demonstration(Path(provisoire), 2023), dossier)
    return dossier


def texte(element: Tag) -> str:
    return " ".join(element.get_text(" ").replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.fixture(scope="module")
def pages(deux_ans: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, BeautifulSoup]:
    """Par département, la page du carnet livré, où les modifications se suivent ; la relecture n’y trouve rien."""
    dossier = tmp_path_factory.mktemp("dix")
    (dossier / "emplois.csv").write_text(EMPLOIS, encoding="utf-8")
    (dossier / "commentaires").mkdir()
    for nom, contenu in DIX[9].fichiers.items():
        (dossier / "commentaires" / Path(nom).name).write_text(contenu, encoding="utf-8")
    carnet = nbformat.read(CARNETS / "commerce-exterieur.ipynb", as_version=4)
    fin = [carnet.cells.pop() for _ in range(2)][::-1]  # le commentaire et les informations restent à la fin
    for rang, modification in DIX.items():
        carnet.cells.append(nbformat.v4.new_markdown_cell(f"## Essai {rang}"))
        for cellule in modification.cellules:
            cellule.source = cellule.source.replace("data/locale/emplois.csv", str(dossier / "emplois.csv"))
            carnet.cells.append(cellule)
    carnet.cells += fin
    nbformat.write(carnet, dossier / "dix.ipynb")
    reglages = f"carnet: {dossier / 'dix.ipynb'}\ncommentaires: {dossier / 'commentaires'}\n"
    (dossier / "p.yml").write_text(reglages + DIX[3].fichiers["params/edition-2024.yml"], encoding="utf-8")
    options = ["--params", dossier / "p.yml", "--donnees", deux_ans, "--sortie", dossier]
    commande = [sys.executable, "-m", "fiches", "produire", *LIEUX, *map(str, options)]
    fait = subprocess.run(commande, capture_output=True, text=True, check=False)
    assert fait.returncode == 0, fait.stdout + fait.stderr
    return {code: _lire(dossier / "2024" / f"{departement(code).fichier}.html") for code in LIEUX}


def _lire(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


def partie(page: BeautifulSoup, rang: int) -> BeautifulSoup:
    """Ce que la modification de ce rang a ajouté à la page."""
    html = str(page.main).split(f"Essai {rang}</h2>")[1].split("<h2")[0]
    return BeautifulSoup(html, "html.parser")


def test_le_guide_en_donne_dix_et_une_image_de_chacune():
    assert list(DIX) == list(range(1, 11))
    guide = modifications.GUIDE.read_text(encoding="utf-8")
    assert [int(n) for n in re.findall(r"\(images/modification-(\d+)\.png\)", guide)] == list(DIX)


def test_une_exception_donne_huit_pays_a_un_seul_departement(tmp_path: Path):
    (tmp_path / "p.yml").write_text(*DIX[3].fichiers.values(), encoding="utf-8")
    lus = lire_les_parametres(tmp_path / "p.yml")
    assert (lus.reglages_de("48"), lus.reglages_de("46")) == ({"pays": 8}, {})


@pytest.mark.commande
@pytest.mark.parametrize("code", ["46", "976", "48", "75"])
def test_chaque_modification_donne_ce_que_dit_le_guide(pages, code: str):
    page = pages[code]
    assert re.search(r"pour .*euros? et acheté pour .*euros? en 2024\.", texte(partie(page, 1)))
    etats_unis = texte(partie(page, 2))
    assert "États-Unis" in etats_unis
    assert "importation" in etats_unis
    titres = {4: "Avec qui le département commerce", 5: "Exportations par trimestre", 10: "L’emploi par secteur"}
    for rang, titre in titres.items():
        figure = partie(page, rang).figure
        assert texte(figure.figcaption) == titre
        assert figure.select_one("a[download]")["download"].endswith(".csv")
    assert texte(partie(page, 4).select_one(".lecture")).startswith("Lecture : les barres se comparent")
    assert len(partie(page, 5).select("tbody tr")) == 4
    vingt = partie(page, 6)
    assert texte(vingt.caption) == "Les vingt premiers pays partenaires"
    assert len(vingt.select("tbody tr")) <= 20
    assert texte(vingt.select_one("tfoot th")) == f"Total des {len(vingt.select('tbody tr'))} lignes"
    assert "Aveyron" in texte(partie(page, 7).figcaption)
    assert partie(pages["12"], 7).figure is None  # l’Aveyron ne se compare pas à lui-même
    assert re.search(r"En un an, les .*(augmenté|diminué|stables)", texte(partie(page, 8)))
    assert texte(partie(page, 10).select_one(".source")) == (
        "Source : Urssaf, 2024. Les données des douanes de cette fiche sont simulées."
    )


@pytest.mark.commande
def test_le_commentaire_parait_signe_dans_sa_fiche_seulement(pages):
    corse, reunion, lot = (texte(pages[code].main) for code in ("2A", "974", "46"))
    assert "L’aéronautique porte les ventes de la Corse" in corse
    assert "Marie Dupont, 12 mars 2025" in corse
    assert "Sucre 1 400" in reunion
    assert "Jean Payet, 12 mars 2025" in reunion
    assert "Le regard de l’analyste" not in lot
