"""La figure et la mention, telles que la page et le carnet les montrent."""

import re
from dataclasses import FrozenInstanceError
from xml.etree import ElementTree

import pytest
from cas_graphiques import figure

from fiches.donnees.lieu import FRANCE
from fiches.donnees.territoires import departement, region
from fiches.graphiques import Mention
from fiches.graphiques.a_emporter import MIME_DONNEES
from fiches.graphiques.dessin.table import tableau
from fiches.graphiques.figure import identifiant


def test_la_figure_dit_son_titre_son_dessin_sa_lecture_sa_source_et_ses_donnees() -> None:
    f = figure("flux, export")
    racine = ElementTree.fromstring(f.html())
    assert racine.attrib == {
        "class": "fiche-figure",
        "id": "flux-export-46-2024",
        "aria-labelledby": "flux-export-46-2024-titre",
    }
    titre = racine.find("figcaption")
    assert titre is not None
    assert titre.attrib["id"] == "flux-export-46-2024-titre"
    assert titre.text == "Flux à l’export par produit et par pays, Lot (en valeur, 2024)"
    cadre = racine.find("div[@class='cadre']")
    assert cadre is not None
    assert cadre.attrib["role"] == "region"
    assert cadre.attrib["tabindex"] == "0"
    assert cadre.attrib["aria-label"].endswith(f.titre)
    assert [p.attrib["class"] for p in racine.findall("p")] == ["lecture", "source", "emporter"]
    assert "données de démonstration, simulées" in "".join(racine.itertext())


@pytest.mark.parametrize("nom", ["flux, export", "pays, ordinaire", "activites, ordinaire"])
def test_le_tableau_a_une_legende_et_des_entetes_de_ligne_et_de_colonne(nom: str) -> None:
    table = ElementTree.fromstring(figure(nom).table_html)
    legende = table.find("caption")
    assert legende is not None
    assert (legende.text or "").startswith(figure(nom).titre)
    colonnes = table.findall("thead/tr/th")
    assert {th.attrib["scope"] for th in colonnes} == {"col"}
    lignes = table.findall("tbody/tr")
    assert lignes
    for ligne in lignes:
        cellules = list(ligne)
        assert len(cellules) == len(colonnes)
        assert (cellules[0].tag, cellules[0].attrib) == ("th", {"scope": "row"})
        assert {c.tag for c in cellules[1:]} == {"td"}


def test_une_figure_ne_se_modifie_pas() -> None:
    with pytest.raises(FrozenInstanceError):
        figure("flux, export").titre = "autre"  # type: ignore[misc]


def test_jupyter_recoit_le_html_et_un_texte_court() -> None:
    lot = figure("pays, ordinaire")._repr_mimebundle_()
    assert set(lot) == {"text/html", "text/plain", MIME_DONNEES}
    assert lot["text/plain"] == "Principaux pays à l’import et à l’export, Lot (2024)"
    assert len(repr(figure("pays, ordinaire"))) < 200


def test_une_mention_est_un_paragraphe_au_texte_inoffensif() -> None:
    html = Mention("Rien <b>ici</b> & là.").html()
    assert html == '<p class="fiche-mention">Rien &lt;b&gt;ici&lt;/b&gt; &amp; là.</p>'


def test_l_ancre_distingue_un_departement_d_une_region_de_meme_code() -> None:
    assert identifiant("pays", departement("76"), 2024) == "pays-76-2024"
    assert identifiant("pays", region("76"), 2024) == "pays-region-76-2024"
    assert identifiant("pays", FRANCE, 2024) == "pays-france-2024"
    assert identifiant("pays", departement("971"), 2023, (5, 10)) == "pays-971-2023-5"


def test_le_sens_d_une_cellule_rouge_est_ecrit() -> None:
    html = tableau("L", ["P", "A"], [["x", "1"], ["y", "2"]], notes={(1, 1): "parmi les cinq premiers"})
    assert "<td>1</td>" in html
    assert re.search(r'<td class="rouge">2 <small>parmi les cinq premiers</small></td>', html)
