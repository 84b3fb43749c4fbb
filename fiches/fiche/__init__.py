"""Ce qu’un carnet importe : `Fiche`, le commerce d’un territoire, ses phrases, ses indicateurs."""

from fiches.fiche.fiche import Fiche

__all__ = ["Fiche"]
