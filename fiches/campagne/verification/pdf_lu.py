"""Un PDF est-il entier, étiqueté, en français et titré, et ses graphiques disent-ils les nombres de sa page ?

Son texte courant n’est pas relu : il faudrait décoder ses polices.
"""

import io
from collections.abc import Iterator, Sequence

from pikepdf import Dictionary, Pdf, PdfError

from fiches.campagne.verification.constat import Remarque
from fiches.campagne.verification.figure_lue import FigureChiffree
from fiches.graphiques.mots import enumerer


def verifier_pdf(nom: str, contenu: bytes, figures: Sequence[FigureChiffree] = ()) -> Iterator[Remarque]:
    """Ce qui manque au PDF pour se lire par tous, et les graphiques de sa page (`figures`) dont il dit autre chose."""
    try:
        with Pdf.open(io.BytesIO(contenu), attempt_recovery=False) as lu:
            manque = _manque(lu)
            dits = {str(objet.Alt) for objet in lu.objects if isinstance(objet, Dictionary) and "/Alt" in objet}
    except (PdfError, ValueError, TypeError, AttributeError):
        yield Remarque(nom, "PDF", "le PDF est illisible ou tronqué")
        return
    if manque:
        yield Remarque(nom, "PDF", manque)
    for figure in figures:
        if figure.csv and figure.alternative and figure.alternative + _totaux(figure.cellules) not in dits:
            yield Remarque(nom, "Chiffre", "un graphique du PDF ne dit pas les nombres de la page", figure.ancre)


def _manque(lu: Pdf) -> str | None:
    if not len(lu.pages):
        return "le PDF n’a pas de page"
    if "/StructTreeRoot" not in lu.Root or not lu.Root.get("/MarkInfo", {}).get("/Marked"):
        return "le PDF n’est pas étiqueté"
    if not str(lu.Root.get("/Lang", "")).lower().startswith("fr"):
        return "le PDF ne dit pas qu’il est en français"
    return None if lu.docinfo.get("/Title") else "le PDF n’a pas de titre"


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
