"""Chaque seuil des codes et des lignes, juste sous lui, à lui et juste au-dessus ; et les mots qui le disent."""

import pandas as pd
import pytest
from essais_commerce import lisible
from essais_matiere import MD, TOUT, B, M, R, ligne, matiere

from fiches.controle import contenu, evolutions, identites, inversion, mesures, regles, tableaux
from fiches.controle.constats import Constat, montant, nommer, prix
from fiches.controle.examen import classer
from fiches.controle.matiere import Matiere, periode

# --- les évolutions
REGLE = regles.Ecart(2.0, 100, 40)


@pytest.mark.parametrize(
    ("maintenant", "reference", "saute"),
    [
        (200, 100, False), (201, 100, True), (100, 200, False), (99, 200, True),
        (99, 49, False), (100, 49, True), (49, 99, False), (49, 100, True),
        (40, 0, True), (39, 0, False), (0, 40, True), (0, 39, False), (40, 2, False), (60, 2, True), (2, 60, True),
        (float("nan"), 500, False), (500, float("nan"), False),
    ],
)  # fmt: skip
def test_un_code_saute_au_dela_de_son_facteur_ou_s_il_disparait(maintenant: float, reference: float, saute: bool):
    index = pd.MultiIndex.from_tuples([("E", "C11Z")], names=["flux", "produit"])
    ici, autre = (pd.DataFrame([[v, 7.0, 7.0, 7.0]], index, mesures.TRIMESTRES) for v in (maintenant, reference))
    table = evolutions.ecarts(ici, {"annee": autre}, REGLE)
    attendu = [("E", "C11Z", "annee", (1,), maintenant, reference)] if saute else []
    assert list(table.itertuples(index=False, name=None)) == attendu


def test_le_trimestre_se_compare_au_plus_proche_de_ceux_d_avant_lui():
    lignes = [ligne(v, trimestre=t) for t, v in enumerate((100, 300, 200, 900), 1)]
    maintenant, compares = evolutions.references(matiere(*lignes), "produit")
    assert maintenant.iloc[0].tolist() == [100, 300, 200, 900]
    assert compares["trimestres"].iloc[0, 1:].tolist() == [100, 200, 300]
    assert set(compares) == {"trimestres"}


# --- les sens et les codes
@pytest.mark.parametrize(
    ("exportes", "importes", "envers"),
    [(40 * M, 60 * M, [False]), (39 * M, 61 * M, [True]), (39 * M, 60 * M, []), (80 * M, 120 * M, [False])],
)
def test_un_produit_est_a_l_envers_au_dela_d_une_fois_et_demie(exportes: int, importes: int, envers: list[bool]):
    table = inversion.soldes(matiere(ligne(exportes), ligne(importes, flux="I")))
    assert table[["axe", "code", "sens"]].drop_duplicates().to_numpy().tolist() == [["produit", "C11Z", "E"]] * bool(
        envers
    )
    assert list(table["envers"]) == envers


def test_les_sens_ne_se_comparent_que_sur_les_trimestres_que_les_deux_ont():
    lignes = pd.DataFrame([ligne(200 * M), ligne(10 * M, flux="I"), ligne(900 * M, flux="I", trimestre=2)])
    table = inversion.soldes(Matiere(2024, lignes, {("E", 1), ("I", 1), ("I", 2)}))
    assert table[["E", "I"]].to_numpy().tolist() == [[200 * M, 10 * M]]


@pytest.mark.parametrize(("valeur", "degre"), [(5_000, R), (5_001, B)])
def test_des_codes_inconnus_bloquent_au_dela_d_un_demi_centieme(valeur: int, degre: str):
    lignes = pd.DataFrame([ligne(600_000), ligne(400_000, flux="I")])
    (constat,) = contenu.inconnus(Matiere(2024, lignes, TOUT, inconnus={"pays": {"ZZ": (1, valeur)}}))
    assert constat.degre == degre


@pytest.mark.parametrize(("special", "degre"), [(50, "information"), (51, R)])
def test_les_codes_speciaux_sont_a_regarder_passe_un_vingtieme(special: int, degre: str):
    (constat,) = contenu.codes_speciaux(matiere(ligne(1_000 - special), ligne(special, pays="QU")))
    assert constat.degre == degre


def test_deux_departements_s_echangent_s_ils_se_ressemblent_d_un_quart_de_plus():
    def profils(a: float, b: float) -> pd.DataFrame:
        return pd.DataFrame({"X": [a, b], "Y": [1 - a, 1 - b]}, index=["46", "48"])

    assert identites.echanges(profils(0.25, 0.75), profils(0.75, 0.25)) == [("46", "48")]
    assert identites.echanges(profils(0.5, 0.75), profils(0.75, 0.5)) == [("46", "48")]
    assert identites.echanges(profils(0.53, 0.75), profils(0.75, 0.53)) == []
    assert identites.echanges(profils(0.25, 0.75), profils(0.25, 0.75)) == []


