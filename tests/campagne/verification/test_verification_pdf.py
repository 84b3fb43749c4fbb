"""Le contrôle simple des PDF : étiqueté, en français, entier ; quel que soit le rangement de ses objets."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import petits_joints
import pytest
from petite_fiche import figure
from weasyprint import HTML

from fiches.campagne.manifeste import Carnet, Entree, Manifeste, Provenance
from fiches.campagne.verification import verifier
from fiches.campagne.verification.figure_lue import FigureChiffree
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
    "abime",
    [b"", b"<html>", b"%PDF-1.7\n/ObjStm stream\nzzz", b"%PDF-1.7\n/ObjStm stream\nzzz%%EOF"],
    ids=["vide", "page", "coupé", "sans table"],
)
def test_un_pdf_abime_se_dit(abime: bytes):
    assert defauts(abime) != []
    assert defauts(pdf(pdf_variant="pdf/ua-1")[:-200]) == ["le PDF est illisible ou tronqué"]


def test_un_pdf_du_dossier_est_lu(tmp_path: Path):
    fichier = tmp_path / "46-lot.pdf"
    fichier.write_bytes(pdf())
    provenance = Provenance(2024, False, "Fiche", [Carnet("fiche.ipynb", "")], [], "", {})
    entree = Entree("produite", 1.0, "", joints={fichier.name: sha256(fichier)})
    Manifeste(provenance, {"46": entree}).enregistrer(tmp_path)
    assert [str(c) for c in verifier(tmp_path)] == ["PDF – le PDF n’est pas étiqueté"]


# --- le PDF contre les graphiques de sa page, sur des PDF réduits à ce qui se lit

FIGURE = figure(
    "flux-export-46-2024",
    [["a"]],
    alternative="Un diagramme.",
    cellules=[
        ["Produit", "Chine", "Inde", "Total"],
        ["A", "1", "2", "3"],
        ["B", "4", "5", "9"],
        ["Total", "5", "7", "12"],
    ],
)
TOTAUX = (
    " Total de chaque produit, en euros\u00a0: A, 3\u202f; B, 9."
    " Total de chaque pays, en euros\u00a0: Chine, 5\u202f; Inde, 7."
)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, None),
        ({"langue": "FR"}, None),
        ({"pages": 0, "langue": ""}, "le PDF n’a pas de page"),
        ({"marque": False}, "le PDF n’est pas étiqueté"),
        ({"marque": None}, "le PDF n’est pas étiqueté"),
        ({"langue": ""}, "le PDF ne dit pas qu’il est en français"),
        ({"langue": "en"}, "le PDF ne dit pas qu’il est en français"),
        ({"titre": ""}, "le PDF n’a pas de titre"),
    ],
)
def test_ce_qui_manque_a_un_pdf_se_dit(options: dict[str, Any], message: str | None):
    assert [(r.page, str(r)) for r in verifier_pdf("f.pdf", petits_joints.pdf(**options))] == (
        [("f.pdf", f"PDF – {message}")] if message else []
    )


def muettes(figure: FigureChiffree, *dits: str) -> list[tuple[str, str]]:
    return [(r.page, str(r)) for r in verifier_pdf("f.pdf", petits_joints.pdf(*dits), [figure])]


def test_un_graphique_du_pdf_dit_les_nombres_de_la_page():
    faute = [
        ("f.pdf", "Chiffre – un graphique du PDF ne dit pas les nombres de la page («\u00a0flux-export-46-2024\u00a0»)")
    ]
    assert muettes(FIGURE, "Autre", "Un diagramme." + TOTAUX) == []
    assert muettes(FIGURE, "Un diagramme.") == faute
    assert muettes(FIGURE, "Un diagramme." + TOTAUX.replace("9", "8")) == faute
    assert muettes(FIGURE) == faute


def test_un_pdf_dont_la_table_est_fausse_n_est_pas_repare():
    contenu = petits_joints.pdf()
    assert defauts(contenu.replace(b"startxref\n", b"startxref\n9")) == ["le PDF est illisible ou tronqué"]


@pytest.mark.parametrize("change", [{"csv": []}, {"alternative": ""}])
def test_un_graphique_illisible_ou_sans_alternative_est_l_affaire_de_la_page(change: dict[str, object]):
    assert muettes(replace(FIGURE, **change)) == []


@pytest.mark.parametrize(
    "cellules",
    [
        [],
        [[]],
        [["Pays", "Solde"], ["Chine", "1"]],
        [["Total", "A"], ["x", "1"]],
        [["A", "Total"], ["x", "1"], ["Total"]],
    ],
)
def test_sans_totaux_a_redire_le_pdf_dit_l_alternative_seule(cellules: list[list[str]]):
    assert muettes(replace(FIGURE, cellules=cellules), "Un diagramme.") == []


def test_un_pdf_sans_etiquettes_ni_titre_dit_aussi_ses_graphiques():
    vues = list(verifier_pdf("f.pdf", petits_joints.pdf(titre=""), [FIGURE]))
    assert [r.regle for r in vues] == ["PDF", "Chiffre"]
