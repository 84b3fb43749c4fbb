"""Ce qui paraît et ce qui ne paraît pas : les étiquettes de Jupyter, les options de Quarto, les sorties repliées."""

from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from fiches.graphiques.style import GRAISSES, presenter
from fiches.page.html import exporter

SORTIE = [new_output("display_data", data={"text/html": "<p>Un résultat</p>", "text/plain": ""})]


def page(source: str = "x", **metadonnees: Any) -> str:
    return exporter(new_notebook(cells=[new_code_cell(source, outputs=SORTIE, metadata=metadonnees)]))


def test_une_sortie_ordinaire_parait():
    assert "Un résultat" in page()


@pytest.mark.parametrize("etiquette", ["masquer", "remove-cell", "hide-cell", "remove-output", "hide-output"])
def test_une_etiquette_cache_la_cellule_ou_sa_sortie(etiquette: str):
    assert "Un résultat" not in page(tags=[etiquette])


@pytest.mark.parametrize("option", ["#| output: false", "#| include: false"])
def test_une_option_de_quarto_cache_la_sortie(option: str):
    assert "Un résultat" not in page(f"{option}\nx")


@pytest.mark.parametrize("metadonnees", [{"collapsed": True}, {"jupyter": {"outputs_hidden": True}}])
def test_une_sortie_repliee_reste_repliee(metadonnees: dict[str, Any]):
    assert "Un résultat" not in page(**metadonnees)


def test_ce_qui_habille_jupyterlab_ne_parait_pas():
    titre = new_output("execute_result", data=presenter("Fiche du Lot, 2024"))
    html = exporter(new_notebook(cells=[new_code_cell("fiche", outputs=[titre])]))
    assert "Fiche du Lot, 2024" not in html
    assert html.count("@font-face") == len(GRAISSES)
