"""Un dessin seaborn ou matplotlib, fait figure de la fiche : titre, description, données, source, CSV, classeur."""

from functools import partial
from typing import Any

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure as FigureMatplotlib

from fiches.graphiques.appel import avec_ses_reglages
from fiches.graphiques.colonnes import en_table, textes
from fiches.graphiques.dessin.libre import decrire, en_svg
from fiches.graphiques.figure import Figure, ancre
from fiches.graphiques.legendes import de_la_cellule, en_source
from fiches.graphiques.mots import propre
from fiches.graphiques.tableau import tableau
from fiches.socle.erreurs import ErreurFiche

LIBRE = "libre"
"""L’identifiant d’une figure dont la relecture ne connaît pas le dessin."""


@avec_ses_reglages
def figure(
    dessin: Any,
    *,
    titre: str | None = None,
    alternative: str,
    donnees: Any,
    lecture: str | None = None,
    note: str | None = None,
    source: str | None = None,
) -> Figure:
    """Un dessin seaborn ou matplotlib avec tout ce qu’a une figure de la fiche.

    `dessin` : ce que rend seaborn ou matplotlib (des axes, une figure, une grille). `alternative` dit ce qu’il montre,
    chiffres compris, à qui ne le voit pas ; `donnees` est la table qu’il montre. Sans `titre`, celui de la cellule
    (`#| fig-cap`). Sans `source`, celle de la cellule, sinon celle de la fiche si les données en viennent. Lève
    `ErreurFiche` s’il manque un titre ou une description, ou si ce n’est pas un dessin ou une table.
    """
    trouvee = dessin if isinstance(dessin, FigureMatplotlib) else getattr(dessin, "figure", None)
    if not isinstance(trouvee, FigureMatplotlib):
        raise ErreurFiche(f"graphiques.figure prend un dessin seaborn ou matplotlib, non {type(dessin).__name__}")
    plt.close(trouvee)  # sinon la cellule le montrerait une seconde fois, sans son titre
    dit = exiger_un_titre(titre, "figure")
    table = en_table(donnees)
    if not isinstance(table, pd.DataFrame) or not table.size:
        quoi = "une table vide" if isinstance(table, pd.DataFrame) else type(donnees).__name__
        raise ErreurFiche(f"graphiques.figure veut dans « donnees » la table que montre le dessin, non {quoi}")
    if not propre(str(alternative or "")):
        raise ErreurFiche('graphiques.figure demande ce que dit le dessin à qui ne le voit pas : alternative="…"')
    return composer(
        en_svg(trouvee, ancre(dit), serre=True, donnes=textes(table)),
        titre=dit,
        alternative=alternative,
        donnees=table,
        lecture=lecture,
        note=note,
        source=source,
    )


def composer(
    svg: str,
    *,
    titre: str,
    alternative: str,
    donnees: pd.DataFrame,
    lecture: str | None = None,
    note: str | None = None,
    source: str | None = None,
) -> Figure:
    """La figure d’un dessin déjà en SVG (voir `libre.en_svg`)."""
    table = tableau(donnees)
    nu = Figure(
        identifiant=LIBRE,
        titre="",
        dessin=partial(decrire, svg),
        alternative="",
        lecture="",
        source=en_source(source),
        _table=table.plate,
        tableau=table.sous,
        de_la_fiche=table.de_la_fiche,
    )
    return nu.avec(titre=titre, alternative=alternative, lecture=lecture, note=note)


def exiger_un_titre(titre: str | None, qui: str) -> str:
    """Le titre donné, sinon celui de la cellule. Lève `ErreurFiche` s’il n’y en a pas."""
    dit = propre(str(titre or "")) or de_la_cellule().get("cap")
    if not dit:
        raise ErreurFiche(f'graphiques.{qui} demande un titre : titre="…", ou « #| fig-cap: … » en tête de la cellule')
    return dit
