"""Les fichiers de libellés des douanes : `code;libellé;début AAAAMM;fin AAAAMM`, avec leurs pièges.

Encodage variable (UTF-8 avec ou sans BOM, Windows-1252), libellés à `;` entre guillemets, codes en double
dont un seul est valide à la date des données.
"""

import csv
import io


def lire(octets: bytes, date: int) -> dict[str, str]:
    """Libellé de chaque code valide à `date` (AAAAMM) ; si deux le sont, le dernier entré en vigueur."""
    retenus: dict[str, tuple[int, str]] = {}
    for champs in csv.reader(io.StringIO(_texte(octets), newline=""), delimiter=";"):
        if len(champs) < 4 or not (champs[2].isdigit() and champs[3].isdigit()):
            continue
        code, libelle, debut, fin = champs[0].strip(), champs[1].strip(), int(champs[2]), int(champs[3])
        if code and libelle and debut <= date <= fin and debut >= retenus.get(code, (0, ""))[0]:
            retenus[code] = debut, libelle
    return {code: libelle for code, (_, libelle) in sorted(retenus.items())}


def _texte(octets: bytes) -> str:
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return octets.decode("cp1252", errors="replace")
