"""Ce qu’une cellule dit en tête de ce qu’elle montre, comme dans Quarto.

#| fig-cap: Exportations par trimestre
#| fig-alt: Les exportations montent de 120 à 180 millions d’euros entre janvier et décembre.
#| source: Insee, recensement de 2022
"""

import re
from typing import Any, TypedDict

from IPython.core.getipython import get_ipython

from fiches.graphiques.mots import propre
from fiches.redaction import typographier

_OPTION = re.compile(r"^#\|[ \t]*(?:fig-)?(cap|alt|source)[ \t]*:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)

SIMULEES = "Les données des douanes de cette fiche sont simulées."
"""Ce qui suit la source que donne l’analyste, tant que la fiche est de démonstration."""


class Legendes(TypedDict, total=False):
    """Titre, texte pour qui ne voit pas le dessin, source ; à la typographie française."""

    cap: str
    alt: str
    source: str


def lire(code: str) -> Legendes:
    """Celles que donne le code d’une cellule."""
    lues: Legendes = {nom: typographier(_sans_guillemets(texte)) for nom, texte in _OPTION.findall(code)}  # type: ignore[assignment]
    return lues


def de_la_cellule() -> Legendes:
    """Celles de la cellule qui s’exécute ; aucune hors d’un carnet."""
    noyau = get_ipython()
    demande: dict[str, Any] = getattr(noyau, "get_parent", dict)()
    return lire(demande.get("content", {}).get("code", ""))


def en_source(dite: str | None) -> str:
    """« Source : Insee. » ; une phrase qui le dit déjà reste telle quelle."""
    nue = propre(dite or "").removesuffix(".")
    return "" if not nue else f"{nue}." if nue.lower().startswith("source") else f"Source\u00a0: {nue}."


def _sans_guillemets(texte: str) -> str:
    """« "Un titre : suite" », que YAML veut entre guillemets, est le titre."""
    cite = len(texte) > 1 and texte[0] == texte[-1] and texte[0] in "\"'"
    return texte[1:-1] if cite else texte
