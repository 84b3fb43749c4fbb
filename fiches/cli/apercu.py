"""`fiches apercu` : la page finie dans le navigateur, refaite à chaque enregistrement."""

import webbrowser
from typing import Annotated

import typer

from fiches.cli.options import Annee, DossierDonnees, Params, sortie
from fiches.socle import chemins


def apercu(
    lieu: Annotated[str, typer.Argument(metavar="LIEU", help="Le lieu à regarder : 46, Occitanie, ti-7603, France…")],
    params: Params = None,
    annee: Annee = None,
    dossier_donnees: DossierDonnees = None,
) -> None:
    """Ouvre la page d’un lieu dans le navigateur, et la refait à chaque enregistrement.

    Suit le carnet, les paramètres, les commentaires et la mise en page ; n’écrit aucune page. Ctrl-C pour finir.
    """
    from fiches.apercu.fabrique import Sujet
    from fiches.apercu.veille import suivre

    def ouvrir(adresse: str) -> None:
        sortie.print(f"Aperçu\u00a0: {adresse}\nCtrl-C pour finir.", markup=False)
        webbrowser.open(adresse)

    sujet = Sujet(lieu, params or chemins.edition(annee), annee, dossier_donnees or chemins.dossier_donnees())
    try:
        suivre(sujet, ouvrir)
    except KeyboardInterrupt:
        sortie.print("\nAperçu fermé.", markup=False)
