"""Refait `docs/reference-analyste.md` : ce que la fiche offre, d’après le code, avec des exemples du Lot.

    .venv/bin/python outils/guide.py

Les exemples viennent des données de démonstration ; un test vérifie que la référence est à jour.
"""

import inspect
import sys
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from fiches import graphiques, redaction
from fiches.fiche import Fiche
from fiches.fiche.indicateurs import AUTRES
from fiches.socle.chemins import RACINE, ecrire

GUIDE, REFERENCE = RACINE / "docs" / "guide-analyste.md", RACINE / "docs" / "reference-analyste.md"
_ENTETE = """# Tout ce que le carnet offre

<!-- Fait par outils/guide.py, d’après le code : ne pas modifier à la main. -->

Pour qui cherche un nom. Dans le carnet d’un département, `fiche` donne le sien ; `fiche.region` et `fiche.france` \
offrent la même chose que `fiche.departement` ; le carnet d’une région et celui de la France ont les mêmes noms, hors \
`fiche.departement` ; `fiche.importations`, la même chose que `fiche.exportations`, où `depuis` \
remplace `vers`. Dans JupyterLab, la touche Tab complète un nom et `?` en montre la documentation. Pour commencer : \
le [guide de l’analyste](guide-analyste.md).
"""
_OBJETS = (
    ("La fiche", "fiche", lambda fiche: fiche),
    ("Un territoire", "fiche.departement", lambda fiche: fiche.departement),
    ("Des échanges", "fiche.exportations", lambda fiche: fiche.exportations),
    (
        "Une partie des échanges : un pays, un produit",
        'fiche.exportations.vers("US")',
        lambda f: f.exportations.vers("US"),
    ),
    ("Des phrases toutes faites", "fiche.phrases", lambda fiche: fiche.phrases),
)
_GRAPHIQUES = (graphiques.pays, graphiques.activites, graphiques.flux)
_DE_L_ANALYSTE = (
    graphiques.barres, graphiques.courbe, graphiques.tableau, graphiques.carte, graphiques.comparer, graphiques.figure,
)  # fmt: skip
_ATTRIBUTS = {
    "fiche.annee": "Millésime des données.",
    "fiche.lieu": "Le lieu, pour ses noms : `.nom`, `.de`, `.dans`, `.sujet`, `.code`.",
    "fiche.titre": "Nom de la série, dans l’onglet du navigateur.",
    "fiche.departement.exportations": "Ses exportations.",
    "fiche.departement.importations": "Ses importations.",
    "fiche.departement.lieu": "Ses noms : `.nom`, `.de`, `.dans`.",
    "fiche.exportations.comparaisons": (
        "La part dans la région (`['region']`, sauf s’il en est une) et la France (`['france']`) : `.texte`, `.ratio`."
    ),
    "fiche.exportations.lieu": "Le territoire, pour ses noms.",
    'fiche.exportations.vers("US").axe': "« pays » ou « produit ».",
    'fiche.exportations.vers("US").code': "Le code du pays ou du produit.",
    "fiche.exportations.sens": "« E » à l’export, « I » à l’import.",
    "fiche.exportations.trimestres_absents": "Les trimestres où les données n’ont rien du territoire, dans ce sens.",
}
"""Ce que portent les objets sans que le code puisse le documenter : des champs, non des propriétés."""
INTERNES = {
    "contexte", "sans_objet", "ensemble", "prise_dans",
    "fiche.phrases.territoire", "fiche.phrases.france", "fiche.phrases.composants",
}  # fmt: skip
_EXEMPLES: dict[str, tuple[Any, ...]] = {
    "ecrire_part": (1_000_000,),
    "les_premiers": (10, "produit"),
    "vers": ("US",),
    "produit": ("C30C",),
    "pour": ("12",),
}
_NOMBRES = (
    "redaction.millions(fiche.departement.solde)",
    "redaction.meur(fiche.exportations.valeur)",
    "redaction.euros(fiche.exportations.valeur)",
    "redaction.pourcentage(fiche.exportations.produit('C30C').part)",
    "redaction.pourcentage(0.00123, 2)",
    "redaction.nombre(43240)",
    "redaction.nombre(12.345)",
    "redaction.nombre_en_lettres(5)",
    "redaction.accord(3, 'usine', 'usines')",
    "redaction.liste(['le Lot', 'le Tarn', 'l’Ain'])",
)
_COLONNES = {
    "sens": "« I » à l’import, « E » à l’export",
    "produit": f"code A129 ; `{AUTRES}` pour le reste",
    "cpf4": f"classe CPF4, plus fine que l’A129 ; `{AUTRES}` pour le reste",
    "trimestre": "de 1 à 4",
    "libelle": "nom du pays, du produit ou du trimestre",
    "court": "nom abrégé du produit",
    "libelle_produit": "nom du produit",
    "court_produit": "nom abrégé du produit",
    "pays": f"code du pays ; `{AUTRES}` pour le reste",
    "libelle_pays": "nom du pays",
    "importations": "euros",
    "exportations": "euros",
    "solde": "exportations − importations, en euros",
    "valeur": "euros",
    "masse": "kilogrammes",
    "ecart": "ce que la valeur a gagné ou perdu en un an, en euros",
    "points": "l’écart, en ratio du total de l’année d’avant",
    "part": "ratio du total, de 0 à 1",
    "departement": "code du département",
    "region": "code Insee de la région",
    "part_exportations": "ratio des exportations dans celles de la région, ou de la France",
    "part_importations": "ratio des importations dans celles de la région, ou de la France",
    "rouge": "vrai pour les plus grands flux nommés",
}
_REGLAGES_DES_GRAPHIQUES = {
    "nombre": "combien de premiers pays ou produits sont nommés",
    "produits": "combien de premiers produits sont nommés",
    "pays": "combien de premiers pays sont nommés",
    "en_rouge": "combien de plus grands flux ressortent en rouge",
    "hauteur": "hauteur du dessin, en millimètres sur le papier",
    "titre": "le titre ; l’ancre, le tableau, le CSV et la feuille du classeur le suivent",
    "lecture": "la clé de lecture",
    "note": "une note sous la clé de lecture",
    "source": "la source, si ce ne sont pas les données de la fiche",
    "total": "une dernière ligne, la somme des montants",
    "alternative": "ce que montre le dessin, chiffres compris, pour qui ne le voit pas",
    "donnees": "la table que montre le dessin",
}


