"""Les mots : listes, capitales, accords, dates, et de quoi les comparer."""

import datetime
import re
import unicodedata
from collections.abc import Sequence

from fiches.redaction.nombres import nombre_en_lettres
from fiches.redaction.signes import INSECABLE

_MOIS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
         "décembre")  # fmt: skip


def liste(elements: Sequence[str]) -> str:
    """« a, b et c »."""
    if len(elements) < 2:
        return "".join(elements)
    return f"{', '.join(elements[:-1])} et {elements[-1]}"


def majuscule(texte: str) -> str:
    """Le texte avec une capitale initiale, le reste intact."""
    return texte[:1].upper() + texte[1:]


def sans_accents(texte: str) -> str:
    """Le texte en minuscules, sans accents ni « œ » : « cœur d’Hérault » devient « coeur d’herault »."""
    decompose = unicodedata.normalize("NFKD", texte.lower().replace("œ", "oe"))
    return "".join(c for c in decompose if not unicodedata.combining(c))


def normaliser(texte: str) -> str:
    """Le texte réduit à ses lettres et chiffres, pour comparer et chercher : « cotes d armor »."""
    return re.sub(r"[^a-z0-9]+", " ", sans_accents(texte)).strip()


def jour(date: datetime.date) -> str:
    """« 12 mars 2025 », « 1er janvier 2025 »."""
    return f"{'1er' if date.day == 1 else date.day}{INSECABLE}{_MOIS[date.month - 1]} {date.year}"


def accord(n: int, singulier: str, pluriel: str) -> str:
    """Le mot accordé : en français, le pluriel commence à deux."""
    return singulier if abs(n) < 2 else pluriel


def premiers(compte: int, nom: str = "") -> str:
    """« les dix premiers produits », « le premier pays », « les cinq premiers » : `nom` est donné au singulier."""
    if compte == 1:
        return f"le premier {nom}".rstrip()
    au_pluriel = nom if not nom or nom.endswith(("s", "x", "z")) else f"{nom}s"
    return f"les {nombre_en_lettres(compte)} premiers {au_pluriel}".rstrip()
