"""Dérouler une campagne : garder ce qui est à jour, faire le reste en parallèle, tenir le manifeste."""

import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Protocol

from filelock import FileLock, Timeout
from nbformat import NotebookNode

from fiches.campagne import fraicheur, manifeste, publication
from fiches.campagne.demande import SUFFIXES, Demande, chemin_du_carnet
from fiches.campagne.manifeste import Carnet, Entree, Manifeste, Provenance
from fiches.donnees.demonstration import preparer
from fiches.donnees.douane import Entrepot
from fiches.donnees.lieu import Lieu
from fiches.socle import chemins, empreinte, interruption
from fiches.socle.chemins import ETAT
from fiches.socle.erreurs import ErreurDemande, ErreurFiche, raison_du_systeme

_PERIODE_S = 5.0


class Suivi(Protocol):
    """Ce que la campagne dit à mesure qu’elle avance."""

    def commence(self, lieu: Lieu) -> None:
        """Une fiche commence à être faite."""

    def finit(self, lieu: Lieu, entree: Entree) -> None:
        """Une fiche est faite, gardée, ou a échoué."""


@dataclass(frozen=True)
class Bilan:
    """Ce qui a été fait, par lieu."""

    entrees: dict[str, Entree]
    demonstration: bool

    @property
    def reussi(self) -> bool:
        """Vrai si aucune fiche n’a échoué."""
        return not self.echecs

    @property
    def echecs(self) -> dict[str, Entree]:
        """Les fiches qui ont échoué."""
        return {code: e for code, e in self.entrees.items() if e.statut == "echec"}

    @property
    def fichiers_faits(self) -> set[str]:
        """Les noms des fichiers que cette campagne a écrits pour le lecteur."""
        return {nom for e in self.entrees.values() if e.statut == "produite" for nom in e.noms}

    @property
    def compte(self) -> Counter[str]:
        """Nombre de fiches par statut."""
        return Counter(e.statut for e in self.entrees.values())


def produire(demande: Demande, suivi: Suivi) -> Bilan:
    """Produit les fiches demandées.

    Une fiche qui échoue n’arrête pas les autres, et sa page précédente est retirée.
    Lève `ErreurDemande` si l’année manque, si le carnet est illisible, si une autre campagne écrit dans le même
    dossier, s’il tient une autre série ou refuse l’écriture ; `ErreurFiche` si l’écriture devient impossible en route.
    """
    entrepot = preparer(demande.donnees, demande.parametres.annee)
    modeles = demande.lire_modeles()
    if demande.pdf:
        from fiches.page.pdf import verifier_installation  # noqa: PLC0415 (dessine : chargé à la demande)

        verifier_installation()
    try:
        demande.dossier.mkdir(parents=True, exist_ok=True)
        verrou = FileLock(demande.dossier / manifeste.verrou(nom_du_manifeste(demande)), timeout=0)
        with verrou, _balaye(demande):
            manifeste.verifier_serie(demande.dossier, [carnet.nom for carnet in _carnets(demande)])
            return _Campagne(demande, entrepot, modeles, suivi).derouler()
    except Timeout as erreur:
        raise ErreurDemande(
            f"{demande.dossier} : une autre campagne écrit dans ce dossier. Attendez qu’elle finisse, "
            "ou choisissez un autre dossier avec --sortie."
        ) from erreur
    except OSError as erreur:
        raise ErreurDemande(
            f"{erreur.filename or demande.dossier} : écriture impossible ({raison_du_systeme(erreur)}). Vérifiez la "
            "place et les droits, ou choisissez un autre dossier avec --sortie."
        ) from erreur


@contextmanager
def _balaye(demande: Demande) -> Iterator[None]:
    """Sans fichier à moitié écrit, avant comme après ; sauf pour une part : d’autres écrivent peut-être à côté."""
    try:
        if not demande.part:
            chemins.balayer(demande.dossier)
        yield
    finally:
        if not demande.part:
            chemins.balayer(demande.dossier)


