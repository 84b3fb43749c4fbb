"""Ce que partagent les tests de lecture."""

import pytest

from fiches.donnees import nomenclatures, territoires
from fiches.donnees.douane.correspondances import correspondances

_GARDEES = (
    nomenclatures.produits,
    nomenclatures.pays,
    nomenclatures.departements,
    nomenclatures.regions,
    nomenclatures.territoires_industrie,
    territoires._departements,
    territoires._regions,
    correspondances,
)


@pytest.fixture
def tables_relues() -> None:
    """Les tables du projet se relisent : le test ne doit rien à ce qu’un autre a déjà lu."""
    for gardee in _GARDEES:
        gardee.cache_clear()
