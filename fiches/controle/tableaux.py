"""Les tableaux du contrôle : les cas que les constats ne font que compter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from fiches.controle.accord import Rapprochement
from fiches.controle.constats import NOM_DES_AXES, Constat, Nommer, prix
from fiches.controle.evolutions import AVANT
from fiches.controle.matiere import Matiere, periode
from fiches.donnees.douane import ArchiveImportee
from fiches.donnees.douane.compte_rendu import cumuler_inconnus
from fiches.donnees.sens import NOM_DU_SENS
from fiches.graphiques import Mention
from fiches.graphiques.dessin.table import tableau
from fiches.graphiques.style import GRIS, ROUGE
from fiches.graphiques.tableau import MONTREES, note
from fiches.redaction import majuscule, nombre, pourcentage, typographier

COULEURS = {"bloquant": ROUGE, "à regarder": "#8a4b00", "information": GRIS}


@dataclass(frozen=True)
class Detail:
    """Un tableau du contrôle, la première colonne nommant les lignes ; se montre en HTML dans un carnet."""

    titre: str
    entetes: Sequence[str]
    lignes: Sequence[Sequence[str]] = field(repr=False)

    def html(self) -> str:
        """Le tableau, dans une région qui défile."""
        contenu = tableau(self.titre, self.entetes, self.lignes[:MONTREES])
        region = f'<div class="cadre" role="region" tabindex="0" aria-label="{escape(self.titre)}">{contenu}</div>'
        return f'<div class="fiche-figure">{region}{note(len(self.lignes))}</div>'

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {"text/html": self.html(), "text/plain": self.titre}


class Constats(list[Constat]):
    """Les constats ; se montrent en liste dans un carnet, chacun précédé de son degré."""

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        elements = "".join(
            f'<li><strong style="color:{COULEURS[c.degre]}">{majuscule(c.degre)}</strong> ({escape(c.sujet)}) – '
            f"{escape(c.phrase)} <em>{escape(c.conseil)}</em></li>"
            for c in self
        )
        texte = "\n".join(map(str, self))
        return {"text/html": f"<ul>{elements}</ul>", "text/plain": texte}


def archives(tables: Iterable[ArchiveImportee]) -> Detail:
    """Archive, SHA-256, lignes et valeur de chaque trimestre-flux."""
    lignes = [
        [
            f"{NOM_DU_SENS[p.flux].capitalize()}, T{p.trimestre}",
            f"{p.archive} ({p.sha256[:12]}…)",
            nombre(p.lignes),
            nombre(p.valeur),
        ]
        for p in tables
    ]
    return Detail("Archives lues", ["Trimestre", "Archive (début du SHA-256)", "Lignes", "Valeur (euros)"], lignes)


def references(comparaisons: Sequence[Rapprochement]) -> Detail | Mention:
    """Totaux publiés et calculés, en euros, et leur écart."""
    lignes = [
        [
            f"{NOM_DU_SENS[c.flux].capitalize()} {c.de}",
            nombre(c.publie),
            nombre(c.calcule),
            nombre(c.ecart, signe=True),
            c.verdict,
        ]
        for c in comparaisons
    ]
    entetes = ["Total", "Publié (euros)", "Dans les données (euros)", "Écart (euros)", "Accord"]
    return _ou_rien("Totaux publiés et totaux des données", entetes, lignes, "Aucun total publié n’est à comparer.")


def inconnus(tables: Iterable[ArchiveImportee]) -> Detail | Mention:
    """Codes inconnus, leurs lignes et leur valeur."""
    lignes = [
        [f"{NOM_DES_AXES[axe].capitalize()} {code}", nombre(n), nombre(valeur)]
        for axe, codes in sorted(cumuler_inconnus(tables).items())
        for code, (n, valeur) in sorted(codes.items(), key=lambda c: (-c[1][1], c[0]))
    ]
    return _ou_rien("Codes relevés", ["Code", "Lignes", "Valeur (euros)"], lignes, "Aucun code inconnu.")


def prix_moyens(table: pd.DataFrame, matiere: Matiere) -> Detail | Mention:
    """Prix moyens des produits face à leur repère, les plus éloignés d’abord (`unites.prix_moyens`)."""
    ordre = np.log(table["rapport"]).abs().sort_values(ascending=False, kind="stable").index
    lignes = [
        [
            f"{NOM_DU_SENS[p['flux']].capitalize()}, {matiere.nommer('produit', p['produit'])}",
            prix(p["prix"]),
            prix(p["repere"]),
            "non" if p["hors"] else "oui",
        ]
        for p in table.loc[ordre].to_dict("records")
    ]
    entetes = ["Produit", "Prix moyen (€/kg)", "Repère (€/kg)", "Plausible"]
    return _ou_rien("Prix moyens des produits", entetes, lignes, "Aucun produit n’a assez de lignes avec une masse.")


def evolutions(table: pd.DataFrame, matiere: Matiere) -> Detail | Mention:
    """Produits, pays et classes CPF4 qui sautent (`evolutions.trouver`)."""
    lignes = [
        [
            f"{NOM_DU_SENS[c['flux']].capitalize()}, {matiere.nommer(c['axe'], c['code'])}, {periode(c['trimestres'])}",
            nombre(c["valeur"], 0),
            nombre(c["reference"], 0),
            AVANT[c["quand"]],
        ]
        for c in table.to_dict("records")
    ]
    entetes = ["Produit ou pays", "Valeur (euros)", "Comparée à (euros)", "Quand"]
    return _ou_rien("Produits et pays qui sautent", entetes, lignes, "Aucun produit ni aucun pays ne saute.")


def sauts(trimestres: pd.DataFrame, departement: Nommer) -> Detail | Mention:
    """Trimestres absents ou qui sautent, face à leur année et à l’année d’avant."""
    choix = trimestres[trimestres["absent"] | trimestres["saut"]]
    lignes = [
        [
            f"{departement(t['departement'])}, {NOM_DU_SENS[t['flux']]}, T{t['trimestre']}",
            *(nombre(t[c], 0) if pd.notna(t[c]) else "–" for c in ("valeur", "habituel", "annee_avant")),
        ]
        for t in choix.to_dict("records")
    ]
    entetes = ["Trimestre", "Valeur (euros)", "Médiane de l’année (euros)", "Un an avant (euros)"]
    vide = "Aucun trimestre n’est absent ni ne saute."
    return _ou_rien("Trimestres absents ou qui sautent", entetes, lignes, vide)


def lignes_lourdes(lignes: pd.DataFrame, matiere: Matiere) -> Detail | Mention:
    """Lignes seules et leur part de l’année du département."""
    contenu = [
        [matiere.ligne(ligne), nombre(ligne["valeur"]), pourcentage(ligne["part"])]
        for ligne in lignes.to_dict("records")
    ]
    entetes = ["Ligne", "Valeur (euros)", "Part du département"]
    return _ou_rien("Lignes relevées pour leur poids", entetes, contenu, "Aucune ligne ne pèse autant.")


def hors_norme(lignes: pd.DataFrame, matiere: Matiere) -> Detail | Mention:
    """Lignes au rapport valeur/masse hors norme."""
    contenu = [
        [
            matiere.ligne(ligne),
            nombre(ligne["valeur"]),
            nombre(ligne["masse"]),
            prix(ligne["rapport"]),
            prix(ligne["norme"]),
        ]
        for ligne in lignes.to_dict("records")
    ]
    entetes = ["Ligne", "Valeur (euros)", "Masse (kg)", "Rapport (€/kg)", "Médiane du produit (€/kg)"]
    return _ou_rien(
        "Lignes relevées pour leur rapport valeur/masse", entetes, contenu, "Aucun rapport n’est hors norme."
    )


def codes_speciaux(table: pd.DataFrame, pays: Nommer) -> Detail | Mention:
    """Poids de chaque code qui n’est pas un pays."""
    lignes = [
        [
            f"{NOM_DU_SENS[c['flux']].capitalize()}, {pays(c['pays'])} ({c['pays']})",
            nombre(c["valeur"]),
            pourcentage(c["part"], 2),
        ]
        for c in table.to_dict("records")
    ]
    entetes = ["Code", "Valeur (euros)", "Part du flux"]
    return _ou_rien("Valeur sous ces codes", entetes, lignes, "Aucun code spécial dans les données.")


def _ou_rien(titre: str, entetes: Sequence[str], lignes: Sequence[Sequence[str]], vide: str) -> Detail | Mention:
    return Detail(titre, entetes, lignes) if lignes else Mention(typographier(vide))
