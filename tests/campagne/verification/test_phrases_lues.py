"""Chaque phrase calculée de la fiche est relue : juste, elle passe ; fausse d’un chiffre, elle dit lequel."""

from typing import Any

import pytest
from petite_fiche import ACTIVITES, BALANCE, EXPORT, IMPORT, figure, flux, indicateurs
from petites_phrases import PHRASES, relues
from syrupy.assertion import SnapshotAssertion

from fiches.donnees import territoires


def test_toutes_les_phrases_justes_passent():
    assert relues(*PHRASES.values()) == []


FAUSSES = [
    ("totaux", "En 2024", "En 2023"), ("totaux", "à 10,0~", "à 10,1~"), ("totaux", "à 8,0~", "à 8,1~"),
    ("totaux", "de 2,0~", "de 2,1~"), ("totaux", "un excédent", "un déficit"),
    ("totaux", "un excédent de 2,0~millions d’euros", "un solde équilibré"),
    ("présente", "un excédent de 2,0~millions d’euros", "un solde équilibré"), ("présente", "2,0", "12_002,0"),
    ("présente", "2,0~millions", "moins de 0,1~million"),
    ("exportés", "5,0~millions", "5,1~millions"), ("exportés", "50,0", "50,1"), ("exportés", "Aéronautique", "Avions"),
    ("exportés", "4,0~", "4,1~"), ("exportés", "40,0~%", "40,1~%"), ("exportés", "l’Allemagne", "la Chine"),
    ("exportés", "Premier produit exporté", "Seul produit exporté, hors codes inconnus"),
    ("exportés", "Premier produit exporté~: «~Aéronautique", "le seul produit exporté~: «~Avions"),
    ("exportés", "premier pays de destination~: l’Allemagne", "Seul pays de destination~: la Chine"),
    ("importés", "4,0~millions", "4,2~millions"), ("importés", "50,0", "50,2"), ("importés", "4,1~", "4,2~"),
    ("importés", "51,3", "51,2"), ("importés", "la Chine", "l’Inde"), ("importés", ", là aussi", ""),
    ("flux", "3,0~", "3,1~"), ("flux", "37,5", "37,6"), ("flux", "l’importation", "l’exportation"),
    ("concentration", "95,0", "95,1"), ("concentration", "75,0", "75,1"), ("concentration", "trois", "deux"),
    ("concentration", "deux", "trois"), ("concentration", "exportations", "importations"),
    ("poids", "10,0", "10,1"), ("poids", "0,50", "0,5"), ("poids", "20,0~% et 0,25~%", "20,0~%"),
    ("poids", "Les exp", "les exp"),
    ("poids", "Les exportations", "Les importations"),
    ("poids", "Les exportations du Lot représentent 10,0", "Ceux du Lot représentent 3,3"),
    ("poids", "10,0~% de celles", "10,3~% de celles du Lot représentent 4,0~% de celles"),
    ("spécialité", "50,0", "51,0"), ("spécialité", "5,0 fois", "5,1 fois"), ("spécialité", "(10,0", "(10,1"),
    ("spécialité", "5,0 fois", "plus de 4 fois"),
    ("soldes", "quatre", "trois"), ("soldes", "quatre premiers", "cinq"), ("soldes", "2,6", "2,7"),
    ("soldes", "3,9", "3,8"),
    ("soldes", "les États-Unis", "l’Espagne"), ("soldes", "la Chine", "l’Espagne"), ("soldes", "excédent", "déficit"),
    ("balance", "quatre premiers", "trois"),
    ("export", "trois premiers produits", "quatre produits"), ("export", "trois premiers pays", "deux premiers pays"),
    ("export", "deux flux les plus", "trois flux les plus"), ("export", "Les deux flux les", "En bref, les trois"),
    ("import", "trois premiers produits", "quatre premiers produits"), ("import", "trois premiers pays", "deux pays"),
    ("import", "produits.", "produits. Les deux flux les plus importants ressortent en rouge."),
    ("région", "100,0", "100,1"), ("région", "5,00", "5,01"), ("France", "3_200,0", "3_200,1"),
    ("région", "exportations", "importations"),
]  # fmt: skip


def test_une_phrase_fausse_dit_ce_qu_il_fallait(snapshot: SnapshotAssertion):
    vues = {}
    for cle, avant, apres in FAUSSES:
        assert avant in PHRASES[cle]
        vues[f"{cle} : {avant} → {apres}"] = relues(PHRASES[cle].replace(avant, apres, 1))
    assert vues == snapshot


def soldes(exportations: int, importations: int) -> dict[str, Any]:
    tenus = indicateurs()
    tenus["exportations"]["total"], tenus["importations"]["total"] = exportations, importations
    return tenus


PRESENTE = "Le commerce extérieur du Lot présente "


@pytest.mark.parametrize(
    ("exporte", "importe", "dit"),
    [
        (3_000_000, 1_000_000, "un excédent de 2,0~millions d’euros"),
        (1_000_001, 1_000_000, "un excédent de moins de 0,1~million d’euros"),
        (1_000_000, 1_000_000, "un solde équilibré"),
        (1_000_000, 3_000_000, "un déficit de 2,0~millions d’euros"),
        (1_000_000, 2_500_000, "un déficit de 1,5~million d’euros"),
    ],
)
def test_le_solde_a_le_sens_de_sa_difference(exporte: int, importe: int, dit: str):
    tenus = soldes(exporte, importe)
    assert relues(f"{PRESENTE}{dit}.", tenus=tenus) == []
    for autre in ("un excédent de 9,0~millions d’euros", "un déficit de 9,0~millions d’euros", "un solde équilibré"):
        assert bool(relues(f"{PRESENTE}{autre}, soit 1,0~% de moins.", tenus=tenus)) == (autre != dit)


