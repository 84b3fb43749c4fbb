"""De la page HTML au PDF de la même fiche : A4, étiqueté (PDF/UA-1), sans réseau, par WeasyPrint (extra `pdf`)."""

import contextlib
import importlib
import io
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from functools import cache, lru_cache
from html import escape
from typing import Any

from fiches.graphiques.dessin.mesure import fichier_police
from fiches.graphiques.style import GRAISSES
from fiches.page.papier import imprimable
from fiches.socle.erreurs import ErreurDemande, ErreurFiche

_BIBLIOTHEQUES = {
    "linux": "sous Debian ou Ubuntu : sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "darwin": "sous macOS : brew install pango",
    "win32": "sous Windows, Pango par MSYS2 : pacman -S mingw-w64-ucrt-x86_64-pango",
}


_FICHE_SANS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<match target="scan"><test name="file" compare="eq"><string>{}</string></test>
<edit name="family" mode="prepend"><string>Fiche Sans</string></edit></match></fontconfig>"""


def verifier_installation() -> None:
    """Ne fait rien si le PDF peut être fait sur cette machine ; à appeler avant tout travail.

    Charge WeasyPrint et les polices (une demi-seconde) sans rien dessiner : les processus copiés ensuite par `fork`
    n’ont plus à le faire. Lève `ErreurDemande` si WeasyPrint ou ses bibliothèques système manquent, en disant quoi
    installer.
    """
    try:
        # Quand une bibliothèque manque, WeasyPrint écrit à l’écran avant de lever.
        with _en_silence(), contextlib.redirect_stdout(io.StringIO()):
            importlib.import_module("weasyprint")
            _polices()
            _composer_les_textes_d_un_trait()
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
    sont lues. Les tableaux dépliables et le sommaire n’y sont pas. Lève `ErreurDemande` si WeasyPrint manque,
    `ErreurFiche` si un dessin ne se met pas sur papier.
    """
    verifier_installation()
    weasyprint = importlib.import_module("weasyprint")
    polices = _polices()
    try:
        with _en_silence():
            page, css = imprimable(html)
            document = weasyprint.HTML(string=page, url_fetcher=_seulement_data())
            octets: bytes = document.write_pdf(pdf_variant="pdf/ua-1", stylesheets=[_feuille(css)], font_config=polices)
    finally:
        if polices._folder:  # où WeasyPrint a mis les polices d’une charte
            shutil.rmtree(polices._folder, ignore_errors=True)
            polices._folder = None
            _polices.cache_clear()
            _feuille.cache_clear()
    return octets


@lru_cache(maxsize=2)
def _feuille(css: str) -> Any:
    """La feuille de style, analysée une fois : toutes les fiches d’une série ont la même."""
    weasyprint = importlib.import_module("weasyprint")
    return weasyprint.CSS(string=css, font_config=_polices(), url_fetcher=_seulement_data())


def _seulement_data() -> Any:
    return importlib.import_module("weasyprint").URLFetcher(allowed_protocols=("data",))


@cache
def _polices() -> Any:
    """Les polices de la page, lues sur le disque : celles qu’elle incorpore, WeasyPrint les extrairait à chaque fois.

    Il le ferait dans un dossier temporaire, que laisserait un processus tué.
    """
    polices = importlib.import_module("weasyprint.text.fonts").FontConfiguration()
    c = importlib.import_module("weasyprint.text.ffi")
    for graisse in GRAISSES:
        fichier = str(fichier_police(graisse))
        c.fontconfig.FcConfigParseAndLoadFromMemory(polices._config, _FICHE_SANS.format(escape(fichier)).encode(), True)
        c.fontconfig.FcConfigAppFontAddFile(polices._config, os.fsencode(fichier))
    c.pangoft2.pango_fc_font_map_config_changed(c.ffi.cast("PangoFcFontMap *", polices.font_map))
    return polices


class _DunTrait(str):
    """Un texte que WeasyPrint compose d’un trait : en le parcourant, il le prend pour une seule lettre."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


@cache
def _composer_les_textes_d_un_trait() -> None:
    """WeasyPrint 70 compose les textes d’un dessin lettre à lettre, la moitié du temps d’un PDF, et sans crénage.

    Cela ne sert qu’aux textes étirés ou à lettres placées une à une (https://github.com/Kozea/WeasyPrint/pull/2754).
    """
    svg: Any = importlib.import_module("weasyprint.svg")
    lettre_a_lettre = svg.text
    places_une_a_une = {"dx", "dy", "rotate", "textLength", "letter-spacing"}

    def texte(dessin: Any, noeud: Any, corps: float) -> None:
        une_a_une = places_une_a_une & noeud.attrib.keys() or " " in noeud.get("x", "").strip()
        if noeud.text and not une_a_une:
            noeud._etree_node.text = _DunTrait(noeud.text)
        lettre_a_lettre(dessin, noeud, corps)

    svg.text = texte
    svg.TAGS |= {balise: texte for balise, dessiner in svg.TAGS.items() if dessiner is lettre_a_lettre}


@contextlib.contextmanager
def _en_silence() -> Iterator[None]:
    """Tait les avis sur ce que la feuille de style dit aux seuls navigateurs, et sur les polices.

    Lève `ErreurFiche` si un dessin n’a pas pu être mis sur papier : WeasyPrint se contente de le laisser vide.
    """
    perdus = list[str]()

    def surveiller(avis: logging.LogRecord) -> bool:
        if avis.levelno >= logging.ERROR and "SVG" in str(avis.msg):
            perdus.append(avis.getMessage()[:60])
            return False
        return True

    journaux = [logging.getLogger(nom) for nom in ("weasyprint", "weasyprint.progress", "fontTools")]
    niveaux = [journal.level for journal in journaux]
    for journal in journaux:
        journal.setLevel(logging.ERROR)
    journaux[0].addFilter(surveiller)
    try:
        yield
    finally:
        journaux[0].removeFilter(surveiller)
        for journal, niveau in zip(journaux, niveaux, strict=True):
            journal.setLevel(niveau)
    if perdus:
        raise ErreurFiche(f"le PDF n’a pas pu dessiner {len(perdus)} des graphiques de la page ({perdus[0]}…)")
