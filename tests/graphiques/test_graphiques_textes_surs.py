"""Des noms et des libellés reçus d’ailleurs restent du texte dans la page entière : rien ne s’exécute ni ne déborde."""

from dataclasses import replace
from pathlib import Path

import pytest
from cas_graphiques import HOSTILES, figure
from doublures_graphiques import LOT, Echanges, lignes
from essais_navigateur import DEFAUTS_DES_SVG
from nbformat.v4 import new_code_cell, new_notebook, new_output
from playwright.sync_api import Browser

from fiches.graphiques import flux
from fiches.page.html import exporter

pytestmark = pytest.mark.navigateur

NOMS = [*HOSTILES, "javascript:window.pirate=1", "</title></style></script><script>window.pirate=1</script>", "W" * 300]
LIEUX = NOMS[::3]
FIGURES = ["flux, hostiles", "pays, hostiles", "activites, hostiles", "flux, 300 caractères", "pays, 300 sans espace"]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Une page dont l’en-tête, les territoires, les libellés et les fichiers joints sont hostiles."""
    lieux = [
        flux(Echanges("E", lignes(636_412_345), lieu=replace(LOT, nom=nom, code=f"{i}"))) for i, nom in enumerate(LIEUX)
    ]
    mimes = [f._repr_mimebundle_() for f in [*lieux, *map(figure, FIGURES)]]
    entete = dict.fromkeys(("titre", "description", "source", "date", "nom"), " ".join(NOMS))
    carnet = new_notebook(cells=[new_code_cell("…", outputs=[new_output("display_data", data=m)]) for m in mimes])
    carnet.metadata["fiches"] = {"entete": entete | {"demonstration": True}}
    fichier = tmp_path_factory.mktemp("textes") / "fiche.html"
    fichier.write_text(exporter(carnet, joints=[(nom, nom) for nom in NOMS]), encoding="utf-8")
    return fichier


def test_rien_ne_s_execute_et_tout_se_lit_comme_du_texte(navigateur: Browser, page: Path):
    # Sans la politique de sécurité de la page : c’est l’échappement qui est à l’épreuve, non le second verrou.
    contenu = page.read_text(encoding="utf-8").replace("Content-Security-Policy", "essai")
    page.with_name("sans.html").write_text(contenu, encoding="utf-8")
    onglet = navigateur.new_page(viewport={"width": 1280, "height": 900})
    plaintes: list[str] = []
    onglet.on("pageerror", lambda e: plaintes.append(str(e)))
    onglet.on("dialog", lambda d: plaintes.append(d.message))
    onglet.goto(page.with_name("sans.html").as_uri())
    assert onglet.evaluate("window.pirate") is None
    assert plaintes == []
    assert onglet.locator("script, img, iframe, object").count() == 0
    assert onglet.evaluate(
        "[...document.querySelectorAll('*')].every(e => [...e.attributes].every(a => !a.name.startsWith('on')))"
    )
    adresses = onglet.locator("a").evaluate_all("liens => liens.map(a => a.protocol)")
    assert set(adresses) <= {"file:", "https:", "data:"}
    assert HOSTILES[0] in onglet.locator("footer").inner_text()
    onglet.close()


@pytest.mark.parametrize("largeur", [360, 1280])
def test_aucun_dessin_ne_deborde_et_la_page_non_plus(navigateur: Browser, page: Path, largeur: int):
    onglet = navigateur.new_page(viewport={"width": largeur, "height": 900})
    onglet.goto(page.as_uri())
    onglet.evaluate("document.fonts.ready")
    onglet.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert onglet.locator(".fiche-figure svg").count() == len(LIEUX) + len(FIGURES)
    assert onglet.evaluate(DEFAUTS_DES_SVG) == []
    assert onglet.evaluate("document.documentElement.scrollWidth") <= largeur
    onglet.close()
