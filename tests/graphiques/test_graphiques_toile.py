"""La toile écrit un SVG léger sans rien perdre, et rien d’un libellé n’y devient du code."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiches.graphiques.dessin.toile import Toile

coordonnee = st.floats(-500, 500)
bord = st.tuples(coordonnee, coordonnee, coordonnee)


def positions(trace: str) -> list[tuple[float, float]]:
    """Points d’un tracé en commandes M, c, h, v, l, z, en absolu."""
    x = y = 0.0
    points: list[tuple[float, float]] = []
    for commande, suite in re.findall(r"([Mchvlz])([^Mchvlz]*)", trace):
        n = [float(v) for v in re.findall(r"-?(?:\d*\.\d+|\d+)", suite)]
        if commande == "M":
            lus = [(n[0], n[1])]
        elif commande in "cl":
            lus = [(x + dx, y + dy) for dx, dy in zip(n[::2], n[1::2], strict=True)]
        elif commande in "hv":
            lus = [(x + n[0], y) if commande == "h" else (x, y + n[0])]
        else:
            continue
        points += lus
        x, y = points[-1]
    return points


def trace_de(toile: Toile) -> list[tuple[float, float]]:
    trouve = re.search(r' d="([^"]*)"', toile.svg(""))
    assert trouve is not None
    return positions(trouve[1])


def proche(attendus: list[tuple[float, float]]) -> list[object]:
    return [pytest.approx(point, abs=0.0501) for point in attendus]


@given(bord, bord)
def test_les_coins_d_un_ruban_restent_a_un_dixieme_de_point(gauche, droite) -> None:
    toile = Toile(100)
    toile.ruban(gauche, droite, "#ff0000", 0.5, infobulle="")
    points = trace_de(toile)
    (x0, haut0, bas0), (x1, haut1, bas1) = gauche, droite
    assert [points[i] for i in (0, 3, 4, 7)] == proche([(x0, haut0), (x1, haut1), (x1, bas1), (x0, bas0)])


@given(st.lists(st.tuples(coordonnee, coordonnee), min_size=2, max_size=6))
def test_une_ligne_brisee_passe_par_ses_points(points) -> None:
    toile = Toile(100)
    toile.trait(points, "#000", 1)
    assert trace_de(toile) == proche(points)


@given(st.lists(coordonnee, min_size=2, max_size=8))
def test_des_rectangles_egaux_le_restent(ordonnees) -> None:
    toile = Toile(100)
    for y in ordonnees:
        toile.rectangle(0, y, 10.04, 12.45, "#000")
    traces = re.findall(r' d="M[^h]*(h[^"]*)"', toile.svg(""))
    assert len(traces) == len(ordonnees)
    assert len(set(traces)) == 1


def test_le_style_commun_n_est_ecrit_qu_une_fois() -> None:
    toile = Toile(100)
    for rang in range(3):
        toile.texte(1, 2 + rang, "a", 8)
    svg = toile.svg("")
    assert svg.count("font-size") == 1
    assert svg.count("<text") == 3


def test_infobulle_alternative_et_textes_sont_echappes() -> None:
    toile = Toile(100)
    toile.rectangle(0, 0, 1, 1, "#ff0000", "<script>&")
    toile.texte(1, 2, "<b>", 8)
    svg = toile.svg('dit "oui" <b>')
    assert "<title>&lt;script&gt;&amp;</title>" in svg
    assert 'aria-label="dit &quot;oui&quot; &lt;b&gt;"' in svg
    assert ">&lt;b&gt;</text>" in svg
