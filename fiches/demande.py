"""Ce qu’on demande de produire, vérifié avant de commencer."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fiches import parametres, territoires
from fiches.chemins import CARNETS
from fiches.erreurs import ErreurDemande
from fiches.parametres import Parametres
from fiches.territoires import Departement


@dataclass(frozen=True)
class Demande:
    """Ce qu’il faut produire. `donnees` : tables Parquet ; `sortie` : dossier qui reçoit `2024/…`."""

    parametres: Parametres
    departements: tuple[Departement, ...]
    donnees: Path
    sortie: Path
    jobs: int
    forcer: bool = False

    @property
    def dossier(self) -> Path:
        """Le dossier de la campagne : `sortie/2024`."""
        return self.sortie / str(self.parametres.annee)

    @property
    def carnet(self) -> Path:
        """Le carnet modèle."""
        return CARNETS / self.parametres.carnet


def etablir(
    codes: Sequence[str],
    *,
    fichier_params: Path,
    annee: int | None,
    donnees: Path,
    sortie: Path,
    jobs: int | None,
    forcer: bool,
) -> Demande:
    """Vérifie la demande ; sans `codes`, les départements sont ceux du fichier de paramètres.

    Lève `ErreurDemande` : département inconnu, paramètres illisibles, carnet absent.
    """
    reglages = parametres.lire(fichier_params)
    if annee is not None:
        reglages = reglages.model_copy(update={"annee": annee})
    if codes:
        lieux = [territoires.departement(code) for code in codes]
    elif reglages.departements == "tous":
        lieux = territoires.departements_publies()
    else:
        lieux = [territoires.departement(code) for code in reglages.departements]
    demande = Demande(
        parametres=reglages,
        departements=tuple(dict.fromkeys(lieux)),
        donnees=donnees,
        sortie=sortie,
        jobs=jobs or os.cpu_count() or 1,
        forcer=forcer,
    )
    if not demande.carnet.exists():
        presents = ", ".join(sorted(c.name for c in CARNETS.glob("*.ipynb")))
        raise ErreurDemande(f"{demande.carnet} : carnet absent. Carnets présents : {presents}.")
    return demande
