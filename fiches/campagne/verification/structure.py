"""Ce qu’une page doit avoir pour se lire par tous, se suffire à elle-même et ne montrer aucune erreur."""

import re
from collections.abc import Iterator

from fiches.campagne.verification.constat import Remarque
from fiches.campagne.verification.ecrits import extraits
from fiches.campagne.verification.page_lue import PageLue
from fiches.carnet.fusion import marque_de_conflit
from fiches.page.sorties import SANS_ALTERNATIVE

_LOCALE = re.compile(r"(?!//)(?![a-z][a-z0-9+.-]*:)|data:", re.IGNORECASE)
_ABSENTE = re.compile(r"(?<![\w’-])(?:nan|NaN|NaT|None|null|undefined|-?inf|<NA>)(?![\w’-])")
_ERREUR = re.compile(r"Traceback \(most recent call last\)|\b[A-Z]\w*(?:Error|Exception)\b|#(?:REF|VALUE|DIV/0)!")
_CONTEXTE = 30
_EXPRESSION = re.compile(r"\{eval\}|\{\{|\}\}|\{%")


def verifier(page: str, lue: PageLue, nom: str | None) -> Iterator[Remarque]:
    """Les fautes d’une page ; `nom` est celui du lieu dont elle est la fiche, s’il y en a un."""
    for regle, message, detail in (
        *_entete(lue, nom),
        *_plan(lue),
        *_figures(lue),
        *_requetes(lue),
        *_valeurs(lue),
    ):
        yield Remarque(page, regle, message, detail)


def _entete(lue: PageLue, nom: str | None) -> Iterator[tuple[str, str, str]]:
    if not lue.finie:
        yield "Page tronquée", "la balise </html> manque : la page n’a pas été écrite jusqu’au bout", ""
    if not lue.langue.lower().startswith("fr"):
        yield "Langue", 'la page ne dit pas qu’elle est en français (<html lang="fr">)', lue.langue
    if not lue.titre:
        yield "Titre", "la page n’a pas de titre (<title>)", ""
    elif nom is not None and nom not in lue.titre:
        yield "Titre", f"le titre ne nomme pas le lieu : {nom}", lue.titre


def _plan(lue: PageLue) -> Iterator[tuple[str, str, str]]:
    principaux = [texte for niveau, texte in lue.titres if niveau == 1]
    if len(principaux) != 1:
        yield "Plan", f"il faut un seul titre de niveau 1, et la page en a {len(principaux)}", " ; ".join(principaux)
    for (avant, _), (niveau, texte) in zip(lue.titres, lue.titres[1:], strict=False):
        if niveau > avant + 1:
            yield "Plan", f"un titre de niveau {niveau} suit un titre de niveau {avant}", texte
    for _, texte in lue.titres:
        if not texte:
            yield "Plan", "un titre de section est vide", ""
    for ancre in sorted({a for a in lue.ancres if lue.ancres.count(a) > 1}):
        yield "Plan", "deux éléments portent la même ancre (le même graphique deux fois, aux mêmes réglages ?)", ancre


def _figures(lue: PageLue) -> Iterator[tuple[str, str, str]]:
    for dessin in lue.dessins:
        if not dessin.alternative or dessin.alternative == SANS_ALTERNATIVE:
            message = "un graphique ou une image n’a pas de texte alternatif (« #| fig-alt: … » en tête de sa cellule)"
            yield "Texte alternatif", message, dessin.section
    for figure in lue.figures:
        if not figure.legende:
            yield "Légende", "une figure n’a pas de légende (« #| fig-cap: … » en tête de sa cellule)", figure.section
        if figure.du_projet and not figure.dessins:
            yield "Dessin", "un graphique n’a pas de dessin", figure.ancre
        if figure.du_projet and not figure.tableaux:
            yield "Tableau", "un graphique n’a pas le tableau de ses données", figure.ancre
    for tableau in lue.tableaux:
        if not tableau.nomme:
            yield "Légende", "un tableau n’a pas de légende (« #| fig-cap: … » en tête de sa cellule)", tableau.section
        if not tableau.entetes or tableau.entetes_sans_portee:
            yield "Tableau", "les en-têtes d’un tableau manquent, ou ne disent pas leur portée (scope)", tableau.section


def _requetes(lue: PageLue) -> Iterator[tuple[str, str, str]]:
    for adresse in dict.fromkeys(lue.ressources):
        if not _LOCALE.match(adresse.strip()):
            yield "Requête externe", "la page demande un fichier au réseau", adresse[:80]
    for appel in dict.fromkeys(lue.appels):
        yield "Requête externe", "un script de la page appelle le réseau", appel


def _valeurs(lue: PageLue) -> Iterator[tuple[str, str, str]]:
    for texte in lue.textes:
        if marque := marque_de_conflit(texte):
            yield "Fusion", "une marque de conflit de git est restée dans le texte", marque
    for motif, textes, regle, message in (
        (_EXPRESSION, lue.prose, "Expression", "une expression n’a pas été remplacée par sa valeur"),
        (_ABSENTE, lue.prose, "Valeur absente", "une valeur manque"),
        (_ERREUR, lue.textes, "Erreur", "la page montre un message d’erreur"),
    ):
        for extrait in dict.fromkeys(extraits(motif, textes, _CONTEXTE)):
            yield regle, message, extrait
