"""Ce que l’analyste ajoute : barres, courbes, cartes, tableaux, comparaisons, dessins seaborn, sous la même allure."""

import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import seaborn as sns
from matplotlib import pyplot as plt
from nbformat.v4 import new_code_cell, new_notebook, new_output
from test_graphiques_ordinaires import habillees  # noqa: F401 (un dessin de l’analyste, tel que le carnet l’habille)

from fiches import Fiche, graphiques
from fiches.donnees.territoires import departements_publies
from fiches.fiche.rendue import marquer
from fiches.graphiques import Figure, Mention, Tableau, jupyter
from fiches.graphiques.a_emporter import BOM, MIME_DONNEES, en_csv
from fiches.graphiques.legendes import SIMULEES
from fiches.graphiques.style import EXPORTATIONS, IMPORTATIONS
from fiches.page.classeur import classeur
from fiches.socle.erreurs import ErreurFiche


@pytest.fixture(scope="module")
def lot(donnees_demo: Path) -> Fiche:
    return Fiche("46", 2024, donnees_demo)


def lisible(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def ecrits(f: Figure) -> list[str]:
    return [lisible(t.text or "") for t in ElementTree.fromstring(f.svg).iter("{http://www.w3.org/2000/svg}text")]


def figures(lot: Fiche) -> dict[str, Figure]:
    pays = lot.departement.pays(4)
    codes = [d.code for d in departements_publies()]
    return {
        "barres": graphiques.barres(lot.exportations.par_pays(4), titre="Quatre pays"),
        "deux sens": graphiques.barres(pays[["libelle", "exportations", "importations"]], titre="Deux sens"),
        "courbe": graphiques.courbe(lot.exportations.par_trimestre(), titre="Trimestres"),
        "carte": graphiques.carte(pd.DataFrame({"departement": codes, "usines": range(100)}), titre="Usines"),
        "comparer": graphiques.comparer(lot, "12", "2A", nombre=3),
        "figure": graphiques.figure(
            sns.barplot(x=["a", "b"], y=[1, 2]),
            titre="À moi",
            alternative="b double a.",
            donnees=pd.DataFrame({"n": [1]}),
        ),
    }


@pytest.mark.parametrize("nom", ["barres", "deux sens", "courbe", "carte", "comparer", "figure"])
def test_une_figure_de_l_analyste_a_tout_ce_qu_ont_les_autres(lot, nom):
    f = figures(lot)[nom]
    racine = ElementTree.fromstring(f.html())
    assert racine.find("figcaption").text == f.titre
    assert f.alternative
    assert racine.find(".//table/caption").text == f.titre
    assert racine.find(".//a[@download]").attrib["download"] == f"{f.ancre}.csv"
    assert racine.attrib["data-figure"] == "libre"
    assert f.donnees()["lignes"]
    assert not re.search(r"\d\.\d", " ".join(ecrits(f)))  # des virgules
    assert f.html() == figures(lot)[nom].html()  # les mêmes octets


def test_les_couleurs_vont_au_nom_quel_que_soit_l_ordre(lot):
    for ordre in (["exportations", "importations"], ["importations", "exportations"]):
        svg = graphiques.barres(lot.departement.pays(3), valeurs=ordre, titre="T").svg.lower()
        assert svg.count(EXPORTATIONS) >= 3
        assert svg.count(IMPORTATIONS) >= 3
    neutre = graphiques.barres(lot.exportations.par_pays(3), titre="T").svg.lower()
    assert EXPORTATIONS not in neutre
    assert IMPORTATIONS not in neutre


def test_les_barres_disent_leurs_nombres_et_leur_unite(lot):
    f = graphiques.barres(lot.exportations.par_pays(2), titre="T")
    assert {"Allemagne", "126,9", "États-Unis", "111,4", "millions d’euros"} <= set(ecrits(f))
    assert lisible(f.lecture) == "Allemagne, valeur : 126,9 M€."
    assert lisible(f.alternative).startswith("T. Allemagne, 126,9 M€ ; États-Unis, 111,4 M€")


def test_une_valeur_absente_se_dit_et_coupe_la_courbe():
    table = pd.DataFrame({"annee": ["2022", "2023", "2024"], "emplois": pd.array([10, None, 12], dtype="Int64")})
    assert "n.d." in ecrits(graphiques.barres(table, titre="T"))
    f = graphiques.courbe(table, titre="T")
    assert "2023, n.d." in lisible(f.alternative)
    assert "n.d." in f.table_html


def test_rien_a_dessiner_est_une_phrase(lot):
    vide = lot.exportations.contributions()
    assert (
        graphiques.barres(vide, titre="T") == graphiques.courbe(vide, titre="T") == Mention("Aucune donnée à montrer.")
    )


@pytest.mark.parametrize(
    ("appel", "message"),
    [
        (graphiques.barres, 'graphiques.barres demande un titre : titre="…"'),
        (lambda t: graphiques.barres([1], titre="T"), "dessine une table pandas, et list n’en est pas une"),
        (lambda t: graphiques.barres(t, valeurs="prix", titre="T"), "de colonne « prix » ; elle a : nom, valeur"),
        (lambda t: graphiques.barres(t, valeurs="nom", titre="T"), "dessine des nombres"),
        (lambda t: graphiques.barres(pd.concat([t] * 50), titre="T"), "montre 40 lignes au plus, et la table en a 100"),
        (lambda t: graphiques.barres(t, couleur="rouge", titre="T"), "n’a pas de réglage « couleur »"),
        (
            lambda t: graphiques.barres(marquer(t.assign(part=0.5)), valeurs=["valeur", "part"], titre="T"),
            "dessine des valeurs de même unité, non valeur et part ensemble",
        ),
        (lambda t: graphiques.tableau({"a": 1}), "montre une table pandas, et dict n’en est pas une"),
        (lambda t: graphiques.figure("x", titre="T", alternative="A", donnees=t), "un dessin seaborn ou matplotlib"),
        (lambda t: graphiques.figure(plt.figure(), titre="T"), "demande « alternative » et « donnees »"),
        (lambda t: graphiques.barres(t, valeurs=3, titre="T"), "se donne par son nom, entre guillemets, non par 3"),
        (lambda t: graphiques.barres(t.assign(valeur=["1", "2"]), titre="T"), "pd.to_numeric(table['valeur'])"),
        (lambda t: graphiques.barres(t.assign(valeur=[1j, 2j]), titre="T"), "ceux de « valeur » sont complexes"),
        (lambda t: graphiques.barres(t.assign(nom=[["a"], ["b"]]), titre="T"), "table.explode('nom')"),
        (lambda t: graphiques.barres(t[["valeur"]], titre="T"), "la table n’a que « valeur »"),
        (lambda t: graphiques.barres(t, titre=" "), "demande un titre"),
        (lambda t: graphiques.courbe(t.assign(valeur=1e300), titre="T"), "un nombre trop grand pour s’écrire (1e+300)"),
        (lambda t: graphiques.barres(t.assign(_valeur=1), titre="T", valeurs=["valeur", "_valeur"]), "le même nom"),
        (lambda t: graphiques.tableau(t.assign(valeur=[10**400, 1])), "un nombre trop grand pour s’écrire (1e+400)"),
        (lambda t: graphiques.tableau(t.assign(valeur=1e300)), "un nombre trop grand pour s’écrire (1e+300)"),
        (lambda t: graphiques.barres(t.assign(nom="A"), titre="T"), "« A » en a plusieurs : groupez-les"),
        (lambda t: graphiques.courbe(t.assign(nom="A", sens=["E", "I"]), titre="T"), "table.query('sens == \"E\"')"),
        (lambda _: graphiques.barres(pd.Series([1, 2], [["a", "a"], ["b", "c"]]), titre="T"), "noms=…"),
        (lambda t: graphiques.figure(plt.figure(), titre="T", alternative="", donnees=t), 'alternative="…"'),
        (lambda t: graphiques.figure(plt.figure(), titre="T", alternative=None, donnees=t), 'alternative="…"'),
        (lambda t: graphiques.figure(plt.figure(), titre="", alternative="A", donnees=t), "demande un titre"),
        (lambda t: graphiques.figure(plt.figure(), titre="T", alternative="A", donnees=t.head(0)), "une table vide"),
        (lambda t: graphiques.figure(plt.figure(), titre="T", alternative="A", donnees=[1]), "non list"),
        (lambda t: graphiques.carte(t, "nom", valeurs=["valeur"], titre="T"), "une seule colonne"),
        (lambda t: graphiques.carte(t.assign(nom=["46", "2A"]), "nom", titre="T"), "sommez 2A et 2B en une ligne"),
        (lambda t: graphiques.carte(t.assign(nom=["46.0", "12"]), "nom", titre="T"), "lus comme des nombres"),
        (lambda t: graphiques.carte(t.assign(nom=[46, np.nan]), "nom", titre="T"), "lus comme des nombres"),
        (lambda t: graphiques.carte(t.assign(nom=["46", None]), "nom", titre="T"), "n’a pas de code dans « nom »"),
        (lambda t: graphiques.carte(t.assign(nom=["46", "99"]), "nom", titre="T"), "« nom » a 99, Monaco"),
        (lambda t: graphiques.carte(t, "nom", titre="T"), "« a » n’est pas un département"),
        (lambda t: graphiques.carte(t.assign(nom="46"), "nom", titre="T"), "une ligne par département, et Lot en a"),
    ],
)  # fmt: skip
def test_ce_qui_ne_se_dessine_pas_dit_pourquoi(appel, message):
    with pytest.raises(ErreurFiche) as refus:
        appel(pd.DataFrame({"nom": ["a", "b"], "valeur": [1, 2]}))
    assert message in lisible(str(refus.value))


def test_une_case_a_plusieurs_valeurs_se_lit():
    assert ">Lot et Gard<" in graphiques.tableau(pd.DataFrame({"n": ["a"], "lieux": [["Lot", "Gard"]]})).html()


def test_une_table_vide_est_une_phrase():
    for dessiner in (graphiques.barres, graphiques.courbe, graphiques.carte):
        assert dessiner(pd.DataFrame(), titre="T") == Mention("Aucune donnée à montrer.")


@pytest.mark.parametrize(
    ("appel", "message"),
    [
        (graphiques.pays, "un territoire : fiche.departement, fiche.region, fiche.france, non la fiche"),
        (lambda f: graphiques.pays("46"), "non un texte"),
        (lambda _: graphiques.pays(None), "non rien"),
        (lambda _: graphiques.activites(), "demande « territoire »"),
        (lambda f: graphiques.flux(f.exportations.vers("US")), "non une partie d’entre eux"),
        (lambda f: graphiques.flux(f.exportations.lignes), "non une table"),
        (lambda f: graphiques.flux(f.region), "non un territoire entier"),
        (lambda _: graphiques.comparer("46", "12"), "compare une fiche à d’autres lieux"),
        (lambda f: graphiques.comparer(f, "12", "12"), "l’Aveyron y est deux fois"),
        (lambda f: graphiques.comparer(f, "2A", "2B"), "la Corse y est deux fois"),
        (lambda f: graphiques.comparer(f, ["12", "81"]), "sans crochets"),
    ],
)  # fmt: skip
def test_ce_qui_n_est_pas_du_bon_type_dit_quoi_ecrire(lot, appel, message):
    with pytest.raises(ErreurFiche) as refus:
        appel(lot)
    assert message in lisible(str(refus.value))


def test_un_nombre_s_ecrit_de_meme_dans_l_image_le_tableau_et_la_cle():
    for valeurs, ecrit in (([1850, 12], "1 850"), ([3841, None], "3 841"), ([0.123, 0.127], "0,123")):
        f = graphiques.barres(pd.DataFrame({"Pays": ["Allemagne", "Japon"], "Emplois": valeurs}), titre="T")
        assert ecrit in ecrits(f)
        assert f">{ecrit}<" in lisible(f.table_html)
        assert lisible(f.lecture) == f"Allemagne, Emplois : {ecrit}."
    axe = ecrits(graphiques.barres(pd.DataFrame({"n": ["a"], "v": [4200]}), titre="T"))
    assert {"4 000", "4 200"} <= set(axe)


def test_la_cle_et_l_alternative_disent_les_noms_entiers(lot):
    long = "Produits " + "très " * 30 + "longs"
    f = graphiques.barres(pd.DataFrame({"n": [long, f"{long} aussi"], "v": [1, 2]}), titre="T")
    assert long in f.lecture
    assert f"{long} aussi" in f.alternative
    assert len(f.table) == 2
    assert lisible(graphiques.courbe(lot.exportations.par_trimestre(), titre="T").lecture).startswith(
        "au T1 2024, valeur :"
    )


def test_comparer_met_tout_a_la_meme_echelle_et_refuse_soi_meme(lot):
    f = graphiques.comparer(lot, "12", nombre=2)
    assert f.titre == "Premiers pays partenaires, Lot et Aveyron (2024)"
    assert f.table.columns.tolist()[2:] == [
        "Lot, importations (euros)", "Aveyron, importations (euros)", "Lot, exportations (euros)",
        "Aveyron, exportations (euros)",
    ]  # fmt: skip
    assert f.alternative.index("Importations") < f.alternative.index("Exportations")
    soi = graphiques.comparer(lot, "46")
    assert soi == Mention("Cette comparaison avec le Lot n’a pas d’objet dans sa propre fiche.")
    assert graphiques.comparer(lot, "46", "12", nombre=2).titre == f.titre
    with pytest.raises(ErreurFiche, match="il ne tient que 40 barres"):
        graphiques.comparer(lot, "12", nombre=30)
    for faux in ((), ("12", "81", "31", "32")):
        with pytest.raises(ErreurFiche, match="demande un à trois autres lieux"):
            graphiques.comparer(lot, *faux)


def test_la_carte_colore_par_classes_et_compte_ce_qui_manque():
    f = graphiques.carte(pd.DataFrame({"code": ["46", "20", "974"], "valeur": [3, 2, 1]}), "code", titre="T")
    dits = ecrits(f)
    assert "sans donnée (97 départements)" in dits
    assert sum("1 département" in dit for dit in dits) == 3
    assert f.table["Département"].tolist() == ["Lot", "Corse", "La Réunion"]


# --- les tableaux
def test_un_tableau_de_la_fiche_a_noms_unites_signes_et_total(lot):
    html = lisible(graphiques.tableau(lot.departement.pays(2), titre="Deux pays", total=True).html())
    table = ElementTree.fromstring(re.search("<table.*</table>", html)[0])
    assert [th.text for th in table.iter("th")][:5] == [
        "Code pays", "Pays", "Importations (euros)", "Exportations (euros)", "Solde (euros)",
    ]  # fmt: skip
    soldes = [ligne.findall("*")[4].text for ligne in table.findall("tbody/tr")]
    assert all(solde[0] in "+−" for solde in soldes)
    total = [case.text or "" for case in table.find("tfoot/tr")]
    pays = lot.departement.pays(2)
    assert total[0] == "Total des 2 lignes"
    assert total[2].replace(" ", "") == str(pays["importations"].sum())


def test_les_parts_sont_des_pourcentages_et_les_absents_n_d():
    table = marquer(pd.DataFrame({"libelle": ["a", "b"], "part": [0.1234, np.nan], "points": [0.02, -0.01]}))
    html = lisible(graphiques.tableau(table).html())
    assert ">12,3 %<" in html
    assert ">n.d.<" in html
    assert ">+2,0 %<" in html
    assert ">−1,0 %<" in html


@pytest.mark.parametrize("table", [pd.DataFrame({"valeur": [5]}), marquer(pd.DataFrame({"valeur": [5.0]}))])
def test_un_montant_qui_n_est_plus_un_euro_n_en_prend_pas_le_nom(table):
    """Une colonne de l’analyste, ou une valeur divisée : le titre ne lui prête aucune unité."""
    assert "euros" not in graphiques.tableau(table).html()


CHANGEES = {
    "divisée, arrondie": lambda t: t.assign(valeur=(t["valeur"] / 1e6).round().astype(int)),
    "en milliers": lambda t: t.assign(valeur=t["valeur"] // 1000),
    "écrite": lambda t: t.assign(valeur=[3, 4, 5, 6]),
    "décrite": lambda t: t.describe()[["valeur"]],
    "d’un autre nom": lambda t: t.assign(exportations=[3, 4, 5, 6])[["libelle", "exportations"]],
}
GARDEES = {
    "head": lambda t: t.head(2),
    "tri": lambda t: t.sort_values("part"),
    "filtre": lambda t: t[t["part"] < 0.5],
    "index": lambda t: t.set_index("libelle"),
    "renommée": lambda t: t.rename(columns={"valeur": "importations"}),
    "à trous": lambda t: t[["pays", "valeur"]].merge(t.head(1)[["pays", "part"]], how="outer").reindex(range(5)),
    "réunie": lambda t: pd.concat([t, FICHES[0].importations.par_pays(2)]),
    "somme par groupe": lambda t: t.groupby(t["part"] > 0.18)["valeur"].sum(),
}
FICHES: list[Fiche] = []


@pytest.mark.parametrize("calcul", CHANGEES)
def test_une_colonne_dont_les_valeurs_changent_perd_son_unite(lot, calcul):
    table = CHANGEES[calcul](lot.exportations.par_pays(3))
    assert "(euros)" not in graphiques.tableau(table).html()
    assert "M€" not in graphiques.barres(table, titre="T").lecture


@pytest.mark.parametrize("calcul", GARDEES)
def test_une_colonne_dont_les_valeurs_restent_garde_son_unite(lot, calcul):
    FICHES[:] = [lot]
    assert "(euros)" in graphiques.tableau(GARDEES[calcul](lot.exportations.par_pays(3))).html()


def test_une_part_multipliee_n_est_plus_un_ratio(lot):
    part = lot.exportations.par_pays(3).assign(part=lambda t: t["part"] * 100)
    t = graphiques.tableau(part[["libelle", "part"]])
    assert "%" not in t._lignes_html()
    assert [c["type"] for c in t.donnees()["colonnes"]] == ["texte", "nombre"]


def test_une_table_de_la_fiche_s_enregistre_en_parquet(lot, tmp_path):
    lot.exportations.par_pays(3).to_parquet(tmp_path / "t.parquet")
    assert "euros" not in graphiques.tableau(pd.read_parquet(tmp_path / "t.parquet")).html()


def test_un_long_tableau_est_entier_dans_son_csv():
    t = graphiques.tableau(pd.DataFrame({"rang": range(500)}, index=[f"l{i}" for i in range(500)]), titre="Long")
    assert t.html().count("<tr>") == 51
    assert "450 autres lignes ne sont pas montrées." in lisible(t.html())
    assert len(t.donnees()["lignes"]) == 500
    assert en_csv(t.plate).decode().startswith(f"{BOM};rang\r\nl0;0\r\n")


def test_une_serie_un_index_a_etages_une_table_vide_se_montrent():
    assert "<caption>S</caption>" in graphiques.tableau(pd.Series([1], index=["a"], name="n"), titre="S").html()
    assert "Aucune donnée." in graphiques.tableau(pd.DataFrame()).html()
    etages = pd.MultiIndex.from_product([["E", "I"], [1, 2]], names=["sens", "t"])
    t = graphiques.tableau(
        pd.DataFrame([[1, 2]] * 4, index=etages, columns=pd.MultiIndex.from_product([["a"], ["b", "c"]]))
    )
    assert t.plate.columns.tolist() == ["sens", "t", "a, b", "a, c"]
    assert isinstance(t, Tableau)


def test_un_dessin_habille_ne_reste_pas_ouvert_et_garde_ses_reperes(habillees):  # noqa: F811
    axes = sns.scatterplot(x=[1, 2], y=[1, 2])
    f = graphiques.figure(axes, titre="Nuage", alternative="Deux points.", donnees=pd.DataFrame({"x": [1, 2]}))
    assert not plt.get_fignums()
    assert 'aria-label="Deux points."' in f.svg
    assert set(re.findall(r"url\(#([a-z]+)-", f.svg)) <= {"figure"}
    assert (
        graphiques.figure(axes, titre="T", alternative="A", donnees=f.table, source="Insee").source
        == "Source\u00a0: Insee."
    )


def test_un_texte_des_donnees_reste_ce_qu_il_est_dans_le_dessin(habillees):  # noqa: F811
    """Un code NAF, un SIREN ne sont pas des nombres ; une case d’`annot` et une graduation en sont."""
    codes = pd.DataFrame({"naf": ["01.13", "10.13"], "v": [0.25, 0.5]})
    figure, (gauche, droite) = plt.subplots(1, 2)
    sns.heatmap(codes.set_index("naf"), annot=True, cbar=False, ax=gauche)
    gauche.set_title("SIREN 123.456.789, de 1.2345 à 2.5")
    droite.bar(["20.13", "b"], [1, 2])
    droite.text(0, 1, "10.13")
    dits = ecrits(graphiques.figure(figure, titre="T", alternative="A", donnees=codes))
    assert {"01.13", "10.13", "20.13", "SIREN 123.456.789, de 1.2345 à 2.5", "0,25", "0,5"} <= set(dits)
    assert dits.count("10.13") == 2


# --- la source
def montree(objet: object, **lot: object) -> str:
    """La source que la page écrit sous ce que montre une cellule d’un carnet qui a ces variables."""
    with patch.object(jupyter, "get_ipython", return_value=SimpleNamespace(user_ns=lot)):
        return jupyter._legender(objet)[MIME_DONNEES]["source"]


def test_les_douanes_ne_repondent_que_de_leurs_donnees(lot):
    a_moi = pd.DataFrame({"departement": ["46", "12"], "v": [1, 2]})
    dessins = {
        "barres": lambda t: graphiques.barres(t, titre="T"),
        "tableau": graphiques.tableau,
        "figure": lambda t: graphiques.figure(plt.figure(), titre="T", alternative="A", donnees=t),
    }
    for dessiner in dessins.values():
        assert montree(dessiner(lot.exportations.par_pays(2)), fiche=lot) == lot.source
        assert montree(dessiner(a_moi), fiche=lot) == SIMULEES
        assert montree(dessiner(a_moi)) == ""
    assert montree(graphiques.carte(a_moi, titre="T"), fiche=lot) == SIMULEES
    assert montree(graphiques.carte(lot.pour("region-76").par_departement(), titre="T"), fiche=lot) == lot.source
    assert montree(graphiques.tableau(a_moi, source="Urssaf")) == "Source\u00a0: Urssaf."
    assert 'class="source"' not in graphiques.barres(a_moi, titre="T").html()


# --- des tables comme il en vient
@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"nom": ["a", "b"], "v": pd.array([1, None], dtype="Int64")}),
        pd.DataFrame({"nom": ["a", "b"], "v": [1, np.inf]}),
        pd.DataFrame({"nom": ["a", "b"], "ok": [True, False], "v": [1, 2]}),
        pd.DataFrame({"v": [1, 2]}, index=["a", "b"]),
        pd.DataFrame({"v": [1, 2]}, index=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["nom", "rang"])),
        pd.DataFrame({"nom": ["a", "b"], "v": [Decimal(1), Decimal("2.5")]}),
        pd.DataFrame({"nom": [None, "b"], "v": [1, 2]}),
        pd.DataFrame({"nom": pd.Categorical(["a", "b"]), "v": [1, -2]}),
        pa.table({"nom": ["a", "b"], "v": [1, 2]}),
    ],
)  # fmt: skip
def test_une_table_comme_il_en_vient_se_dessine(table):
    for dessiner in (graphiques.barres, graphiques.courbe):
        f = dessiner(table, titre="T", valeurs="v")
        assert ElementTree.fromstring(f.html()) is not None
        assert ".." not in f.lecture
        carnet = new_notebook(cells=[new_code_cell("x", outputs=[new_output("display_data", f._repr_mimebundle_())])])
        assert classeur(carnet)


