"""Les données d’une année, lues une fois pour toutes les fiches de la campagne."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from fiches.donnees import territoires
from fiches.donnees.lieu import FRANCE, Departement, Lieu, Region
from fiches.donnees.sens import LES_SENS, Sens
from fiches.fiche import indicateurs
from fiches.fiche.commerce import Territoire
from fiches.fiche.contexte import Comparaison, Contexte
from fiches.fiche.echanges import Echanges
from fiches.fiche.rendue import en_textes_de_python
from fiches.redaction import accord, liste, majuscule, typographier
from fiches.socle.erreurs import ErreurFiche

_NOMMES = 5
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

    def exiger(self, lieu: Lieu) -> None:
        """Lève `ErreurFiche` si un département du lieu est absent des données : ce n’est pas qu’il n’échange rien."""
        absents = [d for d in territoires.departements_de(lieu) if d.code not in self._departements]
        if not absents:
            return
        nommes = [f"{d.nom} ({d.code})" for d in absents[:_NOMMES]]
        qui = liste([*nommes, *([f"{reste} autres"] if (reste := len(absents) - len(nommes)) else [])])
        raise ErreurFiche(
            typographier(
                f"{qui} : {accord(len(absents), 'département absent', 'départements absents')} des données de "
                f"{self.contexte.annee}, à l’export comme à l’import. Importez les archives entières (« fiches donnees "
                "importer ARCHIVE… ») ; « fiches donnees controler » dit ce qui leur manque."
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
            axe, code = _axe(lieu)
            choix = pc.and_(choix, pc.equal(self._detail[axe], code))
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
        """Le commerce d’un lieu, comparé à ceux qui le contiennent : sa région (s’il n’en forme pas une), la France.

        Lève `ErreurFiche` pour un Territoire d’industrie : les données s’arrêtent au département.
        """
        if lieu not in self._territoires:
            self._territoires[lieu] = self._calculer(lieu)
        return self._territoires[lieu]

    @property
    def france(self) -> Territoire:
        """La France entière (Monaco et l’outre-mer compris)."""
        return self.territoire(FRANCE)

    def region(self, departement: Departement) -> Territoire:
        """La région du département, sans objet s’il en forme une à lui seul (Corse, outre-mer)."""
        territoire = self.territoire(territoires.region(departement.region))
        if not departement.forme_region:
            return territoire
        motif = _seule_dans_sa_region(departement)
        exportations, importations = (replace(territoire.echanges(sens), sans_objet=motif) for sens in LES_SENS)
        return replace(territoire, exportations=exportations, importations=importations, sans_objet=motif)

    def totaux(self, sens: Sens, lieu: Lieu) -> dict[str, int]:
        """Le total, en euros, de chacun des lieux du même genre que celui-ci, par code (Insee pour une région)."""
        if lieu == FRANCE:
            return {lieu.code: self.france.echanges(sens).valeur}
        axe, _ = _axe(lieu)
        sommes = self.cube[self.cube["flux"] == sens].groupby(axe)["valeur"].sum()
        return {str(code): int(valeur) for code, valeur in sommes.items() if code != territoires.MONACO}

    @cached_property
    def _departements(self) -> frozenset[str]:
        return frozenset(self.cube["departement"].unique())

    @cached_property
    def _territoires(self) -> dict[Lieu, Territoire]:
        return {}

    def _calculer(self, lieu: Lieu) -> Territoire:
        if lieu == FRANCE:
            return self._territoire(lieu, self.cube)
        axe, code = _axe(lieu)
        grands = {"france": self.france}
        if isinstance(lieu, Departement) and not lieu.forme_region:
            grands = {"region": self.territoire(territoires.region(lieu.region)), **grands}
        return self._territoire(lieu, self.cube[self.cube[axe] == code], grands)

    def _territoire(
        self,
        lieu: Lieu,
        cube: pd.DataFrame,
        grands: dict[str, Territoire] | None = None,
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
                trimestres_absents=self._trimestres_absents(sens, lieu),
            )
            for sens in ("E", "I")
        )
        return Territoire(lieu, exportations, importations, self.contexte)

    def _trimestres_absents(self, sens: Sens, lieu: Lieu) -> tuple[int, ...]:
        """Rien si le lieu n’a aucun trimestre : il n’échange alors pas dans ce sens, et une autre phrase le dit."""
        presents = self.presences.get((sens, lieu.code)) if isinstance(lieu, Departement) else None
        return tuple(t for t in (1, 2, 3, 4) if t not in presents) if presents else ()


def _axe(lieu: Lieu) -> tuple[str, str]:
    """La colonne du cube où un lieu se trouve, et son code dans cette colonne."""
    if isinstance(lieu, Departement):
        return "departement", lieu.code
    if isinstance(lieu, Region):
        return "region", lieu.insee
    raise ErreurFiche(
        "les chiffres des douanes s’arrêtent au département : un Territoire d’industrie n’en a pas qui lui soient "
        "propres. Lisez ceux de ses départements : fiche.departements"
    )


def _seule_dans_sa_region(departement: Departement) -> str:
    return typographier(
        f"{majuscule(departement.sujet)} forme à elle seule une région : la comparaison régionale "
        "serait identique à celle du département et n’est pas présentée."
    )