def reference(donnees: Path | None = None) -> str:
    """Le Markdown de la référence."""
    fiche = Fiche("46", 2024, donnees)
    morceaux = [_ENTETE]
    for titre, chemin, choisir in _OBJETS:
        lignes = list(_lignes(chemin, choisir(fiche)))
        tableau = "\n".join(["| Écrire | Ce que c’est | Pour le Lot |", "|---|---|---|", *lignes])
        morceaux.append(f"## {titre}\n\n{tableau}\n")
    colonnes = [f"| `{nom}` | {dit} |" for nom, dit in _COLONNES.items()]
    detail = "\n".join(["| Colonne | Contenu |", "|---|---|", *colonnes])
    morceaux.append(f"## Les colonnes des tables\n\n{detail}\n")
    morceaux.append(_nombres(fiche))
    morceaux.append(_graphiques(fiche))
    return "\n".join(morceaux)


def _nombres(fiche: Fiche) -> str:
    lignes = ["## Écrire un nombre", "", "| Écrire | Ce que c’est | Pour le Lot |", "|---|---|---|"]
    for appel in _NOMBRES:
        fonction = getattr(redaction, appel.removeprefix("redaction.").partition("(")[0])
        valeur = eval(appel, {"redaction": redaction, "fiche": fiche})
        lignes.append(f"| `{appel}` | {_resume(fonction)} | {_montrer(valeur)} |")
    return "\n".join([*lignes, ""])


