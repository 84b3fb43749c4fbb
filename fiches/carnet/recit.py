"""Le récit : du Markdown où des valeurs calculées s’écrivent `` {eval}`fiche.nom` ``.

Une seule lecture du Markdown sert à trouver les expressions (pour les évaluer) et à les remplacer
(pour la page) : celle de markdown-it avec les rôles de MyST, comme jupyterlab-myst. Une expression dans
un bloc de code n’en est donc pas une.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from markdown_it.token import Token

from fiches.carnet import lecteur
from fiches.redaction import a_la_francaise, est_un_nombre, normaliser, typographier

ROLE = "eval"


class ExpressionSansValeur(Exception):
    """Une expression du récit n’a pas de valeur : `expression` et `raison` la disent."""

    def __init__(self, expression: str, raison: str) -> None:
        super().__init__(f"{expression} : {raison}")
        self.expression, self.raison = expression, raison


class ValeurMalEcrite(Exception):
    """Un `{eval}` n’est pas suivi de son expression entre accents graves ; le message est ce qui le suit."""


class ImageAbsente(Exception):
    """Une image du récit n’est pas dans le carnet ; le message est son adresse."""


@dataclass(frozen=True)
class Titre:
    """Un titre de section : `niveau` 1 à 6, `texte` sans balise, `ancre` unique dans la page."""

    niveau: int
    texte: str
    ancre: str


class Plan:
    """Les titres d’une page, dans l’ordre, chacun avec son ancre ; un seul est de niveau 1."""

    def __init__(self, reservees: Iterable[str] = ()) -> None:
        self.titres: list[Titre] = []
        self._prises = set(reservees)
        self._cellules = 0

    def placer(self, niveau: int, texte: str) -> Titre:
        """Ajoute un titre ; un second titre de niveau 1 devient une section."""
        if niveau == 1 and self.principal:
            niveau = 2
        titre = Titre(niveau, texte, self._ancre(texte))
        self.titres.append(titre)
        return titre

    @property
    def principal(self) -> Titre | None:
        """Le titre de niveau 1, s’il y en a un."""
        return next((titre for titre in self.titres if titre.niveau == 1), None)

    @property
    def sections(self) -> list[Titre]:
        """Les titres de niveau 2 : le sommaire."""
        return [titre for titre in self.titres if titre.niveau == 2]

    def numeroter(self) -> str:
        """Le rang d’une cellule de récit de plus : ses notes de bas de page ont leurs propres repères."""
        self._cellules += 1
        return str(self._cellules)

    def _ancre(self, texte: str) -> str:
        base = normaliser(texte).replace(" ", "-") or "section"
        ancre, rang = base, 2
        while ancre in self._prises:
            ancre, rang = f"{base}-{rang}", rang + 1
        self._prises.add(ancre)
        return ancre


def expressions(source: str) -> list[str]:
    """Expressions à évaluer d’une cellule Markdown, dans l’ordre, sans doublon."""
    roles = _de_type(lecteur.lire(source), "myst_role")
    return list(dict.fromkeys(jeton.content.strip() for jeton in roles if jeton.meta["name"] == ROLE))


def titres(source: str) -> list[str]:
    """Textes des titres d’une cellule Markdown, expressions non évaluées."""
    jetons = lecteur.lire(source)
    return [_texte(ligne) for jeton, ligne in pairwise(jetons) if jeton.type == "heading_open"]


def entetes(source: str) -> list[tuple[int, int, str]]:
    """Ligne (de 0), niveau (1 à 6) et texte des titres d’une cellule Markdown, expressions non évaluées."""
    jetons = lecteur.lire(source)
    return [
        (jeton.map[0], int(jeton.tag[1]), _texte(ligne))
        for jeton, ligne in pairwise(jetons)
        if jeton.type == "heading_open" and jeton.level == 0 and jeton.map
    ]


def rendre(
    source: str,
    resultats: Mapping[str, Mapping[str, Any]],
    plan: Plan,
    images: Mapping[str, Mapping[str, str]] | None = None,
) -> str:
    """HTML d’une cellule Markdown ; ses titres s’ajoutent au `plan`.

    `resultats` associe à chaque expression son résultat (format `user_expressions` de Jupyter) ; les valeurs
    sont échappées, apostrophes et espaces insécables mises. `images` : celles qui sont collées dans la cellule (format
    `attachments` de Jupyter). Un paragraphe ou une puce que ses valeurs laissent vide disparaît. Lève
    `ValeurMalEcrite`, `ExpressionSansValeur`, `ImageAbsente`, `FormuleFausse`.
    """
    repere = plan.numeroter()
    jetons = lecteur.lire(source, repere)
    for jeton in _de_type(jetons, "text"):
        if (debut := jeton.content.find(f"{{{ROLE}}}")) >= 0:
            raise ValeurMalEcrite(jeton.content[debut : debut + 40])
    for jeton in _de_type(jetons, "myst_role"):
        if jeton.meta["name"] == ROLE:
            jeton.type, jeton.content = "text", _lire_valeur(jeton.content.strip(), resultats)
        else:
            lecteur.rendre_les_roles(jeton)
    for jeton in _de_type(jetons, "inline"):
        _resserrer(jeton.children or [])
        _composer(jeton.children or [])
    for jeton in _de_type(jetons, "image"):
        jeton.attrs["src"] = _incorporer(str(jeton.attrs["src"]), images or {})
    for rang, jeton in enumerate(jetons):
        if jeton.type == "heading_open":
            texte = _texte(jetons[rang + 1])
            titre = plan.placer(int(jeton.tag[1]), texte)
            jeton.attrSet("id", titre.ancre)
            jeton.tag = jetons[rang + 2].tag = f"h{titre.niveau}"
    for jeton in _de_type(jetons, "th_open"):
        jeton.attrSet("scope", "col")
    return _sans_vides(lecteur.ecrire(jetons, repere))


def _resserrer(ligne: list[Token]) -> None:
    """Une valeur vide entre deux espaces n’en laisse qu’une."""
    for avant, valeur, apres in zip(ligne, ligne[1:], ligne[2:], strict=False):
        if {avant.type, valeur.type, apres.type} == {"text"} and not valeur.content and avant.content.endswith(" "):
            apres.content = apres.content.lstrip(" ")


def _composer(ligne: list[Token]) -> None:
    """La typographie française d’une ligne de texte : l’analyste tape « 5 % » et « l'Ain » comme ils viennent."""
    for jeton, suivant in pairwise(ligne):
        if jeton.type == suivant.type == "text":  # une valeur et le signe qui la suit se composent ensemble
            jeton.content, suivant.content = "", jeton.content + suivant.content
    for jeton in ligne:
        if jeton.type == "text":
            jeton.content = typographier(jeton.content)


