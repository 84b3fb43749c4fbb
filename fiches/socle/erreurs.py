"""Les erreurs du projet : chacune se lit telle quelle, sans trace d’exécution.

Un message nomme le fichier, la ligne ou le code en cause, puis ce qu’il faut faire.
"""

import errno
import traceback
from pathlib import Path


class ErreurFiches(Exception):
    """Racine des erreurs annoncées à l’analyste."""

    def _render_traceback_(self) -> list[str]:
        """Ce que JupyterLab en montre : la phrase d’abord, la trace ensuite, pour qui veut savoir d’où elle vient."""
        return [str(self), "", "".join(traceback.format_exception(self))]


class ErreurDemande(ErreurFiches):
    """La demande elle-même est fausse : rien n’est écrit (code de sortie 2)."""


class ErreurDonnees(ErreurDemande):
    """Un fichier reçu est refusé, ou les données demandées manquent."""


class ErreurFiche(ErreurFiches):
    """Une fiche échoue ; les autres se font (code de sortie 1)."""


_RAISONS = {
    errno.EACCES: "accès refusé",
    errno.EEXIST: "ce nom est déjà pris",
    errno.EFBIG: "fichier trop gros pour ce disque",
    errno.EISDIR: "c’est un dossier",
    errno.ENAMETOOLONG: "nom trop long",
    errno.ENOENT: "il n’existe pas",
    errno.ENOLCK: "ce disque, sans doute un partage de réseau, ne sait pas réserver un fichier",
    errno.ENOSPC: "il n’y a plus de place sur le disque",
    errno.ENOTDIR: "un dossier de ce chemin n’en est pas un",
    errno.EPERM: "accès refusé",
    errno.EDQUOT: "il n’y a plus de place sur le disque",
    errno.EIO: "le disque ne répond pas",
    errno.EROFS: "le disque est en lecture seule",
}


DISQUE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
"""Ce qui empêcherait d’écrire aussi tout autre fichier : il n’y a pas de place, ou pas le droit."""


def raison_du_systeme(erreur: OSError) -> str:
    """Pourquoi le système a refusé, en français ; ses propres mots si le cas n’est pas prévu."""
    return _RAISONS.get(erreur.errno or 0) or str(erreur.strerror or erreur)


def defaut_du_programme(erreur: Exception) -> str:
    """Ce qu’on dit d’une exception que rien n’annonçait : elle, et la ligne d’où elle vient, sans trace."""
    endroit = traceback.extract_tb(erreur.__traceback__)[-1]
    return f"défaut du programme, à signaler : {erreur!r} ({Path(endroit.filename).name}, ligne {endroit.lineno})."
