"""Les boîtes du contrôle : les rapports valeur/masse des produits, et les lignes hors norme."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure as FigureMatplotlib

from fiches.controle import dessin
from fiches.controle.constats import Nommer, lignes_en_lettres, prix
from fiches.graphiques import Figure
from fiches.graphiques.dessin.libre import en_svg
from fiches.graphiques.dessin.reglages import de_la_page
from fiches.graphiques.style import ENCRE, GRIS, ROUGE
from fiches.redaction import nombre

QUANTILES = {"whislo": 0.01, "q1": 0.25, "med": 0.5, "q3": 0.75, "whishi": 0.99}
"""Ce qu’il faut à une boîte, aux noms que matplotlib leur donne."""


def dessiner(
    lignes: pd.DataFrame, hors_norme: pd.DataFrame, produit: Nommer, au_plus: int, annee: int, source: str
) -> Figure:
    """Boîtes des rapports valeur/masse des premiers produits, et points des lignes hors norme."""
    titre = f"Rapports valeur/masse par produit ({annee})"
    pesees = lignes[lignes["masse"] > 0]
    rapports = pesees["valeur"].clip(lower=1) / pesees["masse"]
    # Les produits en cause d’abord, puis les plus gros : on voit à la fois l’anomalie et ce qui est normal.
    gros = lignes.groupby("produit")["valeur"].sum().sort_values(ascending=False, kind="stable").index
    choisis = list(dict.fromkeys([*hors_norme["produit"].astype(str), *gros.astype(str)]))[:au_plus]
    choix = pesees["produit"].isin(choisis)
    boites = pd.DataFrame({"produit": pesees["produit"][choix].astype(str), "rapport": rapports[choix]})
    par_produit = boites.groupby("produit")["rapport"]
    bornes = pd.DataFrame({nom: par_produit.quantile(q) for nom, q in QUANTILES.items()}).sort_values("med")
    choisis = [str(c) for c in bornes.index]
    boites_dessinees = [{"fliers": [], **{str(q): v for q, v in b.items()}} for b in bornes.to_dict("records")]
    anormaux = hors_norme["produit"].astype(str).value_counts()
    tableau_lignes = [
        [produit(c), prix(b["whislo"]), prix(b["med"]), prix(b["whishi"]), str(anormaux.get(c, 0))]
        for c, b in zip(choisis, boites_dessinees, strict=True)
    ]
    alternative = (
        f"{titre}. {lignes_en_lettres(len(hors_norme))} hors norme. Médianes, en euros par kilogramme : "
        + " ; ".join(f"{ligne[0]} {ligne[2]}" for ligne in tableau_lignes)
    )
    with de_la_page():
        figure = FigureMatplotlib(figsize=(dessin.LARGEUR, 0.6 + 0.24 * len(choisis)), layout="constrained")
        axes = figure.subplots()
        axes.set_xscale("log")
        # Cinq quantiles par produit suffisent à la boîte : inutile de lui donner des centaines de milliers de points.
        axes.bxp(
            boites_dessinees,
            positions=range(len(choisis)), orientation="horizontal", widths=0.6, showfliers=False, patch_artist=True,
            boxprops={"facecolor": "#dfe3ee", "edgecolor": GRIS, "linewidth": 0.8},
            medianprops={"color": ENCRE, "linewidth": 1.4}, whiskerprops={"color": GRIS, "linewidth": 0.8},
            capprops={"color": GRIS, "linewidth": 0.8},
        )  # fmt: skip
        points = hors_norme[hors_norme["produit"].isin(choisis)]
        sns.scatterplot(
            x=points["rapport"].astype(float), y=[choisis.index(str(p)) for p in points["produit"]],
            color=ROUGE, s=22, zorder=5, ax=axes, label="ligne hors norme" if len(points) else None,
        )  # fmt: skip
        axes.set_yticks(range(len(choisis)), [produit(c) for c in choisis])
        axes.xaxis.set_major_formatter(lambda v, _: nombre(v, max(0, -int(np.floor(np.log10(v))))))
        if len(points):
            axes.legend(loc="lower left", bbox_to_anchor=(0, 1))
        dessin.habiller(axes, x="euros par kilogramme (échelle logarithmique)")
        axes.grid(visible=False, axis="y")
        svg = en_svg(figure, "controle-valeur-masse")
    lecture = (
        "la boîte va du premier au troisième quartile des lignes du produit, le trait noir est la médiane, les "
        "moustaches vont du 1er au 99e centile. Un point rouge est une ligne hors norme dans sa classe de produits "
        "(CPF4), plus fine que les produits du graphique."
    )
    entetes = ["Produit", "1er centile (€/kg)", "Médiane (€/kg)", "99e centile (€/kg)", "Lignes hors norme"]
    return dessin.accessible(
        "controle-valeur-masse", titre, svg, alternative, lecture, source, bornes, entetes, tableau_lignes
    )
