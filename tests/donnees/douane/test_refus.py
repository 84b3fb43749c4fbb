"""Ce qu’un refus cite d’un texte reçu reste court et lisible."""

import pytest

from fiches.donnees.douane import refus


@pytest.mark.parametrize(
    ("texte", "cite"),
    [
        ("", ""),
        ("a" * 60, "a" * 60),
        ("a" * 61, "a" * 57 + "…"),
        ("un\u00a0mot\u202f: là", "un\u00a0mot\u202f: là"),
        ("\x1b[2J\nx\u202e", "�[2J�x�"),
    ],
)
def test_un_extrait_a_soixante_caracteres_lisibles_au_plus(texte, cite):
    assert refus.extrait(texte) == cite
