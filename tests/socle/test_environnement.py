"""Un environnement ancien ou incomplet se dit en une phrase, avec la ligne à taper ; jamais de trace."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fiches.socle import environnement
from fiches.socle.chemins import RACINE
from fiches.socle.erreurs import ErreurDemande


def test_l_environnement_des_tests_convient():
    assert environnement.diagnostiquer() is None


@pytest.mark.parametrize(
    ("exigence", "dit"),
    [
        ("pytest>=1", []),
        ("bibliotheque-qui-n-existe-pas>=2", ["bibliotheque-qui-n-existe-pas absent"]),
        ("bibliotheque-qui-n-existe-pas; extra == 'pdf'", []),
        ("bibliotheque-qui-n-existe-pas; python_version < '3'", []),
    ],
)
def test_une_exigence_non_tenue_se_nomme(exigence: str, dit: list[str]):
    assert list(environnement.ecarts([exigence])) == dit


def test_sans_installation_la_version_se_refuse_avec_le_remede(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(environnement, "PROJET", "projet-qui-n-est-pas-installe")
    with pytest.raises(ErreurDemande, match=r"n’est pas installé.*make fiche"):
        environnement.version()


@pytest.mark.commande
def test_une_bibliotheque_trop_ancienne_arrete_la_commande_sans_trace(tmp_path: Path):
    ancienne = tmp_path / "pandas-1.5.0.dist-info"
    ancienne.mkdir()
    (ancienne / "METADATA").write_text("Metadata-Version: 2.1\nName: pandas\nVersion: 1.5.0\n", encoding="utf-8")
    fait = subprocess.run(
        [sys.executable, "-m", "fiches", "produire", "46", "--sortie", str(tmp_path / "pages")],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(RACINE)]), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert fait.returncode == 2
    assert fait.stderr.startswith("Erreur : L’environnement Python n’est pas à jour : pandas 1.5.0 (")
    assert environnement.remede() in fait.stderr
    assert "Traceback" not in fait.stderr
    assert not (tmp_path / "pages").exists()
