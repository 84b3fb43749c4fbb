"""Les valeurs du récit se montrent telles qu’on les lit, même dans JupyterLab, qui en montre la représentation."""

import ast

from hypothesis import given
from hypothesis import strategies as st

from fiches.redaction import Texte, millions


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])))
def test_la_representation_d_un_texte_se_relit_a_l_identique(brut):
    assert ast.literal_eval(repr(Texte(brut))) == brut


def test_la_representation_garde_les_espaces_insecables():
    assert repr(Texte(millions(1_636_400_000))) == "'1\u202f636,4\u00a0millions d’euros'"
