"""Les chiffres de la page sont ceux du manifeste, écrits comme la fiche les écrit."""

import re
from collections.abc import Iterator
from typing import Any

from fiches.campagne.manifeste import Entree
from fiches.campagne.verification.constat import Remarque
from fiches.campagne.verification.page_lue import PageLue
from fiches.redaction import FINE, INSECABLE, euros, millions, nombre, pourcentage

_REGLE = "Chiffre"
_MONTANT = rf"((?:moins de{INSECABLE}| |moins de )?[<\d,{FINE}{INSECABLE}]+millions? d’euros)"


def verifier(page: str, lue: PageLue, entree: Entree, de: str) -> Iterator[Remarque]:
    """Les chiffres du manifeste qui ne se lisent pas dans la page, et ceux de la page qui les contredisent.

    `de` : « du Lot », comme la page nomme son département.
    """
    for sens, chiffres in (entree.indicateurs or {}).items():
        try:
            fautes = list(_comparer(lue, sens, chiffres, de))
        except (TypeError, ValueError, KeyError, AttributeError, ArithmeticError):
            fautes = [("campagne.json donne des chiffres illisibles", sens)]
        for message, detail in fautes:
            yield Remarque(page, _REGLE, message, detail)


def _comparer(lue: PageLue, sens: str, chiffres: dict[str, Any], de: str) -> Iterator[tuple[str, str]]:
    valeur = int(chiffres["total"])
    if valeur == 0:  # la fiche dit alors une phrase, sans chiffre
        return
    total = millions(valeur)
    if not any(total in texte for texte in lue.textes):
        yield f"le total des {sens} de campagne.json ne se lit pas dans la page", total
    bilan = re.compile(rf"Total des {sens}{INSECABLE}: {_MONTANT}, soit .*")
    phrase = re.compile(rf"les {sens} {re.escape(de)} s’élèvent à {_MONTANT}")
    for texte in lue.textes:
        lu = bilan.match(texte)
        if lu:
            yield from _parts(lu[0], sens, chiffres)
        for ecrit in [*([lu[1]] if lu else []), *phrase.findall(texte)]:
            if ecrit != total:
                yield f"le total des {sens} n’est pas celui de campagne.json", f"{ecrit} au lieu de {total}"
    if any(f.du_projet and f.ancre.startswith("activites") for f in lue.figures) and chiffres.get("produits"):
        premier = int(chiffres["produits"][0]["valeur"])
        if not any(nombre(premier, 0) in texte for texte in lue.textes):
            yield f"le premier produit des {sens} n’a pas la valeur de campagne.json", euros(premier)


def _parts(bilan: str, sens: str, chiffres: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """`bilan` : « Total des exportations : 636,4 millions d’euros, soit 1,3 % de la valeur exportée par… »."""
    for ensemble, cle, decimales in (("dans la région", "part_region", 1), ("en France", "part_france", 2)):
        ratio = chiffres.get(cle)
        attendue = None if ratio is None else f"soit {pourcentage(float(ratio), decimales)} de la valeur"
        if attendue and attendue not in bilan:
            yield f"la part des {sens} {ensemble} n’est pas celle de campagne.json", attendue
