"""`campagne.json` : ce qui a été produit, à partir de quoi, avec les chiffres non arrondis."""

import json
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BeforeValidator, Field, TypeAdapter

from fiches.donnees import territoires
from fiches.socle.chemins import ecrire
from fiches.socle.erreurs import ErreurDemande

Statut = Literal["produite", "inchangee", "echec"]
NOM = "campagne.json"
SOMMAIRE, CONTROLE = "index.html", "controle.html"
TABLE, TABLE_PARQUET, DICTIONNAIRE = "indicateurs.csv", "indicateurs.parquet", "dictionnaire.csv"
PUBLIES = (SOMMAIRE, TABLE, TABLE_PARQUET, DICTIONNAIRE)
"""Ce qui se publie avec toutes les fiches : leur index, leurs chiffres à réutiliser (`donnees_ouvertes`)."""


@dataclass(frozen=True)
class Lus:
    """Ce que le carnet d’une fiche a lu (`fiches.carnet.lectures`) : sommes des fichiers, empreintes des années.

    `annees` : celles des fiches qu’il construit ; il peut en lire, ou en attendre, d’autres pour une évolution.
    """

    fichiers: dict[str, str] = field(default_factory=dict)
    donnees: dict[str, str] = field(default_factory=dict)
    annees: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Entree:
    """Ce qu’il est advenu d’une fiche.

    `empreinte` résume tout ce dont la page dépend avant d’être faite ; `lus`, ce que son carnet a lu en plus ;
    `faite_le` est le jour où elle a été écrite, `sha256` sa somme, `joints` celle des fichiers qui
    l’accompagnent, par nom. `etapes_s` : durée de chaque étape, en
    secondes ; `avis` : ce que son carnet a affiché et qu’elle ne montre pas.
    """

    statut: Statut
    duree_s: float
    empreinte: str
    page: str | None = None
    faite_le: date | None = None
    sha256: str | None = None
    erreur: str | None = None
    indicateurs: dict[str, Any] | None = None
    joints: dict[str, str] = field(default_factory=dict)
    lus: Lus = field(default_factory=Lus)
    etapes_s: dict[str, float] = field(default_factory=dict)
    avis: list[str] = field(default_factory=list)

    @property
    def noms(self) -> set[str]:
        """Les fichiers que le lecteur reçoit : la page et ceux qui l’accompagnent."""
        return set(self.sommes)

    @property
    def sommes(self) -> dict[str, str | None]:
        """La somme SHA-256 de chacun de ces fichiers, par nom."""
        return {**({self.page: self.sha256} if self.page else {}), **self.joints}


@dataclass(frozen=True)
class Carnet:
    """Le carnet modèle d’une série."""

    nom: str
    sha256: str


@dataclass(frozen=True)
class Provenance:
    """Ce dont viennent les fiches d’un dossier.

    `archives` est ce qu’en garde le catalogue des données ; `parametres`, le nom du fichier de `params/` qui a réglé
    la campagne, vide s’il est ailleurs ou si le manifeste est ancien.
    """

    annee: int
    demonstration: bool
    titre: str
    carnets: Annotated[
        list[Carnet],
        Field(validation_alias=AliasChoices("carnets", "carnet")),
        BeforeValidator(lambda lu: lu if isinstance(lu, list) else [lu]),  # un manifeste d’avant n’en avait qu’un
    ]
    archives: list[dict[str, Any]]
    programme: str
    versions: dict[str, str]
    parametres: str = ""


