"""Ouvrir ce que les douanes publient : un zip, ou le txt qu’il contient. Rien n’est extrait sur le disque."""

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from fiches.donnees.douane.decompression import A_NOUVEAU, ouvrir_membre, ouvrir_zip
from fiches.donnees.douane.filigrane import LISEZ_MOI
from fiches.donnees.douane.refus import REGIONAL, extrait, lisible
from fiches.socle.erreurs import ErreurDonnees, raison_du_systeme

TAILLE_MAX = 8 << 30
RAPPORT_MAX, RAPPORT_DES = 100, 10 << 20

_DONNEES = re.compile(r"(?i)reg(ion|ional).*\.txt")
_LIBELLES = re.compile(r"(?i)(libell|d[eé]partement).*\.(txt|csv)")
_NOTICE = re.compile(r"(?i)(lisez|read|notice|description|licen).*")
_CLASSEUR = re.compile(r"(?i).*\.(xls|xlsx|xlsm|ods)|\[content_types\]\.xml")


@dataclass(frozen=True)
class Membre:
    """Un fichier à lire : `nom` (lisible) pour les messages, `taille` en octets une fois décompressé."""

    nom: str
    taille: int
    ouvrir: Callable[[], BinaryIO]


@dataclass(frozen=True)
class Archive:
    """Une archive ouverte : son nom (lisible), ses fichiers de données et de libellés, son empreinte SHA-256."""

    nom: str
    sha256: str
    donnees: tuple[Membre, ...]
    libelles: tuple[Membre, ...]
    annoncee_simulee: bool
    ecartes: tuple[str, ...] = ()


@contextmanager
def ouvrir(chemin: Path) -> Iterator[Archive]:
    """Ouvre un zip ou un txt. Lève `ErreurDonnees` (en nommant le fichier) s’il ne peut pas être pris."""
    nom = lisible(chemin.name)
    if chemin.exists() and not chemin.is_file() and not chemin.is_dir():  # l’ouvrir attendrait sans fin
        raise ErreurDonnees(f"{lisible(str(chemin))}\u00a0: ce n’est pas un fichier ordinaire. Vérifiez son chemin.")
    try:
        fichier = chemin.open("rb")
    except OSError as erreur:
        raise ErreurDonnees(
            f"{lisible(str(chemin))} : fichier illisible ({_raison(chemin, erreur)}). Vérifiez son chemin."
        ) from erreur
    with fichier:
        sha256 = hashlib.file_digest(fichier, "sha256").hexdigest()
        taille = fichier.tell()
        fichier.seek(0)
        debut = fichier.read(4)
        fichier.seek(0)
        if not debut.startswith(b"PK") and chemin.suffix.lower() != ".zip":
            yield Archive(nom, sha256, (Membre(nom, taille, lambda: fichier),), (), False)
            return
        with ouvrir_zip(nom, fichier) as contenu:
            yield _inventaire(nom, sha256, contenu)


def _raison(chemin: Path, erreur: OSError) -> str:
    if chemin.is_dir():
        return "c’est un dossier ; donnez les fichiers zip ou txt qu’il contient"
    return raison_du_systeme(erreur)


def _inventaire(nom: str, sha256: str, contenu: zipfile.ZipFile) -> Archive:
    membres = [m for m in contenu.infolist() if not m.filename.endswith("/")]  # un nom peut être vide
    for membre in membres:
        _verifier(nom, membre)
    if sum(m.file_size for m in membres) > TAILLE_MAX:
        raise ErreurDonnees(
            f"{nom} : l’archive dépasserait {TAILLE_MAX >> 30} Go une fois décompressée, ce qui n’est pas plausible. "
            "Vérifiez d’où elle vient."
        )
    utiles = [m for m in membres if not _ignorable(m)]
    libelles = [m for m in utiles if _LIBELLES.match(_base(m))]
    restants = [m for m in utiles if not _LIBELLES.match(_base(m))]
    regionaux = [m for m in restants if _DONNEES.search(_base(m))]
    donnees = regionaux or [m for m in restants if re.search(r"(?i)\.(txt|csv)$", _base(m))]
    if not donnees:
        raise ErreurDonnees(f"{nom} : {_absence(membres)}")

    def lecteur(membre: zipfile.ZipInfo) -> Membre:
        fichier = f"{nom} › {lisible(membre.filename)}"
        return Membre(fichier, membre.file_size, lambda: ouvrir_membre(nom, contenu, membre))

    return Archive(
        nom,
        sha256,
        tuple(map(lecteur, donnees)),
        tuple(map(lecteur, libelles)),
        any(_base(m) == LISEZ_MOI for m in membres),
        tuple(extrait(_base(m)) for m in restants if regionaux and not _DONNEES.search(_base(m))),
    )


def _base(membre: zipfile.ZipInfo) -> str:
    return PurePosixPath(membre.filename).name


def _ignorable(membre: zipfile.ZipInfo) -> bool:
    base = _base(membre)
    return base.startswith(".") or bool(_NOTICE.match(base))  # macOS : __MACOSX/._Region.txt


def _verifier(nom: str, membre: zipfile.ZipInfo) -> None:
    chemin = membre.filename.replace("\\", "/")
    dit = extrait(membre.filename)
    if chemin.startswith("/") or re.match(r"[A-Za-z]:", chemin) or ".." in chemin.split("/"):
        raise ErreurDonnees(
            f"{nom} : l’archive contient un chemin qui sort de son dossier (« {dit} »), "
            "elle ne vient pas des douanes telle quelle. Téléchargez-la de nouveau depuis le site officiel."
        )
    if membre.flag_bits & 1:
        raise ErreurDonnees(
            f"{nom} : l’archive est protégée par un mot de passe (« {dit} »). "
            "Décompressez-la et importez le fichier txt ; si elle n’en demande aucun, elle est abîmée : "
            "téléchargez-la de nouveau."
        )
    if membre.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        raise ErreurDonnees(
            f"{nom} : la compression de « {dit} » n’est pas connue. Téléchargez l’archive de nouveau ; "
            "si rien ne change, décompressez-la et importez le fichier txt."
        )
    if membre.file_size > max(RAPPORT_DES, RAPPORT_MAX * membre.compress_size):
        raise ErreurDonnees(
            f"{nom} : « {dit} » annonce une taille décompressée absurde "
            f"({membre.file_size >> 20} Mo pour {membre.compress_size >> 10} Ko, plus de {RAPPORT_MAX} fois). "
            "Vérifiez d’où vient l’archive, et téléchargez-la de nouveau."
        )


def _absence(membres: list[zipfile.ZipInfo]) -> str:
    if not membres:
        return f"l’archive est vide. {A_NOUVEAU}"
    if any(_CLASSEUR.match(_base(m)) for m in membres):
        return (
            "l’archive contient un classeur (ancien produit en milliers d’euros), pas le fichier texte à dix champs. "
            f"{REGIONAL}"
        )
    if any(_base(m).lower().endswith(".zip") for m in membres):
        return "l’archive en contient d’autres. Sortez-les et importez-les directement."
    noms = ", ".join(extrait(_base(m)) for m in membres[:3])
    return f"aucun fichier de données régionales (Region….txt) dans l’archive, qui contient : {noms}. {REGIONAL}"
