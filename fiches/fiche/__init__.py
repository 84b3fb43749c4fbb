"""Ce qu’un carnet importe : `Fiche`, `lire`, le commerce d’un territoire, ses phrases, ses indicateurs."""

from fiches.fiche.fiche import Fiche
from fiches.fiche.fichiers import lire

__all__ = ["Fiche", "lire"]
