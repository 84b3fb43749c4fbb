"""Ce qu’un graphique de la page écrit : ses données en CSV, et tous les endroits où il en redit les nombres."""

import base64
import binascii
import csv
import io
import re
from dataclasses import dataclass
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fiches.graphiques.a_emporter import BOM, inoffensif
from fiches.graphiques.libres import LIBRE

_ANNEE = re.compile(r"(\d{4})\)$")
_BASE64 = "data:text/csv;charset=utf-8;base64,"


@dataclass(frozen=True)
class FigureChiffree:
    """Un graphique et ses nombres ; `csv` est vide quand le lien manque ou ne se lit pas, en-têtes en première ligne.

    `cellules` : celles du tableau, en-têtes compris, sans les mentions en petit. `bulles`, `etiquettes` : les textes
    du dessin, au survol et écrits ; `traces` : la forme que chaque bulle nomme. `ancre` : celle que la figure a sous
    nos mots ; `choisis` : ceux que l’analyste a remplacés (« titre », « alternative », « lecture »).
    """

    ancre: str
    titre: str
    csv: list[list[str]]
    cellules: list[list[str]]
    bulles: list[str]
    traces: list[str]
    etiquettes: list[str]
    alternative: str
    lecture: str
    source: str
    choisis: frozenset[str] = frozenset()

    @property
    def annee(self) -> int | None:
        """L’année que dit son titre."""
        lue = _ANNEE.search(self.titre)
        return int(lue[1]) if lue else None


def figures_chiffrees(arbre: LexborHTMLParser) -> list[FigureChiffree]:
    """Les graphiques du projet et les tableaux de l’analyste, dans l’ordre de la page."""
    return [_lire(noeud) for noeud in arbre.css("figure.fiche-figure, .fiche-tableau")]


def _lire(figure: LexborNode) -> FigureChiffree:
    bulles = figure.css("svg title")
    a_emporter = _texte(figure, "summary .sr, .emporter .sr").lstrip("\u00a0: ")
    return FigureChiffree(
        ancre=LIBRE if figure.tag != "figure" else attribut(figure, "data-figure") or attribut(figure, "id"),
        choisis=frozenset(attribut(figure, "data-choisis").split()),
        titre=_texte(figure, "figcaption, .fiche-tableau caption") or a_emporter,
        csv=_lire_csv(attribut(figure.css_first("a[download]"), "href")),
        cellules=[[_cellule(c) for c in ligne.css("th,td")] for ligne in figure.css("table tr")],
        bulles=[bulle.text() for bulle in bulles],
        traces=[attribut(bulle.parent, "d") for bulle in bulles],
        etiquettes=[etiquette.text() for etiquette in figure.css("svg text")],
        alternative=attribut(figure.css_first("svg"), "aria-label"),
        lecture=_texte(figure, ".lecture"),
        source=_texte(figure, ".source"),
    )


def attribut(noeud: LexborNode | None, nom: str) -> str:
    """Ce que vaut un attribut, « » s’il manque, ou le nœud."""
    return (noeud.attributes.get(nom) or "").strip() if noeud else ""


def _texte(noeud: LexborNode, ou: str) -> str:
    trouve = noeud.css_first(ou)
    return trouve.text().strip() if trouve else ""


def _cellule(cellule: LexborNode) -> str:
    """Le texte d’une cellule, sans la mention qui la suit en petit."""
    return cellule.text(deep=False).strip(" ")


def _lire_csv(adresse: str) -> list[list[str]]:
    if not adresse.startswith(_BASE64):
        return []
    try:
        contenu = base64.b64decode(unquote(adresse.removeprefix(_BASE64)), validate=True).decode("utf-8")
        lignes = list(csv.reader(io.StringIO(contenu.removeprefix(BOM), newline=""), delimiter=";", strict=True))
    except (binascii.Error, ValueError, csv.Error):
        return []
    return [[_sans_apostrophe(c) for c in ligne] for ligne in lignes]


def _sans_apostrophe(cellule: str) -> str:
    """Le texte, sans l’apostrophe qui l’empêche d’être pris pour une formule."""
    nu = cellule.removeprefix("'")
    return nu if nu != cellule and inoffensif(nu) == cellule else cellule