def test_ce_qui_ne_se_mesure_pas_se_dit():
    with pytest.raises(ErreurFiche, match="deux colonnes de la table ont le même nom"):
        graphiques.barres(pd.DataFrame([["a", 1, 2]], columns=["n", "v", "v"]), titre="T")
    absents = pd.DataFrame({"n": ["a"], "v": [np.nan]})
    assert graphiques.barres(absents, titre="T") == Mention("Aucune donnée à montrer.")


def test_une_date_un_nom_long_et_un_dollar_se_lisent_dans_le_dessin():
    f = graphiques.courbe(
        pd.DataFrame({"d": pd.date_range("2024-01-01", periods=24, freq="MS"), "v": range(24)}), titre="T"
    )
    dits = ecrits(f)
    assert "1er janvier 2024" in dits
    assert len([dit for dit in dits if "20" in dit and len(dit) > 8]) < 12  # aucun n’en touche un autre
    f = graphiques.barres(pd.DataFrame({"n": ["Mot " * 40, "à $x^2$ près"], "v": [1, 2]}), titre="T")
    assert any(dit.startswith("Mot Mot") and dit.endswith("…") for dit in ecrits(f))
    assert "à $x^2$ près" in ecrits(f)


def test_des_ratios_gardent_leurs_decimales():
    table = pd.DataFrame({"departement": ["46", "12", "81"], "v": [0.12, 0.1, 0.375]})
    assert lisible(graphiques.barres(table, titre="T").lecture) == "46, v : 0,120."
    assert any("0,100" in dit for dit in ecrits(graphiques.carte(table, titre="T")))


