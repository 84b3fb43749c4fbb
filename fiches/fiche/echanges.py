"""Les exportations ou les importations d’un territoire, telles que le carnet et les graphiques les lisent.

Les attributs numériques sont en euros ou en ratios, exacts ; les textes arrivent prêts à lire
(« 636,4 millions d’euros »).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from fiches.donnees.lieu import Departement
from fiches.donnees.sens import Sens
from fiches.fiche import indicateurs
from fiches.fiche.contexte import Comparaison
from fiches.fiche.courant import Courant
from fiches.fiche.partie import Partie
from fiches.fiche.rendue import rendue
from fiches.redaction import texte
from fiches.socle.erreurs import ErreurFiche

_RATTACHES_A_PARIS = ("B06Z", "D35A")
"""Hydrocarbures naturels, électricité : le lieu où siègent leurs importateurs, non celui où ils arrivent."""


@dataclass(frozen=True, eq=False)
class Echanges(Courant):
    """Tous les échanges d’un territoire dans un sens.

    `comparaisons` donne la part dans chaque territoire plus grand (« region », « france »), du plus proche au plus
    lointain ; `sans_objet`, pourquoi ils ne se montrent pas.
    """

    comparaisons: Mapping[str, Comparaison] = field(default_factory=dict)
    sans_objet: str | None = None

    # --- ce que les graphiques lisent
    @property
    def motif(self) -> str | None:
        """Phrase à montrer quand le graphique n’a pas lieu d’être, sinon None."""
        if self.sans_objet is not None:
            return self.sans_objet
        if self.valeur == 0:
            return f"Aucune {self.nom_du_sens[:-1]} n’est enregistrée {self.lieu.dans} en {self.annee}."
        return None

    @property
    @rendue
    def flux_par_pays(self) -> pd.DataFrame:
        """Tous les flux vers un pays partenaire, du plus grand au plus petit : `produit`, `pays`, `valeur` (euros)."""
        return indicateurs.flux_detailles(self._lignes, self.contexte.libelles.partenaires)

    @rendue
    def flux(self, produits: int = 10, pays: int = 10, en_rouge: int = 5) -> pd.DataFrame:
        """Flux entre les premiers produits et les premiers pays, le reste en « Autres ».

        Colonnes `produit`, `libelle_produit`, `court_produit`, `pays`, `libelle_pays`, `valeur` (euros)
        et `rouge` (vrai pour les `en_rouge` plus grands flux nommés).
        """
        libelles = self.contexte.libelles
        codes_produits = indicateurs.premiers(self.totaux_par_produit, "produit", produits, libelles.produits_nommables)
        codes_pays = indicateurs.premiers(self.totaux_par_pays, "pays", pays, libelles.partenaires)
        table = indicateurs.flux(self._lignes, codes_produits, codes_pays, en_rouge)
        return table.assign(
            libelle_produit=table["produit"].map(self._nommer_produit),
            court_produit=table["produit"].map(self._abreger_produit),
            libelle_pays=table["pays"].map(self._nommer_pays),
        )[["produit", "libelle_produit", "court_produit", "pays", "libelle_pays", "valeur", "rouge"]]

    def rouge_partiel(self, produits: int = 10, pays: int = 10, en_rouge: int = 5) -> bool:
        """Vrai si un flux plus grand que l’un de ceux en rouge (voir `flux`) est réuni dans « Autres »."""
        return indicateurs.depasses(self.flux(produits, pays, en_rouge), self.flux_par_pays)

    # --- une partie d’entre eux
    def vers(self, pays: str) -> Partie:
        """Ce qui est exporté vers un pays, par son code ou son nom : `vers("US")`, `vers("États-Unis")`."""
        return self._avec(pays, "E")

    def depuis(self, pays: str) -> Partie:
        """Ce qui est importé d’un pays, par son code ou son nom : `depuis("CN")`, `depuis("Chine")`."""
        return self._avec(pays, "I")

    def produit(self, produit: str) -> Partie:
        """Les échanges d’un produit (A129), par son code ou son nom : `produit("C30C")`, `produit("Boissons")`."""
        return Partie.prise_dans(self, "produit", self.contexte.libelles.trouver_produit(produit))

    def _avec(self, pays: str, sens: Sens) -> Partie:
        if self.sens != sens:
            juste, faux = ("vers", "depuis") if self.sens == "E" else ("depuis", "vers")
            raise ErreurFiche(f"les {self.nom_du_sens} se disent avec « {juste} » : .{juste}({pays!r}), non .{faux}")
        return Partie.prise_dans(self, "pays", self.contexte.libelles.trouver_pays(pays))

    # --- ce que le récit lit
    @texte
    def bilan(self) -> str:
        """Le total et sa part dans chaque territoire plus grand, en une phrase ; rien s’il y a un `motif`."""
        if self.motif:
            return ""
        de_qui = "" if isinstance(self.lieu, Departement) else f" {self.lieu.de}"
        parts = [
            f"soit {c.texte} de la valeur {'exportée' if self.sens == 'E' else 'importée'} {c.complement}"
            for c in self.comparaisons.values()
        ]
        return ", ".join([f"Total des {self.nom_du_sens}{de_qui} : {self.total}", *parts]) + "."

    @texte
    def convention(self) -> str:
        """Le rappel de ce que les douanes rattachent à Paris, là où ce produit vient en tête ; sinon rien."""
        ou = {"75": "Paris", "region-11": "Paris, donc à l’Île-de-France"}.get(self.lieu.code)
        premiers = [*self.par_produit(1)["produit"].head(1), *self.flux_par_pays["produit"].head(1)]
        rattache = next((code for code in premiers if code in _RATTACHES_A_PARIS), None)
        if ou is None or rattache is None or self.sens == "E":
            return ""
        return (
            f"Par convention, les importations de gaz naturel et d’électricité sont rattachées à {ou} : le poids de "
            f"« {self._nommer_produit(rattache)} » n’y mesure pas une activité locale."
        )

    @property
    def rang(self) -> int:
        """1 + le nombre de lieux du même genre qui échangent plus dans ce sens.

        Source : HMRC, *Regional Trade Statistics*.
        """
        return 1 + sum(valeur > self.valeur for valeur in self._origine.totaux(self.sens, self.lieu).values())

    @property
    def nombre_de_pays(self) -> int:
        """Nombre de pays partenaires."""
        codes = set(self.totaux_par_pays["pays"])
        return len(codes & self.contexte.libelles.partenaires)

    @property
    def indicateurs(self) -> dict[str, Any]:
        """Les chiffres non arrondis, en euros et ratios : total, parts, produits, pays, flux en rouge."""
        produits, pays, flux = self.par_produit(), self.par_pays(), self.flux()
        return {
            "total": self.valeur,
            "part_region": self._ratio("region"),
            "part_france": self._ratio("france"),
            "produits": produits[["produit", "libelle", "valeur"]].to_dict("records"),
            "pays": pays[["pays", "libelle", "valeur"]].to_dict("records"),
            "flux_en_rouge": flux.loc[flux["rouge"], ["produit", "pays", "valeur"]].to_dict("records"),
        }

    def _ratio(self, niveau: str) -> float | None:
        return self.comparaisons[niveau].ratio if niveau in self.comparaisons else None
