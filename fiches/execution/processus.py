"""Rendre le processus tel qu’il était : un noyau sur place y change des réglages communs à tous."""

import builtins
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import matplotlib as mpl
from matplotlib import pyplot as plt


@contextmanager
def processus_intact() -> Iterator[None]:
    """Rétablit en sortie affichage, entrées-sorties, `__main__`, avertissements et réglages de matplotlib."""
    crochets = sys.displayhook, sys.excepthook, sys.stdin, sys.stdout, sys.stderr
    principal, integres = sys.modules["__main__"], dict(vars(builtins))
    chemins = list(sys.path)
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
        for nom in set(vars(builtins)) - set(integres):
            delattr(builtins, nom)
        vars(builtins).update(integres)
