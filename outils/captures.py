"""Refait les captures d’écran de la documentation : la page, le sommaire, l’aperçu d’une faute, les dix
modifications du guide.

`python outils/captures.py` demande Chromium et l’environnement des tests, et prend une à deux minutes : le sommaire est
celui de toute la campagne. Celle de JupyterLab se fait à la main.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from modifications import lire
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from fiches.carnet.execution import executer
from fiches.page.html import exporter
from fiches.socle.chemins import CARNETS, RACINE

sys.path.insert(0, str(RACINE / "tests"))
from essais_navigateur import chemin_du_navigateur

IMAGES = RACINE / "docs" / "images"
_FICHES = [sys.executable, "-u", "-m", "fiches"]
_EMPLOIS = "departement;secteur;emplois\n46;Aéronautique;1850\n46;Agroalimentaire;1420\n46;Bois;380\n"
_FAUTE = ("fiche.phrases.totaux`", "fiche.phrases.totau`")


@contextmanager
def navigateur() -> Iterator[Page]:
    """Une page de Chromium, celui du système."""
    with sync_playwright() as playwright:
        ouvert = playwright.chromium.launch(executable_path=chemin_du_navigateur(), args=["--no-sandbox"])
        yield ouvert.new_page()
        ouvert.close()


@contextmanager
def apercu_du_lot(dossier: Path) -> Iterator[tuple[str, Path]]:
    """L’adresse de l’aperçu d’une copie du carnet, et cette copie."""
    carnet, params = dossier / "carnet.ipynb", dossier / "params.yml"
    shutil.copyfile(CARNETS / "commerce-exterieur.ipynb", carnet)
    params.write_text(f"carnet: {carnet}\n", encoding="utf-8")
    commande = [*_FICHES, "apercu", "46", "--params", str(params)]
    with subprocess.Popen(commande, stdout=subprocess.PIPE, text=True, env={"BROWSER": "true"}) as processus:
        assert processus.stdout is not None
        yield processus.stdout.readline().split()[-1], carnet
        processus.send_signal(signal.SIGINT)


def prendre(page: Page, nom: str) -> None:
    """Une capture de ce que montre la page, en 256 couleurs : deux fois plus légère, et rien ne se voit."""
    enregistrer(page.screenshot(), nom)


def enregistrer(octets: bytes, nom: str) -> None:
    """L’image, en 256 couleurs, dans la documentation."""
    Image.open(BytesIO(octets)).convert("RGB").quantize(256).save(IMAGES / nom, optimize=True)


def modifications(page: Page, dossier: Path) -> None:
    """Ce que donne chacune des dix modifications du guide, pour le Lot (la Corse pour son commentaire)."""
    donnees, locaux = dossier / "donnees", dossier / "commentaires"
    for annee in ("2023", "2024"):
        options = ["--donnees", str(donnees), "--archives", str(dossier / "archives")]
        subprocess.run([*_FICHES, "donnees", "demo", "--annee", annee, *options], stdout=subprocess.DEVNULL, check=True)
    locaux.mkdir()
    (dossier / "emplois.csv").write_text(_EMPLOIS, encoding="utf-8")
    os.environ |= {"FICHES_DONNEES": str(donnees), "FICHES_COMMENTAIRES": str(locaux)}
    page.set_viewport_size({"width": 900, "height": 800})
    for m in lire():
        for fichier, contenu in m.fichiers.items():
            (locaux / Path(fichier).name).write_text(contenu, encoding="utf-8")
        carnet = nbformat.read(CARNETS / "commerce-exterieur.ipynb", as_version=4)
        cellules = {c.id: c for c in carnet.cells}
        montrees = {3: [cellules["balance"], cellules["graphique-pays"]], 9: [cellules["regard-de-l-analyste"]]}
        ajoutees = montrees.get(m.rang, m.cellules)
        for cellule in ajoutees:
            cellule.source = cellule.source.replace("data/locale/emplois.csv", str(dossier / "emplois.csv"))
        carnet.cells = [cellules["parametres"], cellules["preparation"], *ajoutees]
        valeurs = {"departement": {3: "48", 9: "2A"}.get(m.rang, "46"), "annee": 2024} | (
            {"pays": 8} if m.rang == 3 else {}
        )
        html = exporter(executer(carnet, valeurs, dans_ce_processus=True, limite_s=60))
        (dossier / "modification.html").write_text(html, encoding="utf-8")
        page.goto((dossier / "modification.html").as_uri())
        enregistrer(page.locator("main").screenshot(), f"modification-{m.rang}.png")


def main() -> None:
    with TemporaryDirectory() as nom, navigateur() as page:
        ici = Path(nom)
        subprocess.run([*_FICHES, "produire", "--tous", "--sortie", nom], stdout=subprocess.DEVNULL, check=True)
        page.set_viewport_size({"width": 1280, "height": 820})
        page.goto((ici / "2024" / "46-lot.html").as_uri())
        section = page.locator("#la-balance-commerciale-du-territoire")
        section.evaluate("titre => titre.scrollIntoView({behavior: 'instant'})")
        prendre(page, "fiche-46.png")
        page.set_viewport_size({"width": 1100, "height": 900})
        page.goto((ici / "2024" / "index.html").as_uri())
        prendre(page, "sommaire.png")
        page.set_viewport_size({"width": 1200, "height": 560})
        with apercu_du_lot(ici) as (adresse, carnet):
            page.goto(adresse)
            page.frame_locator("iframe:not(.attente)").get_by_text("636,4").first.wait_for(state="attached")
            carnet.write_text(carnet.read_text(encoding="utf-8").replace(*_FAUTE), encoding="utf-8")
            page.get_by_role("alert").wait_for(state="visible")
            prendre(page, "apercu-erreur.png")
        modifications(page, ici)


if __name__ == "__main__":
    main()
