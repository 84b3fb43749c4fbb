"""Lire une archive entière dans des tables provisoires, sans encore rien changer aux données en vigueur."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast
from uuid import uuid4

import numpy as np
import pyarrow as pa

from fiches.donnees.douane import filigrane, format, libelles_recus
from fiches.donnees.douane.archive import Archive, Membre
from fiches.donnees.douane.catalogue import Cle
from fiches.donnees.douane.correspondances import correspondances
from fiches.donnees.douane.doublons import Doublons
from fiches.donnees.douane.libelles_recus import LibellesRecus
from fiches.donnees.douane.tables import TableEcrite, par_cle
from fiches.redaction import accord, liste, nombre

_A_LIRE = re.compile("a129|cpf4|pays")

_NOMMES = 3

_Compte = tuple[int, int]
"""Les lignes d’un trimestre, dans un fichier : celles qui portent le filigrane, toutes."""


@dataclass
class Lot:
    """Ce qu’apporte une archive : tables finies, celles qui sont simulées, libellés par année."""

    archive: str
    sha256: str
    tables: dict[Cle, TableEcrite] = field(default_factory=dict)
    simulees: set[Cle] = field(default_factory=set)
    libelles: dict[int, LibellesRecus] = field(default_factory=dict)
    avertissements: list[str] = field(default_factory=list)


def lire(archive: Archive, provisoire: Path, avancer: Callable[[int], object]) -> Lot:
    """Lit tous les fichiers de données ; `avancer` reçoit les octets lus. Lève `ErreurDonnees` au premier défaut."""
    lot = Lot(archive.nom, archive.sha256)
    doublons = Doublons(archive.nom)
    try:
        for membre in archive.donnees:
            doublons.ouvrir(membre.nom)
            lot.simulees |= _simulees(_lire_membre(membre, lot, provisoire, avancer, doublons), archive)
    finally:
        for table in lot.tables.values():
            table.finir()
    doublons.verifier()
    lot.avertissements += [_corse_melee(cle) for cle, t in sorted(lot.tables.items()) if _mele(t)]
    if archive.ecartes:
        lot.avertissements.append(_ecartes(archive))
    _lire_libelles(archive, lot)
    return lot


def _lire_membre(
    membre: Membre, lot: Lot, provisoire: Path, avancer: Callable[[int], object], doublons: Doublons
) -> dict[Cle, _Compte]:
    """Ajoute ses lignes aux tables de l’archive : deux fichiers se complètent, `doublons` refuse qu’ils se répètent."""
    comptes: dict[Cle, _Compte] = {}
    numero = 1
    with membre.ouvrir() as flux:
        for bloc in format.lire(cast(BinaryIO, _Compteur(flux, avancer)), membre.nom):
            numeros = np.arange(numero, numero := numero + bloc.num_rows)
            for cle, lignes in par_cle(bloc.append_column("ligne", pa.array(numeros))):
                doublons.noter(cle, lignes)
                if cle not in lot.tables:
                    lot.tables[cle] = TableEcrite(provisoire / f"{uuid4().hex}.parquet", cle[0])
                lot.tables[cle].ajouter(lignes)
                marquees, lues = comptes.get(cle, (0, 0))
                comptes[cle] = marquees + filigrane.lignes_marquees(lignes), lues + lignes.num_rows
    return comptes


def _simulees(comptes: dict[Cle, _Compte], archive: Archive) -> set[Cle]:
    """Les trimestres d’un fichier qui portent le filigrane ; tous, s’il le porte ou si l’archive s’annonce simulée."""
    marquees, lignes = (sum(compte[rang] for compte in comptes.values()) for rang in (0, 1))
    tout = archive.annoncee_simulee or filigrane.est_simule(marquees, lignes)
    return {cle for cle, compte in comptes.items() if tout or filigrane.est_simule(*compte)}


def _lire_libelles(archive: Archive, lot: Lot) -> None:
    for membre in archive.libelles:
        with membre.ouvrir() as flux:
            octets = flux.read(libelles_recus.TAILLE_MAX + 1)
        for annee in sorted({annee for annee, _, _ in lot.tables}):
            lus = libelles_recus.lire(octets, membre.nom, annee * 100 + 1, annee * 100 + 12)
            if lus:
                lot.libelles[annee] = libelles_recus.completer(lot.libelles.get(annee, {}), lus)
            elif _A_LIRE.search(membre.nom.split("›")[-1].lower()):
                lot.avertissements.append(
                    f"{membre.nom} : aucun libellé lisible, ceux du projet sont employés pour {annee}."
                )


def _mele(table: TableEcrite) -> bool:
    return correspondances(table.annee).mele(table.departements)


def _corse_melee(cle: Cle) -> str:
    annee, flux, trimestre = cle
    return (
        f"Trimestre {trimestre} de {annee} (flux {flux}) : le code 20 et les codes 2A, 2B sont employés ensemble ; "
        "leurs lignes s’ajoutent dans la Corse, vérifiez qu’elles ne disent pas deux fois la même chose."
    )


def _ecartes(archive: Archive) -> str:
    reste = len(archive.ecartes) - _NOMMES
    noms = [f"«\u00a0{nom}\u00a0»" for nom in archive.ecartes[:_NOMMES]]
    noms += [f"{nombre(reste)} {accord(reste, 'autre', 'autres')}"] if reste > 0 else []
    lus = accord(len(archive.ecartes), "n’est pas lu", "ne sont pas lus")
    return f"{archive.nom}\u00a0: {liste(noms)} {lus}, seuls le sont les fichiers régionaux (Region….txt)."


class _Compteur(io.RawIOBase):
    """Un flux qui dit combien d’octets y sont lus."""

    def __init__(self, flux: BinaryIO, avancer: Callable[[int], object]) -> None:
        self._flux, self._avancer = flux, avancer

    def read(self, taille: int = -1) -> Any:
        """Lit comme le flux d’origine, puis le fait savoir."""
        octets = self._flux.read(taille)
        self._avancer(len(octets))
        return octets
