"""La commande `fiches` : lit les arguments, appelle le reste, affiche."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from typer.exceptions import TyperException

from fiches import chemins
from fiches.aide import Commande, Groupe, traduire
from fiches.erreurs import ErreurDemande, ErreurFiche

app = typer.Typer(
    cls=Groupe,
    subcommand_metavar="COMMANDE [ARGUMENTS]…",
    help="Fiches départementales sur le commerce extérieur, à partir des données des douanes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
donnees = typer.Typer(
    cls=Groupe,
    subcommand_metavar="COMMANDE [ARGUMENTS]…",
    help="Apporter les données des douanes.",
    no_args_is_help=True,
)
app.add_typer(donnees, name="donnees")

sortie = Console(highlight=False, soft_wrap=True)
alerte = Console(stderr=True, highlight=False, soft_wrap=True)

DossierDonnees = Annotated[
    Path | None,
    typer.Option(
        "--donnees",
        metavar="DOSSIER",
        help="Dossier des tables importées (sinon la variable FICHES_DONNEES, sinon data/douane).",
    ),
]


@app.command(cls=Commande)
def produire(
    departements: Annotated[
        list[str] | None,
        typer.Argument(metavar="DÉPARTEMENT", help="Départements : 46, 1 ou 01, 2A, 974…", show_default=False),
    ] = None,
    tous: Annotated[bool, typer.Option("--tous", help="Tous les départements du fichier de paramètres.")] = False,
    params: Annotated[
        Path, typer.Option(metavar="FICHIER", help="Fichier de paramètres de la campagne.")
    ] = chemins.PARAMS / "commerce-exterieur-2024.yml",
    annee: Annotated[
        int | None,
        typer.Option(metavar="AAAA", help="Millésime, à la place de celui du fichier de paramètres."),
    ] = None,
    dossier_donnees: DossierDonnees = None,
    dossier_sortie: Annotated[
        Path, typer.Option("--sortie", metavar="DOSSIER", help="Dossier qui reçoit les pages.")
    ] = chemins.SORTIE,
    jobs: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Fiches faites en même temps (sinon un par cœur).")
    ] = None,
    forcer: Annotated[bool, typer.Option("--forcer", help="Refaire même ce qui n’a pas changé.")] = False,
) -> None:
    """Produit les fiches : une page HTML par département.

    Code de sortie : 0, tout est fait ; 1, une fiche a échoué ; 2, la demande est fausse et rien n’est écrit.
    """
    # Importé ici : `fiches --help` n’attend pas pandas et matplotlib.
    from fiches import affichage, campagne, demande

    if bool(departements) == tous:
        raise ErreurDemande("Indiquez des départements (fiches produire 46 31) ou l’option --tous.")
    voulu = demande.etablir(
        departements or [],
        fichier_params=params,
        annee=annee,
        donnees=dossier_donnees or chemins.dossier_donnees(),
        sortie=dossier_sortie,
        jobs=jobs,
        forcer=forcer,
    )
    with affichage.suivre(sortie, voulu) as suivi:
        bilan = campagne.produire(voulu, suivi)
    affichage.conclure(sortie, voulu, bilan)
    raise typer.Exit(0 if bilan.reussi else 1)


@donnees.command(cls=Commande)
def importer(
    archives: Annotated[
        list[Path], typer.Argument(metavar="ARCHIVE", help="Archives .zip des douanes, ou leurs .txt.")
    ],
    dossier_donnees: DossierDonnees = None,
) -> None:
    """Importe les archives officielles des douanes (un trimestre déjà importé est remplacé)."""
    from fiches.douane import importer as importer_archives

    compte_rendu = importer_archives(archives, dossier_donnees or chemins.dossier_donnees())
    sortie.print(compte_rendu.texte(), markup=False)


@donnees.command(cls=Commande)
def demo(
    dossier_donnees: DossierDonnees = None,
    dossier_archives: Annotated[
        Path, typer.Option("--archives", metavar="DOSSIER", help="Dossier qui reçoit les deux archives .zip.")
    ] = chemins.RACINE / "data" / "demonstration",
) -> None:
    """Fabrique les archives de démonstration (données simulées pour 2024), puis les importe."""
    from fiches.douane import ecrire_demonstration
    from fiches.douane import importer as importer_archives

    archives = ecrire_demonstration(dossier_archives)
    for archive in archives:
        sortie.print(str(archive), markup=False)
    compte_rendu = importer_archives(archives, dossier_donnees or chemins.dossier_donnees())
    sortie.print(compte_rendu.texte(), markup=False)


@donnees.command(cls=Commande)
def controler(
    annee: Annotated[
        int | None,
        typer.Option(metavar="AAAA", help="Millésime, à la place de celui du fichier de paramètres."),
    ] = None,
    params: Annotated[
        Path, typer.Option(metavar="FICHIER", help="Fichier de paramètres, qui porte les totaux publiés.")
    ] = chemins.PARAMS / "commerce-exterieur-2024.yml",
    dossier_donnees: DossierDonnees = None,
    dossier_sortie: Annotated[
        Path, typer.Option("--sortie", metavar="DOSSIER", help="Dossier qui reçoit la page.")
    ] = chemins.SORTIE,
) -> None:
    """Contrôle la qualité des données importées et en fait une page.

    Code de sortie : 0, rien n’empêche de publier ; 1, un constat est bloquant ; 2, la demande est fausse.
    """
    from fiches import rapport

    controle, page = rapport.controler(annee, params, dossier_donnees or chemins.dossier_donnees(), dossier_sortie)
    for constat in controle.constats:
        sortie.print(str(constat), markup=False)
    sortie.print(f"{controle.bilan}\n{page}", markup=False)
    raise typer.Exit(0 if controle.publiable else 1)


def main() -> None:
    """Point d’entrée : une erreur annoncée s’affiche en une ligne, sans trace."""
    try:
        sys.exit(app(standalone_mode=False))
    except TyperException as erreur:
        alerte.print(f"Erreur : {traduire(erreur.format_message())}. Aide : fiches --help", markup=False)
        sys.exit(2)
    except ErreurDemande as erreur:
        alerte.print(f"Erreur : {erreur}", markup=False)
        sys.exit(2)
    except ErreurFiche as erreur:
        alerte.print(f"Erreur : {erreur}", markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        alerte.print("Interrompu : les fiches déjà faites sont gardées.", markup=False)
        sys.exit(130)
