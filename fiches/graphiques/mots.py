"""Les mots des graphiques : libellés rendus inoffensifs, montants, énumérations."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from fiches.redaction import UN_MILLION, nombre, nombre_en_lettres, typographier

NOM_DU_SENS = {"I": "importations", "E": "exportations"}

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


def les_premiers(compte: int) -> str:
    """« le premier », « les cinq premiers »."""
    return "le premier" if compte == 1 else f"les {nombre_en_lettres(compte)} premiers"
