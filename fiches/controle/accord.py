"""L’accord des données avec des totaux déjà publiés, que les douanes révisent ensuite."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import pandas as pd

from fiches.carnet.parametres import References, TotalPublie
from fiches.controle import regles
from fiches.controle.constats import Constat, nommer
from fiches.controle.mesures import TRIMESTRES, Couverture
from fiches.donnees import territoires
from fiches.donnees.lieu import FRANCE, Departement, Lieu, Region
from fiches.donnees.sens import LES_SENS, NOM_DU_SENS
from fiches.redaction import UN_MILLION, accord, jour, majuscule, meur, nombre, nombre_en_lettres, pourcentage


@dataclass(frozen=True)
class Rapprochement:
    """Un total publié et celui des données, en euros ; `de` nomme le territoire (« du Lot »)."""

    flux: str
    de: str
    publie: int
    calcule: int
    tolerance: int

    @property
    def ecart(self) -> int:
        """Calculé − publié, en euros."""
        return self.calcule - self.publie

    @property
    def verdict(self) -> Literal["accord", "révision ?", "désaccord"]:
        """L’écart tient dans la tolérance, dans ce que change une révision, ou passe les deux."""
        if abs(self.ecart) <= self.tolerance:
            return "accord"
        return "révision ?" if abs(self.ecart) <= regles.REVISION * self.publie else "désaccord"


def comparer(lignes: pd.DataFrame, references: References, couverture: Couverture) -> list[Rapprochement]:
    """Chaque total publié face à celui des données ; un flux dont un trimestre manque n’est pas comparé.

    Lève `ErreurDemande` si une référence nomme un département ou une région inconnus.
    """
    complets = [flux for flux in LES_SENS if all((flux, t) in couverture for t in TRIMESTRES)]
    comparaisons = []
    for total in references.totaux:
        lieu, choix = _lieu(total), _choisir(lignes, total)
        publies = {"E": total.exportations, "I": total.importations}
        for flux in complets:
            publie = publies[flux]
            if publie is not None:
                calcule = int(choix.loc[choix["flux"] == flux, "valeur"].sum())
                admis = _admis(publie, references.tolerance)
                comparaisons.append(Rapprochement(flux, lieu.de, _euros(publie), calcule, admis))
    return comparaisons


def constater(comparaisons: Sequence[Rapprochement], references: References, annee: int) -> list[Constat]:
    """Un grand écart est bloquant, un petit peut être une révision, l’accord se dit."""
    dates = [references.source, references.date and f"publiés le {jour(references.date)}"]
    origine = ", ".join(d for d in dates if d)
    suite = f" ({origine})" if origine else ""
    constats = [
        Constat(
            "bloquant",
            "totaux publiés",
            f"{_en_mots(c)}{suite}.",
            "Vérifiez l’archive, puis le total recopié dans le fichier de paramètres.",
        )
        for c in comparaisons
        if c.verdict == "désaccord"
    ]
    petits = [_en_mots(c) for c in comparaisons if c.verdict == "révision ?"]
    if petits:
        phrase = f"Petits écarts avec les totaux publiés{suite}, révision ? {nommer(petits)}."
        conseil = "Comparez la date de l’archive à celle de la publication, et citez celle que vous gardez."
        constats.append(Constat("à regarder", "totaux publiés", phrase, conseil))
    bons = sum(c.verdict == "accord" for c in comparaisons)
    if bons:
        mots = accord(bons, "total publié est retrouvé", "totaux publiés sont retrouvés")
        phrase = f"{majuscule(nombre_en_lettres(bons))} {mots} à {nombre(references.tolerance)} % près{suite}."
        constats.append(Constat("information", "totaux publiés", phrase))
    if not comparaisons:
        phrase = (
            f"L’accord avec des totaux publiés n’est pas vérifié : le fichier de paramètres n’en donne pas pour "
            f"{annee}, ou leurs trimestres manquent."
        )
        conseil = (
            "Donnez-en sous « references », avec leur date : un total de la France suffit à voir une archive tronquée."
        )
        constats.append(Constat("information", "totaux publiés", phrase, conseil))
    return constats


def _en_mots(c: Rapprochement) -> str:
    relatif = f", soit {pourcentage(abs(c.ecart) / c.publie, 2)}" if c.publie else ""
    return (
        f"{majuscule(NOM_DU_SENS[c.flux])} {c.de}, {meur(c.calcule)} dans les données et {meur(c.publie)} publiés, "
        f"un écart de {meur(c.ecart, signe=True)}{relatif}"
    )


def _choisir(lignes: pd.DataFrame, total: TotalPublie) -> pd.DataFrame:
    lieu = _lieu(total)
    if isinstance(lieu, Departement):
        return lignes[lignes["departement"] == lieu.code]
    return lignes[lignes["region"] == lieu.insee] if isinstance(lieu, Region) else lignes


def _lieu(total: TotalPublie) -> Lieu:
    if total.niveau == "france":
        return FRANCE
    # Dans un fichier YAML, 01 sans guillemets se lit 1.
    return (
        territoires.departement(total.code)
        if total.niveau == "departement"
        else territoires.region(total.code.zfill(2))
    )


def _admis(publie: Decimal, tolerance: Decimal) -> int:
    """La tolérance en euros, ou le pas d’un total arrondi (636,4 ne dit rien sous 0,1) s’il est plus grand."""
    pas = Decimal(1).scaleb(min(int(publie.as_tuple().exponent), 0))
    return max(_euros(publie * tolerance / 100), _euros(min(pas, Decimal("0.1"))))


def _euros(millions: Decimal) -> int:
    return int(millions * UN_MILLION)
