"""Les mots des graphiques : libellés rendus inoffensifs, montants, énumérations."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from fiches.redaction import UN_MILLION, nombre, pourcentage, premiers, typographier

_INVISIBLES = {"Cc", "Cf", "Cs", "Co", "Cn"}
_INSECABLES = "\u00a0\u202f"


@lru_cache(maxsize=4096)
def lisible(texte: str) -> str:
    """Le texte sur une ligne, sans caractère de commande ni marque de sens d’écriture."""
    visible = "".join(
        " " if c.isspace() and c not in _INSECABLES else c
        for c in unicodedata.normalize("NFC", texte)
        if c.isspace() or unicodedata.category(c) not in _INVISIBLES
    )
    return re.sub(" +", " ", visible).strip()


def propre(texte: str, defaut: str = "") -> str:
    """Le texte lisible, à la typographie française ; `defaut` s’il n’en reste rien."""
    return typographier(lisible(texte)) or defaut


def en_millions(euros: int, *, signe: bool = False) -> str:
    """« 636,4 » : un montant en millions d’euros, sans son unité."""
    return nombre(Decimal(euros) / UN_MILLION, 1, signe)


def enumerer(elements: Sequence[str]) -> str:
    """« a ; b ; c » : les libellés contiennent déjà des virgules."""
    return "\u202f; ".join(elements)


def part(valeur: int, total: int, *, court: bool = False) -> str:
    """« 12,3 % » : ce que pèse un montant dans un total non nul, en euros ; `court`, pour un tableau : « < 0,1 % »."""
    return pourcentage(Fraction(valeur, total), court=court)


def legende_du_rouge(compte: int, partiel: bool) -> str:
    """« les cinq premiers flux » ; `partiel`, quand un plus grand n’est pas dessiné, le limite aux flux représentés."""
    return f"{premiers(compte)} parmi les flux représentés" if partiel else premiers(compte, "flux")


def mention_du_rouge(compte: int, partiel: bool) -> str:
    """« parmi les cinq premiers », « le premier » : ce que le rouge dit d’un seul flux."""
    rang = premiers(compte) if compte == 1 else f"parmi {premiers(compte)}"
    return f"{rang} flux représentés" if partiel and compte > 1 else f"{rang} des flux représentés" if partiel else rang
