"""Tire au sort, toujours de la même façon, les lignes d’une économie plausible.

La valeur d’une cellule (département, produit, pays) est le poids du département, sa part du produit
(spécialités d’abord) et l’attrait du pays (taille, voisinage, préférence), fois un aléa à queue lourde. Les
petites cellules ne sont gardées que parfois ; les grandes se partagent entre CPF4 et trimestres.
"""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from fiches.donnees.demonstration import economie_pays
from fiches.donnees.demonstration.economie_departements import DEPARTEMENTS
from fiches.donnees.demonstration.economie_pays import POIDS, PREFERENCE, PREFERENCE_FORTE, VOISINS
from fiches.donnees.demonstration.economie_produits import PRODUITS

PAYS = tuple(POIDS)
_RANG_DEPARTEMENT = {d.code: rang for rang, d in enumerate(DEPARTEMENTS)}
_RANG_PRODUIT = {p.code: rang for rang, p in enumerate(PRODUITS)}
_RANG_PAYS = {code: rang for rang, code in enumerate(PAYS)}
_CELLULES = 47_000
_RANGS_CPF4 = 5

Reels = npt.NDArray[np.float64]
Rangs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Lignes:
    """Lignes d’un flux : rangs dans DEPARTEMENTS, PRODUITS, CPF4 du produit, PAYS ; trimestre ; valeur relative."""

    departement: Rangs
    produit: Rangs
    cpf4: Rangs
    pays: Rangs
    trimestre: Rangs
    valeur: Reels
    masse_relative: Reels


def ordonner(lignes: Lignes) -> Lignes:
    """Les lignes, triées par trimestre, département, produit, CPF4, pays."""
    cles = (lignes.pays, lignes.cpf4, lignes.produit, lignes.departement, lignes.trimestre)
    ordre = np.lexsort(cles)
    return Lignes(**{champ.name: getattr(lignes, champ.name)[ordre] for champ in fields(lignes)})


def tirer(flux: str, hasard: np.random.Generator) -> Lignes:
    """Les lignes d’un flux (« E » ou « I »), triées par trimestre, département, produit, CPF4, pays."""
    activites = _activites(flux, hasard)
    departement, produit, pays, valeurs = _garder(activites, _attraits(flux, hasard), hasard)
    detail, part, cpf4 = _cpf4(valeurs, departement, produit, hasard)
    valeur = valeurs[detail] * part
    departement, produit, pays = departement[detail], produit[detail], pays[detail]

    # Un petit courant ne passe pas tous les trimestres.
    saisons = np.array([p.saison for p in PRODUITS])[produit]
    par_trimestre = valeur[:, None] * saisons * hasard.lognormal(0, 0.18, saisons.shape)
    present = hasard.random(saisons.shape) < np.clip(0.42 + 0.13 * np.log10(valeur / 1e-5), 0.3, 1)[:, None]
    present[np.arange(len(valeur)), hasard.integers(0, 4, len(valeur))] = True
    rang, trimestre = np.nonzero(present)
    ordre = np.lexsort((pays[rang], cpf4[rang], produit[rang], departement[rang], trimestre))
    rang, trimestre = rang[ordre], trimestre[ordre]
    return Lignes(
        departement=departement[rang],
        produit=produit[rang],
        cpf4=cpf4[rang],
        pays=pays[rang],
        trimestre=trimestre + 1,
        valeur=par_trimestre[rang, trimestre],
        masse_relative=hasard.lognormal(0, 0.5, len(rang)),
    )


def _activites(flux: str, hasard: np.random.Generator) -> Reels:
    """Valeur par département et produit (milliards d’euros)."""
    export = flux == "E"
    courant = np.array([p.export if export else p.importation for p in PRODUITS])
    parts = courant * hasard.lognormal(0, 0.55, (len(DEPARTEMENTS), len(PRODUITS)))
    parts /= parts.sum(axis=1, keepdims=True)
    for rang, d in enumerate(DEPARTEMENTS):
        phares = d.phares_export if export else d.phares_import
        parts[rang] *= 1 - sum(phares.values())
        for code, part in phares.items():
            parts[rang, _RANG_PRODUIT[code]] += part
    poids = np.array([d.export if export else d.importation for d in DEPARTEMENTS])
    resultat: Reels = parts * poids[:, None]
    return resultat


