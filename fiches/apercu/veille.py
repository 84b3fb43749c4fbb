"""Suivre les fichiers dont dépend la page, et la refaire à chaque enregistrement."""

import threading
from collections.abc import Callable
from pathlib import Path

from watchfiles import Change, watch

from fiches.apercu.chaud import Chaud
from fiches.apercu.fabrique import Sujet
from fiches.apercu.serveur import Panneau, Serveur
from fiches.page.gabarit import GABARITS
from fiches.socle.chemins import CARNETS, PAQUET, PARAMS

_SUIVIS = {".ipynb", ".yml", ".yaml", ".md", ".py", ".j2", ".css", ".json", ".svg", ".png", ".jpg", ".jpeg", ".csv"}


def suivre(sujet: Sujet, ouvrir: Callable[[str], object], fin: threading.Event | None = None) -> None:
    """Sert l’aperçu jusqu’à Ctrl-C (`KeyboardInterrupt`), ou jusqu’à `fin` ; `ouvrir` reçoit son adresse.

    Lève `ErreurDemande` si la demande est fausse dès le départ ; ensuite, une faute se montre dans la page.
    """
    dossiers = a_suivre(sujet)
    panneau = Panneau()
    with Serveur(panneau) as serveur:
        chaud = Chaud(sujet, panneau.afficher)
        try:
            chaud.refaire()
            ouvrir(serveur.adresse)
            for changements in watch(
                *dossiers, watch_filter=compte, recursive=False, debounce=400, step=50, rust_timeout=500, stop_event=fin
            ):
                if any(_est_du_programme(Path(chemin)) for _, chemin in changements):
                    chaud.fermer(attendre=False)
                    chaud = Chaud(sujet, panneau.afficher)
                chaud.refaire()
        finally:
            chaud.fermer(attendre=True)
            serveur.shutdown()


def a_suivre(sujet: Sujet) -> list[Path]:
    """Les dossiers à suivre : un fichier remplacé ou supprimé se voit par son dossier. Lève `ErreurDemande`."""
    demande = sujet.demande()
    dossiers = {CARNETS, PARAMS, sujet.params.resolve().parent, demande.carnet(demande.lieux[0]).resolve().parent}
    # Les données aussi : un import change leur catalogue.
    dossiers |= {
        dossier.resolve()
        for dossier in (*map(demande.commentaires, demande.lieux), demande.donnees)
        if dossier.is_dir()
    }
    dossiers |= {PAQUET, *(d for d in PAQUET.rglob("*") if d.is_dir() and d.name != "__pycache__")}
    return sorted(dossiers)


def compte(_changement: Change, chemin: str) -> bool:
    """Vrai si le fichier peut changer la page ; un nom en « . » est celui d’un fichier en cours d’écriture."""
    fichier = Path(chemin)
    return fichier.suffix.lower() in _SUIVIS and not fichier.name.startswith(".")


def _est_du_programme(fichier: Path) -> bool:
    """Vrai si le processus chaud l’a déjà chargé ; les gabarits, eux, sont relus à chaque page."""
    return fichier.is_relative_to(PAQUET) and not fichier.is_relative_to(GABARITS)
