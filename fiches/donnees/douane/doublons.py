"""Une clé ne vient qu’une fois par trimestre : deux fois, ses montants seraient comptés deux fois sans un mot."""

from collections import defaultdict

import numpy as np
import pandas as pd
import pyarrow as pa

from fiches.donnees.douane.catalogue import Cle
from fiches.socle.erreurs import ErreurDonnees

# Aux codes bruts : 2A et 2B sont deux clés, quoique toutes deux en Corse.
CLE_DE_LIGNE = ["departement", "region", "produit", "cpf4", "pays"]


class Doublons:
    """Les clés de chaque trimestre d’une archive, d’un fichier à l’autre."""

    def __init__(self, archive: str) -> None:
        self._archive = archive
        self._fichiers: list[str] = []
        self._cles: dict[Cle, list[pa.Table]] = defaultdict(list)

    def ouvrir(self, fichier: str) -> None:
        """Les lignes notées désormais viennent de ce fichier ; deux peuvent avoir le même nom."""
        self._fichiers.append(fichier)

    def noter(self, cle: Cle, lignes: pa.Table) -> None:
        """Retient les clés de lignes d’un même trimestre ; la colonne `ligne` donne leur numéro dans le fichier."""
        rang = pa.repeat(pa.scalar(len(self._fichiers) - 1, pa.int32()), lignes.num_rows)
        self._cles[cle].append(lignes.select([*CLE_DE_LIGNE, "ligne"]).append_column("fichier", rang))

    def verifier(self) -> None:
        """Lève `ErreurDonnees` si une clé vient deux fois, en nommant la clé, ses deux lignes et quoi faire."""
        for cle, tables in sorted(self._cles.items()):
            table = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
            if not _des_entiers_reviennent(table):
                continue
            lignes = table.to_pandas()
            repetees = lignes[lignes.duplicated(CLE_DE_LIGNE)]
            if len(repetees):
                raise self._refus(cle, lignes, repetees.iloc[0])

    def _refus(self, cle: Cle, lignes: pd.DataFrame, seconde: pd.Series) -> ErreurDonnees:
        premiere = lignes[(lignes[CLE_DE_LIGNE] == seconde[CLE_DE_LIGNE]).all(axis="columns")].iloc[0]
        annee, flux, trimestre = cle
        codes = ";".join(map(str, (flux, trimestre, annee, *seconde[CLE_DE_LIGNE])))
        avant, apres = (self._fichiers[ligne["fichier"]] for ligne in (premiere, seconde))
        if premiere["fichier"] == seconde["fichier"]:
            return ErreurDonnees(
                f"{apres}, ligne {seconde['ligne']} : la clé « {codes} » vient déjà à la ligne {premiere['ligne']}, "
                "ses montants seraient comptés deux fois. Téléchargez de nouveau l’archive et importez-la telle "
                "quelle ; si elle répète cette clé, n’en gardez qu’une ligne dans une copie du fichier txt, et "
                "importez-la."
            )
        avant, apres = (nom.split("›")[-1].strip() for nom in (avant, apres))
        return ErreurDonnees(
            f"{self._archive} : « {avant} » (ligne {premiere['ligne']}) et « {apres} » (ligne {seconde['ligne']}) "
            f"apportent deux fois la clé « {codes} ». Sortez-les de l’archive et importez seulement le bon."
        )


def _des_entiers_reviennent(table: pa.Table) -> bool:
    """Faux si toutes les clés diffèrent ; vrai, c’est à vérifier : au-delà de 64 bits, deux clés se confondent."""
    entiers = np.zeros(table.num_rows, dtype=np.uint64)
    for champ in CLE_DE_LIGNE:
        codes = table[champ].chunk(0)
        entiers = entiers * np.uint64(len(codes.dictionary)) + codes.indices.to_numpy().astype(np.uint64)
    entiers.sort()
    return bool((entiers[1:] == entiers[:-1]).any())