def _attraits(flux: str, hasard: np.random.Generator) -> Reels:
    """Part de chaque pays par département et produit."""
    export = flux == "E"
    attraits: Reels = hasard.lognormal(0, 0.8, (len(DEPARTEMENTS), len(PRODUITS), len(PAYS)))
    attraits *= np.array([poids[0 if export else 1] for poids in POIDS.values()])
    for pays, (fois, departements) in VOISINS.items():
        rangs = [_RANG_DEPARTEMENT[d] for d in departements.split()]
        attraits[rangs, :, _RANG_PAYS[pays]] *= fois
    preferences = economie_pays.CLIENTS if export else economie_pays.FOURNISSEURS
    for produit, pays_preferes in preferences.items():
        colonnes = [_RANG_PAYS[p] for p in pays_preferes.split()]
        attraits[:, _RANG_PRODUIT[produit], colonnes] *= PREFERENCE_FORTE.get(produit, PREFERENCE)
    mayotte = [_RANG_PAYS[p] for p in economie_pays.PARTENAIRES_DE_MAYOTTE[flux].split()]
    autres = np.setdiff1d(np.arange(len(PAYS)), mayotte)
    attraits[_RANG_DEPARTEMENT["9E"], :, autres] = 0
    attraits /= attraits.sum(axis=2, keepdims=True)
    return attraits


def _garder(activites: Reels, attraits: Reels, hasard: np.random.Generator) -> tuple[Rangs, Rangs, Rangs, Reels]:
    """Tire environ `_CELLULES` cellules, les grandes d’abord : rangs et valeurs.

    Les pays tirés se partagent toute l’activité : un petit département garde son poids.
    """
    taille = activites.sum(axis=1)[:, None, None]
    chances = np.sqrt(activites[:, :, None] * attraits / np.sqrt(taille))
    bas, haut = 0.0, float(chances.size)
    for _ in range(40):
        milieu = (bas + haut) / 2
        trop = np.minimum(chances * milieu, 1).sum() > _CELLULES
        bas, haut = (bas, milieu) if trop else (milieu, haut)
    gardees = hasard.random(chances.shape) < chances * bas
    parts = np.where(gardees, attraits, 0)
    totaux = parts.sum(axis=2, keepdims=True)
    valeurs = activites[:, :, None] * parts / np.where(totaux > 0, totaux, 1)
    departement, produit, pays = np.nonzero(gardees)
    return departement, produit, pays, valeurs[gardees]


def _cpf4(
    valeurs: Reels, departement: Rangs, produit: Rangs, hasard: np.random.Generator
) -> tuple[Rangs, Reels, Rangs]:
    """Partage chaque cellule entre CPF4 du produit : (rang de la cellule, part, rang du CPF4)."""
    combien = np.array([len(p.cpf4) for p in PRODUITS])[produit]
    nombre = np.minimum(combien, np.clip(5 + np.log10(valeurs), 1, _RANGS_CPF4).astype(np.int64))
    # Un département a ses CPF4 habituels : ils commencent au même rang pour tous ses pays.
    depart = (departement * 7 + produit * 3) % combien
    parts = hasard.exponential(1, (len(valeurs), _RANGS_CPF4)) / np.arange(1, _RANGS_CPF4 + 1) ** 1.5
    parts[np.arange(_RANGS_CPF4) >= nombre[:, None]] = 0
    parts /= parts.sum(axis=1, keepdims=True)
    cellule, k = np.nonzero(parts)
    return cellule, parts[cellule, k], (depart[cellule] + k) % combien[cellule]
