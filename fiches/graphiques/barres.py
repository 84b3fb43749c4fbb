"""Des barres : une par ligne d’une table, ou plusieurs quand elle a plusieurs colonnes de nombres."""

from collections.abc import Sequence
from typing import Any

import seaborn as sns
from matplotlib.axes import Axes

from fiches.graphiques.appel import avec_ses_reglages
from fiches.graphiques.figure import Figure, Mention
from fiches.graphiques.libres import exiger_un_titre
from fiches.graphiques.serie import lire

_PAS, _CADRE = 0.3, 0.55
"""Hauteur d’une barre et du reste, en pouces."""
AU_PLUS = 40


@avec_ses_reglages
def barres(
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
    """Barres horizontales des lignes d’une table, de la première à la dernière.

    `noms` : la colonne qui nomme, sinon `libelle`, sinon la première ; `valeurs` : celles qu’on mesure, sinon
    `exportations` et `importations`, sinon `valeur`. Les exportations sont en violet, les importations en bleu. Sans
    `titre`, celui de la cellule (`#| fig-cap`). `hauteur` : celle du dessin, en millimètres sur le papier. Rend une
    `Mention` si la table est vide. Lève `ErreurFiche` si elle ne s’y prête pas.
    """
    serie = lire(table, noms, valeurs, "barres", AU_PLUS)
    dit = exiger_un_titre(titre, "barres")

    def tracer(axes: Axes) -> None:
        sns.barplot(
            serie.en_longueur, x="mesure", y="rang", hue="quoi", palette=serie.couleurs, orient="h", saturation=1,
            width=0.8, errorbar=None, ax=axes, legend=len(serie.mesures) > 1,
        )  # fmt: skip
        for conteneur, mesure in zip(axes.containers, serie.mesures, strict=True):
            axes.bar_label(conteneur, [serie.etiquette(v, mesure) for v in serie.table[mesure]], padding=3)  # type: ignore[arg-type]
        axes.set_yticks(range(len(serie.noms)), serie.noms_ecrits)
        axes.margins(x=0.12)
        serie.habiller(axes, grille="x")

    lignes, rangs = len(serie.table), len(serie.table) * len(serie.mesures)
    return serie.dessiner(
        tracer,
        titre=dit,
        lecture=lecture,
        note=note,
        source=source,
        hauteur=hauteur,
        habituelle=_CADRE + _PAS * rangs + 0.12 * lignes,
    )
