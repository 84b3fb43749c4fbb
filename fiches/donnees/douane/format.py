"""Le format officiel des douanes : dix champs sans en-tête, lus par blocs, tenus à la lettre.

Le fichier passe en entier par pyarrow, bloc après bloc : la mémoire ne dépend pas de sa taille. Quand un bloc
ne convient pas, ses lignes sont reprises une à une par `refus`, qui dit laquelle est fautive et pourquoi.
"""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from fiches.donnees.douane import refus
from fiches.socle.erreurs import ErreurDonnees

CODES = ("flux", "trimestre", "annee", "departement", "region", "produit", "cpf4", "pays")
MONTANTS = ("valeur", "masse")
CHAMPS = (*CODES, *MONTANTS)

T = TypeVar("T")

TAILLE_BLOC = 16 << 20
# 1A : la marque de fin des fichiers de DOS, que `copy` ajoute encore sous Windows.
_FIN_DE_TEXTE = b"\r\n\x1a"
TYPE_CODE = pa.dictionary(pa.int32(), pa.string())
_ADMIS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ;\r\n"
_LECTURE = pa.csv.ReadOptions(column_names=CHAMPS, block_size=4 << 20)
# Ni guillemets ni valeurs manquantes : « NA » est la Namibie, un montant vide est une faute.
_DECOUPE = pa.csv.ParseOptions(
    delimiter=";", quote_char=False, double_quote=False, escape_char=False, ignore_empty_lines=False
)
_CONVERSION = pa.csv.ConvertOptions(
    column_types={**dict.fromkeys(CODES, TYPE_CODE), **dict.fromkeys(MONTANTS, pa.int64())},
    null_values=[],
    strings_can_be_null=False,
    check_utf8=False,
)


def lire(flux: BinaryIO, nom: str, taille_bloc: int = TAILLE_BLOC) -> Iterator[pa.Table]:
    """Rend le fichier par tables : les huit codes (dictionnaires de chaînes), `valeur` (euros), `masse` (kg).

    Lève `ErreurDonnees` en nommant `nom`, la ligne, la raison et quoi faire ; les tables déjà rendues
    ne valent alors rien : le fichier se prend en entier ou pas du tout.
    """
    numero, periodes = 1, Periodes(nom)
    blocs = ((bloc, _octets_admis(bloc)) for bloc in _blocs(flux, nom, taille_bloc))
    for bloc, octets_admis in _en_avance(blocs):
        if numero == 1 and (raison := refus.du_debut(bloc)):
            raise ErreurDonnees(f"{nom} : {raison}")
        table = _table(bloc, octets_admis, nom, numero)
        periodes.noter(table, numero)
        numero += table.num_rows
        yield table
    periodes.verifier()


def _en_avance(valeurs: Iterator[T]) -> Iterator[T]:
    """Prépare la valeur suivante dans un fil pendant que la précédente sert : un bloc d’avance, pas plus."""
    with ThreadPoolExecutor(1) as fil:
        suivante = fil.submit(next, valeurs, None)
        while (valeur := suivante.result()) is not None:
            suivante = fil.submit(next, valeurs, None)
            yield valeur


def _blocs(flux: BinaryIO, nom: str, taille: int) -> Iterator[bytes]:
    """Coupe le flux à des fins de ligne ; les lignes vides et la marque de la toute fin sont oubliées."""
    bloc = reste = b""
    while lu := flux.read(taille):
        reste += lu
        # La dernière ligne attend la suite : des lignes vides peuvent la suivre jusqu’à la fin.
        coupe = reste.rfind(b"\n", 0, len(reste.rstrip(_FIN_DE_TEXTE))) + 1
        if coupe:
            if bloc:
                yield bloc
            bloc, reste = reste[:coupe], reste[coupe:]
        elif len(reste) > 2 * max(taille, refus.LIGNE_LONGUE):
            raise ErreurDonnees(f"{nom} : {refus.du_debut(reste) or refus.sans_fin_de_ligne(reste)}")
    fin = reste.rstrip(_FIN_DE_TEXTE)
    if not fin:
        raise ErreurDonnees(f"{nom} : {refus.VIDE}")
    # Sans retour à la ligne final, rien ne dit que le dernier nombre est entier : `_table` refusera.
    yield bloc + (fin + b"\n" if reste.endswith((b"\n", b"\x1a")) else reste)


