"""Couleurs et feuilles de style des graphiques ; la palette vient de seaborn.

Contrastes mesurés : blanc sur bleu 5,1 ; sur violet 9,9 ; sur ruban rouge 4,7 ; rouge et vert sur blanc 5,8.
"""

import base64
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import seaborn as sns

IMPORTATIONS: str
EXPORTATIONS: str
ROUGE: str
VERT: str
NOEUD: str
RUBAN: str
IMPORTATIONS, EXPORTATIONS, ROUGE, VERT, NOEUD, RUBAN = sns.color_palette(
    ["#1F6FC0", "#5B2A86", "#C9191E", "#18753C", "#3A3A46", "#B9BDC9"]
).as_hex()
ENCRE, GRIS, FILET, ZEBRE, BLANC = "#161616", "#595959", "#dddde3", "#f6f6fa", "#ffffff"

COULEUR_DU_SENS = {"I": IMPORTATIONS, "E": EXPORTATIONS}

FAMILLE = "'Fiche Sans','Source Sans Pro',Arial,sans-serif"
GRAISSES = {400: "Regular", 600: "Semibold", 700: "Bold"}

PRESENTATION = "application/vnd.fiches.presentation+json"
"""Type que porte en plus une sortie faite pour JupyterLab seul : la page a déjà polices, style et titre."""

_POLICES = Path(__file__).parent / "polices"


def couleur_du_solde(texte: str) -> str:
    """Rouge pour « −1,2 », vert pour « +1,2 », gris pour un solde qui s’écrit sans signe."""
    return {"\u2212": ROUGE, "+": VERT}.get(texte[:1], GRIS)


def degrader(couleur: str, nombre: int) -> list[str]:
    """Des nuances d’une couleur, de la plus claire à elle-même."""
    return list(sns.light_palette(couleur, nombre + 1).as_hex())[1:]


@cache
def css_figures() -> str:
    """Feuille de style des figures, à inclure une fois par page (ou par carnet)."""
    return (Path(__file__).parent / "figures.css").read_text(encoding="utf-8")


@cache
def css_polices() -> str:
    """Les trois graisses de la police « Fiche Sans », incorporées : aucune requête vers le réseau."""
    return "\n".join(
        f'@font-face{{font-family:"Fiche Sans";font-weight:{graisse};font-display:swap;'
        f'src:url(data:font/woff2;base64,{_en_base64(nom)}) format("woff2")}}'
        for graisse, nom in GRAISSES.items()
    )


def presenter(titre: str) -> dict[str, Any]:
    """Sortie d’une cellule qui apporte à JupyterLab nos polices et notre style, sous un titre ; absente de la page."""
    html = f"<style>{css_polices()}{css_figures()}</style><p><strong>{escape(titre)}</strong></p>"
    return {"text/plain": titre, "text/html": html, PRESENTATION: {}}


def _en_base64(nom: str) -> str:
    return base64.b64encode((_POLICES / f"FicheSans-{nom}.woff2").read_bytes()).decode("ascii")
