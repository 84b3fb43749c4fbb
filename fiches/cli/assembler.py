"""`fiches assembler` : les parts d’une campagne, réunies en un seul site."""

from pathlib import Path
from typing import Annotated

import typer

from fiches.cli.options import sortie


def assembler(
    dossier: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Dossier qui contient les pages des parts.")],
) -> None:
    """Réunit en un seul site les parts d’une campagne (fiches produire --part I/N)."""
    from fiches import campagne

    fiches = campagne.assembler(dossier).fiches
    sortie.print(f"{len(fiches)} fiches réunies dans {dossier}", markup=False)
    raise typer.Exit(1 if any(entree.statut == "echec" for entree in fiches.values()) else 0)
