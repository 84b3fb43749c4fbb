"""Écrire les nombres comme le veut le français : virgule, espaces insécables, unités."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException
from fractions import Fraction
from numbers import Integral, Real
from typing import Any

from fiches.redaction.signes import FINE, INSECABLE, MOINS

UN_MILLION = 1_000_000

_EN_LETTRES = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
               "douze", "treize", "quatorze", "quinze", "seize")  # fmt: skip


ABSENT = "n.d."
"""Ce qui s’écrit à la place d’une valeur absente."""

_LARGE = Context(prec=400)
"""De quoi écrire tous les chiffres du plus grand des flottants."""

Nombre = float | Decimal | Fraction
"""Ce qu’on écrit : un nombre de Python, de numpy, de pandas ; une valeur absente (None, NaN, pd.NA) donne « n.d. »."""


def nombre(x: Nombre | None, decimales: int | None = None, signe: bool = False) -> str:
    """« 1 234,5 » : virgule, espace fine entre les milliers, vrai signe moins ; sans `decimales`, un entier n’en a pas.

    Ce qui s’arrondirait à zéro sans l’être s’écrit « < 0,1 » ou « > −0,1 » ; jamais de « −0,0 ». L’arrondi se fait au
    plus proche, la moitié s’éloignant de zéro, sur la valeur décimale ou la fraction exacte. Lève `TypeError`, en
    français, si ce n’est pas un nombre.
    """
    if decimales is not None:
        decimales = _compter_les_decimales(decimales)
    exact = lire_nombre(x)
    if exact is None:
        return ABSENT
    if decimales is None:
        decimales = 0 if isinstance(exact, int) else 1
    arrondi = _arrondir(exact, decimales)
    plus = "+" if signe and exact > 0 else ""
    if arrondi.is_infinite():
        return f"{plus}∞" if arrondi > 0 else f"{MOINS}∞"
    if arrondi == 0 and exact != 0:
        seuil = _chiffres(Decimal(1).scaleb(-decimales), decimales)
        return f"<{INSECABLE}{plus}{seuil}" if exact > 0 else f">{INSECABLE}{MOINS}{seuil}"
    return (MOINS if arrondi < 0 else plus) + _chiffres(arrondi.copy_abs(), decimales)


def entier(x: Any, quoi: str) -> int | None:
    """Un nombre entier, en type de Python ; None s’il est absent. Lève `TypeError` : « redaction.{quoi} attend… »."""
    exact = lire_nombre(x)
    if exact is None or isinstance(exact, int):
        return exact
    if exact in (float("inf"), float("-inf")) or int(exact) != exact:
        raise TypeError(f"redaction.{quoi} attend un nombre entier\u202f; {nombre(exact)} n’en est pas un")
    return int(exact)


def _compter_les_decimales(decimales: Any) -> int:
    if isinstance(decimales, bool) or not isinstance(decimales, Integral) or decimales < 0:
        raise TypeError(f"«\u00a0decimales\u00a0» vaut {decimales!r}, mais il faut un nombre entier, au moins 0")
    return int(decimales)


def est_absent(x: Any) -> bool:
    """Vrai pour None, NaN, et ce que pandas dit absent, sans le charger."""
    if isinstance(x, Decimal):
        return x.is_nan()
    return x is None or type(x).__name__ in {"NAType", "NaTType"} or (isinstance(x, float) and x != x)  # noqa: PLR0124


def lire_nombre(x: Any) -> int | float | Decimal | Fraction | None:
    """Le nombre, en type de Python ; None s’il est absent."""
    if est_absent(x):
        return None
    if isinstance(x, float):
        return float(x)
    if type(x).__name__ not in {"bool", "bool_"}:
        if isinstance(x, Integral):
            return int(x)
        if isinstance(x, Decimal | Fraction):
            return x
        if isinstance(x, Real):
            return lire_nombre(float(x))
    quoi = f"«\u00a0{x}\u00a0» est un texte" if isinstance(x, str) else f"{type(x).__name__} n’en est pas un"
    raise TypeError(f"redaction écrit un nombre\u202f; {quoi}")


def _arrondir(x: float | Decimal | Fraction, decimales: int) -> Decimal:
    if isinstance(x, Fraction):
        deux_fois = 2 * abs(x) * 10**decimales
        entier = (deux_fois.numerator + deux_fois.denominator) // (2 * deux_fois.denominator)
        return Decimal(entier if x >= 0 else -entier).scaleb(-decimales, _LARGE)
    exact = x if isinstance(x, Decimal) else Decimal(repr(x))
    try:
        return exact if exact.is_infinite() else exact.quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP, _LARGE)
    except DecimalException as erreur:
        raise TypeError(f"redaction écrit un nombre\u202f; {x} a trop de chiffres") from erreur


def _chiffres(x: Decimal, decimales: int) -> str:
    return f"{x:,.{decimales}f}".replace(",", FINE).replace(".", ",")


def _dans_une_phrase(ecrit: str, court: bool) -> str:
    """« moins de 0,1 » au lieu de « < 0,1 », « entre −0,1 et 0 » au lieu de « > −0,1 » ; sauf `court`."""
    if court or not ecrit.startswith(("<", ">")):
        return ecrit
    seuil = ecrit[2:]
    if ecrit.startswith(">"):
        return f"entre {seuil} et 0"
    return f"entre 0 et {seuil}" if seuil.startswith("+") else f"moins de {seuil}"


def _en_millions(montant: Any) -> Decimal | None:
    lu = lire_nombre(montant)
    return None if lu is None else _decimal(lu) / UN_MILLION


def _decimal(lu: float | Decimal | Fraction) -> Decimal:
    return Decimal(repr(float(lu)) if isinstance(lu, float | Fraction) else lu)


def millions(euros: Nombre | None, signe: bool = False) -> str:
    """« 636,4 millions d’euros » ; « million » au singulier sous deux, « moins de 0,1 million d’euros ».

    Un petit déficit garde son signe : « entre −0,1 et 0 million d’euros ».
    """
    en_millions = _en_millions(euros)
    if en_millions is None:
        return ABSENT
    unite = "million" if abs(_arrondir(en_millions, 1)) < 2 else "millions"
    return f"{_dans_une_phrase(nombre(en_millions, 1, signe), court=False)}{INSECABLE}{unite} d’euros"


def meur(euros: Nombre | None, signe: bool = False, court: bool = False) -> str:
    """« 636,4 M€ », « moins de 0,1 M€ » ; `court`, pour un tableau ou un dessin : « < 0,1 M€ »."""
    en_millions = _en_millions(euros)
    if en_millions is None:
        return ABSENT
    return f"{_dans_une_phrase(nombre(en_millions, 1, signe), court)}{INSECABLE}M€"


def euros(n: Nombre | None) -> str:
    """« 636 412 345 € », exact."""
    return ABSENT if lire_nombre(n) is None else f"{nombre(n, 0)}{INSECABLE}€"


def pourcentage(ratio: Nombre | None, decimales: int = 1, court: bool = False, signe: bool = False) -> str:
    """« 1,3 % » pour le ratio 0,013 ; « moins de 0,1 % », ou « < 0,1 % » si `court`, pour un tableau ou un dessin.

    Une part se donne en fraction d’entiers, `Fraction(3418, 4000)` : 85,45 % s’écrit alors 85,5 %, toujours.
    """
    lu = lire_nombre(ratio)
    if lu is None:
        return ABSENT
    exact = lu if isinstance(lu, Fraction) else _decimal(lu)
    return f"{_dans_une_phrase(nombre(exact * 100, decimales, signe), court)}{INSECABLE}%"


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


def nombre_en_lettres(n: int) -> str:
    """« deux », « dix » ; en chiffres au-delà de seize."""
    compte = entier(n, "nombre_en_lettres")
    if compte is None:
        return ABSENT
    return _EN_LETTRES[compte] if 0 <= compte < len(_EN_LETTRES) else nombre(compte, 0)


def ordinal(n: int) -> str:
    """« premier », « 2e », « 12e »."""
    rang = entier(n, "ordinal")
    if rang is None:
        return ABSENT
    return "premier" if rang == 1 else f"{nombre(rang, 0)}e"
