"""Le PDF relu : A4, étiqueté, nommé, lisible sans le voir ; rien de coupé, aucun titre seul en bas de page."""

import io
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from fiches.rendu import pdf

FICHES = {"46": "46-lot", "75": "75-paris", "48": "48-lozere", "974": "974-la-reunion", "20": "20-corse"}
EN_A4 = (595, 842)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, donnees_demo: Path) -> dict[str, str]:
    """Cinq fiches de la vraie commande : ordinaire, capitale, petite, outre-mer, région à elle seule."""
    sortie = tmp_path_factory.mktemp("pdf")
    commande = [Path(sys.executable).with_name("fiches"), "produire", *FICHES]
    subprocess.run([*commande, "--donnees", donnees_demo, "--sortie", sortie], check=True, capture_output=True)
    return {code: (sortie / "2024" / f"{nom}.html").read_text(encoding="utf-8") for code, nom in FICHES.items()}


@pytest.fixture(scope="module")
def octets(pages: dict[str, str]) -> dict[str, bytes]:
    return {code: pdf.convertir(html) for code, html in pages.items()}


@pytest.fixture(params=FICHES)
def document(request: pytest.FixtureRequest, octets: dict[str, bytes]) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(octets[request.param]), strict=True)


def elements(document: pypdf.PdfReader) -> list[DictionaryObject]:
    """Les éléments de structure (paragraphes, titres, figures…), dans l’ordre de lecture."""
    trouves = []

    def visiter(noeud: object) -> None:
        noeud = noeud.get_object() if isinstance(noeud, IndirectObject) else noeud
        if isinstance(noeud, ArrayObject):
            for enfant in noeud:
                visiter(enfant)
        elif isinstance(noeud, DictionaryObject) and noeud.get("/Type") != "/OBJR":
            trouves.append(noeud)
            visiter(noeud.get("/K"))

    visiter(document.root_object["/StructTreeRoot"])
    return trouves


def test_le_pdf_est_en_a4_etiquete_titre_et_en_francais(document: pypdf.PdfReader):
    racine = document.root_object
    assert {(round(p.mediabox.width), round(p.mediabox.height)) for p in document.pages} == {EN_A4}
    assert racine["/MarkInfo"]["/Marked"]
    assert racine["/Lang"] == "fr"
    assert document.metadata.title.startswith("Commerce extérieur")
    assert racine["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in racine["/Metadata"].get_data()
    sortes = [e.get("/S") for e in elements(document)]
    assert sortes.count("/H1") == 1
    assert {"/H2", "/P", "/L", "/LI", "/Figure", "/Link"} <= set(sortes)
