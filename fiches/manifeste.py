"""`campagne.json` : ce qui a été produit, à partir de quoi, avec les chiffres non arrondis."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from fiches.chemins import ecrire
from fiches.erreurs import ErreurDemande

Statut = Literal["produite", "inchangee", "echec"]
NOM = "campagne.json"
SOMMAIRE, CONTROLE = "index.html", "controle.html"
"""Les pages du dossier que le manifeste n’annonce pas : le sommaire du site, le contrôle des données."""


@dataclass(frozen=True)
class Entree:
    """Ce qu’il est advenu d’une fiche.

    `empreinte` résume tout ce dont la page dépend ; `faite_le` est le jour où elle a été écrite (« 2026-11-24 »),
    `sha256` sa somme, `joints` celle des fichiers qui l’accompagnent, par nom. `etapes_s` : durée de chaque étape, en
    secondes.
    """

    statut: Statut
    duree_s: float
    empreinte: str
    page: str | None = None
    faite_le: str | None = None
    sha256: str | None = None
    erreur: str | None = None
    indicateurs: dict[str, Any] | None = None
    joints: dict[str, str] = field(default_factory=dict)
    etapes_s: dict[str, float] = field(default_factory=dict)

    @property
    def noms(self) -> set[str]:
        """Les fichiers que le lecteur reçoit : la page et ceux qui l’accompagnent."""
        return {*([self.page] if self.page else []), *self.joints}


@dataclass
class Manifeste:
    """Contenu de `campagne.json` ; `fiches` est indexé par code de département (« 46 », « 971 », « 20 »)."""

    provenance: dict[str, Any]
    fiches: dict[str, Entree] = field(default_factory=dict)

    def enregistrer(self, dossier: Path, nom: str = NOM) -> None:
        """Écrit le manifeste d’un seul coup, trié pour que deux campagnes se comparent."""
        contenu = {
            "provenance": self.provenance,
            "fiches": {code: asdict(self.fiches[code]) for code in sorted(self.fiches)},
        }
        ecrire(dossier / nom, json.dumps(contenu, ensure_ascii=False, indent=1) + "\n")


def lire(dossier: Path, nom: str = NOM) -> Manifeste:
    """Le manifeste d’un dossier ; vide s’il n’y en a pas. Lève `ErreurDemande` s’il est abîmé."""
    with _lisible(dossier / nom):
        lu = _lire(dossier / nom)
        return Manifeste(lu["provenance"], {code: Entree(**entree) for code, entree in lu["fiches"].items()})


def verifier_serie(dossier: Path, carnet: str) -> None:
    """Lève `ErreurDemande` si le dossier contient la série d’un autre carnet : leurs pages s’y mêleraient."""
    with _lisible(dossier / NOM):
        tenu = _lire(dossier / NOM).get("provenance", {}).get("carnet", {}).get("nom", carnet)
    if tenu != carnet:
        raise ErreurDemande(
            f"{dossier} contient la série du carnet «\u00a0{tenu}\u00a0». Donnez à celle de «\u00a0{carnet}\u00a0» son "
            "dossier (clé « dossier » du fichier de paramètres), ou supprimez celui-ci."
        )


def _lire(chemin: Path) -> dict[str, Any]:
    if not chemin.exists():
        return {"provenance": {}, "fiches": {}}
    contenu: dict[str, Any] = json.loads(chemin.read_text(encoding="utf-8"))
    return contenu


@contextmanager
def _lisible(chemin: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as erreur:
        raise ErreurDemande(
            f"{chemin} : manifeste illisible. Supprimez-le, puis relancez : toutes les fiches seront refaites."
        ) from erreur
