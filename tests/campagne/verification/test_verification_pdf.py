"""Le contrôle simple des PDF : étiqueté, en français, entier ; quel que soit le rangement de ses objets."""

from pathlib import Path

import pytest
from weasyprint import HTML

from fiches.campagne.manifeste import Carnet, Entree, Manifeste, Provenance
from fiches.campagne.verification import verifier
from fiches.campagne.verification.pdf_lu import verifier_pdf
from fiches.socle.empreinte import sha256

PAGE = '<html lang="{langue}"><head><title>Fiche</title></head><body><h1>Fiche</h1><p>Texte</p></body></html>'


def pdf(langue: str = "fr", **options: object) -> bytes:
    return HTML(string=PAGE.format(langue=langue)).write_pdf(**options)


def defauts(contenu: bytes) -> list[str]:
    return [remarque.message for remarque in verifier_pdf("46-lot.pdf", contenu)]


@pytest.mark.parametrize("clair", [True, False])
def test_un_pdf_etiquete_passe(clair: bool):
    assert defauts(pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=clair)) == []


@pytest.mark.parametrize("clair", [True, False])
def test_un_pdf_sans_etiquettes_se_voit(clair: bool):
    assert defauts(pdf(uncompressed_pdf=clair)) == ["le PDF n’est pas étiqueté"]


def test_un_pdf_dans_une_autre_langue_se_voit():
    assert defauts(pdf(langue="en", pdf_variant="pdf/ua-1")) == ["le PDF ne dit pas qu’il est en français"]


@pytest.mark.parametrize(
    "abime", [b"", b"<html>", b"%PDF-1.7\n/ObjStm stream\nzzz", b"%PDF-1.7\n/ObjStm stream\nzzz%%EOF"]
)
def test_un_pdf_abime_se_dit(abime: bytes):
    assert defauts(abime) != []
    assert defauts(pdf(pdf_variant="pdf/ua-1")[:-200]) == ["le PDF est illisible ou tronqué"]


def test_un_pdf_du_dossier_est_lu(tmp_path: Path):
    fichier = tmp_path / "46-lot.pdf"
    fichier.write_bytes(pdf())
    provenance = Provenance(2024, False, "Fiche", Carnet("fiche.ipynb", ""), [], "", {})
    entree = Entree("produite", 1.0, "", joints={fichier.name: sha256(fichier)})
    Manifeste(provenance, {"46": entree}).enregistrer(tmp_path)
    assert [str(c) for c in verifier(tmp_path)] == ["PDF – le PDF n’est pas étiqueté"]
