"""L’entrepôt : ce que les archives importées permettent de lire, année par année."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fiches.donnees.douane import catalogue, filigrane
from fiches.donnees.douane.catalogue import ArchiveImportee
from fiches.donnees.douane.libelles_recus import LibellesRecus
from fiches.donnees.douane.tables import SCHEMA, intacte
from fiches.donnees.libelles import Libelles
from fiches.donnees.sens import NOM_DU_SENS
from fiches.socle.erreurs import ErreurDonnees

CLE = ("flux", "departement", "region", "produit", "pays")
_REIMPORTER = "Importez de nouveau ses archives dans un autre dossier (--donnees)."
_COMPLET = {(flux, trimestre) for flux in "EI" for trimestre in range(1, 5)}


@dataclass(frozen=True)
class Entrepot:
    """Les tables importées dans `dossier`. Chaque lecture suit le catalogue du moment."""

    dossier: Path

    def annees(self) -> list[int]:
        """Années présentes, même incomplètes, dans l’ordre."""
        return catalogue.lire(self.dossier).annees

    def provenance(self, annee: int) -> list[ArchiveImportee]:
        """Origine de chaque table de l’année, par flux puis trimestre."""
        return catalogue.lire(self.dossier).de_l_annee(annee)

    def couverture(self, annee: int) -> set[tuple[str, int]]:
        """Couples (flux, trimestre) présents pour l’année."""
        return {(p.flux, p.trimestre) for p in self.provenance(annee)}

    def demonstration(self, annee: int) -> bool:
        """Vrai si une partie au moins des données de l’année est simulée."""
        return any(p.demonstration for p in self.provenance(annee))

    def empreinte(self, annee: int) -> str:
        """Condensé (SHA-256) de tout ce qui, pour l’année, peut changer une fiche."""
        tables = [(p.fichier, p.archive, p.sha256, p.demonstration) for p in self.provenance(annee)]
        return hashlib.sha256(repr((tables, self._libelles_recus(annee))).encode()).hexdigest()

    def etat(self) -> str:
        """L’état de toutes les années, en un texte court : « 2023:0a1b…,2024:9f8e… »."""
        return ",".join(f"{annee}:{self.empreinte(annee)}" for annee in self.annees())

    def libelles(self, annee: int) -> Libelles:
        """Le nom des codes de l’année : ceux qui ont cours, et ceux que ses archives nomment."""
        recus = self._libelles_recus(annee)
        return Libelles(recus.get("produit", {}), recus.get("pays", {}), recus.get("cpf4", {}), annee)

    def _libelles_recus(self, annee: int) -> LibellesRecus:
        return catalogue.lire(self.dossier).libelles.get(annee, {})

    def complete(self, annee: int) -> bool:
        """Vrai si les deux sens et les quatre trimestres de l’année sont là."""
        return self.couverture(annee) >= _COMPLET

    def exiger_complete(self, annee: int) -> None:
        """Lève `ErreurDonnees` si un trimestre ou un flux manque, en disant lesquels sont là."""
        presents = self.couverture(annee)
        if presents >= _COMPLET:
            return
        if not presents:
            autres = ", ".join(map(str, self.annees())) or "aucune"
            raise ErreurDonnees(
                f"Aucune donnée pour {annee} dans {self.dossier} (années présentes : {autres}). "
                f"Importez ses archives : « fiches donnees telecharger {annee} », ou "
                "« fiches donnees importer ARCHIVE… »."
            )
        raise ErreurDonnees(
            f"L’année {annee} est incomplète : manquent {_enumerer(_COMPLET - presents)} ; "
            f"sont là {_enumerer(presents)}. Importez les archives qui manquent."
        )

    def lignes(self, annee: int) -> pa.Table:
        """Toutes les lignes de l’année (colonnes de `tables.SCHEMA`) ; `valeur` en euros, `masse` en kg."""
        return self._lire(annee, SCHEMA.names)

    def cube(self, annee: int) -> pd.DataFrame:
        """Agrégat de l’année : `flux, departement, region, produit, pays`, `valeur` (euros), `masse` (kg).

        Une ligne par clé, triées par clé ; montants en int64.
        """
        table = self._lire(annee, [*CLE, "valeur", "masse"]).unify_dictionaries().combine_chunks()
        axes = [_trier(table[champ].combine_chunks()) for champ in CLE]
        # Un seul entier par clé, dans l’ordre des codes : il se trie et se regroupe d’un coup.
        cles = np.zeros(table.num_rows, dtype=np.int64)
        for codes, rangs in axes:
            cles = cles * len(codes) + rangs
        sommes = (
            pa.table({"cle": cles, "valeur": table["valeur"], "masse": table["masse"]})
            .group_by("cle")
            .aggregate([("valeur", "sum"), ("masse", "sum")])
            .sort_by("cle")
        )
        restes = sommes["cle"].to_numpy()
        colonnes: dict[str, object] = {}
        for champ, (codes, _) in reversed(list(zip(CLE, axes, strict=True))):
            restes, rangs = np.divmod(restes, len(codes))
            colonnes[champ] = pd.array(codes, dtype="str")[rangs]
        colonnes = dict(reversed(colonnes.items()))
        return pd.DataFrame(
            {**colonnes, "valeur": sommes["valeur_sum"].to_numpy(), "masse": sommes["masse_sum"].to_numpy()}
        )

    def _lire(self, annee: int, colonnes: Sequence[str]) -> pa.Table:
        try:
            return self._lire_le_catalogue_du_moment(annee, colonnes)
        except FileNotFoundError:
            # Un import vient de remplacer une table : le catalogue relu dira laquelle la suit.
            pass
        try:
            return self._lire_le_catalogue_du_moment(annee, colonnes)
        except FileNotFoundError as erreur:
            raise ErreurDonnees(
                f"{self.dossier} : une table de {annee} manque ({erreur}). Importez de nouveau les archives."
            ) from erreur

    def _lire_le_catalogue_du_moment(self, annee: int, colonnes: Sequence[str]) -> pa.Table:
        tables = [SCHEMA.empty_table().select(colonnes)]
        for provenance in self.provenance(annee):
            # Un bit retourné peut se lire sans erreur : la somme, elle, le voit.
            if not intacte(self.dossier / provenance.fichier):
                raise ErreurDonnees(
                    f"{self.dossier / provenance.fichier} : la table est abîmée. Importez de nouveau "
                    f"«\u00a0{provenance.archive}\u00a0»\u00a0: elle sera remplacée."
                )
            table = pq.read_table(self.dossier / provenance.fichier, columns=list(colonnes))
            if faute := _faute(provenance, table):
                raise ErreurDonnees(f"{self.dossier / provenance.fichier} : {faute} {_REIMPORTER}")
            tables.append(table)
        return pa.concat_tables(tables)


def _faute(provenance: ArchiveImportee, table: pa.Table) -> str:
    """Ce que le catalogue dit d’une table et qu’elle n’est pas : un catalogue peut être retouché, ou mal recopié."""
    annee, flux, trimestre = provenance.cle
    if not provenance.fichier.startswith(f"{annee}-{flux}-T{trimestre}-") or table.num_rows != provenance.lignes:
        return "le catalogue la dit d’un autre trimestre, ou d’un autre nombre de lignes."
    lues = set(table.column_names)
    if "valeur" in lues and (pc.sum(table["valeur"]).as_py() or 0) != provenance.valeur:
        return "le catalogue lui donne une autre valeur."
    simulee = {"valeur", "masse"} <= lues and filigrane.est_simule(filigrane.lignes_marquees(table), table.num_rows)
    if simulee and not provenance.demonstration:
        return "ses lignes portent le filigrane des données simulées, et le catalogue les dit vraies."
    return ""


def _trier(colonne: pa.DictionaryArray) -> tuple[list[str], np.ndarray]:
    """Codes dans l’ordre, et le rang de chaque ligne dans cet ordre."""
    codes = colonne.dictionary.to_pylist()
    ordre = sorted(codes)
    position = np.array([ordre.index(code) for code in codes], dtype=np.int64)
    return ordre, position[colonne.indices.to_numpy()]


def _enumerer(couples: set[tuple[str, int]]) -> str:
    morceaux = []
    for flux, nom in NOM_DU_SENS.items():
        trimestres = sorted(t for f, t in couples if f == flux)
        if trimestres:
            morceaux.append(f"{nom} T{', T'.join(map(str, trimestres))}")
    return " et ".join(morceaux)
