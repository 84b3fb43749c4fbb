"""Lire un fichier de l’analyste, où qu’on exécute le carnet : la fiche est refaite quand il change."""

import csv
from pathlib import Path

import pandas as pd

from fiches.carnet import lectures
from fiches.redaction import FINE, INSECABLE, normaliser
from fiches.socle.chemins import RACINE
from fiches.socle.erreurs import ErreurFiche

_LECTEURS = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "classeur", ".parquet": "parquet"}
_CODES = {
    "code", "codes", "departement", "dep", "region", "reg", "commune", "insee", "siren", "siret", "naf", "nc8", "cpf4",
    "cpf", "a129", "postal", "cp", "telephone", "tel", "pays", "produit", "numero", "id",
}  # fmt: skip
"""Les mots qui, dans un nom de colonne, annoncent un code : il garde ses zéros."""


def lire(chemin: str | Path) -> pd.DataFrame:
    """La table d’un fichier CSV, Excel (.xlsx) ou Parquet ; `chemin` se donne depuis la racine du projet.

    Les codes restent des textes (« 01 », « 005520135 ») : une colonne de CSV ou d’Excel ne devient un nombre que si
    toutes ses valeurs en sont, sans zéro en tête, et si son nom n’annonce pas un code. Le séparateur et l’encodage d’un
    CSV se devinent ; la virgule y est décimale. Lève `ErreurFiche` si le fichier manque ou ne se lit pas.
    """
    fichier = RACINE / chemin
    sorte = _LECTEURS.get(fichier.suffix.lower())
    if sorte is None:
        raise ErreurFiche(f"{chemin} : seuls se lisent {', '.join(_LECTEURS)}. Enregistrez la table dans l’un d’eux")
    lectures.noter_fichier(fichier)
    try:
        if sorte == "parquet":
            return pd.read_parquet(fichier)
        lue = _lire_csv(fichier) if sorte == "csv" else pd.read_excel(fichier, dtype=str, keep_default_na=False)
    except FileNotFoundError as erreur:
        raise ErreurFiche(f"{chemin} : ce fichier n’existe pas. Le chemin part de la racine du projet") from erreur
    except (ValueError, OSError, csv.Error, KeyError) as erreur:
        raise ErreurFiche(f"{chemin} : ce fichier ne se lit pas ({erreur}). Enregistrez-le de nouveau") from erreur
    return lue.apply(_convertir)


def _lire_csv(fichier: Path) -> pd.DataFrame:
    octets = fichier.read_bytes()
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        texte = octets.decode("cp1252")
    separateur = max(";,\t", key=texte.partition("\n")[0].count)
    lignes = [ligne for ligne in csv.reader(texte.splitlines(), delimiter=separateur) if ligne]
    noms, corps = (lignes[0], lignes[1:]) if lignes else ([], [])
    for rang, ligne in enumerate(corps, start=2):
        if len(ligne) != len(noms):
            raise ValueError(f"ligne {rang} : {len(ligne)} valeurs au lieu de {len(noms)}")
    return pd.DataFrame(corps, columns=noms, dtype=str)


def _convertir(colonne: "pd.Series[str]") -> "pd.Series[str] | pd.Series[int] | pd.Series[float]":
    """La colonne en nombres si c’en est une, les cases vides étant absentes."""
    vides = colonne.str.strip() == ""
    textes = colonne.where(~vides)
    if set(normaliser(str(colonne.name)).split()) & _CODES:
        return textes
    nombres = colonne.str.replace(rf"[\s{INSECABLE}{FINE}]", "", regex=True)
    entiers = nombres.str.fullmatch(r"[-+]?(?:0|[1-9]\d*)")
    decimaux = nombres.str.fullmatch(r"[-+]?(?:0|[1-9]\d*)(?:[.,]\d+)?")
    if vides.all() or not (decimaux | vides).all():
        return textes
    if (entiers | vides).all():
        return nombres.where(~vides).astype("Int64") if vides.any() else nombres.astype("int64")
    return nombres.where(~vides).str.replace(",", ".").astype("float64")
