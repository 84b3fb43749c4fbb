"""Ce que l’import a fait, en français et en peu de lignes."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from fiches.donnees.douane.catalogue import ArchiveImportee
from fiches.donnees.sens import NOM_DU_SENS
from fiches.donnees.territoires import departement
from fiches.redaction import accord, euros, liste, nombre

_AXES = {
    "departement": "département", "region": "région", "produit": "produit", "pays": "pays",
    "rattachement": "département/région",
}  # fmt: skip
_CODES_MONTRES = 10


@dataclass(frozen=True)
class CompteRendu:
    """Bilan d’un import. `tables` : ce que les archives ont apporté (euros, kilogrammes, lignes)."""

    archives: tuple[str, ...]
    tables: tuple[ArchiveImportee, ...]
    nouvelles: int
    remplacees: int
    inchangees: int
    remarques: tuple[str, ...] = ()

    @property
    def lignes(self) -> int:
        """Nombre de lignes apportées."""
        return sum(p.lignes for p in self.tables)

    @property
    def inconnus(self) -> dict[str, dict[str, tuple[int, int]]]:
        """Par axe, les codes absents de nos tables : (lignes, euros)."""
        return cumuler_inconnus(self.tables)

    def texte(self) -> str:
        """Le bilan prêt à afficher : lignes, totaux par flux et trimestre, ce qui est mis à part."""
        lignes = [f"{_compter(len(self.archives), 'archive lue')} : {_compter(self.lignes, 'ligne')}."]
        for (annee, flux), tables in groupby(self.tables, key=lambda p: (p.annee, p.flux)):
            lignes += _flux(annee, NOM_DU_SENS[flux], list(tables))
        etats = (
            (self.nouvelles, "nouveau", "nouveaux"),
            (self.remplacees, "remplacé", "remplacés"),
            (self.inchangees, "inchangé", "inchangés"),
        )
        bilan = ", ".join(f"{n} {accord(n, un, plusieurs)}" for n, un, plusieurs in etats if n)
        lignes.append(f"Trimestres : {bilan}.")
        lignes += self.remarques
        lignes += _absents(self.tables)
        lignes += _inconnus(self.inconnus)
        if any(p.demonstration for p in self.tables):
            lignes.append("Ce sont des données simulées (filigrane reconnu) : les fiches le diront.")
        return "\n".join(lignes)


def cumuler_inconnus(tables: Iterable[ArchiveImportee]) -> dict[str, dict[str, tuple[int, int]]]:
    """Somme des codes inconnus de plusieurs tables : par axe puis code, (lignes, euros)."""
    somme: dict[str, dict[str, tuple[int, int]]] = {}
    for table in tables:
        for axe, codes in table.inconnus.items():
            for code, (lignes, valeur) in codes.items():
                deja = somme.setdefault(axe, {}).get(code, (0, 0))
                somme[axe][code] = deja[0] + lignes, deja[1] + valeur
    return somme


def _compter(n: int, nom: str) -> str:
    """« 1 ligne », « 1 234 lignes »."""
    return f"{nombre(n)} {nom if n < 2 else ' '.join(f'{mot}s' for mot in nom.split())}"


def _flux(annee: int, nom: str, tables: list[ArchiveImportee]) -> list[str]:
    total = sum(p.valeur for p in tables)
    lignes = sum(p.lignes for p in tables)
    return [
        f"{annee}, {nom} : {_compter(lignes, 'ligne')}, {euros(total)}",
        *(f"  trimestre {p.trimestre} : {_compter(p.lignes, 'ligne')}, {euros(p.valeur)}" for p in tables),
    ]


def _absents(tables: Iterable[ArchiveImportee]) -> list[str]:
    """« Sans aucune ligne, 2024, exportations : Lozère, Mayotte (T2) » ; sans détail, tous les trimestres reçus."""
    lignes = []
    for (annee, flux), du_flux in groupby(tables, key=lambda p: (p.annee, p.flux)):
        trimestres: dict[str, list[int]] = {}
        recus = list(du_flux)
        for table in recus:
            for code in table.absents:
                trimestres.setdefault(code, []).append(table.trimestre)
        if trimestres:
            lieux = sorted(trimestres, key=lambda code: (-len(trimestres[code]), code))
            montres = [
                departement(code).nom
                + (f" (T{', T'.join(map(str, trimestres[code]))})" if len(trimestres[code]) < len(recus) else "")
                for code in lieux[:_CODES_MONTRES]
            ]
            if reste := len(lieux) - len(montres):
                montres.append(f"{reste} {accord(reste, 'autre département', 'autres départements')}")
            lignes.append(f"Sans aucune ligne, {annee}, {NOM_DU_SENS[flux]} : {liste(montres)}.")
    return lignes


def _inconnus(inconnus: dict[str, dict[str, tuple[int, int]]]) -> list[str]:
    if not inconnus:
        return ["Aucun code inconnu."]
    lignes = ["Codes inconnus, gardés dans les totaux (ceux des produits et des pays sous « Autres ») :"]
    for axe, codes in inconnus.items():
        montres = sorted(codes.items(), key=lambda c: (-c[1][1], c[0]))
        lignes += [
            f"  {_AXES[axe]} « {code} » : {_compter(n, 'ligne')}, {euros(valeur)}"
            for code, (n, valeur) in montres[:_CODES_MONTRES]
        ]
        if len(montres) > _CODES_MONTRES:
            lignes.append(f"  … et {len(montres) - _CODES_MONTRES} autres codes de {_AXES[axe]}")
    return lignes
