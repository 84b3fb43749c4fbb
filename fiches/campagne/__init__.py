"""Produire des fiches : ce qui est à refaire, en parallèle, avec un manifeste toujours vrai."""

from fiches.campagne.assemblage import assembler
from fiches.campagne.deroulement import Bilan, Suivi, produire

__all__ = ["Bilan", "Suivi", "assembler", "produire"]
