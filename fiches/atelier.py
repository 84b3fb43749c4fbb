"""Faire un même travail pour beaucoup de fiches, chacune dans son processus.

Chaque tâche part dans une copie (`fork`) du processus courant, où bibliothèques, données et gabarit
sont déjà chargés : elle ne paie que son propre travail, et ce qui lui arrive (exception, mémoire épuisée,
`kill -9`) n’atteint ni les autres ni le parent.
"""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

FORK_POSSIBLE = hasattr(os, "fork") and "fork" in multiprocessing.get_all_start_methods()


@dataclass(frozen=True)
class Mort:
    """Une tâche dont le processus a disparu sans rendre de résultat."""

    raison: str


@dataclass
class _Ouvrier(Generic[T]):
    tache: T
    processus: Any
    tuyau: Connection


def repartir(taches: Sequence[T], travail: Callable[[T], R], jobs: int) -> Iterator[tuple[T, R | Mort]]:
    """Rend (tâche, résultat) au fil de l’eau ; `Mort` si le processus de la tâche a disparu.

    `travail` ne doit pas lever : ses échecs font partie de son résultat. À l’interruption (Ctrl-C),
    les processus en cours sont arrêtés avant que l’exception ne remonte.
    """
    contexte = multiprocessing.get_context("fork")
    gc.collect()
    gc.freeze()  # le ramasse-miettes des copies ne parcourt pas, donc ne recopie pas, la mémoire du parent
    attente, actifs = list(reversed(taches)), dict[Any, _Ouvrier[T]]()
    try:
        while attente or actifs:
            while attente and len(actifs) < jobs:
                ouvrier = _lancer(contexte, attente.pop(), travail)
                actifs[ouvrier.tuyau] = ouvrier
            for tuyau in wait(list(actifs)):
                ouvrier = actifs.pop(tuyau)
                yield ouvrier.tache, _recevoir(ouvrier)
    finally:
        gc.unfreeze()
        for ouvrier in actifs.values():
            ouvrier.processus.terminate()
        for ouvrier in actifs.values():
            ouvrier.processus.join(2)
            if ouvrier.processus.is_alive():
                ouvrier.processus.kill()
                ouvrier.processus.join()


def _lancer(contexte: Any, tache: T, travail: Callable[[T], Any]) -> _Ouvrier[T]:
    lecture, ecriture = contexte.Pipe(duplex=False)
    processus = contexte.Process(target=_travailler, args=(ecriture, tache, travail))
    processus.start()
    ecriture.close()
    return _Ouvrier(tache, processus, lecture)


def _travailler(tuyau: Connection, tache: T, travail: Callable[[T], Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C : c’est le parent qui arrête tout
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    tuyau.send(travail(tache))
    tuyau.close()
    # Sans les fonctions de fin du parent (fils d’exécution qu’un fork ne copie pas).
    os._exit(0)


def _recevoir(ouvrier: _Ouvrier[T]) -> Any:
    try:
        resultat = ouvrier.tuyau.recv()
    except EOFError:
        ouvrier.processus.join()
        return Mort(_raison(ouvrier.processus.exitcode))
    finally:
        ouvrier.tuyau.close()
    ouvrier.processus.join()
    return resultat


def _raison(code: int | None) -> str:
    if code is not None and code < 0:
        nom = signal.Signals(-code).name
        complement = " (souvent : mémoire épuisée)" if nom == "SIGKILL" else ""
        return f"son processus a été arrêté par le système, signal {nom}{complement}"
    return f"son processus s’est arrêté sans résultat, code {code}"
