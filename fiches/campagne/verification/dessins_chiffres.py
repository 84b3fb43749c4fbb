"""Un graphique contre ses propres données : tableau, dessin, bulles, texte alternatif et clé de lecture.

Le CSV de la figure est la référence : tout le reste doit s’écrire à partir de lui, sans un nombre de plus.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from fiches.campagne.verification.ecrits import entier, montants, nombres, parts
from fiches.campagne.verification.figure_lue import FigureChiffree
from fiches.fiche.indicateurs import AUTRES
from fiches.redaction import INSECABLE, pourcentage

_SENS = ("Importations", "Exportations")
_DATE = re.compile(r"(?:pour |, )(\d{4})\b")
_EN = re.compile(r"\bEn (\d{4}),")
_LONGUEUR = re.compile(r"h([0-9]+(?:\.[0-9]+)?)")
_SORTES = ("pays-", "activites-", "flux-export-", "flux-import-")


@dataclass
class Attendus:
    """Ce qu’une figure doit écrire ; `etiquettes` : au plus cela, car une étiquette peut ne pas tenir."""

    cellules: list[list[str]]
    bulles: Counter[str]
    etiquettes: Counter[str]
    alternative: Counter[str]
    lecture: Counter[str]


def verifier_figure(figure: FigureChiffree) -> Iterator[tuple[str, str]]:
    """Les fautes d’une figure : (message, détail). Une figure d’une sorte inconnue n’en a pas."""
    if not figure.ancre.startswith(_SORTES):
        return
    dites = {figure.annee, *map(int, _DATE.findall(figure.source)), *map(int, _EN.findall(figure.lecture))}
    if len(dites - {None}) > 1:
        yield "le titre, la source et la lecture d’un graphique ne sont pas de la même année", figure.titre
    lire = _LECTEURS.get(tuple(figure.csv[0])) if figure.csv else None
    if lire is None:
        yield "les données d’un graphique ne se lisent pas (CSV)", figure.ancre
        return
    try:
        attendus = lire(figure.csv[1:], figure.ancre)
    except (ValueError, IndexError, ArithmeticError):
        yield "les données d’un graphique ne se lisent pas (CSV)", figure.ancre
        return
    yield from _comparer(figure, attendus)
    if figure.ancre.startswith("pays-"):
        yield from _barres(figure)
        yield from _noms(figure)


def _comparer(figure: FigureChiffree, attendus: Attendus) -> Iterator[tuple[str, str]]:
    # Un dessin, un texte alternatif ou un tableau qui manque tout entier est l’affaire d’une autre règle.
    if figure.cellules and figure.cellules != attendus.cellules:
        yield "le tableau d’un graphique n’a pas les nombres de ses données", _ecart(figure, attendus.cellules)
    for bulle in (Counter(map(_sans_mention, figure.bulles)) - attendus.bulles).elements():
        yield "une bulle d’un graphique contredit ses données", f"{figure.ancre} – {bulle}"
    for intrus in nombres(*figure.etiquettes) - attendus.etiquettes:
        yield "un nombre écrit sur un graphique n’est pas dans ses données", f"{figure.ancre} – {intrus}"
    for mot, ou, ecrit, attendu in (
        ("alternative", "le texte alternatif", figure.alternative, attendus.alternative),
        ("lecture", "la clé de lecture", figure.lecture, attendus.lecture),
    ):
        lus = nombres(ecrit) if mot != "alternative" else nombres(ecrit.replace(figure.titre, "", 1))
        if ecrit and mot not in figure.choisis and lus != attendu:
            detail = " ; ".join((lus - attendu) or (attendu - lus))
            yield f"{ou} d’un graphique contredit ses données", f"{figure.ancre} – {detail}"


def _barres(figure: FigureChiffree) -> Iterator[tuple[str, str]]:
    """La longueur de chaque barre est proportionnelle à ce qu’en dit sa bulle."""
    lues = [
        (int(chiffres), float(trace[1]), bulle)
        for bulle, trace in zip(figure.bulles, map(_LONGUEUR.search, figure.traces), strict=True)
        if trace and (chiffres := re.sub(r"[^0-9]", "", bulle.rpartition(":")[2])[:18])
    ]
    # L’échelle est celle de la majorité : une seule barre fausse ne fait pas mentir les autres.
    sures = [(longueur / valeur, longueur) for valeur, longueur, _ in lues if longueur > 1 and valeur]
    echelle = median([rapport for rapport, _ in sures] or [0.0])
    # Le dessin arrondit au dixième : une échelle lue sur de courtes barres n’est sûre qu’à cela près.
    doute = 0.06 / min(sures, key=lambda sure: abs(sure[0] - echelle), default=(0.0, 1.0))[1]
    for valeur, longueur, bulle in lues:
        if echelle and abs(longueur - valeur * echelle) > 0.15 + max(0.004, doute) * longueur:
            yield "une barre n’a pas la longueur de sa valeur", f"{figure.ancre} – {bulle}"


def _noms(figure: FigureChiffree) -> Iterator[tuple[str, str]]:
    noms = [ligne[1] for ligne in figure.csv[1:]]
    for mot, ou, texte, attendus in (
        ("alternative", "le texte alternatif", figure.alternative, noms),
        ("lecture", "la clé de lecture", figure.lecture, noms[:1]),
    ):
        for nom in attendus if mot not in figure.choisis else ():
            if texte and nom not in texte:
                yield f"{ou} d’un graphique ne nomme pas un pays de ses données", f"{figure.ancre} – {nom}"


def _sans_mention(bulle: str) -> str:
    """« Boissons → Chine : 3 213 408 € », sans dire pourquoi le flux est en rouge ; une part, elle, se compare."""
    montant, euro, suite = bulle.partition(f"{INSECABLE}€")
    return bulle if suite.endswith(f"{INSECABLE}%)") else montant + euro


def _ecart(figure: FigureChiffree, attendues: list[list[str]]) -> str:
    for lues, voulues in zip(figure.cellules, attendues, strict=False):
        for lue, voulue in zip(lues, voulues, strict=False):
            if lue != voulue:
                return f"{figure.ancre} – {lue}, et non {voulue}"
    return f"{figure.ancre} – {sum(map(len, figure.cellules))} cases, et non {sum(map(len, attendues))}"


def _pays(lignes: list[list[str]], _ancre: str) -> Attendus:
    lus = [(nom, int(importe), int(exporte), int(solde)) for _, nom, importe, exporte, solde in lignes]
    if any(solde != exporte - importe for _, importe, exporte, solde in lus):
        raise ValueError
    echanges = [v for _, importe, exporte, _ in lus for v in (importe, exporte)]
    soldes = montants([solde for *_, solde in lus], signe=True)
    return Attendus(
        cellules=[["Pays", *_SENS, "Solde"], *([n, entier(i), entier(e), entier(s, signe=True)] for n, i, e, s in lus)],
        bulles=Counter(
            f"{nom} – {sens}{INSECABLE}: {entier(valeur)}{INSECABLE}€"
            for nom, importe, exporte, _ in lus
            for sens, valeur in (("importations", importe), ("exportations", exporte))
        ),
        etiquettes=montants(echanges) + soldes,
        alternative=montants(filter(None, echanges)) + soldes,
        lecture=montants(filter(None, lus[0][1:3])) + montants([lus[0][3]], signe=True),
    )


def _activites(lignes: list[list[str]], _ancre: str) -> Attendus:
    lus = [(nom, sens, int(valeur)) for sens, _, nom, valeur, _ in lignes]
    totaux = {sens: sum(v for _, s, v in lus if s == sens) for sens in _SENS}
    dites = [(sens, int(valeur), float(part.replace(",", "."))) for sens, _, _, valeur, part in lignes]
    if any(sens not in _SENS or abs(part - v / totaux[sens]) > 1e-9 for sens, v, part in dites):
        raise ValueError
    ecrites = [(nom, sens, v, Fraction(v, totaux[sens])) for nom, sens, v in lus]
    tous = montants(v for _, _, v in lus) + sum((parts([v], totaux[s]) for _, s, v in lus), Counter[str]())
    entete = montants(filter(None, totaux.values()))
    entete += montants([totaux["Exportations"] - totaux["Importations"]], signe=True)
    premiers = {sens: v for _, sens, v in reversed(lus)}
    return Attendus(
        cellules=[
            ["Produit", "Sens", "Valeur", "Part"],
            *([nom, sens, entier(v), pourcentage(part, court=True)] for nom, sens, v, part in ecrites),
        ],
        bulles=Counter(
            f"{n} – {s.lower()}{INSECABLE}: {entier(v)}{INSECABLE}€ ({pourcentage(p)})" for n, s, v, p in ecrites
        ),
        etiquettes=tous + entete,
        alternative=tous + entete,
        lecture=sum((montants([v]) + parts([v], totaux[s]) for s, v in premiers.items()), Counter[str]()),
    )


def _flux(lignes: list[list[str]], ancre: str) -> Attendus:
    lus = [((produit, nom), (pays, lieu), int(v), bool(rouge)) for produit, nom, pays, lieu, v, rouge in lignes]
    produits = _ranger([(produit, v) for produit, _, v, _ in lus])
    pays = _ranger([(lieu, v) for _, lieu, v, _ in lus])
    croises = {(produit, lieu): v for produit, lieu, v, _ in lus}
    total, rouges = sum(croises.values()), [v for *_, v, rouge in lus if rouge]
    if len(croises) != len(lus):
        raise ValueError
    premiers = [v for bouts in (produits, pays) for v in [v for (code, _), v in bouts.items() if code != AUTRES][:5]]
    sens = 1 if ancre.startswith("flux-export") else -1
    return Attendus(
        cellules=[
            ["Produit", *(nom for _, nom in pays), "Total"],
            *([p[1], *(entier(croises.get((p, q), 0)) for q in pays), entier(v)] for p, v in produits.items()),
            ["Total", *map(entier, pays.values()), entier(total)],
        ],
        bulles=Counter(
            [f"{' → '.join((p[1], q[1])[::sens])}{INSECABLE}: {entier(v)}{INSECABLE}€" for (p, q), v in croises.items()]
            + [
                f"{nom}{INSECABLE}: {entier(v)}{INSECABLE}€"
                for bouts in (produits, pays)
                for (_, nom), v in bouts.items()
            ]
        ),
        etiquettes=montants([*produits.values(), *pays.values(), *rouges, total]),
        alternative=montants([total, *premiers, *rouges]),
        lecture=montants([(rouges or [lus[0][2]])[0]]) + parts([(rouges or [lus[0][2]])[0]], total),
    )


def _ranger(valeurs: list[tuple[tuple[str, str], int]]) -> dict[tuple[str, str], int]:
    """Les totaux de chaque bout, du plus grand au plus petit, « Autres » à la fin : l’ordre du tableau."""
    totaux = Counter[tuple[str, str]]()
    for bout, valeur in valeurs:
        totaux[bout] += valeur
    return dict(sorted(totaux.items(), key=lambda t: (t[0][0] == AUTRES, -t[1], t[0][0])))


_LECTEURS: dict[tuple[str, ...], Callable[[list[list[str]], str], Attendus]] = {
    ("Code pays", "Pays", "Importations (euros)", "Exportations (euros)", "Solde (euros)"): _pays,
    ("Sens", "Code produit", "Produit", "Valeur (euros)", "Part du total"): _activites,
    ("Code produit", "Produit", "Code pays", "Pays", "Valeur (euros)", "Mention"): _flux,
}
