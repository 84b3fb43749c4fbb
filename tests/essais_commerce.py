"""De petits millésimes faits à la main, pour les tests des échanges, des territoires et des phrases."""

import pandas as pd

from fiches.donnees.libelles import Libelles
from fiches.fiche.contexte import Contexte
from fiches.fiche.millesime import Millesime

M = 1_000_000
Ligne = tuple[str, str, str, str, str, int]


def millesime(*lignes: Ligne) -> Millesime:
    """Un millésime de 2024 : (flux, département, région, produit, pays, euros)."""
    cube = pd.DataFrame(lignes, columns=["flux", "departement", "region", "produit", "pays", "valeur"])
    contexte = Contexte(2024, "Source : essai.", "Archive : essai.", False, Libelles())
    return Millesime(cube.astype({"valeur": "int64"}), contexte)


def lisible(texte: str) -> str:
    """Le texte aux espaces ordinaires, pour des attendus qui se relisent."""
    return texte.replace("\u00a0", " ").replace("\u202f", " ")
