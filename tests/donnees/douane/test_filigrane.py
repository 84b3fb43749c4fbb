"""Le filigrane marque chaque ligne simulée sans changer sa valeur, et ne se prend pas au hasard."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiches.donnees.douane import filigrane

montants = st.lists(st.tuples(st.integers(0, 10**11), st.integers(0, 10**11)), min_size=1, max_size=50)


@given(montants)
def test_toute_ligne_marquee_se_reconnait_et_sa_masse_reste_positive(paires):
    valeur, masse = np.array(paires, dtype=np.int64).T
    marquee = filigrane.marquer(valeur, masse)

    assert (marquee >= 0).all()
    assert (abs(marquee - masse) < 10).all()
    assert filigrane.lignes_marquees(pa.table({"valeur": valeur, "masse": marquee})) == len(paires)


def test_trop_peu_de_lignes_ne_font_pas_une_simulation():
    assert filigrane.est_simule(100, 100)
    assert not filigrane.est_simule(99, 99)


@pytest.mark.parametrize(
    ("lignes", "simulees"), [(500, 0.998), (500, 0.5), (57_000, 0.9999), (57_000, 0.5), (57_000, 0.25)]
)
def test_des_lignes_changees_otees_ou_melees_ne_l_effacent_pas(lignes: int, simulees: float):
    hasard = np.random.default_rng(lignes)
    valeur, masse = hasard.integers(0, 10**9, (2, lignes))
    marquee = np.where(np.arange(lignes) < simulees * lignes, filigrane.marquer(valeur, masse), masse)
    table = pa.table({"valeur": valeur, "masse": marquee})
    assert filigrane.est_simule(filigrane.lignes_marquees(table), lignes)


@given(st.integers(0, 10_000), st.sampled_from([100, 1000, 57_000]))
def test_de_vraies_lignes_ne_passent_jamais_pour_simulees(graine: int, lignes: int):
    valeur, masse = np.random.default_rng(graine).integers(0, 10**9, (2, lignes))
    table = pa.table({"valeur": valeur, "masse": masse})
    assert not filigrane.est_simule(filigrane.lignes_marquees(table), lignes)
