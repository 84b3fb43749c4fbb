"""Chaque seuil des trimestres, des copies et des montants, juste sous lui, à lui et juste au-dessus : à l’euro."""

from decimal import Decimal

import pandas as pd
import pytest
from essais_commerce import lisible
from essais_matiere import MD, TOUT, B, M, R, degres, ligne, matiere

from fiches.carnet.parametres import References
from fiches.controle import accord, copies, lieux, mesures, regles, unites
from fiches.controle.matiere import Matiere
from fiches.donnees import nomenclatures


# --- les totaux publiés
@pytest.mark.parametrize(
    ("calcule", "verdict"),
    [
        (1_001_000, "accord"), (999_000, "accord"), (1_001_001, "révision ?"), (998_999, "révision ?"),
        (1_020_000, "révision ?"), (980_000, "révision ?"), (1_020_001, "désaccord"), (979_999, "désaccord"),
    ],
)  # fmt: skip
def test_un_ecart_est_admis_puis_une_revision_puis_un_desaccord(calcule: int, verdict: str):
    assert accord.Rapprochement("E", "du Lot", 1_000_000, calcule, 1_000).verdict == verdict


def test_un_petit_ecart_se_dit_avec_son_signe_et_sa_part():
    rapprochements = [accord.Rapprochement("E", "du Lot", 100 * M, calcule, 0) for calcule in (101 * M, 99 * M)]
    (constat,) = accord.constater(rapprochements, References(), 2024)
    assert constat.degre == R
    assert lisible(constat.phrase).count("1,00 %") == 2
    assert "un écart de +1,0 M€, soit" in lisible(constat.phrase)
    assert "un écart de −1,0 M€, soit" in lisible(constat.phrase)


def test_un_code_de_region_se_lit_sans_son_zero():
    references = References.model_validate(
        {"totaux": [{"niveau": "region", "code": 1, "importations": Decimal("2.5")}]}
    )
    lignes = pd.DataFrame([ligne(2_400_000, flux="I", region="01"), ligne(9 * M, flux="I")])
    (comparaison,) = accord.comparer(lignes, references, TOUT)
    assert (comparaison.de, comparaison.publie, comparaison.calcule) == ("de la Guadeloupe", 2_500_000, 2_400_000)
    assert comparaison.tolerance == 100_000  # le pas d’un total donné à une décimale


# --- les trimestres des départements et de la France
@pytest.mark.parametrize(
    ("valeur", "etat"),
    [
        (20 * M, ""), (20 * M + 1, "saut"), (5 * M, ""), (5 * M - 1, "baisse"), (0, "absent"), (1, "baisse"),
    ],
)  # fmt: skip
def test_un_trimestre_saute_au_dela_du_double_et_baisse_sous_la_moitie(valeur: int, etat: str):
    trois = [ligne(10 * M, trimestre=t) for t in (1, 2, 3)]
    table = matiere(*trois, ligne(valeur, trimestre=4)).trimestres
    lot = table[(table["departement"] == "46") & (table["flux"] == "E")].set_index("trimestre")
    assert [bool(lot.loc[4, c]) for c in ("absent", "saut", "baisse")] == [
        etat == "absent", etat in ("saut", "baisse"), etat == "baisse"
    ]  # fmt: skip
    assert lot.loc[4, "rapport"] == valeur / (10 * M)
    assert not lot.loc[[1, 2, 3], "saut"].any()


@pytest.mark.parametrize(("ecart", "saute"), [(regles.MONTANT_SAUT - 1, False), (regles.MONTANT_SAUT, True)])
def test_un_petit_trimestre_ne_saute_que_s_il_s_ecarte_assez(ecart: int, saute: bool):
    trois = [ligne(M, trimestre=t) for t in (1, 2, 3)]
    table = matiere(*trois, ligne(M + ecart, trimestre=4)).trimestres
    assert table["saut"].sum() == saute
    assert not table["baisse"].any()


@pytest.mark.parametrize(
    ("valeur", "attendu"), [(130, []), (131, [R]), (77, []), (76, [R]), (200, [R]), (201, [B]), (50, [R]), (49, [B])]
)
def test_un_trimestre_national_saute_a_un_tiers_et_bloque_au_double(valeur: int, attendu: list[str]):
    lignes = [ligne(v * M, flux=f, trimestre=t) for f in "EI" for t, v in enumerate((100, 100, 100, valeur), 1)]
    vus = [c for c in lieux.constater(matiere(*lignes)) if c.sujet == "trimestres"]
    assert degres(vus) == 2 * attendu
    assert all(f"T4, {valeur} % de sa valeur et 100 % de ses lignes" in lisible(c.phrase) for c in vus)


def test_une_region_vide_se_dit_en_un_mot_un_departement_par_son_nom():
    regions = nomenclatures.departements()["region"]
    pleins = [d for d in matiere().publies if d not in ("46", *regions.index[regions == "53"])]
    lignes = [
        ligne(10 * M, flux=f, trimestre=t, departement=d) for f in "EI" for t in mesures.TRIMESTRES for d in pleins
    ]
    vus = [lisible(c.phrase) for c in lieux.constater(matiere(*lignes, ligne(10 * M, trimestre=2))) if c.degre == B]
    assert vus == [
        "Sans aucune valeur aux exportations : Lot (T1, T3, T4) ; toute la région Bretagne (T1, T2, T3, T4).",
        "Sans aucune valeur aux importations : Lot (T1, T2, T3, T4) ; toute la région Bretagne (T1, T2, T3, T4).",
    ]


