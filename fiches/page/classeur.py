"""Du carnet exécuté au classeur de ses données : une feuille par graphique, une des sources et des définitions."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from nbformat import NotebookNode
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fiches.carnet.lectures import entete
from fiches.graphiques.a_emporter import DEFINITIONS, MIME_DONNEES
from fiches.graphiques.mots import lisible
from fiches.page.blocs import MASQUEES, montre_ses_sorties

SOURCES = "Sources et définitions"
DEMONSTRATION = (
    "Données de démonstration, simulées\u00a0: aucun chiffre n’est réel, ce classeur ne doit pas être diffusé."
)
LICENCE = "Licence Ouverte 2.0\u00a0: réutilisation libre, en citant la source et la date des données."
UNITES = {
    "entier": "nombre entier exact (euros quand l’en-tête le dit)",
    "part": "ratio de 0 à 1, montré en pourcentage",
    "nombre": "nombre",
    "texte": "texte",
}

_CREE_LE = datetime(2000, 1, 1)  # fixe : le même carnet donne les mêmes octets
_FORMATS = {"entier": "#,##0", "part": "0.0%", "nombre": "#,##0.00", "texte": "@"}
_INTERDITS = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LARGEUR_MAX = 60
_LARGEURS_DES_SOURCES = (32, 80, 80)

Donnees = Mapping[str, Any]


def classeur(carnet: NotebookNode) -> bytes:
    """Le classeur XLSX d’un carnet exécuté ; le même carnet donne les mêmes octets.

    Les nombres y sont des nombres, les codes du texte ; aucun texte n’y est une formule ni un lien. Une cellule
    étiquetée `masquer` n’y est pas, comme dans la page.
    """
    entete, figures = _lire(carnet)
    tampon = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(tampon, options) as document:
        titre = entete.get("titre", "Données de la fiche")
        document.set_properties(
            {
                "title": lisible(titre),
                "subject": lisible(entete.get("description", "")),
                "author": "Agence nationale de la cohésion des territoires",
                "comments": lisible(f"{entete.get('source', '')} {_avis(entete)}"),
                "created": _CREE_LE,
            }
        )
        document.set_custom_property("Langue", "fr-FR")
        feuilles = _noms([f["court"] for f in figures])
        styles = _Styles(document)
        for nom, figure in zip(feuilles, figures, strict=True):
            _feuille(document.add_worksheet(nom), figure, _avis(entete), styles)
        _sources(document.add_worksheet(SOURCES), entete, dict(zip(feuilles, figures, strict=True)), styles)
    return tampon.getvalue()


class _Styles:
    def __init__(self, document: xlsxwriter.Workbook) -> None:
        self.titre: Format = document.add_format({"bold": True, "font_size": 13})
        self.avis: Format = document.add_format({"bold": True, "font_color": "#8A1A00"})
        self.gris: Format = document.add_format({"font_color": "#595959"})
        self.entete: Format = document.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"})
        self.entete_de_nombres: Format = document.add_format(
            {"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom", "align": "right"}
        )
        self.plie: Format = document.add_format({"text_wrap": True, "valign": "top"})
        self.types: dict[str, Format] = {t: document.add_format({"num_format": f}) for t, f in _FORMATS.items()}
        self.types["texte"].set_indent(1)


def _lire(carnet: NotebookNode) -> tuple[Donnees, list[Donnees]]:
    """L’en-tête de la fiche et les données de ses figures, dans l’ordre de la page."""
    figures = [donnees[MIME_DONNEES] for donnees in _sorties(carnet) if MIME_DONNEES in donnees]
    return entete(carnet), figures


def _sorties(carnet: NotebookNode) -> Iterator[Donnees]:
    for cellule in carnet.cells:
        cachee = set(cellule.metadata.get("tags", [])) & MASQUEES or not montre_ses_sorties(cellule)
        if cellule.cell_type == "code" and not cachee:
            yield from (sortie.get("data", {}) for sortie in cellule.outputs)


def _avis(entete: Donnees) -> str:
    return DEMONSTRATION if entete.get("demonstration") else ""


def _feuille(feuille: Worksheet, figure: Donnees, avis: str, styles: _Styles) -> None:
    """Titre, avis et source, puis le tableau sous ses en-têtes figés."""
    haut = [(figure["titre"], styles.titre), (avis, styles.avis), (figure["source"], styles.gris)]
    presents = [(texte, style) for texte, style in haut if texte]
    for rang, (texte, style) in enumerate(presents):
        _texte(feuille, rang, 0, texte, style)
    rang = len(presents) + 1
    colonnes, lignes = figure["colonnes"], figure["lignes"]
    for i, colonne in enumerate(colonnes):
        style = styles.entete if colonne["type"] == "texte" else styles.entete_de_nombres
        _texte(feuille, rang, i, colonne["nom"], style)
        contenu = [
            colonne["nom"],
            *(f"{v:,}" if isinstance(v := ligne[i], int) else str(v or "") for ligne in lignes),
        ]
        feuille.set_column(i, i, min(_LARGEUR_MAX, 2 + max(map(len, contenu))))
    for j, ligne in enumerate(lignes, rang + 1):
        for i, valeur in enumerate(ligne):
            _ecrire(feuille, j, i, valeur, styles.types[colonnes[i]["type"]])
    feuille.freeze_panes(rang + 1, 0)
    feuille.repeat_rows(rang)
    _mettre_en_page(feuille)


def _texte(feuille: Worksheet, ligne: int, colonne: int, texte: str, style: Format) -> None:
    """Un texte, jamais une formule ni un lien, sans les caractères que XML refuse."""
    feuille.write_string(ligne, colonne, lisible(texte), style)


def _ecrire(feuille: Worksheet, ligne: int, colonne: int, valeur: str | float | None, style: Format) -> None:
    if valeur is None or valeur == "":
        return
    if isinstance(valeur, str):
        _texte(feuille, ligne, colonne, valeur, style)
    else:
        feuille.write_number(ligne, colonne, valeur, style)


def _sources(feuille: Worksheet, entete: Donnees, figures: Mapping[str, Donnees], styles: _Styles) -> None:
    """D’où viennent les données, ce que veut dire chaque colonne, ce que montre chaque feuille."""
    _texte(feuille, 0, 0, entete.get("titre", SOURCES), styles.titre)
    rang = 1
    if avis := _avis(entete):
        _texte(feuille, rang, 0, avis, styles.avis)
        rang += 1
    sources = entete.get("source") or " ".join(dict.fromkeys(f["source"] for f in figures.values()))
    generalites = {
        "Source": sources.removeprefix("Source\u00a0: "),
        "Provenance": entete.get("provenance", ""),
        "Date des données": entete.get("date", ""),
        "Licence": LICENCE,
    }
    rang = _liste(feuille, rang + 1, ("À savoir", ""), [ligne for ligne in generalites.items() if ligne[1]], styles)
    types = {c["nom"]: c["type"] for f in figures.values() for c in f["colonnes"]}
    definitions = [(nom, DEFINITIONS.get(nom, ""), UNITES[genre]) for nom, genre in types.items()]
    rang = _liste(feuille, rang + 1, ("Colonne", "Définition", "Unité"), definitions, styles)
    guide = [(nom, f["titre"], f["lecture"]) for nom, f in figures.items()]
    _liste(feuille, rang + 1, ("Feuille", "Graphique", "Lecture"), guide, styles)
    for i, largeur in enumerate(_LARGEURS_DES_SOURCES):
        feuille.set_column(i, i, largeur)
    _mettre_en_page(feuille)


def _liste(
    feuille: Worksheet, rang: int, entetes: Sequence[str], lignes: Sequence[Sequence[str]], styles: _Styles
) -> int:
    """Écrit un tableau de textes et rend le rang qui le suit."""
    for i, texte in enumerate(entetes):
        _texte(feuille, rang, i, texte, styles.entete)
    for j, ligne in enumerate(lignes, rang + 1):
        for i, texte in enumerate(ligne):
            _texte(feuille, j, i, texte, styles.plie)
        # LibreOffice n’agrandit pas de lui-même une ligne dont le texte est replié.
        plis = max(-(-len(texte) // largeur) for texte, largeur in zip(ligne, _LARGEURS_DES_SOURCES, strict=False))
        feuille.set_row(j, 15 * max(1, plis))
    return rang + 1 + len(lignes)


def _mettre_en_page(feuille: Worksheet) -> None:
    feuille.set_paper(9)  # A4
    feuille.set_landscape()
    feuille.fit_to_pages(1, 0)


def _noms(courts: Sequence[str]) -> list[str]:
    """Des noms d’onglets qu’Excel admet : 31 unités UTF-16, sans `[]:*?/\\`, tous différents sans égard à la casse."""
    noms: list[str] = []
    pris = {SOURCES.casefold(), "history", "historique"}
    for court in courts:
        net = lisible(court.translate(_INTERDITS)).strip("' ") or "Données"
        nom, numero = _couper(net, 31), 1
        while nom.casefold() in pris:
            numero += 1
            suffixe = f" ({numero})"
            nom = _couper(net, 31 - len(suffixe)) + suffixe
        pris.add(nom.casefold())
        noms.append(nom)
    return noms


def _couper(texte: str, unites: int) -> str:
    if len(texte.encode("utf-16-le")) // 2 <= unites:
        return texte
    while len(texte.encode("utf-16-le")) // 2 >= unites:  # garde une place pour « … »
        texte = texte[:-1]
    return texte.rstrip("' ,") + "…"
