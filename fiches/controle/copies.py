"""Les trimestres copiés d’un autre : des sommes égales à l’euro, ce que le commerce ne fait jamais."""

from collections.abc import Sequence
from itertools import product

import pandas as pd

from fiches.controle import mesures, regles
from fiches.controle.constats import NOMMES, Constat, nommer
from fiches.controle.matiere import Matiere
from fiches.donnees import territoires
from fiches.donnees.sens import LES_SENS, NOM_DU_SENS
from fiches.redaction import liste, nombre

_CONSEIL = "L’un est la copie de l’autre : demandez l’archive de nouveau, puis réimportez-la."


def copies(matiere: Matiere) -> pd.DataFrame:
    """Les départements dont un trimestre égale à l’euro un autre, du même flux, de l’année ou de celle d’avant.

    Colonnes `flux`, `trimestre`, `modele` (« T3 », « T4 de 2023 »), `departements` (tuple) et `part` des départements
    qui ont assez de valeur pour que l’égalité dise quelque chose.
    """
    annees = [(matiere.departements, "")]
    if matiere.departements_avant is not None:
        annees.append((matiere.departements_avant, f" de {matiere.annee - 1}"))
    trouvees = []
    for flux, (table, suffixe), t, u in product(LES_SENS, annees, mesures.TRIMESTRES, mesures.TRIMESTRES):
        if not suffixe and u >= t:
            continue
        ici, autre = matiere.departements.xs(flux)[t], table.xs(flux)[u]
        assez = ici >= regles.MONTANT_COPIE
        egaux = ici[assez & (ici == autre)].index
        if len(egaux):
            trouvees.append((flux, t, f"T{u}{suffixe}", tuple(egaux), len(egaux) / assez.sum()))
    return pd.DataFrame(trouvees, columns=["flux", "trimestre", "modele", "departements", "part"])


def constater(matiere: Matiere) -> list[Constat]:
    """Ce que disent les copies ; sans copie, une information."""
    constats = []
    for flux, trouvees in copies(matiere).groupby("flux"):
        entieres = trouvees["part"] >= regles.PART_COPIE
        cas = [
            f"le T{c['trimestre']} et le {c['modele']}, {_ou(c['departements'])}"
            for c in pd.concat([trouvees[entieres], trouvees[~entieres]]).to_dict("records")
        ]
        phrase = f"Aux {NOM_DU_SENS[str(flux)]}, des trimestres sont égaux à l’euro : {nommer(cas)}."
        constats.append(Constat("bloquant", "copies", phrase, _CONSEIL))
    return constats or [Constat("information", "copies", "Aucun trimestre n’est égal à l’euro à un autre.")]


def _ou(codes: Sequence[str]) -> str:
    """« dans 97 départements », « dans le Lot et en Lozère » s’ils sont peu."""
    if len(codes) > NOMMES:
        return f"dans {nombre(len(codes))} départements"
    return liste([territoires.departement(code).dans for code in codes])