@pytest.mark.parametrize(
    ("colonne", "total"),
    [
        ([3200, 12400], "15 600"), ([1.5, 2.25], ""), (pd.array([1, None], dtype="Int64"), "n.d."), (["a", "b"], ""),
        ([3841, np.nan], "n.d."), ([np.nan, np.nan], ""), ([3200.0, 1.0], "3 201"),
    ],
)  # fmt: skip
def test_le_total_additionne_les_entiers_de_l_analyste(colonne, total):
    html = graphiques.tableau(pd.DataFrame({"secteur": ["Aéro", "Bois"], "v": colonne}), total=True).html()
    assert [lisible(c) for c in re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", html.split("<tfoot>")[1])] == [
        "Total",
        total,
    ]


def pied(table: pd.DataFrame) -> list[str]:
    bas = graphiques.tableau(table, total=True).html().split("<tfoot>")[1].split("</tfoot>")[0]
    return [lisible(case) for case in re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", bas)]


@pytest.mark.parametrize("nom", ["Année", "TAUX", "code_insee", "Part des cadres", "prix", "Rangs", "indice", "x %"])
def test_un_total_n_additionne_pas_ce_que_son_nom_dit_date_code_ou_rapport(nom):
    assert pied(pd.DataFrame({"secteur": ["Aéro", "Bois"], nom: [1, 2]})) == ["Total", ""]


def test_le_total_n_ecrase_pas_la_somme_de_la_premiere_colonne():
    assert pied(pd.DataFrame({"usines": [3, 4], "emplois": [10, 20]})) == ["Total : 7", "30"]


def test_le_total_d_une_table_de_la_fiche_n_additionne_que_ses_unites(lot):
    entiere = lot.exportations.par_pays(3)
    assert pied(entiere)[0] == "Total"
    assert pied(entiere)[-1] == "100,0 %"
    assert pied(entiere.assign(usines=[1, 2, 3, 4]))[-1] == ""
    tronquee = pied(entiere.head(2))
    assert (tronquee[0], tronquee[-1]) == ("Total des 2 lignes", "")


@pytest.mark.parametrize("ligne", ["Total", "TOTAL", "Total général", "Total des ventes"])
def test_un_total_deja_la_se_refuse(ligne):
    with pytest.raises(ErreurFiche, match="serait comptée deux fois"):
        graphiques.tableau(pd.DataFrame({"n": ["Total Énergies", ligne], "v": [1, 2]}), total=True)


def test_un_total_des_contributions_se_refuse(lot):
    with pytest.raises(ErreurFiche, match="un total des contributions"):
        graphiques.tableau(lot.exportations.contributions(), total=True)


def test_un_total_n_additionne_pas_les_deux_sens(lot):
    with pytest.raises(ErreurFiche, match="additionnerait importations et exportations"):
        graphiques.tableau(lot.departement.activites(2), total=True)
    assert pied(lot.departement.activites(2).query('sens == "E"'))[-1] == "100,0 %"
    assert (
        "<tfoot>"
        not in graphiques.tableau(lot.departement.activites(2).head(0).drop(columns="sens"), total=True).html()
    )
