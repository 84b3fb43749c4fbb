"""Le carnet modèle, avant d’être exécuté : le lire, savoir ce qu’il règle, en retirer des sections."""

import ast
import codecs
import json
import re
import warnings
from collections.abc import Iterable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from fiches.carnet import commentaires, recit
from fiches.carnet.fusion import marque_de_conflit
from fiches.carnet.saisie import montrer
from fiches.donnees.lieu import FRANCE, LIEUX_RECUS, Lieu
from fiches.redaction.proches import voulez_vous_dire
from fiches.socle.erreurs import ErreurDemande, raison_du_systeme

PARAMETRES, MASQUER, COMMENTAIRE = "parameters", "masquer", "commentaire"
SANS_PARAMETRES = (
    "Le carnet n’a pas de cellule de paramètres. Dans JupyterLab, ajoutez l’étiquette « parameters » "
    "à la cellule qui contient departement et annee."
)
_DONNEES_PAR_LA_CAMPAGNE = (*LIEUX_RECUS, "annee")
_SORTES = {bool: "True ou False", int: "un nombre entier", float: "un nombre", str: "un texte", list: "une liste"}


def lire(chemin: Path) -> NotebookNode:
    """Le carnet modèle. Lève `ErreurDemande` s’il n’est pas lisible."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # des cellules sans « id » : nbformat leur en donne un
            modele = nbformat.read(chemin, as_version=4)
            nbformat.validate(modele)
    except Exception as erreur:  # nbformat laisse passer, selon le défaut, des exceptions de toute sorte
        raise ErreurDemande(f"{chemin} : {_pourquoi_illisible(chemin)}") from erreur
    for rang, cellule in enumerate(modele.cells, start=1):
        if ligne := marque_de_conflit(cellule.source):
            raise ErreurDemande(f"{chemin}, cellule {rang} : {_CONFLIT.format(ligne)}")
    return modele


_CONFLIT = (
    "une fusion de git y a laissé ses marques («\u00a0{}\u00a0»). Gardez le bon texte, effacez l’autre et les marques."
)


def _pourquoi_illisible(chemin: Path) -> str:
    try:
        octets = chemin.read_bytes()
        texte = octets.decode("utf-8-sig")
    except OSError as erreur:
        return f"lecture impossible ({raison_du_systeme(erreur)})."
    except UnicodeDecodeError:
        return "ce carnet n’est pas en UTF-8. Enregistrez-le en UTF-8, ou reprenez la version de git."
    if not texte.strip():
        return "ce fichier est vide. Reprenez la version de git."
    if ligne := marque_de_conflit(texte):
        return _CONFLIT.format(ligne)
    if octets.startswith(codecs.BOM_UTF8):
        return "une marque d’ordre des octets précède le carnet. Enregistrez-le en UTF-8 sans cette marque (BOM)."
    return "ce n’est pas un carnet Jupyter. Reprenez la version de git, ou recopiez-en un qui s’ouvre dans JupyterLab."


def variables(modele: NotebookNode) -> dict[str, Any]:
    """Les variables de la cellule `parameters` et leur valeur (`None` si elle n’est pas écrite en toutes lettres).

    Lève `ErreurDemande` si le carnet n’est pas en Python, n’a pas cette cellule, ou si son code est mal écrit.
    """
    noyau = modele.metadata.get("kernelspec", {})
    if noyau.get("language", "python") != "python":
        raise ErreurDemande(
            f"Le carnet est écrit pour le noyau « {noyau.display_name} ». Dans JupyterLab, choisissez pour lui "
            "le noyau « Python 3 (ipykernel) », enregistrez, puis relancez."
        )
    rangs = [
        r for r, c in enumerate(modele.cells) if c.cell_type == "code" and PARAMETRES in c.metadata.get("tags", [])
    ]
    if not rangs:
        raise ErreurDemande(SANS_PARAMETRES)
    try:
        lignes = ast.parse(modele.cells[rangs[0]].source).body
    except SyntaxError as erreur:
        ou = f"Cellule {rangs[0] + 1} du carnet (« parameters »), ligne {erreur.lineno}"
        raise ErreurDemande(f"{ou} : le code est mal écrit. Corrigez-le dans JupyterLab, puis relancez.") from erreur
    trouvees = dict[str, Any]()
    for ligne in lignes:
        cibles = ligne.targets if isinstance(ligne, ast.Assign) else [getattr(ligne, "target", None)]
        for cible in cibles:
            trouvees |= _affectations(cible, getattr(ligne, "value", None))
    return trouvees


def exiger_le_lieu(connues: Mapping[str, Any], lieu: Lieu) -> None:
    """Lève `ErreurDemande` si le carnet, par ses `variables`, n’est pas celui d’un lieu de ce genre."""
    recu = next((genre for genre in LIEUX_RECUS if genre in connues), FRANCE.genre)
    if recu == lieu.genre:
        return
    if recu == FRANCE.genre:
        raise ErreurDemande(
            f"Sa cellule « parameters » n’a pas de « {lieu.genre} », sans quoi toutes les fiches seraient la même. "
            f'Ajoutez-y la ligne {lieu.genre} = "{lieu.code}".'
        )
    raise ErreurDemande(
        f"Ce carnet reçoit «\u00a0{recu}\u00a0», et {lieu.sujet} ({lieu.code}) n’en est pas "
        f"{'une' if recu == 'region' else 'un'}. Donnez la série de ce lieu dans le fichier de paramètres."
    )


def _affectations(cible: ast.expr | None, valeur: ast.expr | None) -> dict[str, Any]:
    """Les noms d’une affectation, même multiple : « departement, annee = "46", 2024 »."""
    if isinstance(cible, ast.Tuple | ast.List):
        valeurs = valeur.elts if isinstance(valeur, ast.Tuple | ast.List) else [None] * len(cible.elts)
        return {n: v for c, e in zip(cible.elts, valeurs, strict=False) for n, v in _affectations(c, e).items()}
    return {cible.id: _valeur(valeur)} if isinstance(cible, ast.Name) else {}


def _valeur(noeud: ast.expr | None) -> Any:
    try:
        return ast.literal_eval(noeud) if noeud else None
    except ValueError:
        return None


def verifier_reglages(reglages: Mapping[str, Any], connues: Mapping[str, Any], ou: str) -> None:
    """Lève `ErreurDemande` si un réglage n’est pas une des `variables` du carnet, ou n’est pas de la même sorte."""
    reglables = {nom: valeur for nom, valeur in connues.items() if nom not in _DONNEES_PAR_LA_CAMPAGNE}
    for nom, valeur in reglages.items():
        if nom in _DONNEES_PAR_LA_CAMPAGNE:
            raise ErreurDemande(f"{ou} : «\u00a0{nom}\u00a0» est donné par la campagne. Retirez-le des réglages.")
        if nom not in reglables:
            conseil = (
                voulez_vous_dire(nom, list(reglables))
                or f"réglages du carnet\u00a0: {', '.join(reglables) or 'aucun'}."
            )
            raise ErreurDemande(
                f"{ou} : «\u00a0{nom}\u00a0» n’est pas dans la cellule « parameters » du carnet\u202f; {conseil}"
            )
        attendue = reglables[nom]
        if attendue is not None and not _de_meme_sorte(valeur, attendue):
            sorte = _SORTES.get(type(attendue), "une valeur de la même sorte")
            exemple = f"comme dans le carnet ({montrer(attendue)})"
            raise ErreurDemande(f"{ou} : «\u00a0{nom}\u00a0» vaut {montrer(valeur)}, mais il faut {sorte}, {exemple}.")
        if type(attendue) is int and valeur < 0 <= attendue:
            raise ErreurDemande(f"{ou} : «\u00a0{nom}\u00a0» vaut {valeur}, mais il faut au moins 0.")


def _de_meme_sorte(valeur: Any, attendue: Any) -> bool:
    if type(attendue) is float:
        return type(valeur) in {int, float}
    return type(valeur) is type(attendue)


def contenu(modele: NotebookNode) -> str:
    """Ce dont les pages dépendent : textes, code, étiquettes, images collées ; ni sorties ni valeurs enregistrées."""
    cellules = [
        [c.cell_type, c.source, sorted(c.metadata.get("tags", [])), c.get("attachments", {})] for c in modele.cells
    ]
    return json.dumps(cellules, sort_keys=True)


def montre_le_commentaire(modele: NotebookNode) -> bool:
    """Vrai si le carnet montre le commentaire de l’analyste."""
    return any(cellule.cell_type == "code" and "commentaire" in cellule.source for cellule in modele.cells)


def sections(modele: NotebookNode) -> list[str]:
    """Les titres de section (niveau 2 et plus) du carnet, dans l’ordre."""
    titres = []
    for cellule in modele.cells:
        if _est_commentaire(cellule):
            titres.append(commentaires.TITRE)
        elif cellule.cell_type == "markdown" and MASQUER not in cellule.metadata.get("tags", []):
            titres += [texte for _, niveau, texte in recit.entetes(cellule.source) if niveau > 1]
    return list(dict.fromkeys(titres))


def sans_sections(modele: NotebookNode, titres: Iterable[str], ou: str) -> NotebookNode:
    """Une copie du carnet où ces sections ne se montrent pas ; leur code s’exécute, car la suite peut en dépendre.

    Une section va jusqu’au titre suivant de même niveau. Apostrophes, espaces et capitales ne comptent pas.
    Lève `ErreurDemande` si un titre n’est pas dans le carnet, en donnant ceux qui y sont.
    """
    presents = sections(modele)
    for titre in titres:
        if _cle(titre) not in map(_cle, presents):
            choix = "\u202f; ".join(presents)
            raise ErreurDemande(
                f"{ou} : «\u00a0{titre}\u00a0» n’est pas une section du carnet. Sections\u00a0: {choix}."
            )
    masquees = {_cle(titre) for titre in titres}
    modele = deepcopy(modele)
    niveau_masque = 0  # 0 : rien n’est masqué
    for cellule in modele.cells:
        if _est_commentaire(cellule):
            niveau_masque = 2 if _cle(commentaires.TITRE) in masquees else 0
        if cellule.cell_type == "markdown":
            cellule.source, niveau_masque = _couper(cellule.source, masquees, niveau_masque)
        elif niveau_masque:
            cellule.metadata["tags"] = [*cellule.metadata.get("tags", []), MASQUER]
    return modele


def _couper(source: str, masquees: set[str], niveau_masque: int) -> tuple[str, int]:
    """Le texte sans ses sections masquées, et le niveau de celle qui reste ouverte à la fin."""
    lignes, gardees, debut = source.splitlines(keepends=True), list[str](), 0
    for fin, niveau, texte in recit.entetes(source):
        if not niveau_masque:
            gardees += lignes[debut:fin]
        debut = fin
        if niveau_masque == 0 or niveau <= niveau_masque:
            niveau_masque = niveau if niveau > 1 and _cle(texte) in masquees else 0
    return "".join(gardees + ([] if niveau_masque else lignes[debut:])), niveau_masque


def _est_commentaire(cellule: NotebookNode) -> bool:
    return COMMENTAIRE in cellule.metadata.get("tags", [])


def _cle(titre: str) -> str:
    return re.sub(r"\s+", " ", titre.replace("’", "'")).strip().casefold()
