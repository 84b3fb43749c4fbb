"""Les produits, les pays et les classes CPF4 face aux trimestres d’avant, et à l’année d’avant."""

from itertools import product

import numpy as np
import pandas as pd

from fiches.controle import mesures, regles
from fiches.controle.constats import Constat, montant, nommer
from fiches.controle.matiere import Matiere, periode
from fiches.donnees.sens import LES_SENS, NOM_DU_SENS

AVANT = {"trimestres": "aux trimestres précédents", "annee": "un an avant"}
_NOMS = {"produit": "produits", "pays": "pays", "cpf4": "classes de produits (CPF4)"}
_CONSEIL = (
    "Cherchez un reclassement, un code changé ou une partie manquante dans l’archive ; si le fait est réel, "
    "dites-le dans les commentaires."
)


def ecarts(maintenant: pd.DataFrame, references: dict[str, pd.DataFrame], regle: regles.Ecart) -> pd.DataFrame:
    """Les codes qui sautent ; les tables ont le même index (flux, code), les trimestres en colonnes, NaN si inconnus.

    Colonnes `flux`, `code`, `quand` (la clé de la référence), `trimestres` (tuple), `valeur` et `reference` (sommes de
    ces trimestres, en euros), le plus grand écart d’abord.
    """
    trouves = []
    for quand, reference in references.items():
        grand, petit = np.maximum(maintenant, reference), np.minimum(maintenant, reference)
        saute = (grand > regle.facteur * petit) & (grand >= regle.montant)
        saute |= (petit < regles.PART_DISPARITION * grand) & (grand >= regle.disparition)
        lignes, colonnes = np.nonzero(np.asarray(saute))
        index = maintenant.index[lignes]
        table = pd.DataFrame({
            "flux": index.get_level_values(0),
            "code": index.get_level_values(1),
            "quand": quand,
            "trimestre": np.array(mesures.TRIMESTRES)[colonnes],
            "valeur": maintenant.to_numpy()[lignes, colonnes],
            "reference": reference.to_numpy()[lignes, colonnes],
        })  # fmt: skip
        trouves.append(table)
    groupes = pd.concat(trouves).groupby(["flux", "code", "quand"])
    sommes = groupes.agg(trimestres=("trimestre", tuple), valeur=("valeur", "sum"), reference=("reference", "sum"))
    ordre = (sommes["valeur"] - sommes["reference"]).abs().sort_values(ascending=False, kind="stable").index
    return sommes.loc[ordre].reset_index()


def references(matiere: Matiere, axe: str) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Les valeurs d’un axe, et ce à quoi on les compare.

    Le plus proche des trimestres précédents : un retour à un niveau déjà vu n’est pas un saut. Le même trimestre, un an
    avant.
    """
    ici = mesures.par_code(matiere.lignes, axe)
    avant = None if matiere.avant is None else mesures.par_code(matiere.avant, axe)
    codes = ici.index if avant is None else ici.index.union(avant.index)
    maintenant = _connues(ici.reindex(codes, fill_value=0), matiere.couverture)
    # Un trimestre qui manque laisse les précédents en vue.
    bas, haut = (t.ffill(axis=1).shift(axis=1) for t in (maintenant.cummin(axis=1), maintenant.cummax(axis=1)))
    resultat = {"trimestres": maintenant.clip(bas, haut)}
    if avant is not None:
        resultat["annee"] = _connues(avant.reindex(codes, fill_value=0), matiere.couverture_avant)
    return maintenant, resultat


def constater(matiere: Matiere) -> list[Constat]:
    """Les codes dont la valeur saute, par axe et par flux."""
    constats = []
    trouves = trouver(matiere)
    for axe, flux in product(regles.ECARTS, LES_SENS):
        cas = trouves[(trouves["axe"] == axe) & (trouves["flux"] == flux)]
        if cas.empty:
            continue
        phrases = [
            f"{matiere.nommer(axe, c['code'])} ({periode(c['trimestres'])}), "
            f"{montant(c['valeur'])} contre {montant(c['reference'])} {AVANT[c['quand']]}"
            for c in cas.to_dict("records")
        ]
        debut = f"Aux {NOM_DU_SENS[flux]}, des {_NOMS[axe]} sautent"
        constats.append(Constat("à regarder", _NOMS[axe], f"{debut} : {nommer(phrases)}.", _CONSEIL))
    if constats:
        return constats
    return [Constat("information", "produits", "Aucun produit ni aucun pays ne saute d’un trimestre à l’autre.")]


def trouver(matiere: Matiere) -> pd.DataFrame:
    """Les codes qui sautent : colonnes `axe`, et celles de `ecarts`."""
    tables: dict[str, pd.DataFrame] = {}
    for axe, regle in regles.ECARTS.items():
        maintenant, compares = references(matiere, axe)
        tables[axe] = ecarts(maintenant, compares, regle).assign(axe=axe)
    # Un produit qui saute emporte ses classes : il suffit de le dire une fois.
    divisions = set(tables["produit"]["code"].str[1:3])
    tables["cpf4"] = tables["cpf4"][~tables["cpf4"]["code"].str[:2].isin(divisions)]
    return pd.concat(tables.values(), ignore_index=True)


def _connues(table: pd.DataFrame, couverture: mesures.Couverture) -> pd.DataFrame:
    """La table en nombres réels, NaN aux trimestres qui ne sont pas importés."""
    flux = table.index.get_level_values("flux")
    importe = pd.DataFrame({t: [(f, t) in couverture for f in flux] for t in mesures.TRIMESTRES}, index=table.index)
    return table.where(importe).astype(float)
