"""Un commentaire du Markdown ne va jamais dans la page, ni dans sa source ; le code cité reste entier."""

import pytest

from fiches.carnet import recit
from fiches.carnet.recit import Plan


def rendre(source: str) -> str:
    return recit.rendre(source, {}, Plan())


@pytest.mark.parametrize(
    "source",
    [
        "Avant <!-- à vérifier avec la préfecture --> après",
        "Avant\n\n<!-- à vérifier\navec la préfecture -->\n\naprès",
        "Avant\n<!-- à vérifier avec la préfecture -->\naprès",
        "Avant\n\n% à vérifier avec la préfecture\n\naprès",
        "- Avant\n\n  <!-- à vérifier avec la préfecture -->\n\n  après",
    ],
)
def test_une_note_entre_analystes_ne_se_publie_pas(source: str):
    html = rendre(source)
    assert "Avant" in html
    assert "après" in html
    assert "préfecture" not in html
    assert "--" not in html


def test_le_code_cite_et_ce_qui_n_est_pas_un_commentaire_restent():
    assert "&lt;!-- code --&gt;" in rendre("`<!-- code -->`")
    assert "&lt;!-- code --&gt;" in rendre("```\n<!-- code -->\n```")
    assert rendre("5 % de plus") == "<p>5\u00a0% de plus</p>\n"
    assert "jamais refermé" in rendre("<!-- jamais refermé")
    assert "suite" in rendre("<!-- note --> suite")


def test_une_valeur_dans_un_commentaire_n_est_pas_calculee():
    assert recit.expressions("<!-- {eval}`a` -->\n\n{eval}`b`") == ["b"]
