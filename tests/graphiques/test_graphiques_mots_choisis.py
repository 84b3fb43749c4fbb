"""Les mots de l’analyste sur nos graphiques : titre, clé de lecture, note, description, et la hauteur du dessin."""

import re

import pytest
from cas_graphiques import FLUX, TERRITOIRES, defauts
from doublures_graphiques import VIDE, Echanges

from fiches.graphiques import Figure, Mention, activites, flux, legendes, pays
from fiches.socle.erreurs import ErreurFiche

LOT = TERRITOIRES["ordinaire"]
DESSINS = [(pays, LOT), (activites, LOT), (flux, FLUX["export"])]


@pytest.mark.parametrize(("dessin", "source"), DESSINS)
def test_un_titre_choisi_est_partout_celui_de_la_figure(dessin, source):
    f = dessin(source, titre="Mes ventes : « l'essentiel » & <b>rien</b>", lecture="Ceci.", note="Cela.")
    html = f.html()
    assert f.titre == "Mes ventes\u00a0: «\u00a0l’essentiel\u00a0» & <b>rien</b>"
    assert f.ancre == "figure-mes-ventes-l-essentiel-b-rien-b"
    assert f'id="{f.ancre}"' in html
    assert f'download="{f.ancre}.csv"' in html
    assert html.count("l’essentiel\u00a0» &amp; &lt;b&gt;rien") >= 5  # titre, dessin, données, légende, lien
    assert re.search(r"<caption>Mes ventes", html)
    assert tuple(re.findall(r"<b>(.*?)</p>", html)) == ("Lecture\u00a0:</b> Ceci.", "Note\u00a0:</b> Cela.")
    assert f.donnees()["court"] == f.donnees()["titre"] == f.titre
    assert f.svg.count("aria-label") == 1


@pytest.mark.parametrize(("dessin", "source"), DESSINS)
def test_les_mots_ne_redessinent_rien_et_ne_restent_pas(dessin, source):
    ordinaire = dessin(source)
    choisie = dessin(source, titre="Autre")
    assert choisie.dessin is ordinaire.dessin
    assert dessin(source) is ordinaire
    assert dessin(source, titre="  ") is ordinaire
    assert "data-" not in ordinaire.html()
    assert f'data-figure="{ordinaire.identifiant}" data-choisis="titre"' in choisie.html()


def test_une_description_choisie_remplace_celle_du_dessin():
    f = pays(LOT).avec(alternative='Trois "barres"')
    assert 'aria-label="Trois &quot;barres&quot;"' in f.svg
    assert pays(LOT, titre="Autre").alternative.startswith("Autre. ")


@pytest.mark.parametrize(("dessin", "source"), DESSINS)
@pytest.mark.parametrize("hauteur", [130, 200.0])
def test_la_hauteur_est_celle_qu_on_demande_et_rien_ne_se_touche(dessin, source, hauteur):
    svg = dessin(source, hauteur=hauteur).svg
    haut = float(svg.split('viewBox="0 0 527 ')[1].split('"')[0])
    assert haut == pytest.approx(hauteur * 72 / 25.4, abs=40 if dessin is activites else 0.1)
    assert defauts(svg) == []


@pytest.mark.parametrize(("dessin", "source"), DESSINS)
@pytest.mark.parametrize(
    ("hauteur", "message"),
    [(20, "« hauteur » vaut 20, mais ce graphique demande au moins"), (0, "vaut 0, mais il faut un nombre de milli"),
     (300, "250 au plus"), ("haut", "« hauteur » vaut 'haut'"), (True, "vaut True")],
)  # fmt: skip
def test_une_hauteur_impossible_dit_celle_qu_il_faut(dessin, source, hauteur, message):
    with pytest.raises(ErreurFiche, match=message):
        dessin(source, hauteur=hauteur)


@pytest.mark.parametrize(("dessin", "source"), DESSINS)
def test_un_reglage_qui_n_existe_pas_nomme_ceux_qui_existent(dessin, source):
    with pytest.raises(ErreurFiche) as refus:
        dessin(source, titres="Autre")
    dit = str(refus.value).replace("\u00a0", " ").replace("\u202f", " ")
    assert f"graphiques.{dessin.__name__} n’a pas de réglage « titres » ; voulez-vous dire « titre » ? Il a : " in dit
    assert dit.endswith("hauteur, titre, lecture et note. Pour un dessin qu’ils ne donnent pas : une cellule seaborn, "
                        "et graphiques.figure")  # fmt: skip


def test_une_mention_garde_sa_phrase_sous_un_titre():
    assert isinstance(flux(Echanges("E", VIDE), titre="Autre"), Mention)
    assert isinstance(pays(LOT, titre="Autre"), Figure)


@pytest.mark.parametrize(
    ("code", "attendu"),
    [
        ("#| fig-cap: L'an 2024 : tout\nx", {"cap": "L’an 2024\u00a0: tout"}),
        ("#| cap: A\n#| alt: B\n#| source: C", {"cap": "A", "alt": "B", "source": "C"}),
        ('#| fig-cap: "Un titre : suite"', {"cap": "Un titre\u00a0: suite"}),
        ("# fig-cap: A\n#| label: B\nprint('#| fig-cap')", {}),
    ],
)
def test_les_legendes_d_une_cellule(code, attendu):
    assert legendes.lire(code) == attendu
    assert legendes.de_la_cellule() == {}
