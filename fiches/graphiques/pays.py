"""Les principaux pays partenaires : importations à gauche, exportations à droite, solde au bout."""

from functools import partial

import pandas as pd

from fiches.fiche.commerce import Territoire
from fiches.fiche.indicateurs import exiger_un_compte
from fiches.graphiques.appel import graphique
from fiches.graphiques.dessin.dessin_pays import Partenaire, dessiner
from fiches.graphiques.dessin.table import tableau
from fiches.graphiques.dessin.toile import hauteur_en_points
from fiches.graphiques.figure import Figure, Mention, identifiant
from fiches.graphiques.mots import enumerer, propre
from fiches.redaction import meur
from fiches.redaction import nombre as ecrire_nombre


@graphique
def pays(territoire: Territoire, nombre: int = 10, *, hauteur: float | None = None) -> Figure | Mention:
    """Barres opposées des `nombre` premiers pays par importations + exportations, à la même échelle.

    Le solde (exportations − importations) porte son signe, en plus de sa couleur. La table de la figure
    donne les montants en euros. `hauteur` : celle du dessin, en millimètres sur le papier. Rend une
    `Mention` quand `territoire.motif` dit que le graphique n’a pas lieu d’être, ou qu’aucun partenaire n’est connu.
    """
    lieu, annee = propre(territoire.lieu.nom), territoire.annee
    if territoire.motif is not None:
        return Mention(territoire.motif)
    exiger_un_compte("nombre", nombre, au_moins=1)
    table = territoire.pays(nombre)
    if table.empty:
        return Mention(f"Aucun pays partenaire n’est identifié {territoire.lieu.dans} en {annee}.")
    partenaires = [
        Partenaire(propre(libelle, code), int(importations), int(exportations), int(solde))
        for code, libelle, importations, exportations, solde in zip(
            *(table[c] for c in ("pays", "libelle", "importations", "exportations", "solde")), strict=True
        )
    ]
    titre = f"Principaux pays à l’import et à l’export, {lieu} ({annee})"
    alternative = _alternative(titre, partenaires)
    return Figure(
        identifiant=identifiant("pays", territoire.lieu, annee, (nombre, 10)),
        titre=titre,
        dessin=dessiner(partenaires, hauteur_en_points(hauteur)).svg,
        alternative=alternative,
        lecture=_lecture(partenaires[0], annee, "seul" if len(partenaires) == 1 < nombre else "premier"),
        source=territoire.source,
        _table=_donnees(table["pays"].tolist(), partenaires),
        tableau=partial(_en_tableau, partenaires),
        court=f"Pays, {lieu}",
    )


def _alternative(titre: str, partenaires: list[Partenaire]) -> str:
    detail = enumerer(
        [
            f"{p.nom}, {_montant('importation', p.importations)}, {_montant('exportation', p.exportations)}, "
            f"solde {meur(p.solde, signe=True)}"
            for p in partenaires
        ]
    )
    return f"{titre}. {detail}."


def _montant(nom: str, valeur: int) -> str:
    """« exportations 6,0 M€ » ou « aucune exportation »."""
    return f"{nom}s {meur(valeur)}" if valeur else f"aucune {nom}"


def _lecture(premier: Partenaire, annee: int, rang: str) -> str:
    importe, exporte, solde = premier.importations, premier.exportations, meur(premier.solde, signe=True)
    if importe and exporte:
        detail = f"les importations valent {meur(importe)}, les exportations {meur(exporte)} et le solde {solde}."
    else:
        sens, absent = ("importation", "exportation") if importe else ("exportation", "importation")
        detail = f"les {sens}s valent {meur(importe or exporte)} et le solde {solde}, sans aucune {absent}."
    return (
        "les barres sont à la même échelle des deux côtés\u202f; le solde est la différence entre exportations "
        f"et importations. En {annee}, pour le {rang} partenaire ({premier.nom}), {detail}"
    )


def _donnees(codes: list[str], partenaires: list[Partenaire]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Code pays": codes,
            "Pays": [p.nom for p in partenaires],
            "Importations (euros)": [p.importations for p in partenaires],
            "Exportations (euros)": [p.exportations for p in partenaires],
            "Solde (euros)": [p.solde for p in partenaires],
        }
    )


def _en_tableau(partenaires: list[Partenaire], titre: str) -> str:
    return tableau(
        f"{titre}, en euros",
        ["Pays", "Importations", "Exportations", "Solde"],
        [
            [
                p.nom,
                ecrire_nombre(p.importations, 0),
                ecrire_nombre(p.exportations, 0),
                ecrire_nombre(p.solde, 0, signe=True),
            ]
            for p in partenaires
        ],
    )
