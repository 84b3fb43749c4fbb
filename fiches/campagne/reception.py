"""Ce qu’une autre machine a fait – une part, un lot de la grappe – n’est pas cru sans être regardé."""

from collections.abc import Callable, Iterator
from pathlib import Path

from fiches.campagne.manifeste import Entree
from fiches.donnees.lieu import Lieu
from fiches.page.sommaire import FicheDuSite


def fautes(lieu: Lieu, entree: Entree, somme: Callable[[str], str | None]) -> Iterator[str]:
    """Pourquoi cette fiche ne peut pas être prise : chiffres illisibles, fichier étranger, absent ou changé.

    `somme` donne celle du fichier reçu sous un nom, ou None s’il n’est pas là.
    """
    if entree.page and not _chiffree(lieu, entree):
        yield f"les chiffres {lieu.de} ne s’y lisent pas"
    for nom, annoncee in entree.sommes.items():
        if Path(nom).stem != lieu.fichier or Path(nom).name != nom:
            yield f"le fichier «\u00a0{nom}\u00a0» n’est pas {lieu.de}"
        elif (recue := somme(nom)) is None:
            yield f"le fichier {nom} manque"
        elif recue != annoncee:
            yield f"le fichier {nom} a changé depuis qu’il a été fait"
    if entree.statut != "echec" and {f"{lieu.fichier}.html", f"{lieu.fichier}.xlsx"} - entree.noms:
        yield f"la page {lieu.de}, ou son classeur, n’y est pas annoncée"


def _chiffree(lieu: Lieu, entree: Entree) -> bool:
    """Vrai si le sommaire peut montrer les chiffres de cette fiche."""
    try:
        return bool(FicheDuSite(lieu, entree.page, entree.indicateurs or {}).description)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return False
