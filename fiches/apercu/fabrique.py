"""Fabriquer la page d’un lieu telle que ses fichiers sont à l’instant, sans rien écrire."""

import os
from dataclasses import dataclass
from pathlib import Path

from fiches.campagne import demande
from fiches.campagne.demande import Demande
from fiches.carnet.execution import executer
from fiches.fiche.chargement import charger
from fiches.graphiques.avance import dessiner_d_avance
from fiches.page.html import exporter
from fiches.redaction import majuscule
from fiches.socle.chemins import SORTIE
from fiches.socle.erreurs import ErreurFiches, defaut_du_programme, raison_du_systeme


@dataclass(frozen=True)
class Sujet:
    """Ce qu’on regarde : un lieu (« 46 », « Occitanie »), avec ses paramètres et ses données."""

    lieu: str
    params: Path
    annee: int | None
    donnees: Path

    def demande(self) -> Demande:
        """La demande que décrivent les fichiers en ce moment. Lève `ErreurDemande`."""
        return demande.etablir(
            [self.lieu],
            fichier_params=self.params,
            annee=self.annee,
            donnees=self.donnees,
            sortie=SORTIE,
        )


@dataclass(frozen=True)
class PagePrete:
    """La page, prête à montrer."""

    html: str


@dataclass(frozen=True)
class Defaut:
    """Pourquoi il n’y a pas de page, en une phrase."""

    raison: str


def fabriquer(sujet: Sujet, dans_ce_processus: bool) -> PagePrete | Defaut:
    """La page, ou pourquoi elle ne se fait pas. `dans_ce_processus` : voir `fiches.carnet.execution.executer`."""
    try:
        return PagePrete(_page(sujet, dans_ce_processus))
    except ErreurFiches as erreur:
        return Defaut(majuscule(str(erreur)))
    except OSError as erreur:
        return Defaut(f"{erreur.filename or 'fichier'} : lecture impossible ({raison_du_systeme(erreur)}).")
    except Exception as erreur:
        # Un défaut du programme : l’aperçu doit lui survivre, et le développeur savoir où regarder.
        return Defaut(defaut_du_programme(erreur))


def _page(sujet: Sujet, dans_ce_processus: bool) -> str:
    voulu = sujet.demande()
    (lieu,) = voulu.lieux
    os.environ |= voulu.environnement(lieu)
    carnet = executer(
        voulu.lire_modeles()[0],
        voulu.valeurs(lieu),
        dans_ce_processus=dans_ce_processus,
        limite_s=voulu.parametres.limite_par_cellule,
        dossier=voulu.carnet(lieu).parent,
    )
    return exporter(carnet, voulu.lire_charte())


def chauffer(sujet: Sujet) -> None:
    """Charge les données, dessine la France et la région : chaque page trouvera tout prêt."""
    voulu = sujet.demande()
    dessiner_d_avance(charger(voulu.parametres.annee, voulu.donnees), voulu.lieux)
