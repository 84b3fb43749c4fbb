"""Le contrôle des données, de la demande à la page : exécuter `controle.ipynb`, l’exporter."""

import os
from pathlib import Path

import nbformat

from fiches.campagne.manifeste import CONTROLE
from fiches.carnet import parametres
from fiches.carnet.execution import executer
from fiches.controle import Controle
from fiches.page.html import exporter
from fiches.socle.chemins import CARNETS, ecrire
from fiches.socle.erreurs import ErreurDemande, raison_du_systeme

CARNET = CARNETS / "controle.ipynb"


def controler(annee: int | None, params: Path, donnees: Path, sortie: Path) -> tuple[Controle, Path]:
    """Le contrôle des données d’une année et sa page, `sortie/2024/controle.html`.

    `params` donne l’année si elle n’est pas dite, et les totaux publiés. Lève `ErreurDemande` si l’année manque, si
    le fichier de paramètres est faux ou si le dossier refuse l’écriture, `ErreurFiche` si le carnet échoue.
    """
    reglages = parametres.lire(params)
    controle = Controle(reglages.annee if annee is None else annee, params.resolve(), donnees)
    os.environ["FICHES_DONNEES"] = str(donnees)  # le carnet lit les mêmes données que nous
    carnet = executer(
        nbformat.read(CARNET, as_version=4),
        {"annee": controle.annee, "params": str(params.resolve())},
        dans_ce_processus=False,
        limite_s=reglages.limite_par_cellule,
    )
    page = sortie / str(controle.annee) / CONTROLE
    try:
        ecrire(page, exporter(carnet))
    except OSError as erreur:
        raise ErreurDemande(
            f"{page} : écriture impossible ({raison_du_systeme(erreur)}). Vérifiez la place et les droits, ou "
            "choisissez un autre dossier avec --sortie."
        ) from erreur
    return controle, page
