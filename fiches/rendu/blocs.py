"""Du carnet exécuté aux morceaux de la page, dans l’ordre de lecture."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from nbformat import NotebookNode

from fiches import recit
from fiches.erreurs import ErreurFiche
from fiches.execution.diagnostic import expliquer, situer
from fiches.fiche import MIME_ENTETE
from fiches.recit import ExpressionSansValeur, Titre

MASQUEES = {"masquer", "parameters", "injected-parameters"}
COMPARAISON = "comparaison"


@dataclass
class Page:
    """Ce que le gabarit met en page : HTML des blocs, titres, et l’en-tête que le carnet a donné."""

    blocs: list[str] = field(default_factory=list)
    titres: list[Titre] = field(default_factory=list)
    entete: dict[str, Any] = field(default_factory=dict)

    @property
    def sections(self) -> list[Titre]:
        """Les titres de niveau 2 : le sommaire."""
        return [t for t in self.titres if t.niveau == 2]


def composer(carnet: NotebookNode) -> Page:
    """Compose la page d’un carnet exécuté.

    Les cellules étiquetées `masquer` ne paraissent pas ; celles qui se suivent avec l’étiquette `comparaison`
    sont côte à côte quand l’écran le permet. Lève `ErreurFiche` si une cellule a échoué ou si une valeur manque.
    """
    page, ancres = Page(), {"contenu", "sommaire"}
    groupe: list[str] = []
    for rang, cellule in enumerate(carnet.cells):
        etiquettes = set(cellule.metadata.get("tags", []))
        if etiquettes & MASQUEES:
            continue
        html = "".join(_cellule(carnet, rang, cellule, page, ancres))
        if COMPARAISON in etiquettes:
            groupe.append(html)
            continue
        page.blocs += _grouper(groupe)
        groupe = []
        page.blocs.append(html)
    page.blocs += _grouper(groupe)
    return page


def _grouper(groupe: list[str]) -> list[str]:
    return [f'<div class="comparaison">{"".join(groupe)}</div>'] if any(groupe) else []


def _cellule(carnet: NotebookNode, rang: int, cellule: NotebookNode, page: Page, ancres: set[str]) -> Iterator[str]:
    if cellule.cell_type == "markdown":
        try:
            html, titres = recit.rendre(cellule.source, recit.resultats(cellule), ancres)
        except ExpressionSansValeur as erreur:
            raise ErreurFiche(
                f"{situer(carnet, rang)} : la valeur {{eval}}`{erreur.expression}` manque, {erreur.raison}."
            ) from erreur
        page.titres += titres
        yield html
    elif cellule.cell_type == "code":
        yield from _sorties(carnet, rang, cellule.outputs, page, ancres)


def _sorties(
    carnet: NotebookNode, rang: int, sorties: Iterable[NotebookNode], page: Page, ancres: set[str]
) -> Iterator[str]:
    for sortie in sorties:
        if sortie.output_type == "error":
            raise ErreurFiche(f"{situer(carnet, rang)} : {expliquer(sortie.ename, sortie.evalue)}.")
        donnees = sortie.get("data", {})
        if MIME_ENTETE in donnees:
            page.entete = donnees[MIME_ENTETE]
        elif "text/markdown" in donnees:
            html, titres = recit.rendre(donnees["text/markdown"], {}, ancres)
            page.titres += titres
            yield html
        elif "text/html" in donnees:
            yield f'<div class="sortie">{donnees["text/html"]}</div>'
        elif "image/svg+xml" in donnees:
            yield f'<div class="sortie">{donnees["image/svg+xml"]}</div>'
        elif "image/png" in donnees:
            texte = escape(str(donnees.get("text/plain", "")))
            yield f'<img class="sortie" alt="{texte}" src="data:image/png;base64,{donnees["image/png"].strip()}">'
