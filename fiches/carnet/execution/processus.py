"""Rendre le processus tel qu’il était : un noyau sur place y change des réglages communs à tous."""

import builtins
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt


@contextmanager
def processus_intact() -> Iterator[None]:
    """Rétablit en sortie affichage, entrées-sorties, `__main__`, dossier, environnement, matplotlib, journaux."""
    crochets = sys.displayhook, sys.excepthook, sys.stdin, sys.stdout, sys.stderr
    principal, integres = sys.modules["__main__"], dict(vars(builtins))
    # Le noyau met FORCE_COLOR et PAGER dans l’environnement : rich croirait ensuite écrire dans un terminal.
    chemins, environnement, dossier = list(sys.path), dict(os.environ), Path.cwd()
    racine = logging.getLogger()
    journaux, niveau = list(racine.handlers), racine.level
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
        os.chdir(dossier)
        racine.handlers[:] = journaux
        racine.setLevel(niveau)
        for variable in set(os.environ) - set(environnement):
            del os.environ[variable]
        os.environ.update(environnement)
        for nom in set(vars(builtins)) - set(integres):
            delattr(builtins, nom)
        vars(builtins).update(integres)
