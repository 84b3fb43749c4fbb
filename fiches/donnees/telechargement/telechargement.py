"""De l’année voulue à ses deux archives sur le disque : chaque voie essayée à son tour, et dite si rien ne va."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import filelock
import pooch  # type: ignore[import-untyped]

from fiches.donnees.telechargement.lien import Lien
from fiches.donnees.telechargement.recherche import (
    NOM_DANS_L_ARCHIVE,
    absence,
    choisir,
    liens_de_l_api,
    liens_de_la_page,
)
from fiches.donnees.telechargement.reseau import ErreurReseau, lire_page
from fiches.donnees.telechargement.transfert import Transfert
from fiches.redaction import FINE, INSECABLE
from fiches.socle import chemins
from fiches.socle.erreurs import ErreurDonnees, raison_du_systeme

Suivi = Callable[[str, int, int], object]
_EN_COURS = "en-cours"
_ESSAI_MAX = 600


@dataclass(frozen=True)
class Sites:
    """Où chercher : la page de liste des douanes, puis l’API d’un jeu de données de data.gouv.fr."""

    api: str
    page: str


OFFICIELS = Sites(
    api="https://www.data.gouv.fr/api/1/datasets/5369a0c7a3a729239d206446/",
    page="https://lekiosque.finances.gouv.fr/site_fr/telechargement/telechargement_SGBD.asp",
)


def telecharger(
    annee: int, dossier: Path, suivi: Suivi | None = None, sites: Sites = OFFICIELS, delai_s: float = 30
) -> list[Path]:
    """Télécharge dans `dossier` les archives régionales de l’année : [export, import].

    `suivi` reçoit (nom du fichier, octets reçus, octets en tout ou 0). Un fichier déjà là et intact n’est pas
    repris ; un transfert coupé se reprend. Lève `ErreurDonnees`, qui dit ce qui a été essayé et la voie manuelle.
    """
    pooch.get_logger().setLevel("WARNING")  # ses messages sont en anglais
    try:
        dossier.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(dossier / ".verrou", timeout=0):
            return _par_les_deux_voies(annee, dossier, suivi or (lambda *_: None), sites, delai_s)
    except filelock.Timeout as erreur:
        raise ErreurDonnees(f"{dossier} : un autre téléchargement y est en cours. Attendez qu’il finisse.") from erreur
    except OSError as erreur:
        raise ErreurDonnees(
            f"{dossier} : téléchargement interrompu ({raison_du_systeme(erreur)}). "
            "Vérifiez la place libre et les droits."
        ) from erreur


def _par_les_deux_voies(annee: int, dossier: Path, suivi: Suivi, sites: Sites, delai_s: float) -> list[Path]:
    obtenues: dict[str, Path] = {}
    essais: list[str] = []
    voies = (
        ("page des douanes", sites.page, liens_de_la_page),
        ("data.gouv.fr, alimenté jusqu’en 2020", sites.api, liens_de_l_api),
    )
    for voie, adresse, lire in voies:
        try:
            liens = lire(*lire_page(adresse, delai_s))
        except ErreurReseau as erreur:
            essais.append(f"{voie} : {adresse} ({erreur})")
            continue
        trouves = choisir(liens, annee)
        for flux in [flux for flux in NOM_DANS_L_ARCHIVE if flux not in obtenues]:
            if not (lien := trouves.get(flux)):
                essais.append(f"{voie} : {adresse} ({absence(liens, annee, flux)})")
                continue
            try:
                obtenues[flux] = _obtenir(lien, lien.nom(annee, flux), dossier, suivi, delai_s)
            except ErreurReseau as erreur:
                essais.append(f"{voie} : {lien.url} ({erreur})")
        if len(obtenues) == len(NOM_DANS_L_ARCHIVE):
            return [obtenues[flux] for flux in NOM_DANS_L_ARCHIVE]
    gardees = f", reçu et gardé : {', '.join(map(str, obtenues.values()))}" if obtenues else ""
    raise ErreurDonnees(
        f"les archives de {annee} n’ont pas pu être téléchargées, les tables n’ont pas changé (essayé, dans l’ordre : "
        f"{' ; '.join(map(_lisible, essais))}{gardees}) : réessayez plus tard, ou prenez à la main les archives "
        f"régionales de {annee}, à l’export et à l’import, sur {OFFICIELS.page}, puis « fiches donnees importer "
        "ARCHIVE… » (README, « Les données »)."
    )


def _obtenir(lien: Lien, nom: str, dossier: Path, suivi: Suivi, delai_s: float) -> Path:
    chemin, trace = dossier / nom, dossier / f".{nom}.json"
    if _intact(chemin, trace, lien):
        return chemin
    en_cours = dossier / _EN_COURS
    (en_cours / nom).unlink(missing_ok=True)
    transfert = Transfert(en_cours / f"{nom}.partiel", lien.taille, lambda recu, tout: suivi(nom, recu, tout), delai_s)
    try:
        pooch.retrieve(lien.url, known_hash=lien.somme, fname=nom, path=en_cours, downloader=transfert)
    except ValueError as erreur:
        raise ErreurReseau("la somme de contrôle n’est pas celle qu’annonce l’API") from erreur
    (en_cours / nom).replace(chemin)
    chemins.ecrire(trace, json.dumps({"url": lien.url, "sha256": pooch.file_hash(str(chemin))}))
    return chemin


def _intact(chemin: Path, trace: Path, lien: Lien) -> bool:
    """Vrai si le fichier est celui de ce lien, octet pour octet : la somme de l’API, sinon la nôtre."""
    if not chemin.exists():
        return False
    if lien.somme:
        return bool(pooch.hashes.hash_matches(str(chemin), lien.somme))
    with suppress(OSError, ValueError, KeyError, TypeError):
        lu = json.loads(trace.read_bytes())
        return bool(lu["url"] == lien.url and lu["sha256"] == pooch.file_hash(str(chemin)))
    return False


def _lisible(essai: str) -> str:
    """Sur une seule ligne, sans caractère de commande : une adresse lue sur le réseau n’est ni sûre, ni courte."""
    court = essai if len(essai) <= _ESSAI_MAX else f"{essai[:_ESSAI_MAX]}…"
    return "".join(c if c.isprintable() or c in (INSECABLE, FINE) else "�" for c in court)
