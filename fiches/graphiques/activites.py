"""Les principales activités : un compartiment par produit, d’aire proportionnelle à la valeur."""

from functools import partial

import pandas as pd

from fiches.donnees.sens import NOM_DU_SENS
from fiches.fiche.commerce import Territoire
from fiches.fiche.indicateurs import exiger_un_compte
from fiches.graphiques.appel import graphique
from fiches.graphiques.dessin.compartiments import Produit
from fiches.graphiques.dessin.dessin_activites import SENS, dessiner
from fiches.graphiques.dessin.table import tableau
from fiches.graphiques.dessin.toile import hauteur_en_points
from fiches.graphiques.figure import Figure, Mention, identifiant
from fiches.graphiques.mots import enumerer, part, propre
from fiches.redaction import meur, millions
from fiches.redaction import nombre as ecrire_nombre

_COULEURS = {"I": "en bleu", "E": "en violet"}
_COTES = {"I": "à gauche", "E": "à droite"}


@graphique
def activites(territoire: Territoire, nombre: int = 10, *, hauteur: float | None = None) -> Figure | Mention:
    """Carte proportionnelle des `nombre` premiers produits de chaque sens, le reste en « Autres produits ».

    Importations en bleu, exportations en violet ; les aires se comparent d’un sens à l’autre. Un produit
    trop petit pour être nommé porte un numéro, expliqué dessous. La table de la figure donne les valeurs
    en euros et les parts en ratio du total du sens. `hauteur` : celle du dessin, numéros expliqués non compris, en
    millimètres sur le papier. Rend une `Mention` quand `territoire.motif` dit que le
    graphique n’a pas lieu d’être.
    """
    if territoire.motif is not None:
        return Mention(territoire.motif)
    exiger_un_compte("nombre", nombre, au_moins=1)
    table = territoire.activites(nombre)
    table = table[table["valeur"] > 0]
    produits = [
        Produit(sens, propre(nom, code), propre(court, code), int(valeur), float(part))
        for sens, code, nom, court, valeur, part in zip(
            *(table[c] for c in ("sens", "produit", "libelle", "court", "valeur", "part")), strict=True
        )
    ]
    titre = f"Principales activités à l’import et à l’export, {propre(territoire.lieu.nom)} ({territoire.annee})"
    alternative = _alternative(titre, territoire, produits)
    totaux = _totaux(territoire)
    toile = dessiner(produits, totaux["I"], totaux["E"], hauteur_en_points(hauteur))
    return Figure(
        identifiant=identifiant("activites", territoire.lieu, territoire.annee, (nombre, 10)),
        titre=titre,
        dessin=toile.svg,
        alternative=alternative,
        lecture=_lecture(territoire, produits),
        source=territoire.source,
        _table=_donnees(produits, table["produit"].tolist()),
        tableau=partial(_en_tableau, totaux, produits),
        court=f"Activités, {propre(territoire.lieu.nom)}",
    )


def _alternative(titre: str, territoire: Territoire, produits: list[Produit]) -> str:
    phrases = [titre]
    for sens, echanges in (("I", territoire.importations), ("E", territoire.exportations)):
        liste_du_sens = [
            f"{p.nom}, {meur(p.valeur)} ({part(p.valeur, echanges.valeur)})" for p in produits if p.sens == sens
        ]
        if liste_du_sens:
            phrases.append(f"{SENS[sens]}\u00a0: {millions(echanges.valeur)}, dont {enumerer(liste_du_sens)}")
        else:
            phrases.append(f"{SENS[sens]}\u00a0: aucune")
    solde = territoire.exportations.valeur - territoire.importations.valeur
    return ". ".join([*phrases, f"Solde\u00a0: {meur(solde, signe=True)}"]) + "."


def _totaux(territoire: Territoire) -> dict[str, int]:
    return {"I": territoire.importations.valeur, "E": territoire.exportations.valeur}


def _lecture(territoire: Territoire, produits: list[Produit]) -> str:
    totaux = _totaux(territoire)
    premiers = {sens: next(p for p in produits if p.sens == sens) for sens in SENS if totaux[sens]}
    couleurs, exemples, nomme = list[str](), list[str](), ""
    for sens, p in premiers.items():
        cote = f", {_COTES[sens]}" if len(premiers) == 2 else ""
        couleurs.append(f"{NOM_DU_SENS[sens]} {_COULEURS[sens]}{cote}")
        sujet = "" if p.nom == nomme else f"«\u00a0{p.nom}\u00a0» représente "
        exemples.append(f"{sujet}{meur(p.valeur)}, soit {part(p.valeur, totaux[sens])} des {NOM_DU_SENS[sens]}")
        nomme = p.nom
    absences = "".join(f" Aucune {NOM_DU_SENS[sens][:-1]} n’est enregistrée." for sens in SENS if sens not in premiers)
    return (
        f"l’aire d’un compartiment est proportionnelle à sa valeur ({', '.join(couleurs)}). "
        f"En {territoire.annee}, {', et '.join(exemples)}.{absences}"
    )


def _donnees(produits: list[Produit], codes: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Sens": [SENS[p.sens] for p in produits],
            "Code produit": codes,
            "Produit": [p.nom for p in produits],
            "Valeur (euros)": [p.valeur for p in produits],
            "Part du total": [p.part for p in produits],
        }
    )


def _en_tableau(totaux: dict[str, int], produits: list[Produit], titre: str) -> str:
    return tableau(
        f"{titre}, valeur en euros et part du total de chaque sens",
        ["Produit", "Sens", "Valeur", "Part"],
        [
            [p.nom, SENS[p.sens], ecrire_nombre(p.valeur, 0), part(p.valeur, totaux[p.sens], court=True)]
            for p in produits
        ],
    )
