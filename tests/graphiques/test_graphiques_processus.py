"""Mesurer des textes dans plusieurs processus copiés d’un parent qui en a déjà mesuré."""

import pytest

from fiches.graphiques.dessin.mesure import largeur
from fiches.socle.atelier import FORK_POSSIBLE, Mort, repartir

pytestmark = pytest.mark.skipif(not FORK_POSSIBLE, reason="fork n’existe pas sur ce système")


def mesurer(graine: int, _signaler: object = None) -> float:
    return sum(largeur(f"{graine} {rang} {chr(0x41 + rang % 26)}é", 9) for rang in range(4000))


def test_les_processus_ne_se_genent_pas_en_lisant_la_police():
    assert largeur("parent", 9) > 0
    resultats = dict(repartir(range(8), mesurer, 4))
    assert not [r for r in resultats.values() if isinstance(r, Mort)]
    assert all(resultats[n] == pytest.approx(mesurer(n)) for n in resultats)
