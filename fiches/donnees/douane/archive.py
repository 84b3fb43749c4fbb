"""Ouvrir ce que les douanes publient : un zip, ou le txt qu’il contient. Rien n’est extrait sur le disque."""

import hashlib
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from fiches.donnees.douane.filigrane import LISEZ_MOI
from fiches.socle.erreurs import ErreurDonnees, raison_du_systeme

TAILLE_MAX = 8 << 30
RAPPORT_MAX, RAPPORT_DES = 100, 10 << 20

_DONNEES = re.compile(r"(?i)reg(ion|ional).*\.txt")
_LIBELLES = re.compile(r"(?i)(libell|d[eé]partement).*\.(txt|csv)")
_NOTICE = re.compile(r"(?i)(lisez|read|notice|description|licen).*")
_CLASSEUR = re.compile(r"(?i).*\.(xls|xlsx|xlsm|ods)|\[content_types\]\.xml")
_A_NOUVEAU = "Téléchargez-la de nouveau."


@dataclass(frozen=True)
class Membre:
    """Un fichier à lire : `nom` pour les messages, `taille` en octets une fois décompressé."""

    nom: str
    taille: int
    ouvrir: Callable[[], BinaryIO]


@dataclass(frozen=True)
class Archive:
    """Une archive ouverte : ses fichiers de données et de libellés, et son empreinte SHA-256."""

    nom: str
    sha256: str
    donnees: tuple[Membre, ...]
    libelles: tuple[Membre, ...]
    annoncee_simulee: bool


@contextmanager
def ouvrir(chemin: Path) -> Iterator[Archive]:
    """Ouvre un zip ou un txt. Lève `ErreurDonnees` (en nommant le fichier) s’il ne peut pas être pris."""
    try:
        fichier = chemin.open("rb")
    except OSError as erreur:
        raise ErreurDonnees(
            f"{chemin} : fichier illisible ({_raison(chemin, erreur)}). Vérifiez son chemin."
        ) from erreur
    with fichier:
        sha256 = hashlib.file_digest(fichier, "sha256").hexdigest()
        taille = fichier.tell()
        fichier.seek(0)
        debut = fichier.read(4)
        fichier.seek(0)
        if not debut.startswith(b"PK") and chemin.suffix.lower() != ".zip":
            yield Archive(chemin.name, sha256, (Membre(chemin.name, taille, lambda: fichier),), (), False)
            return
        try:
            with _zip(chemin.name, fichier, debut) as contenu:
                yield _inventaire(chemin.name, sha256, contenu)
        except (zipfile.BadZipFile, zlib.error, EOFError) as erreur:
            raise ErreurDonnees(f"{chemin.name} : l’archive est abîmée ou coupée. {_A_NOUVEAU}") from erreur


def _raison(chemin: Path, erreur: OSError) -> str:
    if chemin.is_dir():
        return "c’est un dossier ; donnez les fichiers zip ou txt qu’il contient"
    return raison_du_systeme(erreur)


def _zip(nom: str, fichier: IO[bytes], debut: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(fichier)
    except zipfile.BadZipFile as erreur:
        if not debut:
            raison = "l’archive est vide (aucun octet)"
        elif debut.startswith(b"PK"):
            raison = "l’archive est coupée : la fin du zip manque"
        elif debut.startswith((b"<", b"\n<", b"\r\n<")):
            raison = "c’est une page web, pas une archive zip"
        else:
            raison = "ce n’est pas une archive zip"
        raise ErreurDonnees(f"{nom} : {raison}. {_A_NOUVEAU}") from erreur


def _inventaire(nom: str, sha256: str, contenu: zipfile.ZipFile) -> Archive:
    membres = [m for m in contenu.infolist() if not m.is_dir()]
    for membre in membres:
        _verifier(nom, membre)
    if sum(m.file_size for m in membres) > TAILLE_MAX:
        raise ErreurDonnees(
            f"{nom} : l’archive dépasserait {TAILLE_MAX >> 30} Go une fois décompressée, ce qui n’est pas plausible. "
            "Vérifiez d’où elle vient."
        )
    utiles = [m for m in membres if not _ignorable(m)]
    libelles = [m for m in utiles if _LIBELLES.match(_base(m))]
    restants = [m for m in utiles if m not in libelles]
    donnees = [m for m in restants if _DONNEES.search(_base(m))] or [
        m for m in restants if re.search(r"(?i)\.(txt|csv)$", _base(m))
    ]
    if not donnees:
        raise ErreurDonnees(f"{nom} : {_absence(membres)}")

    def lecteur(membre: zipfile.ZipInfo) -> Membre:
        return Membre(f"{nom} › {membre.filename}", membre.file_size, lambda: cast(BinaryIO, contenu.open(membre)))

    return Archive(
        nom,
        sha256,
        tuple(map(lecteur, donnees)),
        tuple(map(lecteur, libelles)),
        any(_base(m) == LISEZ_MOI for m in membres),
    )


def _base(membre: zipfile.ZipInfo) -> str:
    return PurePosixPath(membre.filename).name


def _ignorable(membre: zipfile.ZipInfo) -> bool:
    base = _base(membre)
    return base.startswith(".") or "__MACOSX" in membre.filename or bool(_NOTICE.match(base))


def _verifier(nom: str, membre: zipfile.ZipInfo) -> None:
    chemin = membre.filename.replace("\\", "/")
    if chemin.startswith("/") or re.match(r"[A-Za-z]:", chemin) or ".." in chemin.split("/"):
        raise ErreurDonnees(
            f"{nom} : l’archive contient un chemin qui sort de son dossier (« {membre.filename} »), "
            "elle ne vient pas des douanes telle quelle. Téléchargez-la de nouveau depuis le site officiel."
        )
    if membre.flag_bits & 1:
        raise ErreurDonnees(
            f"{nom} : l’archive est protégée par un mot de passe (« {membre.filename} »). "
            "Décompressez-la et importez le fichier txt."
        )
    if membre.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        raise ErreurDonnees(
            f"{nom} : la compression de « {membre.filename} » n’est pas connue. "
            "Décompressez l’archive et importez le fichier txt."
        )
    if membre.file_size > max(RAPPORT_DES, RAPPORT_MAX * membre.compress_size):
        raise ErreurDonnees(
            f"{nom} : « {membre.filename} » annonce une taille décompressée absurde "
            f"({membre.file_size >> 20} Mo pour {membre.compress_size >> 10} Ko). Vérifiez d’où vient l’archive."
        )


def _absence(membres: list[zipfile.ZipInfo]) -> str:
    if not membres:
        return f"l’archive est vide. {_A_NOUVEAU}"
    if any(_CLASSEUR.match(_base(m)) for m in membres):
        return (
            "l’archive contient un classeur (ancien produit en milliers d’euros), pas le fichier texte à dix champs. "
            "Prenez les « Statistiques régionales et départementales du commerce extérieur », au format txt."
        )
    if any(_base(m).lower().endswith(".zip") for m in membres):
        return "l’archive en contient d’autres. Sortez-les et importez-les directement."
    noms = ", ".join(_base(m) for m in membres[:3])
    return f"aucun fichier de données régionales (Region….txt) dans l’archive, qui contient : {noms}."
