"""Une table rendue est à l’analyste : changer ses valeurs, son ordre ou ses colonnes ne change rien ailleurs."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from fiches import graphiques
from fiches.fiche import Fiche

TABLES: dict[str, Callable[[Fiche], pd.DataFrame]] = {
    "lignes": lambda f: f.exportations.lignes,
    "totaux par produit": lambda f: f.exportations.totaux_par_produit,
    "totaux par pays": lambda f: f.importations.totaux_par_pays,
    "flux": lambda f: f.exportations.flux(),
    "par produit": lambda f: f.exportations.par_produit(),
    "par pays": lambda f: f.france.exportations.par_pays(),
    "pays": lambda f: f.departement.pays(),
    "activités": lambda f: f.region.activites(),
    "table d’une figure": lambda f: graphiques.pays(f.departement).table,
}


def abimer(table: pd.DataFrame) -> None:
    nombres = table.select_dtypes("number").columns
    table[nombres] = table[nombres] // 1000
    table.sort_values(nombres[0], inplace=True)
    table.drop(index=table.index[:2], inplace=True)
    table.drop(columns=table.columns[0], inplace=True)
    table["ajoutée"] = 1


def chiffres(fiche: Fiche) -> tuple[object, ...]:
    figure = graphiques.pays(fiche.departement)
    return fiche.indicateurs, fiche.phrases.totaux, fiche.phrases.exportations, figure.html(), fiche.exportations.total


@pytest.mark.filterwarnings("ignore:The inplace keyword")
@pytest.mark.parametrize("nom", TABLES)
def test_abimer_une_table_rendue_ne_change_rien(nom: str, donnees_demo: Path):
    fiche = Fiche("46", 2024, donnees_demo)
    avant = chiffres(fiche)
    abimer(TABLES[nom](fiche))
    assert chiffres(fiche) == avant
    assert chiffres(Fiche("46", 2024, donnees_demo)) == avant
