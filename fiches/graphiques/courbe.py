"""Des lignes : une par colonne de nombres d’une table."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from fiches.graphiques.appel import avec_ses_reglages
from fiches.graphiques.figure import Figure, Mention
from fiches.graphiques.libres import exiger_un_titre
from fiches.graphiques.serie import lire

_HAUTEUR = 3.2
"""Du dessin, en pouces."""
AU_PLUS = 200


@avec_ses_reglages
def courbe(
    table: Any,
    noms: str | None = None,
    valeurs: str | Sequence[str] | None = None,
    *,
    titre: str | None = None,
    lecture: str | None = None,
    note: str | None = None,
    source: str | None = None,
    hauteur: float | None = None,
) -> Figure | Mention:
    """Une ligne par colonne de nombres, d’une ligne de la table à la suivante : des trimestres, des années.

    Les réglages sont ceux de `barres`. L’axe des valeurs part de zéro ; une valeur absente coupe la ligne.
    """
    serie = lire(table, noms, valeurs, "courbe", AU_PLUS)
    dit = exiger_un_titre(titre, "courbe")

    def tracer(axes: Axes) -> None:
        for mesure in serie.mesures:
            axes.plot(
                range(len(serie.noms)), serie.reduite[mesure].astype(float), marker="o", linewidth=2,
                color=serie.couleurs[serie.titres[mesure]], label=serie.titres[mesure],
            )  # fmt: skip
        bas, haut = axes.get_ylim()
        axes.set_ylim(min(bas, 0), max(haut * 1.05, 0))
        axes.set_xticks(range(0, len(serie.noms), serie.pas_des_noms), serie.noms_ecrits[:: serie.pas_des_noms])
        if len(serie.mesures) > 1:
            axes.legend()
        serie.habiller(axes, grille="y")

    return serie.dessiner(
        tracer, titre=dit, lecture=lecture, note=note, source=source, hauteur=hauteur, habituelle=_HAUTEUR
    )
