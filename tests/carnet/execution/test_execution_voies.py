"""Les deux voies d’exécution : noyau sur place et noyau ordinaire."""

import pytest
from essais_execution import LOT, carnet
from nbformat import NotebookNode
from nbformat.v4 import new_output

from fiches.carnet.execution import CarnetInterrompu, executer
from fiches.socle.erreurs import ErreurDemande


def valeurs(execute: NotebookNode) -> dict[str, str]:
    return {
        e["expression"]: e["result"]["data"]["text/plain"]
        for cellule in execute.cells
        for e in cellule.metadata.get("user_expressions", [])
    }


def test_les_valeurs_du_recit_sont_rangees_la_ou_jupyterlab_myst_les_lit(lancer):
    execute = lancer("simple", departement="01")
    assert execute.cells[-1].metadata["user_expressions"] == [
        {
            "expression": "total",
            "result": {"status": "ok", "data": {"text/plain": "'636,4 millions d’euros'"}, "metadata": {}},
        },
        {"expression": "departement", "result": {"status": "ok", "data": {"text/plain": "'01'"}, "metadata": {}}},
    ]


def test_une_valeur_est_celle_du_moment_ou_sa_cellule_est_rencontree(lancer):
    execute = lancer("dans_l_ordre")
    assert [c.metadata["user_expressions"][0]["result"]["data"]["text/plain"] for c in execute.cells[3::2]] == [
        "'avant'",
        "'après'",
    ]


def test_le_modele_reste_intact(lancer):
    modele = carnet("simple")
    lancer(modele)
    assert modele == carnet("simple")


def test_les_sorties_et_valeurs_enregistrees_par_accident_ne_servent_pas(lancer):
    modele = carnet("simple")
    modele.cells[1].outputs = [new_output("stream", text="ancienne sortie")]
    perime = {"status": "ok", "data": {"text/plain": "'périmé'"}, "metadata": {}}
    modele.cells[2].metadata["user_expressions"] = [
        {"expression": e, "result": perime} for e in ("total", "departement", "retiree")
    ]
    execute = lancer(modele)
    assert valeurs(execute) == {"total": "'636,4 millions d’euros'", "departement": "'46'"}
    assert "ancienne sortie" not in str(execute)


def test_une_expression_qui_echoue_nomme_cellule_expression_et_raison(echouer):
    erreur = echouer("expression_fausse")
    assert str(erreur) == (
        "cellule 3 («\u00a0Les exportations\u00a0»), la valeur {eval}`totla` échoue : "
        "le nom « totla » n’existe pas : vérifiez son orthographe"
    )


def test_une_cellule_qui_leve_nomme_section_numero_ligne_et_raison(echouer):
    erreur = echouer("cellule_qui_leve")
    assert str(erreur) == "cellule 4 («\u00a0Les importations\u00a0»), ligne 6, division par zéro"


def test_le_carnet_execute_jusque_la_est_conserve(echouer):
    execute = echouer("cellule_qui_leve").carnet
    assert valeurs(execute) == {"departement": "'46'"}
    assert execute.cells[4].outputs[0].ename == "ZeroDivisionError"


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("cellule_sans_fin", "cellule 3 («\u00a0Un calcul trop long\u00a0»)"),
        ("expression_sans_fin", "cellule 3 («\u00a0Une valeur trop longue\u00a0»), la valeur {eval}`time.sleep(30)`"),
    ],
)
def test_ce_qui_ne_finit_pas_est_arrete_et_nomme(echouer, nom, attendu):
    message = str(echouer(nom, limite_s=1))
    assert message.startswith(attendu)
    assert message.endswith("le calcul dépasse 1\u00a0s, la limite par cellule")


def test_une_question_posee_a_personne_est_une_erreur_claire(echouer):
    assert "input() attend une réponse" in str(echouer("question_posee"))


def test_await_au_premier_niveau_marche(lancer):
    assert valeurs(lancer("await")) == {"valeur": "7"}


@pytest.mark.parametrize("sur_place", [True, False])
def test_un_carnet_sans_cellule_de_parametres_dit_quoi_faire(sur_place):
    with pytest.raises(ErreurDemande, match="ajoutez l’étiquette « parameters »"):
        executer(carnet("sans_parametres"), LOT, dans_ce_processus=sur_place, limite_s=None)


@pytest.mark.carnet
def test_un_noyau_inconnu_dit_lequel_choisir():
    with pytest.raises(ErreurDemande, match=r"« noyau-qui-n-existe-pas » introuvable.*« Python 3 \(ipykernel\) »"):
        executer(carnet("noyau_inconnu"), LOT, dans_ce_processus=False, limite_s=None)


@pytest.mark.carnet
def test_un_noyau_qui_meurt_est_une_fiche_qui_echoue():
    with pytest.raises(CarnetInterrompu) as erreur:
        executer(carnet("noyau_qui_meurt"), LOT, dans_ce_processus=False, limite_s=None)
    assert str(erreur.value) == (
        "cellule 3 («\u00a0Mémoire épuisée\u00a0»), le noyau s’est arrêté (mémoire épuisée, ou processus tué)"
    )
