"""Une campagne réglée par son fichier de paramètres, et un autre thème : par la vraie commande."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from fiches.socle.chemins import RACINE

pytestmark = pytest.mark.commande

FICHES = Path(sys.executable).with_name("fiches")
AUTRE_THEME = RACINE / "tests" / "commande" / "autre_theme"
MODE_D_EMPLOI = RACINE / "params" / "commentaires" / "LISEZMOI.md"
INSECABLES = str.maketrans({"\u00a0": " ", "\u202f": " "})


def lancer(*arguments: object, attendu: int = 0) -> str:
    """Ce que la commande a dit, espaces insécables ramenées à l’espace."""
    fait = subprocess.run([FICHES, *map(str, arguments)], capture_output=True, text=True, check=False)
    dit = fait.stdout + fait.stderr
    assert fait.returncode == attendu, dit
    assert "Traceback" not in dit
    return dit.translate(INSECABLES)


def statuts(dossier: Path) -> dict[str, str]:
    fiches = json.loads((dossier / "campagne.json").read_text(encoding="utf-8"))["fiches"]
    return {code: fiche["statut"] for code, fiche in fiches.items()}


def ouvrir(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8").translate(INSECABLES), "html.parser")


def sections(page: BeautifulSoup) -> list[str]:
    return [titre.get_text() for titre in page.select("main h2")]


def lignes(page: BeautifulSoup, figure: str) -> int:
    return len(page.select(f"figure[id^={figure}] tbody tr"))


@pytest.fixture(scope="module")
def reglee(donnees_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le Lot et Paris, avec un écart pour Paris, des sections masquées et le commentaire du mode d’emploi."""
    dossier = tmp_path_factory.mktemp("reglee")
    exemple = re.search(r"```markdown\n(.+?)```", MODE_D_EMPLOI.read_text(encoding="utf-8"), re.DOTALL)
    assert exemple
    (dossier / "mots").mkdir()
    (dossier / "mots" / "46.md").write_text(exemple[1].replace("edition: 2024", "edition: 2023"), encoding="utf-8")
    (dossier / "mots" / "paris.md").write_text("Perdu ?", encoding="utf-8")
    (dossier / "p.yml").write_text(
        "departements: {75: {pays: 15}}\n"
        "reglages: {produits: 4, en_rouge: 0}\n"
        "sections_masquees: [contexte, Pour aller plus loin]\n"
        f"commentaires: {dossier / 'mots'}\n",
        encoding="utf-8",
    )
    arguments = ("--params", dossier / "p.yml", "--donnees", donnees_demo, "--sortie", dossier / "r")
    (dossier / "dit.txt").write_text(lancer("produire", "46", "75", *arguments), encoding="utf-8")
    texte = (dossier / "p.yml").read_text(encoding="utf-8")
    (dossier / "p2.yml").write_text(texte.replace("pays: 15", "pays: 12"), encoding="utf-8")
    return dossier


def test_un_ecart_ne_change_que_son_departement(reglee: Path):
    lot, paris = (ouvrir(reglee / "r" / "2024" / f"{nom}.html") for nom in ("46-lot", "75-paris"))
    assert (lignes(lot, "pays-46-2024"), lignes(paris, "pays-75-2024")) == (10, 15)
    assert "pour les quinze premiers pays partenaires" in paris.get_text()
    assert "pour les dix premiers pays partenaires" in lot.get_text()


def test_les_reglages_communs_changent_les_figures_et_leur_texte(reglee: Path):
    lot = ouvrir(reglee / "r" / "2024" / "46-lot.html")
    assert "Y figurent les quatre premiers produits et les dix premiers pays" in lot.get_text()
    assert "ressortent en rouge" not in lot.get_text()
    assert lignes(lot, "flux-export-46-2024") == 4 + 1


def test_une_section_masquee_ne_parait_ni_dans_la_page_ni_au_sommaire(reglee: Path):
    lot = ouvrir(reglee / "r" / "2024" / "46-lot.html")
    assert sections(lot)[:4] == [
        "À retenir", "Introduction", "Les Territoires d’industrie du département", "Précisions méthodologiques",
    ]  # fmt: skip
    assert sections(lot)[-2:] == ["Le regard de l’analyste", "Informations pratiques"]
    assert "droits de douane" not in lot.get_text()
    assert [lien.get_text() for lien in lot.select("nav a")][-1] == "Informations pratiques"


def test_le_commentaire_parait_signe_date_et_chiffre(reglee: Path):
    titre = ouvrir(reglee / "r" / "2024" / "46-lot.html").find(id="le-regard-de-l-analyste")
    assert titre is not None
    suite = titre.find_next_siblings(["p", "ul"], limit=3)
    assert suite[0].get_text().startswith("Les exportations atteignent 636,4 millions d’euros.")
    assert "Produits de la construction aéronautique" in suite[0].get_text()
    assert suite[2].get_text() == "Marie Dupont, 12 mars 2025, pour l’édition 2023"
    assert "Le regard de" not in ouvrir(reglee / "r" / "2024" / "75-paris.html").get_text()


def test_la_commande_dit_les_commentaires_presents_a_relire_et_mal_nommes(reglee: Path):
    dit = (reglee / "dit.txt").read_text(encoding="utf-8")
    assert "Avec un commentaire de l’analyste : Lot (46).\n" in dit
    assert "édition plus ancienne que 2024, à relire : Lot (46), édition 2023.\n" in dit
    assert f"{reglee / 'mots' / 'paris.md'} n’est pas lu : renommez-le « 75.md » (Paris).\n" in dit


def test_changer_l_ecart_ne_refait_que_son_departement(reglee: Path, donnees_demo: Path):
    lancer("produire", "46", "75", "--params", reglee / "p2.yml", "--donnees", donnees_demo, "--sortie", reglee / "r")
    assert statuts(reglee / "r" / "2024") == {"46": "inchangee", "75": "produite"}
    assert lignes(ouvrir(reglee / "r" / "2024" / "75-paris.html"), "pays-75-2024") == 12


def test_un_autre_carnet_fait_une_autre_serie_dans_son_dossier(donnees_demo: Path, tmp_path: Path):
    params = AUTRE_THEME / "partenaires.yml"
    lancer("produire", "--tous", "--params", params, "--donnees", donnees_demo, "--sortie", tmp_path)
    dossier = tmp_path / "partenaires-2024"
    assert [d.name for d in tmp_path.iterdir()] == ["partenaires-2024"]
    assert statuts(dossier) == {"20": "produite", "46": "produite"}
    lot, corse = ouvrir(dossier / "46-lot.html"), ouvrir(dossier / "20-corse.html")
    assert lot.title is not None
    assert lot.title.get_text() == "Premiers partenaires – Lot – 2024"
    assert (lignes(lot, "pays-46-2024"), lignes(corse, "pays-20-2024")) == (3, 5)
    assert "Voici les trois premiers partenaires du Lot." in lot.get_text()
    assert "Voici les cinq premiers partenaires de la Corse." in corse.get_text()
