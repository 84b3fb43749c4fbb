"""Relire ce qui a été produit : chaque page d’un dossier contre les règles du projet et contre `campagne.json`."""

from fiches.verification.constat import Constat, conclure, resumer
from fiches.verification.verification import verifier

__all__ = ["Constat", "conclure", "resumer", "verifier"]
