"""Le SVG de matplotlib, allégé sans rien perdre."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiches.graphiques.dessin.svg import incorporer

coordonnee = st.floats(-500, 500).map(lambda x: round(x, 6))
point = st.tuples(coordonnee, coordonnee)


def enveloppe(corps: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 527 100"><defs><style>*{{}}</style></defs>{corps}</svg>'
    )


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


@given(st.lists(point, min_size=4, max_size=4), st.lists(point, max_size=5))
def test_les_coordonnees_courtes_restent_a_un_dixieme_de_point(
    courbe: list[tuple[float, float]], suite: list[tuple[float, float]]
) -> None:
    (x, y), *reste = courbe
    source = f"M {x:f} {y:f} C " + " ".join(f"{a:f} {b:f}" for a, b in reste)
    source += "".join(f" L {a:f} {b:f}" for a, b in suite) + " z"
    svg = incorporer(enveloppe(f'<g><path d="{source}"/></g>'), {}, "")
    trace = re.search(r' d="([^"]*)"', svg)
    assert trace is not None
    attendus = [courbe[0], *reste, *suite]
    for lu, attendu in zip(positions(trace[1]), attendus, strict=True):
        assert lu == pytest.approx(attendu, abs=0.051)


def test_le_style_commun_n_est_ecrit_qu_une_fois() -> None:
    style = "font-size: 8px; font-family: X; fill: #161616"
    texte = f'<g><text style="{style}" x="1" y="2" transform="rotate(-0 1 2)">a</text></g>'
    svg = incorporer(enveloppe(texte * 3), {}, "")
    assert svg.count("font-size") == 1
    assert svg.count("<text") == 3
    assert "rotate" not in svg
    assert "<style" not in svg


def test_infobulle_alternative_et_textes_sont_echappes() -> None:
    forme = '<g id="i1"><path d="M 0 0 L 1 0 z" style="fill: #ff0000"/></g>'
    source = enveloppe(forme + '<g><text style="font-size: 8px" x="1" y="2">&lt;b&gt;</text></g>')
    svg = incorporer(source, {"i1": "<script>&"}, 'dit "oui" <b>')
    assert "<title>&lt;script&gt;&amp;</title>" in svg
    assert 'aria-label="dit &quot;oui&quot; &lt;b&gt;"' in svg
    assert ">&lt;b&gt;</text>" in svg
