"""Relire ce qui a été produit : chaque page d’un dossier contre les règles du projet et contre `campagne.json`."""

from fiches.campagne.verification.constat import Remarque, conclure, resumer
from fiches.campagne.verification.verification import verifier

__all__ = ["Remarque", "conclure", "resumer", "verifier"]
