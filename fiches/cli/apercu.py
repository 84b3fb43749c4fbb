"""`fiches apercu` : la page finie dans le navigateur, refaite à chaque enregistrement."""

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from fiches.cli.options import PARAMS, Annee, DossierDonnees, sortie
from fiches.socle import chemins


def apercu(
    departement: Annotated[str, typer.Argument(metavar="DÉPARTEMENT", help="Le département à regarder : 46, 2A, 974…")],
    params: Annotated[Path, typer.Option(metavar="FICHIER", help="Fichier de paramètres de la campagne.")] = PARAMS,
    annee: Annee = None,
    dossier_donnees: DossierDonnees = None,
) -> None:
    """Ouvre la page d’un département dans le navigateur, et la refait à chaque enregistrement.

    Suit le carnet, les paramètres, les commentaires et la mise en page ; n’écrit aucune page. Ctrl-C pour finir.
    """
    from fiches.apercu.fabrique import Sujet
    from fiches.apercu.veille import suivre

    def ouvrir(adresse: str) -> None:
        sortie.print(f"Aperçu\u00a0: {adresse}\nCtrl-C pour finir.", markup=False)
        webbrowser.open(adresse)

    sujet = Sujet(departement, params, annee, dossier_donnees or chemins.dossier_donnees())
    try:
        suivre(sujet, ouvrir)
    except KeyboardInterrupt:
        sortie.print("\nAperçu fermé.", markup=False)
