"""Les chiffres de la page sont ceux du manifeste, écrits comme la fiche les écrit."""

import re
from collections.abc import Iterator
from typing import Any

from fiches.campagne.manifeste import Entree
from fiches.campagne.verification.constat import Remarque
from fiches.campagne.verification.dessins_chiffres import verifier_figure
from fiches.campagne.verification.page_lue import PageLue
from fiches.campagne.verification.phrases_lues import verifier_phrases
from fiches.campagne.verification.sommes import Indicateurs, verifier_indicateurs, verifier_sommes
from fiches.donnees.lieu import Departement, Lieu
from fiches.redaction import FINE, INSECABLE, euros, millions, nombre, pourcentage

_REGLE = "Chiffre"
_ILLISIBLES = "campagne.json donne des chiffres illisibles"
_ILLISIBLE = (TypeError, ValueError, KeyError, AttributeError, ArithmeticError, IndexError)
_MILLESIME = re.compile(r"(?:^Millésime |Source\u00a0: [^.]*(?:douanes pour |commerce extérieur, ))(\d{4})\b")
"""L’année du titre et de la phrase de source de la page, telles que la fiche les écrit."""
_ENTIER = re.compile(r"-?\d+")
_MONTANT = rf"((?:moins de{INSECABLE}| |moins de )?[<\d,{FINE}{INSECABLE}]+millions? d’euros)"


def verifier(page: str, lue: PageLue, entree: Entree, lieu: Lieu, annee: int) -> Iterator[Remarque]:
    """Les chiffres du manifeste qui ne se lisent pas dans la page, et ceux de la page qui les contredisent.

    Les données de chaque graphique sont comparées au manifeste, et tout ce que la figure écrit l’est à ses données.
    """
    for figure in lue.chiffrees:
        for message, detail in verifier_figure(figure):
            yield Remarque(page, _REGLE, message, detail)
    if str(annee) not in lue.titre:
        yield Remarque(page, "Titre", "le titre ne dit pas l’année de campagne.json", lue.titre)
    for dite in _autres_annees(lue, {str(annee), *map(str, entree.lus.annees)}):
        yield Remarque(page, _REGLE, "la page se dit d’une autre année que campagne.json", dite)
    tenus = entree.indicateurs or {}
    fautes = [f for sens, chiffres in tenus.items() for f in _lisibles(_comparer(lue, sens, chiffres, lieu), sens)]
    if tenus and not any(message == _ILLISIBLES for message, _ in fautes):
        fautes += dict.fromkeys(_lisibles(_recouper(lue, lieu, annee, tenus), lieu.nom))
    for message, detail in fautes:
        yield Remarque(page, _REGLE, message, detail)


def _lisibles(fautes: Iterator[tuple[str, str]], sujet: str) -> list[tuple[str, str]]:
    """Ces fautes ; une seule, qui nomme le sujet, si le manifeste est trop abîmé pour comparer."""
    try:
        return list(fautes)
    except _ILLISIBLE:
        return [(_ILLISIBLES, sujet)]


def _recouper(lue: PageLue, lieu: Lieu, annee: int, tenus: Indicateurs) -> Iterator[tuple[str, str]]:
    """Le manifeste contre lui-même, puis les graphiques et les phrases contre lui."""
    yield from verifier_indicateurs(tenus)
    lisibles = [figure for figure in lue.chiffrees if _nombres_lisibles(figure.csv)]
    for figure in lisibles:
        for ecart in verifier_sommes(figure, lieu, annee, tenus):
            yield "les données d’un graphique contredisent campagne.json", f"{figure.ancre} – {ecart}"
    yield from verifier_phrases(lue.textes, lisibles, lieu, annee, tenus)


def _autres_annees(lue: PageLue, lues: set[str]) -> list[str]:
    """Les années que se donne la page, hors de celles que son carnet a lues."""
    return sorted({dite for texte in lue.textes for dite in _MILLESIME.findall(texte)} - lues)


def _nombres_lisibles(csv: list[list[str]]) -> bool:
    """Vrai si les colonnes en euros sont des entiers : sinon, la figure a déjà sa faute."""
    rangs = [rang for rang, nom in enumerate(csv[0]) if nom.endswith("(euros)")] if csv else []
    entiers = all(len(ligne) == len(csv[0]) and all(_ENTIER.fullmatch(ligne[r]) for r in rangs) for ligne in csv[1:])
    return bool(rangs) and entiers


def _comparer(lue: PageLue, sens: str, chiffres: dict[str, Any], lieu: Lieu) -> Iterator[tuple[str, str]]:
    valeur = int(chiffres["total"])
    if valeur == 0:  # la fiche dit alors une phrase, sans chiffre
        return
    total = millions(valeur)  # un autre carnet n’a pas à le dire ; s’il le dit, c’est celui-là
    de_qui = "" if isinstance(lieu, Departement) else f" {re.escape(lieu.de)}"
    bilan = re.compile(rf"Total des {sens}{de_qui}{INSECABLE}: {_MONTANT}, soit .*")
    phrase = re.compile(rf"les {sens} {re.escape(lieu.de)} s’élèvent à {_MONTANT}")
    for texte in lue.textes:
        lu = bilan.match(texte)
        if lu:
            yield from _parts(lu[0], sens, chiffres)
        for ecrit in [*([lu[1]] if lu else []), *phrase.findall(texte)]:
            if ecrit != total:
                yield f"le total des {sens} n’est pas celui de campagne.json", f"{ecrit}, et non {total}"
    if any(f.du_projet and f.ancre.startswith("activites") for f in lue.figures) and chiffres.get("produits"):
        premier = int(chiffres["produits"][0]["valeur"])
        if not any(nombre(premier) in texte for texte in lue.textes):
            yield f"le premier produit des {sens} n’a pas la valeur de campagne.json", euros(premier)


def _parts(bilan: str, sens: str, chiffres: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """`bilan` : « Total des exportations : 636,4 millions d’euros, soit 1,3 % de la valeur exportée par… »."""
    for ensemble, cle, decimales in (("dans la région", "part_region", 1), ("en France", "part_france", 2)):
        ratio = chiffres.get(cle)
        attendue = None if ratio is None else f"soit {pourcentage(float(ratio), decimales)} de la valeur"
        if attendue and attendue not in bilan:
            yield f"la part des {sens} {ensemble} n’est pas celle de campagne.json", attendue
