"""De petites archives pour les tests."""

import zipfile
from collections.abc import Mapping
from itertools import product
from pathlib import Path

from fiches.donnees.douane import ArchiveImportee

OFFICIELLES = (
    "I;3;2018;01;18;A01Z;0111;AR;52;11\r\n"
    "I;3;2018;01;18;A01Z;0111;AT;29916;20815\r\n"
    "E;3;2018;01;18;A01Z;0111;BE;406473;1210935\r\n"
    "E;3;2018;01;18;A01Z;0111;BR;11228;250\r\n"
)


def zipper(chemin: Path, membres: Mapping[str, str | bytes]) -> Path:
    """Écrit un zip ; rend son chemin."""
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in membres.items():
            archive.writestr(nom, contenu)
    return chemin


def annee_complete(annee: int = 2024, valeur: int = 1000, flux: str = "EI") -> str:
    """Une ligne du Lot par flux et trimestre."""
    return "".join(
        f"{f};{t};{annee};46;12;C30C;3030;DE;{valeur + t};{10 * t}\r\n" for f, t in product(flux, range(1, 5))
    )


def table(trimestre: int = 1, flux: str = "E", **reste: object) -> ArchiveImportee:
    """Une table du catalogue, sans rien de particulier que ce qui est dit."""
    ordinaire = {
        "annee": 2024, "flux": flux, "trimestre": trimestre, "archive": "a.zip", "sha256": "ab", "importe_le": "",
        "lignes": 1234, "valeur": 56_789_000, "masse": 9, "demonstration": False, "inconnus": {}, "fichier": "t",
    }  # fmt: skip
    return ArchiveImportee.model_validate(ordinaire | reste)


def octets(dossier: Path) -> dict[str, bytes]:
    """Le contenu de tout le dossier, verrou mis à part."""
    return {
        str(chemin.relative_to(dossier)): chemin.read_bytes()
        for chemin in sorted(dossier.rglob("*"))
        if chemin.is_file() and chemin.name != ".verrou"
    }
