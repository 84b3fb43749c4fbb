"""La typographie française, et les textes qui la gardent jusque dans leur représentation."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from fiches.redaction.signes import FINE, INSECABLE

_REGLES = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(rf"[ {INSECABLE}{FINE}]+(?=[;!?](?:\s|$|[)»]))"), FINE),
    (re.compile(rf"[ {INSECABLE}{FINE}]+(?=:(?:\s|$))"), INSECABLE),
    (re.compile(rf"(?<=\d)[ {INSECABLE}{FINE}]+(?=[%€]|M€)"), INSECABLE),
    (re.compile(rf"«[ {INSECABLE}{FINE}]*"), f"«{INSECABLE}"),
    (re.compile(rf"[ {INSECABLE}{FINE}]*»"), f"{INSECABLE}»"),
)


def typographier(texte: str) -> str:
    """Apostrophes courbes et espaces insécables du français ; l’appliquer deux fois ne change plus rien."""
    for motif, remplacement in _REGLES:
        texte = motif.sub(remplacement, texte)
    return texte


_ECHAPPEES = re.compile(r"\\\\|\\xa0|\\u202f")


def representation(texte: str) -> str:
    """Le littéral Python d’un texte, comme `repr`, mais où les espaces insécables restent des espaces."""
    lisibles = {r"\xa0": INSECABLE, r"\u202f": FINE}
    return _ECHAPPEES.sub(lambda trouve: lisibles.get(trouve[0], trouve[0]), str.__repr__(texte))


class Texte(str):
    """Un texte prêt à lire, dont la représentation garde ses espaces insécables.

    jupyterlab-myst montre la représentation d’une valeur : celle d’un `str` écrirait « \\xa0 » dans le récit.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return representation(self)


def texte(calcul: Callable[[Any], str]) -> property:
    """Propriété qui rend un `Texte`, à la typographie française."""

    @wraps(calcul)
    def lire(self: Any) -> Texte:
        return Texte(typographier(calcul(self)))

    return property(lire)
