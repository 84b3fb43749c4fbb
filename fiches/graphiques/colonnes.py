"""Ce que sont les colonnes d’une table : leur nom français, leur unité, comment s’écrivent leurs cases.

Les tables que rend la fiche portent une marque (`rendue.Marque`) : leurs montants sont des euros, leurs parts des
ratios, tant que l’analyste n’en change pas les valeurs. Une table à lui n’en a pas : ses colonnes gardent leur nom, et
aucune unité ne leur est prêtée.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pandas as pd

from fiches.fiche.rendue import Genre, est_de_la_fiche, unite
from fiches.graphiques.ecriture import ecriture, exiger_des_nombres_lisibles, numerique
from fiches.redaction import ABSENT, liste, majuscule, meur, nombre, pourcentage
from fiches.socle.erreurs import ErreurFiche

_TITRES = {
    "valeur": "Valeur", "importations": "Importations", "exportations": "Exportations", "solde": "Solde",
    "part_exportations": "Part à l’export",
    "part_importations": "Part à l’import", "ecart": "Écart en un an", "masse": "Masse",
    "part": "Part", "points": "Contribution", "sens": "Sens",
    "rouge": "En rouge", "court": "Nom abrégé", "libelle_produit": "Produit", "libelle_pays": "Pays",
    "court_produit": "Produit, en abrégé",
}  # fmt: skip
_CODES = {
    "pays": "pays",
    "produit": "produit",
    "cpf4": "CPF4",
    "trimestre": "trimestre",
    "departement": "département",
    "region": "région",
}
_MONTREES = 200
"""Aucun dessin, aucun tableau ne montre plus de lignes ; les autres ne disent rien de leur écriture."""
_SIGNEES = {"solde", "ecart", "points"}
"""Ce qui se lit par son signe : un « + » le dit quand il est positif."""


@dataclass(frozen=True)
class Colonne:
    """Une colonne : le nom à lire, ce que sont ses valeurs, si leur signe se dit toujours, comment elle s’écrit sinon.

    `mot` est ce nom dans une phrase : celui de l’analyste garde ses capitales.
    """

    titre: str
    genre: Genre = ""
    signee: bool = False
    sans_unite: Callable[[Any], str] | None = None
    mot: str = ""

    @property
    def entete(self) -> str:
        """« Valeur (euros) » ; le nom seul quand l’unité est dans les cases."""
        return f"{self.titre} ({self.genre})" if self.genre in ("euros", "kilogrammes") else self.titre

    @property
    def ecrire(self) -> Callable[[Any], str] | None:
        """Comment s’écrit une de ses valeurs dans un tableau ; None si ce n’est pas un nombre."""
        if self.genre == "ratio":
            return lambda v: pourcentage(v, court=True, signe=self.signee)
        return (lambda v: nombre(int(v), 0, signe=self.signee)) if self.genre else self.sans_unite

    def dire(self, valeur: Any) -> str:
        """Comment elle se dit dans une phrase : « 12,3 M€ », « 45,2 % », « 1 234 », « n.d. »."""
        if pd.isna(valeur):
            return ABSENT
        if self.genre == "euros":
            return meur(int(valeur), signe=self.signee)
        if self.genre == "kilogrammes":
            return f"{nombre(int(valeur), 0)}\u00a0kg"
        if self.genre == "ratio":
            return pourcentage(valeur, signe=self.signee)
        return self.sans_unite(valeur) if self.sans_unite else str(valeur)


def decrire(table: pd.DataFrame) -> list[Colonne]:
    """Les colonnes d’une table, dans l’ordre ; celles d’une table de l’analyste ont leur nom pour titre."""
    toutes = set(map(_nom, table.columns))
    lire = _de_la_fiche if est_de_la_fiche(table) else _de_l_analyste
    return [lire(table, _nom(nom), table.iloc[:, rang], toutes) for rang, nom in enumerate(table.columns)]


def titrer(table: pd.DataFrame, nom: Any) -> str:
    """Le nom à lire d’un étage de l’index."""
    if not est_de_la_fiche(table):
        return str(nom)
    return {"libelle": "Libellé"}.get(nom) or majuscule(_CODES.get(nom, "")) or _TITRES.get(nom, str(nom))


def _de_l_analyste(_: pd.DataFrame, nom: str, serie: "pd.Series[Any]", __: set[str]) -> Colonne:
    montree = serie.head(_MONTREES)
    return Colonne(nom, sans_unite=ecriture(montree, nom) if numerique(montree) else None, mot=nom)


def _de_la_fiche(table: pd.DataFrame, nom: str, serie: "pd.Series[Any]", toutes: set[str]) -> Colonne:
    nomme = next((de for code, de in _CODES.items() if code in toutes), "")
    if nom == "libelle":
        return Colonne("Produit" if nomme == "CPF4" else majuscule(nomme) or "Libellé")
    telle = _de_l_analyste(table, nom, serie, toutes)
    if nom in _CODES:
        titre = f"Code {_CODES[nom]}" if nom != "trimestre" else "N°"
        return replace(telle, titre=titre if "libelle" in toutes else majuscule(_CODES[nom]))
    titre = _TITRES.get(nom, nom)
    mot = f"{titre[:1].lower()}{titre[1:]}" if nom in _TITRES else nom
    return replace(telle, titre=titre, genre=unite(table, nom, serie), signee=nom in _SIGNEES, mot=mot)


def _nom(nom: Any) -> str:
    """Le nom d’une colonne ; ceux d’une colonne à plusieurs étages se suivent."""
    return ", ".join(str(n) for n in nom if str(n)) if isinstance(nom, tuple) else str(nom)


def _mesurable(colonne: "pd.Series[Any]") -> bool:
    return numerique(colonne) and pd.api.types.is_numeric_dtype(colonne)


def _en_nombres(colonne: "pd.Series[Any]") -> "pd.Series[Any]":
    """Une colonne de `Decimal` en nombres ; les autres, telles quelles."""
    presentes: list[Any] = list(colonne.dropna()) if colonne.dtype == object else []
    decimaux = len(presentes) > 0 and all(isinstance(v, Decimal) for v in presentes)
    return colonne.astype("float64") if decimaux else colonne


def en_table(table: Any) -> Any:
    """Une série, une table de polars, d’Arrow ou de DuckDB, en table pandas ; autre chose, tel quel."""
    if isinstance(table, pd.Series):
        return table.to_frame(table.name if table.name is not None else "valeur")
    convertir = next((getattr(table, nom) for nom in ("to_pandas", "df") if callable(getattr(table, nom, None))), None)
    return en_table(convertir()) if convertir is not None and not isinstance(table, pd.DataFrame) else table


def textes(table: pd.DataFrame) -> set[str]:
    """Les textes d’une table : ses cases, ses étages, les noms de ses colonnes."""
    plate = table.reset_index()
    return {str(v) for v in (*plate.columns, *plate.select_dtypes(exclude="number").to_numpy().ravel())}


def choisir(
    table: Any, noms: str | None, valeurs: str | Sequence[str] | None, qui: str
) -> tuple[pd.DataFrame, str, list[str]]:
    """La table, la colonne qui nomme et celles qui mesurent, choisies si on ne les donne pas. Lève `ErreurFiche`.

    Par défaut : le nom, sinon la première colonne ; exportations et importations, la valeur, sinon les nombres
    de même unité que le premier. Une table vide n’a ni l’une ni les autres.
    """
    table = en_table(table)
    if not isinstance(table, pd.DataFrame):
        raise ErreurFiche(f"graphiques.{qui} dessine une table pandas, et {type(table).__name__} n’en est pas une")
    if not table.columns.is_unique:
        raise ErreurFiche("deux colonnes de la table ont le même nom : renommez-les")
    if not table.shape[1]:
        return table, "", []
    if not isinstance(table.index, pd.RangeIndex):  # un index qui nomme les lignes
        table = table.reset_index()
    table = table.apply(_en_nombres).set_axis(list(map(_nom, table.columns)), axis=1)
    exiger_des_nombres_lisibles(table)
    nomme = _nommante(table, noms)
    voulues = _mesures(table, nomme, valeurs, qui)
    genres = {colonne.genre for nom, colonne in zip(table.columns, decrire(table), strict=True) if nom in voulues}
    if len(genres) > 1:
        raise ErreurFiche(f"graphiques.{qui} dessine des valeurs de même unité, non {liste(voulues)} ensemble")
    return table, nomme, voulues


def _nommante(table: pd.DataFrame, noms: str | None) -> str:
    """La colonne qui nomme les lignes."""
    nomme = next((c for c in ("libelle", "court") if c in table), table.columns[0]) if noms is None else noms
    _exiger_une_colonne(table, nomme)
    if any(map(pd.api.types.is_list_like, table[nomme])):
        raise ErreurFiche(
            f"les cases de « {nomme} » sont des listes : table.explode({nomme!r}) en fait une ligne de chaque"
        )
    return nomme


def _mesures(table: pd.DataFrame, nomme: str, valeurs: str | Sequence[str] | None, qui: str) -> list[str]:
    mesurables = [c for c in table.columns if c != nomme and _mesurable(table[c])]
    if valeurs is not None:
        voulues: list[Any] = list(valeurs) if pd.api.types.is_list_like(valeurs) else [valeurs]
        for colonne in voulues:
            _exiger_une_colonne(table, colonne)
            if colonne not in mesurables:
                raise ErreurFiche(f"graphiques.{qui} dessine des nombres, {_faute(table, colonne, nomme)}")
        if voulues:
            return voulues
    deux_sens = [c for c in mesurables if c in ("exportations", "importations")]
    voulues = deux_sens or [c for c in mesurables if c == "valeur"]
    if voulues or not mesurables:
        return voulues or _sans_nombres(table, nomme, qui)
    genres = dict(zip(table.columns, (c.genre for c in decrire(table)), strict=True))
    return [
        c for c in mesurables if genres[c] == genres[mesurables[0]]
    ]  # des euros et des parts n’ont pas d’axe commun


def _exiger_une_colonne(table: pd.DataFrame, nom: Any) -> None:
    if not isinstance(nom, str):
        colonnes = liste([f"« {c} »" for c in table.columns])
        raise ErreurFiche(
            f"une colonne se donne par son nom, entre guillemets, non par {nom!r} : la table a {colonnes}"
        )
    if nom not in table.columns:
        raise ErreurFiche(f"la table n’a pas de colonne « {nom} » ; elle a : {', '.join(table.columns)}")


def _faute(table: pd.DataFrame, colonne: str, nomme: str) -> str:
    if colonne == nomme:
        return f"et « {colonne} » nomme déjà les lignes : donnez-en une autre, noms=… ou valeurs=…"
    if pd.api.types.is_complex_dtype(table[colonne]):
        return f"et ceux de « {colonne} » sont complexes : dessinez table[{colonne!r}].abs(), ou sa partie réelle"
    return f"et « {colonne} » n’en est pas : pd.to_numeric(table[{colonne!r}]) en fait, si ce sont des nombres écrits"


def _sans_nombres(table: pd.DataFrame, nomme: str, qui: str) -> list[str]:
    autres = [c for c in table.columns if c != nomme]
    faute = (
        _faute(table, autres[0], nomme) if autres else f"et la table n’a que « {nomme} » : il lui faut des noms aussi"
    )
    raise ErreurFiche(f"graphiques.{qui} dessine des nombres, {faute}")
