"""Les mots : listes, capitales, accords, dates, et de quoi les comparer."""

import datetime
import re
import unicodedata
from collections.abc import Iterable

from fiches.redaction.nombres import nombre_en_lettres
from fiches.redaction.signes import INSECABLE, MOINS

_MOIS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
         "décembre")  # fmt: skip


def liste(elements: Iterable[object]) -> str:
    """« a, b et c » ; les éléments d’une liste, d’une série pandas, d’un ensemble."""
    dits = [str(element) for element in elements]
    if len(dits) < 2:
        return "".join(dits)
    return f"{', '.join(dits[:-1])} et {dits[-1]}"


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


def duree(ecart: datetime.timedelta) -> str:
    """« 1 j 2 h », « 45 min », « −3 j » : sans les unités nulles ; les secondes sous la minute."""
    secondes = int(abs(ecart.total_seconds()))
    unites = ((secondes // 86_400, "j"), (secondes // 3600 % 24, "h"), (secondes // 60 % 60, "min"))
    dites = [f"{compte}{INSECABLE}{unite}" for compte, unite in unites if compte]
    signe = MOINS if ecart < datetime.timedelta() else ""
    return signe + (" ".join(dites) or f"{secondes}{INSECABLE}s")


_JOUR = re.compile(r"(\d{1,2})(?:er)?[\s/.-]+(\d{1,2}|[a-z]+)[\s/.-]+(\d{4})")


def lire_jour(ecrit: str) -> datetime.date | None:
    """Le jour d’une date écrite comme on l’écrit : « 12/03/2025 », « 12 mars 2025 », « 1er janvier 2025 »."""
    trouve = _JOUR.fullmatch(sans_accents(ecrit).strip())
    if trouve is None:
        return None
    noms = [sans_accents(nom) for nom in _MOIS]
    mois = int(trouve[2]) if trouve[2].isdigit() else noms.index(trouve[2]) + 1 if trouve[2] in noms else 0
    try:
        return datetime.date(int(trouve[3]), mois, int(trouve[1]))
    except ValueError:
        return None


def accord(n: int, singulier: str, pluriel: str) -> str:
    """Le mot accordé : en français, le pluriel commence à deux."""
    return singulier if abs(n) < 2 else pluriel


def premiers(compte: int, nom: str = "") -> str:
    """« les dix premiers produits », « le premier pays », « les cinq premiers » : `nom` est donné au singulier."""
    if compte == 1:
        return f"le premier {nom}".rstrip()
    au_pluriel = nom if not nom or nom.endswith(("s", "x", "z")) else f"{nom}s"
    return f"les {nombre_en_lettres(compte)} premiers {au_pluriel}".rstrip()
