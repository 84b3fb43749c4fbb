"""Tout ce que le contrôle dit de petites données, mot pour mot : constats, tableaux, figures et leurs textes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from essais_controle import PAUVRES, annee, total
from essais_fautes import FAUTES, TOUT, alarmes, bruiter, lire
from filelock import FileLock
from syrupy.assertion import SnapshotAssertion

from fiches.controle import Controle
from fiches.controle.examen import examiner
from fiches.controle.matiere import Matiere
from fiches.controle.regles import Regles
from fiches.graphiques import Figure, Mention
from fiches.socle.empreinte import sha256

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
    "des totaux publiés": lambda: (
        [annee()],
        {
            "source": "fiche officielle",
            "totaux": [
                {"niveau": "departement", "code": "31", "exportations": 351.2},
                {"niveau": "departement", "code": "46", "exportations": 356, "importations": 300},
                {"niveau": "region", "code": "76", "exportations": 702.4},
                {"niveau": "france", "exportations": 1053.6, "importations": 1050},
            ],
        },
    ),
    "deux années": lambda: ([agitee(), annee(2023)], total("departement", 400.0, "31")),
}


def test_les_regles_se_disent(snapshot: SnapshotAssertion):
    regles = Regles()
    assert {
        nom: str(getattr(regles, nom)) for nom in dir(regles) if not nom.startswith("_") and nom.isascii()
    } == snapshot


@pytest.mark.parametrize("nom", RAPPORTS)
def test_ce_que_le_controle_dit(controler, nom: str, snapshot: SnapshotAssertion):
    tables, references = RAPPORTS[nom]()
    assert textes(controler(*tables, references=references)) == snapshot


def test_sans_masse_il_n_y_a_pas_de_prix_a_montrer(controler, snapshot: SnapshotAssertion):
    assert montrer(controler(pauvre("aucune masse")).figure_valeur_masse()) == snapshot


def test_les_donnees_de_demonstration_le_disent(donnees_demo: Path, snapshot: SnapshotAssertion):
    controle = Controle(2024, donnees=donnees_demo)
    assert [controle.bilan, controle.source, montrer(controle.tableau_references())] == snapshot


@pytest.mark.parametrize("figure", ["trimestres", "regions", "departements", "valeur_masse"])
@pytest.mark.parametrize("nom", ["deux années", "flux décalés"])
def test_ce_que_ses_figures_montrent(controler, nom: str, figure: str, snapshot: SnapshotAssertion):
    dessin = getattr(controler(*RAPPORTS[nom]()[0]), f"figure_{figure}")()
    assert isinstance(dessin, Figure | Mention)
    lignes = montrer(dessin).split("\n")
    if figure == "departements":  # cent départements et plus : le cadre, ceux qui ont des données, la somme du tout
        gardees = [ligne for rang, ligne in enumerate(lignes) if rang < 40 or any(nom in ligne for nom in NOMMES)]
        lignes = [*gardees, sha256("\n".join(lignes).encode())]
    assert "\n".join(lignes) == snapshot


CHOISIS = ["12", "15", "22", "29", "31", "35", "46", "48", "56", "63", "75"]


@pytest.fixture(scope="session")
def petites(dossier_de_session: Path, donnees_demo: Path) -> pd.DataFrame:
    """Les plus grosses lignes de onze départements de la démonstration : les règles y vont vite."""
    garde = dossier_de_session / "petites.parquet"
    with FileLock(garde.with_suffix(".verrou")):
        if not garde.exists():
            lignes = lire(donnees_demo)
            choix = lignes["departement"].isin(CHOISIS) & (lignes["valeur"] > lignes["valeur"].median())
            lignes[choix].reset_index(drop=True).to_parquet(garde)
    lues: pd.DataFrame = pd.read_parquet(garde)
    return lues


@pytest.mark.parametrize("avec_avant", [False, True])
@pytest.mark.parametrize("nom", ["rien", *FAUTES])
def test_ce_que_l_examen_dit_d_une_faute(
    petites: pd.DataFrame, nom: str, avec_avant: bool, snapshot: SnapshotAssertion
):
    abimer = FAUTES.get(nom, lambda lignes: lignes)
    vues = alarmes(abimer(bruiter(petites, 1)), bruiter(petites, 2) if avec_avant else None)
    assert [str(constat) for constat in vues] == snapshot


def test_ce_que_l_examen_dit_des_codes_que_l_import_n_a_pas_connus(petites: pd.DataFrame, snapshot: SnapshotAssertion):
    inconnus = {
        "pays": {"ZZ": (12, 50_000_000_000), "DD": (9_000, 30_000_000_000), "ZY": (1, 0)},
        "produit": {"Z99Z": (1, 3)},
        "departement": {"98": (2, 5 * 10**8)},
        "region": {"77": (3, 7)},
        "rattachement": {"46/18": (2009, 1_300_000_000), "31/24": (1, 2), "98/99": (1, 2)},
    }
    assert [str(c) for c in examiner(Matiere(2024, petites, TOUT, inconnus=inconnus))] == snapshot
