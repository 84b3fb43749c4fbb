"""Les indicateurs : exacts à l’euro, et les parties plus « Autres » font toujours le total."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiches.fiche import indicateurs
from fiches.fiche.indicateurs import AUTRES
from fiches.socle.erreurs import ErreurFiche

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


def test_les_flux_detailles_sont_ceux_des_pays_voulus_classes_par_valeur_puis_par_codes():
    donnees = table(
        ("C10B", "DE", 5), ("C10A", "IT", 5), ("C10A", "DE", 5), ("C10C", "DE", 1), ("C10D", "DE", 0), ("C10E", "ZZ", 9)
    )  # fmt: skip
    detail = indicateurs.flux_detailles(donnees, {"DE", "IT"})
    assert detail.to_dict("split")["data"] == [
        ["C10A", "DE", 5],
        ["C10A", "IT", 5],
        ["C10B", "DE", 5],
        ["C10C", "DE", 1],
    ]
    assert detail.index.tolist() == [0, 1, 2, 3]


def test_les_flux_a_egalite_se_rangent_par_codes_et_le_rouge_suit_ce_rang():
    donnees = table(("C10B", "DE", 5), ("C10A", "IT", 5), ("C10A", "DE", 5), ("C10C", "US", 9), ("C10D", "DE", 0))
    dessines = indicateurs.flux(donnees, ["C10A", "C10B", "C10D"], ["DE", "IT"], 2)
    assert dessines.to_dict("split")["data"] == [
        [AUTRES, AUTRES, 9, False],
        ["C10A", "DE", 5, True],
        ["C10A", "IT", 5, True],
        ["C10B", "DE", 5, False],
    ]
    assert dessines.index.tolist() == [0, 1, 2, 3]


def test_la_balance_garde_le_nombre_de_pays_demande_les_egalites_par_code():
    exporte = pd.DataFrame({"pays": ["US", "DE", "IT"], "valeur": [4, 3, 3]})
    importe = pd.DataFrame({"pays": ["BE", "IT", "ZZ"], "valeur": [4, 1, 90]})
    balance = indicateurs.balance(exporte, importe, 3, {"US", "DE", "IT", "BE"})
    assert balance.to_dict("split")["data"] == [["BE", 4, 0, -4], ["IT", 1, 3, 2], ["US", 0, 4, 4]]
    assert balance.index.tolist() == [0, 1, 2]
    assert indicateurs.balance(exporte, importe, 0, {"US"}).empty


@pytest.mark.parametrize("compte", [-1, True, 2.0, "3", None])
@pytest.mark.parametrize(
    ("nom", "appel"),
    [
        ("produits", lambda n: indicateurs.premiers(table(), "produit", n, set())),
        ("pays", lambda n: indicateurs.premiers(table(), "pays", n, set())),
        ("nombre", lambda n: indicateurs.classement(table(), "pays", n, set())),
        ("en_rouge", lambda n: indicateurs.flux(table(), [], [], n)),
        ("nombre", lambda n: indicateurs.balance(table(), table(), n, set())),
    ],
)
def test_un_nombre_qui_n_est_pas_un_compte_est_refuse_en_le_nommant(nom: str, appel, compte):
    with pytest.raises(ErreurFiche) as refus:
        appel(compte)
    assert str(refus.value) == f"« {nom} » vaut {compte!r}, mais il faut un nombre entier, au moins 0"
