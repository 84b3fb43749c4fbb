"""Les données d’une année, lues une fois pour toutes les fiches de la campagne."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from fiches.carnet import lectures
from fiches.donnees import territoires
from fiches.donnees.demonstration import preparer
from fiches.donnees.douane import Entrepot
from fiches.donnees.libelles import Libelles
from fiches.donnees.territoires import FRANCE, Departement, Lieu
from fiches.fiche import indicateurs
from fiches.fiche.commerce import Territoire
from fiches.fiche.echanges import Comparaison, Contexte, Echanges
from fiches.redaction import accord, liste, majuscule, typographier
from fiches.socle.chemins import dossier_donnees


@dataclass(frozen=True, eq=False)
class Millesime:
    """Cube d’une année et contexte commun ; chaque territoire n’y est calculé qu’une fois."""

    cube: pd.DataFrame
    contexte: Contexte

    @cached_property
    def france(self) -> Territoire:
        """La France entière (Monaco et l’outre-mer compris)."""
        return self._territoire(FRANCE, self.cube)

    @cached_property
    def _territoires(self) -> dict[Lieu, Territoire]:
        return {}

    def region(self, departement: Departement) -> Territoire:
        """La région du département, sans objet s’il en forme une à lui seul (Corse, outre-mer)."""
        lieu = territoires.region(departement.region)
        if lieu not in self._territoires:
            sans_objet = _seule_dans_sa_region(departement) if departement.forme_region else None
            choix = self.cube[self.cube["region"] == lieu.code]
            self._territoires[lieu] = self._territoire(lieu, choix, {"france": self.france}, sans_objet)
        return self._territoires[lieu]

    def departement(self, departement: Departement) -> Territoire:
        """Le département, comparé à sa région (s’il n’en forme pas une) et à la France."""
        if departement not in self._territoires:
            grands = {"region": self.region(departement), "france": self.france}
            if departement.forme_region:
                del grands["region"]
            choix = self.cube[self.cube["departement"] == departement.code]
            self._territoires[departement] = self._territoire(departement, choix, grands)
        return self._territoires[departement]

    def _territoire(
        self,
        lieu: Lieu,
        cube: pd.DataFrame,
        grands: dict[str, Territoire] | None = None,
        sans_objet: str | None = None,
    ) -> Territoire:
        exportations, importations = (
            Echanges(
                sens=sens,
                lieu=lieu,
                contexte=self.contexte,
                lignes=(lignes := indicateurs.lignes(cube, sens)),
                comparaisons={
                    niveau: Comparaison(
                        grand.lieu,
                        indicateurs.part(int(lignes["valeur"].sum()), grand.echanges(sens).valeur),
                    )
                    for niveau, grand in (grands or {}).items()
                },
                sans_objet=sans_objet,
            )
            for sens in ("E", "I")
        )
        return Territoire(lieu, exportations, importations, self.contexte, sans_objet)


def _seule_dans_sa_region(departement: Departement) -> str:
    return typographier(
        f"{majuscule(departement.sujet)} forme à elle seule une région : la comparaison régionale "
        "serait identique à celle du département et n’est pas présentée."
    )


def charger(annee: int, donnees: Path | None = None) -> Millesime:
    """Lit les données de l’année ; sans aucune donnée importée pour elle, fabrique la démonstration.

    Lève `ErreurDonnees` si l’année est incomplète, ou absente sans démonstration possible.
    """
    entrepot = preparer(donnees or dossier_donnees(), annee)
    empreinte = entrepot.empreinte(annee)
    millesime = _lire(entrepot, annee, empreinte)
    lectures.noter_donnees(annee, empreinte, millesime.contexte.demonstration)
    return millesime


@lru_cache(maxsize=2)
def _lire(entrepot: Entrepot, annee: int, empreinte: str) -> Millesime:
    # L’empreinte est dans la clé : un import fait pendant que JupyterLab est ouvert se voit.
    demonstration = entrepot.demonstration(annee)
    contexte = Contexte(
        annee=annee,
        source=_source(annee, demonstration),
        provenance=_provenance(entrepot, annee),
        demonstration=demonstration,
        libelles=Libelles(entrepot.libelles_produits(annee)),
    )
    return Millesime(entrepot.cube(annee), contexte)


def _source(annee: int, demonstration: bool) -> str:
    if demonstration:
        return typographier(
            f"Source : données de démonstration, simulées au format des douanes pour {annee} ; "
            "aucune valeur n’est réelle."
        )
    return typographier(
        "Source : direction générale des douanes et droits indirects (DGDDI), statistiques régionales "
        f"et départementales du commerce extérieur, {annee}."
    )


def _provenance(entrepot: Entrepot, annee: int) -> str:
    # Sans la date d’import : la même archive, importée un autre jour, donne la même page.
    archives = {p.archive: p.sha256 for p in entrepot.provenance(annee)}
    detail = [f"{nom} (SHA-256 {somme[:12]}…)" for nom, somme in sorted(archives.items())]
    return f"{accord(len(detail), 'Archive lue', 'Archives lues')} : {liste(detail)}."
