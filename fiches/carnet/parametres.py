"""Le fichier de paramètres d’une campagne (`params/*.yml`) : ce qu’il peut dire."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, field_validator, model_validator

from fiches.carnet import saisie
from fiches.donnees import territoires
from fiches.donnees.lieu import Genre, Lieu
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


class SerieDeFiches(BaseModel):
    """Un carnet, et les lieux pour lesquels il est exécuté.

    Les lieux y sont ramenés à leur code : `1` devient « 01 », `2A` devient « 20 », « Occitanie » devient « region-76 ».
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    titre: str = Field("Commerce extérieur", min_length=1, description="Titre des fiches, et de leur index.")
    carnet: str = Field("commerce-exterieur.ipynb", min_length=1, description="Carnet modèle, dans `notebooks/`.")
    lieux: Literal["departements", "regions", "territoires", "france", "tous"] | list[Code] = Field(
        "departements",
        validation_alias=AliasChoices("lieux", "departements"),
        description="`departements` (les 100), `regions` (les 18), `territoires` (les 183 Territoires d’industrie), "
        "`france`, ou une liste.",
    )
    reglages: Reglages = Field(
        {},
        description="Valeurs données aux variables de la cellule `parameters` du carnet, comme `pays` ou `produits`.",
    )
    exceptions: dict[str, Reglages] = Field({}, description="Autres valeurs pour certains lieux : `75: {pays: 15}`.")
    sections_masquees: list[str] = Field([], description="Titres des sections du carnet à ne pas montrer.")
    commentaires: str = Field(
        "commentaires", min_length=1, description="Dossier des commentaires de l’analyste, dans `params/`."
    )

    @model_validator(mode="before")
    @classmethod
    def _departements(cls, contenu: Any) -> Any:
        """`departements: tous`, une liste ou `{75: {pays: 15}}` : ce qu’un fichier d’une seule série peut dire."""
        exceptions, donnes = contenu.get("exceptions"), contenu.get("departements")
        if donnes is not None and "lieux" in contenu:
            raise ValueError("Les lieux sont dans « departements » et dans « lieux » : gardez « lieux ».")
        if isinstance(donnes, dict) and exceptions:
            raise ValueError("Les exceptions sont dans « departements » et dans « exceptions » : réunissez-les.")
        if isinstance(donnes, dict):
            contenu, exceptions = contenu | {"departements": "tous"}, donnes
        if isinstance(exceptions, dict):
            contenu = contenu | {"exceptions": {str(code): reglages for code, reglages in exceptions.items()}}
        return contenu

    @field_validator("lieux")
    @classmethod
    def _codes(cls, donnes: str | list[str]) -> str | list[str]:
        if isinstance(donnes, str):
            return "departements" if donnes == "tous" else donnes
        return list(_ramener(donnes))

    @field_validator("exceptions")
    @classmethod
    def _codes_des_exceptions(cls, donnes: dict[str, Reglages]) -> dict[str, Reglages]:
        return dict(zip(_ramener(donnes), donnes.values(), strict=True))

    @cached_property
    def tous_ses_lieux(self) -> list[Lieu]:
        """Les lieux de la série."""
        if isinstance(self.lieux, str):
            return territoires.du_genre(_GENRES[self.lieux])
        return [territoires.lieu(code) for code in self.lieux]

    @cached_property
    def genres(self) -> set[Genre]:
        """Ce que sont ses lieux."""
        return {lieu.genre for lieu in self.tous_ses_lieux}

    def reglages_de(self, code: str) -> Reglages:
        """Les réglages d’un lieu (code « 75 ») : ceux de tous, puis ses exceptions."""
        return self.reglages | self.exceptions.get(code, {})


_GENRES: dict[str, Genre] = {
    "departements": "departement", "regions": "region", "territoires": "territoire", "france": "france",
}  # fmt: skip


