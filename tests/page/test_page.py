"""La page : ce que l’exporter fait d’un carnet exécuté."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from essais_page import execute
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from fiches.carnet import marque
from fiches.page.html import FicheExporter, exporter
from fiches.socle.erreurs import ErreurFiche


@pytest.fixture(scope="module")
def html() -> str:
    return exporter(execute("complet"))


@pytest.fixture(scope="module")
def page(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def test_langue_titre_et_description_viennent_de_l_en_tete(page, html):
    assert html.startswith('<!DOCTYPE html>\n<html lang="fr">')
    assert page.title.get_text() == "Commerce extérieur – Lot – 2024"
    assert page.select_one("meta[name=description]")["content"] == (
        "Commerce extérieur – Lot – 2024. Source : données d’essai."
    )
    assert "Pour JupyterLab" not in html


def test_en_tete_pied_et_bandeau_de_demonstration_sont_dits(page):
    assert (
        page.select_one("header .institution").get_text(" ", strip=True)
        == "Gouvernement Agence nationale de la cohésion des territoires"
    )
    assert "aucun chiffre n’y est réel" in page.select_one('[role="note"]').get_text()
    pied = page.footer.get_text(" ", strip=True)
    for attendu in ("Source : données d’essai.", "1er mars 2025", "Licence Ouverte 2.0"):
        assert attendu in pied
    assert page.footer.select_one('a[href="#precisions-methodologiques"]').get_text() == "Méthode"


def test_sans_donnees_simulees_pas_de_bandeau():
    carnet = execute("complet")
    carnet.metadata["fiches"]["entete"]["demonstration"] = False
    assert 'role="note"' not in exporter(carnet)


def test_le_sommaire_mene_a_chaque_section(page):
    liens = page.select("nav.sommaire a")
    assert [a.get_text() for a in liens] == [
        "À retenir",
        "Précisions méthodologiques",
        "Comparaison",
        "Le regard de l’analyste",
        "À retenir",
    ]
    for lien in liens:
        assert page.select_one(lien["href"]).get_text() == lien.get_text()


def test_un_seul_titre_principal_et_des_identifiants_uniques(page):
    assert [h.get_text() for h in page.select("h1")] == ["Les indicateurs clés\u00a0: commerce extérieur"]
    identifiants = [e["id"] for e in page.select("[id]")]
    assert len(identifiants) == len(set(identifiants))


def test_une_page_sans_titre_prend_celui_de_l_en_tete():
    carnet = execute("complet")
    carnet.cells = [c for c in carnet.cells if not c.source.startswith("# ")]
    marque.apposer(carnet)
    assert "<h1>Commerce extérieur – Lot – 2024</h1>" in exporter(carnet)


def test_ni_code_ni_texte_brut_ni_cellule_masquee(html):
    for absent in ("import pandas", "ne paraît pas", "ni ce qu’elle rend", "Note pour l’analyste", "annee = 2024"):
        assert absent not in html


def test_une_expression_dans_un_bloc_de_code_reste_ecrite(page):
    assert page.select_one("pre").get_text() == "{eval}`jamais_evaluee`\n"


def test_les_cellules_a_comparer_sont_reunies(page):
    assert [p.get_text() for p in page.select(".comparaison > .sortie > p")] == ["gauche", "droite"]
    assert len(page.select(".comparaison")) == 1


def test_le_texte_de_l_analyste_ne_peut_rien_executer(page, html):
    assert page.script is None
    assert "&lt;script&gt;alert(1)" in html
    politique = page.select_one('meta[http-equiv="Content-Security-Policy"]')["content"]
    assert "default-src 'none'" in politique
    assert "script-src" not in politique


def test_le_meme_carnet_donne_les_memes_octets(html):
    assert exporter(execute("complet")) == html


def test_une_expression_jamais_evaluee_refuse_la_page():
    carnet = new_notebook(cells=[new_markdown_cell("## Les exportations"), new_markdown_cell("{eval}`fiche.nom`")])
    with pytest.raises(
        ErreurFiche, match=r"cellule 2 .*Les exportations.*\{eval\}`fiche.nom` ne s’écrit pas : elle n’a jamais"
    ):
        exporter(carnet)


def test_une_expression_dans_un_commentaire_refuse_la_page_de_meme():
    sortie = new_output("display_data", {"text/markdown": "{eval}`fiche.nom`"}, metadata={"fichier": "46.md"})
    with pytest.raises(ErreurFiche, match=r"46\.md : la valeur \{eval\}`fiche.nom` ne s’écrit pas"):
        exporter(new_notebook(cells=[new_code_cell("x", outputs=[sortie])]))


@pytest.mark.parametrize("affiche", ["{eval}`fiche.nom`", "{eval} seul"])
def test_une_expression_affichee_par_une_cellule_de_code_dit_ou_elle_s_ecrit(affiche):
    sortie = new_output("display_data", {"text/markdown": affiche})
    with pytest.raises(ErreurFiche, match=r"cellule 1 .*\{eval\} ne vaut que dans les cellules de texte"):
        exporter(new_notebook(cells=[new_code_cell("x", outputs=[sortie])]))


def test_deux_tableaux_de_styler_aux_memes_donnees_ont_chacun_leurs_reperes():
    style = pd.DataFrame({"a": [1]}).style.set_uuid("z").highlight_max(color="red")
    sortie = new_output("display_data", {"text/html": style.to_html()})
    html = exporter(new_notebook(cells=[new_code_cell("x", outputs=[sortie, sortie])]))
    reperes = re.findall(r'id="(T_[^"]+)"', html)
    assert len(set(reperes)) == len(reperes) > 2
    assert {"T_z", "T_z-2", "T_z_row0_col0", "T_z-2_row0_col0"} <= set(reperes)
    assert "#T_z-2_row0_col0" in html


def test_une_cellule_en_erreur_refuse_la_page():
    sortie = new_output("error", ename="KeyError", evalue="'pays'", traceback=[])
    with pytest.raises(ErreurFiche, match=r"cellule 1 .*: la colonne ou la clé 'pays' n’existe pas"):
        exporter(new_notebook(cells=[new_code_cell("x", outputs=[sortie])]))


def test_une_image_d_ailleurs_refuse_la_page_et_dit_quoi_faire():
    with pytest.raises(ErreurFiche, match=r"« https://exemple.fr/i.png » n’est pas dans le carnet.*collez l’image"):
        exporter(new_notebook(cells=[new_markdown_cell("![i](https://exemple.fr/i.png)")]))


def test_l_exporter_de_nbconvert_dit_ce_qui_ne_parait_pas(caplog):
    image = new_output("display_data", {"image/png": "aGVsbG8="})
    carnet = new_notebook(cells=[new_markdown_cell("## Essai"), new_code_cell("plt.plot()", outputs=[image])])
    FicheExporter().from_notebook_node(carnet)
    assert "cellule 2 («\u00a0Essai\u00a0») : la figure n’a pas de description" in caplog.text


@pytest.mark.carnet
def test_jupyter_nbconvert_to_fiche_donne_la_meme_page(tmp_path: Path, html: str):
    nbformat.write(execute("complet"), tmp_path / "out.ipynb")
    commande = [sys.executable, "-m", "nbconvert", "--to", "fiche", str(tmp_path / "out.ipynb")]
    subprocess.run(commande, check=True, capture_output=True)
    assert (tmp_path / "out.html").read_text(encoding="utf-8") == html
