"""Les indicateurs : exacts à l’euro, et les parties plus « Autres » font toujours le total."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiches.fiche import indicateurs
from fiches.fiche.indicateurs import AUTRES

PRODUITS = [f"C{i:02d}Z" for i in range(15)]
PAYS = [f"P{i}" for i in range(9)] + ["QQ", "FR"]
PARTENAIRES = set(PAYS) - {"QQ", "FR"}


def table(*lignes: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(lignes, columns=["produit", "pays", "valeur"]).astype(
        {"produit": "str", "pays": "str", "valeur": "int64"}
    )


echanges = st.lists(
    st.tuples(st.sampled_from(PRODUITS), st.sampled_from(PAYS), st.integers(0, 10**12)), max_size=60
).map(lambda lignes: table(*lignes))


@given(echanges, st.integers(0, 12), st.integers(0, 12), st.integers(0, 7))
def test_les_flux_somment_au_total(lignes, n_produits, n_pays, en_rouge):
    produits = indicateurs.premiers(indicateurs.totaux(lignes, "produit"), "produit", n_produits, PRODUITS)
    pays = indicateurs.premiers(indicateurs.totaux(lignes, "pays"), "pays", n_pays, PARTENAIRES)
    flux = indicateurs.flux(lignes, produits, pays, en_rouge)
    assert flux["valeur"].sum() == lignes["valeur"].sum()
    assert (flux["valeur"] > 0).all()
    assert flux["rouge"].sum() <= en_rouge


@given(echanges, st.integers(1, 5))
def test_les_flux_en_rouge_sont_les_plus_grands_flux_nommes(lignes, en_rouge):
    produits = indicateurs.premiers(indicateurs.totaux(lignes, "produit"), "produit", 3, PRODUITS)
    pays = indicateurs.premiers(indicateurs.totaux(lignes, "pays"), "pays", 3, PARTENAIRES)
    flux = indicateurs.flux(lignes, produits, pays, en_rouge)
    nommes = flux[(flux["produit"] != AUTRES) & (flux["pays"] != AUTRES)]
    assert flux.loc[flux["rouge"], "valeur"].tolist() == nommes["valeur"].nlargest(en_rouge).tolist()
    assert AUTRES not in set(flux.loc[flux["rouge"], "produit"]) | set(flux.loc[flux["rouge"], "pays"])


@given(echanges, st.integers(1, 4), st.integers(1, 4), st.integers(0, 5))
def test_un_flux_en_depasse_un_rouge_si_et_seulement_s_il_est_plus_grand_sans_etre_rouge(
    lignes, produits, pays, en_rouge
):
    lignes = lignes.groupby(["produit", "pays"])["valeur"].sum().reset_index()
    nommes = indicateurs.premiers(indicateurs.totaux(lignes, "produit"), "produit", produits, PRODUITS)
    partenaires = indicateurs.premiers(indicateurs.totaux(lignes, "pays"), "pays", pays, PARTENAIRES)
    flux = indicateurs.flux(lignes, nommes, partenaires, en_rouge)
    rouges = {(p, c): v for p, c, v, rouge in flux.itertuples(index=False) if rouge}
    attendu = any(
        v > min(rouges.values(), default=10**15) and c in PARTENAIRES and (p, c) not in rouges
        for p, c, v in lignes.itertuples(index=False)
    )
    assert indicateurs.depasses(flux, indicateurs.flux_detailles(lignes, PARTENAIRES)) is attendu


@given(echanges, st.integers(0, 12))
def test_le_classement_somme_au_total_et_les_parts_a_un(lignes, nombre):
    classement = indicateurs.classement(indicateurs.totaux(lignes, "pays"), "pays", nombre, PARTENAIRES)
    assert classement["valeur"].sum() == lignes["valeur"].sum()
    if lignes["valeur"].sum():
        assert classement["part"].sum() == pytest.approx(1)


@given(echanges, echanges)
def test_la_balance_de_tous_les_pays_est_le_solde_des_pays_partenaires(exportations, importations):
    balance = indicateurs.balance(
        *(indicateurs.totaux(t, "pays") for t in (exportations, importations)), len(PAYS), PARTENAIRES
    )
    attendu = sum(
        signe * int(t.loc[t["pays"].isin(PARTENAIRES), "valeur"].sum())
        for signe, t in ((1, exportations), (-1, importations))
    )
    assert balance["solde"].sum() == attendu


def test_un_code_qui_n_est_pas_un_pays_compte_dans_autres_et_ne_se_nomme_pas():
    lignes = table(("C10A", "QQ", 900), ("C10A", "DE", 100))
    classement = indicateurs.classement(indicateurs.totaux(lignes, "pays"), "pays", 10, {"DE"})
    assert classement[["pays", "valeur"]].values.tolist() == [["DE", 100], [AUTRES, 900]]


def test_sans_reste_il_n_y_a_pas_d_autres():
    lignes = table(("C10A", "DE", 100))
    assert AUTRES not in set(indicateurs.classement(indicateurs.totaux(lignes, "pays"), "pays", 10, {"DE"})["pays"])
    assert AUTRES not in set(indicateurs.flux(lignes, ["C10A"], ["DE"], 5)["pays"])


def test_les_egalites_se_rangent_par_code():
    lignes = table(("C10A", "IT", 5), ("C10A", "BE", 5), ("C10A", "DE", 9))
    assert indicateurs.premiers(indicateurs.totaux(lignes, "pays"), "pays", 3, {"IT", "BE", "DE"}) == ["DE", "BE", "IT"]


def test_la_part_d_un_ensemble_nul_n_existe_pas():
    assert indicateurs.part(5, 0) is None
    assert indicateurs.part(1, 4) == 0.25


def test_la_balance_classe_par_echanges_et_garde_les_pays_d_un_seul_sens():
    balance = indicateurs.balance(
        indicateurs.totaux(table(("C", "DE", 10)), "pays"),
        indicateurs.totaux(table(("C", "IT", 30)), "pays"),
        10,
        {"DE", "IT"},
    )
    assert balance.values.tolist() == [["IT", 30, 0, -30], ["DE", 0, 10, 10]]


def test_les_lignes_d_un_departement_ne_melangent_ni_les_sens_ni_les_lieux():
    cube = pd.DataFrame(
        [("E", "46", "76", "C10A", "DE", 7), ("I", "46", "76", "C10A", "DE", 1), ("E", "31", "76", "C10A", "DE", 3)],
        columns=["flux", "departement", "region", "produit", "pays", "valeur"],
    )
    assert indicateurs.lignes(cube[cube["departement"] == "46"], "E")["valeur"].tolist() == [7]
    assert indicateurs.lignes(cube, "E")["valeur"].tolist() == [10]
