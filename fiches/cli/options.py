"""Ce que plusieurs commandes partagent : les consoles, les options communes."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from fiches.socle import chemins

sortie = Console(highlight=False, soft_wrap=True)
alerte = Console(stderr=True, highlight=False, soft_wrap=True)

PARAMS = chemins.PARAMS / "commerce-exterieur-2024.yml"

DossierDonnees = Annotated[
    Path | None,
    typer.Option(
        "--donnees",
        metavar="DOSSIER",
        help="Dossier des tables importées (sinon la variable FICHES_DONNEES, sinon data/douane).",
    ),
]
Annee = Annotated[
    int | None,
    typer.Option(metavar="AAAA", help="Millésime, à la place de celui du fichier de paramètres."),
]
