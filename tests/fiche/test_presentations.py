"""Ce qui présente un graphique dit ce qu’on y voit vraiment, et se tait quand il n’y est pas."""

import pytest
from essais_commerce import Ligne, M, lisible, millesime

from fiches.donnees import territoires
from fiches.fiche.phrases import Phrases
from fiches.graphiques import Figure, activites, flux, pays
from fiches.socle.erreurs import ErreurFiche

PRODUITS = ("C10A", "C10B", "C10C", "C10D", "C10E", "C11Z", "C13Z", "C14Z", "C16Z", "C20B", "C30C")
PAYS = ("DE", "US", "IT", "ES", "BE", "GB", "CN", "NL", "CH", "PL", "PT")


def presenter(*lignes: tuple[str, str, str, int], ailleurs: tuple[Ligne, ...] = ()) -> Phrases:
    """Les phrases du Lot pour ces lignes : sens, produit, pays, euros."""
    donnees = millesime(*[(s, "46", "76", p, c, v) for s, p, c, v in lignes], *ailleurs)
    return Phrases(donnees.territoire(territoires.departement("46")), donnees.france)


def test_onze_de_chaque_font_dix_premiers_et_un_reste():
    phrases = presenter(*[("E", p, c, (20 - i) * M) for i, (p, c) in enumerate(zip(PRODUITS, PAYS, strict=True))])
    assert lisible(phrases.diagramme_des_exportations()) == (
        "Ce diagramme suit les marchandises du produit (à gauche) au pays de destination (à droite) : l’épaisseur "
        "d’un flux est proportionnelle à sa valeur. Y figurent les dix premiers produits et les dix premiers pays, "
        "le reste étant réuni sous « Autres ». Les cinq flux les plus importants ressortent en rouge."
    )
    assert "Y figurent les quatre premiers produits et le premier pays, le reste" in lisible(
        phrases.diagramme_des_exportations(produits=4, pays=1, en_rouge=0)
    )
    assert "rouge" not in phrases.diagramme_des_exportations(en_rouge=0)


def test_moins_de_dix_se_comptent_et_rien_n_est_reuni_sous_autres():
    phrases = presenter(("I", "C11Z", "DE", 3 * M), ("I", "C10A", "DE", 2 * M), ("E", "C11Z", "MU", M))
    assert lisible(phrases.diagramme_des_importations()) == (
        "La lecture s’inverse : les pays d’origine sont à gauche, les produits importés à droite. Y figurent de même "
        "le seul pays d’origine et les deux produits importés. Les deux flux les plus importants ressortent en rouge."
    )
    assert lisible(phrases.diagramme_des_exportations()).endswith(
        "Y figurent le seul produit exporté et le seul pays de destination. Le flux le plus important ressort en rouge."
    )


def test_des_codes_speciaux_font_un_reste_sans_etre_comptes():
    phrases = presenter(("E", "C11Z", "QS", 5 * M), ("E", "C11Z", "DE", M))
    assert "le seul produit exporté et le seul pays de destination, le reste étant réuni sous « Autres »" in lisible(
        phrases.diagramme_des_exportations()
    )


def test_sans_exportations_les_importations_se_presentent_seules():
    phrases = presenter(("I", "C11Z", "DE", M))
    assert phrases.diagramme_des_exportations() == ""
    assert lisible(phrases.diagramme_des_importations()).startswith(
        "Ce diagramme suit les marchandises du pays d’origine (à gauche) au produit (à droite) : l’épaisseur"
    )
    assert lisible(phrases.graphique_des_activites).endswith(
        "proportionnelle à sa valeur : les importations sont en bleu."
    )
    assert phrases.comparaison_des_exportations == ""


def test_un_plus_grand_flux_hors_du_diagramme_limite_le_rouge_aux_flux_representes():
    petits = [("E", p, c, 2 * M) for p in PRODUITS[:10] for c in PAYS[:10]]
    phrases = presenter(*petits, ("E", "C30C", "US", 19 * M))
    assert lisible(phrases.diagramme_des_exportations()).endswith(
        "Parmi les flux représentés, les cinq plus importants ressortent en rouge."
    )
    assert lisible(phrases.diagramme_des_exportations(en_rouge=1)).endswith(
        "Parmi les flux représentés, le plus important ressort en rouge."
    )
    assert phrases.diagramme_des_exportations(produits=11).endswith(
        "Les cinq flux les plus importants ressortent en rouge."
    )
    figure = flux(phrases.territoire.exportations)
    assert isinstance(figure, Figure)
    assert "En rouge, les cinq premiers parmi les flux représentés" in figure.lecture


@pytest.mark.parametrize(
    ("lignes", "couleurs"),
    [
        ((("E", "C11Z", "DE", M), ("I", "C11Z", "US", M)), "il est précédé de « + » et écrit en vert quand il est "
         "excédentaire, de « − » et en rouge quand il est déficitaire."),
        ((("E", "C11Z", "DE", M),), "il est précédé de « + » et écrit en vert quand il est excédentaire."),
        ((("I", "C11Z", "DE", M),), "il est précédé de « − » et écrit en rouge quand il est déficitaire."),
        ((("I", "C11Z", "DE", M), ("E", "C11Z", "DE", M)), "les exportations moins les importations."),
        ((("I", "C11Z", "DE", M), ("E", "C11Z", "DE", M - 10)), "les exportations moins les importations."),
    ],
)  # fmt: skip
def test_les_couleurs_du_solde_sont_celles_du_dessin(lignes: tuple[tuple[str, str, str, int], ...], couleurs: str):
    assert lisible(presenter(*lignes).graphique_des_pays()).endswith(couleurs)


@pytest.mark.parametrize(
    ("combien", "attendu"),
    [(1, "pour le seul pays partenaire, "), (3, "pour les trois pays partenaires, "),
     (11, "pour les dix premiers pays partenaires, ")],
)  # fmt: skip
def test_les_pays_partenaires_se_comptent(combien: int, attendu: str):
    assert attendu in presenter(*[("E", "C11Z", c, M) for c in PAYS[:combien]]).graphique_des_pays()


def test_sans_echange_rien_n_est_presente():
    phrases = presenter(("E", "C11Z", "DE", 0), ailleurs=(("E", "31", "76", "C11Z", "DE", M),))
    assert isinstance(phrases.territoire.motif, str)
    for presentation in (phrases.graphique_des_pays(), phrases.graphique_des_activites, phrases.solde,
                         phrases.diagramme_des_exportations(), phrases.diagramme_des_importations()):  # fmt: skip
        assert presentation == ""
    assert lisible(phrases.comparaison_des_exportations) == (
        "Les deux diagrammes suivants sont ceux de sa région et de l’ensemble national."
    )
    assert phrases.comparaison_des_importations == ""


def test_sans_pays_partenaire_le_graphique_des_activites_est_le_seul():
    phrases = presenter(("E", "C11Z", "QS", M))
    assert not isinstance(pays(phrases.territoire), Figure)
    assert isinstance(activites(phrases.territoire), Figure)
    assert phrases.graphique_des_pays() == ""
    assert phrases.graphique_des_activites.startswith("Ce graphique répartit")
    assert "Y figure le seul produit exporté, le reste" in lisible(phrases.diagramme_des_exportations())


@pytest.mark.parametrize("nombre", [0, -1, True, "dix"])
def test_un_nombre_que_le_graphique_refuse_l_est_aussi_par_sa_presentation(nombre: object):
    with pytest.raises(ErreurFiche, match="il faut un nombre entier, au moins 1"):
        presenter(("E", "C11Z", "DE", M)).graphique_des_pays(nombre)  # type: ignore[arg-type]
