"""Trouver les archives d’une année : par la page de liste, sinon par l’API."""

import hashlib
import json
from pathlib import Path

import pytest
from essais_telechargement import (
    ATTENDUES,
    NOMS,
    ZIPS,
    Reponse,
    Serveur,
    boucle,
    en_tetes_sans_fin,
    goutte_a_goutte,
    muette,
    rate,
    redirection_sans_fin,
    refus,
    ressource,
    sert,
    telecharger_ici,
)
from hypothesis import given
from hypothesis import strategies as st

from fiches.donnees.telechargement.recherche import absence, choisir, liens_de_l_api, liens_de_la_page
from fiches.donnees.telechargement.reseau import ErreurReseau


def test_l_api_prend_le_relais_de_la_page(serveur: Serveur, tmp_path: Path):
    serveur.page()
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES


def test_un_lien_mort_de_la_page_se_retrouve_par_l_api(serveur: Serveur, tmp_path: Path):
    serveur.page(f"../2025-03/{NOMS['E']}", f"../vieux/{NOMS['I']}")
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES
    assert len(serveur.recues_de(f"/2025-03/{NOMS['E']}")) == 1


PERIMEES = [{"checksum": {"type": "sha1", "value": "0" * 40}}, {"checksum": None, "filesize": 12}]


@pytest.mark.parametrize(("annonce", "raison"), [(PERIMEES[0], "somme de contrôle"), (PERIMEES[1], "12 annoncés")])
def test_ce_qu_annonce_un_fichier_depose_est_verifie(serveur: Serveur, tmp_path: Path, annonce: dict, raison: str):
    serveur.page()
    serveur.api(ressource(serveur, "E", **annonce), ressource(serveur, "I"))
    assert raison in refus(serveur, tmp_path)
    assert not (tmp_path / NOMS["E"]).exists()


@pytest.mark.parametrize("annonce", PERIMEES)
@pytest.mark.parametrize("sorte", ["remote", None, "autre"])
def test_ce_qu_annonce_une_ressource_distante_ne_fait_rien_refuser(
    serveur: Serveur, tmp_path: Path, annonce: dict, sorte: str | None
):
    serveur.page()
    serveur.api(*(ressource(serveur, flux, filetype=sorte, **annonce) for flux in "EI"))
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES


@pytest.mark.parametrize(
    ("sorte", "valeur", "lue"),
    [
        ("sha2", hashlib.sha256(ZIPS["E"]).hexdigest(), f"sha256:{hashlib.sha256(ZIPS['E']).hexdigest()}"),
        ("MD5", hashlib.md5(ZIPS["E"]).hexdigest().upper(), f"md5:{hashlib.md5(ZIPS['E']).hexdigest()}"),
        ("crc", "0f0f0f0f", None),
        ("sha1", "z" * 40, None),
    ],
)
def test_une_somme_se_lit_ou_ne_compte_pas(sorte: str, valeur: str, lue: str | None):
    depose = {"url": "https://x.fr/a.zip", "filetype": "file", "checksum": {"type": sorte, "value": valeur}}
    assert [lien.somme for lien in liens_de_l_api(json.dumps({"resources": [depose]}).encode(), "")] == [lue]


@pytest.mark.parametrize(
    ("sorte", "url", "archive"),
    [
        (None, "r/8f3c", True),
        ("", "r/8f3c", True),
        ("application/zip", "r/8f3c", True),
        ("application/x-zip-compressed", "r/8f3c", True),
        ("ZIP", "r/8f3c", True),
        ("csv", "regional.zip", True),
        ("csv", "r/8f3c", False),
        ("application/gzip", "r/8f3c", False),
        (None, "notice.pdf", False),
        (None, "regional.txt", False),
        (None, "regional.csv.gz", False),
    ],
)
def test_une_ressource_est_une_archive_sauf_si_elle_dit_autre_chose(sorte: str | None, url: str, archive: bool):
    octets = json.dumps({"resources": [{"url": f"https://x.fr/{url}", "format": sorte}]}).encode()
    assert [lien.archive for lien in liens_de_l_api(octets, "https://x.fr/api")] == [archive]


def test_une_ressource_sans_nom_de_zip_se_telecharge(serveur: Serveur, tmp_path: Path):
    serveur.page()
    dits = {"E": ("Régional 2024 export", None), "I": ("Régional 2024 import", "application/zip")}
    serveur.reponses |= {f"/r/{flux}": sert(ZIPS[flux]) for flux in dits}
    adresse = f"{serveur.base}/r/"
    serveur.api(*(ressource(serveur, f, url=f"{adresse}{f}", title=t, format=sorte) for f, (t, sorte) in dits.items()))
    noms = {"E": "Regional-2024-export.zip", "I": "Regional-2024-import.zip"}
    assert telecharger_ici(serveur, tmp_path) == {noms[flux]: ZIPS[flux] for flux in dits}


def test_les_liens_dont_le_nom_est_dans_la_question_se_telechargent(serveur: Serveur, tmp_path: Path):
    serveur.api()
    chemins = {flux: f"/transfert_file.asp?id={rang}&f={NOMS[flux]}" for rang, flux in enumerate("EI")}
    serveur.reponses |= {chemin: sert(ZIPS[flux]) for flux, chemin in chemins.items()}
    serveur.page(*(chemin.replace("&", "&amp;") for chemin in chemins.values()))
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES


