"""Un processus où tout est déjà chargé, et d’où part une copie (`fork`) pour chaque page.

Il est séparé du serveur, dont les fils d’exécution ne supporteraient pas la copie, et lancé à neuf (`spawn`) : le
remplacer suffit à prendre en compte un changement du programme.
"""

import gc
import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait

from fiches.apercu.fabrique import Defaut, PagePrete, Sujet, chauffer, fabriquer
from fiches.socle import atelier, interruption
from fiches.socle.atelier import EN_COURS, SUR_PLACE, Mort, Ouvrier, Signaler
from fiches.socle.erreurs import ErreurFiches

_MORT = Defaut(
    "Le programme s’est arrêté sans rendre de page. S’il vient d’être modifié, le terminal dit où est la faute : "
    "corrigez-la et enregistrez."
)
_ARRETEE = Defaut("Le calcul de la page a été arrêté par le système (souvent : mémoire épuisée).")


class Chaud:
    """Le processus prêt ; `suite` reçoit, dans un autre fil d’exécution, chaque page ou sa raison de manquer."""

    def __init__(self, sujet: Sujet, suite: Callable[[PagePrete | Defaut], None]) -> None:
        contexte = multiprocessing.get_context("spawn")
        self._tuyau, autre_bout = contexte.Pipe()
        self._suite = suite
        self._ferme = False
        self._processus = contexte.Process(target=_servir, args=(autre_bout, sujet))
        with _sans_interruption():
            self._processus.start()
        autre_bout.close()
        threading.Thread(target=self._recevoir, daemon=True).start()

    def refaire(self) -> None:
        """Demande la page ; celle qui serait en cours est abandonnée."""
        with suppress(BrokenPipeError, ConnectionResetError):  # le processus est mort, et cela a été dit
            self._tuyau.send(True)

    def fermer(self, attendre: bool) -> None:
        """Arrête le processus ; `attendre` qu’il ait fini, cinq secondes au plus."""
        self._ferme = True
        self._processus.terminate()
        if attendre:
            self._processus.join(5)
            if self._processus.is_alive():
                self._processus.kill()
                self._processus.join()

    def _recevoir(self) -> None:
        while True:
            try:
                recu = self._tuyau.recv()
            except (EOFError, ConnectionResetError):
                recu = _MORT
            if not self._ferme:
                self._suite(recu)
            if recu is _MORT:
                return


@contextmanager
def _sans_interruption() -> Iterator[None]:
    """Un processus né dans ce bloc ignore Ctrl-C : c’est le parent qui arrête tout."""
    ancien = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, ancien)


def _servir(tuyau: Connection, sujet: Sujet) -> None:
    interruption.installer(signal.SIGTERM)
    fins = (KeyboardInterrupt, EOFError, BrokenPipeError, ConnectionResetError)  # le parent arrête, ou a disparu
    with suppress(*fins):
        with suppress(ErreurFiches, OSError):  # la première page dira la même chose, mieux placée pour être lue
            chauffer(sujet)
        gc.collect()
        gc.freeze()  # le ramasse-miettes des copies ne recopie pas la mémoire du parent
        if SUR_PLACE:
            _servir_par_copies(tuyau, sujet)
        else:
            while True:
                tuyau.recv()
                tuyau.send(fabriquer(sujet, dans_ce_processus=False))


def _servir_par_copies(tuyau: Connection, sujet: Sujet) -> None:
    copie: Ouvrier[Sujet] | None = None
    with interruption.differee():
        try:
            while True:
                with interruption.possible():
                    prets = wait([tuyau, copie.tuyau] if copie else [tuyau])
                if tuyau in prets:
                    tuyau.recv()
                    if copie:
                        atelier.tuer(copie)
                    copie = atelier.lancer(sujet, _travailler)
                elif copie and (rendu := atelier.recevoir(copie)) is not EN_COURS:
                    tuyau.send(_ARRETEE if isinstance(rendu, Mort) else rendu)
                    copie = None
        finally:
            if copie:
                atelier.tuer(copie)


def _travailler(sujet: Sujet, _signaler: Signaler) -> PagePrete | Defaut:
    return fabriquer(sujet, dans_ce_processus=True)
