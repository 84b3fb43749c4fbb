"""Les fichiers de libellés des douanes : `code;libellé;début AAAAMM;fin AAAAMM`, avec leurs pièges.

Encodage variable (UTF-8 avec ou sans BOM, Windows-1252), libellés à `;` entre guillemets, codes en double
dont un seul est valide à la date des données. Un axe se reconnaît à la forme de ses codes.
"""

import csv
import io
import re

from fiches.donnees.douane import refus
from fiches.socle.erreurs import ErreurDonnees

# Par axe (produit, cpf4, pays), le nom de chaque code.
LibellesRecus = dict[str, dict[str, str]]

TAILLE_MAX = 4 << 20
_FORMES = {"produit": refus.FORME_A129, "cpf4": re.compile("[0-9]{4}"), "pays": re.compile("[A-Z]{2}")}
_MOIS = re.compile("[0-9]{4}(0[1-9]|1[0-2]|99)")
_REMEDE = (
    "Téléchargez de nouveau l’archive ; si le défaut y est encore, sortez-en le fichier de données et importez-le seul."
)


def lire(octets: bytes, nom: str, debut: int, fin: int) -> LibellesRecus:
    """Par axe, le libellé de chaque code valide un mois au moins de `debut` à `fin` (AAAAMM).

    Si deux le sont, le dernier entré en vigueur. Lève `ErreurDonnees`, en nommant `nom`, la ligne, la raison et quoi
    faire, si des guillemets ne se ferment pas ou si une date n’en est pas une.
    """
    if len(octets) > TAILLE_MAX:
        raise ErreurDonnees(f"{nom} : un fichier de libellés a au plus {TAILLE_MAX >> 20} Mo. {_REMEDE}")
    retenus: dict[str, dict[str, tuple[str, str]]] = {}
    lecteur = csv.reader(io.StringIO(_texte(octets), newline=""), delimiter=";", strict=True)
    ligne = 1
    try:
        for champs in lecteur:
            code = champs[0].strip() if len(champs) > 3 else ""
            axe = next((axe for axe, forme in _FORMES.items() if forme.fullmatch(code)), None)
            if axe:
                libelle, premier, dernier = (champ.strip() for champ in champs[1:4])
                _verifier_les_dates(premier, dernier, f"{nom}, ligne {ligne}")
                connu = retenus.setdefault(axe, {}).get(code, ("", ""))
                if libelle and int(premier) <= fin and int(dernier) >= debut and premier >= connu[0]:
                    retenus[axe][code] = premier, libelle
            ligne = lecteur.line_num + 1
    except csv.Error as erreur:
        raise ErreurDonnees(
            f"{nom}, ligne {ligne} : le libellé qui commence ici a des guillemets mal fermés. {_REMEDE}"
        ) from erreur
    return {
        axe: {code: libelle for code, (_, libelle) in sorted(codes.items())}
        for axe, codes in sorted(retenus.items())
        if codes
    }


def completer(anciens: LibellesRecus, nouveaux: LibellesRecus) -> LibellesRecus:
    """Les deux réunis ; d’un même code, le nouveau libellé."""
    return {
        axe: dict(sorted({**anciens.get(axe, {}), **nouveaux.get(axe, {})}.items()))
        for axe in sorted(anciens.keys() | nouveaux.keys())
    }


def _verifier_les_dates(premier: str, dernier: str, endroit: str) -> None:
    for date in (premier, dernier):
        if not _MOIS.fullmatch(date):
            raise ErreurDonnees(
                f"{endroit} : la date de validité « {refus.extrait(date)} » n’est pas un mois "
                f"(six chiffres, AAAAMM). {_REMEDE}"
            )
    if premier > dernier:
        raise ErreurDonnees(f"{endroit} : la validité finit ({dernier}) avant de commencer ({premier}). {_REMEDE}")


def _texte(octets: bytes) -> str:
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return octets.decode("cp1252", errors="replace")
