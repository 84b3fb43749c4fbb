"""L’accord des données avec des totaux déjà publiés."""

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from fiches.carnet.parametres import References, TotalPublie
from fiches.controle.mesures import TRIMESTRES, Couverture
from fiches.donnees import territoires
from fiches.donnees.territoires import FRANCE, Lieu
from fiches.redaction import UN_MILLION


@dataclass(frozen=True)
class Rapprochement:
    """Un total publié et celui des données, en euros ; `de` nomme le territoire (« du Lot »)."""

    flux: str
    de: str
    publie: int
    calcule: int
    tolerance: int

    @property
    def ecart(self) -> int:
        """Calculé − publié, en euros."""
        return self.calcule - self.publie

    @property
    def accord(self) -> bool:
        """Vrai si l’écart ne dépasse pas la tolérance."""
        return abs(self.ecart) <= self.tolerance


def comparer(lignes: pd.DataFrame, references: References, couverture: Couverture) -> list[Rapprochement]:
    """Chaque total publié face à celui des données ; un flux dont un trimestre manque n’est pas comparé.

    Lève `ErreurDemande` si une référence nomme un département ou une région inconnus.
    """
    complets = [flux for flux in "EI" if all((flux, t) in couverture for t in TRIMESTRES)]
    comparaisons = []
    for total in references.totaux:
        lieu, choix = _lieu(total), _choisir(lignes, total)
        publies = {"E": total.exportations, "I": total.importations}
        for flux in complets:
            publie = publies[flux]
            if publie is not None:
                calcule = int(choix.loc[choix["flux"] == flux, "valeur"].sum())
                comparaisons.append(Rapprochement(flux, lieu.de, _euros(publie), calcule, _euros(references.tolerance)))
    return comparaisons


def _choisir(lignes: pd.DataFrame, total: TotalPublie) -> pd.DataFrame:
    return lignes if total.niveau == "france" else lignes[lignes[total.niveau] == _lieu(total).code]


def _lieu(total: TotalPublie) -> Lieu:
    if total.niveau == "france":
        return FRANCE
    # Dans un fichier YAML, 01 sans guillemets se lit 1.
    return (
        territoires.departement(total.code)
        if total.niveau == "departement"
        else territoires.region(total.code.zfill(2))
    )


def _euros(millions: Decimal) -> int:
    return int(millions * UN_MILLION)
