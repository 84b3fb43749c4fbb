"""Le catalogue des tables importées : la seule porte d’entrée vers elles, remplacée d’un coup."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from fiches.donnees.douane.libelles_recus import LibellesRecus, completer
from fiches.socle import chemins
from fiches.socle.erreurs import ErreurDonnees

NOM = "catalogue.json"
Cle = tuple[int, str, int]
NOM_DE_TABLE = re.compile(r"\d{4}-[EI]-T[1-4]-([0-9a-f]{16})\.parquet")
"""Le nom que nous donnons à une table, et à aucun autre fichier : il finit par le début de sa somme SHA-256."""
_RECOMMENCER = (
    "Remettez-le d’une sauvegarde ; sinon, gardez les archives, ôtez du dossier ce fichier et les tables "
    "(2024-E-T1-….parquet), puis importez de nouveau."
)


class ArchiveImportee(BaseModel):
    """D’où vient la table d’un trimestre et d’un flux ; `valeur` en euros, `masse` en kilogrammes.

    `inconnus` donne, par axe (departement, region, produit, pays), les codes que nos tables n’ont pas cette année-là,
    avec leur nombre de lignes et leur valeur ; `absents`, les départements dont il n’y a aucune ligne ; `fichier` est
    le nom de la table Parquet.
    """

    model_config = ConfigDict(frozen=True)

    annee: int
    flux: str
    trimestre: int
    archive: str
    sha256: str
    importe_le: str
    lignes: int
    valeur: int
    masse: int
    demonstration: bool
    inconnus: dict[str, dict[str, tuple[int, int]]]
    absents: tuple[str, ...] = ()
    fichier: str

    @property
    def cle(self) -> Cle:
        """(année, flux, trimestre)."""
        return self.annee, self.flux, self.trimestre


class Catalogue(BaseModel):
    """Les tables en vigueur, et les libellés apportés par les archives, par année puis par axe."""

    model_config = ConfigDict(frozen=True)

    version: int = 2
    tables: tuple[ArchiveImportee, ...] = ()
    libelles: dict[int, LibellesRecus] = {}

    @model_validator(mode="before")
    @classmethod
    def _d_avant(cls, lu: Any) -> Any:
        """La version 1 ne gardait que les libellés de produits."""
        if isinstance(lu, dict) and lu.get("version") == 1:
            produits = lu.get("libelles_produits") or {}
            return {"tables": lu.get("tables", ()), "libelles": {a: {"produit": noms} for a, noms in produits.items()}}
        return lu

    @property
    def annees(self) -> list[int]:
        """Années présentes, même incomplètes, dans l’ordre."""
        return sorted({p.annee for p in self.tables})

    def de_l_annee(self, annee: int) -> list[ArchiveImportee]:
        """Les tables de l’année ; un code que ses libellés reçus nomment n’y compte pas pour inconnu."""
        nommes = self.libelles.get(annee, {})
        return [p.model_copy(update={"inconnus": _sans(p.inconnus, nommes)}) for p in self.tables if p.annee == annee]

    def remplacer(self, nouvelles: Iterable[ArchiveImportee], libelles: dict[int, LibellesRecus]) -> "Catalogue":
        """Ce catalogue, où les nouvelles tables prennent la place des anciennes de même clé.

        Les libellés reçus complètent ceux de leur année, et l’emportent sur eux. De vraies données chassent toute la
        démonstration de leur année : les deux ne se mêlent jamais.
        """
        arrivees = {p.cle: p for p in nouvelles}
        vraies = {p.annee for p in arrivees.values() if not p.demonstration}
        tables = {p.cle: p for p in self.tables if not (p.demonstration and p.annee in vraies)}
        for cle, p in arrivees.items():
            ancienne = tables.get(cle)
            # La même archive réimportée ne change rien, pas même la date.
            meme = ancienne and ancienne.model_copy(update={"importe_le": p.importe_le}) == p
            tables[cle] = ancienne if ancienne and meme else p
        return Catalogue(
            tables=tuple(tables[cle] for cle in sorted(tables)),
            libelles={
                annee: completer(self.libelles.get(annee, {}), libelles.get(annee, {}))
                for annee in sorted(self.libelles.keys() | libelles.keys())
            },
        )


def _sans(
    inconnus: dict[str, dict[str, tuple[int, int]]], nommes: LibellesRecus
) -> dict[str, dict[str, tuple[int, int]]]:
    restes = {
        axe: {code: compte for code, compte in codes.items() if code not in nommes.get(axe, {})}
        for axe, codes in inconnus.items()
    }
    return {axe: codes for axe, codes in restes.items() if codes}


def lire(dossier: Path) -> Catalogue:
    """Le catalogue du dossier, vide s’il n’y en a pas. Lève `ErreurDonnees` s’il est illisible ou perdu."""
    chemin = dossier / NOM
    try:
        lu = Catalogue.model_validate_json(chemin.read_bytes())
    except FileNotFoundError:
        lu = Catalogue()
    except (OSError, ValidationError) as erreur:
        raise ErreurDonnees(f"{chemin} : le catalogue des données est illisible. {_RECOMMENCER}") from erreur
    if not lu.tables and any(NOM_DE_TABLE.fullmatch(fichier.name) for fichier in dossier.glob("*.parquet")):
        raise ErreurDonnees(f"{chemin}\u00a0: le catalogue des données manque, et leurs tables sont là. {_RECOMMENCER}")
    return lu


def ecrire(dossier: Path, catalogue: Catalogue) -> None:
    """Remplace le catalogue d’un coup ; ne touche à rien s’il est déjà celui-là."""
    octets = (catalogue.model_dump_json(indent=1) + "\n").encode()
    chemin = dossier / NOM
    if not chemin.exists() or chemin.read_bytes() != octets:
        chemins.ecrire(chemin, octets)
