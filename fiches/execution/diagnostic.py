"""Dire clairement pourquoi un carnet s’est interrompu : la cellule, la ligne, la raison."""

import re

from nbformat import NotebookNode

from fiches import recit
from fiches.erreurs import ErreurFiche

_COULEURS = re.compile(r"\x1b\[[0-9;]*m")
_LIGNE = re.compile(r"Cell In\s?\[\d+\](?:, |\n?.*?\bline:? ?)(?:line )?(\d+)")

# (exceptions de Python, motif de leur message, ce qu’on en dit)
_EXPLICATIONS = (
    (("NameError",), r"name '(.+?)' is not defined", r"le nom « \1 » n’existe pas : vérifiez son orthographe"),
    (
        ("AttributeError",),
        r"'(.+?)' object has no attribute '(.+?)'.+Did you mean: '(.+?)'",
        r"« \1 » n’a pas de « \2 » ; voulez-vous dire « \3 » ?",
    ),
    (("AttributeError",), r"'(.+?)' object has no attribute '(.+?)'", r"« \1 » n’a pas de « \2 »"),
    (("KeyError",), r"(.+)", r"la colonne ou la clé \1 n’existe pas"),
    (("ZeroDivisionError",), r"", r"division par zéro"),
    (("SyntaxError", "IndentationError"), r"(.+)", r"le code est mal écrit (\1)"),
)


class CarnetInterrompu(ErreurFiche):
    """Une cellule ou une valeur du récit a échoué ; `carnet` est le carnet exécuté jusque-là."""

    def __init__(self, message: str, carnet: NotebookNode) -> None:
        super().__init__(message)
        self.carnet = carnet


def verifier(carnet: NotebookNode) -> None:
    """Lève `CarnetInterrompu` à la première cellule ou valeur du récit qui a échoué."""
    for rang, cellule in enumerate(carnet.cells):
        if cellule.cell_type == "code":
            for sortie in cellule.outputs:
                if sortie.output_type == "error":
                    message = f"{situer(carnet, rang)}{_ligne(sortie)}, {expliquer(sortie.ename, sortie.evalue)}"
                    raise CarnetInterrompu(message, carnet)
        elif cellule.cell_type == "markdown":
            for expression, resultat in recit.resultats(cellule).items():
                if resultat["status"] != "ok":
                    raison = expliquer(resultat["ename"], resultat["evalue"])
                    message = f"{situer(carnet, rang)}, la valeur {{eval}}`{expression}` échoue : {raison}"
                    raise CarnetInterrompu(message, carnet)


def situer(carnet: NotebookNode, rang: int) -> str:
    """« cellule 12 (« Les exportations ») » : le numéro de la cellule et le titre de section qui la précède."""
    section = ""
    for cellule in carnet.cells[: rang + 1]:
        if cellule.cell_type == "markdown" and (titres := recit.titres(cellule.source)):
            section = f" («\u00a0{titres[-1]}\u00a0»)"
    return f"cellule {rang + 1}{section}"


def expliquer(nom: str, message: str) -> str:
    """La raison en français pour les fautes les plus courantes ; sinon le message de Python."""
    if nom.startswith("Erreur"):  # les nôtres sont déjà écrites pour être lues
        return message
    for noms, motif, phrase in _EXPLICATIONS:
        if nom in noms and (trouve := re.search(motif, message, re.S)):
            return trouve.expand(phrase)
    return f"{nom} : {message}"


def _ligne(sortie: NotebookNode) -> str:
    trouve = _LIGNE.search(_COULEURS.sub("", "\n".join(sortie.get("traceback", []))))
    return f", ligne {trouve[1]}" if trouve else ""
