"""La matière du contrôle : les lignes d’une année, celles de l’année d’avant, et leurs sommes par code."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from fiches.controle import mesures
from fiches.donnees import nomenclatures, territoires
from fiches.donnees.libelles import Libelles
from fiches.donnees.sens import NOM_DU_SENS
from fiches.redaction import majuscule


@dataclass(frozen=True)
class Matiere:
    """Ce que les règles du contrôle lisent ; `lignes` et `avant` ont les colonnes de `mesures`.

    `avant` est None si l’année d’avant manque ; `inconnus` donne, par axe, les codes absents des nomenclatures avec
    leurs lignes et leur valeur en euros.
    """

    annee: int
    lignes: pd.DataFrame
    couverture: mesures.Couverture
    avant: pd.DataFrame | None = None
    couverture_avant: mesures.Couverture = ()
    inconnus: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)
    libelles: Libelles = field(default_factory=Libelles)

    @cached_property
    def publies(self) -> list[str]:
        """Les codes des départements qui ont une fiche."""
        return [d.code for d in territoires.departements_publies()]

    @cached_property
    def totaux(self) -> pd.Series:
        """Valeur de chaque flux présent (index), en euros."""
        sommes = self.lignes.groupby("flux")["valeur"].sum()
        return sommes.set_axis(sommes.index.astype(str))

    @cached_property
    def departements(self) -> pd.DataFrame:
        """Par flux et département publié, valeur de chaque trimestre."""
        return mesures.par_departement(self.lignes, self.publies)

    @cached_property
    def departements_avant(self) -> pd.DataFrame | None:
        """Les mêmes, un an avant ; None sans année d’avant."""
        return None if self.avant is None else mesures.par_departement(self.avant, self.publies)

    @cached_property
    def trimestres(self) -> pd.DataFrame:
        """Chaque trimestre de chaque département, comparé à son année et à l’année d’avant."""
        return mesures.trimestres(self.departements, self.couverture, self.departements_avant)

    # --- comment nommer les codes
    @cached_property
    def _departements(self) -> Mapping[str, str]:
        return {str(code): str(nom) for code, nom in nomenclatures.departements()["nom"].items()}

    @cached_property
    def _regions(self) -> Mapping[str, str]:
        return {str(code): str(nom) for code, nom in nomenclatures.regions()["nom"].items()}

    def departement(self, code: str) -> str:
        """« Lot » ; le code lui-même s’il est inconnu."""
        return self._departements.get(code, code)

    def region(self, code: str) -> str:
        """« Occitanie » ; le code lui-même s’il est inconnu."""
        return self._regions.get(code, code)

    def nommer(self, axe: str, code: str) -> str:
        """« Boissons (C11Z) », « Allemagne (DE) », « CPF4 1101 »."""
        if axe == "cpf4":
            return f"CPF4 {code}"
        nom = self.libelles.produit_court(code) if axe == "produit" else self.libelles.pays(code)
        return f"{majuscule(nom)} ({code})" if nom != code else code

    def ligne(self, ligne: dict[Any, Any]) -> str:
        """« Lozère, exportations, T1, Sidérurgie (CPF4 2432), Italie »."""
        return (
            f"{self.departement(ligne['departement'])}, {NOM_DU_SENS[ligne['flux']]}, T{ligne['trimestre']}, "
            f"{self.libelles.produit_court(ligne['produit'])} (CPF4 {ligne['cpf4']}), "
            f"{self.libelles.pays(ligne['pays'])}"
        )


def periode(trimestres: Collection[int]) -> str:
    """« T1 », « T1, T3 »."""
    return ", ".join(f"T{t}" for t in sorted(set(trimestres)))
