"""La page dans un vrai navigateur : accessible, sans réseau, lisible sur un téléphone et sur papier."""

import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from essais_navigateur import DEFAUTS_DES_SVG, montre_sa_suite, tient_dans
from essais_page import execute
from playwright.sync_api import Browser, Page

from fiches.page.html import exporter

pytestmark = pytest.mark.navigateur


FICHES = {"lot": "46-lot", "paris": "75-paris", "mayotte": "976-mayotte"}
TOUTES = [*FICHES, "complet"]
OUVRIR_LES_DETAILS = "document.querySelectorAll('details').forEach(d => d.open = true)"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, donnees_demo: Path) -> dict[str, Path]:
    """Trois fiches de la vraie commande, et le carnet d’essai qui réunit ce qu’un analyste peut ajouter."""
    sortie = tmp_path_factory.mktemp("pages")
    commande = [Path(sys.executable).with_name("fiches"), "produire", "46", "75", "976"]
    subprocess.run([*commande, "--donnees", donnees_demo, "--sortie", sortie], check=True, capture_output=True)
    complet = sortie / "complet.html"
    complet.write_text(exporter(execute("complet")), encoding="utf-8")
    return {nom: sortie / "2024" / f"{page}.html" for nom, page in FICHES.items()} | {"complet": complet}


def ouvrir(navigateur: Browser, page: Path, largeur: int, **options: object) -> Page:
    onglet = navigateur.new_page(viewport={"width": largeur, "height": 900}, **options)
    onglet.goto(page.as_uri())
    onglet.evaluate("document.fonts.ready")
    return onglet


@pytest.mark.parametrize("nom", TOUTES)
@pytest.mark.parametrize("largeur", [360, 1280])
def test_axe_ne_trouve_rien(navigateur: Browser, pages: dict[str, Path], nom: str, largeur: int):
    onglet = ouvrir(navigateur, pages[nom], largeur)
    onglet.evaluate(OUVRIR_LES_DETAILS)
    resultat = Axe().run(onglet)
    onglet.close()
    assert resultat.violations_count == 0, resultat.generate_report()


@pytest.mark.parametrize("nom", TOUTES)
@pytest.mark.parametrize("largeur", [320, 360, 1280, 1920])
def test_la_page_ne_deborde_jamais_en_largeur(navigateur: Browser, pages: dict[str, Path], nom: str, largeur: int):
    onglet = ouvrir(navigateur, pages[nom], largeur)
    onglet.evaluate(OUVRIR_LES_DETAILS)
    assert onglet.evaluate("document.documentElement.scrollWidth") <= largeur
    onglet.close()


@pytest.mark.parametrize("nom", FICHES)
@pytest.mark.parametrize("largeur", [360, 1280, 1920])
def test_aucun_texte_d_un_graphique_n_en_touche_un_autre(
    navigateur: Browser, pages: dict[str, Path], nom: str, largeur: int
):
    onglet = ouvrir(navigateur, pages[nom], largeur)
    assert onglet.locator(".fiche-figure svg").count() >= 6
    assert onglet.evaluate(DEFAUTS_DES_SVG) == []
    onglet.close()


@pytest.mark.parametrize("nom", TOUTES)
def test_la_page_se_suffit_a_elle_meme(navigateur: Browser, pages: dict[str, Path], nom: str):
    demandes, plaintes = [], []
    onglet = navigateur.new_page(java_script_enabled=True)
    onglet.on("request", lambda r: demandes.append(r.url))
    onglet.on("console", lambda m: plaintes.append(m.text))
    onglet.goto(pages[nom].as_uri())
    onglet.evaluate("document.fonts.ready")
    assert [url for url in demandes if not url.startswith("data:")] == [pages[nom].as_uri()]
    assert plaintes == []
    assert onglet.evaluate("document.fonts.check('600 16px \"Fiche Sans\"')")
    onglet.close()


def test_le_lien_d_evitement_mene_au_contenu(navigateur: Browser, pages: dict[str, Path]):
    onglet = ouvrir(navigateur, pages["lot"], 1280)
    onglet.keyboard.press("Tab")
    assert onglet.evaluate("document.activeElement.textContent") == "Aller au contenu"
    assert onglet.locator(".evitement").bounding_box()["x"] >= 0
    onglet.keyboard.press("Enter")
    assert onglet.evaluate("document.activeElement.id") == "contenu"
    onglet.close()