# --- les copies
@pytest.mark.parametrize(
    ("premier", "second", "trouves"),
    [(M, M, [("T1", ("46",), 1.0)]), (M - 1, M - 1, []), (M, M + 1, []), (5 * M, 5 * M, [("T1", ("46",), 1.0)])],
)
def test_deux_trimestres_egaux_a_l_euro_sont_une_copie_des_un_million(premier: int, second: int, trouves: list):
    table = copies.copies(matiere(ligne(premier), ligne(second, trimestre=2)))
    assert list(table[["modele", "departements", "part"]].itertuples(index=False, name=None)) == trouves


def test_la_part_d_une_copie_est_celle_des_departements_qui_ont_assez_de_valeur():
    autres = [ligne(v, departement=d, trimestre=t) for d, t, v in (("31", 1, 2 * M), ("31", 2, 3 * M), ("12", 2, 9))]
    (part,) = copies.copies(matiere(ligne(M), ligne(M, trimestre=2), *autres))["part"]
    assert part == 0.5


def test_un_trimestre_peut_copier_n_importe_lequel_de_l_annee_d_avant():
    avant = [ligne(3 * M, trimestre=4), ligne(7 * M, trimestre=2)]
    (phrase,) = (c.phrase for c in copies.constater(matiere(ligne(3 * M), avant=avant)))
    assert (
        lisible(phrase) == "Aux exportations, des trimestres sont égaux à l’euro : le T1 et le T4 de 2023, dans le Lot."
    )


# --- les ordres de grandeur
@pytest.mark.parametrize(
    ("total", "trimestres", "attendu"),
    [
        (150 * MD, 4, []), (150 * MD - 1, 4, [B]), (2_000 * MD, 4, []), (2_000 * MD + 1, 4, [B]),
        (37_500 * M, 1, []), (37_500 * M - 1, 1, [B]), (1_000 * MD, 2, []), (1_000 * MD + 1, 2, [B]),
    ],
)  # fmt: skip
def test_le_total_d_un_flux_a_des_bornes_au_prorata_des_trimestres(total: int, trimestres: int, attendu: list[str]):
    couverture = {("E", t) for t in range(1, trimestres + 1)}
    lignes = pd.DataFrame([ligne(total, masse=total // 4)])
    assert degres(unites.constater(Matiere(2024, lignes, couverture))) == attendu


@pytest.mark.parametrize(
    ("valeur", "lignes", "mot"),
    [
        (1_000, 1_000, None), (999, 1_000, "moins de 999 €"), (999, 999, None),
        (5 * M, 1_000, None), (5 * M + 1, 1_000, "plus de 5 000 001 €"),
    ],
)  # fmt: skip
def test_la_ligne_mediane_a_des_bornes_si_le_flux_a_mille_lignes(valeur: int, lignes: int, mot: str | None):
    phrases = [lisible(c.phrase) for c in unites.constater(matiere(*[ligne(valeur)] * lignes)) if "moitié" in c.phrase]
    assert len(phrases) == (mot is not None)
    assert all(mot in phrase for phrase in phrases if mot)


@pytest.mark.parametrize(("sans", "attendu"), [(0, []), (20, []), (21, [R]), (99, [R]), (100, [B])])
def test_des_lignes_sans_masse_sont_a_regarder_au_dela_d_un_cinquieme(sans: int, attendu: list[str]):
    lignes = [ligne(M, masse=0 if rang < sans else 250_000) for rang in range(100)]
    vus = [c for c in unites.constater(matiere(*lignes)) if c.sujet == "valeur et masse"]
    assert degres(vus) == attendu
    assert all(lisible(c.phrase).startswith(f"{sans},0 %") for c in vus if c.degre == R)


@pytest.mark.parametrize(("masse", "hors"), [(15, False), (16, True)])
@pytest.mark.parametrize(("lignes", "assez"), [(29, False), (30, True)])
def test_un_prix_moyen_est_hors_de_son_ordre_de_grandeur_a_quinze_fois(
    masse: int, hors: bool, lignes: int, assez: bool
):
    # Le repère des boissons est de 4 €/kg.
    table = unites.prix_moyens(pd.DataFrame([ligne(4 * M, masse=masse * M)] * lignes))
    assert list(table["hors"]) == [hors] * assez
    assert list(table["rapport"]) == [pytest.approx(1 / masse)] * assez


@pytest.mark.parametrize(
    ("rapports", "reperes", "cause"),
    [
        ([0.001] * 3, [1, 2, 3], "valeurs trop petites ou masses trop grandes, d’environ 1 000 fois"),
        ([1_000.0] * 3, [1, 2, 3], "valeurs trop grandes ou masses trop petites, d’environ 1 000 fois"),
        ([1.5] * 3, [1, 2, 3], "valeurs trop grandes ou masses trop petites, d’environ 2 fois"),
        ([100.0, 1.0, 0.01], [1, 10, 100], "valeurs et masses paraissent échangées"),
        ([0.001, 0.1, 10.0], [1, 10, 100], "valeurs trop petites ou masses trop grandes, d’environ 10 fois"),
        ([100.0, 0.01], [1, 100], "valeurs trop grandes ou masses trop petites, d’environ 50 fois"),
    ],
)
def test_la_cause_se_devine_au_rapport_des_prix_a_leurs_reperes(rapports: list, reperes: list, cause: str):
    assert lisible(unites._cause(pd.Series(rapports), pd.Series(reperes))) == cause
