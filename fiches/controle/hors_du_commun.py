"""Les lignes hors du commun : celles qui font un département à elles seules, celles dont le prix est hors norme."""

import pandas as pd

from fiches.controle import regles
from fiches.controle.constats import Constat, nommer, prix
from fiches.controle.matiere import Matiere
from fiches.redaction import accord, nombre, pourcentage


def lourdes(lignes: pd.DataFrame, matiere: Matiere) -> list[Constat]:
    """Les lignes seules qui font un département (`mesures.lignes_lourdes`)."""
    seuil = pourcentage(regles.PART_LIGNE, 0)
    if lignes.empty:
        phrase = f"Aucune ligne ne pèse à elle seule plus de {seuil} d’un département dans un sens."
        return [Constat("information", "lignes seules", phrase)]
    cas = [f"{matiere.ligne(ligne)}, {pourcentage(ligne['part'])}" for ligne in lignes.to_dict("records")]
    verbe = accord(len(cas), "ligne pèse à elle seule", "lignes pèsent chacune")
    phrase = f"{nombre(len(cas), 0)} {verbe} plus de {seuil} de l’année d’un département dans son sens : {nommer(cas)}."
    conseil = "Cherchez la livraison qui l’explique, et nommez-la ; sinon, faites vérifier le montant par les douanes."
    return [Constat("à regarder", "lignes seules", phrase, conseil)]


def valeur_masse(lignes: pd.DataFrame, matiere: Matiere) -> list[Constat]:
    """Les lignes dont le rapport valeur/masse est hors norme pour leur produit (`mesures.hors_norme`)."""
    if lignes.empty:
        phrase = "Aucun rapport valeur/masse n’est hors norme pour son produit."
        return [Constat("information", "valeur et masse", phrase)]
    cas = [
        f"{matiere.ligne(ligne)}, {prix(ligne['rapport'])} €/kg au lieu de {prix(ligne['norme'])} €/kg"
        for ligne in lignes.to_dict("records")
    ]
    verbe = accord(len(cas), "ligne a un rapport", "lignes ont un rapport")
    produit = accord(len(cas), "son produit", "leur produit")
    phrase = f"{nombre(len(cas), 0)} {verbe} valeur/masse hors norme pour {produit} : {nommer(cas)}."
    conseil = "Comparez chaque montant au même courant des autres trimestres, et faites vérifier ceux qui pèsent."
    return [Constat("à regarder", "valeur et masse", phrase, conseil)]
