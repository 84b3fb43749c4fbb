"""Le classeur contre les graphiques de sa page : une feuille par graphique, cellule par cellule."""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from fiches.campagne.verification.constat import Remarque
from fiches.campagne.verification.ecrits import meme_nombre
from fiches.campagne.verification.figure_lue import FigureChiffree
from fiches.graphiques.mots import lisible
from fiches.page.classeur import DEMONSTRATION
from fiches.redaction import accord

_REGLE = "Chiffre"
_COMMUNS = re.compile(r"<si>(.*?)</si>", re.DOTALL)
_TEXTES = re.compile(r"<t[^>]*>(.*?)</t>", re.DOTALL)
_LIGNE = re.compile(r'<row r="(\d+)"[^>]*>(.*?)</row>', re.DOTALL)
_CASE = re.compile(r'<c r="([A-Z]+)\d+"(?: s="\d+")?(?: t="(\w+)")?(?:/>|>(?:<v>(.*?)</v>|.*?)</c>)', re.DOTALL)

Feuille = list[list[str]]


def verifier_classeur(
    nom: str, contenu: bytes, figures: Sequence[FigureChiffree], *, demonstration: bool
) -> Iterator[Remarque]:
    """Ce que le classeur `nom` dit autrement que les CSV de la page."""
    try:
        feuilles = _lire(contenu)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, IndexError, EOFError, RuntimeError):
        yield Remarque(nom, _REGLE, "le classeur est illisible")
        return
    if demonstration and not all(any(DEMONSTRATION in ligne for ligne in feuille[:6]) for feuille in feuilles):
        yield Remarque(nom, "Démonstration", "les données sont simulées et une feuille du classeur ne le dit pas")
    restantes = list(feuilles)
    for figure in figures:
        if not figure.csv:
            continue
        titre = lisible(figure.titre)
        feuille = next((f for f in restantes if f and f[0][0] == titre), None)
        if feuille is None:
            yield Remarque(nom, _REGLE, "un graphique de la page n’a pas sa feuille dans le classeur", figure.titre)
            continue
        restantes.remove(feuille)
        if ecart := _ecart(feuille, figure):
            yield Remarque(nom, _REGLE, "une feuille du classeur contredit les données de la page", ecart)
    for feuille in restantes[:-1]:  # la dernière est celle des sources
        titre = feuille[0][0] if feuille else ""
        yield Remarque(nom, _REGLE, "une feuille du classeur n’a plus son graphique dans la page", titre)


def _ecart(feuille: Feuille, figure: FigureChiffree) -> str:
    entetes = [lisible(c) for c in figure.csv[0]]
    debut = next((rang for rang, ligne in enumerate(feuille) if ligne == entetes), None)
    if debut is None:
        return f"{figure.ancre} – en-têtes"
    lignes = feuille[debut + 1 :]
    lignes += [[] for ligne in figure.csv[1 + len(lignes) :] if not any(ligne)]  # ce qui est vide ne s’écrit pas
    if figure.source and lisible(figure.source) not in [c for ligne in feuille[:debut] for c in ligne]:
        return f"{figure.ancre} – source"
    if len(lignes) != len(figure.csv) - 1:
        return f"{figure.ancre} – {len(lignes)} {accord(len(lignes), 'ligne', 'lignes')}, et non {len(figure.csv) - 1}"
    for lue, voulue in zip(lignes, figure.csv[1:], strict=True):
        if lue != voulue:
            for a, b in zip([*lue, *[""] * len(voulue)], voulue, strict=False):
                if a != b and not meme_nombre(a, b) and a != lisible(b):
                    return f"{figure.ancre} – {a or 'rien'}, et non {b}"
    return ""


def _lire(contenu: bytes) -> list[Feuille]:
    """Les feuilles, dans l’ordre ; un classeur que nous avons écrit se lit sans bibliothèque, cent fois plus vite."""
    with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
        communs = [
            html.unescape("".join(_TEXTES.findall(si)))
            for si in _COMMUNS.findall(archive.read("xl/sharedStrings.xml").decode("utf-8"))
        ]
        feuilles = []
        for rang in range(1, 1 + sum(n.startswith("xl/worksheets/sheet") for n in archive.namelist())):
            xml = archive.read(f"xl/worksheets/sheet{rang}.xml").decode("utf-8")
            feuilles.append(_placer(xml, communs))
    return feuilles


def _placer(xml: str, communs: Sequence[str]) -> Feuille:
    """Les cases à leur place, une liste par ligne : ce qui est vide n’est pas dans le fichier."""
    feuille: Feuille = []
    for rang, cases in _LIGNE.findall(xml):
        ligne: list[str] = []
        for colonne, genre, valeur in _CASE.findall(cases):
            ligne += [""] * (_rang(colonne) - 1 - len(ligne))
            ligne.append(communs[int(valeur)] if genre == "s" else valeur)
        if ligne:
            feuille += [[] for _ in range(int(rang) - 1 - len(feuille))]
            feuille.append(ligne)
    return feuille


def _rang(colonne: str) -> int:
    """1 pour « A », 27 pour « AA »."""
    rang = 0
    for lettre in colonne:
        rang = 26 * rang + ord(lettre) - ord("A") + 1
    return rang
