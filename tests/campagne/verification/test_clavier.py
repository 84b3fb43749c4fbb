"""La fiche au clavier : l’ordre du document, un repère visible sur chaque arrêt, des volets qui s’ouvrent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.navigateur

ARRET = """() => {
  const e = document.activeElement;
  if (e === document.body) return null;
  const style = getComputedStyle(e), cadre = e.getBoundingClientRect();
  const atteignables = [...document.querySelectorAll('a[href], summary, [tabindex="0"], button, input, select')];
  return {
    rang: atteignables.indexOf(e),
    nom: (e.getAttribute('aria-label') || e.textContent).trim(),
    repere: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 || style.boxShadow !== 'none',
    visible: cadre.width > 0 && cadre.height > 0 && cadre.bottom > 0 && cadre.top < innerHeight,
  };
}"""


@pytest.fixture(scope="module")
def onglet(campagne: Path, navigateur: Browser) -> Iterator[Page]:
    page = navigateur.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto((campagne / "46-lot.html").as_uri())
    page.evaluate("document.fonts.ready")
    yield page
    page.close()


def test_chaque_arret_se_voit_porte_un_nom_et_suit_le_document(onglet: Page):
    arrets = []
    while len(arrets) < 300:
        onglet.keyboard.press("Tab")
        arret = onglet.evaluate(ARRET)
        if arret is None or (arrets and arret == arrets[0]):
            break
        arrets.append(arret)
    rangs = [a["rang"] for a in arrets]
    assert len(arrets) > 20
    assert rangs == sorted(set(rangs)), "l’ordre des arrêts n’est pas celui du document"
    assert [a for a in arrets if not (a["repere"] and a["visible"] and a["nom"])] == []


def test_les_donnees_d_un_graphique_s_ouvrent_au_clavier(onglet: Page):
    volet = onglet.locator("#pays-46-2024 details")
    volet.locator("summary").focus()
    onglet.keyboard.press("Enter")
    assert volet.evaluate("e => e.open")
    assert volet.locator("table").is_visible()
    onglet.keyboard.press("Enter")
    assert not volet.evaluate("e => e.open")


def test_un_repere_efface_se_verrait(campagne: Path, navigateur: Browser):
    page = navigateur.new_page()
    page.goto((campagne / "46-lot.html").as_uri())
    page.add_style_tag(content="* { outline: none !important; box-shadow: none !important }")
    page.keyboard.press("Tab")
    assert page.evaluate(ARRET)["repere"] is False
    page.close()
