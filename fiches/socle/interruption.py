"""Ctrl-C et SIGTERM : reçus quand le travail peut s’arrêter, jamais perdus.

Python lève `KeyboardInterrupt` n’importe où, y compris là où il l’ignore aussitôt (pendant un `fork`, dans un rappel du
ramasse-miettes) ou là où elle laisse un module à moitié chargé. Un travail qui doit s’arrêter proprement se met donc
dans `differee`, et dit par `possible` où il attend. Une demande avalée ailleurs revient au prochain de ces endroits.
"""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass
class _Etat:
    """Les signaux sont l’affaire du processus entier : il n’y a qu’un état."""

    demandee: bool = False
    retenue: bool = False

    def recevoir(self, _signal: int, _trame: Any) -> None:
        self.demandee = True
        if not self.retenue:
            raise KeyboardInterrupt

    def remettre(self) -> None:
        if self.demandee:
            raise KeyboardInterrupt


_etat = _Etat()


def installer(*signaux: signal.Signals) -> None:
    """Ces signaux demandent désormais l’interruption (`KeyboardInterrupt`). Dans le fil principal seulement."""
    _etat.demandee = False
    sys.unraisablehook = _taire
    for numero in signaux:
        signal.signal(numero, _etat.recevoir)


def _taire(rapport: Any) -> None:
    """Une demande que Python a dû ignorer reviendra : il n’a pas à en montrer la trace."""
    if rapport.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(rapport)


def ignorer(*signaux: signal.Signals) -> None:
    """Ces signaux n’ont plus d’effet. Dans le fil principal seulement."""
    for numero in signaux:
        signal.signal(numero, signal.SIG_IGN)


@contextmanager
def differee() -> Iterator[None]:
    """Une interruption demandée pendant ce bloc est levée à sa fin, ou dans un bloc `possible`.

    Sans effet si `installer` n’a pas été appelée (dans JupyterLab), dans un autre fil, ou dans un bloc déjà différé.
    """
    if _etat.retenue or threading.current_thread() is not threading.main_thread():
        yield
        return
    _etat.retenue = True
    try:
        _etat.remettre()
        yield
    finally:
        _etat.retenue = False
    _etat.remettre()


@contextmanager
def possible() -> Iterator[None]:
    """Dans un bloc différé, une attente pendant laquelle l’interruption peut être levée."""
    if not _etat.retenue or threading.current_thread() is not threading.main_thread():
        yield
        return
    _etat.retenue = False
    try:
        _etat.remettre()
        yield
    finally:
        _etat.retenue = True
