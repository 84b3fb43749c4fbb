"""Écrire les nombres et les mots comme le veut le français : virgule, espaces insécables, accords."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import wraps
from typing import Any

INSECABLE = "\u00a0"
FINE = "\u202f"
MOINS = "\u2212"
UN_MILLION = 1_000_000

_EN_LETTRES = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
               "douze", "treize", "quatorze", "quinze", "seize")  # fmt: skip
_MOIS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
         "décembre")  # fmt: skip


def nombre(x: float | Decimal, decimales: int = 1, signe: bool = False) -> str:
    """« 1 234,5 » : virgule, espace fine entre les milliers, vrai signe moins.

    Un montant positif qui s’arrondirait à zéro s’écrit « < 0,1 » ; jamais de « −0,0 ».
    """
    exact = x if isinstance(x, Decimal) else Decimal(repr(float(x)))
    pas = Decimal(1).scaleb(-decimales)
    arrondi = exact.quantize(pas, ROUND_HALF_UP)
    if arrondi == 0 and exact > 0 and not signe:
        return f"<{INSECABLE}{_chiffres(pas, decimales)}"
    if arrondi < 0:
        return MOINS + _chiffres(-arrondi, decimales)
    return ("+" if signe and arrondi > 0 else "") + _chiffres(abs(arrondi), decimales)


def _chiffres(x: Decimal, decimales: int) -> str:
    return f"{x:,.{decimales}f}".replace(",", FINE).replace(".", ",")


def millions(euros: int, signe: bool = False) -> str:
    """« 636,4 millions d’euros » ; « million » au singulier sous deux."""
    en_millions = Decimal(euros) / UN_MILLION
    unite = "million" if abs(en_millions.quantize(Decimal("0.1"), ROUND_HALF_UP)) < 2 else "millions"
    return f"{nombre(en_millions, 1, signe)}{INSECABLE}{unite} d’euros"


def meur(euros: int, signe: bool = False) -> str:
    """« 636,4 M€ »."""
    return f"{nombre(Decimal(euros) / UN_MILLION, 1, signe)}{INSECABLE}M€"


def euros(n: int) -> str:
    """« 636 412 345 € », exact."""
    return f"{nombre(Decimal(n), 0)}{INSECABLE}€"


def pourcentage(ratio: float, decimales: int = 1) -> str:
    """« 1,3 % » pour le ratio 0,013 ; « < 0,1 % » s’il s’arrondirait à zéro."""
    return f"{nombre(Decimal(repr(float(ratio))) * 100, decimales)}{INSECABLE}%"


_NOMBRE = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?( ?%)?")


def est_un_nombre(texte: str) -> bool:
    """Vrai pour un nombre tel que Python l’écrit : « -26000000 », « 0.36 », « 1e-05 », « 36.8% »."""
    return bool(_NOMBRE.fullmatch(texte))


def a_la_francaise(texte: str) -> str:
    """« −26 000 000 », « 0,36 », « 36,8 % » : un nombre que Python a écrit, sans rien arrondir.

    Un entier de moins de six chiffres reste tel quel : ce peut être une année ou un code postal.
    """
    if texte.endswith("%"):
        return f"{a_la_francaise(texte.rstrip(' %'))}{INSECABLE}%"
    exact = Decimal(texte)
    decimales = max(0, -int(exact.as_tuple().exponent))
    if decimales == 0 and abs(exact) < 100_000:
        return texte.replace("-", MOINS)
    return nombre(exact, decimales)


def secondes(duree: float) -> str:
    """« 0,5 s », « 120 s » : au dixième de seconde."""
    return f"{duree:.1f}".removesuffix(".0").replace(".", ",") + f"{INSECABLE}s"


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


def nombre_en_lettres(n: int) -> str:
    """« deux », « dix » ; en chiffres au-delà de seize."""
    return _EN_LETTRES[n] if 0 <= n < len(_EN_LETTRES) else nombre(n, 0)


def jour(date: datetime.date) -> str:
    """« 12 mars 2025 », « 1er janvier 2025 »."""
    return f"{'1er' if date.day == 1 else date.day}{INSECABLE}{_MOIS[date.month - 1]} {date.year}"


def accord(n: int, singulier: str, pluriel: str) -> str:
    """Le mot accordé : en français, le pluriel commence à deux."""
    return singulier if abs(n) < 2 else pluriel


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
