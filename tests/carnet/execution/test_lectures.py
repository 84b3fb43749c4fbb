"""Ce qu’un carnet lit est relevé, et sa page est celle qu’on a demandée ; par les deux voies."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from fiches.carnet import lectures
from fiches.carnet.execution import CarnetInterrompu, executer, identite
from fiches.page.html import exporter
from fiches.socle.erreurs import ErreurFiche

pytestmark = pytest.mark.carnet

PARAMETRES = new_code_cell('departement = "46"\nannee = 2024', metadata={"tags": ["parameters"]})
FICHE = "from fiches import Fiche, graphiques, lire\n\nfiche = Fiche(departement, annee)\nfiche"


@pytest.fixture(params=["sur place", "noyau"])
def voie(request: pytest.FixtureRequest) -> bool:
    """Vrai dans ce processus, faux dans un noyau ordinaire."""
    return request.param == "sur place"


@pytest.fixture
def faire(voie: bool, tmp_path: Path, donnees_demo: Path, monkeypatch: pytest.MonkeyPatch):
    """Exécute des cellules de code ou de texte (les textes commencent par « # ») dans leur dossier."""
    monkeypatch.setenv("FICHES_DONNEES", str(donnees_demo))

    def executer_cellules(*sources: str, **etiquettes: list[str]) -> NotebookNode:
        cellules = [
            new_markdown_cell(s)
            if s.startswith("# ")
            else new_code_cell(s, metadata={"tags": etiquettes.get(f"c{n}", [])})
            for n, s in enumerate(sources)
        ]
        carnet = new_notebook(cells=[PARAMETRES, *cellules])
        return executer(
            carnet, {"departement": "46", "annee": 2024}, dans_ce_processus=voie, limite_s=60, dossier=tmp_path
        )

    return executer_cellules


def releve(carnet: NotebookNode) -> dict[str, Any]:
    return carnet.metadata[lectures.METADONNEE]


def textes(cellule: NotebookNode) -> list[str]:
    return ["".join(s.get("data", {}).get("text/plain", s.get("text", ""))) for s in cellule.outputs]


def test_tout_fichier_lu_est_releve_avec_sa_somme_meme_absent(faire, tmp_path: Path):
    table = pd.DataFrame({"a": [1]})
    (tmp_path / "emplois.csv").write_text("code;n\n46;3\n", encoding="utf-8")
    (tmp_path / "voisin.py").write_text("X = 3\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("mots", encoding="utf-8")
    table.to_parquet(tmp_path / "t.parquet")
    table.to_excel(tmp_path / "t.xlsx")
    for part in ("parts/a.parquet", "parts/b.parquet"):
        (tmp_path / part).parent.mkdir(exist_ok=True)
        table.to_parquet(tmp_path / part)
    table.to_feather(tmp_path / "t.feather")
    with closing(sqlite3.connect(tmp_path / "base.db")) as base:
        base.execute("create table t (a)")
    carnet = faire(
        "import pandas as pd\nimport voisin\n\npd.read_csv('parts/../emplois.csv', sep=';')\npd.read_excel('t.xlsx')",
        "pd.read_parquet(path='t.parquet')\npd.read_feather('t.feather')\npd.read_parquet('parts')",
        "with open('notes.txt', 'r+') as f:\n    f.read()\nopen('sorti.txt', 'w').close()",
        "import sqlite3\nfrom pathlib import Path\n\nsqlite3.connect('base.db').close()\nlist(Path('parts').glob('*'))",
        "try:\n    open('absent.txt')\nexcept OSError:\n    pass",
    )
    fichiers = releve(carnet)["fichiers"]
    lus = "absent.txt base.db emplois.csv notes.txt parts/ parts/a.parquet parts/b.parquet t.feather t.parquet t.xlsx"
    assert list(fichiers) == [f"./{n}" for n in (*lus.split(), "voisin.py")]
    assert lectures.ont_change(fichiers, tmp_path) == []
    table.to_parquet(tmp_path / "parts" / "c.parquet")
    assert lectures.ont_change(fichiers, tmp_path) == ["./parts/"]
    (tmp_path / "parts" / "c.parquet").unlink()
    (tmp_path / "emplois.csv").write_text("code;n\n46;4\n", encoding="utf-8")
    (tmp_path / "absent.txt").touch()
    (tmp_path / "voisin.py").unlink()
    assert lectures.ont_change(fichiers, tmp_path) == ["./absent.txt", "./emplois.csv", "./voisin.py"]


def test_les_annees_ouvertes_et_la_demonstration_sont_relevees(faire):
    carnet = faire(FICHE, "1 + 1")
    assert list(releve(carnet)["donnees"]) == ["2024"]
    assert releve(carnet)["entete"]["titre"] == "Commerce extérieur – Lot – 2024"
    assert 'role="note"' in exporter(carnet)  # la cellule ne finit pas par « fiche » : le bandeau reste


HABITUDES = [
    "import os\nimport warnings\n\nimport matplotlib.pyplot as plt\nimport pandas as pd\nimport voisin\n"
    "from IPython.display import Markdown, clear_output, display\n\nwarnings.filterwarnings('ignore')\nplt.ioff()\n"
    "plt.rcParams['lines.linewidth'] = 3\npd.set_option('display.max_rows', 5)\nos.environ['MOT'] = 'oui'",
    FICHE,
    "display(Markdown(f\"Trouvé : {voisin.X} {os.environ['MOT']}\"))\npd.read_csv('emplois.csv')",
    "#| fig-alt: Une droite.\nplt.plot([1, 2])\nplt.show()",
    "h = display(Markdown('Solde provisoire'), display_id=True)\nh.update(Markdown('Solde définitif'))",
    "for n in range(3):\n    clear_output(wait=True)\n    display(Markdown(f'Tour {n}'))",
    "os.mkdir('ailleurs')\nos.chdir('ailleurs')\ngraphiques.pays(fiche.departement, nombre=3)",
    "# Une fiche\n\n{eval}`fiche.exportations.total`",
]


def test_les_habitudes_d_un_analyste_donnent_la_meme_page_par_les_deux_voies(
    tmp_path: Path, donnees_demo: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("FICHES_DONNEES", str(donnees_demo))
    (tmp_path / "emplois.csv").write_text("nom,n\nLot,3\n", encoding="utf-8")
    (tmp_path / "voisin.py").write_text("X = 3\n", encoding="utf-8")
    cellules = [new_markdown_cell(s) if s.startswith("# ") else new_code_cell(s) for s in HABITUDES]
    carnet = new_notebook(cells=[PARAMETRES, *cellules])
    ici, pages = Path.cwd(), []
    for voie in (True, False):
        fait = executer(carnet, {"departement": "46"}, dans_ce_processus=voie, limite_s=60, dossier=tmp_path)
        pages.append(exporter(fait))
        (tmp_path / "ailleurs").rmdir()
    assert Path.cwd() == ici
    assert pages[0] == pages[1]
    assert "Solde définitif" in pages[0]
    assert "provisoire" not in pages[0]
    assert ["Tour 2" in pages[0], "Tour 1" in pages[0]] == [True, False]


@pytest.mark.parametrize(
    ("sources", "dit"),
    [
        ([FICHE, 'departement = "31"'], 'cellule 3 (« departement = "31" ») change « departement »'),
        ([FICHE, "globals()['annee'] = 2023"], "une cellule change « annee »"),
        (['fiche = __import__("fiches").Fiche("31", annee)'], "« fiche » y est celle de la Haute-Garonne"),
        ([FICHE, 'fiche = Fiche("31", annee)'], 'cellule 3 (« fiche = Fiche("31", annee) ») : « fiche » y est celle'),
        ([FICHE, 'fiche, sienne = Fiche("31", annee), fiche', "fiche = sienne"], "« fiche » y est celle de la Haute"),
        ([FICHE, "annee = 2023", "annee = 2024"], "change « annee »"),
        (['autre = __import__("fiches").Fiche("31", annee)'], "ne construit pas la fiche de ce lieu"),
    ],
)
def test_une_page_n_est_jamais_celle_d_un_autre_lieu(faire, sources: list[str], dit: str):
    with pytest.raises(CarnetInterrompu) as erreur:
        faire(*sources)
    assert dit in str(erreur.value).replace("\u00a0", " ")


def test_une_seconde_cellule_parameters_ne_change_pas_la_page(faire):
    with pytest.raises(CarnetInterrompu, match="change « departement » après la cellule « parameters »"):
        faire(FICHE, 'departement = "31"', c1=["parameters"])


def test_une_autre_fiche_peut_servir_de_comparaison(faire):
    carnet = faire(FICHE, 'voisine = Fiche("12", annee)\nvoisine')
    assert releve(carnet)["entete"]["lieu"] == "46"


def test_la_date_et_la_source_sont_celles_de_toutes_les_annees_du_carnet():
    entetes = [
        {"lieu": "46", "annee": annee, "source": f"Source {annee}.", "date": f"année {annee}"} for annee in (2024, 2023)
    ]
    carnet = new_notebook(metadata={"papermill": {"parameters": {"departement": "46", "annee": 2024}}})
    carnet.metadata[lectures.METADONNEE] = {
        "entetes": entetes,
        "demonstration": False,
        "variables": {"departement": ["46"], "annee": [2024], "fiche": ["46"]},
    }
    identite.verifier(carnet)
    assert (releve(carnet)["entete"]["date"], releve(carnet)["entete"]["source"]) == (
        "années 2023 et 2024",
        "Source 2024. Source 2023.",
    )


@pytest.mark.parametrize(
    "code", ["%magie_inconnue", "%%inconnue\nx", "x = %magie_inconnue 1", "import sys\nsys.exit(0)", "exit()"]
)
def test_une_cellule_qui_echoue_sans_le_montrer_fait_echouer_la_fiche(faire, code: str):
    with pytest.raises(CarnetInterrompu, match="cellule 2"):
        faire(code, "print('suite')")


def test_une_cellule_a_sauter_ne_s_execute_pas(faire):
    assert faire("1 / 0", c0=["skip-execution"]).cells[2].outputs == []


def test_des_valeurs_d_une_autre_execution_ne_se_publient_pas(faire, tmp_path: Path):
    carnet = faire(FICHE, "graphiques.pays(fiche.departement)", "# Le {eval}`fiche.nom`")
    chemin = tmp_path / "fiche.ipynb"
    nbformat.write(carnet, chemin)  # comme papermill : ce qui s’enregistre se relit marqué
    assert "Le Lot" in exporter(nbformat.read(chemin, as_version=4))
    autre = nbformat.read(chemin, as_version=4)
    autre.cells[-1].source += "\n\nUne phrase corrigée à la main."
    assert "corrigée à la main" in exporter(autre)
    autre.cells[3].outputs[0].data["text/html"] = "<p>La figure d’un autre lieu</p>"
    with pytest.raises(ErreurFiche, match="--engine fiches"):
        exporter(autre)
    del carnet.metadata["fiches"]
    with pytest.raises(ErreurFiche, match="n’ont pas été calculées par le moteur"):
        exporter(carnet)
