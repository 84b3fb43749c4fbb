"""Les mots : listes, capitales, accords, dates, et de quoi les comparer."""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping

from fiches.redaction.nombres import (
    ABSENT,
    a_la_francaise,
    entier,
    est_absent,
    est_un_nombre,
    lire_nombre,
    nombre_en_lettres,
)
from fiches.redaction.signes import INSECABLE, MOINS

_MOIS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
         "décembre")  # fmt: skip


def liste(elements: Iterable[object]) -> str:
    """« a, b et c » ; les éléments d’une liste, d’une série pandas, d’un ensemble.

    Un nombre, un oui ou non, une date s’écrivent en français, une valeur absente « n.d. ». Lève `TypeError`, en
    français, pour un texte seul.
    """
    if isinstance(elements, str | Mapping) or not isinstance(elements, Iterable):
        raise TypeError(f"redaction.liste écrit les éléments d’une liste\u202f; {_ce_que_c_est(elements)}")
    dits = [dire(element) for element in elements]
    if len(dits) < 2:
        return "".join(dits)
    return f"{', '.join(dits[:-1])} et {dits[-1]}"


def dire(valeur: object) -> str:
    """Une valeur comme le français l’écrit, sans rien arrondir : « oui », « 0,5 », « 12 mars 2025 », « n.d. »."""
    if est_absent(valeur):
        return ABSENT
    if type(valeur).__name__ in {"bool", "bool_"}:
        return "oui" if valeur else "non"
    if isinstance(valeur, datetime.date):
        return jour(valeur)
    ecrit = str(valeur)
    return ecrit if isinstance(valeur, str) or not est_un_nombre(ecrit) else a_la_francaise(ecrit)


def _ce_que_c_est(valeur: object) -> str:
    if isinstance(valeur, str):
        return f"«\u00a0{valeur}\u00a0» est un texte"
    return f"{type(valeur).__name__} n’en est pas une"


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
    """« 12 mars 2025 », « 1er janvier 2025 » ; « n.d. » si elle est absente. Lève `TypeError`, en français."""
    if est_absent(date):
        return ABSENT
    if not isinstance(date, datetime.date):
        raise TypeError(f"redaction.jour écrit une date\u202f; {_ce_que_c_est(date)}")
    return f"{'1er' if date.day == 1 else date.day}{INSECABLE}{_MOIS[date.month - 1]} {date.year}"


def duree(ecart: datetime.timedelta) -> str:
    """« 1 j 2 h », « 45 min », « −3 j » : sans les unités nulles ; les secondes sous la minute."""
    if est_absent(ecart):
        return ABSENT
    if not isinstance(ecart, datetime.timedelta):
        raise TypeError(f"redaction.duree écrit une durée\u202f; {_ce_que_c_est(ecart)}")
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


def accord(n: float | None, singulier: str, pluriel: str) -> str:
    """Le mot accordé : en français, le pluriel commence à deux ; une valeur absente (« n.d. ») est au singulier."""
    lu = lire_nombre(n)
    return singulier if lu is None or -2 < lu < 2 else pluriel


def premiers(compte: int, nom: str = "") -> str:
    """« les dix premiers produits », « la première activité », « les cinq premiers » : `nom` est au singulier."""
    if not isinstance(nom, str):
        raise TypeError(f"redaction.premiers écrit un nom, au singulier\u202f; {type(nom).__name__} n’en est pas un")
    lu = entier(compte, "premiers")
    if lu is None:
        return ABSENT
    feminin = _est_feminin(nom)
    if lu == 1:
        return f"{'la première' if feminin else 'le premier'} {nom}".rstrip()
    return f"les {nombre_en_lettres(lu)} {'premières' if feminin else 'premiers'} {_au_pluriel(nom)}".rstrip()


_DU_FEMININ = ("ette", "esse", "gion", "ière", "ie", "ise", "nce", "sion", "tion", "ture", "té", "ude")
_FEMININS = {"année", "boisson", "branche", "commune", "entrée", "ligne", "machine", "mer", "part", "place", "semaine",
             "société", "sortie", "source", "valeur", "vente", "viande", "ville", "voiture", "zone", "île"}  # fmt: skip
_MASCULINS = {"comité", "comté", "côté", "génie", "incendie", "silence", "traité",
               "été"}  # fmt: skip
_SANS_X = {"bal", "bleu", "carnaval", "festival", "pneu", "régal"}
_COMPLEMENT = {"d", "de", "des", "du", "en", "hors", "par", "pour", "sans", "sur", "vers", "à"}


def _est_feminin(nom: str) -> bool:
    """Le genre d’un nom, à sa terminaison ; les mots courants qui la démentent sont connus."""
    mot = (nom.lower().split() or [""])[0]
    return mot in _FEMININS or (mot.endswith(_DU_FEMININ) and mot not in _MASCULINS)


def _au_pluriel(nom: str) -> str:
    """« animaux », « produits exportés », « pays d’origine » : le nom et ce qui l’accorde, non son complément."""
    mots = nom.split()
    accordes = next((rang for rang, mot in enumerate(mots) if re.split("[’']", mot)[0] in _COMPLEMENT), len(mots))
    return " ".join([*map(_mot_au_pluriel, mots[:accordes]), *mots[accordes:]])


def _mot_au_pluriel(mot: str) -> str:
    if mot.endswith(("s", "x", "z")):
        return mot
    if mot.endswith("al") and mot not in _SANS_X:
        return f"{mot[:-2]}aux"
    return f"{mot}x" if mot.endswith(("au", "eu")) and mot not in _SANS_X else f"{mot}s"
