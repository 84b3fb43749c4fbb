"""Ce que le carnet importe : `Fiche(departement, annee)` et ses territoires."""

from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from fiches.carnet import commentaires, lectures
from fiches.carnet.commentaires import Commentaire
from fiches.donnees import territoires
from fiches.donnees.territoires import AuNomDuLieu, Departement, Region
from fiches.fiche.chargement import annees_presentes, charger
from fiches.fiche.commerce import Territoire
from fiches.fiche.echanges import Echanges
from fiches.fiche.indicateurs import exiger_un_compte
from fiches.fiche.phrases import Phrases
from fiches.redaction import accord, liste, texte
from fiches.socle import chemins
from fiches.socle.erreurs import ErreurDonnees


class Fiche(AuNomDuLieu):
    """La fiche d’un département pour une année.

    `departement` s’écrit comme on le dit : « 46 », « 1 » ou « 01 », « 2A », « 974 », « 9D ».
    `donnees` est le dossier des tables importées (sinon la variable FICHES_DONNEES, sinon `data/douane`).
    `titre` est le nom de la série, dans l’onglet du navigateur.
    Lève `ErreurDemande` si le département est inconnu, `ErreurDonnees` si l’année manque, `ErreurFiche` si le
    département n’est pas dans les données de l’année.

    >>> fiche = Fiche("46", 2024)
    >>> fiche.exportations.total
    '636,4 millions d’euros'
    """

    def __init__(
        self,
        departement: str | int,
        annee: int | str,
        donnees: str | Path | None = None,
        titre: str = "Commerce extérieur",
    ) -> None:
        self.titre = titre
        self.lieu: Departement = territoires.departement(departement)
        self.annee = int(annee)
        self._donnees = Path(donnees) if donnees else None
        self._millesime = charger(self.annee, self._donnees)
        self._millesime.exiger(self.lieu)
        lectures.noter_entete(self.entete)

    # --- les trois territoires
    @cached_property
    def departement(self) -> Territoire:
        """Le département, ses exportations et ses importations."""
        return self._millesime.departement(self.lieu)

    @property
    def region(self) -> Territoire:
        """La région du département ; sans objet pour la Corse et l’outre-mer, qui en forment une à eux seuls."""
        return self._millesime.region(self.lieu)

    @property
    def france(self) -> Territoire:
        """La France entière (Monaco et l’outre-mer compris)."""
        return self._millesime.france

    @property
    def exportations(self) -> Echanges:
        """Les exportations du département."""
        return self.departement.exportations

    @property
    def importations(self) -> Echanges:
        """Les importations du département."""
        return self.departement.importations

    @property
    def solde(self) -> int:
        """Exportations − importations du département, en euros."""
        return self.departement.solde

    @property
    def couverture(self) -> float | None:
        """Taux de couverture du département : exportations / importations, en ratio ; None sans importation."""
        return self.departement.couverture

    # --- les autres départements, les autres années
    def pour(self, departement: str | int) -> "Fiche":
        """La même fiche, pour un autre département : `fiche.pour("12")`."""
        return Fiche(departement, self.annee, self._donnees, self.titre)

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
    def phrases(self) -> Phrases:
        """Les phrases calculées, par exemple `fiche.phrases.totaux`."""
        return Phrases(self.departement, self.france)

    @property
    def lieu_region(self) -> Region:
        """La région administrative du département, pour son nom."""
        return territoires.region(self.lieu.region)

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
        """Les Territoires d’industrie du département, avec les autres fiches à lire."""
        return ListeDeTerritoires(self.lieu)

    @property
    def commentaire(self) -> Commentaire:
        """Le commentaire de l’analyste (`params/commentaires/46.md`), s’il y en a un."""
        return commentaires.lire(self.lieu.code, self.annee)

    @property
    def indicateurs(self) -> dict[str, Any]:
        """Les chiffres de la fiche, non arrondis, tels que `campagne.json` les garde (euros et ratios)."""
        return {e.nom_du_sens: e.indicateurs for e in (self.exportations, self.importations)}

    @property
    def entete(self) -> dict[str, Any]:
        """Ce que la page dit de la fiche hors du récit : titre, source, bandeau des données simulées."""
        return {
            "titre": f"{self.titre} – {self.nom} – {self.annee}",
            "description": f"Exportations, importations et principaux partenaires {self.de} en {self.annee}",
            "departement": self.lieu.code,
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


class ListeDeTerritoires:
    """Les Territoires d’industrie d’un département ; se montre comme une liste, ou une phrase s’il n’y en a pas."""

    def __init__(self, departement: Departement) -> None:
        self._departement = departement
        self._territoires = territoires.territoires_industrie(departement.code)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        if not self._territoires:
            phrase = f"Aucun Territoire d’industrie n’est labellisé {self._departement.dans}."
            return {"text/plain": phrase, "text/html": f"<p>{escape(phrase)}</p>"}
        textes, elements = [], []
        for territoire in self._territoires:
            voisins = [
                territoires.departement(code) for code in territoire.departements if code != self._departement.code
            ]
            liens = liste([_renvoyer(voisin) for voisin in voisins])
            fiches = accord(len(voisins), "la fiche", "les fiches")
            suite = f" (voir aussi {fiches}\u00a0: {liens})" if voisins else ""
            textes.append(territoire.nom)
            elements.append(f"<li>{escape(territoire.nom)}{suite}</li>")
        return {"text/plain": "\u202f; ".join(textes), "text/html": f"<ul>{''.join(elements)}</ul>"}


def _renvoyer(voisin: Departement) -> str:
    """Le nom d’un département, en lien si sa fiche est dans le même dossier ; hors d’une campagne, on le suppose."""
    presentes = chemins.voisines()
    if presentes and voisin.code not in presentes:
        return escape(voisin.nom)
    return f'<a href="{voisin.fichier}.html">{escape(voisin.nom)}</a>'
