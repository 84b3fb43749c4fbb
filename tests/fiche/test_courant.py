"""Le détail derrière la fiche : trimestres, CPF4, un pays, un produit, une autre année."""

from dataclasses import replace

import pandas as pd
import pytest
from essais_commerce import M, lisible, millesime
from hypothesis import given
from hypothesis import strategies as st

from fiches import Fiche
from fiches.carnet import lectures
from fiches.donnees import territoires
from fiches.fiche import indicateurs
from fiches.fiche.echanges import Echanges
from fiches.fiche.phrases import Phrases
from fiches.socle.erreurs import ErreurDonnees, ErreurFiche

LOT = territoires.departement("46")


def annee(an: int, valeurs: dict[tuple[str, str, str], int], trimestres=(1, 2, 3, 4)) -> str:
    """Des lignes du Lot aux codes des douanes : par (flux, produit, pays), la valeur de chaque trimestre."""
    return "".join(
        f"{flux};{t};{an};46;12;{produit};{produit[1:3]}10;{pays};{valeur};1\n"
        for (flux, produit, pays), valeur in valeurs.items()
        for t in trimestres
    )


BASE = {("E", "C30C", "US"): 300, ("E", "C11Z", "DE"): 100, ("I", "C11Z", "IT"): 50}


@pytest.fixture
def deux_ans(importer_lignes):
    importer_lignes(annee(2023, BASE))
    return importer_lignes(annee(2024, BASE | {("E", "C30C", "US"): 450, ("E", "C14Z", "CN"): 50}))


# --- le détail
def test_le_detail_porte_tout_ce_que_les_douanes_donnent(deux_ans):
    lignes = Fiche("46", 2024, deux_ans).exportations.lignes
    assert lignes.columns.tolist() == ["produit", "cpf4", "pays", "trimestre", "valeur", "masse"]
    assert lignes["valeur"].sum() == 4 * 600
    assert lignes.iloc[0].tolist() == ["C11Z", "1110", "DE", 1, 100, 1]
    lignes["valeur"] = 0  # elle est à l’analyste
    assert Fiche("46", 2024, deux_ans).exportations.lignes["valeur"].sum() == 4 * 600


@pytest.mark.parametrize("code", ["46", "2A", "75"])
def test_le_detail_dit_la_meme_chose_que_la_fiche(donnees_demo, code):
    fiche = Fiche(code, 2024, donnees_demo)
    for territoire in (fiche.departement, fiche.region, fiche.france):
        for e in (territoire.exportations, territoire.importations):
            assert e.lignes["valeur"].sum() == e.par_trimestre()["valeur"].sum() == e.valeur
            assert e.par_produit(5, niveau="CPF4")["valeur"].sum() == e.valeur
            par_pays = e.lignes.groupby("pays")["valeur"].sum()
            assert par_pays.to_dict() == e.totaux_par_pays.set_index("pays")["valeur"].to_dict()


def test_un_trimestre_absent_n_est_pas_un_trimestre_sans_rien(importer_lignes):
    importer_lignes(annee(2024, {("E", "C30C", "US"): 100}, (1, 2, 4)))
    dossier = importer_lignes("E;3;2024;31;12;C30C;3030;US;5;1\n" + annee(2024, {("I", "C30C", "US"): 1}))
    table = Fiche("46", 2024, dossier).exportations.par_trimestre()
    assert table["libelle"].tolist() == ["T1 2024", "T2 2024", "T3 2024", "T4 2024"]
    assert table["valeur"].isna().tolist() == [False, False, True, False]
    assert table["part"].dropna().tolist() == [1 / 3] * 3


# --- un pays, un produit
def test_une_partie_dit_sa_valeur_sa_part_son_rang_et_ce_qui_la_compose(deux_ans):
    etats_unis = Fiche("46", 2024, deux_ans).exportations.vers("les États-Unis")
    assert (etats_unis.valeur, etats_unis.part, etats_unis.rang, etats_unis.libelle) == (1800, 0.75, 1, "États-Unis")
    assert etats_unis.par_produit(1)["produit"].tolist() == ["C30C"]
    assert etats_unis.par_trimestre()["valeur"].tolist() == [450] * 4
    assert etats_unis.lignes["cpf4"].unique().tolist() == ["3010"]
    assert etats_unis.evolution(1) == 0.5
    assert lisible(etats_unis.phrase) == (
        "En 2024, les exportations du Lot vers les États-Unis s’élèvent à moins de 0,1 million d’euros, soit 75,0 % du "
        "total, au premier rang des pays de destination. Seul produit : « Produits de la construction "
        "aéronautique et spatiale »."
    )
    boissons = Fiche("46", 2024, deux_ans).importations.produit("boissons")
    assert (boissons.rang, boissons.par_pays(1)["pays"].tolist()) == (1, ["IT"])