def _graphiques(fiche: Fiche) -> str:
    lignes = ["## Les graphiques", "", "| Appel | Ce qu’il montre | Son tableau |", "|---|---|---|"]
    reglages: dict[str, None] = {}
    for dessiner in _GRAPHIQUES:
        sujet = fiche.exportations if dessiner is graphiques.flux else fiche.departement
        colonnes = ", ".join(map(str, dessiner(sujet).table.columns))
        lignes.append(f"| `{_appel(dessiner)}` | {_resume(dessiner)} | {colonnes} |")
        parametres = inspect.signature(dessiner).parameters.values()
        reglages |= dict.fromkeys(p.name for p in parametres if p.default is not p.empty)
    territoire = "`territoire` est `fiche.departement`, `fiche.region` ou `fiche.france`"
    lignes += ["", f"{territoire} ; `echanges`, les `.exportations` ou `.importations` de l’un d’eux.", ""]
    lignes += ["| Appel | Ce qu’il montre |", "|---|---|"]
    for dessiner in _DE_L_ANALYSTE:
        lignes.append(f"| `{_appel(dessiner)}` | {_resume(dessiner)} |")
        parametres = inspect.signature(dessiner).parameters.values()
        reglages |= dict.fromkeys(p.name for p in parametres if p.kind is p.KEYWORD_ONLY)
    lignes += ["", "| Réglage | Ce qu’il règle |", "|---|---|"]
    lignes += [f"| `{nom}` | {_REGLAGES_DES_GRAPHIQUES[nom]} |" for nom in reglages]
    return "\n".join([*lignes, ""])


def _appel(dessiner: Any) -> str:
    mots = {"titre", "lecture", "note", "source", "hauteur"}  # chacun les a, ou presque : le second tableau les dit
    dits = []
    for p in inspect.signature(dessiner).parameters.values():
        if p.kind is p.VAR_POSITIONAL:
            dits.append('"12", "81"')
        elif p.name not in mots:
            dits.append(p.name if p.default in (p.empty, None) else f"{p.name}={p.default!r}")
    return f"graphiques.{dessiner.__name__}({', '.join(dits)}, …)"


def offre(chemin: str, objet: Any) -> list[str]:
    """Les noms qu’un analyste voit en tapant `chemin.` puis Tab, sauf ceux qui ne servent qu’au programme."""
    return [n for n in dir(objet) if not n.startswith("_") and not INTERNES & {n, f"{chemin}.{n}"}]


def _lignes(chemin: str, objet: Any) -> Any:
    for nom in offre(chemin, objet):
        membre = getattr(type(objet), nom, None)
        dit = _ATTRIBUTS.get(f"{chemin}.{nom}") or _ATTRIBUTS.get(f"fiche.exportations.{nom}")
        if dit is not None and not isinstance(membre, property | cached_property):
            yield f"| `{chemin}.{nom}` | {dit} | {_montrer(getattr(objet, nom))} |"
        elif isinstance(membre, property | cached_property):
            yield f"| `{chemin}.{nom}` | {_resume(membre)} | {_montrer(getattr(objet, nom))} |"
        elif inspect.isfunction(membre):
            appel = f"{nom}{_reglages(membre)}"
            yield f"| `{chemin}.{appel}` | {_resume(membre)} | {_essayer(membre, objet)} |"
        else:
            raise AssertionError(f"{chemin}.{nom} n’a pas de documentation : complétez _ATTRIBUTS ou INTERNES")


def _resume(objet: Any) -> str:
    """La première phrase de la documentation."""
    return (inspect.getdoc(objet) or "").split("\n\n")[0].replace("\n", " ").replace("|", "\\|")


def _reglages(fonction: Any) -> str:
    parametres = list(inspect.signature(fonction).parameters.values())
    dits = [p.name if p.default is p.empty else f"{p.name}={p.default!r}" for p in parametres if p.name != "self"]
    return f"({', '.join(dits)})"


def _essayer(fonction: Any, objet: Any) -> str:
    exemple = _EXEMPLES.get(fonction.__name__)
    if exemple is not None:
        return f"`({', '.join(map(repr, exemple))})` : {_montrer(fonction(objet, *exemple))}"
    sans_defaut = [p for p in inspect.signature(fonction).parameters.values() if p.default is p.empty]
    return _montrer(fonction(objet)) if len(sans_defaut) == 1 else ""


def _montrer(valeur: Any) -> str:
    if isinstance(valeur, pd.DataFrame):
        if inconnues := set(valeur.columns) - set(_COLONNES):
            raise AssertionError(f"colonnes sans explication : {inconnues} ; complétez _COLONNES")
        return f"table : {', '.join(f'`{colonne}`' for colonne in valeur.columns)}"
    if isinstance(valeur, str):
        return f"« {valeur} »" if valeur else "rien"
    if valeur is None:
        return "`None`"
    return f"`{valeur}`" if isinstance(valeur, bool | int | float) else ""


if __name__ == "__main__":
    with TemporaryDirectory() as dossier:
        ecrire(REFERENCE, reference(Path(dossier)))
    sys.stdout.write(f"{REFERENCE}\n")
