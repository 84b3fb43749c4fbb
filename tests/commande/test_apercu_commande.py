"""L’aperçu tel que l’analyste le vit : la vraie commande, un vrai navigateur, des fichiers enregistrés."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from fiches.socle.chemins import CARNETS, RACINE

pytestmark = [pytest.mark.commande, pytest.mark.navigateur]

FICHES = Path(sys.executable).with_name("fiches")
DELAI = 15_000
"""Bien plus que les deux secondes promises : une machine d’essai peut être très occupée."""


@dataclass
class Atelier:
    """Une copie du carnet, son aperçu ouvert, et le moyen de tout remettre comme avant."""

    dossier: Path
    page: Page
    processus: subprocess.Popen[str]

    @property
    def carnet(self) -> Path:
        return self.dossier / "carnet.ipynb"

    @property
    def fiche(self) -> FrameLocator:
        return self.page.frame_locator("iframe:not(.attente)")

    def remplacer(self, avant: str, apres: str) -> None:
        """Ce que fait un éditeur quand on enregistre."""
        texte = self.carnet.read_text(encoding="utf-8")
        assert avant in texte
        self.carnet.write_text(texte.replace(avant, apres), encoding="utf-8")

    def montre(self, texte: str) -> None:
        expect(self.fiche.get_by_text(texte).first).to_be_attached(timeout=DELAI)

    def dit(self, erreur: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("alert")).to_contain_text(erreur, timeout=DELAI)

    def ne_dit_rien(self) -> None:
        expect(self.page.get_by_role("alert")).to_be_hidden(timeout=DELAI)


@pytest.fixture(scope="module")
def ouvert(navigateur: Browser, donnees_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atelier]:
    dossier = tmp_path_factory.mktemp("apercu")
    (dossier / "mots").mkdir()
    shutil.copy(CARNETS / "commerce-exterieur.ipynb", dossier / "carnet.ipynb")
    params = dossier / "p.yml"
    params.write_text(f"carnet: {dossier / 'carnet.ipynb'}\ncommentaires: {dossier / 'mots'}\n", encoding="utf-8")
    processus = subprocess.Popen(
        [FICHES, "apercu", "46", "--params", params, "--donnees", donnees_demo],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"BROWSER": "true"},  # la commande « true » tient lieu de navigateur
    )
    assert processus.stdout
    trouve = re.search(r"http://127\.0\.0\.1:\d+/", processus.stdout.readline())
    assert trouve
    page = navigateur.new_page(viewport={"width": 1100, "height": 800})
    page.goto(trouve[0])
    yield Atelier(dossier, page, processus)
    page.close()
    processus.kill()
    processus.communicate()


@pytest.fixture
def atelier(ouvert: Atelier) -> Iterator[Atelier]:
    """L’aperçu, remis après chaque test sur le carnet d’origine."""
    ouvert.montre("À retenir")
    ouvert.ne_dit_rien()
    avant = {fichier: fichier.read_bytes() for fichier in (ouvert.carnet, ouvert.dossier / "p.yml")}
    yield ouvert
    for fichier, octets in avant.items():
        fichier.write_bytes(octets)


def test_une_phrase_changee_parait_sans_que_la_page_bouge(atelier: Atelier):
    ou = "document.querySelector('iframe:not(.attente)').contentWindow"
    atelier.page.evaluate(f"{ou}.scrollTo(0, 2400)")
    atelier.remplacer("## Introduction", "## Une toute autre introduction")
    atelier.montre("Une toute autre introduction")
    assert atelier.page.evaluate(f"{ou}.scrollY") == 2400
    assert atelier.page.title().startswith("Aperçu – ")


def test_une_faute_se_montre_par_dessus_la_page_puis_s_efface(atelier: Atelier):
    atelier.remplacer("fiche.phrases.soldes_par_pays", "fiche.phrases.solde_par_pays")
    atelier.dit("La balance commerciale du territoire")
    atelier.dit("« Phrases » n’a pas de « solde_par_pays »")
    atelier.montre("À retenir")
    atelier.remplacer("fiche.phrases.solde_par_pays", "fiche.phrases.soldes_par_pays")
    atelier.ne_dit_rien()


def test_une_cellule_de_code_fautive_est_situee_a_la_ligne(atelier: Atelier):
    atelier.remplacer("fiche = Fiche(departement, annee)", "fiche = Fich(departement, annee)")
    atelier.dit(re.compile("^Cellule 3.*, ligne 3, le nom « Fich » n’existe pas"))


def test_un_carnet_a_moitie_enregistre_puis_supprime_n_arrete_rien(atelier: Atelier):
    entier = atelier.carnet.read_bytes()
    atelier.carnet.write_bytes(entier[: len(entier) // 2])
    atelier.dit("carnet.ipynb")
    atelier.carnet.unlink()
    atelier.dit("carnet absent")
    atelier.carnet.write_bytes(entier.replace(b"## Introduction", b"## Le retour"))
    atelier.montre("Le retour")
    atelier.ne_dit_rien()


def test_de_deux_enregistrements_rapproches_le_dernier_reste(atelier: Atelier):
    atelier.remplacer("## Introduction", "## Premier jet")
    atelier.remplacer("## Premier jet", "## Second jet")
    atelier.montre("Second jet")
    atelier.remplacer("## Second jet", "## Troisième jet")  # une page en retard serait arrivée avant celle-ci
    atelier.montre("Troisième jet")
    expect(atelier.fiche.get_by_text("Premier jet")).to_have_count(0)


def test_un_commentaire_ajoute_parait(atelier: Atelier):
    (atelier.dossier / "mots" / "46.md").write_text("L’usine de Figeac <script>alert(1)</script> recrute.", "utf-8")
    atelier.montre("L’usine de Figeac")
    (atelier.dossier / "mots" / "46.md").unlink()
    expect(atelier.fiche.get_by_text("L’usine de Figeac")).to_have_count(0, timeout=DELAI)


def test_les_parametres_sont_suivis_avec_leurs_fautes(atelier: Atelier):
    params = atelier.dossier / "p.yml"
    texte = params.read_text(encoding="utf-8")
    params.write_text(texte + "reglages: {pays: 3}\n", encoding="utf-8")
    atelier.montre("pour les trois premiers pays partenaires")
    params.write_text(texte + "reglage: {pays: 3}\n", encoding="utf-8")
    atelier.dit("reglage")


def test_rien_n_est_ecrit_a_cote_du_carnet_ni_dans_reports(atelier: Atelier):
    assert {f.name for f in atelier.dossier.iterdir()} == {"carnet.ipynb", "mots", "p.yml"}
    assert json.loads(atelier.carnet.read_text(encoding="utf-8"))["cells"][2]["outputs"] == []
    recents = [f for f in (RACINE / "reports").rglob("46-lot*") if f.stat().st_mtime > atelier.carnet.stat().st_mtime]
    assert recents == []


def test_ctrl_c_finit_proprement_et_la_page_le_dit(ouvert: Atelier):
    ouvert.processus.send_signal(signal.SIGINT)
    dit, _ = ouvert.processus.communicate(timeout=20)
    assert ouvert.processus.returncode == 0
    assert dit.strip().endswith("Aperçu fermé.")
    assert "Traceback" not in dit
    ouvert.dit("L’aperçu est arrêté")
