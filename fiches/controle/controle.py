"""Ce que le carnet de contrôle importe : `Controle(annee)`, ses constats, ses figures et ses tableaux."""

from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from fiches.carnet import lectures, parametres
from fiches.controle import accord, barres, boites, chaleur, constats, mesures, tableaux
from fiches.controle.constats import Constat, Noms
from fiches.controle.regles import Regles
from fiches.controle.tableaux import Constats
from fiches.donnees import nomenclatures, territoires
from fiches.donnees.demonstration import preparer
from fiches.donnees.douane import Entrepot
from fiches.graphiques import Figure, Mention
from fiches.graphiques.style import css_figures, css_polices
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
        params: str | Path = "commerce-exterieur-2024.yml",
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
        self.libelles = self._entrepot.libelles(self.annee)
        self._codes = [d.code for d in territoires.departements_publies()]
        self._noms = {
            **nomenclatures.departements()["nom"],
            **{f"R{code}": nom for code, nom in nomenclatures.regions()["nom"].items()},
        }

        self._noms_de_ligne = Noms(self.departement, self.libelles.produit_court, self.libelles.pays)
        self._noter_entete()

    # --- les mesures
    @cached_property
    def lignes(self) -> pd.DataFrame:
        """Toutes les lignes de l’année, codes affichés ; `valeur` en euros, `masse` en kilogrammes."""
        lignes: pd.DataFrame = self._entrepot.lignes(self.annee).to_pandas()
        return lignes

    @cached_property
    def par_trimestre(self) -> pd.DataFrame:
        """Par flux et trimestre : lignes, valeur (euros), masse (kilogrammes)."""
        return mesures.par_trimestre(self.lignes)

    @cached_property
    def annee_avant(self) -> pd.DataFrame | None:
        """Par flux et département, les trimestres de l’année d’avant ; None si elle manque.

        Des données vraies et des données simulées ne se comparent pas : None aussi.
        """
        avant = self.annee - 1
        if not self._entrepot.couverture(avant) or self._entrepot.demonstration(avant) != self.demonstration:
            return None
        return self._par_departement(self._entrepot.lignes(avant).to_pandas())

    @cached_property
    def trimestres(self) -> pd.DataFrame:
        """Chaque trimestre de chaque département, comparé à son année et à l’année d’avant."""
        return mesures.trimestres(self._par_departement(self.lignes), self.couverture, self.annee_avant)

    @cached_property
    def lignes_lourdes(self) -> pd.DataFrame:
        """Les lignes qui, seules, font une grande part d’un département qui a une fiche."""
        return mesures.lignes_lourdes(self.lignes[self.lignes["departement"].isin(self._codes)])

    @cached_property
    def hors_norme(self) -> pd.DataFrame:
        """Les lignes au rapport valeur/masse hors norme pour leur produit."""
        return mesures.hors_norme(self.lignes)

    @cached_property
    def codes_speciaux(self) -> pd.DataFrame:
        """Le poids des codes qui ne sont pas des pays."""
        pays = nomenclatures.pays()
        return mesures.codes_speciaux(self.lignes, list(pays.index[pays["special"]]))

    @cached_property
    def comparaisons(self) -> list[accord.Rapprochement]:
        """Les totaux publiés face à ceux des données."""
        return accord.comparer(self.lignes, self._references, self.couverture)

    def _par_departement(self, lignes: pd.DataFrame) -> pd.DataFrame:
        return mesures.par_departement(lignes, self._codes)

    # --- ce qu’elles disent
    @cached_property
    def constats(self) -> Constats:
        """Tous les constats, les bloquants d’abord."""
        references = self._references
        tous: list[Constat] = [
            *constats.origine(self.annee, self.demonstration),
            *constats.completude(self.annee, self.couverture),
            *constats.totaux(self.par_trimestre, self.annee),
            *constats.references(self.comparaisons, references.tolerance, references.source, self.annee),
            *constats.inconnus(self._entrepot.provenance(self.annee)),
            *constats.departements(self.trimestres, self.departement),
            *constats.lignes_lourdes(self.lignes_lourdes, self._noms_de_ligne),
            *constats.valeur_masse(self.hors_norme, self._noms_de_ligne),
            *constats.codes_speciaux(self.codes_speciaux, self.libelles.pays),
        ]
        return Constats(sorted(tous, key=lambda c: constats.DEGRES.index(c.degre)))

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

    def departement(self, code: str) -> str:
        """« Lot » ; le code lui-même s’il est inconnu."""
        return str(self._noms.get(code, code))

    def region(self, code: str) -> str:
        """« Occitanie » ; le code lui-même s’il est inconnu."""
        return str(self._noms.get(f"R{code}", code))

    # --- figures et tableaux du carnet
    def figure_trimestres(self) -> Figure:
        """Les totaux de chaque flux, trimestre par trimestre."""
        avant = None if self.annee_avant is None else self.annee_avant.groupby("flux").sum()
        return barres.trimestres(self.par_trimestre, avant, self.annee, self.source)

    def figure_regions(self) -> Figure:
        """Les totaux de chaque région."""
        return barres.regions(mesures.par_region(self.lignes), self.region, self.annee, self.source)

    def figure_departements(self) -> Figure:
        """Chaque trimestre de chaque département, face à la médiane de l’année."""
        return chaleur.dessiner(self.trimestres, self.departement, self.annee, self.source)

    def figure_valeur_masse(self, produits: int = 20) -> Figure:
        """Les rapports valeur/masse des produits, et les lignes hors norme."""
        return boites.dessiner(
            self.lignes, self.hors_norme, self.libelles.produit_court, produits, self.annee, self.source
        )

    def tableau_archives(self) -> tableaux.Tableau:
        """Les archives dont vient chaque trimestre."""
        return tableaux.archives(self._entrepot.provenance(self.annee))

    def tableau_references(self) -> tableaux.Tableau | Mention:
        """Les totaux publiés face à ceux des données."""
        return tableaux.references(self.comparaisons)

    def tableau_inconnus(self) -> tableaux.Tableau | Mention:
        """Les codes absents des nomenclatures, avec leurs lignes et leur valeur."""
        return tableaux.inconnus(self._entrepot.provenance(self.annee))

    def tableau_sauts(self) -> tableaux.Tableau | Mention:
        """Les trimestres absents ou qui sautent."""
        return tableaux.sauts(self.trimestres, self.departement)

    def tableau_lignes_lourdes(self) -> tableaux.Tableau | Mention:
        """Les lignes qui, seules, font une grande part de leur département."""
        return tableaux.lignes_lourdes(self.lignes_lourdes, self._noms_de_ligne)

    def tableau_hors_norme(self) -> tableaux.Tableau | Mention:
        """Les lignes au rapport valeur/masse hors norme."""
        return tableaux.hors_norme(self.hors_norme, self._noms_de_ligne)

    def tableau_codes_speciaux(self) -> tableaux.Tableau | Mention:
        """Le poids des codes qui ne sont pas des pays."""
        return tableaux.codes_speciaux(self.codes_speciaux, self.libelles.pays)

    @property
    def _titre(self) -> str:
        return f"Contrôle des données – commerce extérieur – {self.annee}"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            "text/plain": self._titre,
            "text/html": f"<style>{css_polices()}{css_figures()}</style><p><strong>{self._titre}</strong></p>",
        }

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
