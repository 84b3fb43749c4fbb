"""Les phrases d’un Territoire d’industrie : les chiffres de chacun de ses départements, sans jamais les additionner."""

from collections.abc import Sequence
from dataclasses import dataclass

from fiches.donnees.lieu import TerritoireIndustrie
from fiches.fiche.commerce import Territoire
from fiches.fiche.echanges import Echanges
from fiches.fiche.indicateurs import AUTRES, exiger_un_compte
from fiches.fiche.notes import droits_de_douane
from fiches.redaction import (
    Texte,
    accord,
    liste,
    majuscule,
    nombre,
    nombre_en_lettres,
    pourcentage,
    texte,
    typographier,
)
from fiches.redaction.proches import AttributsProches


@dataclass(frozen=True)
class PhrasesDuTerritoire(AttributsProches):
    """Phrases d’un Territoire d’industrie, d’après les départements qu’il touche."""

    lieu: TerritoireIndustrie
    departements: Sequence[Territoire]

    @texte
    def etendue(self) -> str:
        """Les communes du Territoire dans chaque département, en nombre et en part."""
        communes = dict(self.lieu.communes)
        total = sum(communes.values())
        if len(communes) == 1:
            (d,) = self.departements
            combien = f"{nombre(total, 0)} {accord(total, 'commune', 'communes')}"
            return f"{majuscule(self.lieu.sujet)} compte {combien}, toutes {d.dans}."
        parts = [
            f"{nombre(communes[d.lieu.code], 0)} {_etre(communes[d.lieu.code]) if rang == 0 else ''}{d.dans} "
            f"({pourcentage(communes[d.lieu.code] / total, 0)})"
            for rang, d in enumerate(self.departements)
        ]
        return (
            f"{majuscule(self.lieu.sujet)} s’étend sur {nombre_en_lettres(len(communes))} départements : de ses "
            f"{nombre(total, 0)} communes, {liste(parts)}."
        )

    @texte
    def avertissement(self) -> str:
        """Pourquoi aucun chiffre n’est celui du Territoire."""
        if len(self.departements) == 1:
            return (
                "Les statistiques des douanes s’arrêtent au département : les chiffres de cette fiche sont ceux de "
                "tout le département, non ceux du Territoire d’industrie."
            )
        return (
            "Les statistiques des douanes s’arrêtent au département : les chiffres de cette fiche sont ceux de chaque "
            "département entier. Leur somme ne serait pas celle du Territoire d’industrie, et n’est pas donnée."
        )

    def pays_communs(self, compte: int = 10) -> Texte:
        """Les pays partenaires qui sont parmi les `compte` premiers de tous les départements, dans chaque sens."""
        exiger_un_compte("compte", compte, au_moins=1)
        return self._communs("pays", compte, {"E": "pays clients", "I": "pays fournisseurs"})

    def produits_communs(self, compte: int = 10) -> Texte:
        """Les produits qui sont parmi les `compte` premiers de tous les départements, dans chaque sens."""
        exiger_un_compte("compte", compte, au_moins=1)
        return self._communs("produit", compte, {"E": "produits exportés", "I": "produits importés"})

    @texte
    def droits_de_douane(self) -> str:
        """Les annonces américaines de 2025, pour les millésimes dont la fiche paraît alors ; sinon rien."""
        return droits_de_douane(self.departements[0].annee)

    def _communs(self, axe: str, compte: int, quoi: dict[str, str]) -> Texte:
        if len(self.departements) == 1:
            return Texte("")
        phrases = []
        for sens in ("E", "I"):
            echanges = [d.exportations if sens == "E" else d.importations for d in self.departements]
            premiers = [_premiers(e, axe, compte) for e in echanges]
            communs = [nom for code, nom in premiers[0].items() if all(code in autres for autres in premiers[1:])]
            debut = f"Parmi les {nombre_en_lettres(compte)} premiers {quoi[sens]} de chaque département"
            combien = nombre_en_lettres(len(communs))
            if not communs:
                phrases.append(f"{debut}, aucun n’est commun à tous.")
            elif len(communs) == 1:
                phrases.append(f"{debut}, un seul est commun à tous : {communs[0]}.")
            else:
                phrases.append(f"{debut}, {combien} sont communs à tous : {liste(communs)}.")
        return Texte(typographier(" ".join(phrases)))


def _etre(compte: int) -> str:
    return accord(compte, "est ", "sont ")


def _premiers(e: Echanges, axe: str, compte: int) -> dict[str, str]:
    """Les premiers codes nommés, et leur nom."""
    table = e.par_pays(compte) if axe == "pays" else e.par_produit(compte)
    noms = "libelle" if axe == "pays" else "court"
    citer = "{}" if axe == "pays" else "« {} »"
    paires = zip(table[axe], table[noms], strict=True)
    return {str(code): citer.format(nom) for code, nom in paires if code != AUTRES}