def test_la_phrase_d_un_produit_le_nomme_avant_le_lieu_et_accorde_ses_pays():
    lignes = [("E", "46", "76", "C11Z", pays, valeur * M) for pays, valeur in (("DE", 3), ("QR", 1))]
    e = millesime(*lignes, ("E", "46", "76", "D35A", "FR", M)).territoire(LOT).exportations
    assert lisible(e.produit("Boissons").phrase) == (
        "En 2024, les exportations de « Boissons » du Lot s’élèvent à 4,0 millions d’euros, soit 80,0 % du total, "
        "au premier rang des produits exportés. Premier pays : l’Allemagne (75,0 %)."
    )
    assert lisible(e.produit("Électricité").phrase).endswith("au 2e rang des produits exportés.")
    assert lisible(e.produit("C30C").phrase).startswith("Aucune exportation de « Produits de la construction")
    assert lisible(e.vers("DE").phrase).endswith("Seul produit : « Boissons ».")


def test_un_pays_absent_se_dit_sans_erreur(deux_ans):
    chine = Fiche("46", 2024, deux_ans).importations.depuis("Chine")
    assert (chine.valeur, chine.part, chine.rang, chine.evolution(1)) == (0, 0, None, None)
    assert chine.par_produit().empty
    assert lisible(chine.phrase) == "Aucune importation du Lot depuis la Chine n’est enregistrée en 2024."


@pytest.mark.parametrize("code", ["QR", "EU", "FR"])
def test_ce_qui_n_est_pas_un_partenaire_ne_se_lit_pas_comme_un_pays_et_ne_prend_pas_de_rang(code):
    exportations = millesime(("E", "46", "76", "C11Z", code, 9 * M), ("E", "46", "76", "C11Z", "DE", M)).territoire(LOT)
    assert exportations.exportations.vers("DE").rang == 1
    with pytest.raises(ErreurFiche, match=f"« {code} » n’est pas un pays partenaire"):
        exportations.exportations.vers(code)


@pytest.mark.parametrize("absent", [None, float("nan"), pd.NA])
def test_la_part_d_une_valeur_absente_n_est_pas_connue(absent):
    lot = millesime(("E", "46", "76", "C11Z", "DE", M)).territoire(LOT)
    assert lot.exportations.ecrire_part(absent) == "n.d."
    assert lisible(lot.exportations.ecrire_part(M / 4)) == "25,0 %"


@pytest.mark.parametrize("sens", ["export", "e", "exportations", None, ["E"]])
def test_un_sens_inconnu_se_refuse(sens):
    lot = millesime(("E", "46", "76", "C11Z", "DE", M)).territoire(LOT)
    with pytest.raises(ErreurFiche, match="il faut « E »"):
        lot.echanges(sens)


@given(st.lists(st.tuples(st.sampled_from(["DE", "US", "IT", "CN"]), st.integers(0, 10**9)), max_size=8))
def test_les_parties_somment_au_tout(lignes):
    e = millesime(("E", "46", "76", "C11Z", "DE", 1), *[("E", "46", "76", "C30C", p, v) for p, v in lignes])
    e = e.territoire(LOT).exportations
    assert sum(e.vers(pays).valeur for pays in ("DE", "US", "IT", "CN")) == e.valeur
    assert sum(e.produit(code).valeur for code in ("C11Z", "C30C")) == e.valeur
    rangs = [r for pays in ("DE", "US", "IT", "CN") if (r := e.vers(pays).rang)]
    assert sorted(rangs) == list(range(1, len(rangs) + 1))


@pytest.mark.parametrize(
    ("demander", "message"),
    [
        (lambda e: e.vers("Allemange"), "« Allemange » n’est pas un pays ; les plus proches : DE (Allemagne)"),
        (lambda e: e.vers("zzzz"), "« zzzz » n’est pas un pays ; écrivez son code ou son nom (US, États-Unis)"),
        (lambda e: e.vers(3), "3 n’est pas un pays : donnez son code ou son nom entre guillemets"),
        (lambda e: e.depuis("DE"), "les exportations se disent avec « vers » : .vers('DE'), non .depuis"),
        (lambda e: e.produit("aeronautique"), "n’est pas un produit (A129) ; les plus proches : C30C"),
        (lambda e: e.par_produit(3, "HS6"), "« niveau » vaut 'HS6', mais il n’y a que 'A129' et 'CPF4'"),
        (lambda e: e.par_produit(niveau=["A129"]), "« niveau » vaut ['A129'], mais il n’y a que"),
        (lambda e: e.ecrire_part(0.4), "et 0.4 n’en est pas un ; un ratio s’écrit avec redaction.pourcentage"),
        (lambda e: e.contributions("cpf4"), "« par » vaut 'cpf4', mais il faut 'produit' ou 'pays'"),
        (lambda e: e.evolution(0), "« annees » vaut 0"),
    ],
)
def test_ce_qui_n_existe_pas_nomme_ce_qui_existe(demander, message):
    e: Echanges = millesime(("E", "46", "76", "C11Z", "DE", M)).territoire(LOT).exportations
    with pytest.raises(ErreurFiche) as refus:
        demander(e)
    assert message in lisible(str(refus.value))


