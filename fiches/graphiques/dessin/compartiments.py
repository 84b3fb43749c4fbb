"""Les compartiments de la carte des activités : leur place, et ce que chacun peut écrire."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import squarify

from fiches.graphiques.dessin.mesure import INTERLIGNE, couper, largeur
from fiches.graphiques.mots import en_millions
from fiches.redaction import meur, pourcentage

MARGE = 5.0
FILET = 0.8
"""Blanc laissé sur les quatre bords d’un compartiment, en points."""

_ENTRE_BLOCS, _BLOC_VISIBLE = 8.0, 4.0
_PLUS_PETIT, _CONFORTABLE, _PLUS_GRAND = 6.4, 7.0, 11.0


@dataclass(frozen=True)
class Etiquette:
    """Un nom coupé en lignes et sa valeur, à la taille où ils tiennent."""

    taille: float
    nom: list[str]
    valeur: str


class Produit(NamedTuple):
    """Une activité dans un sens (« I » ou « E ») : valeur en euros, part en ratio du total du sens."""

    sens: str
    nom: str
    court: str
    valeur: int
    part: float


@dataclass(frozen=True)
class Compartiment:
    """Un produit et son rectangle ; sans étiquette s’il est trop petit pour elle."""

    produit: Produit
    x: float
    y: float
    largeur: float
    hauteur: float
    etiquette: Etiquette | None


def disposer(produits: Sequence[Produit], y: float, large: float, haut: float) -> list[Compartiment]:
    """Place les produits dans deux blocs de même hauteur, importations à gauche, exportations à droite.

    Les blocs ont des largeurs proportionnelles aux totaux : les aires se comparent d’un sens à l’autre
    (un bloc infime garde un filet visible).
    """
    blocs = [[p for p in produits if p.sens == sens] for sens in ("I", "E")]
    blocs = [bloc for bloc in blocs if bloc]
    place = large - _ENTRE_BLOCS * (len(blocs) - 1)
    total = sum(p.valeur for p in produits)
    largeurs = [place * sum(p.valeur for p in bloc) / total for bloc in blocs]
    if len(blocs) > 1:
        largeurs = [min(max(w, _BLOC_VISIBLE), place - _BLOC_VISIBLE) for w in largeurs]
    compartiments, x = [], 0.0
    for bloc, w in zip(blocs, largeurs, strict=True):
        aires = squarify.normalize_sizes([float(p.valeur) for p in bloc], w, haut)
        rectangles = squarify.squarify(aires, x, y, w, haut)
        compartiments += [_compartiment(p, r) for p, r in zip(bloc, rectangles, strict=True)]
        x += w + _ENTRE_BLOCS
    return compartiments


def etiqueter(nom: str, court: str, valeurs: Sequence[str], largeur_: float, hauteur: float) -> Etiquette | None:
    """Plus grande étiquette qui tient dans un compartiment de ces dimensions, ou None.

    `valeurs` va de la plus complète à la plus courte. La taille est bornée par l’aire : un petit
    compartiment n’écrit jamais plus gros qu’un grand. Le nom entier ne descend pas sous une taille
    confortable ; le nom court prend alors le relais.
    """
    large, haut = largeur_ - 2 * MARGE, hauteur - 2 * MARGE
    if large <= 0 or haut <= 0:
        return None
    plafond = min(max(4.6 + 0.042 * (largeur_ * hauteur) ** 0.5, 6.6), _PLUS_GRAND)
    for texte, plancher in ((nom, min(_CONFORTABLE, plafond)), (court, _PLUS_PETIT)):
        for cran in range(int((plafond - plancher) / 0.2 + 1e-9) + 1):
            taille = round(plafond - 0.2 * cran, 1)
            lignes = couper(texte, large, taille, 600)
            valeur = next((v for v in valeurs if largeur(v, taille) <= large), None)
            if lignes and valeur and (len(lignes) + 1) * taille * INTERLIGNE <= haut:
                return Etiquette(taille, lignes, valeur)
    return None


def _compartiment(produit: Produit, rectangle: dict[str, float]) -> Compartiment:
    dx, dy = rectangle["dx"], rectangle["dy"]
    valeur = meur(produit.valeur, court=True)
    valeurs = (f"{valeur} ({pourcentage(produit.part, court=True)})", valeur, en_millions(produit.valeur))
    etiquette = etiqueter(produit.nom, produit.court, valeurs, dx - 2 * FILET, dy - 2 * FILET)
    return Compartiment(produit, rectangle["x"], rectangle["y"], dx, dy, etiquette)