def test_le_sommaire_suit_la_lecture_et_se_replie(navigateur: Browser, pages: dict[str, Path]):
    large = ouvrir(navigateur, pages["lot"], 1280, reduced_motion="reduce")
    large.evaluate("window.scrollTo(0, 4000)")
    assert large.locator(".sommaire").bounding_box()["y"] == 0
    assert large.locator(".sommaire a:target-current").count() == 1
    assert not large.locator(".sommaire summary").is_visible()  # un arrêt de moins au clavier : rien à replier
    large.locator(".sommaire a").last.click()
    assert large.url.endswith("#pour-aller-plus-loin")
    large.close()
    etroit = ouvrir(navigateur, pages["lot"], 360, java_script_enabled=False)
    replie = etroit.locator(".sommaire").bounding_box()["height"]
    assert etroit.locator("h1").bounding_box()["y"] < 300  # le titre se lit sans défiler
    etroit.locator(".sommaire summary").focus()
    etroit.keyboard.press("Enter")
    assert etroit.locator(".sommaire").bounding_box()["height"] > replie * 3
    etroit.locator(".sommaire a").last.click()
    assert etroit.url.endswith("#pour-aller-plus-loin")
    etroit.close()


def test_un_cadre_trop_etroit_dit_qu_il_continue_de_cote(navigateur: Browser, pages: dict[str, Path]):
    etroit = ouvrir(navigateur, pages["lot"], 360)
    etroit.evaluate(OUVRIR_LES_DETAILS)
    cadres = etroit.locator(".cadre, .defile").all()
    assert len(cadres) >= 12
    assert all(map(montre_sa_suite, cadres))
    ombre = "e => getComputedStyle(e).boxShadow"
    au_debut = cadres[0].evaluate(ombre)
    cadres[0].evaluate("e => { e.scrollLeft = e.scrollWidth }")
    assert montre_sa_suite(cadres[0])
    assert cadres[0].evaluate(ombre) != au_debut  # il reste de quoi lire à gauche, plus à droite
    etroit.emulate_media(media="print")
    assert not any(map(montre_sa_suite, cadres))
    etroit.close()
    large = ouvrir(navigateur, pages["lot"], 1280)
    assert not any(map(montre_sa_suite, large.locator(".cadre").all()))
    large.close()


def test_la_legende_d_un_tableau_se_lit_en_entier_sur_un_telephone(navigateur: Browser, pages: dict[str, Path]):
    onglet = ouvrir(navigateur, pages["lot"], 360)
    onglet.evaluate(OUVRIR_LES_DETAILS)
    tableaux = onglet.locator(".defile")
    for tableau in tableaux.all():
        assert tient_dans(tableau.locator("caption"), tableau)
        tableau.evaluate("e => { e.scrollLeft = 100 }")
        assert tient_dans(tableau.locator("caption"), tableau)
    titre = onglet.locator("figcaption").first.inner_text()
    assert onglet.get_by_role("table", name=titre).count() == 1
    onglet.close()


def test_les_graphiques_a_comparer_sont_cote_a_cote_sur_un_ecran_large(navigateur: Browser, pages: dict[str, Path]):
    ordonnees = {}
    for largeur in (1280, 1920):
        onglet = ouvrir(navigateur, pages["lot"], largeur)
        figures = onglet.locator(".comparaison").first.locator("figure")
        ordonnees[largeur] = [figures.nth(i).bounding_box()["y"] for i in range(2)]
        if largeur == 1920:  # le filet de la section va d’un bord à l’autre de la paire
            paire, titre = (onglet.locator(s).first.bounding_box() for s in (".comparaison", "main > h2"))
            assert (titre["x"], titre["width"]) == (paire["x"], paire["width"])
        onglet.close()
    assert ordonnees[1920][0] == ordonnees[1920][1]
    assert ordonnees[1280][0] < ordonnees[1280][1]


def test_la_page_imprimee_garde_le_bandeau_et_laisse_le_sommaire(navigateur: Browser, pages: dict[str, Path]):
    onglet = ouvrir(navigateur, pages["lot"], 794)
    onglet.emulate_media(media="print")
    assert onglet.locator(".demonstration").is_visible()
    assert not onglet.locator(".sommaire").is_visible()
    assert onglet.evaluate("document.documentElement.scrollWidth") <= 794
    onglet.close()
