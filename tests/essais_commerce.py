"""De petits millésimes faits à la main, pour les tests des échanges, des territoires et des phrases."""

import pandas as pd
import pyarrow as pa

from fiches.donnees.libelles import Libelles
from fiches.fiche.contexte import Contexte
from fiches.fiche.millesime import Millesime

M = 1_000_000
Ligne = tuple[str, str, str, str, str, int]


def millesime(*lignes: Ligne, avant: Millesime | None = None) -> Millesime:
    """Un millésime de 2024 : (flux, département, région, produit, pays, euros) ; `avant`, celui de toute autre année.

    Toutes les lignes sont du premier trimestre, de la classe CPF4 « 0000 » et sans masse.
    """
    cube = pd.DataFrame(lignes, columns=["flux", "departement", "region", "produit", "pays", "valeur"])
    cube = cube.astype({"valeur": "int64"})
    contexte = Contexte(2024, "Source : essai.", "Archive : essai.", False, Libelles())
    detail = pa.Table.from_pandas(cube.assign(cpf4="0000", trimestre=1, masse=0))
    return Millesime(cube, contexte, lambda: detail, lambda _: avant)


def lisible(texte: str) -> str:
    """Le texte aux espaces ordinaires, pour des attendus qui se relisent."""
    return texte.replace("\u00a0", " ").replace("\u202f", " ")
