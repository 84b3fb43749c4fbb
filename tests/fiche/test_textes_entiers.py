"""Tout ce qu’une fiche écrit, mot pour mot : de vrais lieux, puis de petites données où chaque tournure arrive."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from essais_commerce import Ligne, M, millesime
from syrupy.assertion import SnapshotAssertion

from fiches import Fiche
from fiches.donnees import territoires
from fiches.fiche.commerce import Territoire
from fiches.fiche.phrases import Phrases

LIEUX = ("46", "01", "2A", "48", "75", "974", "976")


A_CHOISIR = {"ecrire_part", "les_premiers", "vers", "depuis", "produit"}


def dire(objet: Any) -> Iterator[str]:
    """Une ligne par propriété et par méthode sans argument, dans l’ordre des noms ; les tables en CSV."""
    for nom in dir(type(objet)):
        if nom.startswith("_") or nom == "lignes" or not nom.isascii():  # « ǁ » : un mutant de mutmut
            continue
        valeur = getattr(objet, nom)
        rendu = valeur() if callable(valeur) and nom not in A_CHOISIR else valeur
        if isinstance(rendu, pd.DataFrame):
            yield f"{nom} : " + rendu.head(12).to_csv(index=False, lineterminator=" | ")
        elif isinstance(rendu, str | int | float | bool | dict | None):
            yield f"{nom} : {rendu}"


def ecrire(phrases: Phrases, *territoires_: Territoire) -> list[str]:
    """Les phrases, puis ce que disent les échanges de chaque territoire."""
    echanges = [e for t in territoires_ for e in (t.exportations, t.importations)]
    parties = [p for e in echanges for p in (e.produit("C30C"), (e.vers if e.sens == "E" else e.depuis)("US"))]
    dites = [f"{p.libelle}, {p.nom_du_sens} : {p.rang}, {p.part}. {p.phrase}" for p in parties]
    return [*dire(phrases), *dites, *(ligne for e in echanges for ligne in dire(e))]


@pytest.mark.parametrize("code", LIEUX)
def test_ce_que_la_fiche_d_un_lieu_ecrit(donnees_demo, code: str, snapshot: SnapshotAssertion):
    fiche = Fiche(code, 2024, donnees_demo)
    tete = [str(fiche), str(fiche.entete | {"provenance": ""}), str(fiche.territoires_industrie._repr_mimebundle_())]
    assert [*tete, *ecrire(fiche.phrases, fiche.departement)] == snapshot


LOT = ("46", "76")
AUTRES = tuple(("E", "31", "76", "C11Z", pays, 40 * M) for pays in ("DE", "US"))
DOUZE_PRODUITS = ["C11Z", "C30C", "C14Z", "C26C", "C21Z", "C20A", "C10A", "C10B", "C10C", "C10D", "C10E", "C13Z"]
DOUZE_PAYS = ["DE", "US", "IT", "ES", "BE", "GB", "CN", "NL", "CH", "PL", "AT", "PT"]
SITUATIONS: dict[str, list[Ligne]] = {
    "un seul flux": [("E", *LOT, "C11Z", "DE", 3 * M)],
    "rien à l’export": [("I", *LOT, "C11Z", "DE", 3 * M), *AUTRES],
    "rien à l’import": [("E", *LOT, "C11Z", "DE", 3 * M), *AUTRES],
    "des lignes sans valeur": [("E", *LOT, "C11Z", "DE", 0), ("I", *LOT, "C11Z", "DE", 0), *AUTRES],
    "équilibre": [("E", *LOT, "C11Z", "DE", M), ("I", *LOT, "C11Z", "DE", M), *AUTRES],
    "quelques euros": [("E", *LOT, "C11Z", "DE", 4), ("I", *LOT, "C30C", "US", 9), *AUTRES],
    "deux pays": [("E", *LOT, "C11Z", "DE", 9 * M), ("I", *LOT, "C30C", "US", 2 * M), *AUTRES],
    "un euro d’écart": [("E", *LOT, "C11Z", "DE", M), ("I", *LOT, "C11Z", "DE", M + 1), *AUTRES],
    "que des excédents": [("E", *LOT, "C11Z", pays, M) for pays in ("DE", "US", "IT")],
    "que des déficits": [("I", *LOT, "C11Z", pays, M) for pays in ("DE", "US", "IT")],
    "codes spéciaux": [("E", *LOT, "C11Z", pays, M) for pays in ("QU", "QR", "DE")],
    "codes inconnus": [("E", *LOT, produit, pays, M) for produit in ("Z98Z", "Z99Z") for pays in ("ZZ", "DE")],
    "beaucoup": [
        (flux, *LOT, produit, pays, M * (1 + rang) * (2 if flux == "E" else 1))
        for flux in "EI"
        for rang, produit in enumerate(DOUZE_PRODUITS)
        for pays in DOUZE_PAYS
    ],
}


@pytest.mark.parametrize("nom", SITUATIONS)
def test_ce_qui_s_ecrit_de_petites_donnees(nom: str, snapshot: SnapshotAssertion):
    donnees = millesime(*SITUATIONS[nom])
    departement = donnees.territoire(territoires.departement("46"))
    assert ecrire(Phrases(departement, donnees.france), departement, donnees.france) == snapshot
