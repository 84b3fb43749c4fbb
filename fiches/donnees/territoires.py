"""Les lieux : départements, régions, France, Territoires d’industrie, et comment on en parle."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from fiches.donnees import nomenclatures
from fiches.redaction import normaliser
from fiches.redaction.proches import AttributsProches
from fiches.socle.erreurs import ErreurDemande

MONACO = "99"


@dataclass(frozen=True)
class Lieu:
    """Un lieu et ses formes : « Lot », « du Lot », « dans le Lot », « le Lot »."""

    code: str
    nom: str
    de: str
    dans: str
    sujet: str


@dataclass(frozen=True)
class Departement(Lieu):
    """Un département ; `region` est un code Insee, `code_douane` et `autres_codes` ceux des fichiers reçus."""

    region: str
    code_douane: str
    autres_codes: tuple[str, ...]
    forme_region: bool

    @property
    def slug(self) -> str:
        """« cotes-d-armor » : le nom tel qu’il entre dans le nom d’un fichier."""
        return normaliser(self.nom).replace(" ", "-")

    @property
    def fichier(self) -> str:
        """« 46-lot » : le nom des fichiers de la fiche, sans extension."""
        return f"{self.code}-{self.slug}"


@dataclass(frozen=True)
class Region(Lieu):
    """Une région, au code Insee."""


class AuNomDuLieu(AttributsProches):
    """Ce qui porte un `lieu` en dit les noms."""

    lieu: Lieu

    @property
    def nom(self) -> str:
        """« Lot », « Occitanie », « France entière »."""
        return self.lieu.nom

    @property
    def de(self) -> str:
        """« du Lot », « de l’Occitanie »."""
        return self.lieu.de

    @property
    def dans(self) -> str:
        """« dans le Lot », « en Occitanie »."""
        return self.lieu.dans


@dataclass(frozen=True)
class TerritoireIndustrie:
    """Un Territoire d’industrie et les codes des départements qu’il touche."""

    nom: str
    departements: tuple[str, ...]


FRANCE = Lieu("FR", "France entière", "de la France entière", "en France", "la France entière")


@cache
def _departements() -> dict[str, Departement]:
    table = nomenclatures.departements()
    effectifs = table.drop(index=MONACO)["region"].value_counts()
    return {
        str(code): Departement(
            str(code), r["nom"], r["de"], r["dans"], r["sujet"], r["region"], r["code_douane"],
            tuple(r["autres_codes"].split()), forme_region=bool(effectifs[r["region"]] == 1),
        )
        for code, r in table.iterrows()
    }  # fmt: skip


@cache
def _regions() -> dict[str, Region]:
    return {
        str(code): Region(str(code), r["nom"], r["de"], r["dans"], r["sujet"])
        for code, r in nomenclatures.regions().iterrows()
    }


def departement(code: str | int) -> Departement:
    """Le département d’un code écrit comme on le dit : « 46 », 1, « 2a », « 974 », « 9D ».

    Lève `ErreurDemande` en proposant les plus proches s’il est inconnu, et pour Monaco, qui n’a pas de fiche.
    """
    connus = _departements()
    propre = str(code).strip().upper().zfill(2)
    par_ecriture = {ecriture: c for c, d in connus.items() for ecriture in (d.code_douane, *d.autres_codes)}
    propre = par_ecriture.get(propre, propre)
    if propre == MONACO:
        raise ErreurDemande(
            "99 : Monaco n’a pas de fiche ; ses échanges comptent dans Provence-Alpes-Côte d’Azur et dans la France."
        )
    if propre not in connus:
        raise ErreurDemande(_inconnu(str(code), connus))
    return connus[propre]


def _inconnu(code: str, connus: dict[str, Departement]) -> str:
    publies = [d for c, d in connus.items() if c != MONACO]
    par_nom = {d.nom.lower(): d for d in publies}
    noms = get_close_matches(code.lower(), par_nom)
    codes = get_close_matches(code, [d.code for d in publies], cutoff=0.4)
    proches = [par_nom[n] for n in noms] or [connus[c] for c in codes]
    conseil = ", ".join(f"{d.code} ({d.nom})" for d in proches)
    suite = f"les plus proches : {conseil}." if proches else "un code comme 46, 01, 2A ou 974 est attendu."
    return f"« {code} » n’est pas un département ; {suite}"


def region(code: str) -> Region:
    """La région d’un code Insee. Lève `ErreurDemande` s’il est inconnu."""
    if code not in _regions():
        raise ErreurDemande(f"« {code} » n’est pas un code de région ; attendus : {', '.join(_regions())}.")
    return _regions()[code]


def departements_publies() -> list[Departement]:
    """Les cent départements qui ont une fiche, par code."""
    return [d for code, d in _departements().items() if code != MONACO]


def departements_de(region: Region) -> list[Departement]:
    """Les départements d’une région, par code."""
    return [d for d in departements_publies() if d.region == region.code]


def par_region(lieux: Iterable[Departement]) -> list[Departement]:
    """Les départements, ceux d’une même région se suivant : leurs figures communes ne sont dessinées qu’une fois."""
    return sorted(lieux, key=lambda lieu: (lieu.region, lieu.code))


def territoires_industrie(departement: str) -> list[TerritoireIndustrie]:
    """Les Territoires d’industrie qui touchent un département (code « 46 »), par nom."""
    trouves = [
        TerritoireIndustrie(t["nom"], tuple(t["departements"].split()))
        for t in nomenclatures.territoires_industrie().to_dict("records")
        if departement in t["departements"].split()
    ]
    return sorted(trouves, key=lambda t: t.nom)
