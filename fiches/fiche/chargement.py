"""Lire les données d’une année, une fois pour toutes les fiches de la campagne, et dire d’où elles viennent."""

import os
from functools import lru_cache, partial
from pathlib import Path

import pyarrow as pa

from fiches.carnet import lectures
from fiches.donnees.demonstration import preparer
from fiches.donnees.douane import Entrepot
from fiches.fiche.contexte import Contexte
from fiches.fiche.millesime import Millesime
from fiches.redaction import accord, liste, typographier
from fiches.socle.chemins import ETAT, dossier_donnees
from fiches.socle.erreurs import ErreurDonnees

_ANNEES_SUIVIES = 5
"""Combien d’années d’avant, absentes, une fiche qui demande lesquelles sont là attend."""


def charger(annee: int, donnees: Path | None = None) -> Millesime:
    """Lit les données de l’année ; sans aucune donnée importée pour elle, fabrique la démonstration.

    Lève `ErreurDonnees` si l’année est incomplète, absente sans démonstration possible, change pendant sa lecture, ou
    n’est plus celle qu’a trouvée la campagne en commençant.
    """
    entrepot = preparer(donnees or dossier_donnees(), annee)
    empreinte = entrepot.empreinte(annee)
    if (etat := os.environ.get(ETAT)) and f"{annee}:{empreinte}" not in etat.split(","):
        raise ErreurDonnees(
            f"Les données de {annee} ont changé depuis le début de la campagne : un import y a travaillé. Relancez "
            "« fiches produire » : ce qui est à jour est gardé."
        )
    millesime = _lire(entrepot, annee, empreinte)
    lectures.noter_donnees(annee, empreinte, millesime.contexte.demonstration)
    return millesime


def annees_presentes(annee: int, donnees: Path | None = None) -> list[int]:
    """Les années dont toutes les données sont là, dans l’ordre ; celles qui manquent autour de `annee` sont suivies."""
    entrepot = Entrepot(donnees or dossier_donnees())
    presentes = [presente for presente in entrepot.annees() if entrepot.complete(presente)]
    for absente in sorted({*range(annee - _ANNEES_SUIVIES, annee + 2)} - {*presentes}):
        _noter_absente(entrepot, absente)
    for presente in presentes:
        lectures.noter_donnees(presente, entrepot.empreinte(presente), entrepot.demonstration(presente))
    return presentes


@lru_cache(maxsize=2)
def _lire(entrepot: Entrepot, annee: int, empreinte: str) -> Millesime:
    # L’empreinte est dans la clé : un import fait pendant que JupyterLab est ouvert se voit.
    demonstration = entrepot.demonstration(annee)
    contexte = Contexte(
        annee=annee,
        source=_source(annee, demonstration),
        provenance=_provenance(entrepot, annee),
        demonstration=demonstration,
        libelles=entrepot.libelles(annee),
    )
    millesime = Millesime(
        entrepot.cube(annee),
        contexte,
        partial(_lire_lignes, entrepot, annee, empreinte),
        partial(_lire_annee, entrepot),
        _presences(entrepot, annee),
    )
    _exiger_inchangee(entrepot, annee, empreinte)
    return millesime


def _exiger_inchangee(entrepot: Entrepot, annee: int, empreinte: str) -> None:
    """Lue en plusieurs fois, une année n’est jamais le mélange de deux états."""
    if entrepot.empreinte(annee) != empreinte:
        raise ErreurDonnees(f"Un import a changé les données de {annee} pendant leur lecture. Recommencez.")


def _lire_lignes(entrepot: Entrepot, annee: int, empreinte: str) -> pa.Table:
    lignes = entrepot.lignes(annee).unify_dictionaries()
    _exiger_inchangee(entrepot, annee, empreinte)
    return lignes


def _lire_annee(entrepot: Entrepot, annee: int) -> Millesime | None:
    if entrepot.complete(annee):
        return charger(annee, entrepot.dossier)
    _noter_absente(entrepot, annee)
    return None


def _noter_absente(entrepot: Entrepot, annee: int) -> None:
    """La fiche suit l’année qui manque : ses données peuvent paraître."""
    lectures.noter_donnees(annee, entrepot.empreinte(annee), demonstration=False)


def _presences(entrepot: Entrepot, annee: int) -> dict[tuple[str, str], frozenset[int]]:
    cles = ["flux", "departement", "trimestre"]
    lignes = entrepot.lignes(annee).select(cles).unify_dictionaries().group_by(cles).aggregate([])
    trimestres: dict[tuple[str, str], set[int]] = {}
    for ligne in lignes.to_pylist():
        trimestres.setdefault((ligne["flux"], ligne["departement"]), set()).add(int(ligne["trimestre"]))
    return {cle: frozenset(presents) for cle, presents in trimestres.items()}


def _source(annee: int, demonstration: bool) -> str:
    if demonstration:
        return typographier(
            f"Source : données de démonstration, simulées au format des douanes pour {annee} ; "
            "aucune valeur n’est réelle."
        )
    return typographier(
        "Source : direction générale des douanes et droits indirects (DGDDI), statistiques régionales "
        f"et départementales du commerce extérieur, {annee}."
    )


def _provenance(entrepot: Entrepot, annee: int) -> str:
    # Sans la date d’import : la même archive, importée un autre jour, donne la même page.
    archives = {p.archive: p.sha256 for p in entrepot.provenance(annee)}
    detail = [f"{nom} (SHA-256 {somme[:12]}…)" for nom, somme in sorted(archives.items())]
    return f"{accord(len(detail), 'Archive lue', 'Archives lues')} : {liste(detail)}."