@dataclass
class Manifeste:
    """Contenu de `campagne.json` ; `fiches` est indexé par code de lieu (« 46 », « region-76 », « france »…).

    `fichiers` : les sommes de ce qui n’est d’aucune fiche, par nom (le sommaire) ; vide dans un ancien manifeste.
    `demandes` : les codes des fiches de la campagne dont ceci est une part ; vide pour une campagne entière.
    `en_cours` : les noms des fichiers qu’une campagne en train, ou tuée, écrit.
    """

    provenance: Provenance
    fiches: dict[str, Entree] = field(default_factory=dict)
    fichiers: dict[str, str] = field(default_factory=dict)
    demandes: list[str] = field(default_factory=list)
    en_cours: list[str] = field(default_factory=list)

    @property
    def noms(self) -> set[str]:
        """Les fichiers du dossier que le programme a écrits, ou commencé d’écrire."""
        carnets = {f"{territoires.lieu(code).fichier}.ipynb" for code in self.fiches}
        annonces = {nom for entree in self.fiches.values() for nom in entree.noms}
        return carnets | annonces | set(self.en_cours) | ({*self.fichiers} or {SOMMAIRE})

    def enregistrer(self, dossier: Path, nom: str = NOM) -> None:
        """Écrit le manifeste d’un seul coup, trié pour que deux campagnes se comparent."""
        if not self.fichiers and nom == NOM:  # une campagne où rien n’a changé ne refait pas le sommaire
            self.fichiers = _sommes_tenues(dossier / nom)
        contenu = {
            "provenance": asdict(self.provenance),
            "fiches": {code: asdict(self.fiches[code]) for code in sorted(self.fiches)},
            "fichiers": self.fichiers,
            **({"demandes": self.demandes} if self.demandes else {}),
            **({"en_cours": self.en_cours} if self.en_cours else {}),
        }
        ecrire(dossier / nom, json.dumps(contenu, ensure_ascii=False, indent=1, default=str) + "\n")


_MANIFESTE = TypeAdapter(Manifeste)


def verrou(nom: str = NOM) -> str:
    """Le nom du fichier que tient la campagne, ou la part, qui écrit ce manifeste."""
    return f".{Path(nom).stem}.verrou"


def chercher(dossier: Path, nom: str = NOM) -> Manifeste | None:
    """Le manifeste d’un dossier ; None s’il n’y en a pas. Lève `ErreurDemande` s’il est abîmé."""
    return lire(dossier, nom) if (dossier / nom).exists() else None


def lire(dossier: Path, nom: str = NOM) -> Manifeste:
    """Le manifeste d’un dossier de pages produites. Lève `ErreurDemande` s’il est absent ou abîmé."""
    chemin = dossier / nom
    if dossier.exists() and not dossier.is_dir():
        raise ErreurDemande(f"{dossier} : ce n’est pas un dossier. Indiquez celui des pages, par exemple reports/2024.")
    try:
        if chemin.exists() and not chemin.is_file():  # un tube ne finirait jamais de se lire
            raise ValueError(chemin)
        lu = _MANIFESTE.validate_json(chemin.read_bytes())
        for code in lu.fiches:
            territoires.lieu(code)
    except FileNotFoundError as erreur:
        raise ErreurDemande(
            f"{chemin} : absent. Indiquez un dossier de pages produites (par exemple reports/2024), ou produisez-les "
            "d’abord avec « fiches produire »."
        ) from erreur
    except (OSError, ValueError, ErreurDemande) as erreur:
        raise ErreurDemande(
            f"{chemin} : manifeste illisible. Déplacez-le avec les pages du dossier, puis relancez « fiches "
            "produire » : toutes les fiches seront refaites."
        ) from erreur
    return lu


def _sommes_tenues(chemin: Path) -> dict[str, str]:
    """Les sommes du manifeste déjà écrit ; aucune s’il n’y en a pas, ou s’il ne se lit pas."""
    try:
        return _MANIFESTE.validate_json(chemin.read_bytes()).fichiers
    except (OSError, ValueError):
        return {}


def verifier_serie(dossier: Path, carnets: Sequence[str]) -> None:
    """Lève `ErreurDemande` si le dossier contient les séries d’autres carnets : leurs pages s’y mêleraient."""
    tenu = chercher(dossier)
    autres = [carnet.nom for carnet in tenu.provenance.carnets] if tenu else list(carnets)
    if not set(autres) & set(carnets):
        raise ErreurDemande(
            f"{dossier} contient la série du carnet «\u00a0{autres[0]}\u00a0». Donnez à celle de "
            f"«\u00a0{carnets[0]}\u00a0» son dossier\u00a0: clé «\u00a0dossier\u00a0» du fichier de paramètres."
        )


def exiger_a_nous(dossier: Path, a_ecrire: Iterable[str], a_nous: Collection[str]) -> None:
    """Lève `ErreurDemande` si l’un des fichiers `a_ecrire` est là sans qu’aucun manifeste dise qu’il est `a_nous`."""
    for nom in a_ecrire:
        if os.path.lexists(dossier / nom) and not (dossier / nom).is_dir() and nom not in a_nous:
            raise ErreurDemande(
                f"{dossier / nom} existe déjà, et aucun {NOM} ne dit qu’une campagne l’a écrit. Déplacez-le, ou "
                "choisissez un autre dossier avec --sortie."
            )
