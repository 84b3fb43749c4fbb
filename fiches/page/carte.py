"""La carte de France du sommaire : un tracé par département, coloré par classes, et la légende de chaque indicateur."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

import numpy as np

from fiches.page.gabarit import lire
from fiches.redaction import accord, meur, nombre, pourcentage

_CARTONS = ("france", "couronne", "outremer")
_AGRANDIS = {"75", "92", "93", "94"}
"""Trop petits à leur place : leur lien est dans le carton agrandi."""


@dataclass(frozen=True)
class Indicateur:
    """Ce que la carte colore. `signe` : l’échelle s’ouvre des deux côtés de zéro."""

    code: str
    nom: str
    ecrire: Callable[[float], str]
    signe: bool = False


@dataclass(frozen=True)
class Classe:
    """Une classe de la légende : son rang (de « le moins » à « le plus »), ses bornes en clair, son effectif."""

    rang: int
    texte: str


INDICATEURS = (
    Indicateur("e", "Exportations", lambda v: meur(int(v))),
    Indicateur("i", "Importations", lambda v: meur(int(v))),
    Indicateur("s", "Solde", lambda v: meur(int(v), signe=True), signe=True),
    Indicateur("p", "Part dans les exportations de la France", lambda v: pourcentage(v, 2)),
)


def classer(indicateur: Indicateur, valeurs: Mapping[str, float]) -> tuple[dict[str, int], list[Classe]]:
    """Le rang de classe de chaque département, et les classes non vides, en clair.

    Cinq classes d’effectifs égaux (quintiles) ; pour un solde, deux de chaque côté de zéro, coupées à la médiane.
    """
    if indicateur.signe:
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
        bornes = dict.fromkeys((indicateur.ecrire(siens[0]), indicateur.ecrire(siens[-1])))
        effectif = f"{nombre(len(siens), 0)} {accord(len(siens), 'département', 'départements')}"
        classes.append(Classe(rang, f"{' à '.join(bornes)} ({effectif})"))
    return rangs, classes


def _mediane(valeurs: Sequence[float]) -> float | None:
    return float(np.median(valeurs)) if valeurs else None


@cache
def contours() -> tuple[tuple[str, str, str], ...]:
    """Les tracés des départements : (code, carton, instructions SVG) ; source et licence en tête du fichier."""
    lignes = lire("site/contours.csv").splitlines()
    lues = csv.reader((ligne for ligne in lignes if not ligne.startswith("#")), delimiter=";")
    return tuple((code, carton, trace) for code, carton, trace in lues if code != "code")


def dessiner(liens: Mapping[str, tuple[str, str]], noms: Mapping[str, str], rangs: Mapping[str, dict[str, int]]) -> str:
    """Le contenu du SVG. `liens` : par code, l’adresse de la fiche et sa description ; sans lien, pas de fiche.

    `rangs` : par indicateur puis par code, le rang de classe.
    """
    morceaux = []
    for carton in _CARTONS:
        for code, place, trace in contours():
            if place != carton:
                continue
            classes = " ".join(f"{i}{siens[code]}" for i, siens in rangs.items() if code in siens) or "sans"
            chemin = f'<path class="{classes}" d="{trace}"/>'
            if code in liens and not (carton == "france" and code in _AGRANDIS):
                adresse, description = liens[code]
                dit = escape(description)
                morceaux.append(f'<a href="{escape(adresse)}" aria-label="{dit}"><title>{dit}</title>{chemin}</a>')
            else:
                dit = escape(f"{noms[code]}\u00a0: pas de fiche dans ce dossier") if code not in liens else ""
                morceaux.append(f"<g>{f'<title>{dit}</title>' if dit else ''}{chemin}</g>")
    return "".join(morceaux)
