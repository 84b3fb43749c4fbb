"""Les archives des douanes : les recevoir (`importer`), les ranger et les relire (`Entrepot`)."""

from fiches.donnees.douane.catalogue import ArchiveImportee
from fiches.donnees.douane.compte_rendu import CompteRendu
from fiches.donnees.douane.entrepot import Entrepot
from fiches.donnees.douane.importation import importer

__all__ = ["ArchiveImportee", "CompteRendu", "Entrepot", "importer"]
