"""Polices, couleurs et feuille de style."""

import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont

from fiches.graphiques import style
from fiches.graphiques.dessin.mesure import fichier_police

BLANC = "#ffffff"


def polices() -> list[tuple[int, bytes]]:
    trouvees = re.findall(r"font-weight:(\d+);[^}]*base64,([A-Za-z0-9+/=]+)\)", style.css_polices())
    return [(int(graisse), base64.b64decode(donnees)) for graisse, donnees in trouvees]


def luminance(couleur: str) -> float:
    canaux = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, v, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux)
    return 0.2126 * r + 0.7152 * v + 0.0722 * b


def contraste(une: str, autre: str) -> float:
    clair, fonce = sorted((luminance(une), luminance(autre)), reverse=True)
    return (clair + 0.05) / (fonce + 0.05)


def fondu(couleur: str, opacite: float) -> str:
    canaux = [round(int(couleur[i : i + 2], 16) * opacite + 255 * (1 - opacite)) for i in (1, 3, 5)]
    return "#" + "".join(f"{c:02x}" for c in canaux)


@pytest.mark.parametrize(
    ("texte", "fond"),
    [
        (BLANC, style.IMPORTATIONS),
        (BLANC, style.EXPORTATIONS),
        (BLANC, fondu(style.ROUGE, 0.85)),
        (style.IMPORTATIONS, BLANC),
        (style.EXPORTATIONS, BLANC),
        (style.ROUGE, style.ZEBRE),
        (style.VERT, style.ZEBRE),
        (style.GRIS, style.ZEBRE),
        (style.ENCRE, style.ZEBRE),
    ],
)
def test_les_textes_des_dessins_se_lisent(texte: str, fond: str) -> None:
    assert contraste(texte, fond) >= 4.5


def test_trois_graisses_legeres_sont_incorporees() -> None:
    assert [graisse for graisse, _ in polices()] == [400, 600, 700]
    assert all(len(donnees) < 25_000 for _, donnees in polices())


def test_la_police_a_les_espaces_et_les_signes_du_francais() -> None:
    for _, donnees in polices():
        with TTFont(io.BytesIO(donnees)) as police:
            connus = police.getBestCmap()
        assert set(map(ord, "\u202f\u00a0−–—’«»…€ŒœÀÉÈÊËÎÏÔÙÛÜŸÇàâéèêëîïôùûüÿç×→½°")) <= set(connus)


def test_la_police_incorporee_a_les_chasses_de_celle_qui_mesure() -> None:
    for graisse, donnees in polices():
        with TTFont(io.BytesIO(donnees)) as reduite, TTFont(fichier_police(graisse)) as entiere:
            carte, origine = reduite.getBestCmap(), entiere.getBestCmap()
            assert all(reduite["hmtx"][carte[c]][0] == entiere["hmtx"][origine[c]][0] for c in carte)


def test_le_nom_reserve_n_est_pas_employe() -> None:
    for _, donnees in polices():
        with TTFont(io.BytesIO(donnees)) as police:
            noms = [n.toUnicode() for n in police["name"].names if n.nameID in (1, 2, 4, 6, 16)]
        assert noms
        assert not any("Source" in nom for nom in noms)


def test_la_licence_accompagne_la_police() -> None:
    licence = style.css_polices.__wrapped__.__globals__["_POLICES"] / "LICENSE.txt"
    assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8")


def test_les_feuilles_de_style_ne_demandent_rien_au_reseau() -> None:
    css = style.css_figures() + style.css_polices()
    assert "http" not in css
    assert "@import" not in css
    assert set(re.findall(r"url\((\w+):", css)) == {"data"}


def test_la_feuille_des_figures_ne_touche_qu_aux_figures() -> None:
    regles = re.sub(r"@media print\{(.*)\}", r"\1", style.css_figures(), flags=re.DOTALL)
    selecteurs = [s.strip() for bloc in re.findall(r"([^{}]+)\{", regles) for s in bloc.split(",")]
    assert all(s.startswith((".fiche-figure", ".fiche-mention", ".fiche-tableau")) for s in selecteurs)
