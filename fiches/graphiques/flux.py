"""Le diagramme des flux entre produits et pays, dans un sens d’échange."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from fiches.donnees.sens import NOM_DU_SENS
from fiches.fiche.echanges import Echanges
from fiches.fiche.indicateurs import AUTRES, exiger_un_compte
from fiches.graphiques.appel import graphique
from fiches.graphiques.dessin.dessin_flux import Bout, Cote, Flux, dessiner, ranger
from fiches.graphiques.dessin.table import tableau
from fiches.graphiques.dessin.toile import hauteur_en_points
from fiches.graphiques.figure import Figure, Mention, identifiant
from fiches.graphiques.mots import enumerer, legende_du_rouge, mention_du_rouge, part, propre
from fiches.redaction import meur, millions, nombre


@graphique
def flux(
    echanges: Echanges, produits: int = 10, pays: int = 10, en_rouge: int = 5, *, hauteur: float | None = None
) -> Figure | Mention:
    """Diagramme de Sankey des flux entre les premiers produits et les premiers pays, en valeur.

    À l’export, les produits sont à gauche et les pays à droite ; à l’import, l’inverse. Ce qui n’est pas
    parmi les `produits` et les `pays` premiers est regroupé en « Autres » ; les `en_rouge` plus grands flux
    nommés sont en rouge. La table de la figure donne chaque flux en euros. `hauteur` : celle du dessin, en millimètres
    sur le papier. Rend une `Mention` quand
    `echanges.motif` dit que le graphique n’a pas lieu d’être.
    """
    if echanges.motif is not None:
        return Mention(echanges.motif)
    exiger_un_compte("produits", produits, au_moins=1)
    exiger_un_compte("pays", pays, au_moins=1)
    flux = _lire(echanges.flux(produits, pays, en_rouge))
    partiel = echanges.rouge_partiel(produits, pays, en_rouge)
    par_produit, par_pays = ranger(flux, "produit"), ranger(flux, "pays")
    if echanges.sens == "E":
        sens, ordre, cotes = "export", "par produit et par pays", (par_produit, par_pays)
    else:
        sens, ordre, cotes = "import", "par pays et par produit", (par_pays, par_produit)
    lieu = propre(echanges.lieu.nom)
    titre = f"Flux à l’{sens} {ordre}, {lieu} (en valeur, {echanges.annee})"
    total = f"Total des {NOM_DU_SENS[echanges.sens]}\u00a0: {meur(echanges.valeur)}"
    alternative = _alternative(echanges, flux, par_produit, par_pays, partiel)
    mention = mention_du_rouge(sum(f.rouge for f in flux), partiel)
    toile = dessiner(flux, *cotes, lieu, total, partiel, hauteur_en_points(hauteur))
    return Figure(
        identifiant=identifiant(
            f"flux-{sens}", echanges.lieu, echanges.annee, (produits, 10), (pays, 10), (en_rouge, 5)
        ),
        titre=titre,
        dessin=toile.svg,
        alternative=alternative,
        lecture=_lecture(echanges, flux, partiel),
        source=echanges.source,
        _table=_donnees(flux, mention),
        tableau=partial(_croiser, flux, par_produit, par_pays, mention),
        court=f"Flux {sens}, {lieu}",
    )


def _lire(table: pd.DataFrame) -> list[Flux]:
    """Les flux de `Echanges.flux`, du plus grand au plus petit, leurs noms rendus inoffensifs."""
    colonnes = ("produit", "libelle_produit", "court_produit", "pays", "libelle_pays", "valeur", "rouge")
    return [
        Flux(
            Bout(produit, propre(nom_produit, produit), propre(court, produit)),
            Bout(pays, nom := propre(nom_pays, pays), nom),
            int(valeur),
            bool(rouge),
        )
        for produit, nom_produit, court, pays, nom_pays, valeur, rouge in zip(
            *(table[colonne].tolist() for colonne in colonnes), strict=True
        )
    ]


def _alternative(echanges: Echanges, flux: Sequence[Flux], produits: Cote, pays: Cote, partiel: bool) -> str:
    def premiers(cote: Cote) -> str:
        nommes = [(n, v) for c, n, v in zip(cote.codes, cote.noms, cote.totaux, strict=True) if c != AUTRES]
        return enumerer([f"{nom}, {meur(valeur)}" for nom, valeur in nommes[:5]])

    rouges = [f for f in flux if f.rouge]
    listes = {
        "Premiers produits": premiers(produits),
        "Premiers pays": premiers(pays),
        f"En rouge, {legende_du_rouge(len(rouges), partiel)}": enumerer(
            [f"{f.produit.nom} – {f.pays.nom}, {meur(f.valeur)}" for f in rouges]
        ),
    }
    phrases = [
        f"Diagramme de flux, {propre(echanges.lieu.nom)}, {echanges.annee}",
        f"Total des {NOM_DU_SENS[echanges.sens]}\u00a0: {millions(echanges.valeur)}",
        *(f"{intitule}\u00a0: {contenu}" for intitule, contenu in listes.items() if contenu),
    ]
    return ". ".join(phrases) + "."


def _lecture(echanges: Echanges, flux: Sequence[Flux], partiel: bool) -> str:
    rouges = [f for f in flux if f.rouge]
    exemple = (rouges or flux)[0]
    phrases = [
        "la largeur d’un ruban est proportionnelle à la valeur échangée, en millions d’euros.",
        f"Le ruban «\u00a0{exemple.produit.nom} – {exemple.pays.nom}\u00a0» représente "
        f"{meur(exemple.valeur)}, soit {part(exemple.valeur, echanges.valeur)} des "
        f"{NOM_DU_SENS[echanges.sens]} {propre(echanges.lieu.de)}.",
    ]
    if rouges:
        phrases.append(f"En rouge, {legende_du_rouge(len(rouges), partiel)}, hors «\u00a0Autres\u00a0».")
    return " ".join(phrases)


def _donnees(flux: Sequence[Flux], mention: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Code produit": [f.produit.code for f in flux],
            "Produit": [f.produit.nom for f in flux],
            "Code pays": [f.pays.code for f in flux],
            "Pays": [f.pays.nom for f in flux],
            "Valeur (euros)": [f.valeur for f in flux],
            "Mention": [mention if f.rouge else "" for f in flux],
        }
    )


def _croiser(flux: Sequence[Flux], produits: Cote, pays: Cote, mention: str, titre: str) -> str:
    """Tableau croisé, produits en lignes et pays en colonnes, avec les totaux."""
    valeurs = {(f.produit.code, f.pays.code): f.valeur for f in flux}
    lignes = [
        [nom, *(nombre(valeurs.get((produit, code), 0), 0) for code in pays.codes), nombre(total, 0)]
        for produit, nom, total in zip(produits.codes, produits.noms, produits.totaux, strict=True)
    ]
    notes = {
        (produits.codes.index(f.produit.code), 1 + pays.codes.index(f.pays.code)): mention for f in flux if f.rouge
    }
    return tableau(
        f"{titre}, en euros",
        ["Produit", *pays.noms, "Total"],
        lignes,
        pied=["Total", *(nombre(v, 0) for v in [*pays.totaux, sum(pays.totaux)])],
        notes=notes,
    )
