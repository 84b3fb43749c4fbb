"""Le diagramme des flux entre produits et pays, dans un sens d’échange."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from fiches.fiche.indicateurs import AUTRES, exiger_un_compte
from fiches.graphiques.dessin.dessin_flux import Cote, dessiner, ranger
from fiches.graphiques.dessin.table import tableau
from fiches.graphiques.figure import Figure, Mention, identifiant
from fiches.graphiques.mots import NOM_DU_SENS, enumerer, les_premiers, propre
from fiches.graphiques.partage import partageable
from fiches.graphiques.style import theme
from fiches.redaction import meur, millions, nombre, pourcentage

if TYPE_CHECKING:
    from fiches.fiche.echanges import Echanges


@partageable
def flux(echanges: Echanges, produits: int = 10, pays: int = 10, en_rouge: int = 5) -> Figure | Mention:
    """Diagramme de Sankey des flux entre les premiers produits et les premiers pays, en valeur.

    À l’export, les produits sont à gauche et les pays à droite ; à l’import, l’inverse. Ce qui n’est pas
    parmi les `produits` et les `pays` premiers est regroupé en « Autres » ; les `en_rouge` plus grands flux
    nommés sont en rouge. La table de la figure donne chaque flux en euros. Rend une `Mention` quand
    `echanges.motif` dit que le graphique n’a pas lieu d’être.
    """
    if echanges.motif is not None:
        return Mention(echanges.motif)
    exiger_un_compte("produits", produits, au_moins=1)
    exiger_un_compte("pays", pays, au_moins=1)
    table = echanges.flux(produits, pays, en_rouge)
    table = table.assign(
        libelle_produit=[propre(n, c) for n, c in zip(table["libelle_produit"], table["produit"], strict=True)],
        court_produit=[propre(n, c) for n, c in zip(table["court_produit"], table["produit"], strict=True)],
        libelle_pays=[propre(n, c) for n, c in zip(table["libelle_pays"], table["pays"], strict=True)],
    )
    par_produit, par_pays = ranger(table, "produit"), ranger(table, "pays")
    if echanges.sens == "E":
        sens, ordre, cotes = "export", "par produit et par pays", (par_produit, par_pays)
    else:
        sens, ordre, cotes = "import", "par pays et par produit", (par_pays, par_produit)
    lieu = propre(echanges.lieu.nom)
    titre = f"Flux à l’{sens} {ordre}, {lieu} (en valeur, {echanges.annee})"
    total = f"Total des {NOM_DU_SENS[echanges.sens]}\u00a0: {meur(echanges.valeur)}"
    alternative = _alternative(echanges, table, par_produit, par_pays)
    with theme():
        svg = dessiner(table, *cotes, lieu, total).svg(alternative)
    return Figure(
        identifiant=identifiant(f"flux-{sens}", echanges.lieu, (produits, 10), (pays, 10), (en_rouge, 5)),
        titre=titre,
        svg=svg,
        alternative=alternative,
        lecture=_lecture(echanges, table),
        source=echanges.source,
        table=_donnees(table),
        table_html=_croiser(titre, table, par_produit, par_pays),
        court=f"Flux {sens}, {lieu}",
    )


def _alternative(echanges: Echanges, table: pd.DataFrame, produits: Cote, pays: Cote) -> str:
    def premiers(cote: Cote) -> str:
        nommes = [(n, v) for c, n, v in zip(cote.codes, cote.noms, cote.totaux, strict=True) if c != AUTRES]
        return enumerer([f"{nom}, {meur(valeur)}" for nom, valeur in nommes[:5]])

    rouges = table[table["rouge"]]
    en_rouge = enumerer(
        [
            f"{produit} – {nom}, {meur(int(valeur))}"
            for produit, nom, valeur in zip(
                rouges["libelle_produit"], rouges["libelle_pays"], rouges["valeur"], strict=True
            )
        ]
    )
    listes = {
        "Premiers produits": premiers(produits),
        "Premiers pays": premiers(pays),
        f"En rouge, {les_premiers(len(rouges))} flux": en_rouge,
    }
    phrases = [
        f"Diagramme de flux, {propre(echanges.lieu.nom)}, {echanges.annee}",
        f"Total des {NOM_DU_SENS[echanges.sens]}\u00a0: {millions(echanges.valeur)}",
        *(f"{intitule}\u00a0: {contenu}" for intitule, contenu in listes.items() if contenu),
    ]
    return ". ".join(phrases) + "."


def _lecture(echanges: Echanges, table: pd.DataFrame) -> str:
    rouges = table[table["rouge"]]
    exemple = (table if rouges.empty else rouges).iloc[0]
    valeur = int(exemple["valeur"])
    phrases = [
        "la largeur d’un ruban est proportionnelle à la valeur échangée, en millions d’euros.",
        f"Le ruban «\u00a0{exemple['libelle_produit']} – {exemple['libelle_pays']}\u00a0» représente "
        f"{meur(valeur)}, soit {pourcentage(valeur / echanges.valeur)} des {NOM_DU_SENS[echanges.sens]} "
        f"{propre(echanges.lieu.de)}.",
    ]
    if not rouges.empty:
        phrases.append(f"En rouge, {les_premiers(len(rouges))} flux, hors «\u00a0Autres\u00a0».")
    return " ".join(phrases)


def _donnees(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Code produit": table["produit"],
            "Produit": table["libelle_produit"],
            "Code pays": table["pays"],
            "Pays": table["libelle_pays"],
            "Valeur (euros)": table["valeur"],
            "Mention": table["rouge"].map({True: _parmi(table), False: ""}),
        }
    ).reset_index(drop=True)


def _croiser(titre: str, table: pd.DataFrame, produits: Cote, pays: Cote) -> str:
    """Tableau croisé, produits en lignes et pays en colonnes, avec les totaux."""
    croise = table.pivot(index="produit", columns="pays", values="valeur").fillna(0)
    croise = croise.loc[produits.codes, pays.codes].astype("int64")
    lignes = [
        [nom, *(nombre(int(v), 0) for v in valeurs), nombre(total, 0)]
        for nom, valeurs, total in zip(produits.noms, croise.to_numpy(), produits.totaux, strict=True)
    ]
    rouges = table[table["rouge"]]
    notes = {
        (produits.codes.index(produit), 1 + pays.codes.index(code)): _parmi(table)
        for produit, code in zip(rouges["produit"], rouges["pays"], strict=True)
    }
    return tableau(
        f"{titre}, en euros",
        ["Produit", *pays.noms, "Total"],
        lignes,
        pied=["Total", *(nombre(v, 0) for v in [*pays.totaux, sum(pays.totaux)])],
        notes=notes,
    )


def _parmi(table: pd.DataFrame) -> str:
    """« parmi les cinq premiers » : ce que le rouge veut dire."""
    compte = int(table["rouge"].sum())
    return les_premiers(compte) if compte == 1 else f"parmi {les_premiers(compte)}"
