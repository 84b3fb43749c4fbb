"""`fiches verifier` : relire ce qui a été produit."""

from pathlib import Path
from typing import Annotated

import typer

from fiches.cli.options import DossierDonnees, sortie
from fiches.socle import chemins
from fiches.socle.erreurs import ErreurDemande


def verifier(
    dossier: Annotated[
        Path | None,
        typer.Argument(
            metavar="DOSSIER", help="Dossier des pages (sinon la dernière année de reports/).", show_default=False
        ),
    ] = None,
    params: Annotated[
        Path | None,
        typer.Option(
            metavar="FICHIER",
            help="Fichier de paramètres de la campagne (sinon celui qui l’a produite).",
            show_default=False,
        ),
    ] = None,
    dossier_donnees: DossierDonnees = None,
) -> None:
    """Relit les pages produites et dit ce qui n’y va pas.

    Code de sortie : 0, rien à redire ; 1, une faute est trouvée ; 2, le dossier ou son manifeste ne se lit pas.
    """
    from fiches.campagne import relecture, verification

    voulu = dossier or _dernier_millesime()
    constats = relecture.relire(voulu, params, dossier_donnees or chemins.dossier_donnees())
    fautes = [c for c in constats if not c.information]
    for ligne in verification.resumer(constats):
        sortie.print(ligne, markup=False)
    sortie.print(verification.conclure(constats, voulu), markup=False)
    raise typer.Exit(1 if fautes else 0)


def _dernier_millesime() -> Path:
    annees = [d for d in chemins.SORTIE.glob("[12][0-9][0-9][0-9]") if d.is_dir()]
    if not annees:
        raise ErreurDemande(
            f"{chemins.SORTIE} : aucune page produite. Produisez-les avec « fiches produire », ou nommez le dossier : "
            "fiches verifier DOSSIER."
        )
    return max(annees, key=lambda d: d.name)
