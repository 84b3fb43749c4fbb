"""Le fichier de paramètres d’une campagne (`params/*.yml`) : ce qu’il peut dire."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from fiches.carnet import saisie
from fiches.donnees import territoires
from fiches.socle.erreurs import ErreurDemande, raison_du_systeme

Code = Annotated[str, Field(coerce_numbers_to_str=True)]
Reglages = dict[str, Any]


class TotalPublie(BaseModel):
    """Les totaux qu’une publication donne pour un territoire, en millions d’euros."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    niveau: Literal["departement", "region", "france"] = Field(description="`departement`, `region` ou `france`.")
    code: Code = Field("", description="Code du département, ou code Insee de la région ; rien pour la France.")
    exportations: Decimal | None = Field(None, ge=0, description="Exportations, en millions d’euros.")
    importations: Decimal | None = Field(None, ge=0, description="Importations, en millions d’euros.")


class References(BaseModel):
    """Des totaux déjà publiés pour l’année de la campagne, auxquels les données reçues sont comparées."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(default="", description="La publication d’où viennent les totaux.")
    date: datetime.date | None = Field(default=None, description="Jour de cette publication, comme `2025-03-12`.")
    tolerance: Decimal = Field(
        default=Decimal("0.1"), ge=0, le=100, description="Écart admis, en pour cent du total publié."
    )
    totaux: tuple[TotalPublie, ...] = Field(default=(), description="Un total par ligne, dont les clés sont plus bas.")


class Parametres(BaseModel):
    """Une campagne : le carnet, l’année, les départements, leurs réglages et les limites d’exécution.

    Les départements y sont ramenés à leur code : `1` devient « 01 », `2A` devient « 20 ».
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    titre: str = Field("Commerce extérieur", min_length=1, description="Titre de la série, en tête de son index.")
    carnet: str = Field("commerce-exterieur.ipynb", min_length=1, description="Carnet modèle, dans `notebooks/`.")
    annee: int = Field(2024, ge=1990, le=2100, description="Millésime des données.")
    dossier: str = Field(
        "{annee}",
        pattern=r"^(\w|\{annee\})([\w .-]|\{annee\})*$",
        description="Dossier des pages, dans `reports/` : un nom simple, où `{annee}` vaut le millésime.",
    )
    departements: Literal["tous"] | list[Code] = Field(
        "tous", description="`tous`, ou la liste des départements de la campagne."
    )
    reglages: Reglages = Field(
        {},
        description="Valeurs données aux variables de la cellule `parameters` du carnet, comme `pays` ou `produits`.",
    )
    exceptions: dict[str, Reglages] = Field(
        {}, description="Autres valeurs pour certains départements : `75: {pays: 15}`."
    )
    sections_masquees: list[str] = Field([], description="Titres des sections du carnet à ne pas montrer.")
    commentaires: str = Field(
        "commentaires", min_length=1, description="Dossier des commentaires de l’analyste, dans `params/`."
    )
    charte: str | None = Field(
        None, description="Dossier de la charte graphique (logo, polices), depuis la racine du projet."
    )
    limite_par_cellule: float = Field(
        120, gt=0, description="Durée au-delà de laquelle une cellule est arrêtée, en secondes."
    )
    references: References = Field(References(), description="Totaux publiés pour l’année, pour le contrôle.")

    @model_validator(mode="before")
    @classmethod
    def _ecarts_des_departements(cls, contenu: Any) -> Any:
        """`departements: {75: {pays: 15}}` est la forme courte de « tous, et des exceptions »."""
        ecarts, exceptions = contenu.get("departements"), contenu.get("exceptions")
        if isinstance(ecarts, dict) and exceptions:
            raise ValueError("Les exceptions sont dans « departements » et dans « exceptions » : réunissez-les.")
        if isinstance(ecarts, dict):
            contenu, exceptions = contenu | {"departements": "tous"}, ecarts
        if isinstance(exceptions, dict):
            contenu = contenu | {"exceptions": {str(code): reglages for code, reglages in exceptions.items()}}
        return contenu

    @field_validator("departements")
    @classmethod
    def _codes(cls, donnes: Literal["tous"] | list[str]) -> Literal["tous"] | list[str]:
        return donnes if donnes == "tous" else list(_ramener(donnes, "departements"))

    @field_validator("exceptions")
    @classmethod
    def _codes_des_exceptions(cls, donnes: dict[str, Reglages]) -> dict[str, Reglages]:
        return dict(zip(_ramener(donnes, "exceptions"), donnes.values(), strict=True))

    def reglages_de(self, departement: str) -> Reglages:
        """Les réglages d’un département (code « 75 ») : ceux de tous, puis ses exceptions."""
        return self.reglages | self.exceptions.get(departement, {})

    @property
    def dossier_des_pages(self) -> str:
        """Le dossier, millésime compris : « 2024 »."""
        return self.dossier.replace("{annee}", str(self.annee))


def lire(chemin: Path) -> Parametres:
    """Lit un fichier de paramètres. Lève `ErreurDemande` en nommant le fichier, la clé et la valeur attendue."""
    try:
        texte = chemin.read_text(encoding="utf-8-sig")  # le Bloc-notes de Windows met une marque en tête
    except OSError as erreur:
        raise ErreurDemande(
            f"{chemin} : fichier de paramètres illisible ({raison_du_systeme(erreur)}). "
            "Vérifiez son nom, ou donnez-en un autre avec --params."
        ) from erreur
    except UnicodeDecodeError as erreur:
        raise ErreurDemande(f"{chemin} : fichier illisible. Enregistrez-le en UTF-8, puis relancez.") from erreur
    inconnue = "retirez-la. Un réglage du carnet, comme « pays », se met sous « reglages »."
    return saisie.verifier(Parametres, saisie.lire(texte, str(chemin)), str(chemin), inconnue)


def _ramener(donnes: Iterable[str], cle: str) -> dict[str, str]:
    """Chaque code, associé à la façon dont il est écrit. Lève `ValueError` : inconnu, ou donné deux fois."""
    ecrits: dict[str, str] = {}
    for ecrit in donnes:
        try:
            lieu = territoires.departement(ecrit)
        except ErreurDemande as erreur:
            raise ValueError(f"« {cle} » : {erreur}") from erreur
        if lieu.code in ecrits:
            deux = " et ".join(f"« {e} »" for e in dict.fromkeys((ecrits[lieu.code], ecrit)))
            raise ValueError(f"« {cle} » : le département {lieu.nom} est donné deux fois ({deux}). Gardez-en un.")
        ecrits[lieu.code] = ecrit
    return ecrits
