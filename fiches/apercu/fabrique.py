"""Fabriquer la page d’un département telle que ses fichiers sont à l’instant, sans rien écrire."""

import os
import traceback
from dataclasses import dataclass
from pathlib import Path

from fiches import demande, graphiques
from fiches.chemins import SORTIE
from fiches.demande import Demande
from fiches.erreurs import ErreurFiches
from fiches.execution import executer
from fiches.millesime import charger
from fiches.rendu.html import exporter


@dataclass(frozen=True)
class Sujet:
    """Ce qu’on regarde : un département (code « 46 »), avec ses paramètres et ses données."""

    departement: str
    params: Path
    annee: int | None
    donnees: Path

    def demande(self) -> Demande:
        """La demande que décrivent les fichiers en ce moment. Lève `ErreurDemande`."""
        return demande.etablir(
            [self.departement],
            fichier_params=self.params,
            annee=self.annee,
            donnees=self.donnees,
            sortie=SORTIE,
            jobs=1,
            forcer=False,
        )


@dataclass(frozen=True)
class Page:
    """La page, prête à montrer."""

    html: str


@dataclass(frozen=True)
class Defaut:
    """Pourquoi il n’y a pas de page, en une phrase."""

    raison: str


def fabriquer(sujet: Sujet, dans_ce_processus: bool) -> Page | Defaut:
    """La page, ou pourquoi elle ne se fait pas. `dans_ce_processus` : voir `fiches.execution.executer`."""
    try:
        return Page(_page(sujet, dans_ce_processus))
    except ErreurFiches as erreur:
        return Defaut(str(erreur))
    except OSError as erreur:
        return Defaut(f"{erreur.filename or 'fichier'} : lecture impossible ({erreur.strerror}).")
    except Exception as erreur:
        # Un défaut du programme : l’aperçu doit lui survivre, et le développeur savoir où regarder.
        endroit = traceback.extract_tb(erreur.__traceback__)[-1]
        lieu_du_code = f"{Path(endroit.filename).name}, ligne {endroit.lineno}"
        return Defaut(f"défaut du programme, à signaler : {erreur!r} ({lieu_du_code}).")


def _page(sujet: Sujet, dans_ce_processus: bool) -> str:
    voulu = sujet.demande()
    os.environ |= {"FICHES_DONNEES": str(voulu.donnees), "FICHES_COMMENTAIRES": str(voulu.commentaires)}
    carnet = executer(
        voulu.lire_modele(),
        voulu.valeurs(voulu.departements[0]),
        dans_ce_processus=dans_ce_processus,
        limite_s=voulu.parametres.limite_par_cellule,
    )
    return exporter(carnet, voulu.lire_charte())


def chauffer(sujet: Sujet) -> None:
    """Charge les données et dessine la France : chaque page trouvera prêtes données, bibliothèques et polices."""
    voulu = sujet.demande()
    france = charger(voulu.parametres.annee, voulu.donnees).france
    graphiques.pays(france)
    graphiques.activites(france)
    for echanges in (france.exportations, france.importations):
        graphiques.flux(echanges)
