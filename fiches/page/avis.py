"""Ce qu’un carnet exécuté a affiché et que sa page ne montre pas, ou pas bien : cela se dit à l’analyste."""

from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from fiches.carnet import lecteur
from fiches.carnet.execution.diagnostic import situer
from fiches.graphiques.a_emporter import MIME_DONNEES
from fiches.graphiques.dessin.libre import FIGURE_LIBRE
from fiches.graphiques.legendes import SIMULEES, lire
from fiches.graphiques.style import PRESENTATION
from fiches.page.blocs import MASQUEES, montre_ses_sorties
from fiches.page.sorties import description_donnee, muette, retires
from fiches.redaction import liste

_SANS_DESCRIPTION = (
    "la figure n’a pas de description pour qui ne la voit pas. En tête de la cellule, ajoutez : "
    "« #| fig-alt: ce que montre la figure, chiffres compris »."
)
_SANS_SOURCE = (
    "ces chiffres ne sont pas ceux de la fiche, et leur source n’est pas dite. Ajoutez à l’appel « source=… », ou en "
    "tête de la cellule « #| source: Insee, 2022 »."
)
_AFFICHE = (
    "ce qu’affiche print ne paraît pas dans la fiche. Mettez-le dans le récit, ou laissez la valeur en fin de cellule."
)
_AVERTI = "un avertissement s’est affiché, que la fiche ne montre pas. Le carnet exécuté le garde."
_IGNORE = "{noms} de MyST ne se rend pas dans la page, et y paraît tel quel."
_MUETTE = "{quoi} n’a pas de forme à montrer. pandas.DataFrame(…) en ferait un tableau ; un « ; » final la tairait."
_RETIRE = "la page ne garde pas ce qui agirait hors de ce que montre la cellule\u00a0: {noms}."


def relever(carnet: NotebookNode) -> list[str]:
    """Une phrase par cellule et par sorte de chose qui ne paraît pas, dans l’ordre du carnet."""
    return list(dict.fromkeys(f"{situer(carnet, rang)} : {avis}" for rang, avis in _avis(carnet)))


def _avis(carnet: NotebookNode) -> Iterator[tuple[int, str]]:
    for rang, cellule in enumerate(carnet.cells):
        if set(cellule.metadata.get("tags", [])) & MASQUEES or not montre_ses_sorties(cellule):
            continue
        if cellule.cell_type == "markdown" and (noms := lecteur.ignores(cellule.source)):
            yield rang, _IGNORE.format(noms=liste(noms))
        for sortie in cellule.get("outputs", []):
            donnees = sortie.get("data", {})
            if PRESENTATION in donnees:
                continue
            if sortie.output_type == "stream" and sortie.text.strip():
                yield rang, _AFFICHE if sortie.name == "stdout" else _AVERTI
            elif quoi := muette(donnees):
                yield rang, _MUETTE.format(quoi=quoi)
            elif noms := retires(donnees):
                yield rang, _RETIRE.format(noms=liste(noms))
            elif _image_muette(donnees, sortie.get("metadata", {}), cellule.source):
                yield rang, _SANS_DESCRIPTION
            elif MIME_DONNEES in donnees and donnees[MIME_DONNEES].get("source") in ("", SIMULEES):
                yield rang, _SANS_SOURCE


def _image_muette(donnees: dict[str, Any], metadonnees: dict[str, Any], code: str) -> bool:
    """Vrai pour une image, ou une figure matplotlib, que rien ne décrit."""
    legendes = lire(code)
    dessin = FIGURE_LIBRE in donnees.get("text/html", "")
    image = next((mime for mime in donnees if mime.startswith("image/")), None)
    if "text/html" in donnees and not dessin:
        return False
    decrite = "cap" in legendes or "alt" in legendes or bool(description_donnee(image or "", metadonnees))
    return (dessin or image is not None) and not decrite
