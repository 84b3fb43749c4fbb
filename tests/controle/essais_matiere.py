"""Des lignes écrites à la main, et la matière que le contrôle en lit."""

import pandas as pd

from fiches.controle import mesures
from fiches.controle.constats import Constat
from fiches.controle.matiere import Matiere
from fiches.donnees.sens import LES_SENS

M, MD = 1_000_000, 1_000_000_000
B, R = "bloquant", "à regarder"
TOUT = {(flux, t) for flux in LES_SENS for t in mesures.TRIMESTRES}
COLONNES = ["flux", "trimestre", "departement", "region", "produit", "cpf4", "pays", "valeur", "masse"]


def ligne(valeur: int, **autres: object) -> dict[str, object]:
    """Une ligne ordinaire : le Lot exporte des boissons en Allemagne au premier trimestre, à 4 €/kg."""
    ordinaire = dict(zip(COLONNES, ("E", 1, "46", "76", "C11Z", "1101", "DE", valeur, valeur // 4), strict=True))
    return ordinaire | autres


def matiere(*lignes: dict[str, object], avant: list[dict[str, object]] | None = None) -> Matiere:
    """La matière de lignes écrites à la main, huit trimestres-flux importés."""
    precedentes = None if avant is None else pd.DataFrame(avant, columns=COLONNES)
    return Matiere(2024, pd.DataFrame(lignes, columns=COLONNES), TOUT, precedentes, () if avant is None else TOUT)


def degres(constats: list[Constat]) -> list[str]:
    return [c.degre for c in constats if c.degre != "information"]
