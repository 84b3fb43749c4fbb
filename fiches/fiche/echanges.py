"""Les exportations ou les importations d’un territoire, telles que le carnet et les graphiques les lisent.

Les attributs numériques sont en euros ou en ratios, exacts ; les textes arrivent prêts à lire
(« 636,4 millions d’euros »).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from fiches.donnees.libelles import Libelles
from fiches.donnees.territoires import FRANCE, AuNomDuLieu, Departement, Lieu
from fiches.fiche import indicateurs
from fiches.fiche.indicateurs import AUTRES, Sens
from fiches.redaction import Texte, liste, millions, pourcentage, texte

NOM_DU_SENS: dict[Sens, str] = {"E": "exportations", "I": "importations"}


@dataclass(frozen=True)
class Contexte:
    """Ce que partagent tous les échanges d’une fiche : année, origine des données, libellés."""

    annee: int
    source: str
    provenance: str
    demonstration: bool
    libelles: Libelles


class EnContexte(AuNomDuLieu):
    """Ce que tout ce qui porte un `contexte` dit de l’année et de l’origine de ses données."""

    contexte: Contexte

    @property
    def annee(self) -> int:
        """Millésime des données."""
        return self.contexte.annee

    @property
    def source(self) -> str:
        """Phrase de source, prête à lire."""
        return self.contexte.source

    @property
    def demonstration(self) -> bool:
        """Vrai si les données sont simulées."""
        return self.contexte.demonstration


@dataclass(frozen=True)
class Comparaison:
    """Part d’un territoire dans un plus grand, `ensemble` ; `ratio` va de 0 à 1 (None si l’ensemble est nul)."""

    ensemble: Lieu
    ratio: float | None

    @texte
    def texte(self) -> str:
        """« 1,3 % » (une décimale dans la région, deux dans la France) ; « n.d. » si l’ensemble est nul."""
        return "n.d." if self.ratio is None else pourcentage(self.ratio, 2 if self.ensemble == FRANCE else 1)

    @property
    def complement(self) -> str:
        """« par la région Occitanie » ou « au niveau national » : finit « la valeur exportée… »."""
        return "au niveau national" if self.ensemble == FRANCE else f"par la région {self.ensemble.nom}"

    @property
    def de(self) -> str:
        """« de la région Occitanie » ou « de la France entière »."""
        return self.ensemble.de if self.ensemble == FRANCE else f"de la région {self.ensemble.nom}"


@dataclass(frozen=True, eq=False)
class Echanges(EnContexte):
    """Échanges d’un territoire dans un sens.

    `lignes` a les colonnes `produit`, `pays`, `valeur` (euros). `comparaisons` donne la part dans chaque
    territoire plus grand (« region », « france »), du plus proche au plus lointain.
    """

    sens: Sens
    lieu: Lieu
    contexte: Contexte
    lignes: pd.DataFrame
    comparaisons: Mapping[str, "Comparaison"] = field(default_factory=dict)
    sans_objet: str | None = None

    # --- ce que les graphiques lisent
    @cached_property
    def valeur(self) -> int:
        """Total, en euros."""
        return int(self.lignes["valeur"].sum())

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

    @cached_property
    def totaux_par_produit(self) -> pd.DataFrame:
        """Tous les produits, du premier au dernier, même sans nom : `produit`, `valeur` (euros)."""
        return indicateurs.totaux(self.lignes, "produit")

    @cached_property
    def totaux_par_pays(self) -> pd.DataFrame:
        """Tous les pays, du premier au dernier, codes spéciaux compris : `pays`, `valeur` (euros)."""
        return indicateurs.totaux(self.lignes, "pays")

    def flux(self, produits: int = 10, pays: int = 10, en_rouge: int = 5) -> pd.DataFrame:
        """Flux entre les premiers produits et les premiers pays, le reste en « Autres ».

        Colonnes `produit`, `libelle_produit`, `court_produit`, `pays`, `libelle_pays`, `valeur` (euros)
        et `rouge` (vrai pour les `en_rouge` plus grands flux nommés).
        """
        return self._retenir(("flux", produits, pays, en_rouge), lambda: self._croiser(produits, pays, en_rouge))

    def _retenir(self, cle: tuple[object, ...], calcul: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Une copie du résultat, calculé une seule fois : le récit et les graphiques demandent les mêmes tables."""
        if cle not in self._retenues:
            self._retenues[cle] = calcul()
        return self._retenues[cle].copy()

    @cached_property
    def _retenues(self) -> dict[tuple[object, ...], pd.DataFrame]:
        return {}

    def _croiser(self, produits: int, pays: int, en_rouge: int) -> pd.DataFrame:
        libelles = self.contexte.libelles
        codes_produits = indicateurs.premiers(self.totaux_par_produit, "produit", produits, libelles.produits_nommables)
        codes_pays = indicateurs.premiers(self.totaux_par_pays, "pays", pays, libelles.partenaires)
        table = indicateurs.flux(self.lignes, codes_produits, codes_pays, en_rouge)
        return table.assign(
            libelle_produit=table["produit"].map(self._nommer_produit),
            court_produit=table["produit"].map(self._abreger_produit),
            libelle_pays=table["pays"].map(self._nommer_pays),
        )[["produit", "libelle_produit", "court_produit", "pays", "libelle_pays", "valeur", "rouge"]]

    def par_produit(self, nombre: int = 10) -> pd.DataFrame:
        """Premiers produits puis « Autres produits » : `produit`, `libelle`, `court`, `valeur` (euros), `part`."""
        return self._retenir(("produit", nombre), lambda: self._classer_les_produits(nombre))

    def _classer_les_produits(self, nombre: int) -> pd.DataFrame:
        admis = self.contexte.libelles.produits_nommables
        table = indicateurs.classement(self.totaux_par_produit, "produit", nombre, admis)
        noms, courts = table["produit"].map(self._nommer_produit), table["produit"].map(self._abreger_produit)
        return table.assign(libelle=noms, court=courts)[["produit", "libelle", "court", "valeur", "part"]]

    def par_pays(self, nombre: int = 10) -> pd.DataFrame:
        """Premiers pays puis « Autres pays » : colonnes `pays`, `libelle`, `valeur` (euros), `part` (ratio)."""
        return self._retenir(("pays", nombre), lambda: self._classer_les_pays(nombre))

    def _classer_les_pays(self, nombre: int) -> pd.DataFrame:
        table = indicateurs.classement(self.totaux_par_pays, "pays", nombre, self.contexte.libelles.partenaires)
        return table.assign(libelle=table["pays"].map(self._nommer_pays))[["pays", "libelle", "valeur", "part"]]

    def part_du_produit(self, code: str) -> float | None:
        """Ratio d’un produit (code A129) dans le total."""
        choix = self.lignes["produit"] == code
        return indicateurs.part(int(self.lignes.loc[choix, "valeur"].sum()), self.valeur)

    # --- ce que le récit lit
    @texte
    def total(self) -> str:
        """« 636,4 millions d’euros »."""
        return millions(self.valeur)

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

    @texte
    def note_codes_speciaux(self) -> str:
        """Phrase disant le poids de ce qui n’est pas un pays (avitaillement, retours…), s’il dépasse 1 %."""
        hors_pays = ~self.lignes["pays"].isin(list(self.contexte.libelles.partenaires))
        poids = indicateurs.part(int(self.lignes.loc[hors_pays, "valeur"].sum()), self.valeur)
        if poids is None or poids <= 0.01:
            return ""
        return (
            f"Parmi les {self.nom_du_sens}, {pourcentage(poids)} de la valeur ne se rattache à aucun pays "
            "partenaire (avitaillement, retours en France, provenance ou destination non déterminée) : "
            "elle compte dans les totaux et dans « Autres pays »."
        )

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
        return liste([f"{nom} ({pourcentage(p)})" for nom, p in zip(table["libelle"], table["part"], strict=True)])

    def _nommer_produit(self, code: str) -> str:
        return "Autres produits" if code == AUTRES else self.contexte.libelles.produit(code)

    def _abreger_produit(self, code: str) -> str:
        return "Autres produits" if code == AUTRES else self.contexte.libelles.produit_court(code)

    def _nommer_pays(self, code: str) -> str:
        return "Autres pays" if code == AUTRES else self.contexte.libelles.pays(code)
