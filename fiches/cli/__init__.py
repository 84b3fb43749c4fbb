"""La commande `fiches` : un module par commande, qui lit les arguments, appelle le reste, affiche."""

import io
import os
import signal
import sys
from typing import Annotated

import typer
from typer.exceptions import TyperException

from fiches.cli import donnees
from fiches.cli.aide import Commande, Groupe, traduire
from fiches.cli.apercu import apercu
from fiches.cli.assembler import assembler
from fiches.cli.edition import edition
from fiches.cli.options import alerte, sortie
from fiches.cli.produire import produire
from fiches.cli.verifier import verifier
from fiches.socle import environnement, interruption
from fiches.socle.erreurs import ErreurDemande, ErreurFiche, raison_du_systeme


def _dire_la_version(demandee: bool) -> None:
    if demandee:
        sortie.print(f"fiches {environnement.version()}", markup=False)
        raise typer.Exit


app = typer.Typer(
    cls=Groupe,
    subcommand_metavar="COMMANDE [ARGUMENTS]…",
    help="Fiches départementales sur le commerce extérieur, à partir des données des douanes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _fiches(
    _version: Annotated[
        bool, typer.Option("--version", help="Dit la version du programme.", callback=_dire_la_version, is_eager=True)
    ] = False,
) -> None:
    """Ce qui vaut pour toutes les commandes."""


app.command(cls=Commande)(produire)
app.command(cls=Commande)(assembler)
app.command(cls=Commande)(apercu)
app.command(cls=Commande)(verifier)
app.command(cls=Commande)(edition)
app.add_typer(donnees.app, name="donnees")


_INTERROMPU = 130
"""Le code que typer rend pour une commande arrêtée par Ctrl-C."""


def main() -> None:
    """Point d’entrée : une erreur annoncée s’affiche en une ligne, sans trace."""
    # nbformat charge jsonschema, qui bâtirait à l’import une grammaire des adresses (une seconde) dont les carnets
    # n’ont pas l’usage.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    # Un ordonnanceur (Kubernetes, systemd) arrête par SIGTERM : la même fin propre que Ctrl-C.
    # Un vieux terminal (latin-1, cp850) n’a pas tous nos signes : un « ? » vaut mieux qu’un arrêt.
    for flux in (sys.stdout, sys.stderr):
        if isinstance(flux, io.TextIOWrapper):
            flux.reconfigure(errors="replace")
    os.environ.pop("MPLBACKEND", None)  # celui du poste peut manquer ici, et rien ne s’affiche
    arrets = (signal.SIGINT, signal.SIGTERM)
    interruption.installer(*arrets)
    code = _executer()
    interruption.ignorer(*arrets)  # tout est fait et dit : Python n’a plus qu’à se fermer
    sys.exit(code)


def _executer() -> int:
    try:
        code: int = app(standalone_mode=False)
    except TyperException as erreur:
        dit = traduire(erreur.format_message())
        alerte.print(f"Erreur : {dit}{'' if dit.endswith('?') else '.'} Aide : fiches --help", markup=False)
        return 2
    except ErreurDemande as erreur:
        alerte.print(f"Erreur : {erreur}", markup=False)
        return 2
    except OSError as erreur:
        ou = f"{erreur.filename} : " if erreur.filename else ""
        raison = raison_du_systeme(erreur)
        alerte.print(f"Erreur : {ou}le système refuse ({raison}). Vérifiez la place et les droits.", markup=False)
        return 2
    except ErreurFiche as erreur:
        alerte.print(f"Erreur : {erreur}", markup=False)
        return 1
    if code == _INTERROMPU:
        alerte.print("Interrompu : ce qui était déjà fait est gardé ; la même commande reprend la suite.", markup=False)
    return code
