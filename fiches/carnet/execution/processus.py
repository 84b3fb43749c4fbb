"""Rendre le processus tel qu’il était : un noyau sur place y change des réglages communs à tous."""

import builtins
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import matplotlib as mpl
from matplotlib import pyplot as plt


@contextmanager
def processus_intact() -> Iterator[None]:
    """Rétablit en sortie affichage, entrées-sorties, `__main__`, environnement, avertissements et matplotlib."""
    crochets = sys.displayhook, sys.excepthook, sys.stdin, sys.stdout, sys.stderr
    principal, integres = sys.modules["__main__"], dict(vars(builtins))
    # Le noyau met FORCE_COLOR et PAGER dans l’environnement : rich croirait ensuite écrire dans un terminal.
    chemins, environnement = list(sys.path), dict(os.environ)
    trace = mpl.get_backend(auto_select=False) or "agg"
    try:
        with warnings.catch_warnings(), mpl.rc_context():
            yield
    finally:
        plt.close("all")
        plt.switch_backend(trace)
        sys.displayhook, sys.excepthook, sys.stdin, sys.stdout, sys.stderr = crochets
        sys.modules["__main__"] = principal
        sys.path[:] = chemins
        for variable in set(os.environ) - set(environnement):
            del os.environ[variable]
        os.environ.update(environnement)
        for nom in set(vars(builtins)) - set(integres):
            delattr(builtins, nom)
        vars(builtins).update(integres)
