"""Le serveur de l’aperçu : pour ce poste seulement, et la page telle qu’elle sera produite."""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from watchfiles import Change

from fiches.apercu.fabrique import Defaut, PagePrete, Sujet
from fiches.apercu.serveur import Panneau, Serveur
from fiches.apercu.veille import PAQUET, a_suivre, compte
from fiches.socle.chemins import CARNETS, PARAMS
from fiches.socle.erreurs import ErreurDemande

PAGE = "<!DOCTYPE html>\r\n<title>Été\u00a0: <b>\u202f!</title>\n"


@pytest.fixture
def panneau() -> Panneau:
    panneau = Panneau()
    panneau.afficher(PagePrete(PAGE))
    return panneau


@pytest.fixture
def serveur(panneau: Panneau) -> Iterator[Serveur]:
    with Serveur(panneau) as serveur:
        yield serveur
        serveur.shutdown()


def demander(serveur: Serveur, chemin: str, hote: str = "", methode: str = "GET") -> http.client.HTTPResponse:
    client = http.client.HTTPConnection("127.0.0.1", serveur.server_port, timeout=10)
    client.request(methode, chemin, headers={"Host": hote} if hote else {})
    return client.getresponse()


def test_il_n_ecoute_que_ce_poste(serveur: Serveur):
    assert serveur.socket.getsockname()[0] == "127.0.0.1"
    assert serveur.adresse.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("chemin", ["/", "/fiche", "/evenements", "/apercu.js"])
@pytest.mark.parametrize("hote", ["pirate.example", "pirate.example:{port}", "127.0.0.1", "127.0.0.1.nip.io:{port}"])
def test_un_nom_etranger_est_refuse(serveur: Serveur, chemin: str, hote: str):
    with demander(serveur, chemin, hote.format(port=serveur.server_port)) as reponse:
        assert reponse.status == 403
        assert "été" not in reponse.read().decode().lower()


@pytest.mark.parametrize("chemin", ["/../params", "/%2e%2e/README.md", "/fiche/", "/serveur.py", "//etc/passwd"])
def test_aucun_autre_fichier_n_est_servi(serveur: Serveur, chemin: str):
    with demander(serveur, chemin) as reponse:
        assert reponse.status == 404


def test_rien_ne_s_envoie_au_serveur(serveur: Serveur):
    with demander(serveur, "/", methode="POST") as reponse:
        assert reponse.status == 501


def test_la_page_est_servie_telle_quelle_et_ne_peut_etre_encadree_ailleurs(serveur: Serveur):
    with demander(serveur, "/fiche?1") as reponse:
        assert reponse.read() == PAGE.encode()
        assert reponse.headers["Content-Security-Policy"] == "frame-ancestors 'self'"
        assert reponse.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert reponse.headers["Cache-Control"] == "no-store"


def test_l_enveloppe_n_execute_que_son_script(serveur: Serveur):
    with demander(serveur, "/") as reponse:
        politique = reponse.headers["Content-Security-Policy"]
        assert "default-src 'none'; script-src 'self';" in politique
        assert "unsafe" not in politique


def test_les_evenements_disent_la_page_puis_l_erreur_puis_la_reprise(serveur: Serveur, panneau: Panneau):
    def suivant() -> dict[str, object]:
        while not (ligne := flux.readline()).startswith(b"data: "):
            pass
        vu: dict[str, object] = json.loads(ligne.removeprefix(b"data: "))
        return vu

    with demander(serveur, "/evenements", f"localhost:{serveur.server_port}") as flux:
        assert suivant() == {"page": 1, "erreur": ""}
        panneau.afficher(Defaut("cellule 3, ligne 2\n« x »"))
        assert suivant() == {"page": 1, "erreur": "cellule 3, ligne 2\n« x »"}
        panneau.afficher(PagePrete(PAGE))
        assert suivant() == {"page": 1, "erreur": ""}  # la même page n’est pas rechargée
        panneau.afficher(PagePrete(PAGE + "<p>"))
        assert suivant() == {"page": 2, "erreur": ""}


def test_une_erreur_laisse_la_derniere_bonne_page(panneau: Panneau):
    panneau.afficher(Defaut("cassé"))
    assert (panneau.vue.html, panneau.vue.erreur) == (PAGE, "cassé")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="/\\\0"), min_size=1))
def test_un_fichier_en_cours_d_ecriture_ne_compte_pas(nom: str):
    assert not compte(Change.added, f"/tmp/.{nom}.ipynb")
    assert not compte(Change.modified, f"/tmp/{nom}.ipynb~")
    assert nom.startswith(".") or compte(Change.modified, f"/tmp/{nom}.ipynb")


def test_tout_ce_qui_fait_la_page_est_suivi(donnees_demo: Path, tmp_path: Path):
    (tmp_path / "p.yml").write_text("", encoding="utf-8")
    suivis = set(a_suivre(Sujet("46", tmp_path / "p.yml", None, donnees_demo)))
    gabarits = {gabarit.parent for gabarit in PAQUET.rglob("*.j2")}
    assert {CARNETS, PARAMS, PARAMS / "commentaires", PAQUET, tmp_path, *gabarits} <= suivis
    assert PAQUET.parent / "reports" not in suivis


def test_une_demande_fausse_arrete_avant_d_ouvrir(donnees_demo: Path, tmp_path: Path):
    with pytest.raises(ErreurDemande, match="absent"):
        a_suivre(Sujet("46", tmp_path / "absent.yml", None, donnees_demo))
    with pytest.raises(ErreurDemande, match="99"):
        a_suivre(Sujet("99", PARAMS / "edition-2024.yml", None, donnees_demo))