def test_sans_excedent_ni_montant_le_sens_seul_est_repris():
    assert relues(f"{PRESENTE}un solde équilibré, 0,0~%.", tenus=soldes(5, 9)) == [
        "une phrase contredit campagne.json : le sens du solde | un solde équilibré, et non déficit"
    ]


def test_la_part_d_un_total_nul_n_est_pas_disponible():
    tenus = soldes(0, 0)
    assert relues(PHRASES["concentration"], tenus=tenus) == [
        "une phrase contredit campagne.json : la part des premiers produits | 95,0 %, et non n.d.",
        "une phrase contredit campagne.json : la part des premiers pays | 75,0 %, et non n.d.",
    ]


def test_autres_n_est_jamais_le_premier():
    tenus = indicateurs()
    for axe in ("produits", "pays"):
        tenus["exportations"][axe].insert(0, tenus["exportations"][axe].pop())
    assert relues(PHRASES["exportés"], PHRASES["concentration"], PHRASES["spécialité"], tenus=tenus) == []


def test_l_apostrophe_droite_d_un_libelle_se_lit_courbe():
    tenus = indicateurs()
    tenus["exportations"]["produits"][0]["libelle"] = "Articles d'hiver"
    tenus["exportations"]["pays"][0]["libelle"] = "Côte d'Ivoire"
    texte = PHRASES["exportés"].replace("Aéronautique", "Articles d’hiver").replace("l’Allemagne", "la Côte d’Ivoire")
    assert relues(texte, tenus=tenus) == []
    balance = figure(BALANCE.ancre, [BALANCE.csv[0], ["CI", "Côte d'Ivoire", "0", "2600000", "2600000"]])
    texte = "Parmi les un pays partenaires, l’excédent est avec la Côte d’Ivoire (2,6~millions d’euros)."
    assert relues(texte, figures=[balance]) == []


# --- les graphiques du département


def test_les_comptes_valent_ceux_d_un_des_graphiques_du_departement():
    court = figure("pays-46-2024-court", [*BALANCE.csv[:3]])
    deux = "Le graphique met en regard, pour les deux pays partenaires, (à gauche)."
    assert relues(deux, PHRASES["balance"], figures=[BALANCE, court]) == []
    assert relues(deux.replace("deux", "trois"), figures=[BALANCE, court]) == [
        "une phrase contredit campagne.json : le nombre de pays comparés | trois, et non quatre"
    ]
    soldes = "Parmi les deux premiers pays partenaires, l’excédent est avec l’Allemagne (1,6~million d’euros)."
    assert relues(soldes, figures=[court]) == []
    # deux graphiques : la phrase parle de celui qui a ce compte
    assert relues(soldes, figures=[BALANCE, court]) == []


@pytest.mark.parametrize("figures", [[], [ACTIVITES], [figure("pays-region-76-2024", BALANCE.csv)]])
def test_sans_graphique_du_departement_les_comptes_ne_sont_pas_juges(figures: list[Any]):
    faux = [PHRASES[cle].replace("quatre", "neuf").replace("trois", "neuf") for cle in ("balance", "soldes", "export")]
    assert relues(*faux, figures=figures) == []


def test_chaque_diagramme_de_flux_a_ses_comptes():
    un = flux("flux-import-46-2024", ("C27B", "CN", 3_000_000, "x"), ("C27B", "DE", 1_000_000))
    texte = (
        "Du pays (à gauche) au produit. Y figurent les deux premiers pays et les un produits. "
        "Les un plus importants ressortent en rouge."
    )
    assert relues(texte, figures=[EXPORT, un]) == []
    assert len(relues(texte, figures=[EXPORT, IMPORT])) == 2


def test_un_texte_sans_montant_ni_presentation_n_est_pas_lu():
    assert relues("En 2023, les exportations du Lot s’élèvent à rien.") == []
    assert relues("Parmi les neuf premiers pays partenaires, 3,0.") == []


def test_l_excedent_et_le_deficit_sont_ceux_des_soldes():
    lignes = [
        ["US", "États-Unis", "3", "1", "-2000000"],
        ["DE", "Allemagne", "1", "3", "2000000"],
        ["CN", "Chine", "1", "1", "0"],
    ]
    texte = (
        "Parmi les trois pays partenaires, l’excédent est avec l’Allemagne (2,0~millions d’euros) et le déficit avec "
        "les États-Unis (2,0~millions d’euros)."
    )
    assert relues(texte, figures=[figure("pays-46-2024", [BALANCE.csv[0], *lignes])]) == []


def test_seuls_les_trois_premiers_se_concentrent():
    tenus = indicateurs()
    tenus["exportations"]["produits"].insert(3, {"produit": "A01Z", "libelle": "Culture", "valeur": 400_000})
    assert relues(PHRASES["concentration"], tenus=tenus) == []


@pytest.mark.parametrize("code", ["974", "05", "2A"])
def test_les_phrases_d_un_departement_au_nom_compose_se_relisent(code: str):
    lieu = territoires.departement(code)
    textes = [PHRASES[cle].replace("du Lot", lieu.de) for cle in ("totaux", "présente")]
    assert relues(*textes, figures=[], lieu=lieu) == []
    assert len(relues(*(texte.replace(" 2,0", " 2,5") for texte in textes), figures=[], lieu=lieu)) == 2
