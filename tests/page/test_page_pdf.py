"""Le PDF relu : A4, étiqueté, nommé, lisible sans le voir ; rien de coupé, aucun titre seul en bas de page."""

import base64
import importlib
import io
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pypdf
import pytest
from bs4 import BeautifulSoup
from filelock import FileLock
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from fiches.graphiques.dessin.mesure import largeur
from fiches.graphiques.style import css_figures, css_polices
from fiches.graphiques.tableau import tableau as presenter
from fiches.page import pdf
from fiches.page.gabarit import lire as lire_gabarit
from fiches.page.sorties import rendre
from fiches.socle.erreurs import ErreurDemande, ErreurFiche

FICHES = {"46": "46-lot", "75": "75-paris", "20": "20-corse"}
SOURCE = "Source : données de démonstration"
BAS_DU_TEXTE = 16 / 25.4 * 72
"""Sous cette hauteur, en points, commence la marge du bas."""

POINT_PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.fixture(scope="session")
def dossier(dossier_de_session: Path, donnees_demo: Path) -> Path:
    """Trois fiches de la vraie commande (ordinaire, la plus chargée, région à elle seule) et leur PDF."""
    sortie = dossier_de_session / "pdf"
    with FileLock(dossier_de_session / "pdf.verrou"):
        if not sortie.exists():
            commande = [Path(sys.executable).with_name("fiches"), "produire", *FICHES]
            subprocess.run([*commande, "--donnees", donnees_demo, "--sortie", sortie], check=True, capture_output=True)
            for page in sortie.rglob("*.html"):
                page.with_suffix(".pdf").write_bytes(pdf.convertir(page.read_text(encoding="utf-8")))
    return sortie / "2024"