def _de_type(jetons: Iterable[Token], sorte: str) -> Iterator[Token]:
    for jeton in jetons:
        if jeton.type == sorte:
            yield jeton
        yield from _de_type(jeton.children or [], sorte)


def _texte(ligne: Token) -> str:
    return "".join(enfant.content for enfant in ligne.children or [])


def _lire_valeur(expression: str, resultats: Mapping[str, Mapping[str, Any]]) -> str:
    resultat = resultats.get(expression)
    if resultat is None:
        raise ExpressionSansValeur(expression, "elle n’a jamais été évaluée")
    if resultat.get("status") != "ok":
        raison = f"{resultat.get('ename', 'erreur')} : {resultat.get('evalue', '')}"
        raise ExpressionSansValeur(expression, raison)
    brut = _NUMPY.sub(r"\1", str(resultat["data"].get("text/plain", "")))
    if defaut := _illisible(expression, brut, resultat["data"]):
        raise ExpressionSansValeur(expression, defaut)
    if brut in _OUI_NON:
        return _OUI_NON[brut]
    if brut.startswith(("'", '"')):
        with suppress(ValueError, SyntaxError):  # un objet dont l’affichage commence par un guillemet
            return str(ast.literal_eval(brut))  # un texte reste un texte, même s’il a l’allure d’un nombre
    return a_la_francaise(brut) if est_un_nombre(brut) else brut


def _illisible(expression: str, brut: str, donnees: Mapping[str, Any]) -> str | None:
    """Pourquoi une valeur ne peut pas s’écrire dans une phrase ; None si elle le peut."""
    if brut.lower() in _SANS_VALEUR:
        return f"elle vaut {brut}" + (_CONSEIL_ABSENCE.format(expression) if "inf" not in brut else "")
    if brut.startswith(_FONCTION):
        return f"c’est une fonction : ajoutez des parenthèses, {expression}()"
    if set(donnees) - {"text/plain"}:
        return "elle donne un tableau ou une figure : mettez-la dans une cellule de code"
    return next((dit.format(expression) for motif, dit in _NE_S_ECRIVENT_PAS if motif.match(brut)), None)


def _incorporer(adresse: str, images: Mapping[str, Mapping[str, str]]) -> str:
    """L’image collée dans la cellule, en adresse « data: » : la page ne dépend d’aucun autre fichier."""
    for mime, contenu in images.get(unquote(adresse.removeprefix("attachment:")), {}).items():
        if mime in _IMAGES:
            return f"data:{mime};base64,{contenu.strip()}"
    if adresse.startswith("data:image/"):
        return adresse
    raise ImageAbsente(unquote(adresse))


# Une valeur de numpy ou de pandas s’affiche « np.int64(5) » ; une valeur absente ne s’écrit pas dans un texte.
_NUMPY = re.compile(r"^np\.\w+\((.*)\)$", re.DOTALL)
_SANS_VALEUR = {"none", "nan", "nat", "<na>", "inf", "-inf"}
_CONSEIL_ABSENCE = (
    ", faute de donnée : redaction.pourcentage({}), .nombre ou .ordinal écriraient « n.d. » ; une phrase toute "
    "faite (.phrase, fiche.phrases) dit ce qu’il en est"
)
_OUI_NON = {"True": "oui", "np.True_": "oui", "False": "non", "np.False_": "non"}
_FONCTION = ("<bound method", "<function", "<built-in")
_NE_S_ECRIVENT_PAS = (
    (re.compile(r"\["), "elle donne une liste : écrivez redaction.liste({})"),
    (re.compile(r"(?:datetime\.date(?:time)?|Timestamp)\("), "elle donne une date : écrivez redaction.jour({})"),
    (
        re.compile(r"<.*>$|\w[\w.]*\(.*\)$|[{(].*[\]})]$", re.DOTALL),
        "elle donne un objet, non un texte ou un nombre : ajoutez un point, puis un nom que propose la touche Tab",
    ),
)
_IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_VIDE = re.compile(r"<(p|li|strong|em)>\s*</\1>\n?")


def _sans_vides(html: str) -> str:
    while (epure := _VIDE.sub("", html)) != html:
        html = epure
    return re.sub(r"<(ul|ol)>\s*</\1>\n?", "", html)


def resultats(cellule: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Résultats rangés dans une cellule (`metadata.user_expressions`), par expression."""
    return {r["expression"]: r["result"] for r in cellule["metadata"].get("user_expressions", [])}
