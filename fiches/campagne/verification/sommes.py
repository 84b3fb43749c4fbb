"""Les données des graphiques contre `campagne.json` : totaux, produits, pays et flux en rouge, à l’euro près."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fiches.campagne.verification.figure_lue import FigureChiffree
from fiches.donnees.lieu import FRANCE, Departement, Lieu
from fiches.fiche.indicateurs import AUTRES
from fiches.redaction import euros

_ANCRE = re.compile(r"(pays|activites|flux-export|flux-import)-(region-[a-z0-9]+|[a-z0-9]+)-(\d{4})(?:-.*)?")
_SENS = {"flux-export": "exportations", "flux-import": "importations"}

Indicateurs = Mapping[str, Mapping[str, Any]]


class Ensembles:
    """Ce que les diagrammes de la région et de la France disent de chaque sens : leur total, leurs produits."""

    def __init__(self, figures: Iterable[FigureChiffree], lieu: Lieu, annee: int) -> None:
        self.totaux: dict[tuple[str, str], int] = {}
        self.produits: dict[tuple[str, str], Counter[str]] = {}
        for figure in figures:
            sorte, ou = situer(figure, lieu, annee)
            if sorte in _SENS and ou in {"region", "france"}:
                produits = Counter[str]()
                for code, _, _, _, valeur, _ in figure.csv[1:]:
                    produits[code] += int(valeur)
                self.produits[_SENS[sorte], ou] = produits
                self.totaux[_SENS[sorte], ou] = produits.total()


def situer(figure: FigureChiffree, lieu: Lieu, annee: int) -> tuple[str, str]:
    """Sa sorte, et « lieu » (celui de la page), « region » ou « france » ; « » pour un autre lieu, une autre année."""
    lue = _ANCRE.fullmatch(figure.ancre)
    if not lue or not figure.csv or int(lue[3]) != annee:
        return "", ""
    region = {f"region-{lieu.region}": "region"} if isinstance(lieu, Departement) else {}
    lieux = {FRANCE.code: "france", **region, lieu.code: "lieu"}
    return lue[1], lieux.get(lue[2], "")


def verifier_indicateurs(indicateurs: Indicateurs) -> Iterator[tuple[str, str]]:
    """Les produits et les pays de `campagne.json` font leur total."""
    for sens, chiffres in indicateurs.items():
        for axe in ("produits", "pays"):
            somme = sum(int(ligne["valeur"]) for ligne in chiffres[axe])
            if somme != chiffres["total"]:
                yield f"les {axe} de campagne.json ne font pas le total des {sens}", euros(somme)


def verifier_sommes(figure: FigureChiffree, lieu: Lieu, annee: int, tenus: Indicateurs) -> Iterator[str]:
    """Ce qu’une figure du lieu, de sa région ou de la France dit autrement que `campagne.json`."""
    sorte, ou = situer(figure, lieu, annee)
    lignes = figure.csv[1:]
    if sorte == "pays" and ou == "lieu":
        for rang, sens in ((2, "importations"), (3, "exportations")):
            yield from _ecarts({ligne[0]: int(ligne[rang]) for ligne in lignes}, tenus[sens]["pays"], "pays")
    elif sorte == "activites" and ou == "lieu":
        for sens in ("importations", "exportations"):
            siennes = {code: int(v) for s, code, _, v, _ in lignes if s.lower() == sens}
            yield from _total(sum(siennes.values()), tenus[sens]["total"])
            yield from _ecarts(siennes, tenus[sens]["produits"], "produit")
    elif sorte in _SENS and ou == "lieu":
        yield from _flux(lignes, tenus[_SENS[sorte]])
    elif sorte in _SENS and ou:
        sens, somme = _SENS[sorte], sum(int(ligne[4]) for ligne in lignes)
        part, total = tenus[sens].get(f"part_{ou}"), tenus[sens]["total"]
        if part is not None and not math.isclose(total / somme, part, rel_tol=1e-13):
            yield f"total {euros(somme)}"


def _flux(lignes: list[list[str]], tenus: Mapping[str, Any]) -> Iterator[str]:
    produits, pays, flux = Counter[str](), Counter[str](), dict[tuple[str, str], int]()
    for code, _, lieu, _, ecrite, _ in lignes:
        valeur = int(ecrite)
        produits[code] += valeur
        pays[lieu] += valeur
        flux[code, lieu] = valeur
    yield from _total(produits.total(), tenus["total"])
    yield from _ecarts(produits, tenus["produits"], "produit")
    yield from _ecarts(pays, tenus["pays"], "pays")
    for tenu in tenus["flux_en_rouge"]:
        couple = (tenu["produit"], tenu["pays"])
        if couple in flux and flux[couple] != tenu["valeur"]:
            yield f"{' – '.join(couple)}, {euros(flux[couple])}, et non {euros(tenu['valeur'])}"


def _total(lu: int, tenu: int) -> Iterator[str]:
    if lu != tenu:
        yield f"total {euros(lu)}, et non {euros(tenu)}"


def _ecarts(lus: Mapping[str, int], tenus: Iterable[Mapping[str, Any]], axe: str) -> Iterator[str]:
    """« Autres » dépend du nombre de lignes du graphique : il ne se compare pas."""
    for tenu in tenus:
        code, valeur = tenu[axe], int(tenu["valeur"])
        if code != AUTRES and lus.get(code, valeur) != valeur:
            yield f"{code}, {euros(lus[code])}, et non {euros(valeur)}"
