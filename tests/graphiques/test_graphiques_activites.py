"""La carte des activités : aires comparables, étiquettes qui tiennent, renvois numérotés."""

import re
from xml.etree import ElementTree

import pandas as pd
import pytest
from cas_graphiques import NOMS, NS, figure, textes
from doublures_graphiques import PRODUITS, territoire

from fiches.graphiques import Figure, activites
from fiches.graphiques.dessin.compartiments import etiqueter


def compartiments(svg: str) -> dict[str, tuple[float, float, float, float]]:
    """Rectangle (x, y, largeur, hauteur) de chaque compartiment, par infobulle."""
    rectangles = {}
    for p in ElementTree.fromstring(svg).iter(f"{NS}path"):
        lu = re.fullmatch(r"M([\d.]+) ([\d.]+)h([\d.]+)v(-?[\d.]+)h-[\d.]+z", p.attrib["d"])
        assert lu is not None
        x, y, large, haut = map(float, lu.groups())
        rectangles[p.findtext(f"{NS}title") or ""] = (x, min(y, y + haut), large, abs(haut))
    return rectangles


def test_les_aires_sont_proportionnelles_aux_valeurs_dans_les_deux_sens() -> None:
    lignes = pd.DataFrame({"produit": ["C11Z", "C31Z"], "pays": ["IT", "IT"], "valeur": [6_000_000, 2_000_000]})
    f = activites(territoire(lignes, lignes.assign(valeur=lignes["valeur"] * 2)))
    assert isinstance(f, Figure)
    # Chaque compartiment laisse 0,8 point de blanc de chaque côté.
    densites = [
        (large + 1.6) * (haut + 1.6) / float(re.sub(r"\D", "", titre.split(":")[1].split("€")[0]))
        for titre, (_, _, large, haut) in compartiments(f.svg).items()
    ]
    assert len(densites) == 4
    assert max(densites) == pytest.approx(min(densites), rel=0.01)


@pytest.mark.parametrize("nom", [n for n in NOMS if n.startswith("activites")])
def test_chaque_texte_blanc_est_dans_un_compartiment(nom: str) -> None:
    svg = figure(nom).svg
    rectangles = compartiments(svg).values()
    for t in textes(svg):
        if t.attributs.get("fill") == "#ffffff":
            assert any(
                x - 0.1 <= t.gauche and t.droite <= x + large + 0.1 and y - 0.1 <= t.haut and t.bas <= y + haut + 0.1
                for x, y, large, haut in rectangles
            ), t.contenu


@pytest.mark.parametrize("nom", [n for n in NOMS if n.startswith("activites")])
def test_chaque_numero_de_la_carte_est_explique_dessous(nom: str) -> None:
    lus = textes(figure(nom).svg)
    sur_la_carte = [t.contenu for t in lus if t.attributs.get("text-anchor") == "middle" and t.contenu.isdecimal()]
    dessous = [t.contenu for t in lus if t.attributs["font-size"] == "7.2" and t.contenu.isdecimal()]
    assert sorted(sur_la_carte) == sorted(dessous)


def test_les_totaux_et_le_solde_sont_en_tete() -> None:
    contenus = [t.contenu for t in textes(figure("activites, ordinaire").svg)]
    assert "Importations\u00a0: 662,4\u00a0M€" in contenus
    assert "Exportations\u00a0: 636,4\u00a0M€" in contenus
    assert "Solde\u00a0: −26,0\u00a0M€" in contenus


def test_un_sens_vide_laisse_un_seul_bloc_et_une_phrase() -> None:
    f = figure("activites, import sans export")
    rectangles = compartiments(f.svg)
    assert all("importations" in titre for titre in rectangles)
    assert max(x + large for x, _, large, _ in rectangles.values()) == pytest.approx(527, abs=1)
    assert "Exportations\u00a0: aucune" in [t.contenu for t in textes(f.svg)]
    assert f.lecture.endswith("Aucune exportation n’est enregistrée.")
    assert f.lecture.startswith("l’aire d’un compartiment est proportionnelle à sa valeur (importations en bleu). ")
    assert "Exportations\u00a0: aucune" in f.alternative


def test_un_meme_produit_en_tete_des_deux_sens_ne_se_nomme_qu_une_fois() -> None:
    lignes = pd.DataFrame({"produit": ["C11Z", "C31Z"], "pays": ["IT", "IT"], "valeur": [6_000_000, 2_000_000]})
    f = activites(territoire(lignes, lignes))
    assert isinstance(f, Figure)
    assert "(importations en bleu, à gauche, exportations en violet, à droite)" in f.lecture
    assert f.lecture.endswith(
        "«\u00a0Boissons\u00a0» représente 6,0\u00a0M€, soit 75,0\u00a0% des importations, "
        "et 6,0\u00a0M€, soit 75,0\u00a0% des exportations."
    )


def test_la_table_somme_au_total_de_chaque_sens() -> None:
    table = figure("activites, ordinaire").table
    sommes = table.groupby("Sens")["Valeur (euros)"].sum()
    assert sommes.to_dict() == {"Importations": 662_398_765, "Exportations": 636_412_345}
    assert table.groupby("Sens")["Part du total"].sum().tolist() == pytest.approx([1, 1])


def test_une_etiquette_prefere_le_nom_entier_puis_le_court_puis_rien() -> None:
    nom, court = PRODUITS["C24A"]
    valeurs = ("38,2\u00a0M€ (5,8\u00a0%)", "38,2")
    grand = etiqueter(nom, court, valeurs, 220, 120)
    moyen = etiqueter(nom, court, valeurs, 60, 40)
    assert grand is not None
    assert " ".join(grand.nom) == nom
    assert grand.valeur == valeurs[0]
    assert moyen is not None
    assert " ".join(moyen.nom) == court
    assert moyen.taille < grand.taille
    assert etiqueter(nom, court, valeurs, 20, 20) is None
