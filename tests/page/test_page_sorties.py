"""Les sorties d’une cellule : tableaux pandas et images, dignes d’une publication."""

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag

from fiches.page.sorties import SANS_ALTERNATIVE, rendre

PNG = {"image/png": "aGVs\nbG8=\n", "text/plain": "<Figure size 640x480 with 1 Axes>"}


def tableau(df: pd.DataFrame, source: str = "") -> Tag:
    table = BeautifulSoup(rendre({"text/html": df._repr_html_()}, source), "html.parser")
    return table


def colonnes(table: Tag) -> dict[str, list[str]]:
    lignes = [[c.get_text() for c in ligne.select("td, th")] for ligne in table.select("tr")]
    return {nom: [ligne[i] for ligne in lignes[1:]] for i, nom in enumerate(lignes[0])}


def test_les_nombres_d_un_tableau_sont_ecrits_a_la_francaise():
    df = pd.DataFrame({"valeur": [1234567, -250000], "part": [0.5, -12.25], "annee": [2024, 46000]})
    lu = colonnes(tableau(df))
    assert lu["valeur"] == ["1\u202f234\u202f567", "−250\u202f000"]
    assert lu["part"] == ["0,50", "−12,25"]
    assert lu["annee"] == ["2024", "46000"]


def test_un_pourcentage_de_l_analyste_est_ecrit_a_la_francaise():
    df = pd.DataFrame({"part": [0.199408, -0.5]})
    lu = colonnes(tableau(df.assign(part=df["part"].map("{:.1%}".format), fixe=["12%", "7 %"])))
    assert lu["part"] == ["19,9\u00a0%", "−50,0\u00a0%"]
    assert lu["fixe"] == ["12\u00a0%", "7\u00a0%"]


def test_absents_et_booleens_se_lisent_en_francais():
    lu = colonnes(tableau(pd.DataFrame({"part": [1.5, None], "ok": [True, False]})))
    assert lu["part"] == ["1,5", "–"]
    assert lu["ok"] == ["oui", "non"]


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


def test_un_tableau_abrege_le_dit_en_francais():
    assert "1\u202f000 lignes, 1 colonnes" in tableau(pd.DataFrame({"a": range(1000)})).get_text()


def test_le_texte_d_un_tableau_reste_du_texte():
    table = tableau(pd.DataFrame({"a": ["<script>x</script>"]}))
    assert table.script is None
    assert colonnes(table)["a"] == ["<script>x</script>"]


def test_une_figure_de_la_fiche_est_inseree_telle_quelle():
    html = '<figure class="fiche-figure"><svg></svg><table><tr><td>1.5</td></tr></table></figure>'
    assert rendre({"text/html": html, "text/plain": "x"}, "") == f'<div class="sortie">{html}</div>'


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


@pytest.mark.parametrize("donnees", [{"text/plain": "4"}, {}])
def test_le_texte_brut_ne_parait_pas(donnees):
    assert rendre(donnees, "") == ""


def test_des_donnees_simulees_le_disent_sous_ce_que_l_analyste_ajoute():
    for donnees in (PNG, {"text/html": pd.DataFrame({"a": [1]})._repr_html_()}):
        assert '<p class="source">Source : essai &amp; démonstration.</p>' in rendre(
            donnees, "", "Source : essai & démonstration."
        )
        assert 'class="source"' not in rendre(donnees, "")
    assert 'class="source"' not in rendre({"text/html": '<figure class="fiche-figure"></figure>'}, "", "Source.")
