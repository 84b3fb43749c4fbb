"""Doublures d’échanges et de territoires : les colonnes du contrat, sur des données choisies par le test."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from fiches.donnees.lieu import Lieu
from fiches.donnees.territoires import departement
from fiches.fiche import indicateurs
from fiches.fiche.indicateurs import AUTRES

SOURCE = "Source : DGDDI, 2024, données de démonstration, simulées."

PRODUITS = {
    "C30C": ("Produits de la construction aéronautique et spatiale", "Aéronautique et spatial"),
    "C29B": ("Équipements pour automobiles", "Équipements automobiles"),
    "C28A": ("Machines et équipements d’usage général", "Machines d’usage général"),
    "C21Z": ("Préparations pharmaceutiques", "Pharmacie"),
    "C20A": (
        "Produits chimiques de base, produits azotés, matières plastiques et caoutchouc synthétique",
        "Chimie de base",
    ),
    "C26E": ("Instruments de mesure, d’essai et de navigation\u202f; articles d’horlogerie", "Instruments de mesure"),
    "C11Z": ("Boissons", "Boissons"),
    "C10C": ("Produits laitiers et glaces", "Produits laitiers"),
    "C26A": ("Composants et cartes électroniques", "Composants électroniques"),
    "C14Z": ("Articles d’habillement", "Habillement"),
    "C17A": ("Papier et carton", "Papier, carton"),
    "C31Z": ("Meubles", "Meubles"),
    "C10A": ("Viande et produits à base de viande", "Viande"),
    "C24A": ("Produits sidérurgiques de première transformation de l’acier", "Sidérurgie"),
    "C22B": ("Produits en plastique", "Plastiques"),
    "A01Z": ("Produits de la culture et de l’élevage", "Agriculture"),
}
PAYS = {
    "DE": "Allemagne", "IT": "Italie", "ES": "Espagne", "BE": "Belgique", "US": "États-Unis", "CN": "Chine",
    "GB": "Royaume-Uni", "NL": "Pays-Bas", "CH": "Suisse", "PL": "Pologne", "TR": "Turquie", "JP": "Japon",
    "CZ": "République tchèque", "AE": "Émirats arabes unis", "VC": "Saint-Vincent-et-les-Grenadines", "CU": "Cuba",
}  # fmt: skip
LOT = departement("46")


def lignes(total: int, graine: int = 1, produits: int = 16, pays: int = 16) -> pd.DataFrame:
    """Échanges plausibles à queue lourde : `produit`, `pays`, `valeur` ; leur somme est `total`."""
    alea = np.random.default_rng(graine)
    poids = np.outer(alea.pareto(2.2, produits) + 0.25, alea.pareto(2.2, pays) + 0.3)
    poids *= alea.gamma(0.8, 1, poids.shape)
    valeurs = np.floor(poids / poids.sum() * total).astype("int64").ravel()
    valeurs[0] += total - valeurs.sum()
    croix = [(p, c) for p in list(PRODUITS)[:produits] for c in list(PAYS)[:pays]]
    table = pd.DataFrame(croix, columns=["produit", "pays"]).assign(valeur=valeurs)
    return table[table["valeur"] > 0].reset_index(drop=True)


def une_ligne(valeur: int) -> pd.DataFrame:
    """Un seul flux."""
    return pd.DataFrame({"produit": ["C11Z"], "pays": ["IT"], "valeur": [valeur]})


VIDE = pd.DataFrame({"produit": [], "pays": [], "valeur": []}).astype({"valeur": "int64"})


@dataclass(frozen=True, eq=False)
class Echanges:
    """Ce que `graphiques.flux` lit d’un `fiches.fiche.echanges.Echanges`."""

    sens: str
    lignes: pd.DataFrame
    lieu: Lieu = LOT
    annee: int = 2024
    source: str = SOURCE
    demonstration: bool = True
    produits: dict[str, tuple[str, str]] = field(default_factory=lambda: PRODUITS)
    pays: dict[str, str] = field(default_factory=lambda: PAYS)

    @property
    def valeur(self) -> int:
        return int(self.lignes["valeur"].sum())

    @property
    def motif(self) -> str | None:
        return None if self.valeur else f"Aucun échange {self.lieu.dans} en {self.annee}."

    def flux(self, produits: int = 10, pays: int = 10, en_rouge: int = 5) -> pd.DataFrame:
        premiers_produits = indicateurs.premiers(
            indicateurs.totaux(self.lignes, "produit"), "produit", produits, set(self.produits)
        )
        premiers_pays = indicateurs.premiers(indicateurs.totaux(self.lignes, "pays"), "pays", pays, set(self.pays))
        table = indicateurs.flux(self.lignes, premiers_produits, premiers_pays, en_rouge)
        noms = {**self.produits, AUTRES: ("Autres produits", "Autres produits")}
        pays_nommes = {**self.pays, AUTRES: "Autres pays"}
        return table.assign(
            libelle_produit=[noms[c][0] for c in table["produit"]],
            court_produit=[noms[c][1] for c in table["produit"]],
            libelle_pays=[pays_nommes[c] for c in table["pays"]],
        )

    def rouge_partiel(self, produits: int = 10, pays: int = 10, en_rouge: int = 5) -> bool:
        return indicateurs.depasses(
            self.flux(produits, pays, en_rouge), indicateurs.flux_detailles(self.lignes, set(self.pays))
        )


@dataclass(frozen=True, eq=False)
class Territoire:
    """Ce que `graphiques.pays` et `graphiques.activites` lisent d’un `fiches.fiche.commerce.Territoire`."""

    exportations: Echanges
    importations: Echanges
    lieu: Lieu = LOT
    annee: int = 2024
    source: str = SOURCE
    demonstration: bool = True

    @property
    def solde(self) -> int:
        return self.exportations.valeur - self.importations.valeur

    @property
    def motif(self) -> str | None:
        nul = self.exportations.valeur == self.importations.valeur == 0
        return f"Aucun échange {self.lieu.dans} en {self.annee}." if nul else None

    def pays(self, nombre: int = 10) -> pd.DataFrame:
        noms = self.exportations.pays
        table = indicateurs.balance(
            *(indicateurs.totaux(e.lignes, "pays") for e in (self.exportations, self.importations)), nombre, set(noms)
        )
        table = table.assign(libelle=[noms[c] for c in table["pays"]])
        return table[["pays", "libelle", "importations", "exportations", "solde"]]

    def activites(self, nombre: int = 10) -> pd.DataFrame:
        noms = {**self.exportations.produits, AUTRES: ("Autres produits", "Autres produits")}
        tables = [
            indicateurs.classement(indicateurs.totaux(e.lignes, "produit"), "produit", nombre, set(e.produits)).assign(
                sens=e.sens
            )
            for e in (self.importations, self.exportations)
        ]
        table = pd.concat([t for t in tables if not t.empty], ignore_index=True)
        table = table.assign(
            libelle=[noms[c][0] for c in table["produit"]], court=[noms[c][1] for c in table["produit"]]
        )
        return table[["sens", "produit", "libelle", "court", "valeur", "part"]]


def territoire(exportations: pd.DataFrame, importations: pd.DataFrame, **commun: object) -> Territoire:
    """Un territoire de ces lignes ; `commun` peut donner `lieu`, `produits` et `pays`."""
    lieu = commun.get("lieu", LOT)
    return Territoire(Echanges("E", exportations, **commun), Echanges("I", importations, **commun), lieu=lieu)  # type: ignore[arg-type]
