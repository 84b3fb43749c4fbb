"""Le fichier de paramètres d’une campagne (`params/*.yml`) : ce qu’il peut dire, et ses erreurs en clair."""

from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from fiches.erreurs import ErreurDemande

_ATTENDU = {
    "int_type": "un nombre entier",
    "int_parsing": "un nombre entier",
    "int_from_float": "un nombre entier",
    "float_type": "un nombre",
    "float_parsing": "un nombre",
    "string_type": "un texte",
    "decimal_type": "un nombre",
    "decimal_parsing": "un nombre",
    "list_type": "une liste",
    "tuple_type": "une liste",
    "model_type": "un groupe de lignes « clé: valeur »",
}
_CHOIX = {
    "departements": "le mot « tous » ou une liste de départements",
    "niveau": "« departement », « region » ou « france »",
}


class TotalPublie(BaseModel):
    """Les totaux qu’une publication donne pour un territoire, en millions d’euros."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    niveau: Literal["departement", "region", "france"]
    code: Annotated[str, Field(coerce_numbers_to_str=True)] = Field(
        "", description="Code du département, ou code Insee de la région ; rien pour la France."
    )
    exportations: Decimal | None = Field(None, ge=0)
    importations: Decimal | None = Field(None, ge=0)


class References(BaseModel):
    """Des totaux déjà publiés pour l’année de la campagne, auxquels les données reçues sont comparées."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(default="", description="La publication d’où viennent les totaux.")
    tolerance: Decimal = Field(default=Decimal("0.1"), ge=0, description="Écart admis, en millions d’euros.")
    totaux: tuple[TotalPublie, ...] = ()


class Parametres(BaseModel):
    """Une campagne : le carnet, l’année, les départements et les limites d’exécution."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    carnet: str = Field("commerce-exterieur.ipynb", description="Carnet modèle, dans notebooks/.")
    annee: int = Field(2024, ge=1990, le=2100, description="Millésime des données.")
    departements: Literal["tous"] | list[Annotated[str, Field(coerce_numbers_to_str=True)]] = Field(
        "tous", description="« tous », ou la liste des départements de la campagne."
    )
    limite_par_cellule: float = Field(
        120, gt=0, description="Durée au-delà de laquelle une cellule est arrêtée, en secondes."
    )
    references: References = Field(References(), description="Totaux publiés pour l’année, pour le contrôle.")


_CLES = [*Parametres.model_fields, *References.model_fields, *TotalPublie.model_fields]


def lire(chemin: Path) -> Parametres:
    """Lit un fichier de paramètres. Lève `ErreurDemande` en nommant le fichier, la clé et la valeur attendue."""
    try:
        contenu = yaml.safe_load(chemin.read_text(encoding="utf-8"))
    except OSError as erreur:
        raise ErreurDemande(
            f"{chemin} : fichier de paramètres illisible ({erreur.strerror}). "
            "Vérifiez son nom, ou donnez-en un autre avec --params."
        ) from erreur
    except (yaml.YAMLError, UnicodeDecodeError) as erreur:
        marque = getattr(erreur, "problem_mark", None)
        ligne = f", ligne {marque.line + 1}" if marque else ""
        raise ErreurDemande(
            f"{chemin}{ligne} : ce n’est pas du YAML lisible. Vérifiez l’alignement, les « : » et les guillemets."
        ) from erreur
    if contenu is not None and not isinstance(contenu, dict):
        raise ErreurDemande(f"{chemin} : des lignes « clé: valeur » sont attendues.")
    try:
        return Parametres.model_validate(contenu or {})
    except ValidationError as erreur:
        phrases = dict.fromkeys(_expliquer(e) for e in erreur.errors())
        raise ErreurDemande(f"{chemin} : {' '.join(phrases)}") from erreur


def _expliquer(erreur: Any) -> str:
    # « list[str] » dit quelle branche d’un choix pydantic essayait : cela n’est pas une clé du fichier.
    lieu = [etape for etape in erreur["loc"] if not (isinstance(etape, str) and "[" in etape)]
    cle = next(etape for etape in reversed(lieu) if isinstance(etape, str))
    place, recu = f"« {' › '.join(str(e + 1) if isinstance(e, int) else e for e in lieu)} »", erreur["input"]
    if erreur["type"] == "extra_forbidden":
        proches = get_close_matches(cle, _CLES, n=1)
        conseil = f"voulez-vous dire « {proches[0]} » ?" if proches else "retirez-la."
        return f"la clé {place} est inconnue ; {conseil}"
    if erreur["type"] == "missing":
        return f"{place} manque."
    attendu = _CHOIX.get(cle) if erreur["type"] == "literal_error" else _ATTENDU.get(erreur["type"])
    if attendu:
        return f"{place} vaut {recu!r}, mais {attendu} est attendu."
    bornes = erreur.get("ctx", {})
    for borne, mot in (("ge", "au moins"), ("le", "au plus"), ("gt", "plus de")):
        if borne in bornes:
            return f"{place} vaut {recu!r}, mais {mot} {bornes[borne]} est attendu."
    return f"{place} : la valeur {recu!r} ne convient pas."
