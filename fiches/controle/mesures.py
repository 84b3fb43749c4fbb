"""Ce qui se mesure sur les lignes d’une année : des fonctions pures, exactes à l’euro.

Les *lignes* ont les colonnes des tables importées (`douane.tables.SCHEMA`) : `flux`, `trimestre`, `departement`,
`region`, `produit` (A129), `cpf4`, `pays`, `valeur` (euros), `masse` (kilogrammes). Les rapports sont des ratios.
"""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

TRIMESTRES = [1, 2, 3, 4]
Couverture = Collection[tuple[str, int]]

FACTEUR_SAUT = 2.0
"""Un trimestre saute s’il vaut plus du double, ou moins de la moitié, de ce à quoi on le compare…"""
MONTANT_SAUT = 5_000_000
"""… et s’en écarte d’au moins tant d’euros : les petits départements varient toujours beaucoup en proportion."""
PART_LIGNE = 0.10
"""Part du total annuel d’un département, dans un sens, au-delà de laquelle une seule ligne est signalée…"""
MONTANT_LIGNE = 1_000_000
"""… si elle vaut au moins tant d’euros."""
FACTEUR_VALEUR_MASSE = 20.0
"""Une ligne est hors norme si son rapport valeur/masse est tant de fois celui de son produit, ou sous l’inverse…"""
DISPERSIONS = 5.0
"""… et à plus de tant d’écarts absolus médians (× 1,4826, l’écart-type d’une loi normale) : certains produits
sont dispersés par nature…"""
ENJEU_VALEUR_MASSE = 1_000_000
"""… et si la valeur inscrite, ou celle que la masse laissait attendre, atteint tant d’euros…"""
LIGNES_POUR_UNE_NORME = 30
"""… et si le produit compte assez de lignes pour qu’une médiane ait un sens."""


def par_trimestre(lignes: pd.DataFrame) -> pd.DataFrame:
    """Par flux et trimestre (index) : `lignes`, `valeur` (euros), `masse` (kilogrammes)."""
    groupes = lignes.groupby(["flux", "trimestre"], observed=True)
    return groupes.agg(lignes=("valeur", "size"), valeur=("valeur", "sum"), masse=("masse", "sum"))


def par_region(lignes: pd.DataFrame) -> pd.DataFrame:
    """Par code de région (index), valeur des exportations `E` et des importations `I`, en euros, classées."""
    table = lignes.groupby(["region", "flux"], observed=True)["valeur"].sum().unstack("flux", fill_value=0)
    table = table.reindex(columns=["E", "I"], fill_value=0)
    table = table.set_axis(table.index.astype(str)).rename_axis("region").rename_axis(columns=None)
    return table.loc[table.sum(axis=1).sort_values(ascending=False, kind="stable").index]


def par_departement(lignes: pd.DataFrame, departements: Sequence[str]) -> pd.DataFrame:
    """Par flux et département (index), valeur de chaque trimestre (colonnes 1 à 4), en euros.

    Les départements demandés y sont tous, à zéro s’ils n’ont rien.
    """
    sommes = lignes.groupby(["flux", "departement", "trimestre"], observed=True)["valeur"].sum()
    table: pd.DataFrame = sommes.unstack("trimestre", fill_value=0)
    lignes_voulues = pd.MultiIndex.from_product([["E", "I"], departements], names=["flux", "departement"])
    table = table.reindex(index=lignes_voulues, columns=TRIMESTRES, fill_value=0).astype("int64")
    return table.rename_axis(columns="trimestre")


