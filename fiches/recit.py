"""Le récit : du Markdown où des valeurs calculées s’écrivent `` {eval}`fiche.nom` ``.

Une seule lecture du Markdown sert à trouver les expressions (pour les évaluer) et à les remplacer
(pour la page) : celle de markdown-it avec les rôles de MyST, comme jupyterlab-myst. Une expression dans
un bloc de code n’en est donc pas une.
"""

import ast
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.myst_role import myst_role_plugin

ROLE = "eval"


class ExpressionSansValeur(Exception):
    """Une expression du récit n’a pas de valeur : `expression` et `raison` la disent."""

    def __init__(self, expression: str, raison: str) -> None:
        super().__init__(f"{expression} : {raison}")
        self.expression, self.raison = expression, raison


@dataclass(frozen=True)
class Titre:
    """Un titre de section : `niveau` 1 à 6, `texte` sans balise, `ancre` unique dans la page."""

    niveau: int
    texte: str
    ancre: str


@cache
def _markdown() -> MarkdownIt:
    # html=False : dans un commentaire comme dans le récit, une balise s’écrit, elle ne s’exécute pas.
    return MarkdownIt("commonmark", {"html": False}).enable("table").use(myst_role_plugin)


def expressions(source: str) -> list[str]:
    """Expressions à évaluer d’une cellule Markdown, dans l’ordre, sans doublon."""
    return list(dict.fromkeys(t.content.strip() for t in _valeurs(_markdown().parse(source))))


def titres(source: str) -> list[str]:
    """Textes des titres d’une cellule Markdown, expressions non évaluées."""
    jetons = _markdown().parse(source)
    return [
        "".join(enfant.content for enfant in suivant.children or [])
        for jeton, suivant in pairwise(jetons)
        if jeton.type == "heading_open"
    ]


def rendre(source: str, resultats: Mapping[str, Mapping[str, Any]], ancres: set[str]) -> tuple[str, list[Titre]]:
    """HTML d’une cellule Markdown et ses titres.

    `resultats` associe à chaque expression son résultat (format `user_expressions` de Jupyter) ; les valeurs
    sont échappées. `ancres` contient les ancres déjà prises, et reçoit les nouvelles. Un paragraphe ou une puce
    que ses valeurs laissent vide disparaît. Lève `ExpressionSansValeur`.
    """
    jetons = _markdown().parse(source)
    for jeton in _valeurs(jetons):
        jeton.type, jeton.content = "text", _lire_valeur(jeton.content.strip(), resultats)
    trouves = []
    for jeton, suivant in pairwise(jetons):
        if jeton.type == "heading_open":
            texte = "".join(enfant.content for enfant in suivant.children or [])
            titre = Titre(int(jeton.tag[1]), texte, _ancre(texte, ancres))
            jeton.attrSet("id", titre.ancre)
            trouves.append(titre)
    html = _markdown().renderer.render(jetons, _markdown().options, {})
    return _sans_vides(html), trouves


def _valeurs(jetons: list[Token]) -> Iterator[Token]:
    for jeton in jetons:
        if jeton.type == "myst_role" and jeton.meta["name"] == ROLE:
            yield jeton
        yield from _valeurs(jeton.children or [])


def _lire_valeur(expression: str, resultats: Mapping[str, Mapping[str, Any]]) -> str:
    resultat = resultats.get(expression)
    if resultat is None:
        raise ExpressionSansValeur(expression, "elle n’a jamais été évaluée")
    if resultat.get("status") != "ok":
        raison = f"{resultat.get('ename', 'erreur')} : {resultat.get('evalue', '')}"
        raise ExpressionSansValeur(expression, raison)
    brut = str(resultat["data"].get("text/plain", ""))
    if brut[:1] in "'\"":
        return str(ast.literal_eval(brut))
    return brut


def _ancre(texte: str, prises: set[str]) -> str:
    sans_accents = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFD", texte.lower()))
    base = re.sub(r"[^a-z0-9]+", "-", sans_accents).strip("-") or "section"
    ancre, rang = base, 2
    while ancre in prises:
        ancre, rang = f"{base}-{rang}", rang + 1
    prises.add(ancre)
    return ancre


_VIDE = re.compile(r"<(p|li|strong|em)>\s*</\1>\n?")


def _sans_vides(html: str) -> str:
    while (epure := _VIDE.sub("", html)) != html:
        html = epure
    return re.sub(r"<(ul|ol)>\s*</\1>\n?", "", html)


def resultats(cellule: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Résultats rangés dans une cellule (`metadata.user_expressions`), par expression."""
    return {r["expression"]: r["result"] for r in cellule["metadata"].get("user_expressions", [])}
