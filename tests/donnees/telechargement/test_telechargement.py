"""Le téléchargement entier, contre un serveur local : trouver, transférer, importer."""

import socket
import sys
from pathlib import Path

import pytest
from essais_telechargement import NOMS, Serveur, refus, ressource
from fabrique import octets
from rich.console import Console

from fiches.cli import main
from fiches.cli.avancement import suivre_octets
from fiches.donnees import telechargement as paquet
from fiches.donnees.douane import Entrepot, importer
from fiches.donnees.telechargement import Sites, telecharger
from fiches.redaction import FINE, INSECABLE
from fiches.socle.erreurs import ErreurDonnees


def test_les_archives_sont_trouvees_par_la_page_et_s_importent(serveur: Serveur, tmp_path: Path):
    archives = telecharger(2024, tmp_path / "recu", sites=serveur.sites)
    assert [a.name for a in archives] == list(NOMS.values())
    assert not serveur.recues_de("/api")
    compte_rendu = importer(archives, tmp_path / "tables")
    assert {(p.annee, p.flux, p.archive) for p in compte_rendu.tables} == {(2024, f, n) for f, n in NOMS.items()}


def test_un_seul_flux_ne_suffit_pas_et_ce_qui_est_recu_est_garde(serveur: Serveur, tmp_path: Path):
    serveur.api(ressource(serveur, "E"))
    serveur.page(f"../2025-03/{NOMS['E']}")
    message = refus(serveur, tmp_path)
    assert "aucune archive régionale 2024 à l’import" in message
    assert f", reçu et gardé : {tmp_path / NOMS['E']})" in message


def test_hors_connexion_chaque_adresse_essayee_est_dite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as ferme:  # un port où personne n’écoute
        ferme.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{ferme.getsockname()[1]}"
        with pytest.raises(ErreurDonnees) as erreur:
            telecharger(2024, tmp_path, sites=Sites(f"{base}/api", f"{base}/liste"), delai_s=1)
    dit = f"dans l’ordre : page des douanes : {base}/liste (site injoignable) ; data.gouv.fr, alimenté jusqu’en 2020 : "
    assert f"{dit}{base}/api (site injoignable)" in str(erreur.value).replace(FINE, " ").replace(INSECABLE, " ")


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


def test_la_barre_ne_parait_que_dans_un_terminal(tmp_path: Path):
    for terminal in (True, False):
        with (tmp_path / "ecran").open("w+", encoding="utf-8") as ecran:
            console = Console(file=ecran, force_terminal=terminal, width=120)
            with suivre_octets(console) as suivi:
                suivi("[a].zip", 1_500_000, 3_000_000)
            ecran.seek(0)
            lu = ecran.read()
        assert ("[a].zip" in lu and "1,5 sur 3,0 Mo" in lu) if terminal else lu == ""