def trimestres(departements: pd.DataFrame, couverture: Couverture, avant: pd.DataFrame | None = None) -> pd.DataFrame:
    """Chaque trimestre importé de chaque département, comparé à son année et à l’année d’avant.

    `departements` et `avant` viennent de `par_departement`. Colonnes `flux`, `departement`, `trimestre`, `valeur`,
    `habituel` (médiane des trimestres importés) et `annee_avant`, en euros ; `absent` (aucune valeur) ;
    `rapport`, `rapport_avant` (ratios, NaN si l’on n’a rien à quoi comparer) ; `saut`.
    """
    importe = pd.DataFrame(
        [[(flux, t) in couverture for t in TRIMESTRES] for flux in departements.index.get_level_values("flux")],
        index=departements.index,
        columns=TRIMESTRES,
    )
    connues = departements.where(importe).astype(float)
    # La médiane de tous, et non des autres : à trois trimestres, un seul qui saute ferait sauter ses voisins.
    habituel = connues.mul(0).add(connues.median(axis=1), axis="index")
    avant = connues * np.nan if avant is None else avant.reindex(connues.index).where(lambda v: v > 0)
    colonnes = {"valeur": departements, "habituel": habituel, "annee_avant": avant, "importe": importe}
    table = pd.DataFrame({nom: t.stack(future_stack=True) for nom, t in colonnes.items()})
    table = table[table.pop("importe")].rename_axis(["flux", "departement", "trimestre"]).reset_index()
    absent = table["valeur"] == 0
    rapports = {
        "rapport": table["valeur"] / table["habituel"].where(table["habituel"] > 0),
        "rapport_avant": table["valeur"] / table["annee_avant"],
    }
    sauts = [
        _loin(table["valeur"], reference, rapport)
        for rapport, reference in zip(rapports.values(), (table["habituel"], table["annee_avant"]), strict=True)
    ]
    return table.assign(absent=absent, **rapports, saut=~absent & (sauts[0] | sauts[1]))


def _loin(valeur: pd.Series, reference: pd.Series, rapport: pd.Series) -> pd.Series:
    loin: pd.Series = (rapport > FACTEUR_SAUT) | (rapport < 1 / FACTEUR_SAUT)
    return loin & ((valeur - reference).abs() >= MONTANT_SAUT)


def lignes_lourdes(lignes: pd.DataFrame) -> pd.DataFrame:
    """Les lignes qui, seules, pèsent plus de `PART_LIGNE` du total de leur département dans leur sens.

    Colonnes des lignes et `part` (ratio), par part décroissante.
    """
    totaux = lignes.groupby(["flux", "departement"], observed=True)["valeur"].transform("sum")
    choix = (lignes["valeur"] > PART_LIGNE * totaux) & (lignes["valeur"] >= MONTANT_LIGNE)
    lourdes = lignes[choix].assign(part=lignes["valeur"][choix] / totaux[choix])
    return lourdes.sort_values(["part", "valeur"], ascending=False, kind="stable")


def hors_norme(lignes: pd.DataFrame) -> pd.DataFrame:
    """Les lignes dont le rapport valeur/masse s’écarte trop de la médiane de leur produit (CPF4) dans leur sens.

    Colonnes des lignes, `rapport` et `norme` (euros par kilogramme), `facteur` (leur ratio), de l’enjeu le plus fort
    au plus faible. Les lignes sans masse n’ont pas de rapport : elles n’y sont pas.
    """
    pesees = lignes[lignes["masse"] > 0]
    produit = [pesees["flux"], pesees["cpf4"]]
    # Une valeur nulle compte pour un euro : son rapport est très bas, non absent.
    rapport = (pesees["valeur"].clip(lower=1) / pesees["masse"]).transform(np.log10)
    groupes = rapport.groupby(produit, observed=True)
    norme = groupes.transform("median")
    ecart = (rapport - norme).abs()
    dispersion = 1.4826 * ecart.groupby(produit, observed=True).transform("median")
    enjeu = pesees["valeur"].clip(lower=pesees["masse"] * 10**norme)
    choix = (
        (ecart > np.log10(FACTEUR_VALEUR_MASSE))
        & (ecart > DISPERSIONS * dispersion)
        & (enjeu >= ENJEU_VALEUR_MASSE)
        & (groupes.transform("size") >= LIGNES_POUR_UNE_NORME)
    )
    table = pesees[choix].assign(
        rapport=10 ** rapport[choix], norme=10 ** norme[choix], facteur=10 ** (rapport - norme)[choix]
    )
    ordre = np.argsort(-enjeu[choix].to_numpy(dtype=float), kind="stable")
    classees: pd.DataFrame = table.iloc[ordre]
    return classees


def codes_speciaux(lignes: pd.DataFrame, codes: Collection[str]) -> pd.DataFrame:
    """Poids des codes qui ne sont pas des pays : `flux`, `pays`, `valeur` (euros), `part` (ratio du flux)."""
    choix = lignes[lignes["pays"].isin(list(codes))]
    table = choix.groupby(["flux", "pays"], observed=True)["valeur"].sum().reset_index()
    totaux = lignes.groupby("flux", observed=True)["valeur"].sum()
    table = table.assign(part=table["valeur"] / table["flux"].astype(str).map(totaux).astype(float))
    return table.sort_values(["flux", "valeur"], ascending=[True, False], kind="stable", ignore_index=True)
