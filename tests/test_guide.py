"""Le guide de l’analyste dit ce que le code offre, ni plus ni moins."""

import sys
from pathlib import Path

from fiches.chemins import RACINE

sys.path.insert(0, str(RACINE / "outils"))
import guide


def test_la_reference_est_celle_du_code(donnees_demo: Path):
    ecrit = guide.GUIDE.read_text(encoding="utf-8")
    assert guide.rediger(ecrit, donnees_demo) == ecrit, "refaites-la : .venv/bin/python outils/guide.py"


def test_les_images_du_guide_existent_et_restent_legeres():
    for nom in ("fiche-46.png", "sommaire.png"):
        image = RACINE / "docs" / "images" / nom
        assert f"images/{nom}" in guide.GUIDE.read_text(encoding="utf-8")
        assert image.stat().st_size < 200_000
