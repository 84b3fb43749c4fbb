"""Un PDF est-il entier, étiqueté, en français et titré, et ses graphiques disent-ils les nombres de sa page ?

Son texte courant n’est pas relu : il faudrait décoder ses polices.
"""

import io
from collections.abc import Iterator, Sequence

from pikepdf import Dictionary, Pdf, PdfError

from fiches.campagne.verification.constat import Remarque
from fiches.campagne.verification.figure_lue import FigureChiffree
from fiches.graphiques.mots import enumerer


def defaut(contenu: bytes) -> str | None:
    """Ce qui manque au PDF pour se lire par tous, ou None."""
    try:
        with Pdf.open(io.BytesIO(contenu), attempt_recovery=False) as lu:
            racine, pages, titre = lu.Root, len(lu.pages), str(lu.docinfo.get("/Title", ""))
            etiquete = "/StructTreeRoot" in racine and bool(racine.get("/MarkInfo", {}).get("/Marked"))
            langue = str(racine.get("/Lang", ""))
    except (PdfError, ValueError, TypeError, AttributeError):
        return "le PDF est illisible ou tronqué"
    if not pages:
        return "le PDF n’a pas de page"
    if not etiquete:
        return "le PDF n’est pas étiqueté"
    if not langue.lower().startswith("fr"):
        return "le PDF ne dit pas qu’il est en français"
    return None if titre else "le PDF n’a pas de titre"


def verifier_pdf(nom: str, contenu: bytes, figures: Sequence[FigureChiffree]) -> Iterator[Remarque]:
    """Les graphiques de la page dont le PDF dit autre chose ; un PDF illisible est l’affaire de `defaut`."""
    try:
        with Pdf.open(io.BytesIO(contenu), attempt_recovery=False) as lu:
            dits = {str(objet.Alt) for objet in lu.objects if isinstance(objet, Dictionary) and "/Alt" in objet}
    except (PdfError, ValueError, TypeError, AttributeError):
        return
    for figure in figures:
        if figure.csv and figure.alternative and figure.alternative + _totaux(figure.cellules) not in dits:
            yield Remarque(nom, "Chiffre", "un graphique du PDF ne dit pas les nombres de la page", figure.ancre)


def _totaux(cellules: list[list[str]]) -> str:
    """Ce que le PDF ajoute à un diagramme de flux : les totaux que son tableau, absent du papier, donnait."""
    if not cellules or cellules[0][-1:] != ["Total"]:
        return ""
    entetes, *lignes, pied = cellules
    if len(pied) != len(entetes):
        return ""
    produits = enumerer([f"{ligne[0]}, {ligne[-1]}" for ligne in lignes])
    pays = enumerer([f"{nom}, {total}" for nom, total in list(zip(entetes, pied, strict=True))[1:-1]])
    return f" Total de chaque produit, en euros\u00a0: {produits}. Total de chaque pays, en euros\u00a0: {pays}."
