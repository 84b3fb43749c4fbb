"""Lire une archive entière dans des tables provisoires, sans encore rien changer aux données en vigueur."""

import io
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast
from uuid import uuid4

from fiches.donnees.douane import filigrane, format, libelles_recus
from fiches.donnees.douane.archive import Archive, Membre
from fiches.donnees.douane.catalogue import Cle
from fiches.donnees.douane.tables import TableEcrite, par_cle
from fiches.socle.erreurs import ErreurDonnees

_LIBELLES_MAX = 4 << 20


@dataclass
class Lot:
    """Ce qu’apporte une archive : tables finies, celles qui sont simulées, libellés de produits par année."""

    archive: str
    sha256: str
    tables: dict[Cle, TableEcrite] = field(default_factory=dict)
    simulees: set[Cle] = field(default_factory=set)
    libelles: dict[int, dict[str, str]] = field(default_factory=dict)
    avertissements: list[str] = field(default_factory=list)


def lire(archive: Archive, provisoire: Path, avancer: Callable[[int], object]) -> Lot:
    """Lit tous les fichiers de données ; `avancer` reçoit les octets lus. Lève `ErreurDonnees` au premier défaut."""
    lot = Lot(archive.nom, archive.sha256)
    origine: dict[Cle, str] = {}
    for membre in archive.donnees:
        ecrites = _lire_membre(membre, provisoire, avancer)
        simule = archive.annoncee_simulee or filigrane.est_simule(
            sum(t.marquees for t in ecrites.values()), sum(t.lignes for t in ecrites.values())
        )
        for cle, table in ecrites.items():
            if simule or filigrane.est_simule(table.marquees, table.lignes):
                lot.simulees.add(cle)
            if deja := lot.tables.get(cle):
                # Deux fichiers d’une archive se complètent, sauf s’ils disent deux fois la même chose.
                if deja.partage_des_lignes_avec(table):
                    raise _recouvrement(archive.nom, origine[cle], membre.nom, cle)
                lot.tables[cle] = deja.absorber(table, _neuf(provisoire))
            else:
                lot.tables[cle] = table
            origine[cle] = membre.nom
    _lire_libelles(archive, lot)
    return lot


def _lire_membre(membre: Membre, provisoire: Path, avancer: Callable[[int], object]) -> dict[Cle, TableEcrite]:
    ecrites: dict[Cle, TableEcrite] = defaultdict(lambda: TableEcrite(_neuf(provisoire)))
    try:
        with membre.ouvrir() as flux:
            for bloc in format.lire(cast(BinaryIO, _Compteur(flux, avancer)), membre.nom):
                for cle, lignes in par_cle(bloc):
                    ecrites[cle].ajouter(lignes)
    finally:
        for table in ecrites.values():
            table.finir()
    return dict(ecrites)


def _lire_libelles(archive: Archive, lot: Lot) -> None:
    for membre in archive.libelles:
        if "a129" not in membre.nom.split("›")[-1].lower():
            continue
        for annee in sorted({annee for annee, _, _ in lot.tables}):
            fin = max(trimestre for a, _, trimestre in lot.tables if a == annee) * 3
            with membre.ouvrir() as flux:
                lus = libelles_recus.lire(flux.read(_LIBELLES_MAX), annee * 100 + fin)
            if lus:
                lot.libelles[annee] = lus
            else:
                lot.avertissements.append(
                    f"{membre.nom} : aucun libellé lisible, ceux du projet sont employés pour {annee}."
                )


def _recouvrement(archive: str, avant: str, apres: str, cle: Cle) -> ErreurDonnees:
    annee, flux, trimestre = cle
    avant, apres = (nom.split("›")[-1].strip() for nom in (avant, apres))
    return ErreurDonnees(
        f"{archive} : « {avant} » et « {apres} » apportent deux fois des lignes du trimestre {trimestre} "
        f"de {annee} (flux {flux}). Sortez-les de l’archive et importez seulement le bon."
    )


def _neuf(provisoire: Path) -> Path:
    return provisoire / f"{uuid4().hex}.parquet"


class _Compteur(io.RawIOBase):
    """Un flux qui dit combien d’octets y sont lus."""

    def __init__(self, flux: BinaryIO, avancer: Callable[[int], object]) -> None:
        self._flux, self._avancer = flux, avancer

    def read(self, taille: int = -1) -> Any:
        """Lit comme le flux d’origine, puis le fait savoir."""
        octets = self._flux.read(taille)
        self._avancer(len(octets))
        return octets
