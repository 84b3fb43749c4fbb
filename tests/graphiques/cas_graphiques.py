"""Les cas que tout graphique doit supporter, et la lecture des textes d’un SVG."""

from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import NamedTuple
from xml.etree import ElementTree

import pandas as pd
from doublures_graphiques import LOT, PAYS, PRODUITS, VIDE, Echanges, lignes, territoire, une_ligne

from fiches.donnees.lieu import FRANCE
from fiches.graphiques import Figure, activites, flux, pays
from fiches.graphiques.dessin.mesure import largeur

NS = "{http://www.w3.org/2000/svg}"
HOSTILES = [
    "<script>window.pirate = 1</script>",
    "<img src=x onerror='window.pirate = 1'>",
    "R&D &amp; « brevets » ]]>",
    "$\\frac{1}{0}$ et $x_2$",
    "\N{RIGHT-TO-LEFT OVERRIDE}gnirts\N{POP DIRECTIONAL FORMATTING}",
    "Une\nligne\r\npuis\tune autre\u2028",
    "Fusée 🚀👩‍🔬 et 漢字",
    "\x00\x07\x1b[31m",
    "guillemets \" et ' droits",
    "=SOMME(A1:A9)",
]
EXPORT, IMPORT = lignes(636_412_345, 11), lignes(662_398_765, 3)


def _allonge(texte: str, longueur: int) -> str:
    return f"{texte} et ".ljust(longueur, "x").replace("xx", "x ")[:longueur]


def _produits(fabrique: object) -> dict[str, tuple[str, str]]:
    return {c: (fabrique(i, n), fabrique(i, court)) for i, (c, (n, court)) in enumerate(PRODUITS.items())}  # type: ignore[operator]


def _pays(fabrique: object) -> dict[str, str]:
    return {c: fabrique(i, n) for i, (c, n) in enumerate(PAYS.items())}  # type: ignore[operator]


def _avec(table: pd.DataFrame, premiere: int) -> pd.DataFrame:
    """Les mêmes lignes, la première à une autre valeur."""
    return table.assign(valeur=table["valeur"].where(table.index > 0, premiere))


LIBELLES = {
    "80 caractères": lambda _i, nom: _allonge(nom, 80),
    "300 caractères": lambda _i, nom: _allonge(nom, 300),
    "300 sans espace": lambda i, nom: (nom[:1] + "n" * 299) if i % 2 else "W" * 300,
    "hostiles": lambda i, _nom: HOSTILES[i % len(HOSTILES)],
}


def _flux() -> dict[str, Echanges]:
    cas = {
        "export": Echanges("E", EXPORT),
        "import": Echanges("I", IMPORT),
        "France": Echanges("I", lignes(684_776_312_345, 5), lieu=FRANCE),
        "un flux": Echanges("E", une_ligne(3_200_000)),
        "un euro": Echanges("I", une_ligne(1)),
        "mille milliards et un euro": Echanges("E", _avec(lignes(10**12, 7), 1)),
        "un pays": Echanges("I", lignes(30_000_000, 4, pays=1)),
        "trois produits": Echanges("E", lignes(30_000_000, 4, produits=3)),
        "un flux écrasant": Echanges("E", _avec(lignes(90_000_000, 9), 10**11)),
        "lieu de 300 caractères": Echanges("E", EXPORT, lieu=replace(LOT, nom="Lot et " * 43)),
    }  # fmt: skip
    for nom, fabrique in LIBELLES.items():
        cas[nom] = Echanges("I", IMPORT, produits=_produits(fabrique), pays=_pays(fabrique))
    return cas


FLUX = _flux()
TERRITOIRES = {
    "ordinaire": territoire(EXPORT, IMPORT),
    "import sans export": territoire(VIDE, IMPORT),
    "export sans import": territoire(EXPORT, VIDE),
    "un seul flux de chaque côté": territoire(une_ligne(5), une_ligne(7_000_000)),
    "très déséquilibré": territoire(lignes(31_000_000, 11), lignes(9_500_000_000, 3)),
    "un euro contre mille milliards": territoire(une_ligne(1), lignes(10**12, 3)),
    "équilibré": territoire(EXPORT, EXPORT),
    **{
        nom: territoire(EXPORT, IMPORT, produits=_produits(fabrique), pays=_pays(fabrique))
        for nom, fabrique in LIBELLES.items()
    },
}
NOMS = [
    *(f"flux, {nom}" for nom in FLUX),
    "flux, quinze sur quinze",
    *(f"{sorte}, {nom}" for sorte in ("pays", "activites") for nom in TERRITOIRES),
]


@cache
def figure(nom: str) -> Figure:
    """La figure d’un des `NOMS`, dessinée une fois."""
    sorte, cas = nom.split(", ", 1)
    if cas == "quinze sur quinze":
        resultat = flux(Echanges("I", IMPORT), produits=15, pays=15)
    elif sorte == "flux":
        resultat = flux(FLUX[cas])
    else:
        resultat = {"pays": pays, "activites": activites}[sorte](TERRITOIRES[cas])
    assert isinstance(resultat, Figure)
    return resultat


class Texte(NamedTuple):
    """Un texte du dessin et le rectangle de ses lettres, en points."""

    contenu: str
    gauche: float
    haut: float
    droite: float
    bas: float
    attributs: dict[str, str]


def textes(svg: str) -> list[Texte]:
    """Les textes d’un SVG, mesurés avec la vraie police ; les attributs viennent aussi des groupes."""
    racine = ElementTree.fromstring(svg)
    trouves = []
    for parent in racine.iter():
        for element in parent.findall(f"{NS}text"):
            attributs = {**racine.attrib, **parent.attrib, **element.attrib}
            taille, graisse = float(attributs["font-size"]), int(attributs.get("font-weight", 400))
            x, y, contenu = float(attributs["x"]), float(attributs["y"]), element.text or ""
            long = largeur(contenu, taille, graisse)
            gauche = x - long * {"end": 1, "middle": 0.5}.get(attributs.get("text-anchor", ""), 0)
            trouves.append(Texte(contenu, gauche, y - 0.7 * taille, gauche + long, y + 0.2 * taille, attributs))
    return trouves


def defauts(svg: str) -> list[str]:
    """Les textes qui sortent du cadre et ceux qui se chevauchent."""
    large, haut = map(float, ElementTree.fromstring(svg).attrib["viewBox"].split()[2:])
    lus = textes(svg)
    hors = [
        f"hors du cadre : {t.contenu}"
        for t in lus
        if t.gauche < -0.5 or t.droite > large + 0.5 or t.haut < -0.5 or t.bas > haut + 0.5
    ]
    sur = [
        f"chevauchement : {a.contenu} / {b.contenu}"
        for a, b in combinations(lus, 2)
        if min(a.droite, b.droite) - max(a.gauche, b.gauche) > 0.5 and min(a.bas, b.bas) - max(a.haut, b.haut) > 0.5
    ]
    return hors + sur