# --- d’une année à l’autre
def test_l_evolution_et_ce_qui_la_fait(deux_ans):
    fiche = Fiche("46", 2024, deux_ans)
    assert (fiche.annees, fiche.exportations.evolution(), fiche.importations.evolution()) == ([2023, 2024], 0.5, 0.0)
    pays = fiche.exportations.contributions("pays")
    assert pays.values.tolist() == [["US", "États-Unis", 600, 0.375], ["CN", "Chine", 200, 0.125]]
    assert fiche.exportations.contributions(nombre=1)["produit"].tolist() == ["C30C"]
    assert fiche.importations.contributions().empty
    assert fiche.il_y_a(1).exportations.valeur == 1600
    assert (fiche.solde, fiche.couverture) == (2200, 12.0)
    assert lisible(fiche.phrases.evolution) == (
        "En un an, les exportations du Lot ont augmenté de 50,0 % et les importations sont restées stables, à prix "
        "courants."
    )


@pytest.mark.parametrize(
    ("exporte", "importe", "fin"),
    [
        (2, 3, "ont augmenté de 100,0 % et les importations de 200,0 %"),
        (2, 0.5, "ont augmenté de 100,0 % et les importations ont diminué de 50,0 %"),
        (1, 0.5, "sont restées stables et les importations ont diminué de 50,0 %"),
        (0.5, 0.25, "ont diminué de 50,0 % et les importations de 75,0 %"),
    ],
)
def test_la_phrase_de_l_evolution_accorde_ses_deux_verbes(exporte, importe, fin):
    avant = millesime(("E", "46", "76", "C11Z", "DE", 4 * M), ("I", "46", "76", "C11Z", "DE", 4 * M))
    avant = replace(avant, contexte=replace(avant.contexte, annee=2023))
    lignes = [(flux, "46", "76", "C11Z", "DE", int(4 * M * fois)) for flux, fois in (("E", exporte), ("I", importe))]
    donnees = millesime(*lignes, avant=avant)
    dit = lisible(Phrases(donnees.territoire(LOT), donnees.france).evolution)
    assert dit == f"En un an, les exportations du Lot {fin}, à prix courants."


@given(
    *[st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 10**12), min_size=1, max_size=5) for _ in range(2)],
)
def test_les_contributions_somment_a_l_evolution(maintenant, avant):
    tables = [pd.DataFrame({"produit": [*d], "valeur": [*d.values()]}) for d in (maintenant, avant)]
    table = indicateurs.contributions(*tables, "produit", 10, set("ABCDE"))
    total, avant_ = (int(t["valeur"].sum()) for t in tables)
    evolution = indicateurs.evolution(total, avant_)
    assert table["ecart"].sum() == (total - avant_ if avant_ else 0)
    assert table["points"].sum() == pytest.approx(evolution or 0, abs=1e-9, rel=1e-9)


def test_une_annee_ne_se_compare_pas_de_part_et_d_autre_de_2022(importer_lignes):
    for an in (2021, 2022, 2023):
        dossier = importer_lignes(annee(an, BASE))
    assert Fiche("46", 2022, dossier).exportations.evolution(1) is None
    assert Fiche("46", 2023, dossier).exportations.evolution(1) == 0
    assert Fiche("46", 2023, dossier).exportations.evolution(2) is None


@pytest.mark.parametrize(("simulee", "attendu"), [(False, 1.0), (True, None)])
def test_simulees_et_reelles_ne_se_comparent_pas(simulee, attendu):
    avant = millesime(("E", "46", "76", "C11Z", "DE", M))
    avant = replace(avant, contexte=replace(avant.contexte, annee=2023, demonstration=simulee))
    maintenant = millesime(("E", "46", "76", "C11Z", "DE", 2 * M), avant=avant).territoire(LOT)
    assert maintenant.exportations.evolution(1) == attendu


def test_une_annee_qui_manque_se_dit_et_se_suit(deux_ans, monkeypatch):
    notes: list[int] = []
    monkeypatch.setattr(lectures, "noter_donnees", lambda an, *_, **__: notes.append(an))
    fiche = Fiche("46", 2023, deux_ans)
    assert (fiche.exportations.evolution(1), fiche.exportations.contributions().empty) == (None, True)
    assert notes == [2023, 2022, 2022]
    with pytest.raises(ErreurDonnees, match="Les données de 2022 ne sont pas importées ; sont là : 2023 et 2024"):
        fiche.il_y_a(1)
    assert {2022, 2024} <= set(notes)
