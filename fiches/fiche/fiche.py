"""Ce que le carnet importe : `Fiche(lieu, annee)` et ses territoires."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from fiches.carnet import commentaires, lectures
from fiches.carnet.commentaires import Commentaire
from fiches.donnees import territoires
from fiches.donnees.lieu import AuNomDuLieu, Departement, Genre, Lieu, Region, TerritoireIndustrie
from fiches.fiche.chargement import annees_presentes, charger
from fiches.fiche.commerce import Territoire
from fiches.fiche.comparees import Comparees
from fiches.fiche.cote_a_cote import mettre_cote_a_cote
from fiches.fiche.echanges import Echanges
from fiches.fiche.indicateurs import exiger_un_compte
from fiches.fiche.phrases import Phrases
from fiches.fiche.phrases_territoire import PhrasesDuTerritoire
from fiches.fiche.renvois import AutresFiches, ListeDeTerritoires, Resumes
from fiches.redaction import liste, texte
from fiches.socle.erreurs import ErreurDonnees, ErreurFiche


class Fiche(AuNomDuLieu):
    """La fiche d’un lieu pour une année : département, région, Territoire d’industrie ou France.

    `lieu` s’écrit comme on le dit : « 46 », « 1 » ou « 01 », « 2A », « 974 », « 9D », « Occitanie », « region-76 »,
    « ti-7603 », « France ».
    `donnees` est le dossier des tables importées (sinon la variable FICHES_DONNEES, sinon `data/douane`).
    `titre` est le nom de la série, dans l’onglet du navigateur.
    Lève `ErreurDemande` si le lieu est inconnu, `ErreurDonnees` si l’année manque, `ErreurFiche` si un département du
    lieu n’est pas dans les données de l’année.

    >>> fiche = Fiche("46", 2024)
    >>> fiche.exportations.total
    '636,4 millions d’euros'
    """

    def __init__(
        self,
        lieu: str | int,
        annee: int | str,
        donnees: str | Path | None = None,
        titre: str = "Commerce extérieur",
    ) -> None:
        self.titre = titre
        self.lieu: Lieu = territoires.lieu(lieu)
        self.annee = int(annee)
        self._donnees = Path(donnees) if donnees else None
        self._millesime = charger(self.annee, self._donnees)
        self._millesime.exiger(self.lieu)
        lectures.noter_entete(self.entete)

    # --- les territoires
    @property
    def territoire(self) -> Territoire:
        """Le commerce du lieu. Lève `ErreurFiche` pour un Territoire d’industrie : il n’a pas de chiffres à lui."""
        return self._millesime.territoire(self.lieu)

    @property
    def departement(self) -> Territoire:
        """Le département, ses exportations et ses importations ; seulement dans la fiche d’un département."""
        if not isinstance(self.lieu, Departement):
            raise ErreurFiche(f"la fiche {self.de} n’a pas de « departement » : {_A_LA_PLACE[self.lieu.genre]}")
        return self.territoire

    @property
    def region(self) -> Territoire:
        """La région du département, sans objet pour la Corse et l’outre-mer, qui en forment une à eux seuls.

        Dans la fiche d’une région, c’est elle.
        """
        if isinstance(self.lieu, Departement):
            return self._millesime.region(self.lieu)
        if not isinstance(self.lieu, Region):
            raise ErreurFiche(f"la fiche {self.de} n’a pas de « region » : {_A_LA_PLACE[self.lieu.genre]}")
        return self.territoire

    @property
    def france(self) -> Territoire:
        """La France entière (Monaco et l’outre-mer compris)."""
        return self._millesime.france

    @property
    def departements(self) -> list[Territoire]:
        """Les départements du lieu, par code : ceux de la région, de la France, ou que touche le Territoire."""
        return [self._millesime.territoire(lieu) for lieu in territoires.departements_de(self.lieu)]

    @property
    def regions(self) -> list[Territoire]:
        """Les régions de France, par code."""
        return [self._millesime.territoire(lieu) for lieu in territoires.du_genre("region")]

    def par_departement(self) -> pd.DataFrame:
        """Les départements du lieu, par exportations décroissantes.

        Colonnes `departement`, `libelle`, `exportations`, `importations`, `solde` (euros), `part_exportations` et
        `part_importations` (ratios dans la région, ou dans la France).
        """
        ensemble = self.region if isinstance(self.lieu, Region) else self.france
        return mettre_cote_a_cote(self.departements, "departement", ensemble)

    def par_region(self) -> pd.DataFrame:
        """Les régions de France, par exportations décroissantes ; colonnes de `par_departement`, et `region`."""
        return mettre_cote_a_cote(self.regions, "region", self.france)

    @property
    def exportations(self) -> Echanges:
        """Les exportations du lieu."""
        return self.territoire.exportations

    @property
    def importations(self) -> Echanges:
        """Les importations du lieu."""
        return self.territoire.importations

    @property
    def solde(self) -> int:
        """Exportations − importations du lieu, en euros."""
        return self.territoire.solde

    @property
    def couverture(self) -> float | None:
        """Taux de couverture du lieu : exportations / importations, en ratio ; None sans importation."""
        return self.territoire.couverture

    # --- les autres lieux, les autres années
    def pour(self, lieu: str | int) -> "Fiche":
        """La même fiche, pour un autre lieu : `fiche.pour("12")`."""
        return Fiche(lieu, self.annee, self._donnees, self.titre)

    def comparees(self, *lieux: str | int) -> Comparees:
        """Ce lieu et un à trois autres, côte à côte : `fiche.comparees("12", "81")`. Lève `ErreurFiche` sinon."""
        return Comparees([self.territoire, *(self._millesime.territoire(territoires.lieu(lieu)) for lieu in lieux)])

    @property
    def annees(self) -> list[int]:
        """Les années dont les données sont là, dans l’ordre."""
        return annees_presentes(self.annee, self._donnees)

    def il_y_a(self, annees: int) -> "Fiche":
        """La même fiche, `annees` années plus tôt. Lève `ErreurDonnees` si ses données ne sont pas là."""
        exiger_un_compte("annees", annees, au_moins=1)
        avant, presentes = self.annee - annees, self.annees
        if avant not in presentes:
            raise ErreurDonnees(
                f"Les données de {avant} ne sont pas importées ; sont là : {liste(presentes)}. "
                f"Importez-les : « fiches donnees telecharger {avant} », ou « fiches donnees importer ARCHIVE… »"
            )
        return Fiche(self.lieu.code, avant, self._donnees, self.titre)

    # --- ce que le récit lit
    @cached_property
    def phrases(self) -> Phrases | PhrasesDuTerritoire:
        """Les phrases calculées, par exemple `fiche.phrases.totaux`."""
        if isinstance(self.lieu, TerritoireIndustrie):
            return PhrasesDuTerritoire(self.lieu, self.departements)
        return Phrases(self.territoire, self.france, self.departements)

    @texte
    def source(self) -> str:
        """La phrase de source des données."""
        return self._millesime.contexte.source

    @texte
    def provenance(self) -> str:
        """Les archives des douanes dont viennent les données : nom et début de leur SHA-256."""
        return self._millesime.contexte.provenance

    @property
    def demonstration(self) -> bool:
        """Vrai si les données sont simulées."""
        return self._millesime.contexte.demonstration

    @property
    def territoires_industrie(self) -> "ListeDeTerritoires":
        """Les Territoires d’industrie que touche le lieu, avec les autres fiches à lire."""
        return ListeDeTerritoires(self.lieu)

    @property
    def autres_fiches(self) -> AutresFiches:
        """Les fiches à lire ensuite : celles de la région, des départements, de la France."""
        return AutresFiches(self.lieu)

    @property
    def resumes(self) -> Resumes:
        """Les totaux de chaque département du lieu, et le lien vers sa fiche."""
        return Resumes(self.departements)

    @property
    def commentaire(self) -> Commentaire:
        """Le commentaire de l’analyste (`params/commentaires/46.md`), s’il y en a un."""
        return commentaires.lire(self.lieu.code, self.annee)

    @property
    def indicateurs(self) -> dict[str, Any]:
        """Les chiffres de la fiche, non arrondis, tels que `campagne.json` les garde (euros et ratios).

        Aucun pour un Territoire d’industrie : il n’en a pas à lui.
        """
        if isinstance(self.lieu, TerritoireIndustrie):
            return {}
        return {e.nom_du_sens: e.indicateurs for e in (self.exportations, self.importations)}

    @property
    def entete(self) -> dict[str, Any]:
        """Ce que la page dit de la fiche hors du récit : titre, source, bandeau des données simulées."""
        return {
            "titre": f"{self.titre} – {self.nom} – {self.annee}",
            "description": f"Exportations, importations et principaux partenaires {self.de} en {self.annee}",
            "lieu": self.lieu.code,
            "nom": self.nom,
            "annee": self.annee,
            "demonstration": self.demonstration,
            "source": self.source,
            "date": f"année {self.annee}",
            "provenance": self.provenance,
        }

    def __str__(self) -> str:
        avertissement = " – données de démonstration, simulées" if self.demonstration else ""
        return f"Fiche {self.de}, {self.annee}{avertissement}"


_A_LA_PLACE: Mapping[Genre, str] = {
    "region": "fiche.region est la région, fiche.departements les siens.",
    "territoire": "fiche.departements donne ceux qu’il touche, fiche.france l’ensemble national.",
    "france": "fiche.france est la France, fiche.departements et fiche.regions ce qui la compose.",
}
