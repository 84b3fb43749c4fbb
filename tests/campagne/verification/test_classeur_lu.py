"""Le classeur redit les données de la page, feuille par feuille ; ces classeurs sont écrits à la main."""

from dataclasses import replace

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from petite_fiche import figure, montre
from petits_joints import Feuille, classeur
from syrupy.assertion import SnapshotAssertion

from fiches.campagne.verification.classeur_lu import verifier_classeur
from fiches.campagne.verification.figure_lue import FigureChiffree
from fiches.campagne.verification.page_lue import lire
from fiches.graphiques.tableau import tableau
from fiches.page.classeur import DEMONSTRATION
from fiches.page.classeur import classeur as ecrire

SOURCES: Feuille = [["Sources"], [DEMONSTRATION]]
UNE = figure(
    "pays-46-2024",
    [["Pays", "Part"], ["l’Île & Cie", "0,5"], ["Chine", "12"]],
    titre="Une  figure",
    source="La source.",
)
DEUX = figure("flux-46-2024", [["A", "B"], ["x", "1"]], titre="Deux")
FEUILLE_UNE: Feuille = [
    ["Une figure"],
    [DEMONSTRATION],
    ["La source."],
    ["Pays", "Part"],
    ["l’Île & Cie", 0.5],
    ["Chine", 12],
]
FEUILLE_DEUX: Feuille = [["Deux"], [DEMONSTRATION], ["A", "B"], ["x", 1]]


def dites(
    *feuilles: Feuille, figures: tuple[FigureChiffree, ...] = (UNE, DEUX), demonstration: bool = True
) -> list[str]:
    vues = verifier_classeur("c.xlsx", classeur(*feuilles), figures, demonstration=demonstration)
    return [montre(f"{r.page} | {r}") for r in vues]


def test_un_classeur_juste_passe():
    assert dites(FEUILLE_UNE, FEUILLE_DEUX, SOURCES) == []
    assert dites(FEUILLE_DEUX, FEUILLE_UNE, SOURCES) == []
    assert dites(SOURCES, figures=()) == []


def changee(rang: int, ligne: list[str | float]) -> Feuille:
    return [*FEUILLE_UNE[:rang], ligne, *FEUILLE_UNE[rang + 1 :]]


FEUILLES: dict[str, Feuille] = {
    "titre": changee(0, ["Une autre"]),
    "source": changee(2, ["Une autre source."]),
    "en-têtes": changee(3, ["Pays", "Parts"]),
    "nom": changee(4, ["l’Isle & Cie", 0.5]),
    "nombre": changee(5, ["Chine", 13]),
    "nombre proche": changee(4, ["l’Île & Cie", 0.5000000002]),
    "nombre éloigné": changee(4, ["l’Île & Cie", 0.500000002]),
    "case vide": changee(5, ["Chine", ""]),
    "case absente": changee(5, ["Chine"]),
    "ligne absente": FEUILLE_UNE[:-1],
    "ligne de plus": [*FEUILLE_UNE, ["Japon", 1]],
    "vide": [],
    "sans avis": changee(1, ["Données réelles"]),
    "avis en bas": [*changee(1, ["Avis"]), [DEMONSTRATION]],
    "avis en sixième ligne": [["Une figure"], ["a"], ["b"], ["c"], ["La source."], [DEMONSTRATION], *FEUILLE_UNE[3:]],
    "avis en septième ligne": [
        ["Une figure"],
        ["a"],
        ["b"],
        ["c"],
        ["d"],
        ["La source."],
        [DEMONSTRATION],
        *FEUILLE_UNE[3:],
    ],
    "source après le tableau": [*FEUILLE_UNE[:2], *FEUILLE_UNE[3:], ["La source."]],
}


def test_une_feuille_fausse_dit_ce_qui_change(snapshot: SnapshotAssertion):
    assert {nom: dites(feuille, FEUILLE_DEUX, SOURCES) for nom, feuille in FEUILLES.items()} == snapshot


