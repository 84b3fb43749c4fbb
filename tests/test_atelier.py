"""L’atelier : ce qui arrive à une tâche n’atteint pas les autres."""

import os
import signal
import time

import pytest

from fiches.atelier import FORK_POSSIBLE, Mort, repartir

pytestmark = pytest.mark.skipif(not FORK_POSSIBLE, reason="fork n’existe pas sur ce système")


def carre(n: int) -> int:
    return n * n


@pytest.mark.parametrize("jobs", [1, 2, 8])
def test_chaque_tache_rend_son_resultat(jobs):
    assert sorted(repartir(range(6), carre, jobs)) == [(n, n * n) for n in range(6)]


def test_un_processus_tue_est_une_mort_et_les_autres_finissent():
    def travail(n: int) -> int:
        if n == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    resultats = dict(repartir(range(4), travail, 2))
    assert isinstance(resultats.pop(1), Mort)
    assert resultats == {0: 0, 2: 2, 3: 3}


def test_la_mort_dit_le_signal():
    def travail(_: int) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    [(_, mort)] = repartir([0], travail, 1)
    assert "SIGKILL" in mort.raison


def test_une_sortie_brutale_est_une_mort():
    [(_, mort)] = repartir([0], lambda _: os._exit(7), 1)
    assert "code 7" in mort.raison


def test_un_gros_resultat_passe():
    [(_, resultat)] = repartir([0], lambda _: "é" * 5_000_000, 1)
    assert len(resultat) == 5_000_000


def test_l_interruption_arrete_les_processus_en_cours():
    pids = []

    def travail(n: int) -> int:
        if n:
            time.sleep(60)
        return os.getpid()

    debut = time.monotonic()
    for _, pid in repartir([0, 1], travail, 2):
        pids.append(pid)
        break
    assert time.monotonic() - debut < 30
    assert pids
