"""Passe axe-core et la mesure des textes des graphiques sur toutes les pages d’un dossier, dans Chromium.

    python outils/accessibilite.py reports/2024 [--jobs 2]

Chaque page est ouverte à 360 puis à 1280 pixels, tous ses volets dépliés : axe-core n’y doit rien trouver, elle ne
doit pas déborder en largeur, et aucun texte d’un graphique ne doit en toucher un autre ni sortir de son dessin.
Demande les outils de test (`make test` les installe). Code de sortie : 0, rien à redire ; 1, une faute ; 2, la
demande est fausse.
"""

import argparse
import os
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from essais_navigateur import DEFAUTS_DES_SVG, chemin_du_navigateur

LARGEURS = (360, 1280)
_NAVIGATEUR: dict[str, Any] = {}
"""Le navigateur de ce processus : il sert à toutes les pages que le processus reçoit."""


def ouvrir_navigateur(chemin: str) -> None:
    """Lance le Chromium de ce processus, avec un seul onglet."""
    _NAVIGATEUR["playwright"] = sync_playwright().start()
    chromium = _NAVIGATEUR["playwright"].chromium.launch(executable_path=chemin, args=["--no-sandbox"])
    _NAVIGATEUR["onglet"] = chromium.new_page()


def examiner(page: Path) -> tuple[list[str], int, str]:
    """Les fautes d’une page à toutes les largeurs, le nombre de textes mesurés, la version d’axe-core."""
    try:
        return _examiner(_NAVIGATEUR["onglet"], page)
    except Error as erreur:
        return [f"la page ne s’ouvre pas dans Chromium\u00a0: {erreur.message.splitlines()[0]}"], 0, ""


def _examiner(onglet: Page, page: Path) -> tuple[list[str], int, str]:
    onglet.goto(page.as_uri())
    onglet.evaluate("document.fonts.ready")
    onglet.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    fautes, version = [], ""
    for largeur in LARGEURS:
        onglet.set_viewport_size({"width": largeur, "height": 900})
        if onglet.evaluate("document.documentElement.scrollWidth") > largeur:
            fautes.append(f"{largeur} px, la page déborde en largeur")
        fautes += [f"{largeur} px, graphique {d}" for d in onglet.evaluate(DEFAUTS_DES_SVG)]
        reponse = Axe().run(onglet).response
        version = reponse["testEngine"]["version"]
        for violation in reponse["violations"]:
            cible = " ".join(map(str, violation["nodes"][0]["target"]))
            fautes.append(f"{largeur} px, axe {violation['id']} ({len(violation['nodes'])} fois, dont {cible})")
    return fautes, onglet.locator(".fiche-figure svg text").count(), version


def main() -> int:
    """Examine le dossier et imprime le bilan."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0], add_help=True)
    arguments.add_argument("dossier", type=Path, help="dossier des pages, par exemple reports/2024")
    arguments.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="navigateurs ouverts en même temps")
    demande = arguments.parse_args()
    pages = sorted(demande.dossier.resolve().glob("*.html"))
    chemin = chemin_du_navigateur()
    if not pages or chemin is None or demande.jobs < 1:
        manque = (
            f"{demande.dossier}\u00a0: aucune page" if not pages else "« sh outils/navigateur.sh » installe Chromium"
        )
        print(f"Erreur\u00a0: {manque if demande.jobs >= 1 else '--jobs vaut au moins 1'}.", file=sys.stderr)
        return 2
    debut = time.monotonic()
    par_faute: dict[str, list[str]] = defaultdict(list)
    textes, versions = 0, set()
    with ProcessPoolExecutor(demande.jobs, initializer=ouvrir_navigateur, initargs=(chemin,)) as navigateurs:
        for page, (fautes, mesures, version) in zip(pages, navigateurs.map(examiner, pages), strict=True):
            textes += mesures
            versions |= {version} - {""}
            for faute in fautes:
                par_faute[faute].append(page.name)
    for faute, touchees in sorted(par_faute.items(), key=lambda f: (-len(f[1]), f[0])):
        reste = f" et {len(touchees) - 3} autres" if len(touchees) > 3 else ""
        print(f"{faute}\u00a0: {', '.join(touchees[:3])}{reste}")
    print(
        f"{len(pages)} pages à {' et '.join(map(str, LARGEURS))} px, axe-core {', '.join(versions)}, "
        f"{textes} textes de graphiques mesurés à chaque largeur, en {time.monotonic() - debut:.0f} s\u00a0: "
        + (f"{sum(map(len, par_faute.values()))} fautes." if par_faute else "rien à redire.")
    )
    return 1 if par_faute else 0


if __name__ == "__main__":
    sys.exit(main())
