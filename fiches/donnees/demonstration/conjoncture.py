"""Les autres années de la démonstration : l’économie de 2024, menée d’année en année, en avant ou en arrière.

D’une année à la suivante, un courant suit son produit, son pays, son département, la spécialité du département et
sa propre fortune : chacun gagne ou perd une part bornée, tirée au sort, toujours la même. De petits courants changent
de pays partenaire. Deux années se ressemblent donc comme deux vraies, sans se déduire l’une de l’autre.
"""

from dataclasses import replace

import numpy as np

from fiches.donnees.demonstration.economie import PAYS, Lignes, Rangs, Reels, ordonner
from fiches.donnees.demonstration.economie_departements import DEPARTEMENTS
from fiches.donnees.demonstration.economie_pays import PREFERENCE_FORTE
from fiches.donnees.demonstration.economie_produits import PRODUITS

_GRAINE = 1746
_BORNE = 2.0
"""Une évolution reste à moins de deux écarts-types."""
# Écart-type, en un an, du logarithme de la valeur.
_PRODUIT, _PRODUIT_ENERGIE, _PAYS, _DEPARTEMENT, _SPECIALITE, _COURANT, _LIGNE = 0.06, 0.15, 0.05, 0.03, 0.12, 0.2, 0.15
_MASSE = 0.04
_ENERGIE = frozenset({"B05Z", "B06Z", "C19Z", "D35A", "D35B"})
_PART_QUI_CHANGE = 0.15
"""Des petits courants, combien changent de pays en un an."""


def mener(lignes: Lignes, flux: str, depuis: int, annee: int) -> Lignes:
    """Les lignes de l’année `annee`, d’après celles de l’année `depuis`."""
    sens = 1 if annee > depuis else -1
    for suivante in range(depuis + 1, annee + 1) if sens > 0 else range(depuis, annee, -1):
        lignes = _passer(lignes, np.random.default_rng([_GRAINE, suivante, ord(flux)]), sens)
    return lignes


def _passer(lignes: Lignes, hasard: np.random.Generator, sens: int) -> Lignes:
    """Un an plus tard (`sens` 1) ou plus tôt (-1)."""
    d, p, c = lignes.departement, lignes.produit, lignes.pays
    volatilite = np.array([_PRODUIT_ENERGIE if produit.code in _ENERGIE else _PRODUIT for produit in PRODUITS])
    evolution = (
        (volatilite * _borne(hasard, len(PRODUITS)))[p]
        + _PAYS * _borne(hasard, len(PAYS))[c]
        + _DEPARTEMENT * _borne(hasard, len(DEPARTEMENTS))[d]
        + _SPECIALITE * _borne(hasard, len(DEPARTEMENTS), len(PRODUITS))[d, p]
        + _COURANT * _borne(hasard, len(DEPARTEMENTS), len(PRODUITS), len(PAYS))[d, p, c]
        + _LIGNE * _borne(hasard, len(d))
    )
    return ordonner(
        replace(
            lignes,
            pays=_changer_de_pays(lignes, hasard),
            valeur=lignes.valeur * np.exp(sens * evolution),
            masse_relative=lignes.masse_relative * np.exp(_MASSE * _borne(hasard, len(d))),
        )
    )


def _borne(hasard: np.random.Generator, *forme: int) -> Reels:
    tire: Reels = hasard.standard_normal(forme, dtype=np.float32).clip(-_BORNE, _BORNE).astype(np.float64)
    return tire


def _changer_de_pays(lignes: Lignes, hasard: np.random.Generator) -> Rangs:
    """Les pays des lignes, où de petits courants d’un même département et de même poids ont échangé les leurs.

    Aucun ne prend la place d’un autre : une clé ne vient qu’une fois. Une matière première garde ses fournisseurs.
    """
    courants, ou = np.unique(_cle(lignes.departement, lignes.produit, lignes.pays), return_inverse=True)
    valeurs = np.bincount(ou, lignes.valeur)
    reste, pays = np.divmod(courants, len(PAYS))
    departement, produit = np.divmod(reste, len(PRODUITS))
    fixe = np.array([p.code in PREFERENCE_FORTE for p in PRODUITS])[produit]
    tires = np.flatnonzero((valeurs < np.median(valeurs)) & (hasard.random(len(courants)) < _PART_QUI_CHANGE) & ~fixe)
    tires = tires[np.lexsort((valeurs[tires], departement[tires]))]
    paires = tires[: len(tires) // 2 * 2].reshape(-1, 2)
    paires = paires[departement[paires[:, 0]] == departement[paires[:, 1]]]
    echanges = pays.copy()
    echanges[paires] = pays[paires[:, ::-1]]
    nouveaux = _cle(departement, produit, echanges)
    _, premiers, fois = np.unique(nouveaux, return_index=True, return_counts=True)
    seuls = np.zeros(len(courants), dtype=bool)
    seuls[premiers[fois == 1]] = True
    resultat: Rangs = np.where(seuls & ~np.isin(nouveaux, courants), echanges, pays)[ou]
    return resultat


def _cle(departement: Rangs, produit: Rangs, pays: Rangs) -> Rangs:
    return (departement * len(PRODUITS) + produit) * len(PAYS) + pays
