"""Une valeur du récit que l’analyste compose lui-même se lit dans JupyterLab comme dans la page."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from fiches.carnet import recit
from fiches.carnet.execution import executer
from fiches.redaction import FINE, INSECABLE, representation


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\\xa0u2f'\"\n" + INSECABLE + FINE))))
def test_un_texte_se_represente_lisible_et_se_relit_le_meme(texte: str):
    vu = representation(texte)
    assert ast.literal_eval(vu) == texte
    for espace in (INSECABLE, FINE):
        assert vu.count(espace) == texte.count(espace)


@pytest.mark.carnet
@pytest.mark.parametrize("sur_place", [True, False], ids=["sur place", "noyau"])
def test_une_f_string_garde_ses_insecables_a_l_ecran(sur_place: bool):
    expression = "f'{3}\\u00a0M€\\u202f; fin'"
    modele = new_notebook(
        cells=[
            new_code_cell("departement = '46'", metadata={"tags": ["parameters"]}),
            new_code_cell("from fiches import Fiche"),
            new_markdown_cell(f"{{eval}}`{expression}`"),
        ]
    )
    carnet = executer(modele, {"departement": "46"}, dans_ce_processus=sur_place, limite_s=60)
    montre = recit.resultats(carnet.cells[-1])[expression]
    assert montre["data"]["text/plain"] == f"'3{INSECABLE}M€{FINE}; fin'"
    assert f"3{INSECABLE}M€{FINE}; fin" in recit.rendre(carnet.cells[-1].source, {expression: montre}, recit.Plan())
