"""`fiches produire` : les fiches demandées, ou toute la campagne."""

from pathlib import Path
from typing import Annotated

import typer

from fiches.cli.options import Annee, DossierDonnees, Params, sortie
from fiches.socle import chemins
from fiches.socle.erreurs import ErreurDemande


def produire(
    lieux: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="LIEU",
            help="Lieux : 46, 1 ou 01, 2A, 974, Occitanie, region-76, ti-7603, France…",
            show_default=False,
        ),
    ] = None,
    tous: Annotated[bool, typer.Option("--tous", help="Tous les lieux du fichier de paramètres.")] = False,
    params: Params = None,
    annee: Annee = None,
    dossier_donnees: DossierDonnees = None,
    dossier_sortie: Annotated[
        Path, typer.Option("--sortie", metavar="DOSSIER", help="Dossier qui reçoit les pages.")
    ] = chemins.SORTIE,
    jobs: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Fiches faites en même temps (sinon un par cœur).")
    ] = None,
    forcer: Annotated[bool, typer.Option("--forcer", help="Refaire même ce qui n’a pas changé.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Écrire aussi chaque fiche en PDF.")] = False,
    part: Annotated[
        str | None,
        typer.Option(
            metavar="I/N", help="Ne faire que la part I sur N ; «\u00a0fiches assembler\u00a0» les réunit ensuite."
        ),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(metavar="ADRESSE", help="Faire les fiches sur une grappe dask déjà en marche."),
    ] = None,
) -> None:
    """Produit les fiches : une page HTML par lieu.

    Code de sortie : 0, tout est fait et sans faute ; 1, une fiche a échoué, ou une page faite a une faute (hors
    typographie) ; 2, la demande est fausse et rien n’est écrit.

    Les pages faites sont relues, et ce qu’il y a à y revoir est dit ; elles restent écrites.
    """
    # Importé ici : `fiches --help` n’attend pas pandas et matplotlib.
    from fiches import campagne
    from fiches.campagne import demande
    from fiches.cli import affichage

    if bool(lieux) == tous:
        raise ErreurDemande("Indiquez des lieux (fiches produire 46 Occitanie), ou bien l’option --tous.")
    voulu = demande.etablir(
        lieux or [],
        fichier_params=params or chemins.edition(annee),
        annee=annee,
        donnees=dossier_donnees or chemins.dossier_donnees(),
        sortie=dossier_sortie,
        jobs=jobs,
        forcer=forcer,
        pdf=pdf,
        part=part,
        grappe=dask,
        voisines=chemins.voisines(),
    )
    with affichage.suivre(sortie, voulu) as suivi:
        bilan = campagne.produire(voulu, suivi)
    affichage.conclure(sortie, voulu, bilan)
    fautive = False
    if bilan.fichiers_faits and not part:  # une part n’a que son propre manifeste : elle se relit une fois assemblée
        from fiches.campagne import relecture

        lignes, fautive = relecture.a_revoir(voulu.dossier, bilan)
        for ligne in lignes:
            sortie.print(f"À revoir : {ligne}", markup=False)
    raise typer.Exit(0 if bilan.reussi and not fautive else 1)
