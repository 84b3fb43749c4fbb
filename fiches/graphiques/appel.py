"""Ce que tout graphique de la fiche fait de son appel : ce qu’il dessine, avec quels réglages, sous quels mots.

Une figure déjà dessinée n’est pas refaite : celles d’une région ou de la France servent à toutes ses fiches. La mémoire
est celle du processus : ceux d’une campagne, copiés d’un parent qui a dessiné d’avance, en héritent.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, get_type_hints
from weakref import WeakKeyDictionary

from fiches.fiche.commerce import Territoire
from fiches.fiche.echanges import Echanges
from fiches.graphiques.figure import Figure, Mention
from fiches.redaction import liste
from fiches.redaction.proches import voulez_vous_dire
from fiches.socle.erreurs import ErreurFiche

P = ParamSpec("P")
Source = TypeVar("Source", Echanges, Territoire)

MOTS = ("titre", "lecture", "note")
"""Ce qu’un appel change sans que rien soit redessiné."""
_ATTENDUS = {
    Territoire: "un territoire\u00a0: fiche.departement, fiche.region ou fiche.france",
    Echanges: "les échanges d’un sens\u00a0: fiche.exportations, fiche.region.importations…",
}

_dessinees: WeakKeyDictionary[Echanges | Territoire, dict[str, Figure | Mention]] = WeakKeyDictionary()


def graphique(
    dessin: Callable[Concatenate[Source, P], Figure | Mention],
) -> Callable[Concatenate[Source, P], Figure | Mention]:
    """Retient la figure de chaque source, par réglages, et lui donne les mots de l’appel (`MOTS`).

    Lève `ErreurFiche` si la source n’est pas celle qu’il dessine, ou si un réglage n’existe pas.
    """
    signature: inspect.Signature = inspect.signature(dessin)
    attendu = get_type_hints(dessin)[next(iter(signature.parameters))]

    @wraps(dessin)
    def dessiner(source: Source, /, *args: P.args, **reglages: P.kwargs) -> Figure | Mention:
        if isinstance(source, Territoire | Echanges) and not isinstance(source, attendu):
            raise ErreurFiche(f"graphiques.{dessin.__name__} dessine {_ATTENDUS[attendu]}")
        mots = {nom: reglages.pop(nom) for nom in MOTS if nom in reglages}
        exiger_des_reglages(dessin, reglages)
        lies: inspect.BoundArguments = signature.bind(source, *args, **reglages)
        lies.apply_defaults()
        cle = repr((dessin.__name__, *list(lies.arguments.values())[1:]))
        figures = _dessinees.setdefault(source, {})
        if cle not in figures:
            figures[cle] = dessin(source, *args, **reglages)
        figure = figures[cle]
        return figure.avec(**mots) if isinstance(figure, Figure) else figure  # type: ignore[arg-type]

    # Tab et « ? » montrent les mots avec les réglages.
    ajoutes: list[inspect.Parameter] = [
        inspect.Parameter(mot, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=str) for mot in MOTS
    ]
    dessiner.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[*signature.parameters.values(), *ajoutes]
    )
    return dessiner


def exiger_des_reglages(dessin: Callable[..., Any], donnes: dict[str, Any]) -> None:
    """Lève `ErreurFiche` si l’un des réglages donnés par nom n’est pas de ce graphique, en nommant ceux qu’il a."""
    connus = [*list(inspect.signature(dessin).parameters)[1:], *MOTS]
    for nom in donnes:
        if nom not in connus:
            proche = voulez_vous_dire(nom, connus)
            raise ErreurFiche(
                f"graphiques.{dessin.__name__} n’a pas de réglage « {nom} » ; {f'{proche} ' if proche else ''}Il a : "
                f"{liste(connus)}. Pour un dessin qu’ils ne donnent pas : une cellule seaborn, et graphiques.figure"
            )
