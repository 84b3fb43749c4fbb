"""Les données des douanes : les recevoir (`importer`), les lire (`Entrepot`), en simuler (`preparer`)."""

from fiches.douane.catalogue import Provenance
from fiches.douane.compte_rendu import CompteRendu
from fiches.douane.demonstration import ecrire_demonstration, preparer
from fiches.douane.entrepot import Entrepot
from fiches.douane.importation import importer

__all__ = ["CompteRendu", "Entrepot", "Provenance", "ecrire_demonstration", "importer", "preparer"]