def _table(bloc: bytes, octets_admis: bool, nom: str, premiere: int) -> pa.Table:
    detail = ""
    if octets_admis:
        try:
            table = pa.csv.read_csv(pa.BufferReader(bloc), _LECTURE, _DECOUPE, _CONVERSION)
        except pa.ArrowInvalid as erreur:
            detail = str(erreur)
        else:
            table = table.unify_dictionaries().combine_chunks()
            # Pour pyarrow, un retour chariot seul finit une ligne et « 0X10 » est un nombre hexadécimal.
            douteux = table.num_rows != bloc.count(b"\n") or (b";0X" in bloc and _faute(bloc, premiere))
            if _codes_justes(table) and _montants_justes(table) and not douteux:
                return table
    numero, raison = _faute(bloc, premiere) or (premiere, f"{refus.ILLISIBLE} ({detail}).")
    raise ErreurDonnees(f"{nom}, ligne {numero} : {raison}")


def _octets_admis(bloc: bytes) -> bool:
    return bloc.endswith(b"\n") and not bloc.translate(None, _ADMIS)


def _codes_justes(table: pa.Table) -> bool:
    codes = {champ: table[champ].chunk(0).dictionary.to_pylist() for champ in CODES}
    return all(refus.MOTIFS[champ].fullmatch(code) for champ in CODES for code in codes[champ]) and not any(
        refus.FORME_A129.fullmatch(code) for code in codes["cpf4"]
    )


def _montants_justes(table: pa.Table) -> bool:
    bornes = [pc.min_max(table[champ]).as_py() for champ in MONTANTS]
    return all(b["min"] >= 0 and b["max"] < refus.MONTANT_LIMITE for b in bornes)


def _faute(bloc: bytes, premiere: int) -> tuple[int, str] | None:
    """Numéro et raison de la première ligne fautive du bloc."""
    *lignes, coupee = bloc.split(b"\n")
    for numero, ligne in enumerate(lignes, start=premiere):
        if raison := refus.de_la_ligne(ligne.removesuffix(b"\r"), numero == 1):
            return numero, raison
    if premiere == 1 and not lignes and b"\r" in coupee:
        return 1, refus.RETOURS_CHARIOT
    return (premiere + len(lignes), refus.COUPEE) if coupee else None


class Periodes:
    """Années et trimestres rencontrés dans un fichier, et la ligne où chacun apparaît."""

    def __init__(self, nom: str) -> None:
        self._nom = nom
        self._premieres: dict[tuple[int, int], int] = {}

    def noter(self, table: pa.Table, premiere: int) -> None:
        """Retient les périodes d’un bloc dont la première ligne porte le numéro `premiere`."""
        annees, trimestres = (table[c].combine_chunks() for c in ("annee", "trimestre"))
        cles = annees.indices.to_numpy() * len(trimestres.dictionary) + trimestres.indices.to_numpy()
        for cle, rang in zip(*np.unique(cles, return_index=True), strict=True):
            a, t = divmod(int(cle), len(trimestres.dictionary))
            periode = int(annees.dictionary[a].as_py()), int(trimestres.dictionary[t].as_py())
            self._premieres.setdefault(periode, premiere + int(rang))

    def verifier(self) -> None:
        """Une seule année, ou cinq trimestres qui se suivent (le fichier glissant des douanes)."""
        annees = sorted({annee for annee, _ in self._premieres})
        if len(annees) < 2 or (self._glissant() and not re.search(r"(?<!\d)(19|20)\d\d(?!\d)", self._fichier)):
            return
        premieres = {a: min(n for (x, _), n in self._premieres.items() if x == a) for a in annees}
        avant, apres = sorted(premieres, key=lambda a: premieres[a])[:2]
        raison = refus.annees_melees(avant, apres)
        raise ErreurDonnees(f"{self._nom}, ligne {premieres[apres]} : {raison}")

    @property
    def _fichier(self) -> str:
        return re.split(r"[/\\›]", self._nom)[-1]

    def _glissant(self) -> bool:
        rangs = sorted(annee * 4 + trimestre for annee, trimestre in self._premieres)
        return len(rangs) == 5 and rangs[-1] - rangs[0] == 4
