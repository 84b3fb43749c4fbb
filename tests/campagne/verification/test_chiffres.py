"""Les chiffres d’une page et des données de ses graphiques sont ceux de `campagne.json`, à l’euro près."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from petite_fiche import (
    ANNEE,
    BALANCE,
    FIGURES,
    LOT,
    clair,
    indicateurs,
    montre,
)
from petites_phrases import PHRASES
from syrupy.assertion import SnapshotAssertion

from fiches.campagne.manifeste import Entree, Lus
from fiches.campagne.verification.chiffres import verifier
from fiches.campagne.verification.page_lue import FigureLue, PageLue

BILANS = [
    "Total des exportations~: 10,0~millions d’euros, soit 10,0~% de la valeur exportée par l’Occitanie et "
    "0,50~% de celle de la France. soit 0,50~% de la valeur exportée",
    "Total des importations~: 8,0~millions d’euros, soit 20,0~% de la valeur importée par la région, soit 0,25~% de la "
    "valeur importée en France",
    "5_000_000 4_000_000",
]
TEXTES = [*PHRASES.values(), *BILANS, "Millésime 2024", "Source~: Direction générale des douanes pour 2024."]


def page(*textes: str, figures: Any = FIGURES, titre: str = "Commerce – Lot – 2024") -> PageLue:
    lue = FigureLue("activites-46-2024", du_projet=True, section="", legende=True, dessins=1, tableaux=1)
    return PageLue(titre=titre, textes=[clair(t) for t in textes or TEXTES], chiffrees=list(figures), figures=[lue])


def dites(lue: PageLue, tenus: Any = None, annees: list[int] | None = None) -> list[str]:
    entree = Entree("produite", 1.0, "", indicateurs=tenus or indicateurs(), lus=Lus(annees=annees or []))
    return [
        montre(f"{r.page} | {r.regle} | {r.message} | {r.detail}") for r in verifier("p.html", lue, entree, LOT, ANNEE)
    ]


def test_une_page_juste_passe():
    assert dites(page()) == []


TEXTES_FAUX = [
    ("s’élèvent à 10,0~", "s’élèvent à 10,1~"), ("Total des exportations~: 10,0", "Total des exportations~: 10,1"),
    ("Total des importations~: 8,0~millions", "Total des importations~: moins de 0,1~million"),
    ("soit 10,0~%", "soit 10,1~%"), ("soit 20,0~%", "soit 20~%"), ("0,50~% de la valeur", "0,5~% de la valeur"),
    ("5_000_000", "5_000_001"), ("4_000_000", "4_000_0"), ("Millésime 2024", "Millésime 2025"),
    ("douanes pour 2024", "commerce extérieur, 2021"), ("Lot représentent 10,0", "Lot représentent 10,2"),
]  # fmt: skip


def test_un_texte_faux_dit_lequel(snapshot: SnapshotAssertion):
    vues = {}
    for avant, apres in TEXTES_FAUX:
        assert any(avant in t for t in TEXTES), avant
        vues[f"{avant} → {apres}"] = dites(page(*(t.replace(avant, apres, 1) for t in TEXTES)))
    vues["titre"] = dites(page(titre="Commerce – Lot – 2023"))
    assert vues == snapshot


def _changer(*chemin: Any) -> Callable[[dict[str, Any]], None]:
    *haut, cle, valeur = chemin

    def changer(tenus: dict[str, Any]) -> None:
        for etape in haut:
            tenus = tenus[etape]
        tenus[cle] = valeur

    return changer


MANIFESTES: dict[str, Callable[[dict[str, Any]], None]] = {
    "total": _changer("exportations", "total", 10_000_001),
    "un produit": _changer("exportations", "produits", 1, "valeur", 3_000_001),
    "un pays": _changer("importations", "pays", 0, "valeur", 4_100_002),
    "autres": _changer("importations", "produits", 3, "valeur", 600_001),
    "un flux en rouge": _changer("exportations", "flux_en_rouge", 0, "valeur", 2_500_003),
    "part de la région": _changer("exportations", "part_region", 0.1000000001),
    "part de la France": _changer("importations", "part_france", 0.00250000001),
    "parts inconnues": lambda t: [s.update(part_region=None, part_france=None) for s in t.values()] and None,
    "illisible": _changer("exportations", "total", "x"),
    "valeur absente": lambda t: t["importations"]["produits"][0].pop("valeur") and None,
    "liste absente": lambda t: t["importations"].pop("flux_en_rouge") and None,
    "nul": _changer("exportations", None),
    "total nul": _changer("importations", "total", 0),
}


def test_un_manifeste_faux_dit_ou(snapshot: SnapshotAssertion):
    vues = {}
    for nom, changer in MANIFESTES.items():
        tenus = indicateurs()
        changer(tenus)
        vues[nom] = dites(page(), tenus)
    assert vues == snapshot


def test_sans_indicateurs_seuls_les_graphiques_et_l_annee_se_relisent():
    faux = page("En 2024, les exportations du Lot s’élèvent à 99,0~millions d’euros.")
    entree = Entree("produite", 1.0, "", indicateurs=None)
    assert list(verifier("p.html", faux, entree, LOT, ANNEE)) == []
    assert len(list(verifier("p.html", page("Millésime 2020", titre="2023"), entree, LOT, ANNEE))) == 2


def test_une_annee_que_le_carnet_a_lue_peut_etre_dite():
    textes = ["Millésime 2023", "Millésime 2022 – Millésime 2021", "Source~: douanes pour 2023. Millésime 1999"]
    lue = page(*BILANS, *textes)
    assert [d.rpartition(" | ")[2] for d in dites(lue)] == ["2022", "2023"]
    assert [d.rpartition(" | ")[2] for d in dites(lue, annees=[2023, 2024])] == ["2022"]


def test_le_premier_produit_n_est_attendu_que_pres_du_graphique_des_activites():
    lue = page("Rien", figures=[])
    assert [d.partition("le premier")[2] for d in dites(lue)] == [
        " produit des exportations n’a pas la valeur de campagne.json | 5_000_000~€",
        " produit des importations n’a pas la valeur de campagne.json | 4_000_000~€",
    ]
    sans = indicateurs()
    for sens in sans.values():
        sens |= {"produits": []}
    assert not [d for d in dites(lue, sans) if "premier produit" in d]
    for autre in (replace_figure(lue, du_projet=False), replace_figure(lue, ancre="flux-activites")):
        assert dites(autre) == []


def replace_figure(lue: PageLue, **change: Any) -> PageLue:
    return replace(lue, figures=[replace(lue.figures[0], **change)])


def test_un_total_nul_se_dit_sans_chiffre():
    tenus = indicateurs()
    vide = {"total": 0, "part_region": 0.0, "part_france": 0.0, "produits": [], "pays": [], "flux_en_rouge": []}
    tenus["importations"] = vide
    texte = "Total des importations~: 9,9~millions d’euros, soit 9,9~% de la valeur"
    lue = page(BILANS[0], BILANS[2], texte, figures=[])
    assert dites(lue, tenus) == []


def test_un_total_d_un_euro_se_compare():
    tenus = {"exportations": indicateurs()["exportations"] | {"total": 1}}
    assert dites(page(BILANS[0], "5_000_000", figures=[]), tenus)[0].endswith(
        "10,0~millions d’euros, et non moins de 0,1~million d’euros"
    )


@pytest.mark.parametrize("ecrit", ["moins de 0,1~million", "moins de~0,1~million"])
def test_un_montant_infime_se_lit(ecrit: str):
    assert " | ".join(
        dites(page(*BILANS, f"les exportations du Lot s’élèvent à {ecrit} d’euros", figures=[]))
    ).endswith(f"{ecrit} d’euros, et non 10,0~millions d’euros")


def test_un_graphique_faux_ne_se_compare_au_manifeste_que_si_ses_nombres_se_lisent():
    abime = replace(BALANCE, csv=[BALANCE.csv[0], ["DE", "Allemagne", "2400000", "x", "1600000"]])
    court = replace(BALANCE, csv=[BALANCE.csv[0], BALANCE.csv[1][:-1]])
    sans_euros = replace(BALANCE, csv=[["Code pays", "Pays", "A", "B", "C"], *BALANCE.csv[1:]])
    vide = replace(BALANCE, csv=[])
    for lue in (abime, court, sans_euros, vide):
        assert dites(page(*BILANS, figures=[lue])) == [
            "p.html | Chiffre | les données d’un graphique ne se lisent pas (CSV) | pays-46-2024"
        ]


def test_la_meme_faute_ne_se_dit_qu_une_fois():
    tenus = indicateurs()
    tenus["exportations"]["pays"][0]["valeur"] = 4_000_001
    tenus["exportations"]["pays"][1]["valeur"] = 3_499_999
    double = [BALANCE, BALANCE]
    assert len(dites(page(*BILANS, figures=double), tenus)) == 2
