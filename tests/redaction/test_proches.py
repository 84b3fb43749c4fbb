"""Un attribut mal nommé : le nom le plus proche, en français ; une propriété qui échoue garde son erreur."""

import copy
import pickle

import pytest

from fiches import Fiche
from fiches.redaction.proches import AttributsProches


class Essai(AttributsProches):
    def __init__(self) -> None:
        self.valeur = 3

    @property
    def total(self) -> int:
        return self.valeur.n_existe_pas  # type: ignore[attr-defined]


def test_le_nom_le_plus_proche_est_propose_champs_compris():
    with pytest.raises(
        AttributeError,
        match="«\u00a0Essai\u00a0» n’a pas de «\u00a0valleur\u00a0»\u202f; voulez-vous dire «\u00a0valeur\u00a0»",
    ):
        _ = Essai().valleur


def test_sans_nom_proche_rien_n_est_propose():
    with pytest.raises(AttributeError, match=r"«\u00a0Essai\u00a0» n’a pas de «\u00a0zzzzzz\u00a0»$"):
        _ = Essai().zzzzzz


def test_une_propriete_qui_echoue_dit_son_erreur():
    with pytest.raises(AttributeError, match="'int' object has no attribute 'n_existe_pas'"):
        _ = Essai().total


def test_l_objet_se_copie_et_se_range():
    assert copy.deepcopy(Essai()).valeur == pickle.loads(pickle.dumps(Essai())).valeur == 3


def test_la_fiche_et_ce_qu_elle_porte_proposent_leurs_noms(donnees_demo):
    fiche = Fiche("46", 2024, donnees_demo)
    for objet, nom, proche in (
        (fiche, "exportation", "exportations"),
        (fiche.departement, "soldes", "solde"),
        (fiche.exportations, "totals", "total"),
        (fiche.phrases, "total", "totaux"),
    ):
        with pytest.raises(AttributeError, match=f"voulez-vous dire «\u00a0{proche}\u00a0»"):
            getattr(objet, nom)
