"""Les sorties d’une cellule : tableaux pandas et images, dignes d’une publication."""

from decimal import Decimal

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag

from fiches.graphiques import legendes
from fiches.graphiques.a_emporter import MIME_DONNEES
from fiches.graphiques.tableau import tableau as presenter
from fiches.page.sorties import SANS_ALTERNATIVE, SortieVivante, muette, rendre, retires

PNG = {"image/png": "aGVs\nbG8=\n", "text/plain": "<Figure size 640x480 with 1 Axes>"}


def tableau(df: pd.DataFrame, source: str = "") -> Tag:
    montre = presenter(df, titre=legendes.lire(source).get("cap"))
    return BeautifulSoup(rendre(montre._repr_mimebundle_(), source), "html.parser")


def colonnes(table: Tag) -> dict[str, list[str]]:
    lignes = [[c.get_text() for c in ligne.select("td, th")] for ligne in table.select("tr")]
    return {nom: [ligne[i] for ligne in lignes[1:]] for i, nom in enumerate(lignes[0])}


def test_les_nombres_d_un_tableau_sont_ecrits_a_la_francaise_colonne_par_colonne():
    df = pd.DataFrame(
        {"valeur": [1234567, -46000], "part": [0.5, -12.25], "annee": [2024, -9999], "nombre": [5, 34170]}
    )
    lu = colonnes(tableau(df))
    assert lu["valeur"] == ["1\u202f234\u202f567", "−46\u202f000"]
    assert lu["part"] == ["0,50", "−12,25"]
    assert lu["annee"] == ["2024", "−9999"]
    assert lu["nombre"] == ["5", "34\u202f170"]


@pytest.mark.parametrize("texte", ["005520135", "01012100", "01.21", "0565231000", "1234567", "12%", "nan", "True"])
def test_un_texte_reste_un_texte_quelle_que_soit_son_allure(texte: str):
    table = tableau(pd.DataFrame({"rang": [1], "code": [texte]}))
    assert colonnes(table)["code"] == [texte]
    assert table.select("td")[1]["class"] == ["t"]


@pytest.mark.parametrize(
    ("valeurs", "attendus"),
    [
        ([1.5, None], ["1,5", "n.d."]),
        ([float("inf"), -float("inf")], ["∞", "−∞"]),
        ([1_234_567.891, 2.0], ["1\u202f234\u202f568", "2"]),
        ([0.123456789, 0.5], ["0,123457", "0,500000"]),
        ([True, False], ["oui", "non"]),
        (pd.to_datetime(["2025-03-01", "2025-03-12"]), ["1er\u00a0mars 2025", "12\u00a0mars 2025"]),
        (pd.array([1, None], dtype="Int64"), ["1", "n.d."]),
        ([Decimal("636.40"), Decimal(2)], ["636,4", "2,0"]),
        (["a", None], ["a", "n.d."]),
    ],
    ids=["absent", "infini", "grands", "petits", "booléens", "dates", "entiers", "décimaux", "textes"],
)
def test_une_colonne_s_ecrit_selon_son_type(valeurs, attendus: list[str]):
    assert colonnes(tableau(pd.DataFrame({"nom": ["x", "y"], "c": valeurs})))["c"] == attendus


def test_des_etages_d_index_et_de_colonnes_se_lisent():
    index = pd.MultiIndex.from_product([["E", "I"], [1, 2]], names=["sens", "trimestre"])
    table = tableau(pd.DataFrame([[1, 2]] * 4, index=index, columns=pd.MultiIndex.from_tuples([("a", "b"), ("a", "")])))
    assert [th.get_text() for th in table.select("thead th")] == ["sens", "trimestre", "a, b", "a"]
    assert [th.get_text() for th in table.select("tbody tr")[2].select("th")] == ["I", "1"]


def test_une_table_vide_ou_sans_colonne_se_dit():
    assert "Aucune donnée." in tableau(pd.DataFrame()).get_text()
    assert [th.get_text() for th in tableau(pd.DataFrame({"a": [], "b": []})).select("th")] == ["a", "b"]


def test_un_tableau_annonce_ses_en_tetes_et_sa_legende():
    df = pd.DataFrame({"produit": ["Avions"], "valeur": [12]}).set_index("produit")
    table = tableau(df, "#| fig-cap: Deux & trois\ndf")
    assert table.caption is not None
    assert table.caption.get_text() == "Deux & trois"
    assert [(th.get_text(), th["scope"]) for th in table.select("th")] == [
        ("produit", "col"),
        ("valeur", "col"),
        ("Avions", "row"),
    ]
    assert table.select_one('[role="region"][tabindex="0"]')["aria-label"] == "Deux & trois"