@pytest.fixture(params=FICHES.values())
def nom(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def page(dossier: Path, nom: str) -> BeautifulSoup:
    return BeautifulSoup((dossier / f"{nom}.html").read_text(encoding="utf-8"), "html.parser")


@pytest.fixture
def document(dossier: Path, nom: str) -> pypdf.PdfReader:
    return ouvrir(dossier / f"{nom}.pdf")


@pytest.fixture
def feuilles(dossier: Path, nom: str) -> list["Feuille"]:
    return extraire(dossier / f"{nom}.pdf")


@cache
def ouvrir(chemin: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(chemin, strict=True)


@dataclass(frozen=True)
class Feuille:
    """Une page relue : tout son texte, et sa dernière ligne hors marge."""

    texte: str
    derniere_ligne: str


@cache
def extraire(chemin: Path) -> list[Feuille]:
    """Les pages d’un PDF : longues à relire, donc une seule fois."""
    return [relire(page) for page in ouvrir(chemin).pages]


def relire(page: pypdf.PageObject) -> Feuille:
    lignes: dict[int, str] = {}

    def noter(texte: str, cm: list[float], tm: list[float], *_: object) -> None:
        bas = round(cm[1] * tm[4] + cm[3] * tm[5] + cm[5])
        if texte.strip() and bas > BAS_DU_TEXTE:
            lignes[bas] = lignes.get(bas, "") + texte

    texte = page.extract_text(visitor_text=noter)
    return Feuille(uni(texte), uni(lignes[min(lignes)]))


def lire(octets: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(octets), strict=True)


def essai(corps: str, titre: str = "Essai") -> str:
    """Une petite page aux feuilles de style de la fiche."""
    css = css_polices() + lire_gabarit("fiche/fiche.css") + css_figures()
    return (
        f'<!DOCTYPE html><html lang="fr"><head><title>{titre}</title><style>{css}</style></head>'
        f"<body><main>{corps}</main></body></html>"
    )


def enfants(noeud: object) -> Iterator[DictionaryObject]:
    contenu = noeud.get("/K")
    for enfant in contenu if isinstance(contenu, ArrayObject) else [contenu]:
        objet = enfant.get_object() if isinstance(enfant, IndirectObject) else enfant
        if isinstance(objet, DictionaryObject) and objet.get("/Type") != "/OBJR":
            yield objet


def elements(noeud: DictionaryObject) -> Iterator[DictionaryObject]:
    """Les éléments de structure (paragraphes, titres, figures…), dans l’ordre de lecture."""
    for enfant in enfants(noeud):
        yield enfant
        yield from elements(enfant)


def structure(document: pypdf.PdfReader) -> list[DictionaryObject]:
    return list(elements(document.root_object["/StructTreeRoot"]))


def signets(document: pypdf.PdfReader) -> list[str]:
    def plat(liste: list) -> Iterator[str]:
        for entree in liste:
            if isinstance(entree, list):
                yield from plat(entree)
            else:
                yield entree.title

    return list(plat(document.outline))


def uni(texte: str) -> str:
    return re.sub(r"\s+", " ", texte).strip()


def images(document: pypdf.PdfReader) -> list[str]:
    return [image.name for page in document.pages for image in page.images]


@pytest.mark.commande
def test_le_pdf_est_en_a4_etiquete_titre_et_en_francais(document: pypdf.PdfReader, page: BeautifulSoup):
    racine = document.root_object
    assert {(round(p.mediabox.width), round(p.mediabox.height)) for p in document.pages} == {(595, 842)}
    assert racine["/MarkInfo"]["/Marked"]
    assert racine["/Lang"] == "fr"
    assert document.metadata.title == page.title.get_text()
    assert racine["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in racine["/Metadata"].get_data()
    sortes = [e.get("/S") for e in structure(document)]
    assert sortes.count("/H1") == 1
    assert sortes.count("/H2") == len(page.select("h2"))
    assert {"/P", "/L", "/LI", "/Link", "/Caption"} <= set(sortes)


@pytest.mark.commande
def test_chaque_page_porte_son_numero_sa_source_et_le_titre_de_la_fiche(feuilles: list[Feuille], page: BeautifulSoup):
    assert 5 <= len(feuilles) <= 8
    for rang, feuille in enumerate(feuilles, start=1):
        assert f"Page {rang} sur {len(feuilles)}" in feuille.texte
        assert SOURCE in feuille.texte
        assert rang == 1 or page.title.get_text() in feuille.texte


@pytest.mark.commande
def test_le_recit_y_est_et_ce_qui_n_est_que_pour_l_ecran_n_y_est_pas(feuilles: list[Feuille], page: BeautifulSoup):
    texte = " ".join(feuille.texte for feuille in feuilles)
    for titre in page.select("h1, h2, figcaption"):
        assert uni(titre.get_text()) in texte
    assert "Données de démonstration." in texte
    assert "Les données de chaque graphique, en tableau, sont dans la page web de cette fiche." in texte
    for ecran in (
        "Aller au contenu",
        "Sommaire",
        "Données du graphique",
        "parmi les cinq premiers",
        "Faire défiler",
        "Toutes les fiches",
    ):
        assert ecran not in texte


@pytest.mark.commande
def test_les_signets_suivent_les_titres_et_les_graphiques(document: pypdf.PdfReader, page: BeautifulSoup):
    attendus = [uni(t.get_text()) for t in page.select("main h1, main h2, main h3, main h4, main figcaption")]
    assert [uni(s) for s in signets(document)] == attendus


@pytest.mark.commande
def test_le_texte_de_remplacement_dit_les_chiffres_du_graphique(document: pypdf.PdfReader, page: BeautifulSoup):
    textes = [e["/Alt"] for e in structure(document) if e.get("/S") == "/Figure"]
    figures = page.select("figure.fiche-figure")
    assert len(textes) == len(figures) >= 6
    for texte, figure in zip(textes, figures, strict=True):
        assert texte.startswith(figure.svg["aria-label"])
        if "Diagramme de flux" in texte:  # tout ce que le dessin chiffre, pas seulement les premiers
            for ligne in figure.select("tbody tr"):
                assert f"{ligne.th.get_text()}, {ligne.select('td')[-1].get_text()}" in texte
            pays = [case.get_text() for case in figure.select("thead th")[1:-1]]
            for nom, total in zip(pays, figure.select("tfoot td"), strict=False):
                assert f"{nom}, {total.get_text()}" in texte


@pytest.mark.commande
def test_les_graphiques_sont_vectoriels_et_les_polices_incorporees(document: pypdf.PdfReader):
    assert images(document) == []
    polices = {}
    for feuille in document.pages:
        for police in feuille["/Resources"]["/Font"].values():
            descendant = police.get_object()["/DescendantFonts"][0].get_object()
            polices[descendant["/BaseFont"]] = descendant["/FontDescriptor"]
    assert {nom.split("+")[-1] for nom in polices} == {"Fiche-Sans", "Fiche-Sans-Semi-Bold", "Fiche-Sans-Bold"}
    assert all("/FontFile2" in descripteur for descripteur in polices.values())


@pytest.mark.commande
def test_un_graphique_garde_son_titre_sa_lecture_et_sa_source_sur_une_page(document: pypdf.PdfReader):
    groupes = [e for e in structure(document) if any(enfant.get("/S") == "/Caption" for enfant in enfants(e))]
    assert len(groupes) >= 6
    for groupe in groupes:
        parties = list(elements(groupe))
        assert [e["/S"] for e in parties].count("/Figure") == 1
        assert [e["/S"] for e in parties].count("/P") == 2
        assert len({e.raw_get("/Pg").idnum for e in [groupe, *parties]}) == 1


@pytest.mark.commande
def test_aucune_page_ne_finit_par_un_titre(feuilles: list[Feuille], page: BeautifulSoup):
    titres = {uni(t.get_text()) for t in page.select("h1, h2, h3, h4, figcaption")}
    for feuille in feuilles:
        assert feuille.derniere_ligne not in titres


@pytest.mark.commande
def test_une_fiche_pese_moins_de_500_ko_et_ses_liens_menent_quelque_part(
    dossier: Path, nom: str, document: pypdf.PdfReader, feuilles: list[Feuille]
):
    assert (dossier / f"{nom}.pdf").stat().st_size < 500_000
    annotations = [a.get_object() for p in document.pages for a in p.get("/Annots", [])]
    adresses = {a["/A"]["/URI"] for a in annotations if "/URI" in a.get("/A", {})}
    assert "https://anct.gouv.fr" in adresses
    assert all(adresse.startswith(("https:", "mailto:")) for adresse in adresses)
    assert all(a.get("/Contents") for a in annotations)
    assert "(https://anct.gouv.fr/actualites)" in feuilles[-1].texte


@pytest.mark.commande
def test_la_meme_page_donne_les_memes_octets_meme_dans_un_autre_processus(dossier: Path):
    html = (dossier / "46-lot.html").read_text(encoding="utf-8")
    octets = pdf.convertir(html)
    assert octets == (dossier / "46-lot.pdf").read_bytes()
    programme = "import sys; from fiches.page import pdf; sys.stdout.buffer.write(pdf.convertir(sys.stdin.read()))"
    ailleurs = subprocess.run(
        [sys.executable, "-c", programme],
        input=html.encode(),
        capture_output=True,
        check=True,
        env={"PYTHONHASHSEED": "7", "PYTHONUTF8": "1"},
    )
    assert ailleurs.stdout == octets
    assert ailleurs.stderr == b""


def test_un_titre_n_est_jamais_seul_en_bas_de_page():
    for lignes in range(46, 56):
        corps = "<p>Texte<br>" + "ligne<br>" * lignes + "fin</p><h2>Le titre</h2><p>La suite.</p>"
        document = lire(pdf.convertir(essai(corps)))
        assert "Le titre" not in [relire(feuille).derniere_ligne for feuille in document.pages]


def test_un_tableau_qui_tient_sur_une_page_n_est_pas_coupe():
    rangs = "".join(f"<tr><th scope='row'>Rang {n}</th><td>{n}</td></tr>" for n in range(20))
    tableau = f"<table><thead><tr><th scope='col'>Nom</th><th scope='col'>Rang</th></tr></thead>{rangs}</table>"
    document = lire(pdf.convertir(essai("<p>" + "ligne<br>" * 40 + f"</p><div class='defile'>{tableau}</div>")))
    textes = [feuille.extract_text() for feuille in document.pages]
    assert ["Rang 0" in texte for texte in textes] == [False, True]
    assert "Rang 19" in textes[1]
    entetes = [e for e in structure(document) if e.get("/S") == "/TH"]
    assert len(entetes) == 22


@pytest.mark.parametrize("colonnes", [14, 60])
def test_un_tableau_trop_large_se_coupe_sans_perdre_de_colonne(colonnes: int):
    noms = [f"Exportations {1965 + rang}" for rang in range(colonnes)]
    table = pd.DataFrame({"Pays": ["Allemagne", "Émirats arabes unis"], **{n: [123_456_789, 4] for n in noms}})
    sortie = rendre(presenter(table, titre="Les exportations")._repr_mimebundle_(), "")
    document = lire(pdf.convertir(essai(sortie)))
    textes: list[tuple[float, str]] = []
    for feuille in document.pages:
        feuille.extract_text(
            visitor_text=lambda texte, cm, tm, *_: textes.append((cm[0] * tm[4] + cm[2] * tm[5] + cm[4], texte))
        )
    dans_le_tableau = [(x, texte.strip()) for x, texte in textes if texte.strip()[:4] not in {"", "Page"}]
    assert max(x + largeur(texte, 8.55) for x, texte in dans_le_tableau) < (210 - 15) / 25.4 * 72
    entetes = [e for e in structure(document) if e.get("/S") == "/TH"]
    parties = [e for e in structure(document) if e.get("/S") == "/Table"]
    assert len(parties) > 1
    assert len(entetes) == colonnes + 3 * len(parties)
    assert uni(document.pages[0].extract_text()).count("(suite)") > 0


def test_un_tableau_aux_cases_reunies_rapetisse_pour_tenir():
    entete = "<tr><th scope='col'>Pays</th><th scope='colgroup' colspan='30'>Années</th></tr>"
    cases = "".join(f"<td>{123_456_789 + n}</td>" for n in range(30))
    tableau = f"<table><thead>{entete}</thead><tbody><tr><th scope='row'>Lot</th>{cases}</tr></tbody></table>"
    page = pdf.convertir(essai(f"<div class='defile'>{tableau}</div>"))
    lus: list[float] = []
    lire(page).pages[0].extract_text(visitor_text=lambda texte, cm, tm, *_: lus.append(cm[0] * tm[4] + cm[4]))
    assert max(lus) < (210 - 15) / 25.4 * 72


def test_rien_n_est_lu_hors_de_la_page(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    fichier = tmp_path / "point.png"
    fichier.write_bytes(base64.b64decode(POINT_PNG))
    dedans = essai(f'<h1>Titre</h1><img alt="Un point" src="data:image/png;base64,{POINT_PNG}">')
    dehors = essai(f'<h1>Titre</h1><img alt="Un point" src="{fichier.as_uri()}"><img alt="x" src="http://127.0.0.1/">')
    assert len(images(lire(pdf.convertir(dedans)))) == 1
    caplog.clear()
    assert images(lire(pdf.convertir(dehors))) == []
    assert [r.getMessage().count("disallowed protocol") for r in caplog.records] == [1, 1]


def test_un_texte_hostile_ou_demesure_reste_du_texte():
    titre = "Lot " + "très" * 75 + " \u202e\U0001f600 &lt;script&gt;alert(1)&lt;/script&gt; &quot;;}"
    document = lire(pdf.convertir(essai(f"<h1>{titre}</h1><p>{titre}</p><p>{'mot ' * 2500}</p>", titre)))
    assert len(document.pages) > 1
    assert "<script>alert(1)</script>" in document.metadata.title
    assert "<script>alert(1)</script>" in uni(document.pages[0].extract_text())
    assert "Page 2 sur" in document.pages[1].extract_text()


def test_la_conversion_est_silencieuse(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]):
    caplog.set_level(logging.DEBUG)
    pdf.convertir(essai("<h1>Titre</h1><p style='inconnue:1'>Texte</p>"))
    assert [r for r in caplog.records if r.name.startswith(("weasyprint", "fontTools"))] == []
    assert capfd.readouterr() == ("", "")


def test_sans_weasyprint_l_erreur_dit_quoi_installer(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(ErreurDemande, match="WeasyPrint, qui n’est pas installé") as erreur:
        pdf.verifier_installation()
    assert "-m pip install" in str(erreur.value)
    with pytest.raises(ErreurDemande):
        pdf.convertir(essai("<h1>Titre</h1>"))


@pytest.mark.parametrize(
    ("systeme", "commande"),
    [("linux", "apt-get install libpango-1.0-0"), ("darwin", "brew install pango"), ("win32", "pacman -S")],
)
def test_sans_pango_l_erreur_nomme_ce_qui_manque_a_ce_systeme(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], systeme: str, commande: str
):
    def charger(nom: str) -> None:
        print("-----\nWeasyPrint could not import some external libraries.")
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(importlib, "import_module", charger)
    monkeypatch.setattr(sys, "platform", systeme)
    with pytest.raises(ErreurDemande, match=re.escape(commande)):
        pdf.verifier_installation()
    assert capsys.readouterr().out == ""


def test_un_dessin_que_le_pdf_ne_sait_pas_faire_n_est_pas_laisse_vide(monkeypatch: pytest.MonkeyPatch):
    """WeasyPrint le tairait, et le PDF partirait sans son graphique."""
    svg = '<figure><figcaption>Titre</figcaption><svg viewBox="0 0 10 10"><path d="M0 0h9"/></svg></figure>'
    assert pdf.convertir(essai(svg))
    monkeypatch.setattr("weasyprint.svg.SVG.draw", lambda *_: 1 / 0)
    with pytest.raises(ErreurFiche, match="n’a pas pu dessiner 1 des graphiques"):
        pdf.convertir(essai(svg))


def test_rien_ne_reste_dans_le_dossier_temporaire_pas_meme_les_polices_d_une_charte(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    police = css_polices().split("\n")[0].replace("Fiche Sans", "Charte")
    page = essai('<h1 style="font-family:Charte">Titre</h1>').replace("</style>", f"{police}</style>")
    octets = pdf.convertir(page)
    assert octets == pdf.convertir(page)
    noms = {police.get_object()["/BaseFont"] for police in lire(octets).pages[0]["/Resources"]["/Font"].values()}
    assert any("Charte" in nom for nom in noms)
    assert list(tmp_path.iterdir()) == []
