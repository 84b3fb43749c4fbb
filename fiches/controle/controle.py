"""Ce que le carnet de contrôle importe : `Controle(annee)`, ses constats, ses figures et ses tableaux."""

from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from fiches.carnet import lectures, parametres
from fiches.controle import (
    accord,
    boites,
    chaleur,
    contenu,
    evolutions,
    examen,
    mesures,
    tableaux,
    totaux_dessines,
    unites,
)
from fiches.controle.matiere import Matiere
from fiches.controle.regles import Regles
from fiches.controle.tableaux import Constats
from fiches.donnees.demonstration import preparer
from fiches.donnees.douane import Entrepot
from fiches.donnees.douane.compte_rendu import cumuler_inconnus
from fiches.graphiques import Figure, Mention
from fiches.graphiques.style import presenter
from fiches.redaction import accord as accorder
from fiches.redaction import majuscule, nombre_en_lettres, texte
from fiches.socle.chemins import PARAMS, dossier_donnees


class Controle:
    """Le contrôle des données d’une année, trimestre par trimestre, département par département.

    `params` est le fichier de paramètres qui porte les totaux publiés (un nom seul se cherche dans `params/`) ; ils
    ne servent que pour l’année de ce fichier. Sans données pour l’année de démonstration, elle est fabriquée.
    Lève `ErreurDonnees` si l’année manque, `ErreurDemande` si le fichier de paramètres est faux.

    >>> controle = Controle(2024)
    >>> controle.publiable
    True
    """

    regles = Regles()

    def __init__(
        self,
        annee: int | str,
        params: str | Path = "edition-2024.yml",
        donnees: Path | None = None,
    ) -> None:
        self.annee = int(annee)
        dossier = donnees or dossier_donnees()
        self._entrepot = Entrepot(dossier)
        # Une année incomplète se contrôle ; une année absente, non.
        if not self._entrepot.couverture(self.annee):
            self._entrepot = preparer(dossier, self.annee)
        reglages = parametres.lire(PARAMS / params)
        self._references = reglages.references if reglages.annee == self.annee else parametres.References()
        self.couverture = self._entrepot.couverture(self.annee)
        self.demonstration = self._entrepot.demonstration(self.annee)
        self._noter_entete()

    # --- les mesures
    @cached_property
    def matiere(self) -> Matiere:
        """Les lignes de l’année, et celles de l’année d’avant si elles se comparent."""
        avant = self.annee - 1
        couverture = self._entrepot.couverture(avant)
        # Des données vraies et des données simulées ne se comparent pas.
        comparable = bool(couverture) and self._entrepot.demonstration(avant) == self.demonstration
        return Matiere(
            self.annee,
            self._entrepot.lignes(self.annee).to_pandas(),
            self.couverture,
            self._entrepot.lignes(avant).to_pandas() if comparable else None,
            couverture if comparable else (),
            cumuler_inconnus(self._entrepot.provenance(self.annee)),
            self._entrepot.libelles(self.annee),
        )

    @property
    def lignes(self) -> pd.DataFrame:
        """Toutes les lignes de l’année, codes affichés ; `valeur` en euros, `masse` en kilogrammes."""
        return self.matiere.lignes

    @cached_property
    def par_trimestre(self) -> pd.DataFrame:
        """Par flux et trimestre : lignes, valeur (euros), masse (kilogrammes)."""
        return mesures.par_trimestre(self.lignes)

    @property
    def annee_avant(self) -> pd.DataFrame | None:
        """Par flux et département, les trimestres de l’année d’avant ; None si elle manque ou ne se compare pas."""
        return self.matiere.departements_avant

    @property
    def trimestres(self) -> pd.DataFrame:
        """Chaque trimestre de chaque département, comparé à son année et à l’année d’avant."""
        return self.matiere.trimestres

    @cached_property
    def lignes_lourdes(self) -> pd.DataFrame:
        """Les lignes qui, seules, font une grande part d’un département qui a une fiche."""
        return mesures.lignes_lourdes(self.lignes[self.lignes["departement"].isin(self.matiere.publies)])

    @cached_property
    def hors_norme(self) -> pd.DataFrame:
        """Les lignes au rapport valeur/masse hors norme pour leur produit."""
        return mesures.hors_norme(self.lignes)

    @cached_property
    def codes_speciaux(self) -> pd.DataFrame:
        """Le poids des codes qui ne sont pas des pays."""
        return contenu.speciaux(self.matiere)

    @cached_property
    def comparaisons(self) -> list[accord.Rapprochement]:
        """Les totaux publiés face à ceux des données."""
        return accord.comparer(self.lignes, self._references, self.couverture)

    # --- ce qu’elles disent
    @cached_property
    def constats(self) -> Constats:
        """Tous les constats, les bloquants d’abord."""
        return Constats(
            examen.classer([
                *contenu.origine(self.annee, self.demonstration),
                *accord.constater(self.comparaisons, self._references, self.annee),
                *examen.examiner(self.matiere),
            ])
        )  # fmt: skip

    @property
    def publiable(self) -> bool:
        """Vrai si aucun constat n’est bloquant."""
        return not any(c.degre == "bloquant" for c in self.constats)

    @texte
    def bilan(self) -> str:
        """La conclusion du contrôle, en une ou deux phrases."""
        bloquants, a_regarder = (sum(c.degre == degre for c in self.constats) for degre in ("bloquant", "à regarder"))
        if bloquants:
            mots = accorder(bloquants, "constat est bloquant", "constats sont bloquants")
            verdict = (
                f"{nombre_en_lettres(bloquants)} {mots} : les données de {self.annee} ne peuvent pas être publiées."
            )
        else:
            verdict = f"aucun constat n’est bloquant pour les données de {self.annee}."
        if a_regarder:
            mots = accorder(a_regarder, "constat est", "constats sont")
            verdict += f" {nombre_en_lettres(a_regarder).capitalize()} {mots} à regarder."
        if self.demonstration:
            verdict += " Ce sont des données de démonstration : rien n’est à publier."
        return majuscule(verdict)

    @texte
    def source(self) -> str:
        """La phrase de source des données."""
        if self.demonstration:
            return f"Source : données de démonstration, simulées au format des douanes pour {self.annee}."
        return f"Source : DGDDI, statistiques régionales et départementales du commerce extérieur, {self.annee}."

    # --- figures et tableaux du carnet
    def figure_trimestres(self) -> Figure:
        """Les totaux de chaque flux, trimestre par trimestre."""
        avant = None if self.annee_avant is None else self.annee_avant.groupby("flux").sum()
        return totaux_dessines.trimestres(self.par_trimestre, avant, self.annee, self.source)

    def figure_regions(self) -> Figure:
        """Les totaux de chaque région."""
        return totaux_dessines.regions(mesures.par_region(self.lignes), self.matiere.region, self.annee, self.source)

    def figure_departements(self) -> Figure:
        """Chaque trimestre de chaque département, face à la médiane de l’année."""
        return chaleur.dessiner(self.trimestres, self.matiere.departement, self.annee, self.source)

    def figure_valeur_masse(self, produits: int = 20) -> Figure | Mention:
        """Les rapports valeur/masse des produits, et les lignes hors norme ; une mention si rien n’a de masse."""
        if not (self.lignes["masse"] > 0).any():
            return Mention("Aucune ligne n’a de masse : il n’y a pas de prix du kilogramme à montrer.")
        return boites.dessiner(
            self.lignes, self.hors_norme, self.matiere.libelles.produit_court, produits, self.annee, self.source
        )

    def tableau_archives(self) -> tableaux.Detail:
        """Les archives dont vient chaque trimestre."""
        return tableaux.archives(self._entrepot.provenance(self.annee))

    def tableau_references(self) -> tableaux.Detail | Mention:
        """Les totaux publiés face à ceux des données."""
        return tableaux.references(self.comparaisons)

    def tableau_inconnus(self) -> tableaux.Detail | Mention:
        """Les codes absents des nomenclatures, avec leurs lignes et leur valeur."""
        return tableaux.inconnus(self._entrepot.provenance(self.annee))

    def tableau_prix(self) -> tableaux.Detail | Mention:
        """Les prix moyens des produits, face à leur repère."""
        return tableaux.prix_moyens(unites.prix_moyens(self.lignes), self.matiere)

    def tableau_evolutions(self) -> tableaux.Detail | Mention:
        """Les produits et les pays qui sautent."""
        return tableaux.evolutions(evolutions.trouver(self.matiere), self.matiere)

    def tableau_sauts(self) -> tableaux.Detail | Mention:
        """Les trimestres absents ou qui sautent."""
        return tableaux.sauts(self.trimestres, self.matiere.departement)

    def tableau_lignes_lourdes(self) -> tableaux.Detail | Mention:
        """Les lignes qui, seules, font une grande part de leur département."""
        return tableaux.lignes_lourdes(self.lignes_lourdes, self.matiere)

    def tableau_hors_norme(self) -> tableaux.Detail | Mention:
        """Les lignes au rapport valeur/masse hors norme."""
        return tableaux.hors_norme(self.hors_norme, self.matiere)

    def tableau_codes_speciaux(self) -> tableaux.Detail | Mention:
        """Le poids des codes qui ne sont pas des pays."""
        return tableaux.codes_speciaux(self.codes_speciaux, self.matiere.libelles.pays)

    @property
    def _titre(self) -> str:
        return f"Contrôle des données – commerce extérieur – {self.annee}"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return presenter(self._titre)

    def _noter_entete(self) -> None:
        lectures.noter_entete(
            {
                "titre": self._titre,
                "description": f"Contrôle de qualité des données des douanes de {self.annee}",
                "annee": self.annee,
                "demonstration": self.demonstration,
                "source": self.source,
                "date": f"année {self.annee}",
            }
        )
