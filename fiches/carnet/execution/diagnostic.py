"""Dire clairement pourquoi un carnet s’est interrompu : la cellule, la ligne, la raison."""

import re
from collections.abc import Mapping
from textwrap import shorten
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.exceptions import PapermillException

from fiches.carnet import commentaires, recit
from fiches.carnet.execution.fautes import expliquer
from fiches.carnet.modele import COMMENTAIRE, PARAMETRES, SANS_PARAMETRES
from fiches.redaction import secondes
from fiches.socle.erreurs import ErreurDemande, ErreurFiche

INJECTEE = "injected-parameters"
"""Étiquette de la cellule que papermill ajoute : elle n’est pas dans le modèle, donc pas dans sa numérotation."""

PREPARATION = "__import__('fiches').preparer_le_carnet()"
"""Ce que le noyau évalue d’abord : tableaux et figures y seront ceux de la page, quoi que le carnet importe."""

SAUTER = "skip-execution"
"""Étiquette d’une cellule que papermill n’exécute pas."""

_COULEURS = re.compile(r"\x1b\[[0-9;]*m")
_LIGNE = re.compile(r"^\s*Cell In\s?\[\d+\], line (\d+)", re.MULTILINE)


class CarnetInterrompu(ErreurFiche, PapermillException):  # type: ignore[misc]
    """Une cellule ou une valeur du récit a échoué ; `carnet` : exécuté jusque-là ; `rang` : sa cellule.

    Un ordonnanceur qui attend les erreurs de papermill la reconnaît.
    """

    def __init__(self, message: str, carnet: NotebookNode, rang: int = 0) -> None:
        super().__init__(message)
        self.carnet, self.rang = carnet, rang


def exiger_parametres(carnet: NotebookNode) -> None:
    """Lève `ErreurDemande` si des paramètres ont été donnés à un carnet qui n’a pas de cellule pour les recevoir."""
    etiquettes = {etiquette for c in carnet.cells for etiquette in c.metadata.get("tags", [])}
    if INJECTEE in etiquettes and PARAMETRES not in etiquettes:
        raise ErreurDemande(SANS_PARAMETRES)


def verifier(carnet: NotebookNode) -> None:
    """Lève `CarnetInterrompu` à la première cellule ou valeur du récit qui a échoué."""
    for rang, cellule in enumerate(carnet.cells):
        if cellule.cell_type == "code":
            for sortie in cellule.outputs:
                if sortie.output_type == "error":
                    message = f"{situer(carnet, rang)}{_ligne(sortie)}, {expliquer(sortie.ename, sortie.evalue)}"
                    raise CarnetInterrompu(message, carnet, rang)
                if fichier := sortie.get("metadata", {}).get("fichier"):  # un commentaire, qui a ses propres valeurs
                    _verifier_recit(carnet, rang, sortie, fichier)
        elif cellule.cell_type == "markdown":
            _verifier_recit(carnet, rang, cellule)


def _verifier_recit(carnet: NotebookNode, rang: int, porteur: NotebookNode, fichier: str = "") -> None:
    for expression, resultat in recit.resultats(porteur).items():
        if resultat["status"] != "ok":
            raison = expliquer(resultat["ename"], resultat["evalue"])
            ou = fichier or situer(carnet, rang)
            raise CarnetInterrompu(f"{ou}, la valeur {{eval}}`{expression}` échoue : {raison}", carnet, rang)


def noter_echec(cellule: NotebookNode, nom: str, message: str) -> None:
    """Inscrit dans une cellule de code un échec que le noyau n’a pas pu dire (durée dépassée, noyau mort)."""
    dites = [sortie for sortie in cellule.outputs if sortie.output_type != "error"]  # l’arrêt forcé en dit une autre
    cellule.outputs = [*dites, new_output("error", ename=nom, evalue=message, traceback=[message])]


def noter_refus(cellule: NotebookNode, reponse: Mapping[str, Any]) -> None:
    """Inscrit un échec que le noyau répond sans le montrer : commande « % » inconnue, `exit()` qui arrête le noyau."""
    if any(demande.get("source") == "ask_exit" for demande in reponse.get("payload", [])):
        noter_echec(cellule, "SystemExit", "")
    elif reponse.get("status") == "error" and all(sortie.output_type != "error" for sortie in cellule.outputs):
        noter_echec(cellule, str(reponse.get("ename")), str(reponse.get("evalue")))


def noms_des_parametres(carnet: NotebookNode) -> list[str]:
    """Les paramètres que ce carnet a reçus."""
    return list(carnet.metadata.get("papermill", {}).get("parameters", {}))


def echec(nom: str, message: str) -> dict[str, Any]:
    """Le résultat d’une valeur du récit que le noyau n’a pas pu calculer, au format de Jupyter."""
    return {"status": "error", "ename": nom, "evalue": message, "traceback": [message]}


def trop_long(limite_s: float) -> str:
    """La raison d’un arrêt par la limite de durée."""
    return f"le calcul dépasse {secondes(limite_s)}, la limite par cellule"


def situer(carnet: NotebookNode, rang: int) -> str:
    """« cellule 12 (« Les exportations ») » : le numéro de la cellule et le titre de section qui la précède.

    Les cellules se comptent comme dans le modèle, toutes sortes comprises ; JupyterLab ne montre pas ce numéro, et
    c’est le titre qui guide. Avant le premier titre, la première ligne de la cellule le remplace.
    """
    debut = shorten(carnet.cells[rang].source.strip().partition("\n")[0], 60, placeholder="…")
    section = f" («\u00a0{debut}\u00a0»)" if debut else ""
    for cellule in carnet.cells[: rang + 1]:
        titres = recit.titres(cellule.source) if cellule.cell_type == "markdown" else []
        if COMMENTAIRE in cellule.metadata.get("tags", []):
            titres = [commentaires.TITRE]
        if titres:
            section = f" («\u00a0{titres[-1]}\u00a0»)"
    injectees = sum(INJECTEE in cellule.metadata.get("tags", []) for cellule in carnet.cells[:rang])
    return f"cellule {rang + 1 - injectees}{section}"


def _ligne(sortie: NotebookNode) -> str:
    """La ligne de la cellule elle-même : le premier cadre de la trace, celui du haut de la pile d’appels."""
    trouve = _LIGNE.search(_COULEURS.sub("", "\n".join(sortie.get("traceback", []))))
    return f", ligne {trouve[1]}" if trouve else ""
