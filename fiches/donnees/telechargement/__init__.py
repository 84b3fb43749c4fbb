"""Aller chercher les archives des douanes là où elles sont publiées (`telecharger`)."""

from fiches.donnees.telechargement.telechargement import OFFICIELS, Sites, telecharger

__all__ = ["OFFICIELS", "Sites", "telecharger"]
