"""Des codes des douanes à ceux des gens, une année donnée ; et ce que nos tables ne connaissent pas cette année-là."""

from collections.abc import Set
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fiches.donnees import nomenclatures
from fiches.donnees.territoires import MONACO

Inconnus = dict[str, dict[str, tuple[int, int]]]


@dataclass(frozen=True)
class Correspondances:
    """Tables de passage : codes douane des départements et des régions, codes connus des autres axes.

    `details` sont les autres codes d’un même lieu (2A et 2B, la Corse) : leurs lignes s’y ajoutent.
    """

    departements: dict[str, str]
    details: frozenset[str]
    region_du_departement: dict[str, str]
    region_attendue: dict[str, str]
    regions: dict[str, str]
    connus: dict[str, frozenset[str]]

    def traduire(self, table: pa.Table) -> pa.Table:
        """Met `departement` et `region` aux codes affichés ; un code inconnu reste tel quel.

        La région est celle du département quand il est connu : le code douane 24 recouvre cinq régions.
        """
        bruts, region = table["departement"].chunk(0), table["region"].chunk(0)
        codes = bruts.dictionary.to_pylist()
        du_departement = pa.array([self.region_du_departement.get(c) for c in codes], pa.string())
        traduite = _remplacer(region, [self.regions.get(c, c) for c in region.dictionary.to_pylist()])
        if du_departement.null_count:
            regions = pc.coalesce(du_departement.take(bruts.indices), traduite.cast(pa.string())).dictionary_encode()
        else:
            regions = _remplacer(bruts, du_departement.to_pylist())
        departements = _remplacer(bruts, [self.departements.get(c, c) for c in codes])
        for champ, colonne in (("departement", departements), ("region", regions)):
            table = table.set_column(table.schema.get_field_index(champ), champ, colonne)
        return table

    def absents(self, codes: Set[str]) -> list[str]:
        """Départements (codes affichés, Monaco à part) que ne désigne aucun des codes bruts."""
        presents = {self.departements.get(code) for code in codes}
        return sorted(set(self.departements.values()) - presents - {MONACO})

    def mele(self, codes: Set[str]) -> bool:
        """Vrai si un lieu est désigné par son code et par un code de détail : il peut être compté deux fois."""
        par_detail = {self.departements[code] for code in codes & self.details}
        return any(self.departements.get(code) in par_detail for code in codes - self.details)

    def inconnus(self, table: pa.Table) -> Inconnus:
        """Par axe, chaque code brut que nos tables n’ont pas cette année-là : (nombre de lignes, valeur en euros)."""
        resultat: Inconnus = {}
        for axe, connus in self.connus.items():
            colonne = table[axe].combine_chunks()
            for rang, code in enumerate(colonne.dictionary.to_pylist()):
                if code in connus:
                    continue
                choix = table["valeur"].filter(pc.equal(colonne.indices, rang))
                if len(choix):
                    resultat.setdefault(axe, {})[code] = len(choix), pc.sum(choix).as_py()
        if ailleurs := self._rattaches_ailleurs(table):
            resultat["rattachement"] = ailleurs
        return resultat

    def _rattaches_ailleurs(self, table: pa.Table) -> dict[str, tuple[int, int]]:
        """Les départements que l’archive range sous une autre région (« 46/18 », codes des douanes)."""
        paires = table.group_by(["departement", "region"]).aggregate([("valeur", "count"), ("valeur", "sum")])
        return {
            f"{d}/{r}": (lignes, valeur)
            for d, r, lignes, valeur in zip(*(paires[c].to_pylist() for c in paires.column_names), strict=True)
            if r in self.connus["region"] and self.region_attendue.get(d, r) != r
        }


def _remplacer(colonne: pa.DictionaryArray, valeurs: list[str]) -> pa.DictionaryArray:
    uniques = sorted(set(valeurs))
    rangs = np.array([uniques.index(v) for v in valeurs], dtype=np.int32)
    return pa.DictionaryArray.from_arrays(rangs[colonne.indices.to_numpy()], uniques)


@cache
def correspondances(annee: int) -> Correspondances:
    """Les tables de passage de l’année, tirées de `data/nomenclatures`."""
    departements, produits, pays = (
        nomenclatures.en_vigueur(table(), annee)
        for table in (nomenclatures.departements, nomenclatures.produits, nomenclatures.pays)
    )
    regions = nomenclatures.regions()
    codes = {
        douane: str(code)
        for code, ligne in departements.iterrows()
        for douane in (ligne["code_douane"], *ligne["autres_codes"].split())
    }
    return Correspondances(
        departements=codes,
        details=frozenset(codes) - set(departements["code_douane"]),
        region_du_departement={douane: str(departements.loc[code, "region"]) for douane, code in codes.items()},
        region_attendue={
            douane: str(regions["code_douane"][str(departements["region"][code])]) for douane, code in codes.items()
        },
        regions={str(douane): str(code) for code, douane in regions["code_douane"].items() if douane != "24"},
        connus={
            "departement": frozenset(codes),
            "region": frozenset(map(str, regions["code_douane"])),
            "produit": frozenset(map(str, produits.index)),
            "pays": frozenset(map(str, pays.index)),
        },
    )
