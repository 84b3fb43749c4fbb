"""Ce qui se mesure sur les lignes d’une année : des fonctions pures, exactes à l’euro.

Les *lignes* ont les colonnes des tables importées (`douane.tables.SCHEMA`) : `flux`, `trimestre`, `departement`,
`region`, `produit` (A129), `cpf4`, `pays`, `valeur` (euros), `masse` (kilogrammes). Les rapports sont des ratios.
"""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from fiches.controle import regles

TRIMESTRES = [1, 2, 3, 4]
Couverture = Collection[tuple[str, int]]


def par_trimestre(lignes: pd.DataFrame) -> pd.DataFrame:
    """Par flux et trimestre (index) : `lignes`, `valeur` (euros), `masse` (kilogrammes)."""
    groupes = lignes.groupby(["flux", "trimestre"])
    return groupes.agg(lignes=("valeur", "size"), valeur=("valeur", "sum"), masse=("masse", "sum"))


def par_region(lignes: pd.DataFrame) -> pd.DataFrame:
    """Par code de région (index), valeur des exportations `E` et des importations `I`, en euros, classées."""
    table = lignes.groupby(["region", "flux"])["valeur"].sum().unstack("flux", fill_value=0)
    table = table.reindex(columns=["E", "I"], fill_value=0)
    table = table.set_axis(table.index.astype(str)).rename_axis("region").rename_axis(columns=None)
    return table.loc[table.sum(axis=1).sort_values(ascending=False, kind="stable").index]


def par_departement(lignes: pd.DataFrame, departements: Sequence[str]) -> pd.DataFrame:
    """Par flux et département (index), valeur de chaque trimestre (colonnes 1 à 4), en euros.

    Les départements demandés y sont tous, à zéro s’ils n’ont rien.
    """
    lignes_voulues = pd.MultiIndex.from_product([["E", "I"], departements], names=["flux", "departement"])
    return par_code(lignes, "departement").reindex(index=lignes_voulues, fill_value=0)


def par_code(lignes: pd.DataFrame, axe: str) -> pd.DataFrame:
    """Par flux et code de l’axe (index), valeur de chaque trimestre (colonnes 1 à 4), en euros ; zéro sans ligne."""
    sommes = lignes.groupby(["flux", axe, "trimestre"])["valeur"].sum()
    table: pd.DataFrame = sommes.unstack("trimestre", fill_value=0)
    table = table.reindex(columns=TRIMESTRES, fill_value=0).astype("int64").rename_axis(columns="trimestre")
    niveaux = [table.index.get_level_values(n).astype(str) for n in ("flux", axe)]
    return table.set_axis(pd.MultiIndex.from_arrays(niveaux, names=["flux", axe]))


