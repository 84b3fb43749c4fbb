"""Refait `fiches/graphiques/dessin/contours.csv`, les tracés de la carte, d’après le paquet pygal_maps_fr.

    python -m venv /tmp/contours && /tmp/contours/bin/pip install shapely svgpathtools
    /tmp/contours/bin/pip download --no-deps --no-binary :all: pygal_maps_fr && tar xzf pygal_maps_fr-*.tar.gz
    /tmp/contours/bin/python outils/contours.py pygal_maps_fr-1.1.0/pygal_maps_fr/fr.departments.svg

Les deux départements de la Corse sont réunis ; Saint-Pierre-et-Miquelon, sans fiche, est laissé. Les tracés sont
simplifiés ensemble, pour que deux voisins gardent leur frontière commune.
"""

import csv
import re
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import shapely
from svgpathtools import parse_path

SORTIE = Path(__file__).resolve().parent.parent / "fiches" / "graphiques" / "dessin" / "contours.csv"
SVG = "{http://www.w3.org/2000/svg}"
DECALAGE = (-42.932808, 96.039162)  # celui que le dessin d’origine donne à la métropole
ECHELLE = 0.5  # une unité vaut un pixel d’une carte de 1 000 de large
FINESSE = 1.1
AIRE_MIN = 3.0
JOUR = 1.5
GROUPES = {"departements": "france", "paris-petite-couronne": "couronne", "dom-com": "outremer"}
EN_TETE = """\
# Tracés des départements pour la carte du sommaire, en unités d’un dessin de 1000 de large (instructions SVG).
# Carton « france » : à sa place ; « couronne » : Paris et la petite couronne agrandis ; « outremer » : en bas.
# Source : paquet pygal_maps_fr 1.1.0 (Kozea, 2015), licence LGPL-3.0-or-later ; simplifiés par outils/contours.py.
"""


def polygone(element: ElementTree.Element, decalage: tuple[float, float]) -> shapely.Geometry:
    """La surface d’un département : les extrémités de ses segments suffisent à cette échelle."""
    anneaux = []
    for chemin in element.iter(f"{SVG}path"):
        for morceau in parse_path(chemin.get("d")).continuous_subpaths():
            points = [(s.start.real + decalage[0], s.start.imag + decalage[1]) for s in morceau]
            if len(points) > 2:
                anneaux.append(shapely.make_valid(shapely.Polygon(points)))
    surfaces = [p for p in shapely.get_parts(shapely.union_all(anneaux)) if p.geom_type == "Polygon"]
    return shapely.MultiPolygon(surfaces)


def reunir(parties: list[shapely.Geometry]) -> shapely.Geometry:
    """Une seule surface ; le dessin d’origine laisse entre deux voisins un jour, que l’on ferme."""
    if len(parties) == 1:
        return parties[0]
    fermee = shapely.union_all([p.buffer(JOUR) for p in parties]).buffer(-JOUR)
    return fermee if fermee.geom_type == "MultiPolygon" else shapely.MultiPolygon([fermee])


def trace(forme: shapely.Geometry) -> str:
    """Les instructions SVG d’une surface, en coordonnées entières, relatives."""
    morceaux = []
    for partie in shapely.get_parts(forme):
        if partie.geom_type != "Polygon" or partie.area < AIRE_MIN:
            continue
        points = [(round(x), round(y)) for x, y in partie.exterior.coords[:-1]]
        suite = "".join(
            f"l{x - avant_x} {y - avant_y}"
            for (avant_x, avant_y), (x, y) in pairwise(points)
            if (x, y) != (avant_x, avant_y)
        )
        morceaux.append(f"M{points[0][0]} {points[0][1]}{suite}z".replace(" -", "-"))
    return "".join(morceaux)


def main() -> None:
    racine = ElementTree.parse(sys.argv[1]).getroot()
    lignes = []
    for groupe in racine.iter(f"{SVG}g"):
        carton = GROUPES.get(groupe.get("id", ""))
        if carton is None:
            continue
        formes: dict[str, list[shapely.Geometry]] = {}
        for element in groupe:
            code = re.match(r"z(\w+)", element.get("class", ""))[1]
            if code != "975":
                code = "20" if code in {"2A", "2B"} else code
                formes.setdefault(code, []).append(polygone(element, DECALAGE if carton == "france" else (0, 0)))
        surfaces = [reunir(parties) for parties in formes.values()]
        agrandies = shapely.transform(surfaces, lambda points: points * ECHELLE)
        simples = shapely.coverage_simplify(agrandies, FINESSE)
        lignes += [(code, carton, trace(forme)) for code, forme in zip(formes, simples, strict=True)]
    with SORTIE.open("w", encoding="utf-8", newline="") as fichier:
        fichier.write(EN_TETE)
        ecrivain = csv.writer(fichier, delimiter=";", lineterminator="\n")
        ecrivain.writerow(("code", "carton", "trace"))
        ecrivain.writerows(sorted(lignes, key=lambda ligne: (ligne[1], ligne[0])))


if __name__ == "__main__":
    main()
