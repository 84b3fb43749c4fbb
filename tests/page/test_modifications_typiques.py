"""Ce qu’un analyste change dans le carnet se voit dans la page : les modifications courantes, faites comme lui."""

from copy import deepcopy
from pathlib import Path

import matplotlib as mpl
import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from fiches.carnet import modele
from fiches.carnet.execution import CarnetInterrompu, executer
from fiches.page.html import exporter
from fiches.socle.chemins import CARNETS

pytestmark = pytest.mark.carnet


@pytest.fixture
def carnet(donnees_demo: Path, monkeypatch: pytest.MonkeyPatch) -> NotebookNode:
    monkeypatch.setenv("FICHES_DONNEES", str(donnees_demo))
    return nbformat.read(CARNETS / "commerce-exterieur.ipynb", as_version=4)


def cellule(carnet: NotebookNode, nom: str) -> NotebookNode:
    return next(c for c in carnet.cells if c.id == nom)


def alleger(carnet: NotebookNode, *garder: str) -> None:
    """Ne garde que ce que l’essai regarde, pour qu’il ne dure pas : paramètres, fiche, titre, et les cellules dites."""
    utiles = {"parametres", "preparation", "titre", *garder}
    carnet.cells = [c for c in carnet.cells if c.id in utiles]


def ajouter(carnet: NotebookNode, *cellules: NotebookNode) -> None:
    carnet.cells += cellules


def page(carnet: NotebookNode) -> BeautifulSoup:
    fait = executer(carnet, {"departement": "46", "annee": 2024}, dans_ce_processus=True, limite_s=60)
    return BeautifulSoup(exporter(fait), "html.parser")


def texte(element: BeautifulSoup | Tag) -> str:
    return " ".join(element.get_text(" ").replace("\u00a0", " ").replace("\u202f", " ").split())


def lignes(page: BeautifulSoup, ancre: str) -> int:
    """Le nombre de lignes du tableau d’une figure."""
    figure = page.select_one(f'figure[id^="{ancre}"]')
    assert figure is not None
    return len(figure.select("table tbody tr"))


def test_recrire_un_paragraphe_et_changer_le_titre(carnet):
    alleger(carnet, "introduction")
    cellule(carnet, "titre").source = "# Le commerce du territoire"
    cellule(carnet, "introduction").source = "## Introduction\n\nUn paragraphe récrit, avec du **gras**."
    lue = page(carnet)
    assert texte(lue.h1) == "Le commerce du territoire"
    assert "Un paragraphe récrit, avec du gras ." in texte(lue.main)
    assert len(lue.find_all("h1")) == 1


def test_ajouter_une_valeur_calculee(carnet):
    alleger(carnet, "introduction")
    cellule(
        carnet, "introduction"
    ).source = "## Introduction\n\nVendu : {eval}`fiche.exportations.total` en {eval}`fiche.annee`."
    assert "Vendu : 636,4 millions d’euros en 2024." in texte(page(carnet).main)


def test_cinq_pays_et_quinze_produits(carnet):
    alleger(carnet, "graphique-pays", "flux-export-departement", "balance")
    parametres = cellule(carnet, "parametres")
    parametres.source = parametres.source.replace("pays = 10", "pays = 5").replace("produits = 10", "produits = 15")
    lue = page(carnet)
    assert lignes(lue, "pays-46-2024") == 5
    assert "les cinq premiers pays" in texte(lue.main)
    produits = lue.select_one('figure[id^="flux-export-46"]').select("table tbody tr")
    noms = {texte(ligne.th) for ligne in produits}
    assert len(noms - {"Autres produits"}) == 15


def test_dix_flux_en_rouge(carnet):
    alleger(carnet, "flux-export-departement")
    graphique = cellule(carnet, "flux-export-departement")
    graphique.source = graphique.source.replace("en_rouge=en_rouge", "en_rouge=10")
    assert len(page(carnet).select("figure td.rouge")) == 10


def test_deplacer_une_section_et_retirer_la_carte_proportionnelle(carnet):
    alleger(carnet, "contexte", "balance", "graphique-pays")
    contexte = cellule(carnet, "contexte")
    carnet.cells.remove(contexte)
    ajouter(carnet, contexte)
    lue = page(carnet)
    titres = [texte(h) for h in lue.main.find_all("h2")]
    assert titres == ["La balance commerciale du territoire", "Contexte"]
    assert [texte(a) for a in lue.select("nav.sommaire a")] == titres
    assert not lue.select('figure[id^="activites"]')


