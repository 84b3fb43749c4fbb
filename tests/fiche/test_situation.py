"""Ce qui situe un lieu : ses départements, son rang, un Territoire d’industrie ; chaque phrase s’accorde."""

import pytest
from essais_commerce import lisible, millesime

from fiches.donnees import territoires
from fiches.donnees.lieu import TerritoireIndustrie
from fiches.fiche.phrases import Phrases
from fiches.fiche.phrases_territoire import PhrasesDuTerritoire

M = 1_000_000
DONNEES = millesime(
    ("E", "13", "93", "C19Z", "US", 6 * M), ("E", "06", "93", "C20A", "IT", 4 * M), ("I", "13", "93", "C19Z", "US", M),
    ("E", "40", "75", "C16Z", "ES", 2 * M), ("E", "20", "94", "C11Z", "DE", M), ("I", "12", "76", "C30C", "DE", M),
    ("I", "15", "84", "C30C", "DE", M), ("I", "46", "76", "C30C", "DE", M),
)  # fmt: skip


def dire(code: str) -> Phrases:
    lieu = territoires.lieu(code)
    composants = [DONNEES.territoire(d) for d in territoires.departements_de(lieu)]
    return Phrases(DONNEES.territoire(lieu), DONNEES.france, composants)


def test_le_verbe_suit_le_nombre_du_departement():
    assert lisible(dire("region-93").departements).startswith(
        "Premier département exportateur, les Bouches-du-Rhône exportent pour 6,0 millions d’euros, soit 60,0 % du "
        "total de Provence-Alpes-Côte d’Azur"
    )
    assert "les Landes exportent pour" in lisible(dire("region-75").departements)
    assert lisible(dire("40").rang).startswith("Les Landes se situent au ")
    assert lisible(dire("46").rang) == "Le Lot se situe au premier rang des cent départements pour les importations."


def test_une_region_d_un_seul_departement_le_dit():
    assert lisible(dire("Corse").departements) == "Dans les données des douanes, la Corse ne compte qu’un département."
    assert lisible(dire("Corse").composition) == "Les chiffres de la région sont ceux de son seul département."


@pytest.mark.parametrize(("code", "monaco"), [("region-93", True), ("region-76", False), ("france", True)])
def test_monaco_compte_dans_sa_region_et_dans_la_france(code: str, monaco: bool):
    assert ("Monaco" in dire(code).composition) == monaco


def territoire(code: str) -> PhrasesDuTerritoire:
    lieu = territoires.lieu(code)
    assert isinstance(lieu, TerritoireIndustrie)
    return PhrasesDuTerritoire(lieu, [DONNEES.territoire(d) for d in territoires.departements_de(lieu)])


def test_un_territoire_dit_ses_communes_et_ce_que_ses_departements_ont_en_commun():
    phrases = territoire("ti-7603")
    assert lisible(phrases.etendue) == (
        "Le Territoire d’industrie Aurillac – Figeac – Rodez s’étend sur trois départements : de ses 502 communes, 127 "
        "sont dans l’Aveyron (25 %), 174 dans le Cantal (35 %) et 201 dans le Lot (40 %)."
    )
    assert "n’est pas donnée" in phrases.avertissement
    assert lisible(phrases.pays_communs(3)) == (
        "Parmi les trois premiers pays clients de chaque département, aucun n’est commun à tous. Parmi les trois "
        "premiers pays fournisseurs de chaque département, un seul est commun à tous : Allemagne."
    )
    assert "un seul est commun à tous : « Aéronautique et spatial »." in lisible(phrases.produits_communs(3))


def test_toutes_les_phrases_des_cent_quatre_vingt_trois_territoires_se_lisent():
    for lieu in territoires.du_genre("territoire"):
        dite = lisible(territoire(lieu.code).etendue)
        assert dite.endswith(".")
        assert not any(faute in dite for faute in (" 1 sont", " de le ", " à le ", " 0 "))


def test_un_territoire_d_un_departement_n_a_rien_de_commun_a_dire():
    phrases = territoire("ti-2401")
    assert phrases.pays_communs(3) == phrases.produits_communs(3) == ""
    assert "tout le département" in phrases.avertissement
