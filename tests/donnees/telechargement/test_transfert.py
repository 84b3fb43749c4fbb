"""Un transfert : repris, borné, vérifié ; chaque panne se dit."""

from pathlib import Path

import pytest
from essais_telechargement import (
    ATTENDUES,
    NOMS,
    ZIPS,
    Demande,
    Reponse,
    Serveur,
    boucle,
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
    serveur.api(ressource(serveur, "E", url=f"{serveur.base}/vieux/{NOMS['E']}"), ressource(serveur, "I"))
    serveur.reponses[f"/vieux/{NOMS['E']}"] = coupe(b"x" * 5000, marque='"v1"')
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES
    assert serveur.recues_de(f"/2025-03/{NOMS['E']}") == [None]


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
    if not avec_somme:
        serveur.api()
    telecharger_ici(serveur, tmp_path)
    telecharger_ici(serveur, tmp_path)
    chemins = [f"/2025-03/{nom}" for nom in NOMS.values()]
    assert [len(serveur.recues_de(chemin)) for chemin in chemins] == [1, 1]
    (tmp_path / NOMS["E"]).write_bytes(b"PK change")
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES
    assert [len(serveur.recues_de(chemin)) for chemin in chemins] == [2, 1]