class Parametres(SerieDeFiches):
    """Une édition : son année, ses séries, les limites d’exécution.

    Ce qu’elle dit d’une série vaut pour toutes celles qui ne le disent pas autrement ; sans `series`, elle en est une.
    """

    annee: int = Field(2024, ge=1990, le=2100, description="Millésime des données.")
    dossier: str = Field(
        "{annee}",
        pattern=r"^(\w|\{annee\})([\w .-]|\{annee\})*$",
        description="Dossier des pages, dans `reports/` : un nom simple, où `{annee}` vaut le millésime.",
    )
    charte: str | None = Field(
        None, description="Dossier de la charte graphique (logo, polices), depuis la racine du projet."
    )
    limite_par_cellule: float = Field(
        120, gt=0, description="Durée au-delà de laquelle une cellule est arrêtée, en secondes."
    )
    references: References = Field(References(), description="Totaux publiés pour l’année, pour le contrôle.")
    series: tuple[SerieDeFiches, ...] = Field((), description="Les séries de l’édition, si elle en a plusieurs.")

    @model_validator(mode="before")
    @classmethod
    def _transmettre(cls, contenu: Any) -> Any:
        """Ce qui est dit en tête vaut pour chaque série."""
        series = contenu.get("series")
        if not isinstance(series, list) or not all(isinstance(serie, dict) for serie in series):
            return contenu
        communs = {cle: contenu[cle] for cle in SerieDeFiches.model_fields.keys() - {"lieux"} if cle in contenu}
        return contenu | {"series": [communs | serie for serie in series]}

    @model_validator(mode="after")
    def _une_fois(self) -> "Parametres":
        """Un lieu n’est que d’une série : deux pages n’ont pas le même nom."""
        vus: dict[str, str] = {}
        for serie in self.toutes:
            for lieu in serie.tous_ses_lieux:
                if lieu.code in vus:
                    raise ValueError(
                        f"« series » : {lieu.sujet} est dans deux séries ({vus[lieu.code]} et {serie.carnet}). "
                        "Retirez-le de l’une."
                    )
                vus[lieu.code] = serie.carnet
        return self

    @property
    def toutes(self) -> tuple[SerieDeFiches, ...]:
        """Les séries de l’édition."""
        return self.series or (self,)

    def serie_de(self, lieu: Lieu) -> SerieDeFiches:
        """La série d’un lieu ; s’il n’est d’aucune, la première de son genre. Lève `ErreurDemande` sans elle."""
        possibles = [serie for serie in self.toutes if lieu in serie.tous_ses_lieux]
        possibles += [serie for serie in self.toutes if lieu.genre in serie.genres]
        if not possibles:
            raise ErreurDemande(
                f"{lieu.nom} ({lieu.code}) : aucune série du fichier de paramètres n’est faite pour {lieu.commun}. "
                f"Ajoutez-la à « series », ou retirez ce lieu de la demande."
            )
        return possibles[0]

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
    return comprendre(texte, str(chemin))


def comprendre(texte: str, ou: str) -> Parametres:
    """Les paramètres que dit un texte ; `ou` est le nom du fichier, pour les erreurs. Lève `ErreurDemande`."""
    inconnue = "retirez-la. Un réglage du carnet, comme « pays », se met sous « reglages »."
    return saisie.verifier(Parametres, saisie.lire(texte, ou), ou, inconnue)


def _ramener(donnes: Iterable[str]) -> dict[str, str]:
    """Chaque code, associé à la façon dont il est écrit. Lève `ValueError` : inconnu, ou donné deux fois."""
    ecrits: dict[str, str] = {}
    for ecrit in donnes:
        try:
            lieu = territoires.lieu(ecrit)
        except ErreurDemande as erreur:
            raise ValueError(str(erreur)) from erreur
        if lieu.code in ecrits:
            deux = " et ".join(f"« {e} »" for e in dict.fromkeys((ecrits[lieu.code], ecrit)))
            raise ValueError(f"{lieu.sujet} ({lieu.code}) : donné deux fois ({deux}). Gardez-en un.")
        ecrits[lieu.code] = ecrit
    return ecrits
