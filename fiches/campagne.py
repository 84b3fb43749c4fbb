"""Produire des fiches : pour chaque département, exécuter le carnet, l’exporter, tenir le manifeste."""

import json
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import nbformat
from filelock import FileLock, Timeout
from nbformat import NotebookNode

from fiches import atelier, commentaires, empreinte, graphiques, manifeste
from fiches.chemins import ecrire
from fiches.demande import Demande
from fiches.douane import Entrepot
from fiches.erreurs import ErreurDemande, ErreurFiche, ErreurFiches
from fiches.execution import CarnetInterrompu, executer
from fiches.fiche import Fiche
from fiches.graphiques.partage import partage
from fiches.manifeste import Entree, Manifeste
from fiches.millesime import Millesime, charger
from fiches.rendu.html import exporter
from fiches.territoires import Departement

SUR_PLACE = sys.platform == "linux" and atelier.FORK_POSSIBLE
"""Le noyau dans le processus forké est dix fois plus rapide ; ailleurs que sous Linux, fork n’est pas sûr."""

SANS_EFFET = {"carnet", "commentaires", "departements", "dossier", "limite_par_cellule", "references", "titre"}
"""Les paramètres dont les pages ne dépendent pas  ; des fichiers qu’ils nomment, seul le contenu compte."""


@dataclass(frozen=True)
class Bilan:
    """Ce qui a été fait, par département."""

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
    def compte(self) -> Counter[str]:
        """Nombre de fiches par statut."""
        return Counter(e.statut for e in self.entrees.values())


def produire(demande: Demande, suivi: Callable[[Departement, Entree], None]) -> Bilan:
    """Produit les fiches demandées ; `suivi` est appelé à chaque fiche finie.

    Une fiche qui échoue n’arrête pas les autres, et sa page précédente est retirée.
    Lève `ErreurDemande` si l’année manque, si le carnet est illisible, si une autre campagne écrit dans le même
    dossier, s’il tient une autre série ou refuse l’écriture.
    """
    millesime = charger(demande.parametres.annee, demande.donnees)
    modele = demande.lire_modele()
    try:
        demande.dossier.mkdir(parents=True, exist_ok=True)
        with FileLock(demande.dossier / ".campagne.verrou", timeout=0):
            return _produire(demande, modele, millesime.contexte.demonstration, suivi)
    except Timeout as erreur:
        raise ErreurDemande(
            f"{demande.dossier} : une autre campagne écrit dans ce dossier. Attendez qu’elle finisse, "
            "ou choisissez un autre dossier avec --sortie."
        ) from erreur
    except OSError as erreur:
        raise ErreurDemande(
            f"{erreur.filename or demande.dossier} : écriture impossible ({erreur.strerror}). Vérifiez la place et les "
            "droits, ou choisissez un autre dossier avec --sortie."
        ) from erreur


def _produire(
    demande: Demande,
    modele: NotebookNode,
    demonstration: bool,
    suivi: Callable[[Departement, Entree], None],
) -> Bilan:
    manifeste.verifier_serie(demande.dossier, demande.carnet.name)
    commune = _empreinte_commune(demande)
    tenu = Manifeste(_provenance(demande, demonstration), manifeste.lire_entrees(demande.dossier))
    entrees: dict[str, Entree] = {}
    with partage():
        for lieu, entree in _faire(demande, modele, tenu.fiches, commune):
            entrees[lieu.code] = tenu.fiches[lieu.code] = entree
            if entree.statut != "inchangee":
                tenu.enregistrer(demande.dossier)
            suivi(lieu, entree)
    tenu.enregistrer(demande.dossier)
    return Bilan({lieu.code: entrees[lieu.code] for lieu in demande.departements}, demonstration)


def _faire(
    demande: Demande, modele: NotebookNode, anciennes: dict[str, Entree], commune: str
) -> Iterator[tuple[Departement, Entree]]:
    a_faire = []
    for lieu in demande.departements:
        ancienne = anciennes.get(lieu.code)
        if ancienne and not demande.forcer and _a_jour(demande, ancienne, _empreinte(demande, lieu, commune)):
            yield lieu, replace(ancienne, statut="inchangee", duree_s=0.0)
        else:
            a_faire.append(lieu)
    travail = partial(_une_fiche, demande, modele, commune)
    if a_faire:
        _chauffer(charger(demande.parametres.annee, demande.donnees))
    if not SUR_PLACE:
        yield from ((lieu, travail(lieu)) for lieu in a_faire)
        return
    for lieu, resultat in atelier.repartir(a_faire, travail, demande.jobs):
        if isinstance(resultat, atelier.Mort):
            yield lieu, _echec(demande, lieu, commune, 0.0, resultat.raison)
        else:
            yield lieu, resultat


