"""La commande parle français, y compris quand elle est mal tapée."""

import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

FICHES = Path(sys.executable).with_name("fiches")


def lancer(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([FICHES, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "attendu"),
    [
        (["produire", "46", "--zzz"], "l’option --zzz n’existe pas"),
        (["produire", "46", "--force"], "voulez-vous dire --forcer"),
        (["produir"], "la commande « produir » n’existe pas ; voulez-vous dire produire ? Aide"),
        ([], "Erreur : une commande est attendue. Aide"),
        (["donnees"], "une commande est attendue"),
        (["donnees", "importer"], "il manque ARCHIVE"),
        (["produire", "46", "--annee", "deux"], "--annee : un nombre entier est attendu"),
        (["produire", "46", "--jobs", "0"], "--jobs : au moins 1 est attendu"),
        (["produire", "46", "--annee"], "l’option --annee attend une valeur"),
        (["edition"], "il manque AAAA"),
        (["edition", "deux"], "AAAA : un nombre entier est attendu"),
        (["donnees", "demo", "46"], "en trop sur la ligne : 46"),
    ],
)
def test_une_faute_de_frappe_se_dit_en_une_ligne(arguments: list[str], attendu: str):
    resultat = lancer(*arguments)
    assert resultat.returncode == 2
    assert attendu in resultat.stderr
    assert resultat.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["produire"], ["donnees"], ["donnees", "importer"], ["edition"]])
def test_l_aide_est_en_francais(arguments: list[str]):
    resultat = lancer(*arguments, "--help")
    assert resultat.returncode == 0
    assert "Affiche cette aide." in resultat.stdout
    assert not re.search(r"<\w+|required|default", resultat.stdout)
    for anglais in ("Show this", "Commands", "[default", "COMMAND ", "ARGS"):
        assert anglais not in resultat.stdout


def test_la_version_est_celle_du_paquet_installe():
    resultat = lancer("--version")
    assert resultat.returncode == 0
    assert resultat.stdout == f"fiches {metadata.version('fiches-commerce-exterieur')}\n"
