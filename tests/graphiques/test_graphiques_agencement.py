"""Les nœuds réespacés : chaque étiquette a sa place, la pile tient dans le dessin."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiches.graphiques.dessin.agencement import echelle, ordonnees

ECART = 2.0
piles = st.lists(st.tuples(st.integers(1, 10**12), st.floats(8, 30)), min_size=1, max_size=16)


@given(piles, st.floats(1, 200))
def test_les_cases_tiennent_dans_la_hauteur_et_ne_se_touchent_pas(pile: list[tuple[int, float]], marge: float) -> None:
    valeurs, etiquettes = [v for v, _ in pile], [h for _, h in pile]
    hauteur = sum(etiquettes) + ECART * (len(pile) - 1) + marge
    k = echelle(valeurs, etiquettes, hauteur, ECART)
    hauts = ordonnees(valeurs, etiquettes, hauteur, k)
    assert k > 0
    cases = [
        (y + v * k / 2 - max(v * k, h) / 2, y + v * k / 2 + max(v * k, h) / 2)
        for y, v, h in zip(hauts, valeurs, etiquettes, strict=True)
    ]
    assert cases[0][0] >= -1e-6
    assert cases[-1][1] <= hauteur + 1e-6
    for (_, bas), (haut, _) in pairwise(cases):
        assert haut - bas >= ECART - 1e-6


def test_l_echelle_est_la_plus_grande_possible() -> None:
    assert echelle([100], [10], 80, ECART) == pytest.approx(0.8)
    assert echelle([90, 10], [10, 10], 102, ECART) == pytest.approx(1.0)
    # Le petit nœud garde la hauteur de son étiquette ; le grand prend le reste.
    assert echelle([99, 1], [10, 10], 102, ECART) == pytest.approx(90 / 99)
