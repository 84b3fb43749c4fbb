"""Le fichier de paramètres d’une campagne (`params/*.yml`) : ce qu’il peut dire, et ses erreurs en clair."""

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
    "list_type": "une liste",
    "literal_error": "le mot « tous » ou une liste de départements",
}


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
    cle = str(erreur["loc"][0])
    if erreur["type"] == "extra_forbidden":
        proches = get_close_matches(cle, Parametres.model_fields, n=1)
        conseil = f"voulez-vous dire « {proches[0]} » ?" if proches else "retirez-la."
        return f"la clé « {cle} » est inconnue ; {conseil}"
    if erreur["type"] in _ATTENDU:
        return f"« {cle} » vaut {erreur['input']!r}, mais {_ATTENDU[erreur['type']]} est attendu."
    bornes = erreur.get("ctx", {})
    for borne, mot in (("ge", "au moins"), ("le", "au plus"), ("gt", "plus de")):
        if borne in bornes:
            return f"« {cle} » vaut {erreur['input']!r}, mais {mot} {bornes[borne]} est attendu."
    return f"« {cle} » : la valeur {erreur['input']!r} ne convient pas."
