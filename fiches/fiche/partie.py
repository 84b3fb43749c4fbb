"""Une partie des échanges d’un territoire : ceux d’un pays, ou d’un produit."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Self

import pandas as pd

from fiches.fiche import indicateurs
from fiches.fiche.courant import Courant
from fiches.fiche.indicateurs import AUTRES
from fiches.redaction import accord, ordinal, pourcentage, texte

_RANGS = {
    ("pays", "E"): "pays de destination",
    ("pays", "I"): "pays d’origine",
    ("produit", "E"): "produits exportés",
    ("produit", "I"): "produits importés",
}


@dataclass(frozen=True, eq=False, kw_only=True)
class Partie(Courant):
    """Les échanges d’un territoire avec un pays, ou d’un produit ; une partie vide se lit et s’écrit comme une autre.

    `axe` dit ce qu’est `code` : « pays » ou « produit » ; `ensemble` : tous les échanges dont elle est une partie.
    """

    ensemble: Courant
    axe: Literal["pays", "produit"]
    code: str

    @classmethod
    def prise_dans(cls, ensemble: Courant, axe: Literal["pays", "produit"], code: str) -> Self:
        """La partie de `ensemble` dont l’`axe` a ce `code`, vide s’il n’y en a pas."""
        lignes = ensemble._lignes[ensemble._lignes[axe] == code].reset_index(drop=True)
        return cls(
            ensemble.sens, ensemble.lieu, ensemble.contexte, lignes, ensemble._origine, ensemble.trimestres_absents,
            ensemble=ensemble, axe=axe, code=code,
        )  # fmt: skip

    @cached_property
    def _detail(self) -> pd.DataFrame:
        detail = self.ensemble._detail
        return detail[detail[self.axe] == self.code].reset_index(drop=True)

    def _reduire(self, courant: Courant) -> Courant:
        return self.prise_dans(courant, self.axe, self.code)

    @property
    def libelle(self) -> str:
        """« États-Unis », « Boissons » : le nom du pays ou du produit."""
        return self._nommer_pays(self.code) if self.axe == "pays" else self._nommer_produit(self.code)

    @property
    def part(self) -> float | None:
        """Ratio dans tous les échanges du territoire dans ce sens ; None s’ils sont nuls."""
        return indicateurs.part(self.valeur, self.ensemble.valeur)

    @property
    def rang(self) -> int | None:
        """Rang parmi les pays partenaires ou les produits, 1 pour le premier ; None s’il n’en est pas ou n’a rien."""
        totaux = self.ensemble.totaux_par_pays if self.axe == "pays" else self.ensemble.totaux_par_produit
        classes = totaux[totaux[self.axe].isin(list(self._admis(self.axe)))][self.axe].tolist()
        return classes.index(self.code) + 1 if self.code in classes else None

    @texte
    def phrase(self) -> str:
        """Sa valeur, sa part, son rang et ce qui la compose, ou son absence, en une ou deux phrases."""
        if not self.valeur:
            return f"Aucune {self.nom_du_sens[:-1]} {self._precise} n’est enregistrée en {self.annee}."
        rang = f", au {ordinal(self.rang)} rang des {_RANGS[self.axe, self.sens]}" if self.rang else ""
        return (
            f"En {self.annee}, les {self.nom_du_sens} {self._precise} s’élèvent à {self.total}, soit "
            f"{self.ensemble.ecrire_part(self.valeur)} du total{rang}. {self._composition}"
        ).strip()

    @property
    def _composition(self) -> str:
        """« Premiers produits : … », « Seul pays : … » ; rien si aucun n’a de nom."""
        if self.axe == "pays":
            nom, noms, table, principaux = "produit", "produits", self.par_produit(3), self.principaux_produits()
        else:
            nom, noms, table, principaux = "pays", "pays", self.par_pays(3), self.principaux_pays()
        nommes = int((table[nom] != AUTRES).sum())
        if not nommes:
            return ""
        if len(table) == 1:  # sa part, le tout, n’apprend rien
            return f"Seul {nom} : {principaux.removesuffix(f' ({pourcentage(1)})')}."
        return f"{accord(nommes, f'Premier {nom}', f'Premiers {noms}')} : {principaux}."

    @property
    def _precise(self) -> str:
        """« du Lot vers les États-Unis », « de « Boissons » du Lot »."""
        if self.axe == "produit":
            return f"de « {self.libelle} » {self.lieu.de}"
        vers = "vers" if self.sens == "E" else "depuis"
        return f"{self.lieu.de} {vers} {self.contexte.libelles.pays_avec_article(self.code)}"
