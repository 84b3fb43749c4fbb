"""Les nombres tels que la fiche les écrit : les trouver dans un texte, les écrire pour les comparer."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from fiches.graphiques.mots import en_millions
from fiches.redaction import FINE, INSECABLE, MOINS, pourcentage

_NOMBRE = re.compile(
    rf"(?P<moins>(?:[<>]|moins de|entre(?: 0 et)?)[ {INSECABLE}])?"
    rf"(?P<nombre>[+{MOINS}]?\d[\d{FINE}]*,\d+)(?P<part>{INSECABLE}%)?"
)
_ESPACES = str.maketrans({INSECABLE: " ", FINE: " "})


def nombres(*textes: str) -> Counter[str]:
    """Les nombres à virgule, chacun avec son signe et son « % » ; « < 0,1 » et « moins de 0,1 » sont le même.

    De même « > −0,1 » et « entre −0,1 et 0 ».
    """
    return Counter(
        f"{'<' if n['moins'] else ''}{n['nombre']}{'%' if n['part'] else ''}"
        for texte in textes
        for n in _NOMBRE.finditer(texte)
    )


def montants(valeurs: Iterable[int], *, signe: bool = False) -> Counter[str]:
    """Comment `nombres` lira ces euros, écrits en millions."""
    return nombres(*(en_millions(valeur, signe=signe) for valeur in valeurs))


def parts(valeurs: Iterable[int], total: int) -> Counter[str]:
    """Comment `nombres` lira ce que ces euros pèsent dans `total`."""
    return nombres(*(pourcentage(Fraction(valeur, total)) for valeur in valeurs if total))


def entier(valeur: int, *, signe: bool = False) -> str:
    """« −1 234 567 », comme `redaction.nombre`, mille fois par page."""
    debut = MOINS if valeur < 0 else "+" if signe and valeur > 0 else ""
    return debut + f"{abs(valeur):,}".replace(",", FINE)


def extraits(motif: re.Pattern[str], textes: Iterable[str], contexte: int) -> Iterator[str]:
    """Ce que trouve un motif, et `contexte` caractères du même texte avant et après.

    D’un seul tenant, un texte par ligne : deux mille recherches courtes coûtent plus qu’une longue.
    """
    ensemble = "\n".join(textes)
    for trouve in motif.finditer(ensemble):
        avant = ensemble[max(trouve.start() - contexte, 0) : trouve.start()].rpartition("\n")[2]
        apres = ensemble[trouve.end() : trouve.end() + contexte].partition("\n")[0]
        yield f"{avant}{trouve[0]}{apres}".strip()


def a_plat(texte: str) -> str:
    """Le texte, ses espaces insécables en espaces ordinaires : leur place est l’affaire d’une autre règle."""
    return texte.translate(_ESPACES)


def meme_nombre(a: str, b: str) -> bool:
    """Le CSV arrondit un ratio à dix décimales, le classeur garde seize chiffres."""
    try:
        lu, voulu = float(a), float(b.replace(",", "."))
    except ValueError:
        return False
    return abs(lu - voulu) < max(1e-9, 1e-12 * abs(voulu))
