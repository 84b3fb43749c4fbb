"""L’en-tête d’un commentaire : qui l’a écrit, quand, pour quelle édition ; le séparer du texte et le vérifier."""

import datetime
import re

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from fiches.carnet import saisie
from fiches.redaction import lire_jour
from fiches.socle.erreurs import ErreurDemande

_DEBUT = re.compile(r"\s*---[ \t\u00a0]*(?:\n|$)")
_EN_TETE = re.compile(r"(\s*---[ \t\u00a0]*\n)(?:(.*?)\n)?[ \t\u00a0]*---[ \t\u00a0]*(?:\n|$)", re.DOTALL)


class EnTete(BaseModel):
    """Qui a écrit le commentaire, quand, et pour quelle édition de la fiche."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    auteur: str | None = Field(default=None, min_length=1, description="Nom qui signe le commentaire.")
    date: datetime.date | None = Field(
        default=None, description="Jour où il est écrit, comme `12/03/2025` ou `12 mars 2025`."
    )
    edition: int | None = Field(
        default=None, ge=1990, le=2100, description="Millésime de la fiche pour laquelle il est écrit."
    )

    @field_validator("date", mode="before")
    @classmethod
    def _une_date(cls, lue: object) -> datetime.date | None:
        """pydantic lirait un nombre comme des secondes depuis 1970."""
        if lue is None or isinstance(lue, datetime.date):
            return lue.date() if isinstance(lue, datetime.datetime) else lue
        jour = _lire_une_date(lue) if isinstance(lue, str) else None
        if jour is None:
            raise PydanticCustomError("date_type", "une date")
        return jour


SANS_EN_TETE = EnTete()


def _lire_une_date(ecrite: str) -> datetime.date | None:
    try:
        return lire_jour(ecrite) or datetime.date.fromisoformat(ecrite.strip())
    except ValueError:
        return None


def separer(texte: str, fichier: str) -> tuple[EnTete, str]:
    """L’en-tête et ce qui le suit ; lignes et espaces vides autour de « --- » ne comptent pas. Lève `ErreurDemande`."""
    if not _DEBUT.match(texte):
        return SANS_EN_TETE, texte
    trouve = _EN_TETE.match(texte)
    if not trouve:
        raise ErreurDemande(f"{fichier} : l’en-tête n’est pas fermé. Ajoutez une ligne « --- » après lui.")
    ou = f"{fichier}, en-tête"
    lu = saisie.lire("\n" * trouve[1].count("\n") + (trouve[2] or ""), ou)  # ses lignes se comptent dans le fichier
    return saisie.verifier(EnTete, lu, ou), texte[trouve.end() :]
