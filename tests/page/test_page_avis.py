"""Ce qu’une page ne montre pas se dit : print, avertissements, valeurs sans forme, images sans description."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from fiches.graphiques.a_emporter import MIME_DONNEES
from fiches.graphiques.style import PRESENTATION
from fiches.page.avis import relever

PNG = {"image/png": "aGVsbG8="}


def avis(source: str, *sorties: object, etiquette: str = "") -> list[str]:
    cellule = new_code_cell(source, outputs=list(sorties), metadata={"tags": [etiquette] if etiquette else []})
    dits = relever(new_notebook(cells=[new_markdown_cell("## Essai"), cellule]))
    return [dit.split(" : ", 1)[1].replace("\u00a0", " ") for dit in dits]


@pytest.mark.parametrize(
    ("sortie", "dit"),
    [
        (new_output("stream", name="stdout", text="oui\n"), "ce qu’affiche print"),
        (new_output("stream", name="stderr", text="attention\n"), "un avertissement"),
        (new_output("execute_result", {"text/plain": "{'a': 1}"}), "une valeur n’a pas de forme"),
        (new_output("display_data", {"application/x-a": "z"}), "une sortie « application/x-a » n’a pas de forme"),
        (new_output("display_data", {"text/html": "<form></form>"}), "la page ne garde pas ce qui agirait hors"),
        (new_output("display_data", PNG), "la figure n’a pas de description"),
        (new_output("display_data", {"text/html": "x", MIME_DONNEES: {"source": ""}}), "ces chiffres ne sont pas ceux"),
    ],
)
def test_ce_qui_ne_parait_pas_se_nomme_une_fois_par_cellule(sortie, dit):
    (lu,) = avis("x", sortie, sortie)
    assert lu.startswith(dit)
    assert avis("x", sortie, etiquette="masquer") == []
    assert avis("#| output: false\nx", sortie) == []


@pytest.mark.parametrize(
    "sortie",
    [
        new_output("stream", name="stdout", text="\n"),
        new_output("execute_result", {"text/plain": "636400000"}),
        new_output("execute_result", {"text/plain": "<Axes: >"}),
        new_output("display_data", {"text/html": "<b>x</b>", "text/plain": "x"}),
        new_output("display_data", {"text/html": "<style>p{}</style>", PRESENTATION: {}}),
        new_output("display_data", PNG, metadata={"image/png": {"alt": "Un plan"}}),
        new_output("display_data", {"text/html": "x", MIME_DONNEES: {"source": "Source : Insee."}}),
    ],
)
def test_ce_qui_parait_ou_n_apprend_rien_ne_se_dit_pas(sortie):
    assert avis("x", sortie) == []
    assert avis("#| fig-alt: Un plan\nx", new_output("display_data", PNG)) == []