# --- les lignes
@pytest.mark.parametrize(
    ("valeur", "autres", "parts"),
    [(2 * M, 8 * M, []), (2 * M, 8 * M - 5, [0.2]), (M, 3 * M // 2, [0.4]), (M - 1, M // 2, [])],
)
def test_une_ligne_est_lourde_passe_un_cinquieme_et_des_un_million(valeur: int, autres: int, parts: list[float]):
    petites = [ligne(autres // 20)] * 20
    table = mesures.lignes_lourdes(pd.DataFrame([ligne(valeur), *petites, ligne(90 * M // 100, flux="I")]))
    assert list(table["part"]) == [pytest.approx(part, abs=1e-5) for part in parts]


@pytest.mark.parametrize(
    ("valeur", "masse", "lignes", "vue"),
    [
        (20 * M, 250_000, 30, False),  # vingt fois le prix, pas plus
        (21 * M, 250_000, 30, True),
        (21 * M, 250_000, 29, False),  # avec elle, vingt-neuf lignes
        (999_999, 10_000, 30, False),  # l’enjeu n’atteint pas le million
        (M, 10_000, 30, True),
        (0, 250_000, 30, True),  # ce que la masse laissait attendre : un million
        (0, 249_999, 30, False),
    ],
)  # fmt: skip
def test_une_ligne_est_hors_norme_passe_vingt_fois_sa_mediane(valeur: int, masse: int, lignes: int, vue: bool):
    table = mesures.hors_norme(pd.DataFrame([ligne(valeur, masse=masse), *[ligne(40_000)] * (lignes - 1)]))
    assert len(table) == vue
    if vue:
        assert table["norme"].iat[0] == pytest.approx(4)
        assert table["rapport"].iat[0] == pytest.approx(max(valeur, 1) / masse)
        assert table["facteur"].iat[0] == pytest.approx(max(valeur, 1) / masse / 4)


def test_un_produit_disperse_admet_cinq_dispersions():
    # Prix de 1, 10 et 100 €/kg par tiers : la dispersion robuste, 1,4826 décade, fait admettre 7,4 décades.
    disperses = [ligne(40_000 * 10**rang, masse=40_000) for rang in (0, 1, 2)] * 12
    assert mesures.hors_norme(pd.DataFrame([*disperses, ligne(2 * 10**12, masse=10_000)])).empty
    assert len(mesures.hors_norme(pd.DataFrame([*disperses, ligne(4 * 10**12, masse=10_000)]))) == 1


# --- les mots
@pytest.mark.parametrize(
    ("euros", "dit"),
    [
        (0, "0 €"),
        (0.4, "0 €"),
        (MD - 1, "1 000,0 M€"),
        (MD, "1,0 Md€"),
        (12_345 * M, "12,3 Md€"),
        (636.4 * M, "636,4 M€"),
    ],
)
def test_un_montant_se_dit_en_milliards_des_le_milliard(euros: float, dit: str):
    assert lisible(montant(euros)) == dit


@pytest.mark.parametrize(
    ("rapport", "dit"), [(0.0999, "0,0999"), (0.1, "0,10"), (99.99, "99,99"), (100, "100"), (1_250.4, "1 250")]
)
def test_un_prix_garde_ses_chiffres_utiles(rapport: float, dit: str):
    assert lisible(prix(rapport)) == dit


def test_cinq_cas_sont_nommes_les_autres_comptes():
    cas = list("abcdefg")
    assert nommer(cas[:5]) == "a ; b ; c ; d ; e"
    assert nommer(cas[:6]) == "a ; b ; c ; d ; e ; et 1 autre"
    assert nommer(cas) == "a ; b ; c ; d ; e ; et 2 autres"
    assert periode((3, 1, 3)) == "T1, T3"


def test_les_constats_gardent_leur_ordre_dans_leur_degre():
    recus = [Constat("information", "a", "."), Constat(R, "b", "."), Constat(B, "c", "."), Constat(R, "d", ".")]
    assert [c.sujet for c in classer(recus)] == ["c", "b", "d", "a"]


def test_le_tableau_des_sauts_donne_la_valeur_la_mediane_et_l_an_passe():
    lignes = [ligne(10 * M, trimestre=t) for t in (1, 2, 3)]
    essai = matiere(*lignes, ligne(30 * M, trimestre=4), avant=[ligne(12 * M, trimestre=4)])
    lot = essai.trimestres[(essai.trimestres["departement"] == "46") & (essai.trimestres["flux"] == "E")]
    tableau = tableaux.sauts(lot, essai.departement)
    assert isinstance(tableau, tableaux.Detail)
    assert [[lisible(case) for case in rang] for rang in tableau.lignes] == [
        ["Lot, exportations, T4", "30 000 000", "10 000 000", "12 000 000"]
    ]


def test_l_accord_du_constat_suit_le_nombre_de_cas():
    un, deux = (
        contenu.inconnus(Matiere(2024, pd.DataFrame([ligne(M)]), TOUT, inconnus={"pays": dict.fromkeys(c, (1, 5))}))
        for c in (["ZZ"], ["ZZ", "ZY"])
    )
    assert (
        lisible(un[0].phrase)
        == "Code pays hors nomenclature : ZZ (1 ligne, 5 €). Sa valeur (5 €) reste dans les totaux."
    )
    assert "Leur valeur (10 €) reste" in lisible(deux[0].phrase)
    (total,) = contenu.totaux(mesures.par_trimestre(pd.DataFrame([ligne(M)])), 2024)
    assert lisible(total.phrase) == "Exportations de 2024 : 1,0 M€ (T1 : 1,0 M€), en 1 ligne."