def _chauffer(millesime: Millesime) -> None:
    """Dessine la France dans le parent : figures partagées, bibliothèques et polices déjà chargées pour tous."""
    graphiques.pays(millesime.france)
    graphiques.activites(millesime.france)
    for echanges in (millesime.france.exportations, millesime.france.importations):
        graphiques.flux(echanges)


def _une_fiche(demande: Demande, modele: NotebookNode, commune: str, lieu: Departement) -> Entree:
    debut = time.perf_counter()
    try:
        page = _fabriquer(demande, modele, lieu)
        indicateurs = Fiche(lieu.code, demande.parametres.annee, demande.donnees).indicateurs
    except ErreurFiches as erreur:
        raison = str(erreur)
    except OSError as erreur:
        raison = f"écriture impossible ({erreur.strerror})."
    except Exception as erreur:
        # Un défaut du programme, non du carnet : il ne doit ni arrêter les autres fiches ni montrer une trace.
        endroit = traceback.extract_tb(erreur.__traceback__)[-1]
        lieu_du_code = f"{Path(endroit.filename).name}, ligne {endroit.lineno}"
        raison = f"défaut du programme, à signaler : {erreur!r} ({lieu_du_code})."
    else:
        return Entree(
            statut="produite",
            duree_s=round(time.perf_counter() - debut, 3),
            empreinte=_empreinte(demande, lieu, commune),
            page=page.name,
            sha256=empreinte.sha256(page),
            indicateurs=indicateurs,
        )
    return _echec(demande, lieu, commune, time.perf_counter() - debut, raison)


def _fabriquer(demande: Demande, modele: NotebookNode, lieu: Departement) -> Path:
    """Écrit le carnet exécuté, même interrompu, puis la page ; rend le chemin de la page."""
    page = demande.dossier / f"{lieu.code}-{lieu.slug}.html"
    execute = page.with_suffix(".ipynb")
    # Le carnet lit les mêmes données et les mêmes commentaires que nous.
    os.environ |= {"FICHES_DONNEES": str(demande.donnees), "FICHES_COMMENTAIRES": str(demande.commentaires)}
    try:
        carnet = executer(
            modele,
            demande.valeurs(lieu),
            dans_ce_processus=SUR_PLACE,
            limite_s=demande.parametres.limite_par_cellule,
        )
    except CarnetInterrompu as erreur:
        ecrire(execute, nbformat.writes(erreur.carnet))
        raison = str(erreur).removesuffix(".")
        raise ErreurFiche(f"{raison}. Carnet exécuté, à ouvrir dans JupyterLab : {execute}") from erreur
    ecrire(execute, nbformat.writes(carnet))
    ecrire(page, exporter(carnet))
    return page


def _echec(demande: Demande, lieu: Departement, commune: str, duree: float, raison: str) -> Entree:
    """L’ancienne page est retirée : elle ne doit pas passer pour la nouvelle."""
    (demande.dossier / f"{lieu.code}-{lieu.slug}.html").unlink(missing_ok=True)
    return Entree("echec", round(duree, 3), _empreinte(demande, lieu, commune), erreur=raison)


def _a_jour(demande: Demande, ancienne: Entree, attendue: str) -> bool:
    if ancienne.empreinte != attendue or ancienne.page is None:  # une fiche en échec n’a pas de page
        return False
    page = demande.dossier / ancienne.page
    return page.exists() and empreinte.sha256(page) == ancienne.sha256


def _empreinte_commune(demande: Demande) -> str:
    return empreinte.combiner(
        empreinte.du_programme(),
        empreinte.sha256(demande.carnet),
        demande.parametres.model_dump_json(exclude=SANS_EFFET | {"reglages", "exceptions"}),
        Entrepot(demande.donnees).empreinte(demande.parametres.annee),
    )


def _empreinte(demande: Demande, lieu: Departement, commune: str) -> str:
    valeurs = json.dumps(demande.valeurs(lieu), sort_keys=True, default=str)
    # Les octets du commentaire, pas son texte : un commentaire illisible fait échouer sa fiche, pas la campagne.
    fichier = commentaires.chemin(lieu.code, demande.commentaires)
    return empreinte.combiner(commune, valeurs, empreinte.sha256(fichier) if fichier.is_file() else "")


def _provenance(demande: Demande, demonstration: bool) -> dict[str, object]:
    return {
        "annee": demande.parametres.annee,
        "demonstration": demonstration,
        "carnet": {"nom": demande.carnet.name, "sha256": empreinte.sha256(demande.carnet)},
        "archives": [p.model_dump() for p in Entrepot(demande.donnees).provenance(demande.parametres.annee)],
        "programme": empreinte.du_programme(),
        "versions": empreinte.versions(),
    }
