"""Ce que montre une cellule de code : nos figures telles quelles, tableaux pandas et images matplotlib habillés.

Une image n’a pas de texte : l’analyste l’écrit en tête de la cellule (`graphiques.legendes`), et la figure le porte.
"""

import base64
from collections.abc import Mapping
from html import escape
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from fiches.graphiques.a_emporter import MIME_DONNEES
from fiches.graphiques.dessin.libre import FIGURE_LIBRE, decrire
from fiches.graphiques.legendes import Legendes, lire

SANS_ALTERNATIVE = "Image sans description"
"""Texte de remplacement d’une image que l’analyste n’a pas décrite."""

_IMAGES = ("image/svg+xml", "image/png", "image/jpeg")


def rendre(donnees: Mapping[str, Any], source: str, origine: str = "", identifiant: str = FIGURE_LIBRE) -> str:
    """HTML d’une sortie ; rien pour du texte brut. `source` est le code de la cellule, où se lisent ses légendes.

    `origine` : la phrase à écrire sous un tableau ou une image de l’analyste qui ne disent pas leur source.
    `identifiant` : ce par quoi commencent les repères d’une figure matplotlib, pour qu’ils soient uniques dans la page.
    """
    legendes = lire(source)
    if "source" in legendes:
        origine = f"Source\u00a0: {legendes['source'].removesuffix('.')}."
    origine = f'<p class="source">{escape(origine)}</p>' if origine else ""
    html = donnees.get("text/html")
    if html is not None and FIGURE_LIBRE in html:
        dessin = decrire(html, _description(legendes)).replace(FIGURE_LIBRE, identifiant)
        return _encadrer(dessin, legendes, origine)
    if html is not None:
        if MIME_DONNEES not in donnees:  # une figure, un tableau de la fiche disent eux-mêmes leur source
            html = _refermer(html) + (origine if "<table" in html and "fiche-figure" not in html else "")
        return f'<div class="sortie">{html}</div>'
    for mime in _IMAGES:
        if mime in donnees:
            return _image(mime, donnees[mime], legendes, origine)
    return ""


def _refermer(html: str) -> str:
    """Le même HTML, ce qu’il laissait ouvert refermé : il ne doit pas avaler la suite de la page."""
    return (LexborHTMLParser(html, is_fragment=True).html or "").replace("&nbsp;", "\u00a0")


def _image(mime: str, contenu: str, legendes: Legendes, origine: str) -> str:
    if mime == "image/svg+xml":  # en image et non en ligne : ses identifiants ne heurtent pas ceux de la page
        contenu = base64.b64encode(contenu.encode()).decode()
    image = f'<img alt="{escape(_description(legendes))}" src="data:{mime};base64,{"".join(contenu.split())}">'
    return _encadrer(image, legendes, origine)


def _description(legendes: Legendes) -> str:
    return legendes.get("alt") or legendes.get("cap") or SANS_ALTERNATIVE


def _encadrer(dessin: str, legendes: Legendes, origine: str) -> str:
    legende = f"<figcaption>{escape(legendes['cap'])}</figcaption>" if "cap" in legendes else ""
    nom = escape(legendes.get("cap") or "Figure")
    cadre = f'<div class="cadre" role="region" tabindex="0" aria-label="{nom}">{dessin}</div>'
    return f'<figure class="sortie image">{legende}{cadre}{origine}</figure>'
