"""Une archive simulée au format des douanes, pour essayer sans données réelles."""

from fiches.donnees.demonstration.demonstration import ecrire_demonstration, preparer

__all__ = ["ecrire_demonstration", "preparer"]
