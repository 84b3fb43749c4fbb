"""Le réseau : ce qu’une redirection peut faire, ce qui est rendu quand plus personne n’attend."""

from threading import Event
from urllib.parse import urlsplit

import pytest
import requests
from essais_telechargement import Demande, Serveur, muette, sert
from hypothesis import given
from hypothesis import strategies as st

from fiches.donnees.telechargement import reseau
from fiches.donnees.telechargement.reseau import Echeance, ErreurReseau, en_https, est_du_web, lire_page, ouvrir, suivre

HOTES = st.sampled_from(["x.fr", "y.fr:8443", "[::1]", "127.0.0.1"])
CHEMINS = st.text(st.characters(codec="utf-8"), max_size=20)


@given(HOTES, CHEMINS, st.sampled_from(["http", "https"]))
def test_https_ne_mene_jamais_a_http(hote: str, chemin: str, schema: str):
    for cible in (f"{schema}://{hote}/{chemin}", f"//{hote}/{chemin}", f"/{chemin}", chemin):
        try:
            suite = suivre("https://depart.fr/a", cible)
        except ErreurReseau:
            continue
        assert urlsplit(suite).scheme == "https"
        assert est_du_web(suite)
    assert urlsplit(en_https(f"{schema}://{hote}/{chemin}", "https://depart.fr")).scheme == "https"
    assert en_https(f"{schema}://{hote}/a", "http://depart.fr") == f"{schema}://{hote}/a"


@pytest.fixture
def en_tls(serveur: Serveur, monkeypatch: pytest.MonkeyPatch) -> str:
    """« https://sur.test », joué par le serveur local : seul le chiffrement manque."""
    envoyer = requests.adapters.HTTPAdapter.send

    def detourner(adaptateur, requete, **options):
        requete.url = requete.url.replace("https://sur.test", serveur.base)
        reponse = envoyer(adaptateur, requete, **options)
        reponse.url = reponse.url.replace(serveur.base, "https://sur.test")
        return reponse

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", detourner)
    return "https://sur.test"


def redirige(cible: str):
    return lambda demande: demande.repondre(b"", 302, Location=cible)


def test_une_redirection_de_https_vers_http_n_est_pas_suivie(serveur: Serveur, en_tls: str):
    serveur.reponses["/vers-http"] = redirige(f"{serveur.base}/api")
    with pytest.raises(ErreurReseau, match="de https vers http refusée"):
        lire_page(f"{en_tls}/vers-http", 5)
    assert not serveur.recues_de("/api")
    serveur.reponses["/vers-https"] = redirige(f"{en_tls}/page")
    serveur.reponses["/page"] = sert(b"lu")
    assert lire_page(f"{en_tls}/vers-https", 5) == (b"lu", f"{en_tls}/page")


def test_une_redirection_de_http_vers_https_est_suivie(serveur: Serveur, en_tls: str):
    serveur.reponses["/monte"] = redirige(f"{en_tls}/page")
    serveur.reponses["/page"] = sert(b"lu")
    assert lire_page(f"{serveur.base}/monte", 5)[0] == b"lu"


@pytest.mark.parametrize("arret", [KeyboardInterrupt, SystemExit])
def test_une_interruption_rend_la_connexion(
    serveur: Serveur, monkeypatch: pytest.MonkeyPatch, arret: type[BaseException]
):
    parti = Event()

    def jusqu_au_depart(demande: Demande) -> None:
        demande.repondre(b"debut", longueur=1000)
        muette(demande)
        parti.set()

    class Interrompue(reseau.Future):
        def result(self, *_: object) -> bytes:
            raise arret

    serveur.reponses["/longue"] = jusqu_au_depart
    with ouvrir(f"{serveur.base}/longue", 1, Echeance(60)) as reception:
        monkeypatch.setattr(reseau, "Future", Interrompue)
        with pytest.raises(arret):
            list(reception.morceaux())
    assert parti.wait(30)


@pytest.mark.parametrize(
    ("reglage", "valeur", "raison"),
    [
        ("HTTP_PROXY", "http://127.0.0.1:1", "le mandataire"),
        ("HTTP_PROXY", "http://", "le mandataire"),
    ],
)
def test_un_mandataire_muet_se_dit(monkeypatch: pytest.MonkeyPatch, reglage: str, valeur: str, raison: str):
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("http_proxy", raising=False)
    monkeypatch.setenv(reglage, valeur)
    with pytest.raises(ErreurReseau, match=raison):
        lire_page("http://exemple.invalid/", 1)


def test_des_certificats_introuvables_se_disent(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nulle/part.pem")
    with pytest.raises(ErreurReseau, match="certificats du poste introuvables"):
        lire_page("https://127.0.0.1:1/", 1)


@given(st.floats(0, 1e5))
def test_une_echeance_se_lit_et_ne_devient_pas_negative(duree_s: float):
    echeance = Echeance(duree_s)
    assert 0 <= echeance.reste_s() <= duree_s
    assert str(echeance).endswith(("s", "min"))


@pytest.mark.parametrize(
    "adresse", ["http://[", "http://", "ftp://x.fr/a", "http://x.fr:99999/", "http://\ud800.fr/", "a"]
)
def test_une_adresse_fausse_se_refuse(adresse: str):
    with pytest.raises(ErreurReseau, match="adresse refusée"):
        lire_page(adresse, 1)
