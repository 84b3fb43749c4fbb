"""Les figures dans un vrai navigateur : textes mesurés, images de référence, libellés hostiles, accessibilité."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from cas_graphiques import NOMS, figure
from essais_navigateur import DEFAUTS_DES_SVG
from PIL import Image
from playwright.sync_api import Browser, Page

from fiches import graphiques
from fiches.fiche import Fiche
from fiches.graphiques.style import css_figures, css_polices

pytestmark = pytest.mark.navigateur


@pytest.fixture(scope="module")
def page(navigateur: Browser) -> Page:
    return navigateur.new_page(viewport={"width": 900, "height": 900})


def montrer(page: Page, *noms: str, largeur: int = 900) -> None:
    figures = "".join(figure(nom).html() for nom in noms)
    page.set_viewport_size({"width": largeur, "height": 900})
    page.set_content(
        '<!DOCTYPE html><html lang="fr"><head><title>Essai</title><meta name="viewport" content="width=device-width">'
        f"<style>{css_figures()}{css_polices()}</style></head><body><main><h1>Essai</h1>{figures}</main></body></html>"
    )
    page.evaluate("document.fonts.ready")


def test_la_police_des_fiches_est_bien_employee(page: Page) -> None:
    montrer(page, "flux, export")
    assert page.evaluate("""() => ['400', '600', '700'].every(g => document.fonts.check(`${g} 16px "Fiche Sans"`))""")


@pytest.mark.parametrize("sorte", ["flux", "pays", "activites"])
def test_aucun_texte_n_en_touche_un_autre_ni_ne_sort_du_cadre_a_l_ecran(page: Page, sorte: str) -> None:
    montrer(page, *(nom for nom in NOMS if nom.startswith(sorte)))
    assert page.evaluate(DEFAUTS_DES_SVG) == []


def test_un_defaut_plante_est_attrape_a_l_ecran(page: Page) -> None:
    montrer(page, "flux, export")
    page.evaluate("""() => {
      const [a, b] = document.querySelectorAll('svg g[text-anchor=end] > text');
      b.setAttribute('x', a.getAttribute('x'));
      b.setAttribute('y', a.getAttribute('y'));
    }""")
    assert any("chevauchement" in d for d in page.evaluate(DEFAUTS_DES_SVG))
    montrer(page, "flux, export")
    page.evaluate("() => document.querySelector('svg text').textContent = 'x'.repeat(300)")
    assert any("hors du cadre" in d for d in page.evaluate(DEFAUTS_DES_SVG))


@pytest.mark.parametrize("nom", [n for n in NOMS if "hostiles" in n])
def test_un_libelle_hostile_ne_s_execute_pas(page: Page, nom: str) -> None:
    erreurs: list[str] = []
    page.on("pageerror", lambda e: erreurs.append(str(e)))
    montrer(page, nom)
    assert page.evaluate("window.pirate") is None
    assert page.locator(".fiche-figure script, .fiche-figure img").count() == 0
    assert erreurs == []


@pytest.mark.parametrize("largeur", [360, 1280])
def test_axe_ne_trouve_rien(page: Page, largeur: int) -> None:
    montrer(page, "flux, export", "flux, import", "pays, ordinaire", "activites, ordinaire", largeur=largeur)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    resultat = Axe().run(page)
    assert resultat.violations_count == 0, resultat.generate_report()


@pytest.mark.parametrize("nom", ["flux, export", "activites, ordinaire", "flux, lieu de 300 caractères"])
def test_sur_un_telephone_le_dessin_defile_dans_son_cadre_et_la_page_non(page: Page, nom: str) -> None:
    montrer(page, nom, largeur=360)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(
        "(() => { const c = document.querySelector('.cadre'); return c.scrollWidth > c.clientWidth })()"
    )


ATTENDUS = sorted((Path(__file__).parent / "attendus").glob("*.svg"))
"""Les dessins de trois départements simulés (grand, moyen, petit), tels que matplotlib les faisait."""


def image(page: Page, svg: str) -> np.ndarray:
    """Le dessin en niveaux de gris, deux pixels par point."""
    page.set_viewport_size({"width": 1054, "height": 700})
    page.set_content(f"<style>{css_polices()} body {{margin: 0}} svg {{width: 1054px}}</style>{svg}")
    page.evaluate("document.fonts.ready")
    return np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("L"), dtype=float)


def ecart(page: Page, svg: str, attendu: str) -> float:
    """Le plus grand écart de deux dessins, de 0 à 255, en moyenne sur deux points : un lissage compte peu."""
    gris = np.abs(image(page, svg) - image(page, attendu))
    return float(gris[:700, :1052].reshape(175, 4, 263, 4).mean(axis=(1, 3)).max())


@pytest.mark.parametrize("attendu", ATTENDUS, ids=lambda a: a.stem)
def test_le_dessin_est_celui_de_reference_au_lissage_pres(page: Page, donnees_demo: Path, attendu: Path) -> None:
    sorte, code = attendu.stem.split("-")
    fiche = Fiche(code, 2024, donnees_demo)
    sujet = fiche.exportations if sorte == "flux" else fiche.departement
    assert ecart(page, getattr(graphiques, sorte)(sujet).svg, attendu.read_text(encoding="utf-8")) < 20


def test_un_deplacement_d_un_point_se_voit_a_l_image(page: Page) -> None:
    svg = (ATTENDUS[-1]).read_text(encoding="utf-8")
    deplace = re.sub(r'd="M([\d.]+)', lambda m: f'd="M{float(m[1]) + 1:g}', svg, count=7)
    assert ecart(page, deplace, svg) > 20
