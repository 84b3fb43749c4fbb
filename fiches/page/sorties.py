"""Ce que montre une cellule de code : nos figures telles quelles, images, formules et valeurs habillées.

De toutes les formes d’une sortie, la page prend la plus riche qui se lise hors connexion. Une image n’a pas de texte :
l’analyste l’écrit en tête de la cellule (`graphiques.legendes`), et la figure le porte.
"""

import ast
import base64
import re
from collections.abc import Mapping
from contextlib import suppress
from html import escape
from typing import Any

from fiches.carnet.formules import FormuleFausse, formule
from fiches.graphiques.a_emporter import MIME_DONNEES
from fiches.graphiques.dessin.libre import FIGURE_LIBRE, decrire
from fiches.graphiques.legendes import SIMULEES, Legendes, en_source, lire
from fiches.page.assainir import assainir
from fiches.redaction import a_la_francaise, est_un_nombre, typographier

SANS_ALTERNATIVE = "Image sans description"
"""Texte de remplacement d’une image que l’analyste n’a pas décrite."""

_IMAGES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
_MONTREES = (*_IMAGES, "text/html", "text/markdown", "text/latex")
_ACTIF = re.compile(r"<(script|iframe|object|embed|audio|video)\b", re.IGNORECASE)
"""Ce qui demande le réseau ou des scripts : la page n’a ni l’un ni l’autre."""
_VIVANTS = ("application/vnd.", "application/javascript")
_OBJET = re.compile(r"<|\[<|\(?array\(|[A-Z]\w*\(")
"""Un objet, ou ce que rend un appel de matplotlib laissé en fin de cellule : rien qui se lise."""
_RIEN = ("", "''", '""')
_DE_MATPLOTLIB = re.compile(r"<(Axes|Figure)|\[?<matplotlib|Text\(")


class SortieVivante(Exception):
    """Une sortie ne se lit qu’avec le réseau ou des scripts ; le message dit sa forme."""


def rendre(
    donnees: Mapping[str, Any],
    source: str,
    origine: str = "",
    identifiant: str = FIGURE_LIBRE,
    metadonnees: Mapping[str, Any] | None = None,
) -> str:
    """HTML d’une sortie ; rien pour ce qui ne se montre pas. `source` est le code de la cellule et ses légendes.

    `origine` : la phrase à écrire sous un tableau ou une image de l’analyste qui ne disent pas leur source.
    `identifiant` : ce par quoi commencent les repères d’une figure matplotlib, pour qu’ils soient uniques dans la page.
    `metadonnees` : celles de la sortie, où une image peut porter sa description. Lève `SortieVivante`.
    """
    legendes = lire(source)
    if "source" in legendes:
        simulees = f" {SIMULEES}" if "simulées" in origine else ""
        origine = en_source(legendes["source"]) + simulees
    origine = f'<p class="source">{escape(origine)}</p>' if origine else ""
    html = donnees.get("text/html")
    if html is not None and FIGURE_LIBRE in html:
        dessin = decrire(html, _description(legendes)).replace(FIGURE_LIBRE, identifiant)
        return _encadrer(dessin, legendes, origine)
    if MIME_DONNEES in donnees:  # une figure, un tableau de la fiche disent eux-mêmes leur source
        return f'<div class="sortie">{html}</div>'
    image = next((mime for mime in _IMAGES if mime in donnees), None)
    vivante = html is not None and _ACTIF.search(html)
    if html is not None and not vivante:
        complet = assainir(html)[0] + (origine if "<table" in html and "fiche-figure" not in html else "")
        return f'<div class="sortie">{complet}</div>'
    if image is not None:
        dite = (metadonnees or {}).get(image, {})
        return _image(
            image, donnees[image], legendes, origine, dite.get("alt", "") if isinstance(dite, Mapping) else ""
        )
    if vivante or any(mime.startswith(_VIVANTS) for mime in donnees):
        raise SortieVivante(vivante[1].lower() if vivante else next(m for m in donnees if m.startswith(_VIVANTS)))
    if "text/latex" in donnees:
        with suppress(FormuleFausse):
            return f'<p class="sortie">{formule(_sans_dollars(str(donnees["text/latex"])))}</p>'
    return _valeur(str(donnees.get("text/plain", "")))


def muette(donnees: Mapping[str, Any]) -> str:
    """Ce que la page ne sait pas montrer d’une sortie : « une valeur » (un objet, un ndarray…), le nom d’une forme."""
    if any(mime in donnees for mime in _MONTREES):
        return ""
    brut = str(donnees.get("text/plain", "")).strip()
    inconnues = sorted(set(donnees) - {"text/plain", "application/json"})
    if inconnues and not _valeur(brut):
        return f"une sortie «\u00a0{inconnues[0]}\u00a0»"
    return "une valeur" if brut not in _RIEN and not _valeur(brut) and not _DE_MATPLOTLIB.match(brut) else ""


def retires(donnees: Mapping[str, Any]) -> list[str]:
    """Ce que la page retire du HTML d’une sortie, par son nom."""
    html = donnees.get("text/html")
    return [] if html is None or MIME_DONNEES in donnees or FIGURE_LIBRE in html else assainir(html)[1]


def description_donnee(mime: str, metadonnees: Mapping[str, Any]) -> str:
    """Celle qu’une image porte elle-même : `Image("x.png", alt="…")`."""
    dite = metadonnees.get(mime, {})
    return str(dite.get("alt") or "") if isinstance(dite, Mapping) else ""


def _sans_dollars(latex: str) -> str:
    return latex.replace(r"\displaystyle", "").strip("$ \n")


def _valeur(brut: str) -> str:
    """Un nombre, un texte ou une liste de l’un ou de l’autre, laissés en fin de cellule ; rien pour autre chose."""
    brut = re.sub(r"np\.\w+\(([^()]*)\)", r"\1", brut.strip())
    if est_un_nombre(brut):
        return f'<p class="sortie">{escape(a_la_francaise(brut))}</p>'
    if _OBJET.match(brut):
        return ""
    with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
        lue = ast.literal_eval(brut)
        if isinstance(lue, str):
            return f'<p class="sortie">{escape(typographier(lue))}</p>' if lue.strip() else ""
        if isinstance(lue, list | tuple) and lue and all(isinstance(v, str | int | float) for v in lue):
            dites = [a_la_francaise(str(v)) if est_un_nombre(str(v)) else typographier(str(v)) for v in lue]
            return f'<ul class="sortie">{"".join(f"<li>{escape(dite)}</li>" for dite in dites)}</ul>'
    return ""


def _image(mime: str, contenu: str, legendes: Legendes, origine: str, alternative: str) -> str:
    if mime == "image/svg+xml":  # en image et non en ligne : ses identifiants ne heurtent pas ceux de la page
        contenu = base64.b64encode(contenu.encode()).decode()
    dite = legendes.get("alt") or alternative or _description(legendes)
    image = f'<img alt="{escape(dite)}" src="data:{mime};base64,{"".join(contenu.split())}">'
    return _encadrer(image, legendes, origine)


def _description(legendes: Legendes) -> str:
    return legendes.get("alt") or legendes.get("cap") or SANS_ALTERNATIVE


def _encadrer(dessin: str, legendes: Legendes, origine: str) -> str:
    legende = f"<figcaption>{escape(legendes['cap'])}</figcaption>" if "cap" in legendes else ""
    nom = escape(legendes.get("cap") or "Figure")
    cadre = f'<div class="cadre" role="region" tabindex="0" aria-label="{nom}">{dessin}</div>'
    return f'<figure class="sortie image">{legende}{cadre}{origine}</figure>'
