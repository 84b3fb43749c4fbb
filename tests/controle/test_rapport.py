"""Tout ce que le contrôle dit de petites données, mot pour mot : constats, tableaux, figures et leurs textes."""

import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from essais_controle import PAUVRES, annee, total
from syrupy.assertion import SnapshotAssertion

from fiches.controle import Controle
from fiches.graphiques import Figure, Mention

NOMMES = ("Lot", "Haute-Garonne", "Paris")
COLONNES = annee().columns.drop("annee")


def montrer(sortie: Any) -> str:
    """Ce qu’une sortie montre, une balise par ligne ; les données d’une figure plutôt que leur adresse."""
    if isinstance(sortie, Figure):
        donnees = json.dumps(sortie.donnees(), ensure_ascii=False)
        return "\n".join([sortie.svg, sortie.alternative, donnees, sortie.table_html]).replace("><", ">\n<")
    rendu = sortie._repr_mimebundle_()
    return f"{rendu['text/plain']}\n{rendu['text/html']}".replace("><", ">\n<")


def textes(controle: Controle) -> dict[str, str]:
    """Les constats et les tableaux, par nom."""
    tableaux = {nom: montrer(getattr(controle, nom)()) for nom in dir(controle) if nom.startswith("tableau_")}
    return {"bilan": controle.bilan, "source": controle.source, "constats": montrer(controle.constats), **tableaux}


def pauvre(nom: str) -> pd.DataFrame:
    table = pd.DataFrame(PAUVRES[nom], columns=COLONNES)
    table.insert(2, "annee", 2024)
    return table


def agitee() -> pd.DataFrame:
    """Une année où tout ce que montrent les tableaux arrive une fois : saut, ligne lourde, prix fou, code spécial."""
    table = annee()
    table.loc[5, "masse"] *= 1000
    table.loc[(table["trimestre"] == 2) & (table["departement"] == "46"), "valeur"] *= 3
    table.loc[7, "valeur"] *= 500
    table.loc[11, "pays"] = "QU"
    table.loc[13, "produit"] = "Z99Z"
    table.loc[17, "departement"] = "98"
    return table[~((table["trimestre"] == 3) & (table["departement"] == "75") & (table["flux"] == "E"))]


RAPPORTS: dict[str, Callable[[], tuple[list[pd.DataFrame], dict[str, Any]]]] = {
    **{nom: (lambda nom=nom: ([pauvre(nom)], {})) for nom in PAUVRES},
    "une année": lambda: ([annee()], total("france", 1053.6)),
    "deux années": lambda: ([agitee(), annee(2023)], total("departement", 400.0, "31")),
}


@pytest.mark.parametrize("nom", RAPPORTS)
def test_ce_que_le_controle_dit(controler, nom: str, snapshot: SnapshotAssertion):
    tables, references = RAPPORTS[nom]()
    assert textes(controler(*tables, references=references)) == snapshot


@pytest.mark.parametrize("figure", ["trimestres", "regions", "departements", "valeur_masse"])
@pytest.mark.parametrize("nom", ["deux années", "flux décalés"])
def test_ce_que_ses_figures_montrent(controler, nom: str, figure: str, snapshot: SnapshotAssertion):
    dessin = getattr(controler(*RAPPORTS[nom]()[0]), f"figure_{figure}")()
    assert isinstance(dessin, Figure | Mention)
    lignes = montrer(dessin).split("\n")
    if figure == "departements":  # cent départements et plus : le cadre, et ceux qui ont des données
        lignes = [ligne for rang, ligne in enumerate(lignes) if rang < 40 or any(nom in ligne for nom in NOMMES)]
    assert "\n".join(lignes) == snapshot
