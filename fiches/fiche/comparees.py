"""Deux à quatre lieux comparés : totaux, premiers produits et pays, ce qui les rapproche et les distingue."""

from collections.abc import Sequence

import pandas as pd

from fiches.donnees.sens import LES_SENS, NOM_DU_SENS, Sens
from fiches.fiche.commerce import Territoire
from fiches.fiche.cote_a_cote import mettre_cote_a_cote
from fiches.fiche.indicateurs import Axe, exiger_un_compte, similitude
from fiches.redaction import liste, majuscule, pourcentage, texte
from fiches.redaction.proches import AttributsProches
from fiches.socle.erreurs import ErreurFiche

AU_PLUS = 4


class Comparees(AttributsProches):
    """Des lieux côte à côte, celui de la fiche d’abord. Lève `ErreurFiche` s’ils ne sont pas deux à quatre."""

    def __init__(self, lieux: Sequence[Territoire]) -> None:
        self.lieux = list({t.lieu: t for t in lieux}.values())
        if not 2 <= len(self.lieux) <= AU_PLUS:
            raise ErreurFiche(
                f"une comparaison réunit deux à {AU_PLUS} lieux différents, et il y en a {len(self.lieux)} : "
                'fiche.comparees("12", "81")'
            )

    @texte
    def noms(self) -> str:
        """« Lot, Aveyron et Tarn »."""
        return liste([t.nom for t in self.lieux])

    def totaux(self, ensemble: Territoire) -> pd.DataFrame:
        """Une ligne par lieu ; voir `mettre_cote_a_cote`."""
        return mettre_cote_a_cote(self.lieux, "departement", ensemble)

    def premiers(self, sens: Sens, axe: Axe = "produit", nombre: int = 5) -> pd.DataFrame:
        """Ce qui pèse dans chaque lieu : une ligne par code parmi les `nombre` premiers de l’un d’eux.

        Colonnes « Produit » ou « Pays », puis une par lieu, à son nom : la part du code dans son total de ce sens, en
        pour cent.
        """
        exiger_un_compte("nombre", nombre, au_moins=1)
        echanges = [t.echanges(sens) for t in self.lieux]
        tables = [(e.par_pays(nombre) if axe == "pays" else e.par_produit(nombre)) for e in echanges]
        noms = {str(c): str(n) for table in tables for c, n in zip(table[axe], table["libelle"], strict=True)}
        codes = [code for code in noms if any(code in e._admis(axe) for e in echanges)]
        parts = {
            t.nom: [100 * _part(e.totaux_par_pays if axe == "pays" else e.totaux_par_produit, axe, c) for c in codes]
            for t, e in zip(self.lieux, echanges, strict=True)
        }
        nom = "Pays" if axe == "pays" else "Produit"
        table = pd.DataFrame({nom: [noms[code] for code in codes], **parts}).round(1)
        return table.assign(_somme=table.iloc[:, 1:].sum(axis=1)).sort_values(
            ["_somme", nom], ascending=[False, True], ignore_index=True
        ).drop(columns="_somme")  # fmt: skip

    @texte
    def ecarts(self) -> str:
        """Qui échange le plus et le moins, dans chaque sens."""
        phrases = []
        for sens in LES_SENS:
            classes = sorted(self.lieux, key=lambda t: (-t.echanges(sens).valeur, t.lieu.code))
            plus, moins = classes[0], classes[-1]
            if plus.echanges(sens).valeur == moins.echanges(sens).valeur:
                phrases.append(f"Leurs {NOM_DU_SENS[sens]} sont égales ({plus.echanges(sens).total}).")
                continue
            ont = "ont" if plus.lieu.pluriel else "a"
            phrases.append(
                f"{majuscule(plus.lieu.sujet)} {ont} les {NOM_DU_SENS[sens]} les plus élevées "
                f"({plus.echanges(sens).total}), {moins.lieu.sujet} les moins élevées ({moins.echanges(sens).total})."
            )
        return " ".join(phrases)

    @texte
    def similitudes(self) -> str:
        """Ce que les exportations du premier lieu ont de commun avec celles de chacun des autres, par produit."""
        premier, *autres = self.lieux
        dites = [
            f"{pourcentage(ratio)} avec {autre.lieu.sujet}"
            for autre in autres
            if (ratio := similitude(premier.exportations.totaux_par_produit, autre.exportations.totaux_par_produit))
            is not None
        ]
        if not dites:
            return ""
        return (
            f"Par produit, les exportations {premier.lieu.de} ont une part commune de {liste(dites)} : 100 % dirait "
            "que chaque produit y a le même poids, 0 % qu’aucun produit ne leur est commun. Cette mesure dépend de "
            "la finesse de la nomenclature."
        )


def _part(totaux: pd.DataFrame, axe: Axe, code: str) -> float:
    total = int(totaux["valeur"].sum())
    return int(totaux.loc[totaux[axe] == code, "valeur"].sum()) / total if total else 0.0
