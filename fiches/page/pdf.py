"""De la page HTML au PDF de la même fiche : A4, étiqueté (PDF/UA-1), sans réseau, par WeasyPrint (extra `pdf`)."""

import contextlib
import importlib
import io
import logging
import sys
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from fiches.graphiques.mots import enumerer
from fiches.page.gabarit import lire
from fiches.page.sorties import SANS_ALTERNATIVE
from fiches.socle.erreurs import ErreurDemande

_SVG = "{http://www.w3.org/2000/svg}"
_BALISES_D_ECRAN, _CLASSES_D_ECRAN = ("details", "nav"), ("evitement", "emporter", "retour")
"""Ce qui n’a pas de sens sur papier : tableaux dépliables, sommaire (les signets le remplacent), liens d’écran."""

_BIBLIOTHEQUES = {
    "linux": "sous Debian ou Ubuntu : sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "darwin": "sous macOS : brew install pango",
    "win32": "sous Windows, Pango par MSYS2 : pacman -S mingw-w64-ucrt-x86_64-pango",
}


def verifier_installation() -> None:
    """Ne fait rien si le PDF peut être fait sur cette machine ; à appeler avant tout travail.

    Charge WeasyPrint (une demi-seconde) sans rien dessiner : les processus copiés ensuite par `fork` n’ont plus à le
    charger. Lève `ErreurDemande` si WeasyPrint ou ses bibliothèques système manquent, en disant quoi installer.
    """
    try:
        # Quand une bibliothèque manque, WeasyPrint écrit à l’écran avant de lever.
        with _en_silence(), contextlib.redirect_stdout(io.StringIO()):
            importlib.import_module("weasyprint")
    except ImportError as erreur:
        raise ErreurDemande(
            f"Le PDF demande WeasyPrint, qui n’est pas installé (module {erreur.name} absent). "
            f"Installez-le : {sys.executable} -m pip install weasyprint"
        ) from erreur
    except OSError as erreur:
        raise ErreurDemande(
            "Le PDF demande WeasyPrint et la bibliothèque Pango, qui manque à ce système ; "
            f"{_BIBLIOTHEQUES.get(sys.platform, _BIBLIOTHEQUES['linux'])}. Voir docs/installation.md."
        ) from erreur


def convertir(html: str) -> bytes:
    """Le PDF de la page : la même page donne les mêmes octets.

    Étiquettes, signets, titre, langue et textes de remplacement viennent de la page ; seules les adresses `data:`
    sont lues. Les tableaux dépliables et le sommaire n’y sont pas. Lève `ErreurDemande` si WeasyPrint manque.
    """
    verifier_installation()
    weasyprint = importlib.import_module("weasyprint")
    with _en_silence():
        document = weasyprint.HTML(string=html, url_fetcher=weasyprint.URLFetcher(allowed_protocols=("data",)))
        _preparer(document.etree_element)
        octets: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return octets


@contextlib.contextmanager
def _en_silence() -> Iterator[None]:
    """Tait les avis sur ce que la feuille de style dit aux seuls navigateurs, et sur les polices."""
    journaux = [logging.getLogger(nom) for nom in ("weasyprint", "weasyprint.progress", "fontTools")]
    niveaux: list[Any] = [journal.level for journal in journaux]
    for journal in journaux:
        journal.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for journal, niveau in zip(journaux, niveaux, strict=True):
            journal.setLevel(niveau)


def _preparer(racine: Element) -> None:
    """Adapte l’arbre de la page au papier, et donne à la feuille de style ce qu’elle met dans les marges."""
    for svg in racine.iter(f"{_SVG}svg"):
        _nommer(svg)
    for figure in racine.iter("figure"):
        dessin, tableau = figure.find(f".//{_SVG}svg/{_SVG}title"), figure.find("details//table")
        if dessin is not None and tableau is not None:
            dessin.text = f"{dessin.text}{_totaux(tableau)}"
    pied, tableaux = racine.find(".//footer"), racine.find(".//figure/details")
    if pied is not None and tableaux is not None:
        SubElement(
            pied, "p"
        ).text = "Les données de chaque graphique, en tableau, sont dans la page web de cette fiche."
    for parent in list(racine.iter()):
        for enfant in [e for e in parent if e.tag in _BALISES_D_ECRAN or e.get("class") in _CLASSES_D_ECRAN]:
            _retirer(parent, enfant)
    for lien in racine.iter("a"):
        if not lien.get("href", "").startswith(("#", "http:", "https:", "mailto:")):
            lien.attrib.pop("href", None)  # une autre fiche : sa page n’accompagne pas le PDF
    _remplir_les_marges(racine)


def _remplir_les_marges(racine: Element) -> None:
    source = racine.find(".//footer/p[@class='source']")
    for corps in racine.iter("body"):
        corps.set("data-titre", racine.findtext("head/title", ""))
        corps.set("data-source", "" if source is None else _texte(source))
    for tete in racine.iter("head"):
        SubElement(tete, "style").text = lire("fiche/impression.css")


def _retirer(parent: Element, enfant: Element) -> None:
    """Retire un élément, non le texte qui le suit."""
    rang = list(parent).index(enfant)
    suite = enfant.tail or ""
    if rang:
        parent[rang - 1].tail = (parent[rang - 1].tail or "") + suite
    else:
        parent.text = (parent.text or "") + suite
    parent.remove(enfant)


def _nommer(svg: Element) -> None:
    """WeasyPrint prend le texte de remplacement d’un dessin dans le `<title>` à sa racine ; la page, en `aria-label`.

    Les infobulles sont retirées : elles ne s’impriment pas.
    """
    titre = svg.findtext(f"{_SVG}title")
    for parent in list(svg.iter()):
        for infobulle in parent.findall(f"{_SVG}title"):
            _retirer(parent, infobulle)
    racine = Element(f"{_SVG}title")
    racine.text = svg.get("aria-label") or titre or SANS_ALTERNATIVE
    svg.insert(0, racine)


def _totaux(tableau: Element) -> str:
    """Les totaux d’un tableau croisé, que le dessin montre tous : son texte ne dit que les premiers.

    Rien pour un autre tableau : le texte de remplacement du dessin le dit déjà en entier.
    """
    entetes = [_texte(case) for case in tableau.findall("thead/tr/*")]
    pied = [_texte(case) for case in tableau.findall("tfoot/tr/*")]
    if not entetes or entetes[-1] != "Total" or len(pied) != len(entetes):
        return ""
    lignes = [[_texte(case) for case in ligne] for ligne in tableau.findall("tbody/tr")]
    produits = [f"{ligne[0]}, {ligne[-1]}" for ligne in lignes]
    pays = [f"{nom}, {total}" for nom, total in list(zip(entetes, pied, strict=True))[1:-1]]
    return (
        f" Total de chaque produit, en euros\u00a0: {enumerer(produits)}."
        f" Total de chaque pays, en euros\u00a0: {enumerer(pays)}."
    )


def _texte(element: Element) -> str:
    return "".join(element.itertext()).strip()
