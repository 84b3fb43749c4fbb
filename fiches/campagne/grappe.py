"""Faire les fiches sur une grappe dask.distributed déjà en marche (extra `dask`).

Chaque lot de fiches est une petite campagne ordinaire, faite par la commande `fiches` sur la machine qui le reçoit ;
ses fichiers reviennent ici, où ils sont écrits. Un lot perdu avec sa machine est repris par une autre.
"""

import json
import os
import subprocess
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import TypeAdapter, ValidationError

from fiches.campagne.fabrication import Fabrique
from fiches.campagne.fraicheur import empreinte_de
from fiches.campagne.manifeste import NOM, PUBLIES, Entree
from fiches.campagne.part import Part
from fiches.campagne.reception import fautes
from fiches.donnees.lieu import Lieu
from fiches.socle import empreinte, interruption
from fiches.socle.chemins import ETAT, VOISINES, ecrire, ecrire_ensemble
from fiches.socle.erreurs import ErreurDemande

_LOTS_PAR_PLACE = 3
"""Assez de lots pour que les machines finissent ensemble, et que la perte de l’une coûte peu."""

_DELAI_S = 10

_RETOUR = TypeAdapter(tuple[dict[str, bytes], dict[str, Entree], str])
"""Ce que rend `faire_un_lot`, une fois vérifié."""


@contextmanager
def ouverte(adresse: str) -> Iterator[Any]:
    """Le client de la grappe. Lève `ErreurDemande` si dask manque, ou si la grappe ne répond pas ou est vide."""
    try:
        from distributed import Client  # noqa: PLC0415 (un extra)
    except ImportError as erreur:
        raise ErreurDemande(
            "L’option --dask demande dask.distributed. Installez-le : "
            f"{sys.executable} -m pip install 'distributed'. Voir docs/campagne.md."
        ) from erreur
    try:
        client = Client(adresse, timeout=_DELAI_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as erreur:
        raise ErreurDemande(
            f"{adresse} : la grappe dask ne répond pas. L’adresse est celle qu’affiche « dask scheduler », "
            "par exemple tcp://10.0.0.5:8786."
        ) from erreur
    with client:
        if not _places(client):
            raise ErreurDemande(f"{adresse} : la grappe n’a aucun travailleur. Lancez « dask worker {adresse} ».")
        yield client


def repartir(client: Any, fabrique: Fabrique, lieux: Sequence[Lieu]) -> Generator[tuple[Lieu, Entree], None, None]:
    """Rend (lieu, entrée) au fil de l’eau, les pages déjà écrites."""
    from distributed import as_completed  # noqa: PLC0415 (un extra)

    nombre = min(len(lieux), _places(client) * _LOTS_PAR_PLACE)
    lots = [Part(rang, nombre).choisir(lieux) for rang in range(1, nombre + 1)]
    envois = {client.submit(faire_un_lot, *_mots(fabrique, lot), pure=False): lot for lot in lots}
    finis = as_completed(envois, loop=client.loop)
    for _ in lots:
        with interruption.possible():
            envoi = next(finis)
        defaut = envoi.exception()
        if defaut is not None:
            raison = f"la grappe n’a pas pu faire son lot : {defaut}"
            yield from ((lieu, fabrique.echec(lieu, raison)) for lieu in envois[envoi])
        else:
            yield from _recevoir(fabrique, envois[envoi], envoi.result())


def _places(client: Any) -> int:
    return sum(client.nthreads().values())


def faire_un_lot(arguments: Sequence[str], variables: dict[str, str]) -> tuple[dict[str, bytes], dict[str, Any], str]:
    """Sur le travailleur : les fichiers produits par nom, les entrées de leur manifeste, et le dossier provisoire.

    La commande part dans son propre processus : ce qui arrive à une fiche n’atteint pas le travailleur.
    """
    with TemporaryDirectory(prefix="fiches-") as dossier:
        commande = [sys.executable, "-m", "fiches", "produire", *arguments, "--sortie", dossier, "--jobs", "1"]
        environnement = os.environ | variables
        fait = subprocess.run(commande, capture_output=True, text=True, check=False, env=environnement)
        produits = [f for f in Path(dossier).glob("*/*") if not f.name.startswith(".")]
        manifestes = [f for f in produits if f.name == NOM]
        if not manifestes:
            raise RuntimeError((fait.stderr.strip().splitlines() or ["sans message"])[-1])
        entrees = json.loads(manifestes[0].read_text(encoding="utf-8"))["fiches"]
        fichiers = {f.name: f.read_bytes() for f in produits if f.name not in {NOM, *PUBLIES}}
        return fichiers, entrees, str(manifestes[0].parent)


def _mots(fabrique: Fabrique, lot: Sequence[Lieu]) -> tuple[list[str], dict[str, str]]:
    """Les arguments de `fiches produire` pour un lot, et les variables que sa commande doit trouver.

    Ce sont les fiches du dossier où ses pages reviendront, et l’état des données que lit toute la campagne.
    """
    demande = fabrique.demande
    options = {
        "--params": demande.fichier_params.resolve(),
        "--annee": demande.parametres.annee,
        "--donnees": demande.donnees.resolve(),
    }
    mots = [mot for option, valeur in options.items() for mot in (option, str(valeur))]
    arguments = [*(lieu.code for lieu in lot), *mots, *(["--pdf"] if demande.pdf else [])]
    return arguments, {VOISINES: demande.environnement(lot[0])[VOISINES], ETAT: fabrique.etat}


def _recevoir(fabrique: Fabrique, lot: Sequence[Lieu], recu: object) -> Iterator[tuple[Lieu, Entree]]:
    try:
        fichiers, entrees, la_bas = _RETOUR.validate_python(recu)
    except ValidationError:
        fichiers, entrees, la_bas = {}, {}, ""
    for lieu in lot:
        entree = entrees.get(lieu.code)
        raison = _refus(fabrique, lieu, entree, fichiers).replace(la_bas or "\0", str(fabrique.demande.dossier))
        # Le carnet exécuté, qu’une fiche en échec laisse aussi, puis la page : ce qu’elle annonce est déjà là.
        if carnet := fichiers.get(f"{lieu.fichier}.ipynb"):
            ecrire(fabrique.demande.dossier / f"{lieu.fichier}.ipynb", carnet)
        if entree is None or raison:
            yield lieu, fabrique.echec(lieu, raison, entree.duree_s if entree else 0.0)
        else:
            ecrire_ensemble({fabrique.demande.dossier / nom: fichiers[nom] for nom in reversed(entree.sommes)})
            yield lieu, entree


def _refus(fabrique: Fabrique, lieu: Lieu, entree: Entree | None, fichiers: dict[str, bytes]) -> str:
    """Pourquoi ce qui revient de la grappe ne fait pas une fiche ; rien si c’en est une."""

    def somme(nom: str) -> str | None:
        return empreinte.sha256(fichiers[nom]) if nom in fichiers else None

    if entree is None:
        return "la grappe a rendu autre chose que cette fiche."
    if entree.statut == "echec":
        return str(entree.erreur)
    if entree.empreinte != empreinte_de(fabrique.demande, lieu, fabrique.communes):
        return (
            "la machine qui l’a faite n’a pas le même programme, le même carnet ou les mêmes données. "
            "Mettez-la à jour, ou partagez le dossier des données."
        )
    if entree.page is None:
        return "la page n’est pas revenue de la grappe."
    return next((f"{faute}, au retour de la grappe." for faute in fautes(lieu, entree, somme)), "")
