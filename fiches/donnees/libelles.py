"""Le nom des codes : produits (A129) et pays, pour une année donnée."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from fiches.donnees import nomenclatures
from fiches.redaction import typographier


@dataclass(frozen=True)
class Libelles:
    """Libellés d’une campagne : ceux de l’archive des douanes quand elle les apporte, sinon les nôtres.

    Les noms de pays et les libellés courts sont toujours ceux du projet.
    """

    produits_de_l_archive: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _produits(self) -> dict[str, str]:
        notres = {str(k): str(v) for k, v in nomenclatures.produits()["libelle"].items()}
        return notres | {code: typographier(nom) for code, nom in self.produits_de_l_archive.items()}

    @cached_property
    def _courts(self) -> dict[str, str]:
        return {str(k): str(v) for k, v in nomenclatures.produits()["court"].items()}

    @cached_property
    def _pays(self) -> dict[str, str]:
        return {str(k): str(v) for k, v in nomenclatures.pays()["nom"].items()}

    @cached_property
    def _articles(self) -> dict[str, str]:
        return {str(k): str(v) for k, v in nomenclatures.pays()["article"].items()}

    @cached_property
    def produits_nommables(self) -> frozenset[str]:
        """Codes de produits qui ont un nom ; les autres comptent dans « Autres produits »."""
        return frozenset(self._produits)

    @cached_property
    def partenaires(self) -> frozenset[str]:
        """Codes de vrais pays partenaires ; les autres (Q…, FR, inconnus) comptent dans « Autres pays »."""
        table = nomenclatures.pays()
        return frozenset(table.index[~table["special"]])

    def produit(self, code: str) -> str:
        """Libellé complet d’un produit, ou son code s’il est inconnu."""
        return self._produits.get(code, code)

    def produit_court(self, code: str) -> str:
        """Libellé court d’un produit, sinon le complet."""
        return self._courts.get(code) or self.produit(code)

    def pays(self, code: str) -> str:
        """Nom d’un pays en français, ou son code s’il est inconnu."""
        return self._pays.get(code, code)

    def pays_avec_article(self, code: str) -> str:
        """« l’Allemagne », « les États-Unis », « les îles Caïmans », « Cuba »."""
        article, nom = self._articles.get(code, ""), self.pays(code)
        if nom.startswith("Île"):
            nom = f"î{nom[1:]}"
        return article + nom if article.endswith("’") or not article else f"{article} {nom}"
