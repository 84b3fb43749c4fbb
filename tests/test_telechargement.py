"""Le téléchargement, contre un serveur local qui joue data.gouv.fr et la page des douanes, pannes comprises."""

import hashlib
import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from rich.console import Console

from fiches import telechargement as paquet
from fiches.avancement import suivre_octets
from fiches.cli import main
from fiches.douane import Entrepot, importer
from fiches.erreurs import ErreurDonnees
from fiches.telechargement import OFFICIELS, Sites, telecharger, transfert
from fiches.telechargement.recherche import Lien, choisir

sys.path.insert(0, str(Path(__file__).parent / "douane"))
from fabrique import annee_complete, octets

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
        fichier.writestr(f"Region_{annee}_{flux}.txt", annee_complete(annee, flux=flux))
    return contenu.getvalue()


ZIPS = {flux: archive(flux) for flux in "EI"}
NOMS = {"E": "202503-Regional-2024-export.zip", "I": "202503-Regional-2024-import.zip"}


@pytest.fixture
def serveur(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serveur]:
    """Les deux sites en bonne santé : data.gouv.fr mène aux deux archives, la liste aussi."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(transfert, "ESSAIS", 2)
    with Serveur() as ecoute:
        for flux, nom in NOMS.items():
            ecoute.reponses[f"/2025-03/{nom}"] = sert(ZIPS[flux])
        ecoute.api(*(ressource(ecoute, flux) for flux in "EI"))
        ecoute.page(*(f"../2025-03/{nom}" for nom in NOMS.values()))
        fil = threading.Thread(target=ecoute.serve_forever, args=(0.01,))
        fil.start()
        yield ecoute
        ecoute.shutdown()
        fil.join()


def ressource(serveur: Serveur, flux: str, **autre: object) -> dict:
    somme = {"type": "sha1", "value": hashlib.sha1(ZIPS[flux]).hexdigest()}
    adresse = f"{serveur.base}/2025-03/{NOMS[flux]}"
    return {"title": "Zip", "url": adresse, "checksum": somme, "filesize": len(ZIPS[flux])} | autre


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
    return message


ATTENDUES = {NOMS["E"]: ZIPS["E"], NOMS["I"]: ZIPS["I"]}


def test_les_archives_sont_trouvees_par_l_api_et_s_importent(serveur: Serveur, tmp_path: Path):
    archives = telecharger(2024, tmp_path / "recu", sites=serveur.sites)
    assert [a.name for a in archives] == list(NOMS.values())
    assert not serveur.recues_de("/site/liste.asp")
    compte_rendu = importer(archives, tmp_path / "tables")
    assert {(p.annee, p.flux, p.archive) for p in compte_rendu.tables} == {(2024, f, n) for f, n in NOMS.items()}


def test_la_page_de_liste_prend_le_relais_de_l_api(serveur: Serveur, tmp_path: Path):
    serveur.api()
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES


def test_un_lien_mort_de_l_api_se_retrouve_par_la_page(serveur: Serveur, tmp_path: Path):
    serveur.api(ressource(serveur, "E"), ressource(serveur, "I", url=f"{serveur.base}/vieux/{NOMS['I']}"))
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES
    assert len(serveur.recues_de(f"/2025-03/{NOMS['E']}")) == 1


@pytest.mark.parametrize("avec_somme", [True, False])
def test_un_fichier_intact_n_est_pas_repris_un_fichier_change_l_est(serveur: Serveur, tmp_path: Path, avec_somme: bool):
    if not avec_somme:
        serveur.api()
    telecharger_ici(serveur, tmp_path)
    telecharger_ici(serveur, tmp_path)
    chemins = [f"/2025-03/{nom}" for nom in NOMS.values()]
    assert [len(serveur.recues_de(chemin)) for chemin in chemins] == [1, 1]
    (tmp_path / NOMS["E"]).write_bytes(b"PK change")
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES
    assert [len(serveur.recues_de(chemin)) for chemin in chemins] == [2, 1]


def coupe(corps: bytes, marque: str = '"v1"', reprend: bool = True) -> Reponse:
    """La première réponse s’arrête au milieu ; la suite honore Range et If-Range, ou renvoie tout."""

    def repondre(demande: Demande) -> None:
        portee = demande.headers.get("Range")
        if portee is None and len(demande.server.recues_de(demande.path)) == 1:
            demande.repondre(corps[:100], longueur=len(corps), ETag=marque)
        elif portee and reprend and demande.headers.get("If-Range") == marque:
            debut = int(portee.removeprefix("bytes=").rstrip("-"))
            etendue = f"bytes {debut}-{len(corps) - 1}/{len(corps)}"
            demande.repondre(corps[debut:], 206, ETag=marque, Content_Range=etendue)
        else:
            demande.repondre(corps, ETag=marque)

    return repondre


@pytest.mark.parametrize("reprend", [True, False])
def test_un_transfert_coupe_reprend_ou_il_en_etait(serveur: Serveur, tmp_path: Path, reprend: bool):
    chemin = f"/2025-03/{NOMS['E']}"
    serveur.reponses[chemin] = coupe(ZIPS["E"], reprend=reprend)
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES
    assert serveur.recues_de(chemin) == [None, "bytes=100-"]


def test_ce_qui_est_recu_sert_a_la_commande_suivante(serveur: Serveur, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(transfert, "ESSAIS", 1)
    serveur.page()
    chemin = f"/2025-03/{NOMS['E']}"
    serveur.reponses[chemin] = coupe(ZIPS["E"])
    assert "transfert coupé" in refus(serveur, tmp_path)
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES
    assert serveur.recues_de(chemin) == [None, "bytes=100-"]
    assert list((tmp_path / "en-cours").iterdir()) == []


def test_sans_marque_de_version_rien_n_est_recolle(serveur: Serveur, tmp_path: Path):
    chemin = f"/2025-03/{NOMS['E']}"
    serveur.reponses[chemin] = coupe(ZIPS["E"], marque='W/"faible"')
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES
    assert serveur.recues_de(chemin) == [None, None]


def test_une_reprise_au_mauvais_endroit_repart_du_debut(serveur: Serveur, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(transfert, "ESSAIS", 3)
    serveur.page()
    chemin, bonne = f"/2025-03/{NOMS['E']}", coupe(ZIPS["E"])

    def decalee(demande: Demande) -> None:
        if demande.headers.get("Range"):
            demande.repondre(ZIPS["E"][90:], 206, Content_Range=f"bytes 90-{len(ZIPS['E']) - 1}/{len(ZIPS['E'])}")
        else:
            bonne(demande)

    serveur.reponses[chemin] = decalee
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES
    assert serveur.recues_de(chemin) == [None, "bytes=100-", None]


def test_le_debut_d_une_autre_adresse_n_est_pas_recolle(serveur: Serveur, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(transfert, "ESSAIS", 1)
    serveur.api(ressource(serveur, "E", url=f"{serveur.base}/vieux/{NOMS['E']}"), ressource(serveur, "I"))
    serveur.reponses[f"/vieux/{NOMS['E']}"] = coupe(b"x" * 5000, marque='"v1"')
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES
    assert serveur.recues_de(f"/2025-03/{NOMS['E']}") == [None]


def boucle(demande: Demande) -> None:
    demande.repondre(b"", 302, Location=demande.path)


def muette(demande: Demande) -> None:
    time.sleep(0.6)


def goutte_a_goutte(demande: Demande) -> None:
    demande.send_response(200)
    demande.end_headers()
    for _ in range(40):
        demande.wfile.write(b" ")
        demande.wfile.flush()
        time.sleep(0.05)


def vers_le_disque(demande: Demande) -> None:
    demande.repondre(b"", 302, Location="file:///etc/passwd")


PANNES = {
    "404": (rate(404), "réponse 404"),
    "503": (rate(503), "réponse 503"),
    "page web": (sert(b"\n<!DOCTYPE html><p>En maintenance"), "page web"),
    "autre chose": (sert(b"bonjour"), "pas une archive zip"),
    "vide": (sert(b""), "pas une archive zip"),
    "redirections": (boucle, "redirections sans fin"),
    "vers le disque": (vers_le_disque, "adresse refusée"),
    "muette": (muette, "pas de réponse en 0,3 s"),
    "énorme": (lambda demande: demande.repondre(b"PK", longueur=3 << 30), "taille absurde"),
    "coupée": (lambda demande: demande.repondre(b"PK", longueur=1000), "transfert coupé"),
}


@pytest.mark.parametrize("panne", PANNES)
def test_une_archive_en_panne_se_dit(serveur: Serveur, tmp_path: Path, panne: str):
    reponse, raison = PANNES[panne]
    serveur.reponses[f"/2025-03/{NOMS['I']}"] = reponse
    message = refus(serveur, tmp_path, delai_s=0.3)
    assert f"{serveur.base}/2025-03/{NOMS['I']} (" in message
    assert raison in message
    assert not (tmp_path / NOMS["I"]).exists()


def test_une_taille_non_annoncee_est_bornee_quand_meme(serveur: Serveur, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(transfert, "TAILLE_MAX", 5000)

    def sans_fin(demande: Demande) -> None:
        demande.send_response(200)
        demande.end_headers()
        demande.wfile.write(b"PK" * 10_000)

    serveur.reponses[f"/2025-03/{NOMS['I']}"] = sans_fin
    assert "taille absurde" in refus(serveur, tmp_path)
    assert list((tmp_path / "en-cours").iterdir()) == []


@pytest.mark.parametrize(
    ("annonce", "raison"),
    [
        ({"checksum": {"type": "sha1", "value": "0" * 40}}, "somme de contrôle"),
        ({"checksum": None, "filesize": 12}, "12 annoncés"),
    ],
)
def test_ce_que_l_api_annonce_est_verifie(serveur: Serveur, tmp_path: Path, annonce: dict, raison: str):
    serveur.page()
    serveur.api(ressource(serveur, "E", **annonce), ressource(serveur, "I"))
    assert raison in refus(serveur, tmp_path)
    assert not (tmp_path / NOMS["E"]).exists()


@pytest.mark.parametrize("corps", [b"<html>", b"[]", b"{}", b'{"resources": [1]}', b'{"resources": 3}', b"[" * 100_000])
def test_un_json_illisible_n_empeche_pas_la_page(serveur: Serveur, tmp_path: Path, corps: bytes):
    serveur.reponses["/api"] = sert(corps)
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES
    serveur.page()
    (tmp_path / NOMS["E"]).unlink()
    assert "réponse illisible" in refus(serveur, tmp_path)


@pytest.mark.parametrize("panne", [rate(404), boucle, muette, goutte_a_goutte])
def test_une_api_en_panne_n_empeche_pas_la_page(serveur: Serveur, tmp_path: Path, panne: Reponse):
    serveur.reponses["/api"] = panne
    assert telecharger_ici(serveur, tmp_path, delai_s=0.3) == ATTENDUES


def test_une_page_au_compte_gouttes_est_abandonnee(serveur: Serveur, tmp_path: Path):
    serveur.reponses["/api"] = goutte_a_goutte
    serveur.page()
    assert "/api (réponse incomplète après 0,6 s)" in refus(serveur, tmp_path, delai_s=0.3)


def test_une_page_sans_fin_est_bornee(serveur: Serveur, tmp_path: Path):
    serveur.reponses["/api"] = sert(b" " * (9 << 20))
    serveur.page()
    assert "page de plus de 8 Mo" in refus(serveur, tmp_path)


def test_aucune_archive_de_l_annee(serveur: Serveur, tmp_path: Path):
    serveur.api({"title": "Régional 2023 export", "url": f"{serveur.base}/202403-Regional-2023-export.zip"})
    serveur.page("../202403-Regional-2023-import.zip", "javascript:void(0)", "http://[", "")
    message = refus(serveur, tmp_path)
    for site in (serveur.sites.api, serveur.sites.page):
        for flux in ("export", "import"):
            assert f"{site} (aucune archive régionale 2024 à l’{flux})" in message


def test_une_adresse_hostile_reste_sur_une_ligne(serveur: Serveur, tmp_path: Path):
    serveur.page()
    hostile = f"{serveur.base}/a\x1b[31m\n{NOMS['E']}"
    serveur.api({"title": "Régional 2024 export", "url": hostile}, ressource(serveur, "I"))
    assert "\x1b" not in refus(serveur, tmp_path)


def test_un_seul_flux_ne_suffit_pas_et_ce_qui_est_recu_est_garde(serveur: Serveur, tmp_path: Path):
    serveur.api(ressource(serveur, "E"))
    serveur.page(f"../2025-03/{NOMS['E']}")
    message = refus(serveur, tmp_path)
    assert "aucune archive régionale 2024 à l’import" in message
    assert f"Reçu et gardé : {tmp_path / NOMS['E']}." in message


def test_hors_connexion_chaque_adresse_essayee_est_dite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as ferme:  # un port où personne n’écoute
        ferme.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{ferme.getsockname()[1]}"
        with pytest.raises(ErreurDonnees) as erreur:
            telecharger(2024, tmp_path, sites=Sites(f"{base}/api", f"{base}/liste"), delai_s=1)
    assert f"{base}/api (site injoignable) ; {base}/liste (site injoignable)" in str(erreur.value)


@pytest.mark.parametrize(
    "fichier",
    [
        "..%2F..%2Fexport.zip",
        "..%5C..%5Cregional-2024-export.zip",
        "%2Fetc%2Fregional-2024-export.zip",
        ".regional-2024-export.zip",
        "regional%202024%20export.zip",
        "r%C3%A9gional-2024-export.zip",
        "regional-2024-export%00.zip",
        f"regional-2024-export{'x' * 300}.zip",
        "r/8f3c",
    ],
)
def test_un_nom_de_fichier_qui_n_est_pas_sur_est_remplace(fichier: str):
    nom = Lien(f"https://exemple.fr/{fichier}", "Régional 2024 export").nom(2024, "E")
    assert nom in {"Regional-2024-export.zip", "regional-2024-export.zip", "export.zip"}
    assert Path(nom).name == nom


def choisis(*liens: tuple[str, str]) -> dict[str, str]:
    retenus = choisir((Lien(f"https://exemple.fr/{url}", titre) for url, titre in liens), 2024)
    return {flux: lien.url.removeprefix("https://exemple.fr/") for flux, lien in retenus.items()}


def test_seules_les_archives_regionales_de_l_annee_sont_retenues():
    assert choisis(
        ("202503-National-2024-export.zip", "Données nationales et régionales 2024, export"),
        ("202403-Regional-2023-export.zip", "mis à jour en 2024"),
        ("region_18.zip", "2024"),
        ("Regional-2024.zip", "Import et export"),
        ("Regional_2024_Export.zip", ""),
        ("r/8f3c", "Statistiques régionales 2024 – importations"),
    ) == {"E": "Regional_2024_Export.zip", "I": "r/8f3c"}


def test_de_deux_publications_la_derniere_est_retenue():
    noms = [f"{mois}-Regional-2024-export.zip" for mois in ("202503", "202509", "202506")]
    assert choisis(*((nom, "") for nom in noms)) == {"E": noms[1]}
    dossiers = [f"{dossier}/Regional-2024-export.zip" for dossier in ("2025-09/12", "2025-03/07")]
    assert choisis(*((nom, "") for nom in dossiers)) == {"E": dossiers[0]}


def commande(*arguments: object) -> int:
    with pytest.MonkeyPatch.context() as contexte:
        contexte.setattr(sys, "argv", ["fiches", "donnees", *map(str, arguments)])
        with pytest.raises(SystemExit) as sortie:
            main()
    return int(sortie.value.code or 0)


def test_la_commande_telecharge_importe_et_n_abime_rien_en_panne(
    serveur: Serveur, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def ici(annee, dossier, suivi):
        return telecharger(annee, dossier, suivi, serveur.sites, 5)

    monkeypatch.setattr(paquet, "telecharger", ici)
    assert commande("telecharger", 2024, "--donnees", tmp_path) == 0
    assert "2024, exportations" in capsys.readouterr().out
    assert Entrepot(tmp_path)
    avant = octets(tmp_path)
    serveur.api()
    serveur.page()
    assert commande("telecharger", 2024, "--donnees", tmp_path) == 2
    dit = capsys.readouterr()
    assert (dit.out, dit.err.count("\n")) == ("", 1)
    assert dit.err.startswith("Erreur : les archives de 2024 n’ont pas pu être téléchargées")
    assert octets(tmp_path) == avant


def test_deux_telechargements_a_la_fois_ne_se_melent_pas(serveur: Serveur, tmp_path: Path):
    vu: list[str] = []

    def pendant(*_: object) -> None:
        with pytest.raises(ErreurDonnees, match="un autre téléchargement"):
            telecharger(2024, tmp_path, sites=serveur.sites)
        vu.append("refusé")

    telecharger(2024, tmp_path, pendant, serveur.sites)
    assert vu


def test_la_barre_ne_parait_que_dans_un_terminal(tmp_path: Path):
    for terminal in (True, False):
        with (tmp_path / "ecran").open("w+", encoding="utf-8") as ecran:
            console = Console(file=ecran, force_terminal=terminal, width=120)
            with suivre_octets(console) as suivi:
                suivi("[a].zip", 1_500_000, 3_000_000)
            ecran.seek(0)
            lu = ecran.read()
        assert ("[a].zip" in lu and "1,5 sur 3,0 Mo" in lu) if terminal else lu == ""
