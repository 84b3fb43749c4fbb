"""Les principales activités : un compartiment par produit, d’aire proportionnelle à la valeur."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from fiches.graphiques.dessin_activites import SENS, dessiner
from fiches.graphiques.figure import Figure, Mention, identifiant
from fiches.graphiques.mots import NOM_DU_SENS, propre
from fiches.graphiques.style import theme
from fiches.graphiques.table import tableau
from fiches.redaction import liste, meur, millions, pourcentage
from fiches.redaction import nombre as ecrire_nombre

if TYPE_CHECKING:
    from fiches.commerce import Territoire


def activites(territoire: Territoire, nombre: int = 10) -> Figure | Mention:
    """Carte proportionnelle des `nombre` premiers produits de chaque sens, le reste en « Autres produits ».

    Importations en bleu, exportations en violet ; les aires se comparent d’un sens à l’autre. Un produit
    trop petit pour être nommé porte un numéro, expliqué dessous. La table de la figure donne les valeurs
    en euros et les parts en ratio du total du sens. Rend une `Mention` quand `territoire.motif` dit que le
    graphique n’a pas lieu d’être.
    """
    if territoire.motif is not None:
        return Mention(territoire.motif)
    table = territoire.activites(nombre)
    table = table[table["valeur"] > 0]
    table = table.assign(
        libelle=[propre(n, c) for n, c in zip(table["libelle"], table["produit"], strict=True)],
        court=[propre(n, c) for n, c in zip(table["court"], table["produit"], strict=True)],
    )
    lieu = propre(territoire.lieu.nom)
    titre = f"Principales activités à l’import et à l’export, {lieu} ({territoire.annee})"
    alternative = _alternative(titre, territoire, table)
    with theme():
        toile = dessiner(table, territoire.importations.valeur, territoire.exportations.valeur)
        svg = toile.svg(alternative)
    return Figure(
        identifiant=identifiant("activites", territoire.lieu, (nombre, 10)),
        titre=titre,
        svg=svg,
        alternative=alternative,
        lecture=_lecture(territoire, table),
        source=territoire.source,
        table=_donnees(table),
        table_html=_en_tableau(titre, table),
    )


def _alternative(titre: str, territoire: Territoire, table: pd.DataFrame) -> str:
    phrases = [titre]
    for sens, nom in SENS.items():
        produits = [
            f"{ligne.libelle}, {meur(ligne.valeur)} ({pourcentage(ligne.part)})"
            for ligne in table[table["sens"] == sens].itertuples()
        ]
        total = (territoire.importations if sens == "I" else territoire.exportations).valeur
        if produits:
            phrases.append(f"{nom}\u00a0: {millions(total)}, dont " + "\u202f; ".join(produits))
        else:
            phrases.append(f"{nom}\u00a0: aucune")
    phrases.append(f"Solde\u00a0: {meur(_solde(territoire), signe=True)}")
    return ". ".join(phrases) + "."


def _lecture(territoire: Territoire, table: pd.DataFrame) -> str:
    exemples = []
    for sens, nom in NOM_DU_SENS.items():
        produits = table[table["sens"] == sens]
        if not produits.empty:
            premier = produits.iloc[0]
            exemples.append(
                f"«\u00a0{premier['libelle']}\u00a0» représente {meur(int(premier['valeur']))}, "
                f"soit {pourcentage(float(premier['part']))} des {nom}"
            )
    absents = [NOM_DU_SENS[sens] for sens in SENS if sens not in set(table["sens"])]
    absence = "".join(f" Aucune {nom[:-1]} n’est enregistrée." for nom in absents)
    couleurs = "importations en bleu, à gauche, exportations en violet, à droite"
    return (
        f"l’aire d’un compartiment est proportionnelle à sa valeur ({couleurs}). "
        f"En {territoire.annee}, {liste(exemples)}.{absence}"
    )


def _solde(territoire: Territoire) -> int:
    return territoire.exportations.valeur - territoire.importations.valeur


def _donnees(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Sens": table["sens"].map(SENS),
            "Code produit": table["produit"],
            "Produit": table["libelle"],
            "Valeur (euros)": table["valeur"],
            "Part du total": table["part"],
        }
    ).reset_index(drop=True)


def _en_tableau(titre: str, table: pd.DataFrame) -> str:
    return tableau(
        f"{titre}, valeur en euros et part du total de chaque sens",
        ["Produit", "Sens", "Valeur", "Part"],
        [
            [ligne.libelle, SENS[ligne.sens], ecrire_nombre(ligne.valeur, 0), pourcentage(ligne.part)]
            for ligne in table.itertuples()
        ],
    )
