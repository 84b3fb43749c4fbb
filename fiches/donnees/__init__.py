"""Les données : archives des douanes, démonstration, téléchargement, nomenclatures et territoires."""

from fiches.donnees.demonstration import ecrire_demonstration, preparer
from fiches.donnees.douane import Entrepot, importer

__all__ = ["Entrepot", "ecrire_demonstration", "importer", "preparer"]
