"""Un graphique redit partout les nombres de ses données : un seul qui change se voit, et la remarque le nomme."""

from dataclasses import replace
from typing import Any

import pytest
from petite_fiche import (
    ACTIVITES,
    BALANCE,
    ENTETE_ACTIVITES,
    ENTETE_PAYS,
    EXPORT,
    IMPORT,
    NOMS,
    PAYS,
    clair,
    clairs,
    figure,
    flux,
    montre,
)
from syrupy.assertion import SnapshotAssertion

from fiches.campagne.verification.dessins_chiffres import verifier_figure
from fiches.campagne.verification.figure_lue import FigureChiffree


def dites(lue: FigureChiffree) -> list[str]:
    return [montre(f"{message} | {detail}") for message, detail in verifier_figure(lue)]


@pytest.mark.parametrize("juste", [BALANCE, ACTIVITES, EXPORT, IMPORT], ids=lambda lue: lue.ancre)
def test_un_graphique_juste_passe(juste: FigureChiffree):
    assert dites(juste) == []


RETOUCHES: list[tuple[FigureChiffree, str, str, str]] = [
    (BALANCE, "titre", "2024", "2023"), (BALANCE, "source", "pour 2024", "pour 2022"),
    (BALANCE, "source", "2024.", "2024, 2021."),
    (BALANCE, "lecture", "En 2024", "En 2025"),
    (BALANCE, "cellules", "_400_000", "_400_001"), (BALANCE, "cellules", "+1_600", "−1_600"),
    (BALANCE, "bulles", "4_000_000", "4_000_001"), (BALANCE, "bulles", "Chine – importations", "Chine – exportations"),
    (BALANCE, "etiquettes", "4,1", "1,4"), (BALANCE, "etiquettes", "−3,9", "+3,9"),
    (BALANCE, "etiquettes", "2,4", "7,7~%"),
    (BALANCE, "alternative", "4,1", "1,4"),
    (BALANCE, "alternative", "Espagne, exportations 2,0", "Espagne, importations 0,0~M€, exportations 2,0"),
    (BALANCE, "alternative", "2,4~M€, exportations 4,0", "7,7~M€, exportations 8,8"),
    (BALANCE, "alternative", "Chine", "Japon"), (BALANCE, "lecture", "2,4", "4,2"),
    (BALANCE, "lecture", "+1,6", "−1,6"),
    (BALANCE, "lecture", "Allemagne", "Chine"), (BALANCE, "lecture", " et +1,6~M€", ""),
    (ACTIVITES, "cellules", "50,0~%", "50,1~%"), (ACTIVITES, "cellules", "Importations", "Exportations"),
    (ACTIVITES, "bulles", "(50,0~%)", "(50,1~%)"), (ACTIVITES, "bulles", "600_000~€", "600_001~€"),
    (ACTIVITES, "etiquettes", "5,0~M€", "5,1~M€"), (ACTIVITES, "etiquettes", "+2,0", "−2,0"),
    (ACTIVITES, "etiquettes", "8,0", "8,1"),
    (ACTIVITES, "alternative", "12,5", "12,6"), (ACTIVITES, "alternative", "10,0~millions", "10,1~millions"),
    (ACTIVITES, "alternative", "8,0~millions", "8,1~millions"), (ACTIVITES, "alternative", "+2,0", "2,0"),
    (ACTIVITES, "lecture", "4,0", "4,1"), (ACTIVITES, "lecture", "5,0~M€", "3,0~M€"),
    (EXPORT, "titre", "2024", "2023"), (EXPORT, "cellules", "500_000", "500_001"),
    (EXPORT, "cellules", "10_000_000", "9_999_999"),
    (EXPORT, "cellules", "Espagne", "Chine"), (EXPORT, "bulles", "Machines → Espagne", "Espagne → Machines"),
    (EXPORT, "bulles", "2_500_000", "2_500_001"), (EXPORT, "bulles", "Allemagne~: 4", "Allemagne~: 5"),
    (EXPORT, "etiquettes", "10,0", "11,0"), (EXPORT, "etiquettes", "2,5", "2,6"), (EXPORT, "etiquettes", "1,5", "1,0"),
    (EXPORT, "alternative", "10,0", "10,1"), (EXPORT, "alternative", "3,0", "3,1"),
    (EXPORT, "alternative", "_; 2,0~M€.", "."),
    (EXPORT, "lecture", "2,5", "2,0"), (EXPORT, "lecture", "25,0", "25,1"),
    (IMPORT, "bulles", "Chine → Matériel électrique", "Matériel électrique → Chine"),
]  # fmt: skip


def retoucher(valeur: Any, avant: str, apres: str) -> Any:
    """La même valeur (texte, liste de textes, tableau), un texte remplacé une fois, où qu’il soit."""
    if isinstance(valeur, str):
        return valeur.replace(avant, apres, 1)
    faite: list[Any] = []
    for element in valeur:
        faite.append(element if faite != valeur[: len(faite)] else retoucher(element, avant, apres))
    return faite