def test_une_section_avec_un_tableau_pandas(carnet):
    alleger(carnet)
    ajouter(
        carnet,
        new_markdown_cell("## Les fournisseurs"),
        new_code_cell(
            "#| fig-cap: Les trois premiers pays\n"
            "fiche.departement.pays(3)[['libelle', 'importations', 'exportations']]"
        ),
    )
    table = page(carnet).select_one("table.dataframe")
    assert texte(table.caption) == "Les trois premiers pays"
    assert all(th.get("scope") for th in table.find_all("th"))
    montants = [td.get_text() for td in table.select("tbody td")]
    assert len(montants) == 6
    assert all("\u202f" in montant for montant in montants)  # « 128 700 000 », à la française


def test_un_graphique_seaborn_et_une_figure_matplotlib(carnet):
    alleger(carnet)
    ajouter(
        carnet,
        new_markdown_cell("## À moi"),
        new_code_cell(
            "#| fig-cap: Cinq pays\n#| fig-alt: L’Allemagne vient en tête, devant les États-Unis.\n"
            "import seaborn as sns\n\nsns.barplot(fiche.departement.pays(5), x='exportations', y='libelle');"
        ),
        new_code_cell(
            "#| fig-alt: Une droite qui monte.\nimport matplotlib.pyplot as plt\n\nplt.plot([1, 2, 3])\nplt.show()"
        ),
    )
    lue = page(carnet)
    dessins = lue.select("figure.image svg")
    dits = [svg["aria-label"] for svg in dessins]
    assert dits == ["L’Allemagne vient en tête, devant les États-Unis.", "Une droite qui monte."]
    assert "Allemagne" in texte(dessins[0])  # du texte vrai, dans la police de la page
    assert not lue.select("figure.image img")
    reperes = [e["id"] for e in lue.select("[id]")]
    assert len(reperes) == len(set(reperes))


def test_une_figure_trop_lourde_pour_un_dessin_reste_une_image(carnet):
    alleger(carnet)
    nuage = "import matplotlib.pyplot as plt\n\nplt.scatter(range(5000), range(5000))\nplt.show()"
    ajouter(carnet, new_code_cell(f"#| fig-alt: Une diagonale de points.\n{nuage}"))
    lue = page(carnet)
    assert [i["alt"] for i in lue.select("figure.image img")] == ["Une diagonale de points."]
    assert not lue.select("figure.image svg")


def test_les_reglages_de_matplotlib_du_poste_ne_changent_pas_la_page(carnet):
    ajouter(carnet, new_code_cell("#| fig-alt: Une droite.\nimport seaborn as sns\n\nsns.lineplot(x=[1, 2], y=[1, 2])"))
    ordinaire = str(page(deepcopy(carnet)))
    with mpl.rc_context({"savefig.bbox": "tight", "path.sketch": (1, 100, 2), "font.family": ["serif"]}):
        assert str(page(carnet)) == ordinaire


def test_un_graphique_nouveau_tire_de_la_fiche(carnet):
    alleger(carnet)
    ajouter(carnet, new_code_cell("graphiques.flux(fiche.france.importations, produits=4, pays=3, en_rouge=2)"))
    figure = page(carnet).select_one('figure[id^="flux-import-france"]')
    assert figure.svg is not None
    assert len(figure.select("td.rouge")) == 2


def test_une_faute_dans_une_expression_nomme_la_cellule_et_l_expression(carnet):
    alleger(carnet, "contexte")
    cellule(carnet, "contexte").source = "## Contexte\n\n{eval}`fiche.exportation.total`"
    with pytest.raises(CarnetInterrompu) as erreur:
        page(carnet)
    dit = str(erreur.value).replace("\u00a0", " ")
    assert "(« Contexte »)" in dit
    assert "la valeur {eval}`fiche.exportation.total` échoue" in dit


def test_un_nom_de_colonne_faux_nomme_la_cellule_la_ligne_et_la_colonne(carnet):
    alleger(carnet)
    ajouter(
        carnet, new_markdown_cell("## À moi"), new_code_cell("table = fiche.departement.pays(3)\ntable['exportation']")
    )
    with pytest.raises(CarnetInterrompu) as erreur:
        page(carnet)
    dit = str(erreur.value).replace("\u00a0", " ")
    assert "cellule 5 (« À moi »), ligne 2, la colonne ou la clé 'exportation' n’existe pas" in dit


def test_accolade_dollar_chevron_et_esperluette_restent_du_texte(carnet):
    alleger(carnet, "contexte")
    cellule(carnet, "contexte").source = "## Contexte\n\nUn {mot} entre accolades, 5 $ et 6 $, a < b & c > d."
    assert "Un {mot} entre accolades, 5 $ et 6 $, a < b & c > d." in texte(page(carnet).main)


def test_masquer_une_cellule_se_fait_par_une_etiquette(carnet):
    alleger(carnet, "contexte", "introduction")
    cellule(carnet, "contexte").metadata["tags"] = [modele.MASQUER]
    assert "Contexte" not in texte(page(carnet).main)