def test_la_case_vide_du_coin_n_est_pas_un_en_tete():
    table = tableau(pd.DataFrame({"a": [1]}, index=["Lot"]))
    assert [th.get_text() for th in table.select("thead th")] == ["a"]
    assert table.select_one("thead td") is not None


def test_les_rangs_de_pandas_ne_paraissent_pas_et_la_premiere_colonne_nomme_la_ligne():
    table = tableau(pd.DataFrame({"pays": ["Espagne", "Italie"], "valeur": [3, 4]}))
    assert colonnes(table) == {"pays": ["Espagne", "Italie"], "valeur": ["3", "4"]}
    assert [(th.get_text(), th["scope"]) for th in table.select("tbody th")] == [("Espagne", "row"), ("Italie", "row")]


@pytest.mark.parametrize(
    "df",
    [
        pd.DataFrame({"pays": ["Espagne", "Italie"]}, index=[3, 7]),
        pd.DataFrame({"pays": ["Espagne", "Italie"]}).rename_axis("enfants"),
    ],
    ids=["filtrée", "index nommé"],
)
def test_un_index_qui_dit_quelque_chose_reste(df: pd.DataFrame):
    assert [th.get_text() for th in tableau(df).select("tbody th")] == [str(rang) for rang in df.index]


def test_un_long_tableau_dit_ce_qu_il_ne_montre_pas():
    table = tableau(pd.DataFrame({"a": range(1000)}))
    assert len(table.select("tbody tr")) == 50
    assert "950 autres lignes ne sont pas montrées." in table.get_text()


def test_le_texte_d_un_tableau_reste_du_texte():
    table = tableau(pd.DataFrame({"a": ["<script>x</script>"]}))
    assert table.script is None
    assert colonnes(table)["a"] == ["<script>x</script>"]


def test_une_figure_de_la_fiche_est_inseree_telle_quelle():
    html = '<figure class="fiche-figure"><svg></svg><table><tr><td>1.5</td></tr></table></figure>'
    assert rendre({"text/html": html, "text/plain": "x", MIME_DONNEES: {}}, "") == f'<div class="sortie">{html}</div>'


@pytest.mark.parametrize(
    "html", ["<b>gras<table><tr><td>1", "<!-- note", "<style>p{", "<textarea>a", "</div></section>"]
)
def test_un_html_laisse_ouvert_n_avale_pas_la_suite(html: str):
    page = BeautifulSoup(rendre({"text/html": html}, "") + "<p>suite</p>", "html.parser")
    assert [enfant.name for enfant in page.children] == ["div", "p"]


def test_la_source_de_l_analyste_remplace_celle_de_la_fiche():
    sortie = {"text/html": "<table><tr><td>1</td></tr></table>"}
    html = rendre(sortie, "#| fig-cap: Les emplois\n#| source: Insee, <2022>", origine="Source : les douanes.")
    assert '<p class="source">Source\u00a0: Insee, &lt;2022&gt;.</p>' in html
    assert "douanes" not in html


def test_une_image_porte_la_description_ecrite_en_tete_de_cellule():
    html = rendre(PNG, '#| fig-cap: Par "an"\n#| fig-alt: De 1 à 3 <millions>.\nplt.plot()')
    assert html == (
        '<figure class="sortie image"><figcaption>Par &quot;an&quot;</figcaption>'
        '<div class="cadre" role="region" tabindex="0" aria-label="Par &quot;an&quot;">'
        '<img alt="De 1 à 3 &lt;millions&gt;." src="data:image/png;base64,aGVsbG8="></div></figure>'
    )


def test_une_image_sans_description_le_dit():
    assert f'alt="{SANS_ALTERNATIVE}"' in rendre(PNG, "plt.plot()")


def test_un_svg_devient_une_image_dont_le_contenu_est_isole():
    html = rendre({"image/svg+xml": "<svg><script>alert(1)</script></svg>"}, "#| fig-alt: Un rond")
    assert "<script" not in html
    assert 'src="data:image/svg+xml;base64,' in html


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [
        ("-26000000", "−26 000 000"), ("np.float64(12.5)", "12,5"), ("2024", "2024"), ("'L\\'Ain'", "L’Ain"),
        ("['a', 2.5]", "a|2,5"), ("(1, 'b')", "1|b"), ("'<b>x'", "<b>x"), ("''", ""),
        ("{'a': 1}", None), ("array([1, 2])", None), ("<__main__.Objet object at 0x7f>", None), ("Objet(1)", None),
        ("[[1], [2]]", None), ("<Axes: >", ""), ("Text(0.5, 1.0, 'T')", ""),
        ("[<matplotlib.lines.Line2D at 0x7f>]", ""),
    ],
)  # fmt: skip
def test_une_valeur_laissee_en_fin_de_cellule_se_lit_ou_se_nomme(brut: str, attendu: str | None):
    """`None` : elle n’a pas de forme à montrer, et l’analyste en est averti ; « » : elle n’apprend rien."""
    lue = BeautifulSoup(rendre({"text/plain": brut}, ""), "html.parser")
    dit = "|".join(e.get_text() for e in lue.select("li, p")).replace("\u00a0", " ").replace("\u202f", " ")
    assert dit == (attendu or "")
    assert bool(muette({"text/plain": brut})) == (attendu is None)


