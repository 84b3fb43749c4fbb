"""Le nom des codes : produits (A129, CPF4) et pays, pour une année donnée."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

import pandas as pd

from fiches.donnees import nomenclatures
from fiches.redaction import normaliser, typographier
from fiches.socle.erreurs import ErreurFiche

# Une année que rien ne borne : les codes qui ont cours aujourd’hui.
EN_COURS = 9999
# Ce que les douanes rangent là n’est jamais un pays : haute mer, avitaillement, pays indéterminés.
_JAMAIS_UN_PAYS = re.compile("Q[P-Z]")


@dataclass(frozen=True)
class Libelles:
    """Libellés d’une campagne : ceux de l’archive des douanes quand elle les apporte, sinon les nôtres.

    Un code qui n’a pas cours en `annee` est inconnu, sauf si les libellés de l’archive, valides cette année-là, le
    nomment. Les noms de pays que nos tables connaissent et les libellés courts sont toujours ceux du projet.
    """

    produits_de_l_archive: Mapping[str, str] = field(default_factory=dict)
    pays_de_l_archive: Mapping[str, str] = field(default_factory=dict)
    cpf4_de_l_archive: Mapping[str, str] = field(default_factory=dict)
    annee: int = EN_COURS

    @cached_property
    def _produits(self) -> dict[str, str]:
        return _colonne(self._table_des_produits, "libelle") | _typographies(self.produits_de_l_archive)

    @cached_property
    def _courts(self) -> dict[str, str]:
        return _colonne(self._table_des_produits, "court")

    @cached_property
    def _pays(self) -> dict[str, str]:
        return _typographies(self.pays_de_l_archive) | _colonne(self._table_des_pays, "nom")

    @cached_property
    def _articles(self) -> dict[str, str]:
        return _colonne(self._table_des_pays, "article")

    @cached_property
    def _table_des_produits(self) -> pd.DataFrame:
        return nomenclatures.en_vigueur(nomenclatures.produits(), self.annee)

    @cached_property
    def _table_des_pays(self) -> pd.DataFrame:
        return nomenclatures.en_vigueur(nomenclatures.pays(), self.annee)

    @cached_property
    def produits_nommables(self) -> frozenset[str]:
        """Codes de produits qui ont un nom cette année-là ; les autres comptent dans « Autres produits »."""
        return frozenset(self._produits)

    @cached_property
    def partenaires(self) -> frozenset[str]:
        """Codes de vrais pays partenaires ; les autres (Q…, FR, inconnus) comptent dans « Autres pays »."""
        table = self._table_des_pays
        de_l_archive = self._pays.keys() - set(table.index)
        return frozenset(table.index[~table["special"]]) | {c for c in de_l_archive if not _JAMAIS_UN_PAYS.match(c)}

    def produit(self, code: str) -> str:
        """Libellé complet d’un produit, ou son code s’il est inconnu."""
        return self._produits.get(code, code)

    def produit_court(self, code: str) -> str:
        """Libellé court d’un produit, sinon le complet."""
        return self._courts.get(code) or self.produit(code)

    def cpf4(self, code: str) -> str:
        """Libellé d’un produit CPF4 d’après l’archive, ou son code : le projet n’a pas de table de la CPF."""
        return typographier(self.cpf4_de_l_archive.get(code, code))

    def pays(self, code: str) -> str:
        """Nom d’un pays en français, ou son code s’il est inconnu."""
        return self._pays.get(code, code)

    def pays_avec_article(self, code: str) -> str:
        """« l’Allemagne », « les États-Unis », « les îles Caïmans », « Cuba »."""
        article, nom = self._articles.get(code, ""), self.pays(code)
        if nom.startswith("Île"):
            nom = f"î{nom[1:]}"
        return article + nom if article.endswith("’") or not article else f"{article} {nom}"

    def trouver_pays(self, ecrit: str) -> str:
        """Le code d’un pays donné par son code ou son nom : « US », « États-Unis », « les Etats Unis ».

        Lève `ErreurFiche` en nommant les plus proches s’il est inconnu.
        """
        noms = {self.pays_avec_article(code): code for code in self._pays}
        return _trouver(ecrit, self._pays, [noms, _inverser(self._pays)], "un pays", "US, États-Unis")

    def trouver_produit(self, ecrit: str) -> str:
        """Le code A129 d’un produit donné par son code, son nom ou son nom abrégé. Lève `ErreurFiche` de même."""
        ecritures = [_inverser(self._courts), _inverser(self._produits)]
        return _trouver(ecrit, self._produits, ecritures, "un produit (A129)", "C30C, Boissons")


def _inverser(noms: Mapping[str, str]) -> dict[str, str]:
    return {nom: code for code, nom in noms.items()}


def _trouver(
    ecrit: str, codes: Mapping[str, str], ecritures: Sequence[Mapping[str, str]], quoi: str, exemple: str
) -> str:
    if not isinstance(ecrit, str):
        raise ErreurFiche(f"{ecrit!r} n’est pas {quoi} : donnez son code ou son nom entre guillemets ({exemple})")
    if (code := ecrit.strip().upper()) in codes:
        return code
    par_nom = {normaliser(nom): code for noms in ecritures for nom, code in noms.items()}
    if (cherche := normaliser(ecrit)) in par_nom:
        return par_nom[cherche]
    proches = [par_nom[nom] for nom in get_close_matches(cherche, par_nom, n=5, cutoff=0.5)]
    proches += [par_nom[nom] for nom in par_nom if cherche and cherche in nom.split()]
    nommes = ", ".join(f"{code} ({codes[code]})" for code in list(dict.fromkeys(proches))[:3])
    suite = f"les plus proches : {nommes}" if nommes else f"écrivez son code ou son nom ({exemple})"
    raise ErreurFiche(f"« {ecrit} » n’est pas {quoi} ; {suite}")


def _colonne(table: pd.DataFrame, colonne: str) -> dict[str, str]:
    return {str(code): str(valeur) for code, valeur in table[colonne].items()}


def _typographies(noms: Mapping[str, str]) -> dict[str, str]:
    return {code: typographier(nom) for code, nom in noms.items()}