def test_une_retouche_dit_ou_elle_est(snapshot: SnapshotAssertion):
    vues = {}
    for lue, champ, avant, apres in RETOUCHES:
        valeur = getattr(lue, champ)
        abimee = retoucher(valeur, clair(avant), clair(apres))
        assert abimee != valeur, (champ, avant)
        vues[f"{lue.ancre}, {champ} : {avant} → {apres}"] = dites(replace(lue, **{champ: abimee}))
    assert vues == snapshot


def test_ce_qui_manque_tout_entier_est_l_affaire_d_une_autre_regle():
    for lue in (BALANCE, ACTIVITES, EXPORT):
        assert dites(figure(lue.ancre, lue.csv)) == []


def test_une_case_de_trop_ou_de_moins_au_tableau_se_compte():
    assert dites(replace(BALANCE, cellules=[*BALANCE.cellules, ["Japon"]])) == [
        "le tableau d’un graphique n’a pas les nombres de ses données | pays-46-2024 – 21 cases, et non 20"
    ]
    tronque = [*BALANCE.cellules[:-1], BALANCE.cellules[-1][:-1]]
    assert dites(replace(BALANCE, cellules=tronque)) == [
        "le tableau d’un graphique n’a pas les nombres de ses données | pays-46-2024 – 19 cases, et non 20"
    ]


def test_la_meme_bulle_deux_fois_se_dit_une_fois():
    bulle = EXPORT.bulles[0]
    assert dites(replace(EXPORT, bulles=[bulle, bulle])) == [
        "une bulle d’un graphique contredit ses données | flux-export-46-2024 – Aéronautique → Allemagne~: 2_500_000~€"
    ]


@pytest.mark.parametrize("sorte", ["pays-46-2024", "activites-46-2024", "flux-export-46-2024", "flux-import-46-2024"])
@pytest.mark.parametrize("csv", [[], [["Pays", "Valeur"], ["a", "1"]]])
def test_des_donnees_inconnues_se_disent(sorte: str, csv: list[list[str]]):
    assert dites(figure(sorte, csv)) == [f"les données d’un graphique ne se lisent pas (CSV) | {sorte}"]


def test_un_graphique_d_une_autre_sorte_n_est_pas_juge():
    assert dites(replace(BALANCE, ancre="barres-46-2024", csv=[], titre="A (2023)")) == []


ABIMEES = [
    figure("pays-46-2024", [ENTETE_PAYS, ["DE", "Allemagne", "2", "5", "4"]]),
    figure("pays-46-2024", [ENTETE_PAYS, ["DE", "Allemagne", "2", "5"]]),
    figure("pays-46-2024", [ENTETE_PAYS, ["DE", "Allemagne", "2", "5", "x"]]),
    figure("pays-46-2024", [ENTETE_PAYS]),
    figure("activites-46-2024", [ENTETE_ACTIVITES, ["Transit", "C27B", "A", "5", "1"]]),
    figure("activites-46-2024", [ENTETE_ACTIVITES, ["Importations", "C27B", "A", "5", "0,999999998"]]),
    figure("activites-46-2024", [ENTETE_ACTIVITES, ["Importations", "C27B", "A", "5", "1,000000002"]]),
    figure("activites-46-2024", [ENTETE_ACTIVITES, ["Importations", "C27B", "A", "0", "0"]]),
    flux("flux-export-46-2024", ("C30C", "DE", 1), ("C30C", "DE", 2)),
    flux("flux-export-46-2024"),
]


@pytest.mark.parametrize("abimee", ABIMEES, ids=lambda lue: lue.ancre)
def test_des_donnees_qui_se_contredisent_ne_se_lisent_pas(abimee: FigureChiffree):
    assert dites(abimee) == [f"les données d’un graphique ne se lisent pas (CSV) | {abimee.ancre}"]


def test_une_part_du_csv_s_ecrit_a_dix_decimales():
    assert dites(figure("activites-46-2024", [ENTETE_ACTIVITES, ["Exportations", "A", "A", "5", "1,0000000005"]])) == []


# --- l’ordre du tableau d’un diagramme de flux


def test_les_bouts_vont_du_plus_grand_au_plus_petit_et_autres_ferme_la_marche():
    lue = flux(
        "flux-export-46-2024",
        ("AUTRES", "AUTRES", 9_000_000), ("C30C", "US", 2_000_000), ("C27B", "DE", 2_000_000),
        ("C28A", "CN", 3_000_000),
        cellules=[
            ["Produit", "Chine", "Allemagne", "États-Unis", "Autres pays", "Total"],
            clairs("Machines", "3_000_000", "0", "0", "0", "3_000_000"),
            clairs("Matériel électrique", "0", "2_000_000", "0", "0", "2_000_000"),
            clairs("Aéronautique", "0", "0", "2_000_000", "0", "2_000_000"),
            clairs("Autres produits", "0", "0", "0", "9_000_000", "9_000_000"),
            clairs("Total", "3_000_000", "2_000_000", "2_000_000", "9_000_000", "16_000_000"),
        ],
        alternative="16,0 ; 3,0 ; 2,0 ; 2,0 ; 3,0 ; 2,0 ; 2,0",
        lecture=clair("9,0~M€, soit 56,3~% des exportations"),
    )  # fmt: skip
    assert dites(lue) == []


