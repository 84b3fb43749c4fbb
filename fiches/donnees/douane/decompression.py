"""Décompresser un zip : tout ce qu’une archive abîmée fait dire à Python devient un refus d’une phrase."""

import errno
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO, cast

from fiches.donnees.douane.refus import lisible
from fiches.socle.erreurs import ErreurDonnees

A_NOUVEAU = "Téléchargez-la de nouveau."
_ABIMEE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    struct.error,
    ValueError,
    RuntimeError,
    MemoryError,
)
_FIN_DE_ZIP, _QUEUE = b"PK\5\6", 22 + 0xFFFF


def ouvrir_zip(nom: str, fichier: IO[bytes]) -> zipfile.ZipFile:
    """Le zip ouvert ; lève `ErreurDonnees`, en nommant `nom`, si ce n’en est pas un ou s’il est abîmé."""
    with _defauts(nom, ""):
        try:
            return zipfile.ZipFile(fichier)
        except zipfile.BadZipFile as erreur:
            if raison := _pas_un_zip(fichier):
                raise ErreurDonnees(f"{nom} : {raison}. {A_NOUVEAU}") from erreur
            raise


def ouvrir_membre(nom: str, contenu: zipfile.ZipFile, membre: zipfile.ZipInfo) -> BinaryIO:
    """Un fichier du zip, à lire ; la lecture aussi lève `ErreurDonnees` si l’archive est abîmée."""
    with _defauts(nom, membre.filename):
        return cast(BinaryIO, _Membre(nom, membre.filename, contenu.open(membre)))


class _Membre(io.RawIOBase):
    def __init__(self, archive: str, nom: str, flux: IO[bytes]) -> None:
        self._archive, self._nom, self._flux = archive, nom, flux

    def read(self, taille: int = -1) -> Any:
        """Lit comme le flux d’origine."""
        with _defauts(self._archive, self._nom):
            return self._flux.read(taille)

    def close(self) -> None:
        """Ferme aussi le flux d’origine."""
        self._flux.close()
        super().close()


@contextmanager
def _defauts(archive: str, membre: str) -> Iterator[None]:
    ou = f" (« {lisible(membre)} » ne se décompresse pas)" if membre else ""
    try:
        yield
    except NotImplementedError as erreur:
        raise ErreurDonnees(
            f"{archive} : l’archive est abîmée, ou d’une version de zip inconnue{ou}. Téléchargez-la de nouveau ; "
            "si rien ne change, décompressez-la et importez le fichier txt."
        ) from erreur
    except (*_ABIMEE, OSError) as erreur:
        # Un membre bzip2 abîmé donne une OSError sans numéro ; un disque qui lâche en donne un.
        if isinstance(erreur, OSError) and erreur.errno not in (None, errno.EINVAL):
            raise
        raise ErreurDonnees(f"{archive} : l’archive est abîmée ou coupée{ou}. {A_NOUVEAU}") from erreur


def _pas_un_zip(fichier: IO[bytes]) -> str | None:
    taille = fichier.seek(0, io.SEEK_END)
    fichier.seek(max(0, taille - _QUEUE))
    queue = fichier.read()
    fichier.seek(0)
    debut = fichier.read(4)
    if not debut:
        return "l’archive est vide (aucun octet)"
    if _FIN_DE_ZIP in queue:
        return None
    if debut.startswith(b"PK"):
        return "l’archive est coupée : la fin du zip manque"
    if debut.lstrip().startswith(b"<"):
        return "c’est une page web, pas une archive zip"
    return "ce n’est pas une archive zip"
