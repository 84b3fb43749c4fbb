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
        """Le code d’un pays donné par son code ou son nom : « US », « États-Unis », « les Etats Unis », « USA ».

        Lève `ErreurFiche` s’il est inconnu, en nommant les plus proches, ou si ce n’est pas un partenaire.
        """
        noms = {self.pays_avec_article(code): code for code in self._pays}
        usuels = _synonymes(self._pays)
        code = _trouver(ecrit, self._pays, [usuels, noms, _inverser(self._pays)], {}, _PAYS)
        if code not in self.partenaires:
            pourquoi = _PAS_UN_PARTENAIRE.get(code, _SANS_PAYS)
            raise ErreurFiche(f"« {ecrit} » n’est pas un pays partenaire ({self.pays(code)}) : {pourquoi}")
        return code

    def trouver_produit(self, ecrit: str) -> str:
        """Le code A129 d’un produit donné par son code, son nom ou son nom abrégé. Lève `ErreurFiche` de même."""
        ecritures = [_inverser(self._courts), _inverser(self._produits)]
        return _trouver(ecrit, self._produits, ecritures, _synonymes(self._produits), _PRODUIT)


_SANS_PAYS = (
    "les douanes y comptent ce qu’elles ne rattachent à aucun pays. fiche.phrases.codes_speciaux en dit le poids."
)
_PAS_UN_PARTENAIRE = {
    "EU": "c’est un groupe de pays. Demandez l’un d’eux, par exemple DE (Allemagne).",
    "FR": (
        "sous ce code, les douanes comptent les retours en France et les envois vers la France elle-même. "
        "fiche.phrases.codes_speciaux en dit le poids."
    ),
}
"""Pourquoi un code que les tables nomment n’est pas un partenaire ; `_SANS_PAYS` pour les autres (Q…)."""


@dataclass(frozen=True)
class _Quoi:
    """Ce qu’on cherche, pour le dire : son nom, un exemple, et la table qui en a la liste complète."""

    nom: str
    exemple: str
    table: str


_PAYS = _Quoi("un pays", "US, États-Unis", "data/nomenclatures/pays.csv")
_PRODUIT = _Quoi("un produit (A129)", "C30C, Boissons", "data/nomenclatures/produits.csv")
_PROPOSES = 6


def _inverser(noms: Mapping[str, str]) -> dict[str, str]:
    return {nom: code for code, nom in noms.items()}


def _synonymes(codes: Mapping[str, str]) -> dict[str, str]:
    """Les noms d’usage courant de ces codes."""
    table = nomenclatures.synonymes()["noms"]
    return {nom.strip(): str(code) for code, noms in table.items() if code in codes for nom in noms.split(",")}


def _trouver(
    ecrit: str,
    codes: Mapping[str, str],
    ecritures: Sequence[Mapping[str, str]],
    a_proposer: Mapping[str, str],
    quoi: _Quoi,
) -> str:
    """Le code que désigne `ecrit` ; `a_proposer` : les noms qui ne désignent pas un code, mais le font proposer."""
    if not isinstance(ecrit, str):
        raise ErreurFiche(
            f"{ecrit!r} n’est pas {quoi.nom} : donnez son code ou son nom entre guillemets ({quoi.exemple})"
        )
    if (code := ecrit.strip().upper()) in codes:
        return code
    par_nom = {normaliser(nom): code for noms in ecritures for nom, code in noms.items()}
    if (cherche := normaliser(ecrit)) in par_nom:
        return par_nom[cherche]
    par_nom |= {normaliser(nom): code for nom, code in a_proposer.items()}
    nommes = ", ".join(f"{code} ({codes[code]})" for code in _proches(cherche, par_nom, codes)[:_PROPOSES])
    suite = f"les plus proches : {nommes}" if nommes else f"écrivez son code ou son nom ({quoi.exemple})"
    raise ErreurFiche(f"« {ecrit} » n’est pas {quoi.nom} ; {suite}. La liste complète : {quoi.table}")


def _proches(cherche: str, par_nom: Mapping[str, str], codes: Mapping[str, str]) -> list[str]:
    """Les codes qui commencent ainsi, puis ceux dont un nom contient ces mots ; à défaut, les noms qui ressemblent."""
    if not cherche:
        return []
    mots = _singuliers(cherche)
    trouves = [code for code in codes if code.startswith(cherche.upper())]
    trouves += [code for nom, code in par_nom.items() if mots <= _singuliers(nom)]
    ressemblants = get_close_matches(cherche, par_nom, n=_PROPOSES // 2, cutoff=0.5)
    return list(dict.fromkeys(trouves or [par_nom[nom] for nom in ressemblants]))


def _singuliers(nom: str) -> set[str]:
    return {mot.rstrip("sx") for mot in nom.split()}


def _colonne(table: pd.DataFrame, colonne: str) -> dict[str, str]:
    return {str(code): str(valeur) for code, valeur in table[colonne].items()}


def _typographies(noms: Mapping[str, str]) -> dict[str, str]:
    return {code: typographier(nom) for code, nom in noms.items()}
