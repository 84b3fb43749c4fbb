"""La commande et les éditions : laquelle sert sans qu’on la nomme, comment s’ouvre une autre, ses données d’essai."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from fiches import campagne
from fiches.campagne import demande
from fiches.cli import app, donnees
from fiches.donnees import demonstration
from fiches.socle import chemins
from fiches.socle.erreurs import ErreurDemande


class Arret(Exception):
    """La doublure a vu ce qu’elle attendait : rien n’est produit."""


@pytest.fixture
def params(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(chemins, "PARAMS", tmp_path)
    for annee in (2022, 2024):
        (tmp_path / f"edition-{annee}.yml").write_text(f"annee: {annee}\ntitre: Celle de {annee}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def demandes(monkeypatch: pytest.MonkeyPatch) -> list[demande.Demande]:
    """Les demandes que la commande a établies ; aucune n’est produite."""
    faites: list[demande.Demande] = []

    def produire(voulue: demande.Demande, _: Any) -> None:
        faites.append(voulue)
        raise Arret

    monkeypatch.setattr(campagne, "produire", produire)
    return faites


@pytest.mark.parametrize(
    ("options", "edition", "annee"),
    [
        ([], 2024, 2024),
        (["--annee", "2023"], 2024, 2023),
        (["--annee", "2022"], 2022, 2022),
        (["--annee", "2025"], 2024, 2025),
    ],
)
def test_sans_la_sienne_une_annee_emploie_l_edition_la_plus_recente(params, demandes, options, edition, annee):
    resultat = CliRunner().invoke(app, ["produire", "46", *options])
    assert isinstance(resultat.exception, Arret)
    (faite,) = demandes
    assert faite.fichier_params == params / f"edition-{edition}.yml"
    assert (faite.parametres.titre, faite.parametres.annee) == (f"Celle de {edition}", annee)
    assert faite.dossier == chemins.SORTIE / str(annee)


def test_une_edition_ouverte_devient_celle_qui_sert(params, demandes, tmp_path):
    resultat = CliRunner().invoke(app, ["edition", "2025", "--donnees", str(tmp_path / "d")])
    assert resultat.exit_code == 0
    assert "edition-2025.yml : écrit d’après edition-2024.yml." in resultat.stdout
    assert "Ce qui nomme une année" in resultat.stdout
    CliRunner().invoke(app, ["produire", "46"])
    assert demandes[0].parametres.annee == 2025


def test_revoir_n_ecrit_rien(params, tmp_path):
    avant = sorted(params.iterdir())
    resultat = CliRunner().invoke(app, ["edition", "2024", "--revoir", "--donnees", str(tmp_path / "d")])
    assert resultat.exit_code == 0
    assert "écrit d’après" not in resultat.stdout
    assert "Les données" in resultat.stdout
    assert sorted(params.iterdir()) == avant
    resultat = CliRunner().invoke(app, ["edition", "2024"])
    assert isinstance(resultat.exception, ErreurDemande)
    assert sorted(params.iterdir()) == avant


@pytest.mark.parametrize(
    ("options", "annees"),
    [([], [2024]), (["2023"], [2023]), (["2024", "2023", "2024"], [2023, 2024])],
)
def test_la_demonstration_fait_chaque_annee_demandee_une_fois(monkeypatch, tmp_path, options, annees):
    faites: list[int] = []
    importees: list[list[Path]] = []

    def ecrire(dossier: Path, annee: int) -> list[Path]:
        faites.append(annee)
        return [dossier / f"{annee}.zip"]

    monkeypatch.setattr(demonstration, "ecrire_demonstration", ecrire)
    monkeypatch.setattr(donnees, "_importer", lambda archives, _: importees.append(archives))
    arguments = [mot for annee in options for mot in ("--annee", annee)]
    resultat = CliRunner().invoke(app, ["donnees", "demo", *arguments, "--archives", str(tmp_path)])
    assert resultat.exit_code == 0
    assert faites == annees
    assert importees == [[tmp_path / f"{annee}.zip" for annee in annees]]
