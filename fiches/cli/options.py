"""Ce que plusieurs commandes partagent : les consoles, les options communes."""

import re
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console as ConsoleDeRich

_COMMANDES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Console(ConsoleDeRich):
    """Un terminal à qui un nom de fichier ne donne pas d’ordre : les caractères de commande y sont des « ? »."""

    def print(self, *objets: Any, **options: Any) -> None:
        """Comme celle de rich."""
        super().print(*(_COMMANDES.sub("?", o) if isinstance(o, str) else o for o in objets), **options)


sortie = Console(highlight=False, soft_wrap=True)
alerte = Console(stderr=True, highlight=False, soft_wrap=True)

Params = Annotated[
    Path | None,
    typer.Option(
        "--params", metavar="FICHIER", help="Fichier de paramètres (sinon l’édition la plus récente de params/).",
        show_default=False,
    ),
]  # fmt: skip

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
