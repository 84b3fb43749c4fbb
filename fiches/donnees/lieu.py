"""Ce qu’est un lieu : département, région, Territoire d’industrie, France, et comment on en parle."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from fiches.redaction import normaliser
from fiches.redaction.proches import AttributsProches

Genre = Literal["departement", "region", "territoire", "france"]
LIEUX_RECUS: tuple[Genre, ...] = ("departement", "region", "territoire")
"""Les genres qui nomment le paramètre par lequel un carnet reçoit son lieu ; celui de la France n’en a pas."""


@dataclass(frozen=True)
class Lieu:
    """Un lieu et ses formes : « Lot », « du Lot », « dans le Lot », « le Lot ».

    `code` le désigne parmi tous : « 46 », « region-76 », « ti-7603 », « france ».
    """

    code: str
    nom: str
    de: str
    dans: str
    sujet: str
    genre: ClassVar[Genre]
    commun: ClassVar[str]
    """« le département » : ce qui le désigne sans le nommer."""
    prefixe: ClassVar[str]
    """« region », « ti » : le début du nom de ses fichiers, pour ceux que leur code n’ouvre pas."""

    @property
    def pluriel(self) -> bool:
        """Vrai pour « les Landes », « les Hauts-de-France » : le verbe s’accorde."""
        return self.sujet.startswith("les ")

    @property
    def slug(self) -> str:
        """« cotes-d-armor » : le nom tel qu’il entre dans le nom d’un fichier."""
        return normaliser(self.nom).replace(" ", "-")

    @property
    def fichier(self) -> str:
        """« 46-lot », « region-occitanie », « france » : le nom des fichiers de la fiche, sans extension."""
        return f"{self.prefixe}-{self.slug}"


@dataclass(frozen=True)
class Departement(Lieu):
    """Un département ; `region` est un code Insee, `code_douane` et `autres_codes` ceux des fichiers reçus."""

    region: str
    code_douane: str
    autres_codes: tuple[str, ...]
    forme_region: bool
    genre = "departement"
    commun = "le département"

    @property
    def fichier(self) -> str:
        """« 46-lot »."""
        return f"{self.code}-{self.slug}"


@dataclass(frozen=True)
class Region(Lieu):
    """Une région ; `insee` est son code dans les données."""

    insee: str
    genre = "region"
    commun = "la région"
    prefixe = "region"


@dataclass(frozen=True)
class TerritoireIndustrie(Lieu):
    """Un Territoire d’industrie ; `communes` : combien il en compte dans chaque département qu’il touche."""

    communes: tuple[tuple[str, int], ...]
    genre = "territoire"
    commun = "le Territoire d’industrie"
    prefixe = "ti"

    @property
    def departements(self) -> tuple[str, ...]:
        """Les codes de ces départements."""
        return tuple(code for code, _ in self.communes)


@dataclass(frozen=True)
class France(Lieu):
    """La France entière, Monaco et l’outre-mer compris."""

    genre = "france"
    commun = "la France"

    @property
    def fichier(self) -> str:
        """« france »."""
        return "france"


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


FRANCE = France("france", "France entière", "de la France entière", "en France", "la France entière")
