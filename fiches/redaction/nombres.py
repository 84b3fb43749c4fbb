"""Écrire les nombres comme le veut le français : virgule, espaces insécables, unités."""

import re
from decimal import ROUND_HALF_UP, Decimal

from fiches.redaction.signes import FINE, INSECABLE, MOINS

UN_MILLION = 1_000_000

_EN_LETTRES = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
               "douze", "treize", "quatorze", "quinze", "seize")  # fmt: skip


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


def nombre_en_lettres(n: int) -> str:
    """« deux », « dix » ; en chiffres au-delà de seize."""
    return _EN_LETTRES[n] if 0 <= n < len(_EN_LETTRES) else nombre(n, 0)
