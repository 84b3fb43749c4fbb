"""Les données d’une année, lues une fois pour toutes les fiches de la campagne."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from fiches.donnees import territoires
from fiches.donnees.sens import Sens
from fiches.donnees.territoires import FRANCE, Departement, Lieu, Region
from fiches.fiche import indicateurs
from fiches.fiche.commerce import Territoire
from fiches.fiche.contexte import Comparaison, Contexte
from fiches.fiche.echanges import Echanges
from fiches.fiche.rendue import en_textes_de_python
from fiches.redaction import majuscule, typographier
from fiches.socle.erreurs import ErreurFiche

_COLONNES_DU_DETAIL = ["produit", "cpf4", "pays", "trimestre", "valeur", "masse"]


@dataclass(frozen=True, eq=False)
class Millesime:
    """Cube d’une année et contexte commun ; chaque territoire n’y est calculé qu’une fois.

    `lire_detail` et `lire_annee` : ses lignes (`Entrepot.lignes`) et le millésime d’une autre année, None s’il n’est
    pas là, lus si on les demande. `presences` : les trimestres (1 à 4) où les données ont une ligne, par sens (« E »,
    « I ») et département.
    """

    cube: pd.DataFrame
    contexte: Contexte
    lire_detail: Callable[[], pa.Table]
    lire_annee: Callable[[int], "Millesime | None"]
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

    # --- ce qui ne se lit que si on le demande
    @cached_property
    def _detail(self) -> pa.Table:
        return self.lire_detail()

    def detail(self, sens: Sens, lieu: Lieu) -> pd.DataFrame:
        """Les lignes d’un lieu dans un sens : `produit`, `cpf4`, `pays`, `trimestre`, euros `valeur`, kg `masse`."""
        choix = pc.equal(self._detail["flux"], sens)
        if lieu != FRANCE:
            axe = "region" if isinstance(lieu, Region) else "departement"
            choix = pc.and_(choix, pc.equal(self._detail[axe], lieu.code))
        lignes = self._detail.select(_COLONNES_DU_DETAIL).filter(choix).to_pandas()
        lignes = lignes.astype(dict.fromkeys(("produit", "cpf4", "pays"), "str"))
        return en_textes_de_python(lignes.sort_values(_COLONNES_DU_DETAIL, ignore_index=True))

    def echanges_il_y_a(self, annees: int, sens: Sens, lieu: Lieu) -> Echanges | None:
        """Les échanges du lieu, `annees` années plus tôt ; None si ces données manquent, ou si l’une est simulée."""
        avant = self.lire_annee(self.contexte.annee - annees)
        if avant is None or avant.contexte.demonstration != self.contexte.demonstration:
            return None
        return avant.territoire(lieu).echanges(sens)

    # --- les territoires
    def territoire(self, lieu: Lieu) -> Territoire:
        """Le commerce d’un lieu : département, région ou France entière."""
        if isinstance(lieu, Departement):
            return self.departement(lieu)
        return self.region(territoires.departements_de(lieu)[0]) if isinstance(lieu, Region) else self.france

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
                _origine=self,
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
