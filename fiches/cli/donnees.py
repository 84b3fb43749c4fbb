"""`fiches donnees …` : apporter les données des douanes, les contrôler."""

from pathlib import Path
from typing import Annotated

import typer

from fiches.cli.aide import Commande, Groupe
from fiches.cli.options import Annee, DossierDonnees, Params, alerte, sortie
from fiches.socle import chemins

app = typer.Typer(
    cls=Groupe,
    subcommand_metavar="COMMANDE [ARGUMENTS]…",
    help="Apporter les données des douanes.",
    no_args_is_help=True,
)


@app.command(cls=Commande)
def importer(
    archives: Annotated[
        list[Path], typer.Argument(metavar="ARCHIVE", help="Archives .zip des douanes, ou leurs .txt.")
    ],
    dossier_donnees: DossierDonnees = None,
    reduire: Annotated[
        bool, typer.Option("--reduire", help="Admettre un trimestre deux fois plus petit que celui qu’il remplace.")
    ] = False,
) -> None:
    """Importe les archives officielles des douanes (un trimestre déjà importé est remplacé)."""
    _importer(archives, dossier_donnees or chemins.dossier_donnees(), reduire=reduire)


@app.command(cls=Commande)
def telecharger(
    annee: Annotated[int, typer.Argument(metavar="AAAA", help="Année des données, par exemple 2024.", min=1990)],
    dossier_donnees: DossierDonnees = None,
) -> None:
    """Télécharge les archives régionales d’une année (site des douanes, sinon data.gouv.fr), puis les importe.

    Code de sortie : 0, l’année est importée ; 2, elle n’a pu l’être, et les tables n’ont pas changé.
    """
    from fiches.cli.avancement import suivre_octets
    from fiches.donnees import telechargement

    dossier = dossier_donnees or chemins.dossier_donnees()
    with suivre_octets(alerte) as suivi:
        archives = telechargement.telecharger(annee, dossier / "telechargements", suivi)
    for archive in archives:
        sortie.print(str(archive), markup=False)
    _importer(archives, dossier)


@app.command(cls=Commande)
def demo(
    annees: Annotated[
        list[int] | None,
        typer.Option(
            "--annee", metavar="AAAA", min=1990, help="Année des données simulées ; se répète. Sans elle\u00a0: 2024."
        ),
    ] = None,
    dossier_donnees: DossierDonnees = None,
    dossier_archives: Annotated[
        Path, typer.Option("--archives", metavar="DOSSIER", help="Dossier qui reçoit les deux archives .zip.")
    ] = chemins.RACINE / "data" / "demonstration",
) -> None:
    """Fabrique les archives de démonstration d’une ou de plusieurs années (données simulées), puis les importe."""
    from fiches.donnees.demonstration import ANNEE, ecrire_demonstration

    voulues = sorted(set(annees or [ANNEE]))
    archives = [archive for annee in voulues for archive in ecrire_demonstration(dossier_archives, annee)]
    for archive in archives:
        sortie.print(str(archive), markup=False)
    _importer(archives, dossier_donnees or chemins.dossier_donnees())


@app.command(cls=Commande)
def controler(
    annee: Annee = None,
    params: Params = None,
    dossier_donnees: DossierDonnees = None,
    dossier_sortie: Annotated[
        Path, typer.Option("--sortie", metavar="DOSSIER", help="Dossier qui reçoit la page.")
    ] = chemins.SORTIE,
) -> None:
    """Contrôle la qualité des données importées et en fait une page.

    Code de sortie : 0, rien n’empêche de publier ; 1, un constat est bloquant ; 2, la demande est fausse.
    """
    from fiches.campagne import rapport

    controle, page = rapport.controler(
        annee, params or chemins.edition(annee), dossier_donnees or chemins.dossier_donnees(), dossier_sortie
    )
    for constat in controle.constats:
        sortie.print(str(constat), markup=False)
    sortie.print(f"{controle.bilan}\n{page}", markup=False)
    raise typer.Exit(0 if controle.publiable else 1)


def _importer(archives: list[Path], dossier: Path, *, reduire: bool = False) -> None:
    from fiches.cli.avancement import suivre_octets
    from fiches.donnees.douane import importer as importer_archives

    with suivre_octets(alerte) as suivi:
        compte_rendu = importer_archives(
            archives, dossier, lambda lus, tout: suivi("Import", lus, tout), reduire=reduire
        )
    sortie.print(compte_rendu.texte(), markup=False)
