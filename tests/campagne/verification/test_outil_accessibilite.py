"""outils/accessibilite.py : une page saine passe, chaque sorte de faute plantée est dite, à la bonne largeur."""

import subprocess
import sys
from pathlib import Path

import pytest

from fiches.socle.chemins import RACINE

pytestmark = pytest.mark.navigateur

OUTIL = RACINE / "outils" / "accessibilite.py"
SAINE = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Fiche</title>
<meta name="viewport" content="width=device-width"></head><body><main><h1>Fiche</h1>
<figure class="fiche-figure" id="f"><svg viewBox="0 0 200 60" width="200" role="img" aria-label="Deux textes">
<text x="10" y="20" font-size="12">Premier</text><text x="10" y="50" font-size="12">Second</text></svg></figure>
{ajout}</main></body></html>"""


def examiner(dossier: Path) -> tuple[int, str]:
    resultat = subprocess.run(
        [sys.executable, OUTIL, dossier, "--jobs", "1"], capture_output=True, text=True, check=False
    )
    return resultat.returncode, resultat.stdout + resultat.stderr


def test_des_pages_saines_passent(tmp_path: Path):
    for nom in ("a.html", "b.html"):
        (tmp_path / nom).write_text(SAINE.format(ajout=""), encoding="utf-8")
    code, dit = examiner(tmp_path)
    assert code == 0, dit
    assert "2 pages à 360 et 1280 px" in dit
    assert "4 textes de graphiques mesurés" in dit
    assert "rien à redire" in dit


def test_chaque_faute_plantee_est_dite(tmp_path: Path):
    ajout = '<details><summary>Plus</summary><img src="data:,"></details><div style="width:800px">Large</div>'
    html = SAINE.format(ajout=ajout).replace('y="50"', 'y="22"')
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    code, dit = examiner(tmp_path)
    assert code == 1
    assert "360 px, la page déborde en largeur" in dit
    assert "1280 px, la page déborde" not in dit
    for largeur in (360, 1280):
        assert f"{largeur} px, axe image-alt (1 fois, dont img)\u00a0: a.html" in dit
        assert f"{largeur} px, graphique f chevauchement : Premier / Second" in dit


def test_un_dossier_sans_page_se_dit(tmp_path: Path):
    code, dit = examiner(tmp_path)
    assert (code, "aucune page" in dit, "Traceback" in dit) == (2, True, False)
