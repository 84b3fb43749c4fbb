"""Transférer une archive : reprise là où un transfert s’est coupé, tailles bornées, zip vérifié."""

import json
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import requests

from fiches.donnees.telechargement.reseau import Echeance, ErreurReseau, Reception, ouvrir
from fiches.socle import chemins

TAILLE_MAX = 2 << 30
"""Une archive régionale d’une année fait quelques dizaines de Mo : au-delà de 2 Go, ce n’en est pas une."""
DUREE_MAX_S = 1800.0
"""Ce qu’une archive peut prendre, en tout : à 30 ko/s, une demi-heure en reçoit 50 Mo."""
ESSAIS = 3

Suivi = Callable[[int, int], object]
"""Reçoit (octets reçus, octets en tout, ou 0 si le serveur ne le dit pas)."""


class Transfert:
    """Le « downloader » donné à pooch : écrit l’adresse dans un fichier, en reprenant ce qui était déjà reçu."""

    def __init__(self, partiel: Path, taille: int | None, suivi: Suivi, delai_s: float) -> None:
        self._partiel, self._taille, self._suivi, self._delai = partiel, taille, suivi, delai_s
        self._marque = partiel.with_name(f"{partiel.name}.json")

    def __call__(self, url: str, sortie: str, _pooch: object, check_only: bool = False) -> None:
        """Reçoit `url`, la vérifie, et la met à la place de `sortie`. Lève `ErreurReseau`."""
        echeance = Echeance(DUREE_MAX_S)
        for essai in range(1, ESSAIS + 1):
            try:
                self._recevoir(url, echeance)
                break
            except ErreurReseau as erreur:
                if not erreur.passagere or essai == ESSAIS:
                    raise
        try:
            self._verifier()
        except ErreurReseau:
            self._oublier()  # entier mais faux : rien à reprendre
            raise
        self._partiel.replace(sortie)
        self._oublier()

    def _recevoir(self, url: str, echeance: Echeance) -> None:
        debut, marque = self._acquis(url)
        en_tetes = {"Range": f"bytes={debut}-", "If-Range": marque} if debut else {}
        with ouvrir(url, self._delai, echeance, en_tetes) as reception:
            reponse = reception.reponse
            if reponse.status_code == requests.codes.range_not_satisfiable:
                self._oublier()
                raise ErreurReseau("reprise refusée par le serveur", passagere=True)
            if reponse.status_code != requests.codes.partial_content:
                debut = 0
            elif _debut_annonce(reponse) != debut:
                self._oublier()
                raise ErreurReseau("reprise au mauvais endroit", passagere=True)
            tout = _tout(reponse, debut)
            self._borner(tout)
            if not debut:
                self._oublier()
                chemins.ecrire(self._marque, json.dumps({"url": url, "marque": _marque(reponse)}))
            self._ecrire(reception, debut, tout)

    def _ecrire(self, reception: Reception, recu: int, tout: int) -> None:
        with self._partiel.open("ab") as fichier:
            for morceau in reception.morceaux():
                recu += len(morceau)
                if recu > TAILLE_MAX:
                    break
                fichier.write(morceau)
                self._suivi(recu, tout)
        self._borner(recu)

    def _acquis(self, url: str) -> tuple[int, str]:
        """Octets déjà reçus de cette adresse, et la marque du fichier qu’ils commencent."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            lu = json.loads(self._marque.read_bytes())
            if lu["url"] == url and lu["marque"]:
                return self._partiel.stat().st_size, str(lu["marque"])
        return 0, ""

    def _oublier(self) -> None:
        self._partiel.unlink(missing_ok=True)
        self._marque.unlink(missing_ok=True)

    def _borner(self, taille: int) -> None:
        if taille > TAILLE_MAX:
            self._oublier()
            raise ErreurReseau(f"taille absurde (plus de {TAILLE_MAX >> 30} Go)")

    def _verifier(self) -> None:
        with self._partiel.open("rb") as fichier:
            debut = fichier.read(512).lstrip().lower()
        if debut.startswith((b"<!doctype", b"<html", b"<head", b"<?xml")):
            raise ErreurReseau("c’est une page web, pas une archive")
        if not zipfile.is_zipfile(self._partiel):
            raise ErreurReseau("ce n’est pas une archive zip")
        taille = self._partiel.stat().st_size
        if self._taille and taille != self._taille:
            raise ErreurReseau(f"{taille} octets reçus, {self._taille} annoncés par l’API")


def _debut_annonce(reponse: requests.Response) -> int | None:
    trouve = re.match(r"bytes (\d+)-", reponse.headers.get("Content-Range", ""))
    return int(trouve[1]) if trouve else None


def _tout(reponse: requests.Response, debut: int) -> int:
    """Taille du fichier entier ; 0 si le serveur ne la dit pas."""
    longueur = reponse.headers.get("Content-Length", "")
    return debut + int(longueur) if longueur.isdecimal() else 0


def _marque(reponse: requests.Response) -> str:
    """Ce qui permet de reprendre sans mêler deux versions : un ETag fort, sinon la date ; vide s’il n’y a rien."""
    if (
        reponse.headers.get("Content-Encoding", "identity") != "identity"
    ):  # la place d’un octet n’y est pas celle du zip
        return ""
    etag = str(reponse.headers.get("ETag", ""))
    return etag if etag.startswith('"') else str(reponse.headers.get("Last-Modified", ""))
