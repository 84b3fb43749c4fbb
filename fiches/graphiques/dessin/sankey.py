"""Le diagramme de Sankey de pysankeybeta : le seul module qui connaisse sa façon de dessiner.

pysankeybeta empile les nœuds et trace les rubans ; on retient la géométrie de ce qu’il dessine, pour que
`dessin_flux` la réagence et la rende publiable. Il empile du bas vers le haut, et pose dans l’ordre : les
barres de gauche, celles de droite, les rubans (par nœud de gauche, puis de droite), et un texte par barre.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from pysankey import sankey

from fiches.socle.erreurs import ErreurFiche


class Bord(NamedTuple):
    """Un segment vertical, en euros le long de la pile."""

    debut: float
    fin: float

    @property
    def hauteur(self) -> float:
        """Sa longueur, en euros."""
        return self.fin - self.debut


class Ruban(NamedTuple):
    """Un flux : rangs de ses nœuds, et la place qu’il y prend."""

    gauche: int
    droite: int
    depart: Bord
    arrivee: Bord


class Diagramme(NamedTuple):
    """Les nœuds de chaque côté, dans l’ordre demandé, et les rubans."""

    gauches: list[Bord]
    droites: list[Bord]
    rubans: list[Ruban]


def dessiner(valeurs: Mapping[tuple[int, int], int]) -> Diagramme:
    """Fait dessiner par pysankeybeta les flux `{(rang à gauche, rang à droite): euros}`, tous positifs.

    Les rangs commencent à zéro, le premier nœud étant le plus proche de l’origine. Lève `ErreurFiche` si
    une version de pysankeybeta ne dessine plus comme attendu.
    """
    paires = sorted(valeurs)
    montants = np.array([valeurs[p] for p in paires], dtype=float)
    n_gauche, n_droite = (1 + max(p[cote] for p in paires) for cote in (0, 1))
    # Des rangs en guise de noms : un même libellé peut se trouver des deux côtés.
    noms_gauche, noms_droite = list(range(n_gauche)), list(range(n_gauche, n_gauche + n_droite))
    planche = _Planche()
    sankey(
        np.array([g for g, _ in paires]),
        np.array([n_gauche + d for _, d in paires]),
        leftWeight=montants,
        rightWeight=montants,
        leftLabels=noms_gauche,
        rightLabels=noms_droite,
        colorDict=dict.fromkeys([*noms_gauche, *noms_droite], "black"),
        alphaDict=dict.fromkeys([*noms_gauche, *noms_droite], 1.0),
        aspect=1,
        ax=planche,
    )
    diagramme = _lire(planche, paires, n_gauche, n_droite)
    _verifier(diagramme, valeurs)
    return diagramme


class _Planche:
    """Les axes tendus à pysankeybeta : ils retiennent ses formes au lieu d’en faire des artistes.

    De vrais axes matplotlib donnent la même géométrie (un test les compare) en deux fois plus de temps.
    """

    def __init__(self) -> None:
        self.formes: list[tuple[Bord, Bord]] = []
        self.noms: list[object] = []

    def fill_between(self, _x: Sequence[float], y1: Sequence[float], y2: Sequence[float], **_style: object) -> None:
        """Une barre ou un ruban : ses bords gauche et droit."""
        self.formes.append((Bord(float(y1[0]), float(y2[0])), Bord(float(y1[-1]), float(y2[-1]))))

    def text(self, _x: float, _y: float, nom: object, *_: object, **_style: object) -> None:
        """Le nom d’un nœud."""
        self.noms.append(nom)

    def axis(self, _: str) -> None:
        """pysankeybeta cache les axes ; il n’y en a pas."""


def _lire(planche: _Planche, paires: list[tuple[int, int]], n_gauche: int, n_droite: int) -> Diagramme:
    n_noeuds = n_gauche + n_droite
    if len(planche.formes) != n_noeuds + len(paires) or planche.noms != list(range(n_noeuds)):
        raise ErreurFiche(_message(f"{len(planche.formes)} formes, {len(planche.noms)} textes"))
    barres = [depart for depart, _ in planche.formes[:n_noeuds]]
    rubans = [Ruban(*paire, *forme) for paire, forme in zip(paires, planche.formes[n_noeuds:], strict=True)]
    return Diagramme(barres[:n_gauche], barres[n_gauche:], rubans)


def _verifier(diagramme: Diagramme, valeurs: Mapping[tuple[int, int], int]) -> None:
    """Chaque forme doit avoir la hauteur de son montant et tenir dans son nœud."""
    total = sum(valeurs.values())
    tolerance = 1e-9 * total

    def egal(a: float, b: float) -> bool:
        return abs(a - b) <= tolerance

    attendus = [
        (bord, sum(v for paire, v in valeurs.items() if paire[cote] == rang))
        for cote, bords in enumerate((diagramme.gauches, diagramme.droites))
        for rang, bord in enumerate(bords)
    ]
    attendus += [(b, valeurs[r.gauche, r.droite]) for r in diagramme.rubans for b in (r.depart, r.arrivee)]
    for bord, montant in attendus:
        if not egal(bord.hauteur, montant):
            raise ErreurFiche(_message(f"une forme de {bord.hauteur:.0f} au lieu de {montant}"))
    for ruban in diagramme.rubans:
        for bord, noeud in (
            (ruban.depart, diagramme.gauches[ruban.gauche]),
            (ruban.arrivee, diagramme.droites[ruban.droite]),
        ):
            if bord.debut < noeud.debut - tolerance or bord.fin > noeud.fin + tolerance:
                raise ErreurFiche(_message("un ruban hors de son nœud"))


def _message(constat: str) -> str:
    return (
        f"pysankeybeta ne dessine plus comme attendu ({constat}) : "
        "revenir à la version verrouillée, ou adapter fiches/graphiques/dessin/sankey.py."
    )
