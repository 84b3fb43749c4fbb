"""Faire un même travail pour beaucoup de fiches, chacune dans son processus.

Chaque tâche part dans une copie (`fork`) du processus courant, où bibliothèques, données et gabarit
sont déjà chargés : elle ne paie que son propre travail, et ce qui lui arrive (exception, mémoire épuisée,
`kill -9`) n’atteint ni les autres ni le parent.
"""

import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from fiches.socle import interruption

T = TypeVar("T")
R = TypeVar("R")

FORK_POSSIBLE = hasattr(os, "fork") and "fork" in multiprocessing.get_all_start_methods()
SUR_PLACE = sys.platform == "linux" and FORK_POSSIBLE
"""Le noyau dans le processus forké est dix fois plus rapide ; ailleurs que sous Linux, fork n’est pas sûr."""


Signaler = Callable[[Any], None]
"""Ce par quoi un travail dit où il en est : ce qu’il donne en dernier est rapporté s’il meurt."""


@dataclass(frozen=True)
class Mort:
    """Une tâche dont le processus a disparu sans rendre de résultat. `etape` : ce qu’il a signalé en dernier."""

    raison: str
    etape: Any = None


@dataclass
class Ouvrier(Generic[T]):
    """Une tâche et le processus qui la fait ; `tuyau` est prêt à lire quand elle envoie quelque chose."""

    tache: T
    processus: Any
    tuyau: Connection
    etape: Any = None
    depuis: float = field(default_factory=time.monotonic)


def repartir(
    taches: Sequence[T],
    travail: Callable[[T, Signaler], R],
    jobs: int,
    *,
    commencee: Callable[[T], None] = lambda _: None,
    silence_s: float | None = None,
) -> Generator[tuple[T, R | Mort], None, None]:
    """Rend (tâche, résultat) au fil de l’eau ; `Mort` si le processus de la tâche a disparu.

    `travail` ne doit pas lever : ses échecs font partie de son résultat. `commencee` est appelée quand une tâche part.
    Un processus qui ne signale rien pendant `silence_s` secondes est tué. À l’interruption (Ctrl-C), les processus en
    cours sont arrêtés avant que l’exception ne remonte.
    """
    gc.collect()
    gc.freeze()  # le ramasse-miettes des copies ne parcourt pas, donc ne recopie pas, la mémoire du parent
    attente, actifs = list(reversed(taches)), dict[Any, Ouvrier[T]]()

    def completer() -> None:
        while attente and len(actifs) < jobs:
            with interruption.differee():
                ouvrier = lancer(attente.pop(), travail)
                actifs[ouvrier.tuyau] = ouvrier
            commencee(ouvrier.tache)

    try:
        completer()
        while actifs:
            with interruption.possible():
                prets = wait(list(actifs), _patience(actifs.values(), silence_s))
            for tuyau in prets:
                ouvrier = actifs[tuyau]
                if (resultat := recevoir(ouvrier)) is not EN_COURS:
                    del actifs[tuyau]
                    completer()  # avant de rendre le résultat : qui le reçoit peut prendre son temps
                    yield ouvrier.tache, resultat
            if silence_s is None:
                continue
            for ouvrier in [o for o in actifs.values() if _silence(o) > silence_s]:
                del actifs[ouvrier.tuyau]
                tuer(ouvrier)
                completer()
                yield ouvrier.tache, Mort(f"arrêtée, sans réponse depuis {_lisible(silence_s)}", ouvrier.etape)
    finally:
        gc.unfreeze()
        for ouvrier in actifs.values():
            ouvrier.processus.terminate()
        for ouvrier in actifs.values():
            ouvrier.processus.join(2)
            tuer(ouvrier)


EN_COURS = object()
"""Ce que rend `recevoir` quand la tâche n’a fait que signaler où elle en est."""


def lancer(tache: T, travail: Callable[[T, Signaler], Any]) -> Ouvrier[T]:
    """Fait partir une tâche dans une copie (`fork`) de ce processus."""
    contexte = multiprocessing.get_context("fork")
    lecture, ecriture = contexte.Pipe(duplex=False)
    processus = contexte.Process(target=_travailler, args=(ecriture, tache, travail, os.getpid()))
    processus.start()
    ecriture.close()
    return Ouvrier(tache, processus, lecture)


def _travailler(tuyau: Connection, tache: T, travail: Callable[[T, Signaler], Any], parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C : c’est le parent qui arrête tout
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def signaler(etape: Any) -> None:
        if os.getppid() != parent:  # il a disparu : ce travail n’a plus de destinataire
            os._exit(1)  # (son tuyau ne le dit pas toujours : d’autres copies en tiennent aussi l’autre bout)
        with suppress(OSError):
            tuyau.send((False, etape))

    resultat = travail(tache, signaler)
    with suppress(OSError):  # plus de parent à qui le rendre
        tuyau.send((True, resultat))
    # Sans les fonctions de fin du parent (fils d’exécution qu’un fork ne copie pas).
    os._exit(0)


def recevoir(ouvrier: Ouvrier[T]) -> Any:
    """Ce que la tâche envoie : son résultat, `Mort` si son processus a disparu, sinon `EN_COURS`."""
    try:
        fini, recu = ouvrier.tuyau.recv()
    except EOFError:
        ouvrier.processus.join()
        ouvrier.tuyau.close()
        return Mort(_raison(ouvrier.processus.exitcode), ouvrier.etape)
    if fini:  # sans attendre la fin du processus, qui n’a plus qu’à rendre sa mémoire
        ouvrier.tuyau.close()
        return recu
    ouvrier.etape, ouvrier.depuis = recu, time.monotonic()
    return EN_COURS


def _silence(ouvrier: Ouvrier[Any]) -> float:
    return time.monotonic() - ouvrier.depuis


def _patience(ouvriers: Iterable[Ouvrier[Any]], silence_s: float | None) -> float | None:
    """Le temps d’attente avant qu’un processus ne soit resté silencieux trop longtemps."""
    return None if silence_s is None else max(0.0, silence_s - max(map(_silence, ouvriers))) + 0.1


def _lisible(duree_s: float) -> str:
    return f"{duree_s:g}\u00a0s".replace(".", ",")


def tuer(ouvrier: Ouvrier[Any]) -> None:
    """Arrête net une tâche ; sans effet si elle a fini."""
    ouvrier.processus.kill()
    ouvrier.processus.join()
    ouvrier.tuyau.close()


def _raison(code: int | None) -> str:
    if code is not None and code < 0:
        nom = signal.Signals(-code).name
        complement = " (souvent : mémoire épuisée)" if nom == "SIGKILL" else ""
        return f"son processus a été arrêté par le système, signal {nom}{complement}"
    return f"son processus s’est arrêté sans résultat, code {code}"
