"""L’atelier : ce qui arrive à une tâche n’atteint pas les autres."""

import multiprocessing
import os
import signal
import time

import pytest

from fiches.socle.atelier import FORK_POSSIBLE, Mort, Signaler, repartir

pytestmark = pytest.mark.skipif(not FORK_POSSIBLE, reason="fork n’existe pas sur ce système")


def carre(n: int, _signaler: Signaler) -> int:
    return n * n


@pytest.mark.parametrize("jobs", [1, 2, 8])
def test_chaque_tache_rend_son_resultat(jobs):
    assert sorted(repartir(range(6), carre, jobs)) == [(n, n * n) for n in range(6)]


def test_un_processus_tue_est_une_mort_et_les_autres_finissent():
    def travail(n: int, _signaler: Signaler) -> int:
        if n == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    resultats = dict(repartir(range(4), travail, 2))
    assert isinstance(resultats.pop(1), Mort)
    assert resultats == {0: 0, 2: 2, 3: 3}


def test_la_mort_dit_le_signal():
    def travail(_: int, _signaler: Signaler) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    [(_, mort)] = repartir([0], travail, 1)
    assert "SIGKILL" in mort.raison


def test_une_sortie_brutale_est_une_mort():
    [(_, mort)] = repartir([0], lambda *_: os._exit(7), 1)
    assert "code 7" in mort.raison


def test_un_gros_resultat_passe():
    [(_, resultat)] = repartir([0], lambda *_: "é" * 5_000_000, 1)
    assert len(resultat) == 5_000_000


def test_l_interruption_arrete_les_processus_en_cours():
    pids = []

    def travail(n: int, _signaler: Signaler) -> int:
        if n:
            time.sleep(60)
        return os.getpid()

    for _, pid in repartir([0, 1], travail, 2):
        pids.append(pid)
        break
    assert pids
    for enfant in multiprocessing.active_children():
        enfant.join(30)  # celui qui a rendu son résultat finit de son côté ; l’autre dormirait encore
    assert multiprocessing.active_children() == []


def test_une_mort_dit_a_quelle_etape():
    def travail(_: int, signaler: Signaler) -> None:
        signaler("la première")
        signaler("la seconde")
        os.kill(os.getpid(), signal.SIGKILL)

    [(_, mort)] = repartir([0], travail, 1)
    assert mort.etape == "la seconde"


def test_un_processus_muet_trop_longtemps_est_arrete_et_les_autres_finissent():
    def travail(n: int, signaler: Signaler) -> int:
        signaler("calcul")
        if n == 1:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(60)
        return n

    resultats = dict(repartir(range(3), travail, 2, silence_s=0.5))
    mort = resultats.pop(1)
    assert isinstance(mort, Mort)
    assert mort.raison == "arrêtée, sans réponse depuis 0,5\u00a0s"
    assert mort.etape == "calcul"
    assert resultats == {0: 0, 2: 2}


def test_signaler_repousse_la_limite_de_silence():
    def travail(_: int, signaler: Signaler) -> str:
        for n in range(5):
            time.sleep(0.5)
            signaler(n)
        return "fini"

    assert list(repartir([0], travail, 1, silence_s=2)) == [(0, "fini")]


def test_ce_qui_commence_se_dit_dans_l_ordre():
    commencees = list[int]()
    list(repartir(range(4), carre, 2, commencee=commencees.append))
    assert commencees == [0, 1, 2, 3]
