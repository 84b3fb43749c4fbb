"""Ce que promettent les trois graphiques, dans tous les cas."""

import pickle
import re
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from cas_graphiques import FLUX, HOSTILES, NOMS, NS, TERRITOIRES, defauts, figure, textes
from doublures_graphiques import VIDE, Echanges, territoire

from fiches.graphiques import Mention, activites, flux, pays
from fiches.socle.erreurs import ErreurFiche

ORDINAIRES = ["flux, export", "pays, ordinaire", "activites, ordinaire"]


@pytest.mark.parametrize("nom", NOMS)
def test_aucun_texte_n_en_touche_un_autre_ni_ne_sort_du_cadre(nom: str) -> None:
    assert defauts(figure(nom).svg) == []


@pytest.mark.parametrize("nom", ORDINAIRES)
def test_un_defaut_plante_est_attrape(nom: str) -> None:
    svg = figure(nom).svg
    premier, second = textes(svg)[:2]
    assert defauts(svg.replace(f'y="{second.attributs["y"]}"', f'y="{premier.attributs["y"]}"').replace(
        f'x="{second.attributs["x"]}"', f'x="{premier.attributs["x"]}"'))  # fmt: skip
    assert defauts(svg.replace(f">{premier.contenu}<", f">{premier.contenu * 40}<"))


@pytest.mark.parametrize("nom", NOMS)
def test_le_html_se_lit_comme_du_xml_et_ne_porte_aucun_element_inconnu(nom: str) -> None:
    """Un libellé hostile qui deviendrait une balise, ou du HTML mal fermé, se verrait ici."""
    racine = ElementTree.fromstring(figure(nom).html())
    balises = {element.tag.removeprefix(NS) for element in racine.iter()}
    connues = "figure figcaption a div svg g path text title p b details summary span table caption thead tbody tfoot"
    assert balises <= {*connues.split(), "tr", "th", "td", "small"}
    (lien,) = racine.iter("a")
    assert re.fullmatch(r"data:text/csv;charset=utf-8;base64,[A-Za-z0-9+/=]+", lien.attrib["href"])
    assert not any(nom_.startswith("on") for element in racine.iter() for nom_ in element.attrib)


@pytest.mark.parametrize("nom", NOMS)
def test_ni_caractere_de_commande_ni_marque_de_sens_d_ecriture_ne_passe(nom: str) -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", figure(nom).html())


def test_un_libelle_a_dollars_reste_du_texte() -> None:
    formule = next(h for h in HOSTILES if "frac" in h)
    assert any(formule[:12] in t.contenu for t in textes(figure("flux, hostiles").svg))


@pytest.mark.parametrize("nom", ORDINAIRES)
def test_les_memes_donnees_donnent_les_memes_octets(nom: str) -> None:
    refait = {
        "flux": lambda: flux(FLUX["export"]),
        "pays": lambda: pays(TERRITOIRES["ordinaire"]),
        "activites": lambda: activites(TERRITOIRES["ordinaire"]),
    }[nom.split(",", maxsplit=1)[0]]()
    assert refait.html() == figure(nom).html()


@pytest.mark.parametrize("dessiner", [lambda: flux(FLUX["import"]), lambda: pays(TERRITOIRES["ordinaire"])])
def test_matplotlib_sort_intact_d_un_dessin(dessiner: object) -> None:
    avant = dict(mpl.rcParams)
    dessiner()  # type: ignore[operator]
    assert dict(mpl.rcParams) == avant


@pytest.mark.parametrize("nom", ORDINAIRES)
def test_une_figure_traverse_les_processus(nom: str) -> None:
    origine = figure(nom)
    copie = pickle.loads(pickle.dumps(origine))
    assert copie.html() == origine.html()
    assert copie.table.equals(origine.table)


@pytest.mark.parametrize("nom", ORDINAIRES)
def test_le_svg_est_autonome_et_ne_deborde_pas_sur_la_page(nom: str) -> None:
    svg = figure(nom).svg
    racine = ElementTree.fromstring(svg)
    assert racine.attrib["role"] == "img"
    assert racine.find(f"{NS}title") is None, "un titre à la racine ferait une infobulle sur tout le dessin"
    assert not re.search(r"<style|clip-path|<defs|http(?!://www\.w3\.org/2000/svg)|20\d\d-\d\d-\d\d", svg)
    assert not re.search(r' (?:d|x|y)="[^"]*\d\.\d{2}', svg), "coordonnées courtes"
    assert not any("id" in element.attrib for element in racine.iter())


@pytest.mark.parametrize("nom", ORDINAIRES)
def test_chaque_forme_chiffree_montre_sa_valeur_exacte_au_survol(nom: str) -> None:
    titres = [t.text or "" for t in ElementTree.fromstring(figure(nom).svg).iter(f"{NS}title")]
    assert len(titres) > 10
    assert all(re.search(r"\u00a0: [\d\u202f]+\u00a0€", titre) for titre in titres)


@pytest.mark.parametrize(
    ("nom", "plafond"), [("flux, export", 46_000), ("pays, ordinaire", 13_000), ("activites, ordinaire", 20_000)]
)
def test_une_figure_reste_legere(nom: str, plafond: int) -> None:
    assert len(figure(nom).html().encode()) < plafond


def test_sans_aucun_echange_une_phrase_remplace_chaque_graphique() -> None:
    vide = territoire(VIDE, VIDE)
    for resultat in (flux(Echanges("E", VIDE)), pays(vide), activites(vide)):
        assert isinstance(resultat, Mention)
        assert resultat.texte == "Aucun échange dans le Lot en 2024."
        assert "<svg" not in resultat.html()


def test_les_identifiants_des_figures_d_une_page_different() -> None:
    noms = [
        "flux, export",
        "flux, import",
        "flux, France",
        "flux, quinze sur quinze",
        "pays, ordinaire",
        "activites, ordinaire",
    ]
    assert [figure(n).identifiant for n in noms] == [
        "flux-export-46-2024",
        "flux-import-46-2024",
        "flux-import-france-2024",
        "flux-import-46-2024-15x15x5",
        "pays-46-2024",
        "activites-46-2024",
    ]


@pytest.mark.parametrize("nombre", [0, -2, 2.5, "cinq"])
@pytest.mark.parametrize(
    ("dessin", "reglage"), [(pays, "nombre"), (activites, "nombre"), (flux, "produits"), (flux, "pays")]
)
def test_un_graphique_qui_ne_montrerait_rien_est_refuse(dessin, reglage: str, nombre: object) -> None:
    """« Aucun pays partenaire » serait faux : c’est le réglage qui l’est."""
    lieu = TERRITOIRES["ordinaire"]
    with pytest.raises(ErreurFiche, match=f"« {reglage} » vaut {nombre!r}, mais il faut un nombre entier, au moins 1"):
        dessin(lieu.exportations if dessin is flux else lieu, **{reglage: nombre})
