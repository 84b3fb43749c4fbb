"""Du carnet exécuté aux morceaux de la page, dans l’ordre de lecture."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from fiches.carnet import marque, recit
from fiches.carnet.commentaires import SANS_IMAGE
from fiches.carnet.execution.diagnostic import INJECTEE, situer
from fiches.carnet.execution.fautes import expliquer
from fiches.carnet.formules import FormuleFausse
from fiches.carnet.lectures import entete
from fiches.carnet.recit import ExpressionSansValeur, ImageAbsente, Plan, ValeurMalEcrite
from fiches.graphiques.a_emporter import MIME_DONNEES
from fiches.graphiques.style import PRESENTATION
from fiches.page import sorties
from fiches.socle.erreurs import ErreurFiche

MASQUEES = {"masquer", "parameters", INJECTEE, "remove-cell", "remove_cell", "hide-cell"}
"""Étiquettes d’une cellule qui ne paraît pas : la nôtre, et celles que Jupyter et Jupyter Book connaissent."""
_SANS_SORTIE = {"remove-output", "remove_output", "hide-output"}
_OPTION_SANS_SORTIE = re.compile(r"^#\|\s*(?:output|include)\s*:\s*false\s*$", re.MULTILINE)
"""Celles de Quarto, en tête de la cellule."""
_DE_STYLER = re.compile(r'<table id="(T_\w+)"')
COMPARAISON = "comparaison"
_VIVANTE = (
    "cette sortie ({forme}) ne se lit qu’avec des scripts ou le réseau, que la page n’a pas. Montrez-en l’image : "
    'fig.show(renderer="png") avec plotly, chart.save(…) puis IPython.display.Image avec altair ou bokeh ; '
    "ou cachez la cellule, étiquette « masquer »."
)
_DE_CELLULE = (
    "ce texte est affiché par une cellule de code, et {eval} ne vaut que dans les cellules de texte. "
    'Écrivez plutôt : Markdown(f"… {expression} …").'
)
ANCRES_DU_GABARIT = ("contenu", "sommaire")


@dataclass
class Page:
    """Ce que le gabarit met en page : HTML des blocs, plan des titres, en-tête que le carnet a donné.

    `figures` : combien de fois chaque repère de figure a déjà servi.
    """

    blocs: list[str] = field(default_factory=list)
    plan: Plan = field(default_factory=lambda: Plan(ANCRES_DU_GABARIT))
    entete: Mapping[str, Any] = field(default_factory=dict)
    figures: Counter[str] = field(default_factory=Counter)


def composer(carnet: NotebookNode) -> Page:
    """Compose la page d’un carnet exécuté.

    Les cellules étiquetées `masquer` ne paraissent pas ; celles qui se suivent avec l’étiquette `comparaison`
    sont côte à côte quand l’écran le permet. Lève `ErreurFiche` si une cellule a échoué, si une valeur manque
    ou ne vient pas de la même exécution que les sorties, ou si une image n’est pas dans le carnet.
    """
    marque.exiger(carnet)
    page = Page(entete=entete(carnet))
    groupe: list[str] = []
    for rang, cellule in enumerate(carnet.cells):
        etiquettes = set(cellule.metadata.get("tags", []))
        if etiquettes & MASQUEES or not montre_ses_sorties(cellule):
            continue
        html = "".join(_cellule(carnet, rang, page))
        if COMPARAISON in etiquettes:
            groupe.append(html)
            continue
        page.blocs += _grouper(groupe)
        groupe = []
        page.blocs.append(html)
    page.blocs += _grouper(groupe)
    return page


def montre_ses_sorties(cellule: NotebookNode) -> bool:
    """Faux pour une cellule de code dont les sorties sont cachées : étiquette, option de Quarto, ou repliées."""
    if cellule.cell_type != "code":
        return True
    repliees = cellule.metadata.get("jupyter", {}).get("outputs_hidden") or cellule.metadata.get("collapsed")
    etiquettes = set(cellule.metadata.get("tags", []))
    return not (etiquettes & _SANS_SORTIE or _OPTION_SANS_SORTIE.search(cellule.source) or repliees)


def _grouper(groupe: list[str]) -> list[str]:
    return [f'<div class="comparaison">{"".join(groupe)}</div>'] if any(groupe) else []


def _cellule(carnet: NotebookNode, rang: int, page: Page) -> Iterator[str]:
    cellule = carnet.cells[rang]
    if cellule.cell_type == "code":
        yield from _sorties(carnet, rang, page)
    elif cellule.cell_type == "markdown":
        yield _recit(carnet, rang, page, cellule.source, cellule)


def _recit(carnet: NotebookNode, rang: int, page: Page, source: str, porteur: NotebookNode) -> str:
    """`porteur` : la cellule ou la sortie qui porte les valeurs du récit ; celle d’un commentaire nomme son fichier."""
    try:
        return recit.rendre(source, recit.resultats(porteur), page.plan, carnet.cells[rang].get("attachments"))
    except (ExpressionSansValeur, ValeurMalEcrite, ImageAbsente, FormuleFausse) as erreur:
        # Seulement alors : situer une cellule relit tout ce qui la précède.
        ou = porteur.metadata.get("fichier") or situer(carnet, rang)
        evaluable = "output_type" not in porteur or "fichier" in porteur.metadata
        if not evaluable and isinstance(erreur, ExpressionSansValeur | ValeurMalEcrite):
            raise ErreurFiche(f"{ou} : {_DE_CELLULE}") from erreur
        if isinstance(erreur, ImageAbsente) and "fichier" in porteur.metadata:
            raise ErreurFiche(f"{ou} : {SANS_IMAGE.format(erreur)}") from erreur
        raise ErreurFiche(f"{ou} : {_faute_du_recit(erreur)}") from erreur


def _faute_du_recit(erreur: ExpressionSansValeur | ValeurMalEcrite | ImageAbsente | FormuleFausse) -> str:
    if isinstance(erreur, ExpressionSansValeur):
        return f"la valeur {{eval}}`{erreur.expression}` ne s’écrit pas : {erreur.raison}."
    if isinstance(erreur, FormuleFausse):
        return f"une formule ne s’écrit pas ({erreur}). Un dollar seul s’écrit « \\$ »."
    if isinstance(erreur, ValeurMalEcrite):
        return (
            f"« {erreur} » n’est pas une valeur complète. Après {{eval}}, sans espace, l’expression se met entre deux "
            "accents graves."
        )
    return (
        f"l’image « {erreur} » n’est pas dans le carnet. La page doit se suffire à elle-même : collez l’image dans la "
        "cellule, elle y sera enregistrée."
    )


def _sorties(carnet: NotebookNode, rang: int, page: Page) -> Iterator[str]:
    cellule = carnet.cells[rang]
    for numero, sortie in enumerate(cellule.outputs):
        donnees = sortie.get("data", {})
        if sortie.output_type == "error":
            raise ErreurFiche(f"{situer(carnet, rang)} : {expliquer(sortie.ename, sortie.evalue)}.")
        if PRESENTATION in donnees:
            continue
        if "text/markdown" in donnees:
            yield _recit(carnet, rang, page, donnees["text/markdown"], sortie)
        else:
            origine = page.entete.get("source", "")
            try:
                html = sorties.rendre(
                    donnees, cellule.source, origine, f"figure-{rang}-{numero}", sortie.get("metadata", {})
                )
            except sorties.SortieVivante as erreur:
                raise ErreurFiche(f"{situer(carnet, rang)} : {_VIVANTE.format(forme=erreur)}") from erreur
            yield _distinguer(html, donnees, page)


def _distinguer(html: str, donnees: Mapping[str, Any], page: Page) -> str:
    """Deux figures de même repère (un même titre), deux tableaux de Styler aux mêmes données en ont chacun un."""
    tableau = _DE_STYLER.search(html)
    repere = donnees.get(MIME_DONNEES, {}).get("identifiant") or (tableau and tableau[1])
    if repere is None:
        return html
    page.figures[repere] += 1
    rang = page.figures[repere]
    return (
        html if rang == 1 else re.sub(rf'(["#]){re.escape(repere)}(?=_row|_col|_level|\b)', rf"\1{repere}-{rang}", html)
    )
