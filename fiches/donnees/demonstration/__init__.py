"""Une archive simulée au format des douanes, pour essayer sans données réelles."""

from fiches.donnees.demonstration.demonstration import ANNEE, ecrire_demonstration, preparer

__all__ = ["ANNEE", "ecrire_demonstration", "preparer"]
