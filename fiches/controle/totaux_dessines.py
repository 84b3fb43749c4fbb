"""Les barres du contrôle : les totaux par trimestre et par région."""

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure as FigureMatplotlib

from fiches.controle import dessin, mesures
from fiches.controle.constats import Nommer
from fiches.donnees.sens import LES_SENS, NOM_DU_SENS
from fiches.graphiques import Figure
from fiches.graphiques.dessin.libre import en_svg
from fiches.graphiques.dessin.reglages import de_la_page
from fiches.graphiques.style import BLANC, COULEUR_DU_SENS, ENCRE
from fiches.redaction import meur, nombre

MILLIARD = 1e9
_COULEURS = {NOM_DU_SENS[flux].capitalize(): couleur for flux, couleur in COULEUR_DU_SENS.items()}


def trimestres(totaux: pd.DataFrame, avant: pd.DataFrame | None, annee: int, source: str) -> Figure:
    """Barres des totaux de chaque trimestre ; un repère dit le même trimestre de l’année d’avant (`avant`)."""
    titre = f"Totaux par trimestre et par flux ({annee})"
    table = totaux["valeur"].reset_index()
    lignes = [
        [f"{_flux(f)}, T{t}", nombre(v), *([nombre(_avant(avant, f, t))] if avant is not None else [])]
        for f, t, v in table.itertuples(index=False)
    ]
    alternative = f"{titre}. " + " ; ".join(
        f"{_flux(f)}, T{t} : {meur(int(v))}" for f, t, v in table.itertuples(index=False)
    )
    with de_la_page():
        figure = FigureMatplotlib(figsize=(dessin.LARGEUR, 3.0), layout="constrained")
        axes = figure.subplots()
        donnees = table.assign(
            flux=table["flux"].map(_flux).astype(str),
            trimestre="T" + table["trimestre"].astype(str),
            valeur=table["valeur"] / MILLIARD,
        )
        ordre = [f"T{t}" for t in mesures.TRIMESTRES]
        sns.barplot(
            donnees, x="trimestre", y="valeur", hue="flux", order=ordre, hue_order=list(map(_flux, LES_SENS)),
            palette=_COULEURS, saturation=1, width=0.7, gap=0.04, linewidth=0, errorbar=None, ax=axes,
        )  # fmt: skip
        for barres in axes.containers:
            axes.bar_label(barres, fmt=nombre, padding=2)  # type: ignore[arg-type]
        if avant is not None:
            for decalage, flux in zip((-0.175, 0.175), LES_SENS, strict=True):
                x = [rang + decalage for rang in range(4)]
                y = [_avant(avant, flux, t) / MILLIARD for t in mesures.TRIMESTRES]
                etiquette = str(annee - 1) if flux == "E" else "_"  # une seule fois dans la légende
                axes.hlines(y, [v - 0.17 for v in x], [v + 0.17 for v in x], BLANC, lw=3.5)
                axes.hlines(y, [v - 0.17 for v in x], [v + 0.17 for v in x], ENCRE, lw=1.6, label=etiquette)
        dessin.habiller(axes, y="milliards d’euros")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncol=3)
        svg = en_svg(figure, "controle-trimestres")
    lecture = "une barre par trimestre et par flux ; un trimestre qui manque n’a pas de barre."
    if avant is not None:
        lecture += f" Le trait noir est le même trimestre de {annee - 1}."
    entetes = ["Trimestre", "Valeur (euros)", *([str(annee - 1)] if avant is not None else [])]
    return dessin.accessible("controle-trimestres", titre, svg, alternative, lecture, source, totaux, entetes, lignes)


def regions(totaux: pd.DataFrame, region: Nommer, annee: int, source: str) -> Figure:
    """Barres des exportations et des importations de chaque région (`mesures.par_region`)."""
    titre = f"Totaux par région ({annee})"
    lignes = [[region(str(c)), nombre(e), nombre(i)] for c, e, i in totaux.itertuples()]
    alternative = f"{titre}. " + " ; ".join(
        f"{region(str(c))}, exportations {meur(int(e))}, importations {meur(int(i))}" for c, e, i in totaux.itertuples()
    )
    with de_la_page():
        figure = FigureMatplotlib(figsize=(dessin.LARGEUR, 1.0 + 0.3 * len(totaux)), layout="constrained")
        axes = figure.subplots()
        noms = [region(str(code)) for code in totaux.index]
        donnees = totaux.set_axis(noms).rename_axis("region").rename(columns=_flux).reset_index()
        donnees = donnees.melt("region", var_name="flux", value_name="valeur").assign(
            valeur=lambda d: d["valeur"] / MILLIARD
        )
        sns.barplot(
            donnees, y="region", x="valeur", hue="flux", order=noms, palette=_COULEURS, saturation=1, width=0.75,
            gap=0.04, linewidth=0, errorbar=None, ax=axes,
        )  # fmt: skip
        for barres in axes.containers:
            axes.bar_label(barres, fmt=nombre, padding=2, fontsize=7.5)  # type: ignore[arg-type]
        dessin.habiller(axes, x="milliards d’euros")
        axes.grid(visible=False, axis="y")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncol=2)
        svg = en_svg(figure, "controle-regions")
    lecture = "les régions sont classées par exportations et importations ; un code inconnu paraît tel quel."
    entetes = ["Région", "Exportations (euros)", "Importations (euros)"]
    return dessin.accessible("controle-regions", titre, svg, alternative, lecture, source, totaux, entetes, lignes)


def _flux(code: str) -> str:
    return NOM_DU_SENS[code].capitalize()


def _avant(avant: pd.DataFrame, flux: str, trimestre: int) -> int:
    return int(avant[trimestre][flux])
