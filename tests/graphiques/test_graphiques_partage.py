"""Les figures communes à plusieurs fiches ne sont dessinées qu’une fois par campagne."""

import pytest

from fiches.fiche import Fiche
from fiches.graphiques.figure import Mention
from fiches.graphiques.partage import partage, partageable


@pytest.fixture
def dessins() -> list[tuple[str, int]]:
    return []


@pytest.fixture
def dessiner(dessins):
    @partageable
    def dessin(source, nombre: int = 10) -> Mention:
        dessins.append((source.lieu.nom, nombre))
        return Mention(f"{source.lieu.nom} {nombre}")

    return dessin


@pytest.fixture
def fiche(donnees_demo) -> Fiche:
    return Fiche("46", 2024, donnees_demo)


def test_une_figure_de_la_france_n_est_dessinee_qu_une_fois(fiche, dessiner, dessins):
    with partage():
        assert dessiner(fiche.france) == dessiner(fiche.france)
    assert dessins == [("France entière", 10)]


def test_un_reglage_dit_de_trois_facons_est_le_meme(fiche, dessiner, dessins):
    with partage():
        assert dessiner(fiche.france) == dessiner(fiche.france, 10) == dessiner(fiche.france, nombre=10)
    assert dessins == [("France entière", 10)]


def test_un_autre_reglage_est_une_autre_figure(fiche, dessiner):
    with partage():
        assert dessiner(fiche.france, nombre=5) != dessiner(fiche.france, nombre=6)


def test_un_departement_est_toujours_dessine(fiche, dessiner, dessins):
    with partage():
        dessiner(fiche.departement)
        dessiner(fiche.departement)
    assert len(dessins) == 2


def test_rien_ne_survit_a_une_campagne(fiche, dessiner, dessins):
    for _ in range(2):
        with partage():
            dessiner(fiche.region)
    assert len(dessins) == 2
