"""Le classeur relu par un autre programme : nombres, textes, sources, onglets ; aucune formule, mêmes octets."""

import io
import zipfile
from functools import cache
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from essais_page import execute
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output
from openpyxl.workbook import Workbook

from fiches.fiche.fiche import Fiche
from fiches.graphiques import activites, flux, pays
from fiches.graphiques.a_emporter import DEFINITIONS, MIME_DONNEES
from fiches.page.classeur import DEMONSTRATION, LICENCE, SOURCES, classeur
from fiches.page.html import exporter

HOSTILES = [
    "=1+1",
    "+33 6",
    "-2",
    "@SOMME(A1)",
    "<script>window.pirate = 1</script>",
    "javascript:alert(1)",
    "http://exemple.fr/",
    "mailto:x@exemple.fr",
    "{=1}",
    "Fusée 🚀 漢字",
    "x" * 300,
    "01",
    "1E10",
]


def carnet(*mimes: dict[str, Any], tags: tuple[str, ...] = (), entete: dict[str, Any] | None = None) -> NotebookNode:
    """Un carnet exécuté dont chaque cellule montre une sortie."""
    cellules = [
        new_code_cell("…", metadata={"tags": list(tags)}, outputs=[new_output("display_data", data=mime)])
        for mime in mimes
    ]
    return new_notebook(cells=cellules, metadata={"fiches": {"entete": entete or {}}})


def figure(lignes: list[list[Any]], court: str = "Essai") -> dict[str, Any]:
    """Les données d’une figure d’essai : un texte, un montant, une part."""
    colonnes = [
        {"nom": "Produit", "type": "texte"},
        {"nom": "Valeur (euros)", "type": "entier"},
        {"nom": "Part du total", "type": "part"},
    ]
    commun = {"identifiant": "e", "titre": f"Titre de {court}", "lecture": "l", "source": "Source\u00a0: essai."}
    return {MIME_DONNEES: {**commun, "court": court, "colonnes": colonnes, "lignes": lignes}}


def relire(octets: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(octets))


def textes(feuille: Any) -> list[str]:
    return [c for ligne in feuille.iter_rows(values_only=True) for c in ligne if isinstance(c, str)]


@cache
def _lot(donnees: Any) -> tuple[NotebookNode, list[Any]]:
    fiche = Fiche("46", 2024, donnees)
    figures = [
        pays(fiche.departement),
        activites(fiche.departement),
        flux(fiche.exportations),
        flux(fiche.region.importations),
    ]
    return carnet(*(f._repr_mimebundle_() for f in figures), entete=fiche.entete), figures


@pytest.fixture
def lot(donnees_demo) -> tuple[NotebookNode, list[Any]]:
    return _lot(donnees_demo)


def test_une_feuille_par_graphique_puis_les_sources(lot):
    livre = relire(classeur(lot[0]))
    assert livre.sheetnames == ["Pays, Lot", "Activités, Lot", "Flux export, Lot", "Flux import, Occitanie", SOURCES]
    assert livre.properties.title == "Commerce extérieur – Lot – 2024"
    assert {p.name: p.value for p in livre.custom_doc_props.props} == {"Langue": "fr-FR"}


def test_chaque_feuille_dit_son_titre_sa_source_et_que_les_donnees_sont_simulees(lot):
    livre = relire(classeur(lot[0]))
    for feuille, f in zip(livre.worksheets, lot[1], strict=False):
        assert [c.value for c in feuille["A"][:3]] == [f.titre, DEMONSTRATION, f.source]
    assert DEMONSTRATION in textes(livre[SOURCES])


def test_les_lignes_sont_celles_du_graphique_exactes_sous_des_entetes_figes(lot):
    livre = relire(classeur(lot[0]))
    for feuille, f in zip(livre.worksheets, lot[1], strict=False):
        lues = list(feuille.iter_rows(values_only=True))
        rang = lues.index(tuple(f.table.columns))
        assert feuille.freeze_panes == f"A{rang + 2}"
        for ligne, attendue in zip(lues[rang + 1 :], f.table.to_numpy().tolist(), strict=True):
            # Un texte vide est une case vide ; XlsxWriter écrit seize chiffres d’un ratio.
            assert list(ligne) == [pytest.approx(v, rel=1e-15) if isinstance(v, float) else v or None for v in attendue]


def test_les_nombres_sont_des_nombres_mis_en_forme_et_les_codes_du_texte():
    livre = relire(classeur(carnet(figure([["01", -1_768_470, 0.125], ["C30C", 12_345_678_901_234, None]]))))
    *_, premiere, seconde = livre["Essai"].iter_rows()
    assert [(c.value, c.data_type, c.number_format) for c in premiere] == [
        ("01", "s", "@"),
        (-1_768_470, "n", "#,##0"),
        (0.125, "n", "0.0%"),
    ]
    assert [c.value for c in seconde] == ["C30C", 12_345_678_901_234, None]


