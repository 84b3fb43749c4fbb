"""Ce que `campagne.json` annonce, lu sans rien supposer des champs qu’il gagnera."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fiches import territoires
from fiches.erreurs import ErreurDemande
from fiches.manifeste import NOM
from fiches.territoires import Departement


@dataclass(frozen=True)
class Annonce:
    """Une fiche annoncée : sa page, sa somme, son empreinte, ses chiffres, et la somme des fichiers joints."""

    lieu: Departement
    page: str | None
    sha256: str | None
    empreinte: str | None
    erreur: str | None
    indicateurs: dict[str, Any]
    joints: dict[str, str]


@dataclass(frozen=True)
class Registre:
    """Le contenu utile de `campagne.json`."""

    demonstration: bool
    annee: int | None
    carnet: str | None
    fiches: dict[str, Annonce]

    @property
    def par_page(self) -> dict[str, Annonce]:
        """Les fiches annoncées, par nom de page."""
        return {a.page: a for a in self.fiches.values() if a.page}

    @property
    def radicaux(self) -> set[str]:
        """« 46-lot » : ce par quoi commence le nom de tout fichier d’une fiche de la campagne."""
        return {a.lieu.fichier for a in self.fiches.values()}


def lire(dossier: Path) -> Registre:
    """Le manifeste d’un dossier. Lève `ErreurDemande` s’il est absent ou abîmé."""
    chemin = dossier / NOM
    if not chemin.is_file():
        raise ErreurDemande(
            f"{chemin} : absent. Indiquez un dossier de pages produites (par exemple reports/2024), ou produisez-les "
            "d’abord avec « fiches produire »."
        )
    try:
        contenu = json.loads(chemin.read_text(encoding="utf-8"))
        provenance = contenu["provenance"]
        fiches = {code: _annonce(code, entree) for code, entree in contenu["fiches"].items()}
        annee = provenance.get("annee")
        return Registre(
            demonstration=bool(provenance.get("demonstration", False)),
            annee=None if annee is None else int(annee),
            carnet=_texte((provenance.get("carnet") or {}).get("nom")),
            fiches=fiches,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ErreurDemande, RecursionError) as erreur:
        raise ErreurDemande(
            f"{chemin} : manifeste illisible. Supprimez-le, puis relancez « fiches produire »."
        ) from erreur


def _annonce(code: str, entree: dict[str, Any]) -> Annonce:
    return Annonce(
        lieu=territoires.departement(code),
        page=_texte(entree.get("page")),
        sha256=_texte(entree.get("sha256")),
        empreinte=_texte(entree.get("empreinte")),
        erreur=_texte(entree.get("erreur")),
        indicateurs=dict(entree.get("indicateurs") or {}),
        joints={str(nom): str(somme) for nom, somme in (entree.get("joints") or {}).items()},
    )


def _texte(valeur: object) -> str | None:
    if valeur is not None and not isinstance(valeur, str):
        raise TypeError("un texte est attendu")
    return valeur
