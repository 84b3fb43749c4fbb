"""Une figure déjà dessinée n’est pas refaite : celles d’une région ou de la France servent à toutes ses fiches.

La mémoire est celle du processus : ceux d’une campagne, copiés d’un parent qui a dessiné d’avance, en héritent.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, get_type_hints
from weakref import WeakKeyDictionary

from fiches.fiche.commerce import Territoire
from fiches.fiche.echanges import Echanges
from fiches.graphiques.figure import Figure, Mention
from fiches.socle.erreurs import ErreurFiche

P = ParamSpec("P")
Source = TypeVar("Source", Echanges, Territoire)

_ATTENDUS = {
    Territoire: "un territoire\u00a0: fiche.departement, fiche.region ou fiche.france",
    Echanges: "les échanges d’un sens\u00a0: fiche.exportations, fiche.region.importations…",
}

_dessinees: WeakKeyDictionary[Echanges | Territoire, dict[str, Figure | Mention]] = WeakKeyDictionary()


def une_fois(
    dessin: Callable[Concatenate[Source, P], Figure | Mention],
) -> Callable[Concatenate[Source, P], Figure | Mention]:
    """Retient la figure de chaque source, par réglages : donnés par rang, par nom ou par défaut, ce sont les mêmes."""
    signature = inspect.signature(dessin)
    attendu = get_type_hints(dessin)[next(iter(signature.parameters))]

    @wraps(dessin)
    def dessiner(source: Source, /, *args: P.args, **reglages: P.kwargs) -> Figure | Mention:
        if isinstance(source, Territoire | Echanges) and not isinstance(source, attendu):
            raise ErreurFiche(f"graphiques.{dessin.__name__} dessine {_ATTENDUS[attendu]}")
        try:
            lies: inspect.BoundArguments = signature.bind(source, *args, **reglages)
        except TypeError:
            return dessin(source, *args, **reglages)  # qui dit mieux son nom et le réglage en trop
        lies.apply_defaults()
        cle = repr((dessin.__name__, *list(lies.arguments.values())[1:]))
        figures = _dessinees.setdefault(source, {})
        if cle not in figures:
            figures[cle] = dessin(source, *args, **reglages)
        return figures[cle]

    return dessiner