def test_les_sources_disent_provenance_date_licence_colonnes_et_feuilles(lot):
    livre = relire(classeur(lot[0]))
    contenu = textes(livre[SOURCES])
    entete = lot[0].metadata["fiches"]["entete"]
    assert {entete["provenance"], entete["date"], LICENCE} <= set(contenu)
    assert "202503-Regional-2024-export.zip" in entete["provenance"]
    for f in lot[1]:
        assert {f.titre, *f.table.columns, *(DEFINITIONS[c] for c in f.table.columns)} <= set(contenu)
    assert set(livre.sheetnames[:-1]) <= set(contenu)


def test_de_vraies_donnees_n_ont_pas_d_avis():
    entete = {"titre": "T", "demonstration": False, "source": "Source\u00a0: DGDDI."}
    livre = relire(classeur(carnet(figure([["x", 1, 0.5]]), entete=entete)))
    assert not [t for f in livre.worksheets for t in textes(f) if "émonstration" in t]
    assert "DGDDI." in textes(livre[SOURCES])


@pytest.mark.parametrize("texte", HOSTILES)
def test_un_texte_n_est_jamais_une_formule_ni_un_lien(texte: str):
    mime = figure([[texte, 1, 0.5]], court=texte)
    mime[MIME_DONNEES] |= {"titre": texte, "source": texte, "lecture": texte}
    octets = classeur(carnet(mime, entete={"titre": texte, "source": texte, "provenance": texte}))
    livre = relire(octets)
    feuille = livre.worksheets[0]
    assert textes(feuille).count(texte) == 3
    assert {c.data_type for f in livre.worksheets for ligne in f.iter_rows() for c in ligne if c.value} <= {"s", "n"}
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        feuilles = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/")]
    assert not any("<f>" in xml or "<hyperlink" in xml for xml in feuilles)


def test_les_marques_de_sens_et_les_caracteres_de_commande_sont_retires():
    hostile = "\N{RIGHT-TO-LEFT OVERRIDE}gni\x00rts\x1b\uffff"
    livre = relire(classeur(carnet(figure([[hostile, 1, 0.5]], court=hostile), entete={"titre": hostile})))
    assert livre.properties.title == "gnirts"
    assert livre.sheetnames[0] == "gnirts"
    assert "gnirts" in textes(livre.worksheets[0])


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=6))
def test_les_onglets_ont_des_noms_qu_excel_admet(courts: list[str]):
    noms = relire(classeur(carnet(*(figure([], court) for court in courts)))).sheetnames
    assert len(noms) == len(courts) + 1
    assert len({n.casefold() for n in noms}) == len(noms)
    for nom in noms:
        assert 0 < len(nom.encode("utf-16-le")) // 2 <= 31
        assert not set(nom) & set("[]:*?/\\")
        assert not nom.startswith("'")
        assert not nom.endswith("'")


def test_deux_graphiques_de_meme_nom_ont_chacun_leur_feuille():
    long = "Activités, Provence-Alpes-Côte d’Azur"
    assert relire(classeur(carnet(figure([], long), figure([], long)))).sheetnames[:2] == [
        "Activités, Provence-Alpes-Côte…",
        "Activités, Provence-Alpes-… (2)",
    ]


def test_une_cellule_masquee_et_une_sortie_ordinaire_n_y_sont_pas():
    masquee = carnet(figure([], "Masquée"), tags=("masquer",))
    masquee.cells += carnet({"text/html": "<table></table>"}, figure([], "Vue")).cells
    assert relire(classeur(masquee)).sheetnames == ["Vue", SOURCES]


def test_le_meme_carnet_donne_les_memes_octets(lot):
    assert classeur(lot[0]) == classeur(lot[0])


def test_la_page_offre_les_fichiers_joints_dans_l_ordre():
    html = exporter(execute("simple"), joints=[("le classeur des données", "46-lot.xlsx"), ("<b>", 'a "b".pdf')])
    paragraphe = BeautifulSoup(html, "html.parser").select_one("footer .emporter")
    assert paragraphe.get_text() == 'À emporter\u00a0: le classeur des données (46-lot.xlsx), <b> (a "b".pdf).'
    assert [a["href"] for a in paragraphe.select("a[download]")] == ["46-lot.xlsx", "a%20%22b%22.pdf"]


def test_la_page_ramene_a_toutes_les_fiches():
    lien = BeautifulSoup(exporter(execute("simple"), sommaire="index.html"), "html.parser").select_one(
        "footer .retour a"
    )
    assert lien.get_text() == "Toutes les fiches"
    assert lien.attrs == {"href": "index.html"}


def test_seule_la_page_n_offre_rien_et_ne_mene_a_aucune_autre():
    html = exporter(execute("simple"))
    assert "À emporter" not in html
    assert "Toutes les fiches" not in html
