"""Un serveur local qui joue data.gouv.fr et la page des douanes, et les archives qu’il sert."""

import hashlib
import json
import re
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pytest

from fiches.donnees.telechargement import OFFICIELS, Sites, telecharger
from fiches.redaction import FINE, INSECABLE
from fiches.socle.erreurs import ErreurDonnees

sys.path.insert(0, str(Path(__file__).parents[1] / "douane"))
from fabrique import annee_complete

Reponse = Callable[["Demande"], None]


class Demande(BaseHTTPRequestHandler):
    """Une requête reçue : le serveur la note, puis joue la réponse préparée pour son chemin."""

    protocol_version = "HTTP/1.1"
    server: "Serveur"

    def do_GET(self):
        self.server.recues.append((self.path, self.headers.get("Range")))
        self.close_connection = True
        self.server.reponses.get(self.path, rate(404))(self)

    def repondre(self, corps: bytes, code: int = 200, longueur: int | None = None, **en_tetes: str) -> None:
        self.send_response(code)
        self.send_header("Connection", "close")  # sinon le client réemploie parfois une connexion qui se ferme
        self.send_header("Content-Length", str(len(corps) if longueur is None else longueur))
        for nom, valeur in en_tetes.items():
            self.send_header(nom.replace("_", "-"), valeur)
        self.end_headers()
        self.wfile.write(corps)

    def log_message(self, *_):
        """Rien sur la console des tests."""


class Serveur(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Demande)
        self.recues: list[tuple[str, str | None]] = []
        self.reponses: dict[str, Reponse] = {}
        self.fini = threading.Event()
        self.base = f"http://127.0.0.1:{self.server_port}"
        self.sites = Sites(f"{self.base}/api", f"{self.base}/site/liste.asp")

    def handle_error(self, *_):
        """Le client coupe exprès certaines réponses."""

    def api(self, *ressources: dict) -> None:
        self.reponses["/api"] = sert(json.dumps({"resources": ressources}).encode())

    def page(self, *liens: str) -> None:
        ancres = "".join(f'<li><a href="{lien}">zip</a>' for lien in liens)
        self.reponses["/site/liste.asp"] = sert(f"<!doctype html><ul>{ancres}".encode())

    def recues_de(self, chemin: str) -> list[str | None]:
        return [portee for recu, portee in self.recues if recu == chemin]


def sert(corps: bytes, **en_tetes: str) -> Reponse:
    return lambda demande: demande.repondre(corps, **en_tetes)


def rate(code: int) -> Reponse:
    return lambda demande: demande.repondre(b"", code)


def archive(flux: str, annee: int = 2024) -> bytes:
    """Un zip des douanes : une ligne par trimestre, non compressée pour peser quelques centaines d’octets."""
    contenu = BytesIO()
    with ZipFile(contenu, "w", ZIP_STORED) as fichier:
        # Datée : des octets qui changeraient avec l’heure feraient d’autres noms de tests.
        membre = ZipInfo(f"Region_{annee}_{flux}.txt", (2025, 3, 1, 0, 0, 0))
        fichier.writestr(membre, annee_complete(annee, flux=flux))
    return contenu.getvalue()


ZIPS = {flux: archive(flux) for flux in "EI"}
NOMS = {"E": "202503-Regional-2024-export.zip", "I": "202503-Regional-2024-import.zip"}


def ressource(serveur: Serveur, flux: str, **autre: object) -> dict:
    somme = {"type": "sha1", "value": hashlib.sha1(ZIPS[flux]).hexdigest()}
    adresse = f"{serveur.base}/2025-03/{NOMS[flux]}"
    juste = {"title": "Zip", "url": adresse, "filetype": "file", "checksum": somme, "filesize": len(ZIPS[flux])}
    return juste | autre


def telecharger_ici(serveur: Serveur, dossier: Path, delai_s: float = 5) -> dict[str, bytes]:
    chemins = telecharger(2024, dossier, sites=serveur.sites, delai_s=delai_s)
    assert all(chemin.parent == dossier for chemin in chemins)
    return {chemin.name: chemin.read_bytes() for chemin in chemins}


def refus(serveur: Serveur, dossier: Path, delai_s: float = 5) -> str:
    with pytest.raises(ErreurDonnees) as erreur:
        telecharger_ici(serveur, dossier, delai_s)
    message = str(erreur.value)
    assert "\n" not in message
    assert "fiches donnees importer" in message
    assert OFFICIELS.page in message
    assert not re.search(" [:;»]|« ", message), "espaces insécables"
    return message.replace(INSECABLE, " ").replace(FINE, " ")


ATTENDUES = {NOMS["E"]: ZIPS["E"], NOMS["I"]: ZIPS["I"]}


def boucle(demande: Demande) -> None:
    demande.repondre(b"", 302, Location=demande.path)


def muette(demande: Demande) -> None:
    demande.rfile.read(1)  # jusqu’à ce que le client s’en aille


def distille(demande: Demande, octet: bytes) -> None:
    """Un octet de temps en temps, jusqu’à ce que le client s’en aille."""
    while not demande.server.fini.wait(0.02):
        demande.wfile.write(octet)


def goutte_a_goutte(demande: Demande) -> None:
    demande.send_response(200)
    demande.end_headers()
    distille(demande, b" ")


def en_tetes_sans_fin(demande: Demande) -> None:
    demande.send_response(200)
    demande.flush_headers()
    distille(demande, b"x")


def redirection_sans_fin(demande: Demande) -> None:
    """Une redirection dont le corps ne finit pas : le lire n’a pas lieu d’être."""
    demande.send_response(302)
    demande.send_header("Location", "/api")
    demande.end_headers()
    distille(demande, b" ")
