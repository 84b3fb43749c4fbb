"""Un transfert : repris, borné, vérifié ; chaque panne se dit."""

import gzip
from pathlib import Path
from threading import Event

import pytest
from essais_telechargement import (
    ATTENDUES,
    NOMS,
    ZIPS,
    Demande,
    Reponse,
    Serveur,
    boucle,
    en_tetes_sans_fin,
    goutte_a_goutte,
    muette,
    rate,
    refus,
    ressource,
    sert,
    telecharger_ici,
)

from fiches.donnees.telechargement import telecharger, transfert
from fiches.socle.erreurs import ErreurDonnees


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
    serveur.page(f"/vieux/{NOMS['E']}")
    serveur.reponses[f"/vieux/{NOMS['E']}"] = coupe(b"x" * 5000, marque='"v1"')
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES
    assert serveur.recues_de(f"/vieux/{NOMS['E']}") == [None]
    assert serveur.recues_de(f"/2025-03/{NOMS['E']}") == [None]


def vers_le_disque(demande: Demande) -> None:
    demande.repondre(b"", 302, Location="file:///etc/passwd")


PANNES = {
    "404": (rate(404), "réponse 404 : introuvable"),
    "410": (rate(410), "réponse 410 : retirée pour de bon par le site, inutile de réessayer"),
    "304": (rate(304), "réponse 304"),
    "503": (rate(503), "réponse 503"),
    "page web": (sert(b"\n<!DOCTYPE html><p>En maintenance"), "page web"),
    "autre chose": (sert(b"bonjour"), "pas une archive zip"),
    "vide": (sert(b""), "pas une archive zip"),
    "redirections": (boucle, "redirections sans fin"),
    "vers le disque": (vers_le_disque, "adresse refusée"),
    "muette": (muette, "pas de réponse en 1 s"),
    "énorme": (lambda demande: demande.repondre(b"PK", longueur=3 << 30), "taille absurde"),
    "coupée": (lambda demande: demande.repondre(b"PK", longueur=1000), "transfert coupé"),
}


@pytest.mark.parametrize("panne", PANNES)
def test_une_archive_en_panne_se_dit(serveur: Serveur, tmp_path: Path, panne: str):
    reponse, raison = PANNES[panne]
    serveur.reponses[f"/2025-03/{NOMS['I']}"] = reponse
    serveur.api()
    message = refus(serveur, tmp_path, delai_s=1)
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


@pytest.mark.parametrize("lente", [goutte_a_goutte, en_tetes_sans_fin])
def test_une_archive_distillee_est_abandonnee(serveur: Serveur, tmp_path: Path, monkeypatch, lente: Reponse):
    monkeypatch.setattr(transfert, "DUREE_MAX_S", 0.5)
    parti = Event()

    def jusqu_au_depart(demande: Demande) -> None:
        try:
            lente(demande)
        except OSError:
            parti.set()

    serveur.page(f"/lente/{NOMS['E']}")
    serveur.api(ressource(serveur, "I"))
    serveur.reponses[f"/lente/{NOMS['E']}"] = jusqu_au_depart
    assert "trop lent, arrêté après 0,5 s : relancez la commande" in refus(serveur, tmp_path)
    if lente is goutte_a_goutte:
        assert parti.wait(30), "la connexion est rendue"


def test_ce_qu_une_archive_lente_a_donne_sert_a_la_suite(serveur: Serveur, tmp_path: Path, monkeypatch):
    chemin, bonne = f"/2025-03/{NOMS['E']}", coupe(ZIPS["E"])

    def lente(demande: Demande) -> None:
        if demande.headers.get("Range"):
            bonne(demande)
        else:
            demande.repondre(ZIPS["E"][:100], longueur=len(ZIPS["E"]), ETag='"v1"')
            muette(demande)

    serveur.reponses[chemin] = lente
    serveur.api(ressource(serveur, "I"))
    with monkeypatch.context() as contexte:
        contexte.setattr(transfert, "DUREE_MAX_S", 0.5)
        assert "trop lent" in refus(serveur, tmp_path)
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES
    assert serveur.recues_de(chemin) == [None, "bytes=100-"]


def test_un_corps_comprime_en_route_n_est_pas_recolle(serveur: Serveur, tmp_path: Path):
    chemin = f"/2025-03/{NOMS['E']}"
    corps = gzip.compress(ZIPS["E"])

    def comprimee(demande: Demande) -> None:
        entier = len(demande.server.recues_de(chemin)) > 1
        demande.repondre(corps if entier else corps[:100], longueur=len(corps), ETag='"v1"', Content_Encoding="gzip")

    serveur.reponses[chemin] = comprimee
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES
    assert serveur.recues_de(chemin) == [None, None]


def test_deux_telechargements_a_la_fois_ne_se_melent_pas(serveur: Serveur, tmp_path: Path):
    vu: list[str] = []

    def pendant(*_: object) -> None:
        with pytest.raises(ErreurDonnees, match="un autre téléchargement"):
            telecharger(2024, tmp_path, sites=serveur.sites)
        vu.append("refusé")

    telecharger(2024, tmp_path, pendant, serveur.sites)
    assert vu


@pytest.mark.parametrize("avec_somme", [True, False])
def test_un_fichier_intact_n_est_pas_repris_un_fichier_change_l_est(serveur: Serveur, tmp_path: Path, avec_somme: bool):
    if avec_somme:
        serveur.page()
    else:
        serveur.api()
    telecharger_ici(serveur, tmp_path)
    telecharger_ici(serveur, tmp_path)
    chemins = [f"/2025-03/{nom}" for nom in NOMS.values()]
    assert [len(serveur.recues_de(chemin)) for chemin in chemins] == [1, 1]
    (tmp_path / NOMS["E"]).write_bytes(b"PK change")
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES
    assert [len(serveur.recues_de(chemin)) for chemin in chemins] == [2, 1]
