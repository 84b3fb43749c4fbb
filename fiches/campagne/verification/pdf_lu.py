"""Un PDF est-il entier, étiqueté, en français et titré ?"""

import io

from pikepdf import Pdf, PdfError


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
