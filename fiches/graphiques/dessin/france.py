"""La France des départements : le tracé de chacun, et les classes d’une carte colorée."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from fiches.redaction import accord, nombre

CARTONS = ("france", "couronne", "outremer")
CADRE = (20, 20, 985, 905)
"""Ce que couvrent les tracés : x, y, largeur, hauteur."""


@dataclass(frozen=True)
class Classe:
    """Une classe de la légende : son rang (de « le moins » à « le plus »), ses bornes en clair, son effectif."""

    rang: int
    texte: str


@cache
def contours() -> tuple[tuple[str, str, str], ...]:
    """Les tracés des départements : (code, carton, instructions SVG) ; source et licence en tête du fichier."""
    lignes = Path(__file__).with_name("contours.csv").read_text(encoding="utf-8").splitlines()
    lues = csv.reader((ligne for ligne in lignes if not ligne.startswith("#")), delimiter=";")
    return tuple((code, carton, trace) for code, carton, trace in lues if code != "code")


def classer(
    valeurs: Mapping[str, float], ecrire: Callable[[float], str], *, signe: bool = False
) -> tuple[dict[str, int], list[Classe]]:
    """Le rang de classe de chaque département, et les classes non vides, en clair.

    Cinq classes d’effectifs égaux (quintiles) ; pour ce qui a un `signe`, deux de chaque côté de zéro, coupées à la
    médiane.
    """
    if signe:
        bords = [m for m in (_mediane([v for v in valeurs.values() if v < 0]), 0.0) if m is not None]
        positifs = _mediane([v for v in valeurs.values() if v >= 0])
        coupes = np.array([*bords, *([positifs] if positifs is not None else [])])
        premier = 2 - len(bords)
    else:
        coupes, premier = np.quantile(list(valeurs.values()) or [0.0], [0.2, 0.4, 0.6, 0.8]), 0
    rangs = {code: premier + int(np.searchsorted(coupes, v, side="right")) for code, v in valeurs.items()}
    classes = []
    for rang in sorted(set(rangs.values())):
        siens = sorted(valeurs[code] for code, r in rangs.items() if r == rang)
        bornes = dict.fromkeys((ecrire(siens[0]), ecrire(siens[-1])))
        effectif = f"{nombre(len(siens), 0)} {accord(len(siens), 'département', 'départements')}"
        classes.append(Classe(rang, f"{' à '.join(bornes)} ({effectif})"))
    return rangs, classes


def _mediane(valeurs: Sequence[float]) -> float | None:
    return float(np.median(valeurs)) if valeurs else None
