"""Aller chercher les archives des douanes là où elles sont publiées (`telecharger`)."""

from fiches.donnees.telechargement.recherche import OFFICIELS, Sites
from fiches.donnees.telechargement.telechargement import telecharger

__all__ = ["OFFICIELS", "Sites", "telecharger"]
