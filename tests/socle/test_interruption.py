"""Ctrl-C et SIGTERM : reçus où le travail peut s’arrêter, jamais perdus."""

import signal
import sys
import threading
from collections.abc import Iterator

import pytest

from fiches.socle import interruption

ARRETS = [signal.SIGINT, signal.SIGTERM]


@pytest.fixture(params=ARRETS, ids=lambda s: s.name)
def demander(request: pytest.FixtureRequest) -> Iterator:
    """Demande l’interruption, comme le fait un terminal ou un ordonnanceur."""
    anciens, crochet = {s: signal.getsignal(s) for s in ARRETS}, sys.unraisablehook
    interruption.installer(*ARRETS)
    yield lambda: signal.raise_signal(request.param)
    for numero, ancien in anciens.items():
        signal.signal(numero, ancien)
    interruption.installer()  # la demande de ce test ne concerne pas le suivant
    sys.unraisablehook = crochet


def test_hors_d_un_bloc_l_interruption_est_immediate(demander):
    with pytest.raises(KeyboardInterrupt):
        demander()


def test_un_bloc_differe_va_a_son_terme(demander):
    fait = []

    @interruption.differee()
    def travail() -> None:
        demander()
        fait.append("la suite")

    with pytest.raises(KeyboardInterrupt):
        travail()
    assert fait == ["la suite"]


def test_une_attente_y_est_interrompue_qu_elle_soit_avant_ou_pendant_la_demande(demander):
    fait = []

    @interruption.differee()
    def travail() -> None:
        demander()
        fait.append("la suite")
        with interruption.possible():
            fait.append("l’attente")

    with pytest.raises(KeyboardInterrupt):
        travail()
    assert fait == ["la suite"]


def test_apres_une_attente_le_bloc_est_de_nouveau_differe(demander):
    fait = []

    @interruption.differee()
    def travail() -> None:
        with interruption.possible():
            pass
        demander()
        fait.append("la suite")

    with pytest.raises(KeyboardInterrupt):
        travail()
    assert fait == ["la suite"]


def test_une_demande_avalee_revient_au_bloc_suivant(demander):
    """Python ignore ce que lève un gestionnaire pendant un fork ou dans un rappel du ramasse-miettes."""
    with pytest.raises(KeyboardInterrupt):
        demander()
    fait = []

    @interruption.differee()
    def travail() -> None:
        fait.append("rien ne devait commencer")

    with pytest.raises(KeyboardInterrupt):
        travail()
    assert not fait


def test_une_erreur_du_bloc_passe_avant_l_interruption(demander):
    @interruption.differee()
    def travail() -> None:
        demander()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        travail()


def test_un_bloc_differe_dans_un_autre_ne_l_ouvre_pas(demander):
    fait = []

    @interruption.differee()
    def travail() -> None:
        with interruption.differee():
            demander()
        fait.append("la suite")

    with pytest.raises(KeyboardInterrupt):
        travail()
    assert fait == ["la suite"]


def test_dans_un_autre_fil_rien_n_est_differe(demander):
    """Les signaux n’y arrivent pas ; et un fil ne doit pas retenir ceux du fil principal."""

    def differer() -> None:
        with interruption.differee(), interruption.possible():
            dedans.set()
            assert dehors.wait(10)

    dedans, dehors = threading.Event(), threading.Event()
    fil = threading.Thread(target=differer)
    fil.start()
    assert dedans.wait(10)
    with pytest.raises(KeyboardInterrupt):
        demander()
    dehors.set()
    fil.join()


def test_une_fois_tout_fini_plus_rien_n_interrompt(demander):
    interruption.ignorer(*ARRETS)
    demander()


def test_une_demande_que_python_ignore_ne_montre_pas_de_trace(demander, capfd: pytest.CaptureFixture[str]):
    class Objet:
        def __del__(self) -> None:
            demander()

    reference = Objet()
    del reference
    with pytest.raises(KeyboardInterrupt), interruption.differee():
        pass
    assert capfd.readouterr().err == ""
