"""Une année propre, et les fautes qu’un analyste craint : chacune prend des lignes et rend les mêmes, abîmées."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from fiches.controle.constats import Constat
from fiches.controle.examen import examiner
from fiches.controle.matiere import Matiere
from fiches.controle.mesures import TRIMESTRES
from fiches.donnees.douane import Entrepot
from fiches.donnees.sens import LES_SENS

TOUT = {(flux, t) for flux in LES_SENS for t in TRIMESTRES}
Faute = Callable[[pd.DataFrame], pd.DataFrame]
FAUTES: dict[str, Faute] = {}


def lire(donnees: Path, annee: int = 2024) -> pd.DataFrame:
    """Les lignes importées d’une année."""
    lignes: pd.DataFrame = Entrepot(donnees).lignes(annee).to_pandas()
    return lignes


def bruiter(lignes: pd.DataFrame, graine: int, ampleur: float = 0.05) -> pd.DataFrame:
    """Chaque valeur et chaque masse multipliée par un facteur proche de 1."""
    hasard = np.random.default_rng(graine)
    bruit = {c: lignes[c] * hasard.uniform(1 - ampleur, 1 + ampleur, len(lignes)) for c in ("valeur", "masse")}
    return lignes.assign(**{c: np.rint(v).astype("int64") for c, v in bruit.items()})


def alarmes(lignes: pd.DataFrame, avant: pd.DataFrame | None = None) -> list[Constat]:
    """Les constats qui demandent de regarder, ou pis."""
    couverture = set(zip(lignes["flux"].astype(str), lignes["trimestre"], strict=True))
    matiere = Matiere(2024, lignes, couverture, avant, () if avant is None else TOUT)
    return [c for c in examiner(matiere) if c.degre != "information"]


def faute(nom: str) -> Callable[[Faute], Faute]:
    """Range une faute sous son nom."""

    def ranger(fonction: Faute) -> Faute:
        FAUTES[nom] = fonction
        return fonction

    return ranger


def recoder(lignes: pd.DataFrame, axe: str, codes: dict[str, str], choix: pd.Series | None = None) -> pd.DataFrame:
    """Remplace des codes d’un axe, partout ou dans les lignes choisies."""
    nouveaux = lignes[axe].astype("str").replace(codes)
    if choix is not None:
        nouveaux = nouveaux.where(choix, lignes[axe].astype("str"))
    return lignes.assign(**{axe: nouveaux.astype("category")})


@faute("quatrième trimestre copié du troisième")
def _copie(lignes: pd.DataFrame) -> pd.DataFrame:
    copie = lignes[lignes["trimestre"] == 3].assign(trimestre=4)
    return pd.concat([lignes[lignes["trimestre"] != 4], copie], ignore_index=True)


@faute("trimestre d’un département copié du précédent")
def _copie_d_un_departement(lignes: pd.DataFrame) -> pd.DataFrame:
    lot = lignes["departement"] == "46"
    copie = lignes[lot & (lignes["trimestre"] == 1)].assign(trimestre=2)
    return pd.concat([lignes[~(lot & (lignes["trimestre"] == 2))], copie], ignore_index=True)


@faute("produit recodé à partir du troisième trimestre")
def _produit(lignes: pd.DataFrame) -> pd.DataFrame:
    return recoder(lignes, "produit", {"C31Z": "C32C"}, lignes["trimestre"] >= 3)


@faute("pays recodé en un code périmé un trimestre")
def _pays_perime(lignes: pd.DataFrame) -> pd.DataFrame:
    return recoder(lignes, "pays", {"DE": "DD"}, lignes["trimestre"] == 2)


@faute("pays recodé en un autre toute l’année")
def _pays(lignes: pd.DataFrame) -> pd.DataFrame:
    return recoder(lignes, "pays", {"HU": "HR"})


@faute("département sous une autre région")
def _region(lignes: pd.DataFrame) -> pd.DataFrame:
    return recoder(lignes, "region", {"76": "84"}, lignes["departement"] == "46")


@faute("milliers d’euros")
def _milliers(lignes: pd.DataFrame) -> pd.DataFrame:
    return lignes.assign(valeur=lignes["valeur"] // 1000)


@faute("tonnes")
def _tonnes(lignes: pd.DataFrame) -> pd.DataFrame:
    return lignes.assign(masse=lignes["masse"] // 1000)


@faute("masse et valeur échangées")
def _colonnes(lignes: pd.DataFrame) -> pd.DataFrame:
    return lignes.assign(valeur=lignes["masse"], masse=lignes["valeur"])


@faute("importations et exportations échangées")
def _flux(lignes: pd.DataFrame) -> pd.DataFrame:
    return recoder(lignes, "flux", {"E": "I", "I": "E"})


@faute("département absent")
def _departement_absent(lignes: pd.DataFrame) -> pd.DataFrame:
    return lignes[lignes["departement"] != "15"]


@faute("région absente")
def _region_absente(lignes: pd.DataFrame) -> pd.DataFrame:
    return lignes[lignes["region"] != "53"]


@faute("département qui perd plus de la moitié d’un trimestre")
def _baisse(lignes: pd.DataFrame) -> pd.DataFrame:
    choix = (lignes["departement"] == "46") & (lignes["trimestre"] == 3)
    return lignes.assign(valeur=lignes["valeur"].where(~choix, lignes["valeur"] * 2 // 5))


@faute("trimestre partiel")
def _partiel(lignes: pd.DataFrame) -> pd.DataFrame:
    garde = np.random.default_rng(0).random(len(lignes)) < 0.7
    return lignes[(lignes["trimestre"] != 2) | garde]


@faute("fichier coupé à 80 %")
def _coupe(lignes: pd.DataFrame) -> pd.DataFrame:
    exportations = lignes[lignes["flux"] == "E"]
    return pd.concat([exportations.head(len(exportations) * 4 // 5), lignes[lignes["flux"] == "I"]])


@faute("une ligne × 1000")
def _ligne(lignes: pd.DataFrame) -> pd.DataFrame:
    choix = lignes[(lignes["departement"] == "31") & (lignes["produit"] == "C16Z") & (lignes["pays"] == "DE")]
    return lignes.assign(valeur=lignes["valeur"].where(lignes.index != choix.index[0], lignes["valeur"] * 1000))


@faute("Lot et Lozère échangés")
def _echange(lignes: pd.DataFrame) -> pd.DataFrame:
    return recoder(lignes, "departement", {"46": "48", "48": "46"})


@faute("aucune masse")
def _sans_masse(lignes: pd.DataFrame) -> pd.DataFrame:
    return lignes.assign(masse=0)
