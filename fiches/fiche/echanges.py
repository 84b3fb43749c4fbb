"""Les exportations ou les importations d’un territoire, telles que le carnet et les graphiques les lisent.

Les attributs numériques sont en euros ou en ratios, exacts ; les textes arrivent prêts à lire
(« 636,4 millions d’euros »).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import pandas as pd

from fiches.donnees.sens import NOM_DU_SENS, Sens
from fiches.donnees.territoires import Departement, Lieu
from fiches.fiche import indicateurs
from fiches.fiche.contexte import Comparaison, Contexte, EnContexte
from fiches.fiche.indicateurs import AUTRES
from fiches.fiche.rendue import rendue
from fiches.redaction import Texte, liste, millions, pourcentage, texte

_RATTACHES_A_PARIS = ("B06Z", "D35A")
"""Hydrocarbures naturels, électricité : le lieu où siègent leurs importateurs, non celui où ils arrivent."""


@dataclass(frozen=True, eq=False)
class Echanges(EnContexte):
    """Échanges d’un territoire dans un sens.

    `lignes` a les colonnes `produit`, `pays`, `valeur` (euros). `comparaisons` donne la part dans chaque
    territoire plus grand (« region », « france »), du plus proche au plus lointain. `trimestres_absents` : ceux (1 à 4)
    où les données n’ont aucune ligne du territoire dans ce sens, alors qu’elles en ont aux autres.
    """

    sens: Sens
    lieu: Lieu
    contexte: Contexte
    _lignes: pd.DataFrame
    comparaisons: Mapping[str, Comparaison] = field(default_factory=dict)
    sans_objet: str | None = None
    trimestres_absents: tuple[int, ...] = ()

    # --- ce que les graphiques lisent
    @property
    def lignes(self) -> pd.DataFrame:
        """Ses lignes, agrégées : `produit`, `pays`, `valeur` (euros)."""
        return self._lignes.copy()

    @cached_property
    def valeur(self) -> int:
        """Total, en euros."""
        return int(self._lignes["valeur"].sum())

    @property
    def nom_du_sens(self) -> str:
        """« exportations » ou « importations »."""
        return NOM_DU_SENS[self.sens]

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
    def totaux_par_produit(self) -> pd.DataFrame:
        """Tous les produits, du premier au dernier, même sans nom : `produit`, `valeur` (euros)."""
        return indicateurs.totaux(self._lignes, "produit")

    @property
    @rendue
    def totaux_par_pays(self) -> pd.DataFrame:
        """Tous les pays, du premier au dernier, codes spéciaux compris : `pays`, `valeur` (euros)."""
        return indicateurs.totaux(self._lignes, "pays")

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

    @rendue
    def par_produit(self, nombre: int = 10) -> pd.DataFrame:
        """Premiers produits puis « Autres produits » : `produit`, `libelle`, `court`, `valeur` (euros), `part`."""
        admis = self.contexte.libelles.produits_nommables
        table = indicateurs.classement(self.totaux_par_produit, "produit", nombre, admis)
        noms, courts = table["produit"].map(self._nommer_produit), table["produit"].map(self._abreger_produit)
        return table.assign(libelle=noms, court=courts)[["produit", "libelle", "court", "valeur", "part"]]

    @rendue
    def par_pays(self, nombre: int = 10) -> pd.DataFrame:
        """Premiers pays puis « Autres pays » : colonnes `pays`, `libelle`, `valeur` (euros), `part` (ratio)."""
        table = indicateurs.classement(self.totaux_par_pays, "pays", nombre, self.contexte.libelles.partenaires)
        return table.assign(libelle=table["pays"].map(self._nommer_pays))[["pays", "libelle", "valeur", "part"]]

    def part_du_produit(self, code: str) -> float | None:
        """Ratio d’un produit (code A129) dans le total."""
        choix = self._lignes["produit"] == code
        return indicateurs.part(int(self._lignes.loc[choix, "valeur"].sum()), self.valeur)

    # --- ce que le récit lit
    @texte
    def total(self) -> str:
        """« 636,4 millions d’euros »."""
        return millions(self.valeur)

    def ecrire_part(self, valeur: int) -> Texte:
        """« 12,3 % » : ce que pèse un montant (euros) dans le total ; « n.d. » si le total est nul."""
        return Texte(pourcentage(Fraction(int(valeur), self.valeur)) if self.valeur else "n.d.")

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
        ou = {"75": "Paris", "11": "Paris, donc à l’Île-de-France"}.get(self.lieu.code)
        premiers = [*self.par_produit(1)["produit"].head(1), *self.flux_par_pays["produit"].head(1)]
        rattache = next((code for code in premiers if code in _RATTACHES_A_PARIS), None)
        if ou is None or rattache is None or self.sens == "E":
            return ""
        return (
            f"Par convention, les importations de gaz naturel et d’électricité sont rattachées à {ou} : le poids de "
            f"« {self._nommer_produit(rattache)} » n’y mesure pas une activité locale."
        )

    @property
    def nombre_de_pays(self) -> int:
        """Nombre de pays partenaires."""
        codes = set(self.totaux_par_pays["pays"])
        return len(codes & self.contexte.libelles.partenaires)

    def principaux_produits(self, nombre: int = 3) -> str:
        """« « Boissons » (12,3 %), « Meubles » (8,1 %) et … » : les premiers produits et leur part."""
        table = self.par_produit(nombre)
        table = table[table["produit"] != AUTRES]
        return Texte(self._enumerer(table.assign(libelle="«\u00a0" + table["libelle"] + "\u00a0»")))

    def principaux_pays(self, nombre: int = 3) -> str:
        """« l’Allemagne (12,3 %), les États-Unis (8,1 %) et … » : les premiers pays et leur part."""
        table = self.par_pays(nombre)
        table = table[table["pays"] != AUTRES]
        return Texte(self._enumerer(table.assign(libelle=table["pays"].map(self.contexte.libelles.pays_avec_article))))

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

    def _enumerer(self, table: pd.DataFrame) -> str:
        return liste(
            [f"{nom} ({self.ecrire_part(v)})" for nom, v in zip(table["libelle"], table["valeur"], strict=True)]
        )

    def _nommer_produit(self, code: str) -> str:
        return "Autres produits" if code == AUTRES else self.contexte.libelles.produit(code)

    def _abreger_produit(self, code: str) -> str:
        return "Autres produits" if code == AUTRES else self.contexte.libelles.produit_court(code)

    def _nommer_pays(self, code: str) -> str:
        return "Autres pays" if code == AUTRES else self.contexte.libelles.pays(code)
