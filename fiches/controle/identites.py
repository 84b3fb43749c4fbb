"""Les départements pris pour d’autres : rangés dans une autre région, ou échangés entre eux."""

import numpy as np
import pandas as pd

from fiches.controle import regles
from fiches.controle.constats import Constat, lignes_en_lettres, montant, nommer
from fiches.controle.contenu import RATTACHEMENT
from fiches.controle.matiere import Matiere
from fiches.donnees import nomenclatures
from fiches.donnees.sens import LES_SENS, NOM_DU_SENS
from fiches.redaction import liste


def constater(matiere: Matiere) -> list[Constat]:
    """Ce que disent le rattachement des départements et leurs ressemblances."""
    return [*_rattachement(matiere), *_echanges(matiere)]


def _echanges(matiere: Matiere) -> list[Constat]:
    """Les couples de départements dont chacun ressemble à ce que l’autre était un an avant."""
    if matiere.avant is None:
        return []
    couples: dict[tuple[str, str], list[str]] = {}
    for flux in LES_SENS:
        for couple in echanges(_profils(matiere.lignes, flux), _profils(matiere.avant, flux)):
            couples.setdefault(couple, []).append(NOM_DU_SENS[flux])
    cas = [
        f"{liste([matiere.departement(code) for code in couple])} ({liste(flux)})" for couple, flux in couples.items()
    ]
    if not cas:
        return []
    phrase = f"Paraissent échangés l’un avec l’autre, d’après leurs produits un an avant : {nommer(cas)}."
    conseil = "Comparez leurs codes dans l’archive à ceux de l’année d’avant."
    return [Constat("à regarder", "départements", phrase, conseil)]


def echanges(maintenant: pd.DataFrame, avant: pd.DataFrame) -> list[tuple[str, str]]:
    """Les couples (a, b) où a ressemble au b d’avant et b au a d’avant, bien plus que chacun à lui-même.

    `maintenant` et `avant` : parts des produits (colonnes) de chaque département (index).
    """
    codes = maintenant.index.intersection(avant.index)
    produits = maintenant.columns.union(avant.columns)
    a, b = (t.reindex(index=codes, columns=produits, fill_value=0).to_numpy() for t in (maintenant, avant))
    semblables = np.minimum(a[:, None, :], b[None, :, :]).sum(axis=2)
    gain = semblables - np.diag(semblables)[:, None]
    mutuels = (gain >= regles.SIMILITUDE_ECHANGE) & (gain.T >= regles.SIMILITUDE_ECHANGE)
    plus_proche = semblables.argmax(axis=1) if len(codes) else np.array([], dtype=int)
    return [
        (str(codes[i]), str(codes[j]))
        for i, j in zip(*np.nonzero(np.triu(mutuels)), strict=True)
        if plus_proche[i] == j and plus_proche[j] == i
    ]


def _profils(lignes: pd.DataFrame, flux: str) -> pd.DataFrame:
    choix = lignes[lignes["flux"] == flux]
    sommes = choix.groupby(["departement", "produit"])["valeur"].sum().unstack(fill_value=0)
    sommes = sommes.set_axis(sommes.index.astype(str)).set_axis(sommes.columns.astype(str), axis=1)
    totaux = sommes.sum(axis=1)
    return sommes[totaux > 0].div(totaux[totaux > 0], axis=0)


def _rattachement(matiere: Matiere) -> list[Constat]:
    """Les départements rangés dans une autre région que la leur, d’après la table des douanes.

    L’axe `rattachement` des codes inconnus les donne sous la forme « département/région », aux codes des douanes.
    """
    regions = {str(code): str(region) for code, region in nomenclatures.departements()["region"].items()}
    sommes = matiere.lignes.groupby(["departement", "region"])["valeur"].agg(["size", "sum"]).reset_index()
    cas = [
        (str(d), matiere.region(str(r)), int(n), int(v))
        for d, r, n, v in sommes.itertuples(index=False)
        if regions.get(str(d), str(r)) != str(r)
    ]
    # L’import range chaque ligne dans la région de son département : c’est lui qui a vu celle de l’archive.
    table, douane = nomenclatures.departements(), nomenclatures.regions().reset_index().set_index("code_douane")["nom"]
    codes = {brut: str(code) for code, brut in table["code_douane"].items()}
    for code, (n, valeur) in matiere.inconnus.get(RATTACHEMENT, {}).items():
        departement, _, region = code.partition("/")
        noms_de_region = douane[douane.index == region]
        nom = noms_de_region.iloc[0] if len(noms_de_region) == 1 else f"le code {region}"
        cas.append((codes.get(departement, departement), nom, n, valeur))
    if not cas:
        return []
    noms = nommer([
        f"{matiere.departement(d)} sous {region} ({lignes_en_lettres(n)}, {montant(v)})"
        for d, region, n, v in cas
    ])  # fmt: skip
    phrase = (
        f"Des lignes sont sous une autre région que celle de leur département, d’après la table des douanes : {noms}."
    )
    conseil = "Demandez l’archive de nouveau : le département ou la région de ces lignes est faux."
    return [Constat("bloquant", "régions", phrase, conseil)]
