"""Les indicateurs de la fiche : des fonctions pures sur des tables, exactes à l’euro.

Deux formes de table circulent :

- le *cube* d’une année : `flux` (« E » ou « I »), `departement`, `region`, `produit` (A129),
  `pays`, `valeur` (euros) et `masse` (kilogrammes) ;
- les *lignes* d’un territoire dans un sens : `produit`, `pays`, `valeur`.

Les codes sont des chaînes, les montants des entiers d’euros, les parts des ratios de 0 à 1.
Partout, le classement se fait par valeur décroissante, puis par code.
"""

from collections.abc import Collection, Sequence
from numbers import Integral
from typing import Any, Literal

import pandas as pd

from fiches.donnees.sens import Sens
from fiches.socle.erreurs import ErreurFiche

Axe = Literal["produit", "pays", "cpf4"]

AUTRES = "AUTRES"
"""Code du regroupement « Autres » : tout ce qui n’est pas nommé, pour que les totaux restent exacts."""


RUPTURE = 2022
"""Première année de l’enquête EMEBI : les séries ne se comparent pas de part et d’autre."""


def lignes(cube: pd.DataFrame, sens: Sens) -> pd.DataFrame:
    """Lignes d’un sens dans un cube (celui de l’année, ou la partie d’un territoire), agrégées et triées.

    Colonnes `produit`, `pays`, `valeur` (euros).
    """
    return cube[cube["flux"] == sens].groupby(["produit", "pays"])["valeur"].sum().reset_index()


def comparables(annee: int, autre: int) -> bool:
    """Faux de part et d’autre de janvier 2022 : l’enquête EMEBI y a remplacé la déclaration d’échanges de biens."""
    return (annee >= RUPTURE) == (autre >= RUPTURE)


def evolution(maintenant: int, avant: int) -> float | None:
    """Ratio d’une valeur à celle d’avant, moins un ; None si celle d’avant est nulle."""
    return maintenant / avant - 1 if avant else None


def contributions(
    maintenant: pd.DataFrame, avant: pd.DataFrame, axe: Axe, nombre: int, admis: Collection[str]
) -> pd.DataFrame:
    """Ce que chaque code admis ajoute à l’évolution : `axe`, `ecart` (euros), `points` (écart / total d’avant).

    Les `nombre` plus grandes en valeur absolue, puis par code ; aucune si le total d’avant est nul. Sur tous les codes,
    les points somment à l’évolution.
    """
    exiger_un_compte("nombre", nombre)
    sommes = [table.groupby(axe)["valeur"].sum() for table in (maintenant, avant)]
    ecarts = sommes[0].sub(sommes[1], fill_value=0).astype("int64")
    total = int(sommes[1].sum())
    if not total:
        ecarts = ecarts.head(0)
    ecarts = ecarts[ecarts.index.isin(list(admis)) & (ecarts != 0)]
    table = pd.DataFrame({axe: ecarts.index, "ecart": ecarts.to_numpy(), "points": ecarts.to_numpy() / (total or 1)})
    table = table.assign(_taille=table["ecart"].abs()).sort_values(["_taille", axe], ascending=[False, True])
    return table.drop(columns="_taille").head(nombre).reset_index(drop=True)


def part(valeur: int, ensemble: int) -> float | None:
    """Ratio de `valeur` dans `ensemble`, ou None quand l’ensemble est nul."""
    return valeur / ensemble if ensemble else None


def similitude(un: pd.DataFrame, autre: pd.DataFrame) -> float | None:
    """Somme des parts communes de deux totaux par produit (voir `totaux`), de 0 à 1 ; None si l’un est nul.

    Source : Finger et Kreinin, 1979.
    """
    parts = [t.set_index("produit")["valeur"] for t in (un, autre)]
    sommes = [int(part.sum()) for part in parts]
    if not all(sommes):
        return None
    communs = parts[0].index.intersection(parts[1].index)
    # Une seule division : chaque part est portée au même dénominateur.
    croises = (min(int(parts[0][c]) * sommes[1], int(parts[1][c]) * sommes[0]) for c in communs)
    return sum(croises) / (sommes[0] * sommes[1])


def totaux(table: pd.DataFrame, axe: Axe) -> pd.DataFrame:
    """Valeur par produit ou par pays : colonnes `axe` et `valeur`, sans les valeurs nulles, classées."""
    somme = table.groupby(axe)["valeur"].sum().reset_index()
    somme = somme[somme["valeur"] > 0]
    return somme.sort_values(["valeur", axe], ascending=[False, True], ignore_index=True)


def exiger_un_compte(nom: str, compte: Any, au_moins: int = 0) -> None:
    """Lève `ErreurFiche` si `compte`, donné pour le réglage `nom`, n’est pas un entier d’au moins `au_moins`."""
    if isinstance(compte, bool) or not isinstance(compte, Integral) or compte < au_moins:
        raise ErreurFiche(f"« {nom} » vaut {compte!r}, mais il faut un nombre entier, au moins {au_moins}")


