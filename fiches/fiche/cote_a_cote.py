"""Plusieurs lieux côte à côte, en une table."""

from collections.abc import Sequence

import pandas as pd

from fiches.donnees.lieu import Region
from fiches.fiche.commerce import Territoire
from fiches.fiche.indicateurs import part
from fiches.fiche.rendue import marquer


def mettre_cote_a_cote(lieux: Sequence[Territoire], axe: str, ensemble: Territoire) -> pd.DataFrame:
    """Une ligne par lieu, par exportations décroissantes puis par code.

    Colonnes `axe` (code), `libelle`, `exportations`, `importations`, `solde` (euros) ; `part_exportations` et
    `part_importations` : ratio dans celles de l’`ensemble`.
    """
    table = pd.DataFrame(
        {
            axe: [t.lieu.insee if isinstance(t.lieu, Region) else t.lieu.code for t in lieux],
            "libelle": [t.nom for t in lieux],
            "exportations": [t.exportations.valeur for t in lieux],
            "importations": [t.importations.valeur for t in lieux],
            "solde": [t.solde for t in lieux],
            "part_exportations": [part(t.exportations.valeur, ensemble.exportations.valeur) for t in lieux],
            "part_importations": [part(t.importations.valeur, ensemble.importations.valeur) for t in lieux],
        }
    )
    return marquer(table.sort_values(["exportations", axe], ascending=[False, True], ignore_index=True))