@pytest.mark.parametrize(
    "corps", [b"<html>", b"[]", b"{}", b'{"resources": [1]}', b'{"resources": 3}', b"[" * 100_000, b"\xff"]
)
def test_un_json_illisible_se_dit(serveur: Serveur, tmp_path: Path, corps: bytes):
    serveur.reponses["/api"] = sert(corps)
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES
    serveur.page()
    (tmp_path / NOMS["E"]).unlink()
    assert "/api (réponse illisible, l’API a changé)" in refus(serveur, tmp_path)


@pytest.mark.parametrize("panne", [rate(404), rate(410), boucle, sert(b" " * (2 << 20)), muette])
def test_une_page_en_panne_n_empeche_pas_l_api(serveur: Serveur, tmp_path: Path, panne: Reponse):
    serveur.reponses["/site/liste.asp"] = panne
    assert telecharger_ici(serveur, tmp_path, delai_s=1) == ATTENDUES


@pytest.mark.parametrize(
    ("panne", "raison"),
    [
        (goutte_a_goutte, "trop lent, arrêté après 0,6 s"),
        (en_tetes_sans_fin, "trop lent, arrêté après 0,6 s"),
        (redirection_sans_fin, "réponse 404"),
        (rate(410), "réponse 410 : retirée pour de bon par le site"),
        (sert(b" " * (2 << 20)), "page de plus de 1 Mo"),
        (sert(b"<a href=x.zip>" * 5001), "plus de 5000 liens"),
    ],
)
def test_une_page_qui_n_arrive_pas_est_abandonnee(serveur: Serveur, tmp_path: Path, panne: Reponse, raison: str):
    del serveur.reponses["/api"]
    serveur.reponses["/site/liste.asp"] = panne
    assert f"page des douanes : {serveur.sites.page} ({raison}" in refus(serveur, tmp_path, delai_s=0.3)


def test_aucune_archive_de_l_annee(serveur: Serveur, tmp_path: Path):
    serveur.api({"title": "Régional 2023 export", "url": f"{serveur.base}/202403-Regional-2023-export.zip"})
    serveur.page(
        "../202403-Regional-2023-import.zip", "javascript:void(0)", "http://[", "", "../2024-regional-exprt.zip"
    )
    message = refus(serveur, tmp_path)
    page, api = serveur.sites.page, serveur.sites.api
    ecarte = "écarté, faute d’y lire le flux ou l’année entière : 2024-regional-exprt.zip)"
    assert f"{page} (aucune archive régionale 2024 à l’export ; {ecarte}" in message
    assert f"{page} (aucune archive régionale 2024 à l’import, mais il y a 2023 ; {ecarte}" in message
    assert f"{api} (aucune archive régionale 2024 à l’export, mais il y a 2023)" in message
    assert f"{api} (aucune archive régionale 2024 à l’import)" in message


def test_une_adresse_hostile_reste_sur_une_ligne_courte(serveur: Serveur, tmp_path: Path):
    serveur.page()
    hostile = f"{serveur.base}/a\x1b[31m\n{'x' * 50_000}{NOMS['E']}"
    serveur.api({"title": "Régional 2024 export", "url": hostile}, ressource(serveur, "I"))
    message = refus(serveur, tmp_path)
    assert "\x1b" not in message
    assert len(message) < 3000


@pytest.mark.parametrize("codage", ["utf-8", "cp1252"])
def test_un_titre_accentue_se_lit_dans_les_deux_codages(codage: str):
    page = '<base href="/depot/"><a href=" 1.zip ">Données départementales 2024, export</a>'
    liens = liens_de_la_page(page.encode(codage), "https://x.fr/site/liste.asp")
    assert {flux: lien.url for flux, lien in choisir(liens, 2024).items()} == {"E": "https://x.fr/depot/1.zip"}


def test_un_lien_en_http_lu_en_https_est_demande_en_https():
    page = b'<a href="http://x.fr:80/a.zip">a</a><a href="//x.fr/b.zip">b</a>'
    adresses = ["https://x.fr/a.zip", "https://x.fr/b.zip"]
    assert [lien.url for lien in liens_de_la_page(page, "https://y.fr/")] == adresses
    api = json.dumps({"resources": [{"url": "http://x.fr/a.zip"}, {"url": "https://x.fr/b.zip"}]}).encode()
    assert [lien.url for lien in liens_de_l_api(api, "https://y.fr/api")] == adresses


@given(
    st.binary() | st.lists(st.text()).map(lambda hs: "".join(f'<a href="{h}">régional 2024</a>' for h in hs).encode())
)
def test_une_page_quelconque_se_lit(octets: bytes):
    liens = liens_de_la_page(octets, "https://x.fr/site/")
    assert all(lien.url.startswith("https://") for lien in liens)
    choisir(liens, 2024)
    absence(liens, 2024, "E")


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x, max_size=3))
CHAMPS = ["url", "title", "format", "mime", "filetype", "filesize", "checksum"]


@given(st.lists(st.dictionaries(st.sampled_from(CHAMPS), JSON | st.just("http://x.fr/régional-2024\ud800.zip"))))
def test_une_reponse_quelconque_de_l_api_se_lit_ou_se_refuse(ressources: list):
    try:
        liens = liens_de_l_api(json.dumps({"resources": ressources}).encode(), "https://x.fr/api")
    except ErreurReseau:
        return
    assert all(lien.url.startswith("https://") for lien in liens)
    choisir(liens, 2024)
    absence(liens, 2024, "E")
