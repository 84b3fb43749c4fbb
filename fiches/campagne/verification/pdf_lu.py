"""Un PDF est-il étiqueté, en français et titré ? Une lecture simple, sans bibliothèque."""

import re
import zlib

_FLUX = re.compile(rb"/ObjStm\b.{0,300}?stream\r?\n", re.DOTALL)
_FRANCAIS = re.compile(rb"/Lang\s*(?:\(fr|<6672)", re.IGNORECASE)


def defaut(contenu: bytes) -> str | None:
    """Ce qui manque au PDF pour se lire par tous, ou None."""
    if not contenu.startswith(b"%PDF-") or b"%%EOF" not in contenu[-1024:]:
        return "le PDF est illisible ou tronqué"
    objets = contenu + b"".join(_flux_d_objets(contenu))
    if b"/StructTreeRoot" not in objets or not re.search(rb"/Marked\s+true", objets):
        return "le PDF n’est pas étiqueté"
    if not _FRANCAIS.search(objets):
        return "le PDF ne dit pas qu’il est en français"
    return None


def _flux_d_objets(contenu: bytes) -> list[bytes]:
    trouves = []
    for flux in _FLUX.finditer(contenu):
        try:
            trouves.append(zlib.decompressobj().decompress(contenu[flux.end() :]))
        except zlib.error:
            continue
    return trouves
