"""Refait la référence de `docs/guide-analyste.md` : ce que la fiche offre, d’après le code, avec des exemples du Lot.

    .venv/bin/python outils/guide.py

Les exemples viennent des données de démonstration ; un test vérifie que le guide est à jour.
"""

import inspect
import sys
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from fiches import graphiques
from fiches.chemins import RACINE, ecrire
from fiches.fiche import Fiche

GUIDE = RACINE / "docs" / "guide-analyste.md"
DEBUT, FIN = "<!-- référence : faite par outils/guide.py -->\n", "<!-- fin de la référence -->\n"
_OBJETS = (
    ("La fiche", "fiche", lambda fiche: fiche),
    ("Un territoire", "fiche.departement", lambda fiche: fiche.departement),
    ("Des échanges", "fiche.exportations", lambda fiche: fiche.exportations),
    ("Des phrases toutes faites", "fiche.phrases", lambda fiche: fiche.phrases),
)
_GRAPHIQUES = (graphiques.pays, graphiques.activites, graphiques.flux)


def reference(donnees: Path | None = None) -> str:
    """Le Markdown de la référence."""
    fiche = Fiche("46", 2024, donnees)
    morceaux = []
    for titre, chemin, choisir in _OBJETS:
        lignes = list(_lignes(chemin, choisir(fiche)))
        tableau = "\n".join(["| Écrire | Ce que c’est | Pour le Lot |", "|---|---|---|", *lignes])
        morceaux.append(f"### {titre}\n\n{tableau}\n")
    figures = [f"| `graphiques.{f.__name__}{_reglages(f)}` | {_resume(f)} |" for f in _GRAPHIQUES]
    morceaux.append("### Les graphiques\n\n| Appel | Ce qu’il montre |\n|---|---|\n" + "\n".join(figures) + "\n")
    return "\n".join(morceaux)


def _lignes(chemin: str, objet: Any) -> Any:
    for nom, membre in inspect.getmembers(type(objet)):
        if nom.startswith("_"):
            continue
        if isinstance(membre, property | cached_property):
            yield f"| `{chemin}.{nom}` | {_resume(membre)} | {_montrer(getattr(objet, nom))} |"
        elif inspect.isfunction(membre):
            appel = f"{nom}{_reglages(membre)}"
            yield f"| `{chemin}.{appel}` | {_resume(membre)} | {_essayer(membre, objet)} |"


def _resume(objet: Any) -> str:
    """La première phrase de la documentation."""
    return (inspect.getdoc(objet) or "").split("\n\n")[0].replace("\n", " ").replace("|", "\\|")


def _reglages(fonction: Any) -> str:
    parametres = list(inspect.signature(fonction).parameters.values())
    dits = [p.name if p.default is p.empty else f"{p.name}={p.default!r}" for p in parametres if p.name != "self"]
    return f"({', '.join(dits)})"


def _essayer(fonction: Any, objet: Any) -> str:
    sans_defaut = [p for p in inspect.signature(fonction).parameters.values() if p.default is p.empty]
    return _montrer(fonction(objet)) if len(sans_defaut) == 1 else ""


def _montrer(valeur: Any) -> str:
    if isinstance(valeur, pd.DataFrame):
        return f"table : {', '.join(f'`{colonne}`' for colonne in valeur.columns)}"
    if isinstance(valeur, str):
        return f"« {valeur} »" if valeur else "rien"
    return f"`{valeur}`" if isinstance(valeur, bool | int | float) else ""


def rediger(texte: str, donnees: Path | None = None) -> str:
    """Le guide, sa référence refaite."""
    avant, reste = texte.split(DEBUT)
    return avant + DEBUT + "\n" + reference(donnees) + "\n" + FIN + reste.split(FIN)[1]


if __name__ == "__main__":
    with TemporaryDirectory() as dossier:
        ecrire(GUIDE, rediger(GUIDE.read_text(encoding="utf-8"), Path(dossier)))
    sys.stdout.write(f"{GUIDE}\n")
