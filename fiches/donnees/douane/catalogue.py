"""Le catalogue des tables importées : la seule porte d’entrée vers elles, remplacée d’un coup."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from fiches.socle import chemins
from fiches.socle.erreurs import ErreurDonnees

NOM = "catalogue.json"
Cle = tuple[int, str, int]


class ArchiveImportee(BaseModel):
    """D’où vient la table d’un trimestre et d’un flux ; `valeur` en euros, `masse` en kilogrammes.

    `inconnus` donne, par axe (departement, region, produit, pays), les codes absents de nos tables avec leur
    nombre de lignes et leur valeur ; `fichier` est le nom de la table Parquet.
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
    fichier: str

    @property
    def cle(self) -> Cle:
        """(année, flux, trimestre)."""
        return self.annee, self.flux, self.trimestre


class Catalogue(BaseModel):
    """Les tables en vigueur, et les libellés de produits apportés par les archives, par année."""

    model_config = ConfigDict(frozen=True)

    version: int = 1
    tables: tuple[ArchiveImportee, ...] = ()
    libelles_produits: dict[int, dict[str, str]] = {}

    def remplacer(self, nouvelles: Iterable[ArchiveImportee], libelles: dict[int, dict[str, str]]) -> "Catalogue":
        """Ce catalogue, où les nouvelles tables prennent la place des anciennes de même clé.

        De vraies données chassent toute la démonstration de leur année : les deux ne se mêlent jamais.
        """
        arrivees = {p.cle: p for p in nouvelles}
        vraies = {p.annee for p in arrivees.values() if not p.demonstration}
        tables = {p.cle: p for p in self.tables if not (p.demonstration and p.annee in vraies)}
        for cle, p in arrivees.items():
            ancienne = tables.get(cle)
            # La même archive réimportée ne change rien, pas même la date.
            meme = ancienne and (ancienne.sha256, ancienne.fichier) == (p.sha256, p.fichier)
            tables[cle] = ancienne if ancienne and meme else p
        return Catalogue(
            tables=tuple(tables[cle] for cle in sorted(tables)),
            libelles_produits=dict(sorted((self.libelles_produits | libelles).items())),
        )


def lire(dossier: Path) -> Catalogue:
    """Le catalogue du dossier, vide s’il n’y en a pas. Lève `ErreurDonnees` s’il est illisible."""
    chemin = dossier / NOM
    try:
        return Catalogue.model_validate_json(chemin.read_bytes())
    except FileNotFoundError:
        return Catalogue()
    except (OSError, ValidationError) as erreur:
        raise ErreurDonnees(
            f"{chemin} : le catalogue des données est illisible. "
            "Supprimez ce dossier et importez de nouveau les archives."
        ) from erreur


def ecrire(dossier: Path, catalogue: Catalogue) -> None:
    """Remplace le catalogue d’un coup ; ne touche à rien s’il est déjà celui-là."""
    octets = (catalogue.model_dump_json(indent=1) + "\n").encode()
    chemin = dossier / NOM
    if not chemin.exists() or chemin.read_bytes() != octets:
        chemins.ecrire(chemin, octets)
