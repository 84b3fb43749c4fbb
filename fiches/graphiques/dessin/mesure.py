"""Mesurer un texte avec la vraie police, et le couper en lignes.

Toutes les longueurs sont en points, l’unité des dessins.
"""

import re
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

import font_source_sans_pro
from matplotlib.ft2font import FT2Font, LoadFlags

from fiches.graphiques.style import GRAISSES

INTERLIGNE = 1.16
SUITE = "…"

_MOTS = re.compile(r"[^ -]*(?:-| +|$)")

# Un glyphe que la police n’a pas (emoji, idéogramme) est pris ailleurs par le navigateur : on réserve large.
_INCONNU = "MM"
_CORPS_DE_MESURE = 1000


def fichier_police(graisse: int) -> Path:
    """Fichier TTF d’une graisse (400, 600 ou 700)."""
    dossier = Path(font_source_sans_pro.font_directory)
    return dossier / f"SourceSansPro-{GRAISSES[graisse]}.ttf"


def largeur(texte: str, taille: float, graisse: int = 400) -> float:
    """Largeur du texte écrit en `taille` points."""
    return _largeur_unitaire(texte, graisse) * taille


def couper(texte: str, place: float, taille: float, graisse: int = 400) -> list[str] | None:
    """Coupe aux espaces et aux traits d’union, en lignes équilibrées d’au plus `place` points.

    None si un mot est trop long.
    """
    lignes = _remplir(texte, place, taille, graisse)
    if lignes is None or len(lignes) == 1:
        return lignes
    # La plus petite largeur qui garde le même nombre de lignes les équilibre.
    for reduction in range(1, 26):
        essai = _remplir(texte, place * (1 - 0.02 * reduction), taille, graisse)
        if essai is None or len(essai) > len(lignes):
            break
        lignes = essai
    return lignes


def habiller(textes: list[str], place: float, taille: float, maximum: int, graisse: int = 400) -> list[str]:
    """Le premier des `textes` qui tient en `maximum` lignes ; à défaut, le premier, abrégé par « … »."""
    for texte in textes:
        lignes = couper(texte, place, taille, graisse)
        if lignes is not None and len(lignes) <= maximum:
            return lignes
    return _couper_de_force(textes[0], place, taille, maximum, graisse)


def tronquer(texte: str, place: float, taille: float, graisse: int = 400) -> str:
    """Le texte sur une ligne, abrégé par « … » s’il dépasse `place`."""
    if largeur(texte, taille, graisse) <= place:
        return texte
    return _debut(texte, place - largeur(SUITE, taille, graisse), taille, graisse).rstrip() + SUITE


def ligne_de_base(centre: float, taille: float) -> float:
    """Ordonnée (vers le bas) de la ligne de base d’un texte centré sur `centre`, accents mis à part."""
    return centre + 0.335 * taille


def _remplir(texte: str, place: float, taille: float, graisse: int) -> list[str] | None:
    lignes, ligne = [], ""
    for mot in _MOTS.findall(texte):
        essai = ligne + mot
        if largeur(essai.rstrip(" "), taille, graisse) <= place:
            ligne = essai
            continue
        if not ligne or largeur(mot.rstrip(" "), taille, graisse) > place:
            return None
        lignes.append(ligne.rstrip(" "))
        ligne = mot
    return [*lignes, ligne.rstrip(" ")]


def _couper_de_force(texte: str, place: float, taille: float, maximum: int, graisse: int) -> list[str]:
    lignes: list[str] = []
    reste = texte
    while reste and len(lignes) < maximum - 1:
        debut = _debut(reste, place, taille, graisse)
        if len(debut) < len(reste):
            # Au dernier espace ou trait d’union, s’il y en a un.
            debut = debut[: max(debut.rfind(" "), debut.rfind("-") + 1)] or debut
        lignes.append(debut)
        reste = reste[len(debut) :].lstrip()
    return [*lignes, tronquer(reste, place, taille, graisse)] if reste else lignes


def _debut(texte: str, place: float, taille: float, graisse: int) -> str:
    """Le plus long début du texte qui tient, d’au moins un caractère."""
    bas, haut = 1, len(texte)
    while bas < haut:
        milieu = (bas + haut + 1) // 2
        if largeur(texte[:milieu], taille, graisse) <= place:
            bas = milieu
        else:
            haut = milieu - 1
    return texte[:bas]


@lru_cache(maxsize=50_000)
def _largeur_unitaire(texte: str, graisse: int) -> float:
    police, connus = _police(graisse)
    # Sans ajustement à la grille : le dessin est vectoriel.
    police.set_text("".join(c if ord(c) in connus else _INCONNU for c in texte), flags=LoadFlags.NO_HINTING)
    largeur_en_corps: float = police.get_width_height()[0] / 64 / _CORPS_DE_MESURE
    return largeur_en_corps


@cache
def _police(graisse: int) -> tuple[FT2Font, frozenset[int]]:
    # En mémoire : un fichier ouvert serait partagé, position de lecture comprise, par les processus copiés.
    police = FT2Font(BytesIO(Path(fichier_police(graisse)).read_bytes()))
    police.set_size(_CORPS_DE_MESURE, 72)
    return police, frozenset(police.get_charmap())