@pytest.mark.parametrize("balise", ["script", "IFRAME", "audio", "object"])
def test_ce_qui_demande_des_scripts_prend_son_image_ou_fait_echouer(balise: str):
    html = {"text/html": f"<div><{balise} src='https://x'></{balise}></div>"}
    with pytest.raises(SortieVivante, match=balise.lower()):
        rendre(html, "")
    assert "data:image/png" in rendre(html | PNG, "#| fig-alt: Un plan")
    with pytest.raises(SortieVivante, match="plotly"):
        rendre({"application/vnd.plotly.v1+json": {}, "text/plain": "x"}, "")


def test_une_formule_devient_une_image_decrite():
    lue = BeautifulSoup(rendre({"text/latex": r"$\displaystyle x^2$", "text/plain": "x"}, ""), "html.parser")
    assert lue.img["alt"] == "x^2"
    assert lue.img["src"].startswith("data:image/svg+xml;base64,")


def test_une_image_garde_la_description_qu_elle_porte():
    html = rendre(PNG, "", metadonnees={"image/png": {"alt": "Un plan"}})
    assert 'alt="Un plan"' in html
    assert 'alt="Mieux"' in rendre(PNG, "#| fig-alt: Mieux", metadonnees={"image/png": {"alt": "Un plan"}})


def test_des_donnees_simulees_le_disent_sous_ce_que_l_analyste_ajoute():
    for donnees in (PNG, {"text/html": "<table><tr><td>1</td></tr></table>"}):
        assert '<p class="source">Source : essai &amp; démonstration.</p>' in rendre(
            donnees, "", "Source : essai & démonstration."
        )
        assert 'class="source"' not in rendre(donnees, "")
    assert 'class="source"' not in rendre({"text/html": '<figure class="fiche-figure"></figure>'}, "", "Source.")


@pytest.mark.parametrize(
    ("html", "reste", "nomme"),
    [
        ("<style>body{display:none}</style>", "", "<style> qui porte sur toute la page"),
        ("<style>@media print{#T_a{color:red}}</style>", "", "<style> qui porte sur toute la page"),
        ("<a href=' java\nscript:alert(1)'>a</a>", "<a>a</a>", 'href="javascript:…"'),
        ("<b onclick='x()'>b</b>", "<b>b</b>", "onclick"),
        ("<p>a</p><form><input></form>", "<p>a</p>", "<form>"),
        ("<meta http-equiv='refresh' content='0'>", "", "<meta>"),
        ("<base href='https://x/'>", "", "<base>"),
        ("<link rel='stylesheet' href='https://x/'>", "", "<link>"),
    ],
)
def test_ce_qui_agirait_hors_de_la_cellule_est_retire_et_nomme(html: str, reste: str, nomme: str):
    assert rendre({"text/html": html}, "") == f'<div class="sortie">{reste}</div>'
    assert retires({"text/html": html}) == [nomme]


def test_un_style_qui_ne_porte_que_sur_ce_que_montre_la_cellule_reste():
    table = '<table id="T_a"><tbody><tr><td id="T_a_row0_col0">1</td></tr></tbody></table>'
    style = "<style>\n#T_a td, #T_a_row0_col0 {\n  color: red;\n}\n/* note */\n</style>"
    html = rendre({"text/html": style + table + '<div id="gt"></div><style>#gt b{color:red} p{color:red}</style>'}, "")
    assert "#T_a td, #T_a_row0_col0 {\n  color: red;\n}" in html
    assert "#gt b {color:red}" in html
    assert "p{" not in html
    assert table in html
    assert retires({"text/html": style + table}) == []


def test_une_sortie_dans_une_forme_inconnue_se_nomme():
    assert "application/x-inconnu" in muette({"application/x-inconnu": "z", "text/plain": "<objet>"})
    assert "application/x-inconnu" in muette({"application/x-inconnu": "z"})
    assert not muette({"application/x-inconnu": "z", "text/plain": "12"})
