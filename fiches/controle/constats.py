"""Un constat : ce que le contrôle dit des données, en une phrase, et ce qu’il faut en faire."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from fiches.controle.regles import MILLIARD
from fiches.redaction import accord, majuscule, meur, nombre, typographier

Degre = Literal["bloquant", "à regarder", "information"]
DEGRES: tuple[Degre, ...] = ("bloquant", "à regarder", "information")

NOMMES = 5
"""Cas nommés dans une phrase ; les tableaux les donnent tous."""

NOM_DES_AXES = {
    "departement": "département",
    "region": "région",
    "produit": "produit",
    "pays": "pays",
    "rattachement": "département/région",
}
Nommer = Callable[[str], str]


@dataclass(frozen=True)
class Constat:
    """Un constat : son degré, son sujet, la phrase qui le dit et ce qu’il faut en faire."""

    degre: Degre
    sujet: str
    phrase: str
    conseil: str = "Rien à faire."

    def __str__(self) -> str:
        return f"{majuscule(self.degre)} ({self.sujet}) – {self.phrase} {self.conseil}"

    def __post_init__(self) -> None:
        for champ in ("phrase", "conseil"):
            object.__setattr__(self, champ, typographier(getattr(self, champ)))


def prix(rapport: float) -> str:
    """« 0,004 », « 12,50 », « 1 250 » : un rapport en euros par kilogramme, ses chiffres utiles seulement."""
    return nombre(rapport, 0 if rapport >= 100 else 2 if rapport >= 0.1 else 4)


def montant(euros: float) -> str:
    """« 12,3 Md€ », « 636,4 M€ », « 0 € »."""
    entier = round(euros)
    if entier >= MILLIARD:
        return f"{nombre(entier / MILLIARD)}\u00a0Md€"
    return meur(entier) if entier else "0\u00a0€"


def lignes_en_lettres(n: int) -> str:
    """« 1 ligne », « 1 234 lignes »."""
    return f"{nombre(n)} {accord(n, 'ligne', 'lignes')}"


def nommer(cas: Sequence[str]) -> str:
    """Les premiers cas, séparés par des points-virgules : ils contiennent des virgules."""
    reste = len(cas) - NOMMES
    suite = [f"et {nombre(reste)} {accord(reste, 'autre', 'autres')}"] if reste > 0 else []
    return " ; ".join([*cas[:NOMMES], *suite])
