"""La carte de chaleur du contrôle : chaque trimestre de chaque département, face à son niveau habituel."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure as FigureMatplotlib

from fiches.controle import dessin, mesures
from fiches.controle.constats import Nommer
from fiches.donnees.sens import LES_SENS, NOM_DU_SENS
from fiches.graphiques import Figure
from fiches.graphiques.dessin.libre import en_svg
from fiches.graphiques.dessin.reglages import de_la_page
from fiches.graphiques.style import BLANC
from fiches.redaction import nombre

SANS_VALEUR = "#cfcfd6"


def dessiner(trimestres: pd.DataFrame, departement: Nommer, annee: int, source: str) -> Figure:
    """Carte de chaleur : chaque trimestre de chaque département face à la médiane de l’année."""
    titre = f"Chaque trimestre de chaque département, face à son niveau habituel ({annee})"
    lignes = [
        [
            f"{departement(t['departement'])}, {NOM_DU_SENS[t['flux']]}, T{t['trimestre']}",
            nombre(t["valeur"]),
            nombre(t["habituel"], 0) if pd.notna(t["habituel"]) else "–",
            nombre(t["rapport"], 2) if pd.notna(t["rapport"]) else "–",
        ]
        for t in trimestres.to_dict("records")
    ]
    absents, sauts = int(trimestres["absent"].sum()), int(trimestres["saut"].sum())
    autres = trimestres["rapport"][~(trimestres["absent"] | trimestres["saut"])].dropna()
    alternative = f"{titre}. Trimestres absents : {absents} ; trimestres qui sautent : {sauts}."
    if len(autres):
        bas, haut = nombre(autres.min(), 2), nombre(autres.max(), 2)
        alternative += f" Les autres valent de {bas} à {haut} fois la médiane de leur année."
    codes = list(dict.fromkeys(trimestres["departement"]))
    with de_la_page():
        figure = FigureMatplotlib(figsize=(dessin.LARGEUR, 8.6), layout="constrained")
        moitie = -(-len(codes) // 2)
        cadres = figure.subplots(1, 2)
        for cadre, partie in zip(cadres, (codes[:moitie], codes[moitie:]), strict=True):
            _chaleur(cadre, trimestres, partie, departement)
        echelle = figure.colorbar(cadres[0].collections[0], ax=cadres, location="bottom", aspect=50, pad=0.01)
        echelle.outline.set_visible(False)
        echelle.set_ticks([-1, 0, 1], labels=["la moitié ou moins", "médiane de l’année", "le double ou plus"])
        svg = en_svg(figure, "controle-departements")
    lecture = (
        "une ligne par département, une colonne par trimestre, exportations (E) puis importations (I). Plus une case "
        "est rouge, plus le trimestre dépasse la médiane des trimestres du département ; plus elle est bleue, plus il "
        "est dessous. "
        "« • » signale un saut, « × » un trimestre sans aucune valeur ; une colonne grise n’est pas importée."
    )
    entetes = ["Trimestre", "Valeur (euros)", "Médiane de l’année (euros)", "Rapport"]
    return dessin.accessible(
        "controle-departements", titre, svg, alternative, lecture, source, trimestres, entetes, lignes
    )


def _chaleur(axes: Axes, trimestres: pd.DataFrame, codes: list[str], departement: Nommer) -> None:
    rangs = {code: rang for rang, code in enumerate(codes)}
    colonnes = [(flux, t) for flux in LES_SENS for t in mesures.TRIMESTRES]
    logs = np.full((len(codes), len(colonnes)), np.nan)
    for t in trimestres[trimestres["departement"].isin(codes)].to_dict("records"):
        y, x = rangs[t["departement"]], colonnes.index((t["flux"], t["trimestre"]))
        if t["rapport"] > 0:
            logs[y, x] = np.log2(t["rapport"])
        if t["absent"] or t["saut"]:
            axes.text(x + 0.5, y + 0.5, "×" if t["absent"] else "•", ha="center", va="center", fontsize=8)
    axes.set_facecolor(SANS_VALEUR)
    axes.grid(visible=False)
    sns.heatmap(
        logs, cmap="vlag", vmin=-1, vmax=1, cbar=False, linewidths=0.6, linecolor=BLANC, ax=axes,
        yticklabels=[f"{departement(c)} {c}" for c in codes], xticklabels=[f"{f} T{t}" for f, t in colonnes],
    )  # fmt: skip
    axes.tick_params(length=0, labelsize=7, rotation=0)
    axes.tick_params(axis="x", labeltop=True, labelbottom=False)
