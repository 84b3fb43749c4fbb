"""Trouver les archives d’une année : par l’API, sinon par la page de liste."""

from pathlib import Path

import pytest
from essais_telechargement import (
    ATTENDUES,
    NOMS,
    Reponse,
    Serveur,
    boucle,
    goutte_a_goutte,
    muette,
    rate,
    refus,
    ressource,
    sert,
    telecharger_ici,
)

from fiches.donnees.telechargement.recherche import Lien, choisir


def test_la_page_de_liste_prend_le_relais_de_l_api(serveur: Serveur, tmp_path: Path):
    serveur.api()
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES


def test_un_lien_mort_de_l_api_se_retrouve_par_la_page(serveur: Serveur, tmp_path: Path):
    serveur.api(ressource(serveur, "E"), ressource(serveur, "I", url=f"{serveur.base}/vieux/{NOMS['I']}"))
    assert telecharger_ici(serveur, tmp_path) == ATTENDUES
    assert len(serveur.recues_de(f"/2025-03/{NOMS['E']}")) == 1


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
