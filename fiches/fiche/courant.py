"""Des échanges dans un sens, quels qu’ils soient : leur valeur, leurs produits, leurs pays, leurs trimestres."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, Protocol

import pandas as pd

from fiches.donnees.lieu import Lieu
from fiches.donnees.sens import NOM_DU_SENS, Sens
from fiches.fiche import indicateurs
from fiches.fiche.contexte import Contexte, EnContexte
from fiches.fiche.indicateurs import AUTRES, Axe
from fiches.fiche.rendue import marquer, rendue
from fiches.redaction import ABSENT, Texte, lire_nombre, liste, millions, pourcentage, texte
from fiches.socle.erreurs import ErreurFiche

Niveau = Literal["A129", "CPF4"]
_NIVEAUX: Mapping[str, Axe] = {"A129": "produit", "CPF4": "cpf4"}


class Origine(Protocol):
    """D’où viennent des échanges : ce qui n’y est lu que si on le demande."""

    def detail(self, sens: Sens, lieu: Lieu) -> pd.DataFrame:
        """Les lignes du lieu dans ce sens : `produit`, `cpf4`, `pays`, `trimestre`, euros `valeur`, kg `masse`."""

    def totaux(self, sens: Sens, lieu: Lieu) -> Mapping[str, int]:
        """Le total, en euros, de chacun des lieux du même genre que celui-ci, par code."""

    def echanges_il_y_a(self, annees: int, sens: Sens, lieu: Lieu) -> "Courant | None":
        """Les échanges du lieu, `annees` années plus tôt ; None si ces données manquent, ou si l’une est simulée."""


@dataclass(frozen=True, eq=False)
class Courant(EnContexte):
    """Des échanges d’un territoire dans un sens : tous, ou ceux d’un pays, d’un produit.

    `_lignes` a les colonnes `produit`, `pays`, `valeur` (euros). `trimestres_absents` : ceux (1 à 4) où les données
    n’ont aucune ligne du territoire dans ce sens, alors qu’elles en ont aux autres.
    """

    sens: Sens
    lieu: Lieu
    contexte: Contexte
    _lignes: pd.DataFrame
    _origine: Origine
    trimestres_absents: tuple[int, ...] = ()

    @cached_property
    def valeur(self) -> int:
        """Total, en euros."""
        return int(self._lignes["valeur"].sum())

    @texte
    def total(self) -> str:
        """« 636,4 millions d’euros »."""
        return millions(self.valeur)

    @property
    def nom_du_sens(self) -> str:
        """« exportations » ou « importations »."""
        return NOM_DU_SENS[self.sens]

    def ecrire_part(self, valeur: Any) -> Texte:
        """« 12,3 % » : ce que pèse un montant (euros) dans le total ; « n.d. » s’il est absent, ou le total nul.

        Lève `TypeError` si ce n’est pas un nombre, `ErreurFiche` si c’est un ratio : `redaction.pourcentage` l’écrit.
        """
        lu = lire_nombre(valeur)
        if lu is None or not self.valeur:
            return Texte(ABSENT)
        if (lu and -1 < lu < 1) or math.isinf(lu):
            raise ErreurFiche(
                f"ecrire_part écrit ce que pèse un montant en euros, et {valeur!r} n’en est pas un ; "
                "un ratio s’écrit avec redaction.pourcentage"
            )
        return Texte(pourcentage(Fraction(lu) / self.valeur))

    # --- les tables
    @property
    def lignes(self) -> pd.DataFrame:
        """Tout le détail : `produit` (A129), `cpf4`, `pays`, `trimestre` (1 à 4), `valeur` (euros), `masse` (kg)."""
        return marquer(self._detail.copy())

    @cached_property
    def _detail(self) -> pd.DataFrame:
        return self._origine.detail(self.sens, self.lieu)

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

    @rendue
    def par_produit(self, nombre: int = 10, niveau: Niveau = "A129") -> pd.DataFrame:
        """Premiers produits puis « Autres produits » : `produit`, `libelle`, `court`, `valeur` (euros), `part`.

        Au `niveau="CPF4"`, plus fin, le code est dans la colonne `cpf4`, sans nom abrégé ; il tient lieu de nom si
        l’archive des douanes ne le nomme pas.
        """
        axe = _NIVEAUX.get(niveau) if isinstance(niveau, str) else None
        if axe is None:
            raise ErreurFiche(f"« niveau » vaut {niveau!r}, mais il n’y a que {liste([repr(n) for n in _NIVEAUX])}")
        if axe == "cpf4":
            totaux = indicateurs.totaux(self._detail, "cpf4")
            table = indicateurs.classement(totaux, "cpf4", nombre, set(totaux["cpf4"]))
            return table.assign(libelle=table["cpf4"].map(self._nommer_cpf4))[["cpf4", "libelle", "valeur", "part"]]
        table = indicateurs.classement(self.totaux_par_produit, axe, nombre, self._admis(axe))
        noms, courts = table["produit"].map(self._nommer_produit), table["produit"].map(self._abreger_produit)
        return table.assign(libelle=noms, court=courts)[["produit", "libelle", "court", "valeur", "part"]]

    @rendue
    def par_pays(self, nombre: int = 10) -> pd.DataFrame:
        """Premiers pays puis « Autres pays » : colonnes `pays`, `libelle`, `valeur` (euros), `part` (ratio)."""
        table = indicateurs.classement(self.totaux_par_pays, "pays", nombre, self._admis("pays"))
        return table.assign(libelle=table["pays"].map(self._nommer_pays))[["pays", "libelle", "valeur", "part"]]

    @rendue
    def par_trimestre(self) -> pd.DataFrame:
        """Les quatre trimestres : `trimestre` (1 à 4), `libelle` (« T1 2024 »), `valeur` (euros), `part` (ratio).

        Valeurs brutes, non corrigées des variations saisonnières. Un trimestre absent des données n’a pas de valeur.
        """
        sommes = self._detail.groupby("trimestre")["valeur"].sum()
        table = pd.DataFrame({"trimestre": [1, 2, 3, 4]})
        table = table.assign(
            libelle=[f"T{trimestre} {self.annee}" for trimestre in table["trimestre"]],
            valeur=table["trimestre"].map(sommes).fillna(0).astype("Int64"),
        )
        table.loc[table["trimestre"].isin(list(self.trimestres_absents)), "valeur"] = pd.NA
        parts = table["valeur"].astype("Float64") / self.valeur if self.valeur else pd.array([pd.NA] * 4, "Float64")
        return table.assign(part=parts)

    # --- d’une année à l’autre
    def evolution(self, annees: int = 1) -> float | None:
        """Ce que la valeur a gagné ou perdu en `annees` années, en ratio (0,05 pour + 5 %), à prix courants.

        None si l’année d’alors n’est pas importée, n’a rien, ou si les deux ne se comparent pas : de part et d’autre de
        janvier 2022 (enquête EMEBI), simulées et réelles, ou un trimestre absent des données.
        """
        avant = self._il_y_a(annees)
        return None if avant is None else indicateurs.evolution(self.valeur, avant.valeur)

    @rendue
    def contributions(self, par: Literal["produit", "pays"] = "produit", nombre: int = 5) -> pd.DataFrame:
        """Ce qui fait l’évolution d’un an : `produit` ou `pays`, `libelle`, `ecart` (euros), `points` (ratio).

        Les `nombre` plus grandes en valeur absolue. `points` est l’écart rapporté au total de l’année d’avant : sur
        tous les codes, leur somme est l’évolution. Vide quand l’évolution n’est pas connue. Source : Istat,
        *Esportazioni delle regioni*.
        """
        if par not in ("produit", "pays"):
            raise ErreurFiche(f"« par » vaut {par!r}, mais il faut 'produit' ou 'pays'")
        avant, nommer = self._il_y_a(1), self._nommer_produit if par == "produit" else self._nommer_pays
        lignes_avant = self._lignes.head(0) if avant is None else avant._lignes
        table = indicateurs.contributions(self._lignes, lignes_avant, par, nombre, self._admis(par))
        return table.assign(libelle=table[par].map(nommer))[[par, "libelle", "ecart", "points"]]

    def _il_y_a(self, annees: int) -> "Courant | None":
        """Les mêmes échanges, `annees` années plus tôt ; None s’ils ne se comparent pas à ceux-ci."""
        indicateurs.exiger_un_compte("annees", annees, au_moins=1)
        if not indicateurs.comparables(self.annee, self.annee - annees):
            return None
        avant = self._origine.echanges_il_y_a(annees, self.sens, self.lieu)
        if avant is None or avant.trimestres_absents or self.trimestres_absents:
            return None
        return self._reduire(avant)

    def _reduire(self, courant: "Courant") -> "Courant":
        """De tous les échanges d’une autre année, ceux qui répondent à ceux-ci."""
        return courant

    # --- les noms
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

    def _enumerer(self, table: pd.DataFrame) -> str:
        return liste(
            [f"{nom} ({self.ecrire_part(v)})" for nom, v in zip(table["libelle"], table["valeur"], strict=True)]
        )

    def _admis(self, axe: Axe) -> frozenset[str]:
        libelles = self.contexte.libelles
        return libelles.produits_nommables if axe == "produit" else libelles.partenaires

    def _nommer_produit(self, code: str) -> str:
        return "Autres produits" if code == AUTRES else self.contexte.libelles.produit(code)

    def _nommer_cpf4(self, code: str) -> str:
        return "Autres produits" if code == AUTRES else self.contexte.libelles.cpf4(code)

    def _abreger_produit(self, code: str) -> str:
        return "Autres produits" if code == AUTRES else self.contexte.libelles.produit_court(code)

    def _nommer_pays(self, code: str) -> str:
        return "Autres pays" if code == AUTRES else self.contexte.libelles.pays(code)
