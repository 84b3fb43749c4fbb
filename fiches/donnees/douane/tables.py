"""Les tables Parquet, une par année, flux et trimestre, écrites au fil de la lecture et nommées par leur contenu."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fiches.donnees.douane.catalogue import NOM_DE_TABLE, Cle
from fiches.donnees.douane.correspondances import Inconnus, correspondances
from fiches.donnees.douane.format import TYPE_CODE
from fiches.socle.empreinte import sha256

# Ce que contient chaque table : codes affichés, `valeur` en euros, `masse` en kilogrammes.
SCHEMA = pa.schema(
    [
        ("flux", TYPE_CODE),
        ("trimestre", pa.int32()),
        ("annee", pa.int32()),
        *((champ, TYPE_CODE) for champ in ("departement", "region", "produit", "cpf4", "pays")),
        ("valeur", pa.int64()),
        ("masse", pa.int64()),
    ]
)
_CODES = [champ.name for champ in SCHEMA if champ.type == TYPE_CODE]


@dataclass
class TableEcrite:
    """Une table d’un trimestre de `annee` en cours d’écriture, ses comptes, et les départements bruts rencontrés."""

    chemin: Path
    annee: int
    lignes: int = 0
    valeur: int = 0
    masse: int = 0
    inconnus: Inconnus = field(default_factory=dict)
    departements: set[str] = field(default_factory=set)
    _parquet: pq.ParquetWriter | None = None

    def ajouter(self, brute: pa.Table) -> None:
        """Ajoute des lignes aux codes des douanes, toutes du même trimestre."""
        self.lignes += brute.num_rows
        self.valeur += pc.sum(brute["valeur"]).as_py()
        self.masse += pc.sum(brute["masse"]).as_py()
        self.departements.update(pc.unique(brute["departement"]).to_pylist())
        passage = correspondances(self.annee)
        self._compter_inconnus(passage.inconnus(brute))
        self._ecrire(_mise_au_schema(passage.traduire(brute.combine_chunks())))

    def finir(self) -> None:
        """Termine le fichier : il est complet et sur le disque."""
        if self._parquet:
            self._parquet.close()
            with self.chemin.open("rb") as fichier:
                os.fsync(fichier.fileno())

    def nom_definitif(self, cle: Cle) -> str:
        """« 2024-E-T1-0123456789abcdef.parquet »."""
        annee, flux, trimestre = cle
        return f"{annee}-{flux}-T{trimestre}-{_empreinte(self.chemin)}.parquet"

    def _ecrire(self, table: pa.Table) -> None:
        if self._parquet is None:
            # Les tables se lisent toujours en entier : ni statistiques, ni dictionnaires de montants.
            self._parquet = pq.ParquetWriter(
                self.chemin,
                SCHEMA,
                compression="zstd",
                compression_level=1,
                use_dictionary=_CODES,
                write_statistics=False,
            )
        self._parquet.write_table(table)

    def _compter_inconnus(self, inconnus: Inconnus) -> None:
        for axe, codes in inconnus.items():
            comptes = self.inconnus.setdefault(axe, {})
            for code, (lignes, valeur) in codes.items():
                deja = comptes.get(code, (0, 0))
                comptes[code] = deja[0] + lignes, deja[1] + valeur


def intacte(chemin: Path) -> bool:
    """Vrai si la table est telle qu’elle a été écrite : son nom dit ce qu’elle contient."""
    nom = NOM_DE_TABLE.fullmatch(chemin.name)
    return nom is not None and _empreinte(chemin) == nom[1]


def _empreinte(chemin: Path) -> str:
    return sha256(chemin)[:16]


def par_cle(table: pa.Table) -> Iterator[tuple[Cle, pa.Table]]:
    """Sépare les lignes d’une table par (année, flux, trimestre)."""
    axes = [table[champ].combine_chunks() for champ in ("annee", "flux", "trimestre")]
    cles = np.zeros(table.num_rows, dtype=np.int64)
    for axe in axes:
        cles = cles * len(axe.dictionary) + axe.indices.to_numpy()
    presentes, rangs = np.unique(cles, return_index=True)
    for cle, rang in zip(presentes, rangs, strict=True):
        annee, flux, trimestre = (axe[int(rang)].as_py() for axe in axes)
        choix = table if len(presentes) == 1 else table.filter(pa.array(cles == cle))
        yield (int(annee), flux, int(trimestre)), choix


def _mise_au_schema(table: pa.Table) -> pa.Table:
    for champ in ("trimestre", "annee"):
        colonne = table[champ].cast(pa.string()).cast(pa.int32())
        table = table.set_column(table.schema.get_field_index(champ), champ, colonne)
    return table.select(SCHEMA.names).cast(SCHEMA)
