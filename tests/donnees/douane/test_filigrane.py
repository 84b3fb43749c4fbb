"""Le filigrane marque chaque ligne simulée sans changer sa valeur, et ne se prend pas au hasard."""

import numpy as np
import pyarrow as pa
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


def test_une_ligne_sans_marque_ou_trop_peu_de_lignes_ne_font_pas_une_simulation():
    assert filigrane.est_simule(100, 100)
    assert not filigrane.est_simule(99, 100)
    assert not filigrane.est_simule(99, 99)
