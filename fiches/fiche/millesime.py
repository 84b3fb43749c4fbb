"""Les données d’une année, lues une fois pour toutes les fiches de la campagne."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from fiches.carnet import lectures
from fiches.donnees import territoires
from fiches.donnees.demonstration import preparer
from fiches.donnees.douane import Entrepot
from fiches.donnees.sens import Sens
from fiches.donnees.territoires import FRANCE, Departement, Lieu
from fiches.fiche import indicateurs
from fiches.fiche.commerce import Territoire
from fiches.fiche.contexte import Comparaison, Contexte
from fiches.fiche.echanges import Echanges
from fiches.fiche.rendue import en_textes_de_python
from fiches.redaction import accord, liste, majuscule, typographier
from fiches.socle.chemins import ETAT, dossier_donnees
from fiches.socle.erreurs import ErreurDonnees, ErreurFiche


@dataclass(frozen=True, eq=False)
class Millesime:
    """Cube d’une année et contexte commun ; chaque territoire n’y est calculé qu’une fois.

    `presences` : les trimestres (1 à 4) où les données ont une ligne, par sens (« E », « I ») et département.
    """

    cube: pd.DataFrame
    contexte: Contexte
    presences: Mapping[tuple[str, str], frozenset[int]] = field(default_factory=dict)

    def exiger(self, departement: Departement) -> None:
        """Lève `ErreurFiche` si le département est absent des données : ce n’est pas dire qu’il n’échange rien."""
        if departement.code in self._departements:
            return
        raise ErreurFiche(
            typographier(
                f"{departement.nom} ({departement.code}) : département absent des données de {self.contexte.annee}, à "
                "l’export comme à l’import. Importez les archives entières (« fiches donnees importer ARCHIVE… ») ; "
                "« fiches donnees controler » dit ce qui leur manque."
            )
        )

    @cached_property
    def france(self) -> Territoire:
        """La France entière (Monaco et l’outre-mer compris)."""
        return self._territoire(FRANCE, self.cube)

    @cached_property
    def _departements(self) -> frozenset[str]:
        return frozenset(self.cube["departement"].unique())

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
                _lignes=(lignes := en_textes_de_python(indicateurs.lignes(cube, sens))),
                comparaisons={
                    niveau: Comparaison(grand.lieu, int(lignes["valeur"].sum()), grand.echanges(sens).valeur)
                    for niveau, grand in (grands or {}).items()
                },
                sans_objet=sans_objet,
                trimestres_absents=self._trimestres_absents(sens, lieu),
            )
            for sens in ("E", "I")
        )
        return Territoire(lieu, exportations, importations, self.contexte, sans_objet)

    def _trimestres_absents(self, sens: Sens, lieu: Lieu) -> tuple[int, ...]:
        """Rien si le lieu n’a aucun trimestre : il n’échange alors pas dans ce sens, et une autre phrase le dit."""
        presents = self.presences.get((sens, lieu.code)) if isinstance(lieu, Departement) else None
        return tuple(t for t in (1, 2, 3, 4) if t not in presents) if presents else ()


def _seule_dans_sa_region(departement: Departement) -> str:
    return typographier(
        f"{majuscule(departement.sujet)} forme à elle seule une région : la comparaison régionale "
        "serait identique à celle du département et n’est pas présentée."
    )


def charger(annee: int, donnees: Path | None = None) -> Millesime:
    """Lit les données de l’année ; sans aucune donnée importée pour elle, fabrique la démonstration.

    Lève `ErreurDonnees` si l’année est incomplète, absente sans démonstration possible, change pendant sa lecture, ou
    n’est plus celle qu’a trouvée la campagne en commençant.
    """
    entrepot = preparer(donnees or dossier_donnees(), annee)
    empreinte = entrepot.empreinte(annee)
    if (etat := os.environ.get(ETAT)) and f"{annee}:{empreinte}" not in etat.split(","):
        raise ErreurDonnees(
            f"Les données de {annee} ont changé depuis le début de la campagne : un import y a travaillé. Relancez "
            "« fiches produire » : ce qui est à jour est gardé."
        )
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
        libelles=entrepot.libelles(annee),
    )
    millesime = Millesime(entrepot.cube(annee), contexte, _presences(entrepot, annee))
    if entrepot.empreinte(annee) != empreinte:  # lu en plusieurs fois : jamais un mélange de deux états
        raise ErreurDonnees(f"Un import a changé les données de {annee} pendant leur lecture. Recommencez.")
    return millesime


def _presences(entrepot: Entrepot, annee: int) -> dict[tuple[str, str], frozenset[int]]:
    cles = ["flux", "departement", "trimestre"]
    lignes = entrepot.lignes(annee).select(cles).unify_dictionaries().group_by(cles).aggregate([])
    trimestres: dict[tuple[str, str], set[int]] = {}
    for ligne in lignes.to_pylist():
        trimestres.setdefault((ligne["flux"], ligne["departement"]), set()).add(int(ligne["trimestre"]))
    return {cle: frozenset(presents) for cle, presents in trimestres.items()}


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