def trimestres(departements: pd.DataFrame, couverture: Couverture, avant: pd.DataFrame | None = None) -> pd.DataFrame:
    """Chaque trimestre importé de chaque département, comparé à son année et à l’année d’avant.

    `departements` et `avant` viennent de `par_departement`. Colonnes `flux`, `departement`, `trimestre`, `valeur`,
    `habituel` (médiane des trimestres importés) et `annee_avant`, en euros ; `absent` (aucune valeur) ;
    `rapport`, `rapport_avant` (ratios, NaN si l’on n’a rien à quoi comparer) ; `saut`, et `baisse` si c’en est une.
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
    comparaisons = list(zip(rapports.values(), (table["habituel"], table["annee_avant"]), strict=True))
    loin = [(table["valeur"] - reference).abs() >= regles.MONTANT_SAUT for _, reference in comparaisons]
    hausses = [(rapport > regles.FACTEUR_SAUT) & assez for (rapport, _), assez in zip(comparaisons, loin, strict=True)]
    baisses = [
        (rapport < 1 / regles.FACTEUR_SAUT) & assez for (rapport, _), assez in zip(comparaisons, loin, strict=True)
    ]
    baisse = ~absent & (baisses[0] | baisses[1])
    return table.assign(absent=absent, **rapports, saut=baisse | (~absent & (hausses[0] | hausses[1])), baisse=baisse)


def lignes_lourdes(lignes: pd.DataFrame) -> pd.DataFrame:
    """Les lignes qui, seules, pèsent plus de `regles.PART_LIGNE` du total de leur département dans leur sens.

    Colonnes des lignes et `part` (ratio), par part décroissante.
    """
    totaux = lignes.groupby(["flux", "departement"])["valeur"].transform("sum")
    choix = (lignes["valeur"] > regles.PART_LIGNE * totaux) & (lignes["valeur"] >= regles.MONTANT_LIGNE)
    lourdes = lignes[choix].assign(part=lignes["valeur"][choix] / totaux[choix])
    return lourdes.sort_values(["part", "valeur"], ascending=False)


def hors_norme(lignes: pd.DataFrame) -> pd.DataFrame:
    """Les lignes dont le rapport valeur/masse s’écarte trop de la médiane de leur classe (CPF4) dans leur sens.

    La classe d’une classe trop peu fournie est son produit (A129). Colonnes des lignes, `rapport` et `norme` (euros par
    kilogramme), `facteur` (leur ratio), de l’enjeu le plus fort au plus faible. Une ligne sans masse n’a pas de
    rapport : elle n’y est pas.
    """
    pesees = lignes[lignes["masse"] > 0]
    # Une valeur nulle compte pour un euro : son rapport est très bas, non absent.
    rapport = (pesees["valeur"].clip(lower=1) / pesees["masse"]).transform(np.log10)
    classe = _norme(rapport, [pesees["flux"], pesees["cpf4"]])
    produit = _norme(rapport, [pesees["flux"], pesees["produit"]])
    norme = classe.where(classe["lignes"] >= regles.LIGNES_POUR_UNE_NORME, produit)
    ecart = (rapport - norme["mediane"]).abs()
    enjeu = pesees["valeur"].clip(lower=pesees["masse"] * 10 ** norme["mediane"])
    choix = (
        (ecart > np.log10(regles.FACTEUR_VALEUR_MASSE))
        & (ecart > regles.DISPERSIONS * norme["dispersion"])
        & (enjeu >= regles.ENJEU_VALEUR_MASSE)
        & (norme["lignes"] >= regles.LIGNES_POUR_UNE_NORME)
    )
    mediane = norme["mediane"][choix]
    table = pesees[choix].assign(
        rapport=10 ** rapport[choix], norme=10**mediane, facteur=10 ** (rapport[choix] - mediane)
    )
    ordre = np.argsort(-enjeu[choix].to_numpy(dtype=float), kind="stable")
    classees: pd.DataFrame = table.iloc[ordre]
    return classees


def _norme(rapport: pd.Series, groupe: list[pd.Series]) -> pd.DataFrame:
    """Par ligne, ce que valent les rapports de son groupe : `mediane`, `dispersion` (écart-type robuste), `lignes`."""
    groupes = rapport.groupby(groupe)
    mediane = groupes.transform("median")
    ecarts = (rapport - mediane).abs()
    dispersion = 1.4826 * ecarts.groupby(groupe).transform("median")
    return pd.DataFrame({"mediane": mediane, "dispersion": dispersion, "lignes": groupes.transform("size")})


def codes_speciaux(lignes: pd.DataFrame, codes: Collection[str]) -> pd.DataFrame:
    """Poids des codes qui ne sont pas des pays : `flux`, `pays`, `valeur` (euros), `part` (ratio du flux)."""
    choix = lignes[lignes["pays"].isin(list(codes))]
    table = choix.groupby(["flux", "pays"])["valeur"].sum().reset_index()
    totaux = lignes.groupby("flux")["valeur"].sum()
    # Un flux d’une valeur nulle n’a pas de part : zéro.
    table = table.assign(part=(table["valeur"] / table["flux"].astype(str).map(totaux).astype(float)).fillna(0))
    return table.sort_values(["flux", "valeur"], ascending=[True, False], ignore_index=True)