def test_l_avis_n_est_attendu_que_de_donnees_simulees():
    assert dites(FEUILLES["sans avis"], FEUILLE_DEUX, SOURCES, demonstration=False) == []
    assert dites(FEUILLE_UNE, FEUILLE_DEUX, [["Sources"]], demonstration=False) == []
    assert len(dites(FEUILLE_UNE, FEUILLE_DEUX, [["Sources"]])) == 1


def test_une_feuille_de_trop_et_un_graphique_sans_feuille_se_disent():
    assert dites(FEUILLE_UNE, FEUILLE_DEUX, [["Trois"], [DEMONSTRATION]], [["Quatre"], [DEMONSTRATION]], SOURCES) == [
        "c.xlsx | Chiffre – une feuille du classeur n’a plus son graphique dans la page («~Trois~»)",
        "c.xlsx | Chiffre – une feuille du classeur n’a plus son graphique dans la page («~Quatre~»)",
    ]
    assert dites(FEUILLE_DEUX, SOURCES) == [
        "c.xlsx | Chiffre – un graphique de la page n’a pas sa feuille dans le classeur («~Une  figure~»)"
    ]
    assert dites(FEUILLE_UNE, SOURCES, figures=(replace(DEUX, csv=[]), UNE)) == []
    deux_fois = dites(FEUILLE_UNE, FEUILLE_DEUX, SOURCES, figures=(UNE, UNE, DEUX))
    assert [d.partition(" – ")[2][:40] for d in deux_fois] == ["un graphique de la page n’a pas sa feuil"]


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"s": ["A", "B"], "x": [1850, None], "y": [5, 2]}),
        pd.DataFrame({"s": [None, "B", None], "x": [1, None, None]}),
        pd.DataFrame({"x": [105782129.41691718, 0.1 + 0.2]}),
    ],
    ids=["case vide", "ligne vide", "précision"],
)
@pytest.mark.parametrize("titre", [None, "Des emplois"])
def test_un_tableau_de_l_analyste_est_celui_de_son_classeur(table: pd.DataFrame, titre: str | None):
    donnees = tableau(table, titre=titre)._repr_mimebundle_()
    carnet = new_notebook(cells=[new_code_cell("x", outputs=[new_output("execute_result", donnees)])])
    chiffrees = lire(f"<html>{donnees['text/html']}</html>").chiffrees
    assert list(verifier_classeur("c.xlsx", ecrire(carnet), chiffrees, demonstration=False)) == []


def test_une_figure_sans_source_n_en_attend_pas():
    assert dites([["Une figure"], [DEMONSTRATION], *FEUILLE_UNE[3:]], SOURCES, figures=(replace(UNE, source=""),)) == []


def test_un_texte_de_la_page_se_compare_tel_que_le_classeur_l_ecrit():
    figure_brute = replace(UNE, csv=[["Pays ", "Part"], ["l’Île  & Cie", "0,5"], ["Chine", "12"]], source="La  source.")
    assert dites(FEUILLE_UNE, SOURCES, figures=(figure_brute,)) == []


@pytest.mark.parametrize(
    "contenu",
    [
        b"", b"PK", classeur(FEUILLE_UNE)[:-40], classeur(FEUILLE_UNE, retrait="xl/sharedStrings.xml"),
        classeur(FEUILLE_UNE).replace(b"<v>0</v>", b"<v>x</v>"),
        classeur(FEUILLE_UNE).replace(b"<v>0</v>", b"<v>9</v>"),
        classeur(FEUILLE_UNE).replace("Île".encode(), b"\xff\xff\xffe"),
    ],
    ids=["vide", "deux octets", "coupé", "sans textes", "renvoi illisible", "renvoi trop loin", "autre encodage"],
)  # fmt: skip
def test_un_classeur_abime_se_dit(contenu: bytes):
    vues = verifier_classeur("c.xlsx", contenu, [UNE], demonstration=False)
    assert [(r.page, str(r)) for r in vues] == [("c.xlsx", "Chiffre – le classeur est illisible")]
