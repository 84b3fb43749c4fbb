"""Aller chercher les archives des douanes là où elles sont publiées (`telecharger`)."""

from fiches.telechargement.recherche import OFFICIELS, Sites
from fiches.telechargement.telechargement import telecharger

__all__ = ["OFFICIELS", "Sites", "telecharger"]