def test_l_alternative_dit_cinq_bouts_de_chaque_cote(monkeypatch: pytest.MonkeyPatch):
    for rang in range(1, 7):
        monkeypatch.setitem(NOMS, f"P{rang}", f"Produit {rang}")
        monkeypatch.setitem(PAYS, f"Q{rang}", f"Pays {rang}")
    lignes = [(f"P{rang}", f"Q{rang}", rang * 1_000_000) for rang in range(1, 7)]
    dits = ["21,0", *(f"{rang},0" for rang in range(2, 7)), *(f"{rang},0" for rang in range(2, 7))]
    assert dites(flux("flux-export-46-2024", *lignes, alternative=" ; ".join(dits))) == []
    assert dites(flux("flux-export-46-2024", *lignes, alternative=" ; ".join([*dits, "1,0"]))) != []


# --- la longueur des barres


def barre(pays: str, longueur: str) -> list[str]:
    """Les traces, où la barre des exportations d’un pays a cette longueur ; un million y fait dix."""
    rang = {"Allemagne": 4, "Chine": 5, "États-Unis": 6}[pays]
    return [f"M9 9h{longueur}v12z" if r == rang else trace for r, trace in enumerate(BALANCE.traces)]


@pytest.mark.parametrize(
    ("pays", "longueur", "juste"),
    [
        ("Allemagne", "40.30", True), ("Allemagne", "40.35", False), ("Allemagne", "39.70", True),
        ("Allemagne", "39.65", False), ("Chine", "2.15", True), ("Chine", "2.17", False), ("Chine", "1.85", True),
        ("Chine", "1.83", False), ("États-Unis", "0", False), ("États-Unis", "350", False),
    ],
)  # fmt: skip
def test_une_barre_a_la_longueur_de_sa_valeur_a_peu_pres(pays: str, longueur: str, juste: bool):
    valeur = {"Allemagne": "4_000_000", "Chine": "200_000", "États-Unis": "3_500_000"}[pays]
    dite = f"une barre n’a pas la longueur de sa valeur | pays-46-2024 – {pays} – exportations~: {valeur}~€"
    assert dites(replace(BALANCE, traces=barre(pays, longueur))) == ([] if juste else [dite])


def test_une_forme_sans_longueur_n_est_pas_une_barre():
    assert dites(replace(BALANCE, traces=["M1 1z"] * 8)) == []
    assert dites(replace(BALANCE, traces=["h24", *BALANCE.traces[1:]])) == []


def test_des_barres_toutes_trop_courtes_ne_donnent_pas_d_echelle():
    assert dites(replace(BALANCE, traces=[*["h0.9"] * 4, *["h1"] * 4])) == []
    assert dites(replace(BALANCE, traces=["h1.5"] * 8)) != []
    longues = [t for t in dites(replace(BALANCE, traces=[*["h0.9"] * 7, "h20"])) if "barre" in t]
    assert len(longues) == 7


def test_une_bulle_sans_nombre_ou_demesuree_ne_gene_pas_les_barres():
    fautes = dites(replace(BALANCE, bulles=[*BALANCE.bulles[:-2], "Espagne", "Espagne~: " + "9" * 5000]))
    assert [faute[:20] for faute in fautes] == ["une bulle d’un graph"] * 2 + ["une barre n’a pas la"]


def test_une_part_infime_s_ecrit_au_plus_court_dans_le_tableau():
    csv = [ENTETE_ACTIVITES, ["Exportations", "A", "A", "9999", "0,9999"], ["Exportations", "B", "B", "1", "0,0001"]]
    cellules = [
        ACTIVITES.cellules[0],
        clairs("A", "Exportations", "9_999", "100,0~%"),
        clairs("B", "Exportations", "1", "<~0,1~%"),
    ]
    assert dites(figure("activites-46-2024", csv, cellules=[list(ligne) for ligne in cellules])) == []


def test_le_montant_d_une_bulle_suit_son_dernier_deux_points():
    csv = [ENTETE_PAYS, ["XX", "Île : 4 vents", "2400000", "4000000", "1600000"]]
    bulles = clairs("Île : 4 vents – importations~: 2_400_000~€", "Île : 4 vents – exportations~: 4_000_000~€")
    assert dites(figure("pays-46-2024", csv, bulles=bulles, traces=["h24", "h40"])) == []
    assert len(dites(figure("pays-46-2024", csv, bulles=bulles * 2, traces=["h24", "h40", "h24", "h90"]))) == 3


def test_la_mention_d_une_bulle_peut_dire_un_montant():
    assert dites(replace(EXPORT, bulles=[EXPORT.bulles[0] + clair(" sur 10_000_000~€, en rouge")])) == []
