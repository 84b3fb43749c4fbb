"""Les tableaux trop larges pour le papier : coupés en plusieurs, qui répètent ce qui nomme les lignes."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fiches.graphiques.dessin.mesure import largeur

_PLACE = 0.96 * (210 - 2 * 15) / 25.4 * 72
"""Largeur utile de la page (impression.css), en points, à quatre centièmes près pour une autre police."""
_CORPS, _MARGES = 8.55, 10.0
"""Corps des tableaux sur papier, et marges de gauche et de droite d’une case, en points (fiche.css, impression.css)."""
_A_L_AISE = 60.0
"""Une colonne de texte se replie, mais pas en dessous de cette largeur, en points."""
_ESPACE = re.compile(r"[ \n\t]+")


def couper_les_larges(page: LexborHTMLParser) -> None:
    """Coupe chaque tableau trop large ; celui dont des cases sont réunies rapetisse, faute de pouvoir se couper."""
    for tableau in page.css("table"):
        lignes = [ligne.css("th, td") for ligne in tableau.css("tr")]
        if not lignes:
            continue
        fixes = max(1, len(tableau.css("tbody > tr:first-child > th")))
        if len({len(ligne) for ligne in lignes}) > 1 or tableau.css_first("[colspan], [rowspan]") is not None:
            _rapetisser(tableau, lignes)
            continue
        blocs = _blocs([max(map(_largeur, colonne)) for colonne in zip(*lignes, strict=True)], fixes)
        if len(blocs) > 1:
            parties = "".join(
                _partie(tableau.html or "", {*range(fixes), *bloc}, rang) for rang, bloc in enumerate(blocs)
            )
            tableau.replace_with(fragment(f"<div>{parties}</div>"))


def _largeur(case: LexborNode) -> float:
    """La largeur sous laquelle une case ne se lit plus : celle de son plus long mot, ou de peu de mots."""
    texte = case.text(strip=True)
    graisse = 600 if case.tag == "th" else 400
    plus_long = max((largeur(mot, _CORPS, graisse) for mot in _ESPACE.split(texte)), default=0.0)
    return max(plus_long, min(largeur(texte, _CORPS, graisse), _A_L_AISE)) + _MARGES


def _blocs(largeurs: list[float], fixes: int) -> list[list[int]]:
    """Les colonnes de chaque partie, hors celles qui nomment les lignes et sont dans toutes."""
    place = _PLACE - sum(largeurs[:fixes])
    blocs: list[list[int]] = [[]]
    libre = place
    for rang in range(fixes, len(largeurs)):
        if blocs[-1] and largeurs[rang] > libre:
            blocs.append([])
            libre = place
        blocs[-1].append(rang)
        libre -= largeurs[rang]
    return blocs


def _partie(html: str, gardees: set[int], rang: int) -> str:
    partie = fragment(html)
    for ligne in partie.css("tr"):
        for colonne, case in enumerate(ligne.css("th, td")):
            if colonne not in gardees:
                case.decompose()
    if rang and (legende := partie.css_first("caption")) is not None:
        legende.insert_child("\u00a0(suite)")
    return partie.html or ""


def _rapetisser(tableau: LexborNode, lignes: list[list[LexborNode]]) -> None:
    besoin = max(sum(map(_largeur, ligne)) for ligne in lignes)
    if besoin > _PLACE:
        tableau.attrs["style"] = f"{tableau.attributes.get('style') or ''};font-size:{_PLACE / besoin * _CORPS:.2f}pt"


def fragment(html: str) -> LexborNode:
    """Le premier élément d’un morceau de HTML."""
    noeud = LexborHTMLParser(html, is_fragment=True).root
    assert noeud is not None
    return noeud
