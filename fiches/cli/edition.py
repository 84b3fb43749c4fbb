"""`fiches edition` : ouvrir l’édition d’une année, et dire ce qu’il y a à y revoir."""

from typing import Annotated

import typer

from fiches.cli.options import DossierDonnees, sortie
from fiches.socle import chemins


def edition(
    annee: Annotated[int, typer.Argument(metavar="AAAA", help="Millésime de l’édition, par exemple 2025.")],
    revoir: Annotated[
        bool, typer.Option("--revoir", help="Ne rien écrire : dire ce qui reste à revoir d’une édition ouverte.")
    ] = False,
    dossier_donnees: DossierDonnees = None,
) -> None:
    """Ouvre l’édition d’une année d’après la précédente, et dit ce qu’il y a à y revoir.

    Écrit params/edition-AAAA.yml, que « produire », « apercu » et « donnees controler » prennent ensuite d’eux-mêmes
    si c’est la plus récente. Code de sortie : 0, c’est fait ; 2, la demande est fausse et rien n’est écrit.
    """
    from fiches.campagne import ouverture, revue

    if not revoir:
        nouvelle, modele = ouverture.ouvrir(annee)
        sortie.print(f"{nouvelle} : écrit d’après {modele.name}. Voici ce qu’il y a à revoir.", markup=False)
    for point in revue.revoir(annee, dossier_donnees or chemins.dossier_donnees()):
        sortie.print(f"\n{point}", markup=False)