def premiers(classes: pd.DataFrame, axe: Axe, nombre: int, admis: Collection[str]) -> list[str]:
    """Les `nombre` premiers codes de `classes` (voir `totaux`) qui sont `admis` ; les autres ne se nomment pas.

    Comme les fonctions suivantes, lève `ErreurFiche` si le nombre n’est pas un entier positif ; à zéro, tout est
    « Autres ».
    """
    exiger_un_compte("produits" if axe == "produit" else "pays", nombre)
    codes = classes[axe]
    return codes[codes.isin(list(admis))].head(nombre).tolist()


def classement(classes: pd.DataFrame, axe: Axe, nombre: int, admis: Collection[str]) -> pd.DataFrame:
    """Les `nombre` premiers codes admis de `classes` (voir `totaux`), puis « Autres » s’il reste quelque chose.

    Colonnes `axe`, `valeur` (euros) et `part` (ratio du total) ; les valeurs somment au total.
    """
    exiger_un_compte("nombre", nombre)
    nommes = classes[classes[axe].isin(list(admis))].head(nombre)
    codes, valeurs = nommes[axe].tolist(), nommes["valeur"].tolist()
    total = int(classes["valeur"].sum())
    if reste := total - sum(valeurs):
        codes.append(AUTRES)
        valeurs.append(reste)
    parts = [valeur / total for valeur in valeurs]
    types = {axe: classes[axe].dtype, "valeur": "int64", "part": "float64"}
    return pd.DataFrame({axe: codes, "valeur": valeurs, "part": parts}).astype(types)


def flux(table: pd.DataFrame, produits: Sequence[str], pays: Sequence[str], en_rouge: int) -> pd.DataFrame:
    """Flux produit × pays ; ce qui n’est pas dans `produits` ou `pays` est regroupé en « Autres ».

    Colonnes `produit`, `pays`, `valeur` (euros, > 0) et `rouge` : vrai pour les `en_rouge` plus grands
    flux dont aucun côté n’est « Autres ». Classés ; les valeurs somment au total de `table`.
    """
    exiger_un_compte("en_rouge", en_rouge)
    croise = _regrouper(_regrouper(table, "produit", produits), "pays", pays)
    croise = croise.groupby(["produit", "pays"])["valeur"].sum().reset_index()
    croise = croise[croise["valeur"] > 0]
    croise = croise.sort_values(["valeur", "produit", "pays"], ascending=[False, True, True], ignore_index=True)
    nommes = (croise["produit"] != AUTRES) & (croise["pays"] != AUTRES)
    return croise.assign(rouge=nommes & (nommes.cumsum() <= en_rouge))


def flux_detailles(table: pd.DataFrame, pays: Collection[str]) -> pd.DataFrame:
    """Tous les flux produit × pays dont le pays est dans `pays` : `produit`, `pays`, `valeur` (euros, > 0), classés."""
    detail = table[table["pays"].isin(list(pays)) & (table["valeur"] > 0)]
    return detail.sort_values(["valeur", "produit", "pays"], ascending=[False, True, True], ignore_index=True)


def depasses(dessines: pd.DataFrame, detailles: pd.DataFrame) -> bool:
    """Vrai si un des flux `detailles` est plus grand que l’un des `dessines` en rouge (voir `flux`) sans l’être."""
    rouges = dessines.loc[dessines["rouge"], "valeur"]
    if rouges.empty:
        return False
    return bool((detailles["valeur"] > rouges.min()).sum() > (rouges > rouges.min()).sum())


def balance(
    exportations: pd.DataFrame, importations: pd.DataFrame, nombre: int, admis: Collection[str]
) -> pd.DataFrame:
    """Balance des `nombre` premiers pays admis, par importations + exportations décroissantes.

    `exportations` et `importations` sont les totaux par pays (voir `totaux`). Colonnes `pays`, `importations`,
    `exportations` et `solde` (exportations − importations), en euros.
    """
    exiger_un_compte("nombre", nombre)
    importe, exporte = (t.set_index("pays")["valeur"] for t in (importations, exportations))
    codes = importe.index.union(exporte.index).intersection(list(admis))
    table = pd.DataFrame(
        {
            "pays": codes,
            "importations": importe.reindex(codes, fill_value=0).to_numpy(),
            "exportations": exporte.reindex(codes, fill_value=0).to_numpy(),
        }
    )
    table = table.assign(
        solde=table["exportations"] - table["importations"],
        _echanges=table["exportations"] + table["importations"],
    )
    table = table.sort_values(["_echanges", "pays"], ascending=[False, True], ignore_index=True)
    return table.drop(columns="_echanges").head(nombre)


def _regrouper(table: pd.DataFrame, axe: Axe, nommes: Collection[str]) -> pd.DataFrame:
    """Remplace par « Autres » les codes qui ne sont pas nommés."""
    return table.assign(**{axe: table[axe].where(table[axe].isin(list(nommes)), AUTRES)})
