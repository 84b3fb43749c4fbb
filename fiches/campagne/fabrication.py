"""Faire une fiche : exécuter le carnet, mettre en page, écrire, et rendre compte."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from fiches.campagne.demande import Demande
from fiches.campagne.fraicheur import empreinte_de
from fiches.campagne.manifeste import SOMMAIRE, Entree, Lus
from fiches.carnet.discretion import taire
from fiches.carnet.execution import CarnetInterrompu, chauffer, executer
from fiches.carnet.execution.diagnostic import situer
from fiches.carnet.lectures import METADONNEE
from fiches.donnees.lieu import Lieu
from fiches.fiche import Fiche
from fiches.fiche.chargement import charger
from fiches.graphiques.avance import dessiner_d_avance
from fiches.page import pdf
from fiches.page.avis import relever
from fiches.page.classeur import classeur
from fiches.page.html import exporter
from fiches.socle import empreinte
from fiches.socle.atelier import Mort
from fiches.socle.chemins import ETAT, ecrire, ecrire_ensemble
from fiches.socle.erreurs import DISQUE, ErreurFiche, ErreurFiches, defaut_du_programme, raison_du_systeme

Signaler = Callable[[int | str], None]
"""Dit au parent où l’on en est : le numéro d’une cellule du carnet, ou le nom d’une étape."""


@dataclass(frozen=True)
class Fabrique:
    """Ce qui est commun aux fiches d’une campagne.

    `modeles`, `communes` : le carnet de chaque série, et l’empreinte de ce dont toutes ses fiches dépendent ; `etat` :
    celui des données, que toutes lisent (voir `ETAT`).
    """

    demande: Demande
    modeles: tuple[NotebookNode, ...]
    communes: tuple[str, ...]
    etat: str
    sur_place: bool

    @contextmanager
    def prete(self) -> Iterator[None]:
        """Fait avant de commencer ce qui sert à toutes : la France et les régions dessinées, le noyau chargé."""
        millesime = charger(self.demande.parametres.annee, self.demande.donnees)
        if self.sur_place:
            chauffer()
            page = exporter(nbformat.v4.new_notebook(), self.demande.lire_charte())
            if self.demande.pdf:
                pdf.convertir(page)
        dessiner_d_avance(millesime, self.demande.lieux)
        millesime.france.exportations.evolution(1)  # l’année d’avant, si elle est là, est lue pour toutes
        yield

    def fabriquer(self, lieu: Lieu, signaler: Signaler = lambda _: None) -> Entree | OSError:
        """Écrit la page et ce qui l’accompagne ; un échec, quel qu’il soit, est rendu comme une entrée.

        Le disque plein ou muet (`DISQUE`), lui, arrêtera toute la campagne : l’erreur est rendue.
        """
        chrono = _Chronometre()
        try:
            with _variables(self.demande.environnement(lieu) | {ETAT: self.etat}):
                # Avant le carnet : rien de ce qu’il fait de ses tables n’y change quoi que ce soit.
                chiffres = Fiche(lieu.code, self.demande.parametres.annee, self.demande.donnees).indicateurs
                fichiers, lus, avis = self._fichiers(lieu, signaler, chrono)
        except ErreurFiches as erreur:
            raison = str(erreur)
        except OSError as erreur:
            if erreur.errno in DISQUE:
                return erreur
            raison = f"{Path(erreur.filename or '').name} : écriture impossible ({raison_du_systeme(erreur)})."
        except Exception as erreur:
            # Un défaut du programme, non du carnet : il ne doit ni arrêter les autres fiches ni montrer une trace.
            raison = defaut_du_programme(erreur)
        else:
            sommes = {nom: empreinte.sha256(octets) for nom, octets in fichiers.items()}
            page = f"{lieu.fichier}.html"
            return Entree(
                statut="produite",
                duree_s=chrono.total,
                empreinte=empreinte_de(self.demande, lieu, self.communes),
                page=page,
                faite_le=date.today(),
                sha256=sommes.pop(page),
                joints=sommes,
                lus=lus,
                indicateurs=chiffres,
                etapes_s=chrono.etapes,
                avis=avis,
            )
        return self.echec(lieu, raison, chrono.total)

    def echec(self, lieu: Lieu, raison: str, duree_s: float = 0.0) -> Entree:
        """L’entrée d’une fiche en échec ; son ancienne page est retirée : elle ne doit pas passer pour la nouvelle."""
        for suffixe in (".html", ".pdf", ".xlsx"):
            with suppress(OSError):  # un dossier de ce nom n’est pas une page ; ce qui reste, la relecture le dit
                self._retirer(f"{lieu.fichier}{suffixe}")
        return Entree("echec", duree_s, empreinte_de(self.demande, lieu, self.communes), erreur=taire(raison))

    def perdue(self, lieu: Lieu, mort: Mort) -> Entree:
        """L’entrée d’une fiche dont le processus s’est arrêté sans rien rendre : où il en était, et pourquoi.

        Son ancien carnet exécuté est retiré : ce n’est pas celui qui a échoué.
        """
        with suppress(OSError):
            (self.demande.dossier / f"{lieu.fichier}.ipynb").unlink(missing_ok=True)
        etape = situer(self.modeles[self.demande.rang(lieu)], mort.etape) if isinstance(mort.etape, int) else mort.etape
        return self.echec(lieu, f"{etape or 'avant la première cellule'}, {mort.raison}.")

    def _retirer(self, nom: str) -> None:
        if nom in self.demande.a_nous:
            (self.demande.dossier / nom).unlink(missing_ok=True)

    def _fichiers(
        self, lieu: Lieu, signaler: Signaler, chrono: "_Chronometre"
    ) -> tuple[dict[str, bytes], Lus, list[str]]:
        """Écrit les fichiers de la fiche ; rend ceux dont la fraîcheur se vérifie, ce que le carnet a lu, ses avis."""
        demande, dossier = self.demande, self.demande.dossier
        with chrono.etape("carnet"):
            carnet = self._executer(lieu, dossier / f"{lieu.fichier}.ipynb", signaler)
        fichiers = dict[str, bytes]()
        signaler("la mise en page")
        with chrono.etape("page"):
            page = exporter(carnet, demande.lire_charte(), joints=self._joints(lieu), sommaire=SOMMAIRE)
            fichiers[f"{lieu.fichier}.html"] = page.encode()
        with chrono.etape("classeur"):
            fichiers[f"{lieu.fichier}.xlsx"] = classeur(carnet)
        if demande.pdf:
            signaler("le PDF")
            with chrono.etape("pdf"):
                fichiers[f"{lieu.fichier}.pdf"] = pdf.convertir(page)
        signaler("l’écriture")  # si le parent n’est plus là, la fiche s’arrête ici sans rien écrire
        with chrono.etape("ecriture"):
            execute = {f"{lieu.fichier}.ipynb": nbformat.writes(carnet).encode()}
            a_ecrire = execute | dict(reversed(fichiers.items()))  # la page en dernier : ce qu’elle annonce est déjà là
            ecrire_ensemble({dossier / nom: octets for nom, octets in a_ecrire.items()})
            if not demande.pdf:  # celui d’une campagne précédente ne dit plus la même chose que la page
                self._retirer(f"{lieu.fichier}.pdf")
        releve = carnet.metadata[METADONNEE]
        annees = sorted({int(entete["annee"]) for entete in releve.get("entetes", [])})
        return fichiers, Lus(dict(releve["fichiers"]), dict(releve["donnees"]), annees), relever(carnet)

    def _joints(self, lieu: Lieu) -> list[tuple[str, str]]:
        """Ce que la page offre à emporter : (libellé, nom de fichier)."""
        joints = [("le classeur des données", f"{lieu.fichier}.xlsx")]
        return joints + ([("le PDF de la fiche", f"{lieu.fichier}.pdf")] if self.demande.pdf else [])

    def _executer(self, lieu: Lieu, execute: Path, signaler: Signaler) -> NotebookNode:
        demande = self.demande
        try:
            return executer(
                self.modeles[demande.rang(lieu)],
                demande.valeurs(lieu),
                dans_ce_processus=self.sur_place,
                limite_s=demande.parametres.limite_par_cellule,
                signaler=signaler,
                dossier=demande.carnet(lieu).parent,
            )
        except CarnetInterrompu as erreur:
            ecrire(execute, nbformat.writes(erreur.carnet))
            raison = str(erreur) if str(erreur).endswith((".", "?")) else f"{erreur}."
            raise ErreurFiche(
                f"{raison} Carnet exécuté, à ouvrir dans JupyterLab, à côté des pages\u00a0: {execute.name}"
            ) from erreur


@contextmanager
def _variables(valeurs: Mapping[str, str]) -> Iterator[None]:
    """Ces variables d’environnement, le temps d’une fiche : le carnet et ses processus les lisent."""
    avant = {nom: os.environ.get(nom) for nom in valeurs}
    os.environ.update(valeurs)
    try:
        yield
    finally:
        for nom, valeur in avant.items():
            if valeur is None:
                os.environ.pop(nom, None)
            else:
                os.environ[nom] = valeur


@dataclass
class _Chronometre:
    """Durée de chaque étape, en secondes."""

    etapes: dict[str, float] = field(default_factory=dict)
    debut: float = field(default_factory=time.perf_counter)

    @contextmanager
    def etape(self, nom: str) -> Iterator[None]:
        debut = time.perf_counter()
        try:
            yield
        finally:
            self.etapes[nom] = round(time.perf_counter() - debut, 3)

    @property
    def total(self) -> float:
        return round(time.perf_counter() - self.debut, 3)
