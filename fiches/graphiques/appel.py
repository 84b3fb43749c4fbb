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
R = TypeVar("R")
Source = TypeVar("Source", Echanges, Territoire)

MOTS = ("titre", "lecture", "note")
"""Ce qu’un appel change sans que rien soit redessiné."""
_ATTENDUS = {
    Territoire: "un territoire\u00a0: fiche.departement, fiche.region, fiche.france",
    Echanges: "les échanges d’un sens\u00a0: fiche.exportations, fiche.region.importations…",
}
_SORTES = {
    "Fiche": "la fiche entière", "Partie": "une partie d’entre eux", "Territoire": "un territoire entier",
    "Echanges": "un seul sens", "DataFrame": "une table", "str": "un texte", "NoneType": "rien",
}  # fmt: skip

_dessinees: WeakKeyDictionary[Echanges | Territoire, dict[str, Figure | Mention]] = WeakKeyDictionary()


def graphique(
    dessin: Callable[Concatenate[Source, P], Figure | Mention],
) -> Callable[Concatenate[Source, P], Figure | Mention]:
    """Retient la figure de chaque source, par réglages, et lui donne les mots de l’appel (`MOTS`).

    Lève `ErreurFiche` si la source n’est pas celle qu’il dessine, ou si un réglage n’existe pas.
    """
    signature: inspect.Signature = inspect.signature(dessin)
    # Tab et « ? » montrent les mots avec les réglages.
    ajoutes: list[inspect.Parameter] = [
        inspect.Parameter(mot, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=str) for mot in MOTS
    ]
    complete: inspect.Signature = signature.replace(parameters=[*signature.parameters.values(), *ajoutes])
    premier = next(iter(signature.parameters))
    attendu = get_type_hints(dessin)[premier]

    @wraps(dessin)
    def dessiner(*donnes: Any, **reglages: Any) -> Figure | Mention:
        _exiger(dessin.__name__, complete, donnes, reglages)
        source, *args = donnes or (reglages.pop(premier),)
        autre = isinstance(source, Territoire | Echanges) and not isinstance(source, attendu)
        if autre or not hasattr(source, "motif"):
            sorte = type(source).__name__
            non = f", non {_SORTES.get(sorte, sorte)}"
            raise ErreurFiche(f"graphiques.{dessin.__name__} dessine {_ATTENDUS[attendu]}{non}")
        mots = {nom: reglages.pop(nom) for nom in MOTS if nom in reglages}
        lies: inspect.BoundArguments = signature.bind(source, *args, **reglages)
        lies.apply_defaults()
        cle = repr((dessin.__name__, *list(lies.arguments.values())[1:]))
        figures = _dessinees.setdefault(source, {})
        if cle not in figures:
            figures[cle] = dessin(source, *args, **reglages)
        figure = figures[cle]
        return figure.avec(**mots) if isinstance(figure, Figure) else figure

    dessiner.__signature__ = complete  # type: ignore[attr-defined]
    return dessiner


def avec_ses_reglages(dessin: Callable[P, R]) -> Callable[P, R]:
    """Lève `ErreurFiche` si l’appel donne un réglage que ce graphique n’a pas, ou en oublie un qu’il demande."""
    signature = inspect.signature(dessin)

    @wraps(dessin)
    def dessiner(*args: P.args, **reglages: P.kwargs) -> R:
        _exiger(dessin.__name__, signature, args, reglages)
        return dessin(*args, **reglages)

    return dessiner


def _exiger(nom: str, signature: inspect.Signature, args: tuple[Any, ...], reglages: dict[str, Any]) -> None:
    """Lève `ErreurFiche`, en nommant les réglages qui existent, si l’appel ne va pas à cette signature."""
    connus = list(signature.parameters)
    for reglage in reglages:
        if reglage not in connus:
            proche = voulez_vous_dire(reglage, connus)
            raise ErreurFiche(
                f"graphiques.{nom} n’a pas de réglage « {reglage} » ; {f'{proche} ' if proche else ''}Il a : "
                f"{liste(connus[1:])}. Pour un dessin qu’ils ne donnent pas : une cellule seaborn, et graphiques.figure"
            )
    appel = f"graphiques.{nom}({', '.join(connus)})"
    try:
        donnes = signature.bind_partial(*args, **reglages).arguments
    except TypeError as erreur:
        raise ErreurFiche(f"des réglages de trop, ou donnés deux fois : nommez-les, comme dans {appel}") from erreur
    exiges = [p.name for p in signature.parameters.values() if p.default is p.empty and p.kind is not p.VAR_POSITIONAL]
    if manquent := [nom_ for nom_ in exiges if nom_ not in donnes]:
        raise ErreurFiche(f"graphiques.{nom} demande {liste([f'« {m} »' for m in manquent])} : {appel}")
