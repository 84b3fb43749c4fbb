"""Montrer la page dans le navigateur de ce poste : un petit serveur HTTP qui n’écoute que 127.0.0.1.

La page est servie telle qu’elle sera produite, sans une ligne de plus ; c’est une enveloppe qui la montre dans un
cadre, reçoit les événements et remplace le cadre.
"""

import json
import threading
from dataclasses import dataclass, replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from fiches.apercu.fabrique import Defaut, PagePrete

_ICI = Path(__file__).parent
_ENTETES = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
_ENVELOPPE = """<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Aperçu</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/apercu.css">
<script src="/apercu.js" defer></script>
</head>
<body>
<p id="etat" role="status">Première page en cours…</p>
<div id="erreur" role="alert" hidden></div>
</body>
</html>
"""
_POLITIQUE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_AILLEURS = "Ce lien ne mène nulle part dans l’aperçu : il vaut dans le dossier des pages produites."


@dataclass(frozen=True)
class Vue:
    """Ce que le navigateur doit montrer : la dernière bonne page, et par-dessus l’erreur s’il y en a une."""

    version: int = 0
    numero: int = 0
    html: str = ""
    erreur: str = ""


class Panneau:
    """La vue courante, que les fils d’exécution du serveur attendent de voir changer."""

    def __init__(self) -> None:
        self._vue = Vue()
        self._change = threading.Condition()

    @property
    def vue(self) -> Vue:
        """La vue courante."""
        return self._vue

    def afficher(self, recu: PagePrete | Defaut) -> None:
        """Montre une page neuve, ou une erreur par-dessus la dernière bonne page."""
        with self._change:
            v = replace(self._vue, version=self._vue.version + 1)
            if isinstance(recu, Defaut):
                self._vue = replace(v, erreur=recu.raison)
            else:
                self._vue = replace(v, erreur="", html=recu.html, numero=v.numero + (recu.html != v.html))
            self._change.notify_all()

    def attendre(self, version: int, delai_s: float) -> Vue:
        """La vue, dès qu’elle n’est plus de cette version ; au plus tard après ce délai."""
        with self._change:
            self._change.wait_for(lambda: self._vue.version != version, delai_s)
            return self._vue


class Serveur(ThreadingHTTPServer):
    """Sert l’enveloppe, la page et ses événements sur un port libre de 127.0.0.1."""

    daemon_threads = True  # une page ouverte n’empêche pas de finir

    def __init__(self, panneau: Panneau) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Reponse, panneau))
        threading.Thread(target=partial(self.serve_forever, poll_interval=0.1), daemon=True).start()

    @property
    def adresse(self) -> str:
        """L’adresse à ouvrir."""
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Un navigateur qui raccroche est chose ordinaire."""


class _Reponse(BaseHTTPRequestHandler):
    server: Serveur

    def __init__(self, panneau: Panneau, *arguments: Any) -> None:
        self._tableau = panneau
        super().__init__(*arguments)

    def do_GET(self) -> None:
        # Un site malveillant peut donner notre adresse à son propre nom : il resterait dans l’en-tête Host.
        if self.headers.get("Host") not in {f"{nom}:{self.server.server_port}" for nom in ("127.0.0.1", "localhost")}:
            self._repondre(403, "text/plain", "Cette adresse n’est pas celle de l’aperçu.")
            return
        chemin = self.path.partition("?")[0]
        if chemin == "/":
            self._repondre(200, "text/html", _ENVELOPPE, _POLITIQUE)
        elif chemin == "/apercu.js":
            self._repondre(200, "text/javascript", (_ICI / "apercu.js").read_text(encoding="utf-8"))
        elif chemin == "/apercu.css":
            self._repondre(200, "text/css", (_ICI / "apercu.css").read_text(encoding="utf-8"))
        elif chemin == "/fiche":
            self._repondre(200, "text/html", self._tableau.vue.html, "frame-ancestors 'self'")
        elif chemin == "/evenements":
            self._suivre()
        else:
            self._repondre(404, "text/plain", _AILLEURS)

    def _repondre(self, statut: int, genre: str, corps: str, politique: str = "default-src 'none'") -> None:
        octets = corps.encode()
        self._entetes(statut, genre, politique)
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def _suivre(self) -> None:
        """Un événement par changement de la vue, tant que le navigateur écoute."""
        self._entetes(200, "text/event-stream", "default-src 'none'")
        self.end_headers()
        version = -1
        while True:
            vue = self._tableau.attendre(version, 15)
            # Sans changement, l’envoi fait au moins découvrir que le navigateur est parti.
            evenement = {"page": vue.numero, "erreur": vue.erreur} if vue.version != version else None
            self.wfile.write(f"data: {json.dumps(evenement)}\n\n".encode() if evenement else b":\n\n")
            self.wfile.flush()
            version = vue.version

    def _entetes(self, statut: int, genre: str, politique: str) -> None:
        self.send_response(statut)
        for nom, valeur in {**_ENTETES, "Content-Type": f"{genre}; charset=utf-8"}.items():
            self.send_header(nom, valeur)
        self.send_header("Content-Security-Policy", politique)

    def log_message(self, format: str, *args: Any) -> None:
        """Le terminal reste à l’analyste."""
