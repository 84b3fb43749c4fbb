"""Les phrases que la fiche calcule, relues : chaque montant et chaque part s’y recalculent de `campagne.json`.

Une phrase que l’analyste a remplacée par la sienne ne se reconnaît pas : elle n’est pas jugée.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from fiches.campagne.verification.ecrits import a_plat
from fiches.campagne.verification.figure_lue import FigureChiffree
from fiches.campagne.verification.sommes import Ensembles, Indicateurs, situer
from fiches.donnees import territoires
from fiches.donnees.lieu import FRANCE, Departement, Lieu
from fiches.fiche.indicateurs import AUTRES
from fiches.redaction import millions, nombre, nombre_en_lettres, pourcentage

_M = r"((?:moins de )?\d[\d ]*,\d million(?:s)? d’euros)"
_P = r"((?:moins de )?\d[\d ]*,\d+ %)"
_SENS = {"exporté": "exportations", "importé": "importations"}
_ROLES = {"de destination": "exportations", "d’origine": "importations"}
_LE_SOLDE = rf"(?:un (excédent|déficit) de {_M}|(un solde équilibré))"
_PRODUIT = re.compile(
    r"(?:[Pp]remier|[Ss]eul) produit (exporté|importé)(?:, hors codes inconnus)?(, là aussi)? : "
    rf"« (.+?) » \({_M}, soit {_P} du total"
)
_PAYS = re.compile(
    rf"(?:[Pp]remier|[Ss]eul) pays (de destination|d’origine)(?:, hors codes inconnus)? : ([^();]+) \({_M}, soit {_P}\)"
)
_FLUX = re.compile(rf"Le flux le plus important est l’(exportation|importation) .+? : {_M}, soit {_P} des")
_CONCENTRATION = re.compile(rf"(deux|trois) premiers (produits|pays)(?: concentrent)? {_P}")
_CONCENTRE = re.compile(r"premiers (?:produits|pays) concentrent .+ des (exportations|importations)")
_SPECIALITE = re.compile(rf"Premier poste à l’export.*? représente {_P} des exportations .+?, soit (.+?) \({_P}\)\.")
_FOIS = re.compile(r"(\d[\d ]*(?:,\d)?) fois son poids national")
_SOLDES = re.compile(
    rf"Parmi les (\w+) (?:premiers )?pays partenaires, l[e’]\W?(excédent|déficit) .*?avec ([^(]+?) \({_M}\)"
    rf"(?:.*?avec ([^(]+?) \({_M}\))?"
)
_COMPARES = re.compile(r"met en regard, pour les (\w+) (?:premiers )?pays partenaires")
_FIGURENT = re.compile(
    r"Y figurent.*? les (\w+) (?:premiers )?(pays|produits)\b.*? les (\w+) (?:premiers )?(?:pays|produits)\b"
)
_ROUGES = re.compile(r"[Ll]es (\w+) (?:flux les )?plus importants ressortent en rouge")

_LUE = re.compile(r",\d.*(?:euros|%)|solde équilibré|à gauche")
"""Un texte où l’une de ces phrases peut se trouver : un montant, une part, la présentation d’un graphique."""

Ecart = tuple[str, str, str]
"""Ce qu’une phrase écrit, ce qu’il fallait, et de quoi elle parle."""


def verifier_phrases(
    textes: Iterable[str], figures: Iterable[FigureChiffree], lieu: Lieu, annee: int, tenus: Indicateurs
) -> Iterator[tuple[str, str]]:
    """Les phrases calculées qui contredisent `campagne.json` ou les données des graphiques."""
    siennes: dict[str, list[list[list[str]]]] = defaultdict(list)  # les données du lieu, par sorte
    figures = list(figures)
    for figure in figures:
        sorte, ou = situer(figure, lieu, annee)
        if ou == "lieu":
            siennes[sorte].append(figure.csv[1:])
    ensembles = Ensembles(figures, lieu, annee)
    plats = [a_plat(texte) for texte in textes if _LUE.search(texte)]
    partiel = any("flux représentés" in texte for texte in plats)
    for texte in plats:
        for ecrit, attendu, sujet in (
            *_totaux(texte, lieu, annee, tenus),
            *_premiers(texte, tenus),
            *_premier_flux(texte, tenus, partiel),
            *_concentration(texte, tenus),
            *_poids(texte, lieu, tenus),
            *_specialite(texte, tenus, ensembles),
            *_soldes(texte, siennes["pays"]),
            *_comptes(texte, siennes),
            *_ensembles(texte, lieu, ensembles),
        ):
            if a_plat(attendu) != ecrit:
                yield f"une phrase contredit campagne.json : {sujet}", f"{ecrit}, et non {attendu}"


def _part(valeur: int, total: int) -> str:
    return pourcentage(Fraction(valeur, total)) if total else "n.d."


def _totaux(texte: str, lieu: Lieu, annee: int, tenus: Indicateurs) -> Iterator[Ecart]:
    exporte, importe = tenus["exportations"]["total"], tenus["importations"]["total"]
    solde, de = exporte - importe, re.escape(a_plat(lieu.de))
    phrase = re.search(rf"En (\d{{4}}), les exportations {de} s’élèvent à {_M} et les importations à {_M}, soit", texte)
    if phrase:
        yield phrase[1], str(annee), "l’année"
        yield phrase[2], millions(exporte), "le total des exportations"
        yield phrase[3], millions(importe), "le total des importations"
    for nom, ecrit, nul in re.findall(
        rf"(?:exportations {de} s’élèvent .+, soit|commerce extérieur {de} présente) {_LE_SOLDE}", texte
    ):
        yield nom or nul, "excédent" if solde > 0 else "déficit" if solde else "un solde équilibré", "le sens du solde"
        if nom:
            yield ecrit, millions(abs(solde)), "le solde"


def _nommes(chiffres: Mapping[str, Any], axe: str) -> list[dict[str, Any]]:
    return [ligne for ligne in chiffres[axe] if ligne[{"produits": "produit", "pays": "pays"}[axe]] != AUTRES]


def _premiers(texte: str, tenus: Indicateurs) -> Iterator[Ecart]:
    for sens, abrege, nom, montant, part in _PRODUIT.findall(texte):
        chiffres = tenus[_SENS[sens]]
        for premier in _nommes(chiffres, "produits")[:1]:
            yield montant, millions(premier["valeur"]), f"le premier produit {sens}"
            yield part, _part(premier["valeur"], chiffres["total"]), f"la part du premier produit {sens}"
            if not abrege:
                yield nom, premier["libelle"].replace("'", "’"), f"le nom du premier produit {sens}"
    for role, nom, montant, part in _PAYS.findall(texte):
        chiffres = tenus[_ROLES[role]]
        for premier in _nommes(chiffres, "pays")[:1]:
            yield montant, millions(premier["valeur"]), f"le premier pays {role}"
            yield part, _part(premier["valeur"], chiffres["total"]), f"la part du premier pays {role}"
            if not nom.endswith(a_plat(premier["libelle"].replace("'", "’"))):
                yield nom, premier["libelle"], f"le nom du premier pays {role}"


def _premier_flux(texte: str, tenus: Indicateurs, partiel: bool) -> Iterator[Ecart]:
    # À égalité, la fiche dit l’exportation.
    rouges = [(f["valeur"], s) for s in ("exportations", "importations") for f in tenus[s]["flux_en_rouge"]]
    for sens, montant, part in _FLUX.findall(texte) if rouges else ():
        valeur, attendu = max(rouges, key=lambda rouge: int(rouge[0]))
        if partiel and montant != a_plat(millions(valeur)):
            continue  # le plus grand n’est pas dessiné : campagne.json ne l’a pas
        yield montant, millions(valeur), "le premier flux"
        yield f"{sens}s", attendu, "le sens du premier flux"
        yield part, _part(valeur, tenus[attendu]["total"]), "la part du premier flux"


def _concentration(texte: str, tenus: Indicateurs) -> Iterator[Ecart]:
    phrase = _CONCENTRE.search(texte)
    if not phrase:
        return
    chiffres = tenus[phrase[1]]
    for compte, axe, part in _CONCENTRATION.findall(texte):
        nommes = _nommes(chiffres, axe)[: 2 if compte == "deux" else 3]
        yield part, _part(sum(n["valeur"] for n in nommes), chiffres["total"]), f"la part des premiers {axe}"


def _poids(texte: str, lieu: Lieu, tenus: Indicateurs) -> Iterator[Ecart]:
    de = a_plat(lieu.de)
    debut, cle, suite = texte.partition(f"{de} représentent ")
    if not cle or not debut.lower().endswith(("les exportations ", "les importations ")):
        return
    lues = re.findall(_P, suite.partition(".")[0])
    attendues = [
        pourcentage(float(chiffres[f"part_{ou}"]), decimales)
        for chiffres in (tenus["exportations"], tenus["importations"])
        if chiffres["total"]
        for ou, decimales in (("region", 1), ("france", 2))
        if chiffres[f"part_{ou}"] is not None
    ]
    yield " ; ".join(lues), " ; ".join(attendues) or "aucune", "les parts dans la région et en France"


def _specialite(texte: str, tenus: Indicateurs, ensembles: Ensembles) -> Iterator[Ecart]:
    chiffres = tenus["exportations"]
    cle = ("exportations", "france")
    for part, jugement, nationale in _SPECIALITE.findall(texte):
        for premier in _nommes(chiffres, "produits")[:1]:
            yield part, _part(premier["valeur"], chiffres["total"]), "la part du premier poste à l’export"
            ailleurs = ensembles.produits.get(cle, {}).get(premier["produit"])
            if not ailleurs:
                continue  # la France ne le nomme pas sur son diagramme
            total = ensembles.totaux[cle]
            yield nationale, _part(ailleurs, total), "le poids national du premier poste"
            rapport = Fraction(premier["valeur"], chiffres["total"]) / Fraction(ailleurs, total)
            for fois in _FOIS.findall(jugement) if "plus de" not in jugement else ():
                yield fois, nombre(rapport, 1 if rapport < Fraction(199, 20) else 0), "le multiple du poids national"


def _soldes(texte: str, balances: list[list[list[str]]]) -> Iterator[Ecart]:
    for compte, sorte, avec, montant, puis, second in _SOLDES.findall(texte) if balances else ():
        balance = next((b for b in balances if nombre_en_lettres(len(b)) == compte), balances[0])
        yield compte, nombre_en_lettres(len(balance)), "le nombre de pays comparés"
        haut, bas = (extreme(balance, key=lambda ligne: int(ligne[4])) for extreme in (max, min))
        for nom, ecrit, ligne, dit in (
            (avec, montant, haut if sorte == "excédent" else bas, sorte),
            (puis, second, bas, "déficit"),
        ):
            if not ecrit:
                continue
            yield (
                ecrit,
                millions(abs(int(ligne[4]))),
                f"l’{dit} le plus élevé" if dit[0] == "e" else f"le {dit} le plus élevé",
            )
            if not nom.endswith(a_plat(ligne[1].replace("'", "’"))):
                yield nom, ligne[1], f"le pays du plus grand {dit}"


def _comptes(texte: str, siennes: Mapping[str, list[list[list[str]]]]) -> Iterator[Ecart]:
    """Ce qu’une présentation dit avoir compté sur le graphique du département."""
    for compte in _COMPARES.findall(texte):
        yield from _compter(compte, [len(lignes) for lignes in siennes["pays"]], "le nombre de pays comparés")
    flux = siennes["flux-export" if "du produit (à gauche)" in texte else "flux-import"]
    produits = [len({ligne[0] for ligne in lignes} - {AUTRES}) for lignes in flux]
    pays = [len({ligne[2] for ligne in lignes} - {AUTRES}) for lignes in flux]
    for premier, axe, second in _FIGURENT.findall(texte):
        dits = (premier, second) if axe == "produits" else (second, premier)
        yield from _compter(dits[0], produits, "le nombre de produits dessinés")
        yield from _compter(dits[1], pays, "le nombre de pays dessinés")
        for compte in _ROUGES.findall(texte):
            yield from _compter(
                compte, [sum(bool(ligne[5]) for ligne in lignes) for lignes in flux], "les flux en rouge"
            )


def _compter(dit: str, comptes: list[int], sujet: str) -> Iterator[Ecart]:
    attendus = [nombre_en_lettres(compte) for compte in comptes]
    if attendus and dit not in attendus:
        yield dit, attendus[0], sujet


def _ensembles(texte: str, lieu: Lieu, ensembles: Ensembles) -> Iterator[Ecart]:
    for (sens, ou), total in ensembles.totaux.items():
        grand = territoires.region(lieu.region) if ou == "region" and isinstance(lieu, Departement) else FRANCE
        de = a_plat(grand.de)
        for ecrit, part in re.findall(rf"Total des {sens} {re.escape(de)} : {_M}(?:, soit {_P} de la valeur)?", texte):
            yield ecrit, millions(total), f"le total des {sens} {de}"
            national = ensembles.totaux.get((sens, "france"))
            if part and national:
                yield part, pourcentage(Fraction(total, national), 2), f"la part des {sens} {de} en France"