class _Campagne:
    def __init__(self, demande: Demande, entrepot: Entrepot, modeles: tuple[NotebookNode, ...], suivi: Suivi) -> None:
        self.modeles, self.suivi = modeles, suivi
        self.etat = os.environ.get(ETAT) or entrepot.etat()  # sur une grappe, celui de qui a tout demandé
        self.communes = fraicheur.empreintes_communes(demande)
        ancien = manifeste.chercher(demande.dossier)
        connues = ancien.fiches if ancien else {}
        voisines = connues.keys()
        a_nous = ancien.noms if ancien else set[str]()
        if demande.part:  # ce que dit son propre manifeste est plus récent
            sien = manifeste.chercher(demande.dossier, demande.part.manifeste)
            connues = connues | (sien.fiches if sien else {})
            a_nous |= sien.noms - {*manifeste.PUBLIES} if sien else set()
            connues = {lieu.code: connues[lieu.code] for lieu in demande.lieux if lieu.code in connues}
        # Une voisine en échec reste une fiche de ce dossier : la relecture en juge de même.
        self.demande = replace(demande, voisines=demande.voisines | voisines, a_nous=frozenset(a_nous))
        self.anciennes, self.a_faire = connues.copy(), list[Lieu]()
        self.ancienne_provenance = ancien.provenance if ancien else None
        demandes = sorted(lieu.code for lieu in demande.campagne) if demande.part else []
        self.tenu = Manifeste(_provenance(demande, entrepot), connues, demandes=demandes)
        self.entrees: dict[str, Entree] = {}

    def derouler(self) -> Bilan:
        a_jour, a_faire = fraicheur.trier(self.demande, self.tenu.fiches, self.communes)
        a_ecrire = {nom for lieu in a_faire for nom in self.demande.noms(lieu)}
        publies = () if self.demande.part else manifeste.PUBLIES
        manifeste.exiger_a_nous(self.demande.dossier, (*publies, *sorted(a_ecrire)), self.demande.a_nous)
        self.demande = replace(self.demande, a_nous=self.demande.a_nous | a_ecrire)
        self.a_faire = a_faire
        # Rien n’est écrit tant que tout n’est pas prêt ; ensuite, rien ne l’est à moitié.
        with self._prete(a_faire) as fil, interruption.differee(), self._arret_propre(a_faire):
            for lieu in a_jour:
                self._noter(lieu, replace(self.tenu.fiches[lieu.code], statut="inchangee", duree_s=0.0, etapes_s={}))
            for lieu in a_faire:  # une page en cours de réfection n’est plus celle que décrit le manifeste
                self.tenu.fiches.pop(lieu.code, None)
            self._enregistrer()
            index = self.demande.dossier / manifeste.SOMMAIRE
            if a_faire:
                for nom in self.demande.a_nous.intersection(publies):  # ils diraient ce qui change ou disparaît
                    (self.demande.dossier / nom).unlink(missing_ok=True)
                self._suivre(fil)
            if not index.exists() or self.tenu.provenance != self.ancienne_provenance:
                self._publier()
        faites = {lieu.code: self.entrees[lieu.code] for lieu in self.demande.lieux}
        return Bilan(faites, self.tenu.provenance.demonstration)

    @contextmanager
    def _prete(self, a_faire: Sequence[Lieu]) -> Iterator[Iterable[tuple[Lieu, Entree]]]:
        if not a_faire:
            yield ()
            return
        # Importé ici : quand tout est à jour, le noyau de Jupyter n’est pas chargé.
        from fiches.campagne import repartition  # noqa: PLC0415

        commun = (self.demande, self.modeles, self.communes, self.etat)
        with repartition.prete(*commun, a_faire, self.suivi.commence) as fil:
            yield fil

    @contextmanager
    def _arret_propre(self, a_faire: Sequence[Lieu]) -> Iterator[None]:
        """Quoi qu’il arrive dans ce bloc, le manifeste et le sommaire disent ce qui est fait."""
        try:
            yield
        except OSError as erreur:
            self._garder_ce_qui_est_fait()
            reste = sum(getattr(self.entrees.get(lieu.code), "page", None) is None for lieu in a_faire)
            raise ErreurFiche(
                f"{erreur.filename or self.demande.dossier} : écriture impossible ({raison_du_systeme(erreur)}). La "
                f"campagne s’arrête ; reste à faire : {reste}. Vérifiez la place et les droits, puis relancez : ce qui "
                "est fait est gardé."
            ) from erreur
        except BaseException:
            self._garder_ce_qui_est_fait()
            raise

    def _suivre(self, fil: Iterable[tuple[Lieu, Entree]]) -> None:
        dernier = time.monotonic()
        for lieu, entree in fil:
            self._noter(lieu, entree)
            if time.monotonic() - dernier > _PERIODE_S:  # écrire cent fois cent entrées coûterait des secondes
                self._enregistrer()
                dernier = time.monotonic()
        self._enregistrer()

    def _noter(self, lieu: Lieu, entree: Entree) -> None:
        self.entrees[lieu.code] = self.tenu.fiches[lieu.code] = entree
        self.suivi.finit(lieu, entree)

    def _enregistrer(self) -> None:
        restent = [lieu for lieu in self.a_faire if lieu.code not in self.entrees]
        self.tenu.en_cours = sorted(
            f"{lieu.fichier}{suffixe}"
            for lieu in restent
            for suffixe in SUFFIXES
            if f"{lieu.fichier}{suffixe}" in self.demande.a_nous
        )
        self.tenu.enregistrer(self.demande.dossier, nom_du_manifeste(self.demande))

    def _publier(self) -> None:
        if not self.demande.part:
            publication.publier(self.demande.dossier, self.tenu)

    def _garder_ce_qui_est_fait(self) -> None:
        for lieu in self.a_faire:  # ce qui n’a pas été refait est resté tel quel
            if lieu.code not in self.entrees and lieu.code in self.anciennes:
                self.tenu.fiches[lieu.code] = self.anciennes[lieu.code]
        with suppress(OSError):
            self._enregistrer()
            self._publier()


def nom_du_manifeste(demande: Demande) -> str:
    """`campagne.json`, ou celui de la part qu’on fait."""
    return demande.part.manifeste if demande.part else manifeste.NOM


def _carnets(demande: Demande) -> list[Carnet]:
    chemins_des_carnets = map(chemin_du_carnet, demande.parametres.toutes)
    return [Carnet(chemin.name, empreinte.sha256(chemin)) for chemin in chemins_des_carnets]


def _provenance(demande: Demande, entrepot: Entrepot) -> Provenance:
    fichier = demande.fichier_params.resolve()
    return Provenance(
        annee=demande.parametres.annee,
        demonstration=entrepot.demonstration(demande.parametres.annee),
        titre=demande.parametres.titre,
        carnets=_carnets(demande),
        archives=[p.model_dump() for p in entrepot.provenance(demande.parametres.annee)],
        programme=empreinte.du_programme(),
        versions=empreinte.versions(),
        parametres=fichier.name if fichier.parent == chemins.PARAMS else "",
    )
