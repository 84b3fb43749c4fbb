"""Refait les captures d’écran de la documentation : la page, le sommaire, l’aperçu d’une faute.

`python outils/captures.py` demande Chromium et l’environnement des tests, et prend une à deux minutes : le sommaire est
celui de toute la campagne. Celle de JupyterLab se fait à la main.
"""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from fiches.socle.chemins import CARNETS, RACINE

sys.path.insert(0, str(RACINE / "tests"))
from essais_navigateur import chemin_du_navigateur

IMAGES = RACINE / "docs" / "images"
_FICHES = [sys.executable, "-u", "-m", "fiches"]
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
    """Une capture de ce que montre la page, en 128 couleurs : trois fois plus légère, et rien ne se voit."""
    image = Image.open(BytesIO(page.screenshot())).convert("RGB")
    image.quantize(128).save(IMAGES / nom, optimize=True)


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


if __name__ == "__main__":
    main()
