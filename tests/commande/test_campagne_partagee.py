"""Une campagne partagée entre machines donne les mêmes octets que faite d’un coup."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.commande

LIEUX = ["12", "46", "974"]  # deux voisines, qui renvoient l’une à l’autre


def fiches(*mots: object) -> subprocess.CompletedProcess[str]:
    commande = [sys.executable, "-m", "fiches", *map(str, mots)]
    return subprocess.run(commande, capture_output=True, text=True, check=False)


def produire(donnees: Path, sortie: Path, *options: object) -> subprocess.CompletedProcess[str]:
    params = sortie.parent / "params.yml"
    params.write_text(f"departements: {json.dumps(LIEUX)}\n", encoding="utf-8")
    return fiches("produire", "--tous", "--params", params, "--donnees", donnees, "--sortie", sortie, *options)


def octets(dossier: Path) -> dict[str, bytes]:
    """Ce que le lecteur reçoit : pages, sommaire, classeurs."""
    return {f.name: f.read_bytes() for f in dossier.iterdir() if f.suffix in {".html", ".xlsx"}}


def sans_durees(dossier: Path) -> dict[str, object]:
    contenu = json.loads((dossier / "campagne.json").read_text(encoding="utf-8"))
    for entree in contenu["fiches"].values():
        entree |= {"duree_s": None, "etapes_s": None}
    return contenu


@pytest.fixture(scope="module")
def entiere(donnees_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    dossier = tmp_path_factory.mktemp("entiere") / "r"
    fait = produire(donnees_demo, dossier)
    assert fait.returncode == 0, fait.stderr
    return dossier / "2024"


def test_les_parts_assemblees_sont_la_campagne(entiere: Path, donnees_demo: Path, tmp_path: Path):
    sortie = tmp_path / "r"
    assert produire(donnees_demo, sortie, "--part", "2/2").returncode == 0
    trop_tot = fiches("assembler", sortie / "2024")
    assert trop_tot.returncode == 2
    assert "il manque des parts (1/2)" in trop_tot.stderr
    assert not (sortie / "2024" / "campagne.json").exists()
    assert produire(donnees_demo, sortie, "--part", "1/2").returncode == 0
    assert fiches("assembler", sortie / "2024").returncode == 0
    assert octets(sortie / "2024") == octets(entiere)
    assert sans_durees(sortie / "2024") == sans_durees(entiere)
    assert not list((sortie / "2024").glob("campagne-*"))
    assert fiches("assembler", sortie / "2024").returncode == 0  # un ordonnanceur peut relancer la commande
    assert "2 inchangées" in produire(donnees_demo, sortie, "--part", "2/2").stdout


def test_une_grappe_qui_perd_une_machine_finit_la_campagne(entiere: Path, donnees_demo: Path, tmp_path: Path, grappe):
    distributed = pytest.importorskip("distributed")
    adresse, travailleurs = grappe
    with distributed.Client(adresse, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        sortie = tmp_path / "r"
        params = tmp_path / "params.yml"
        params.write_text(f"departements: {json.dumps(LIEUX)}\n", encoding="utf-8")
        commande = [sys.executable, "-m", "fiches", "produire", "--tous", "--params", params, "--dask", adresse]
        commande += ["--donnees", donnees_demo, "--sortie", sortie]
        with subprocess.Popen([str(m) for m in commande], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as campagne:
            while not any(client.processing().values()):
                assert campagne.poll() is None, campagne.stderr.read().decode()
                time.sleep(0.05)
            os.killpg(travailleurs[0].pid, signal.SIGKILL)  # la machine, et ce qu’elle faisait
            dit, erreurs = campagne.communicate(timeout=120)
    assert campagne.returncode == 0, dit.decode() + erreurs.decode()
    assert octets(sortie / "2024") == octets(entiere)
    assert sans_durees(sortie / "2024") == sans_durees(entiere)


def test_une_grappe_absente_se_dit(donnees_demo: Path, tmp_path: Path):
    fait = produire(donnees_demo, tmp_path / "r", "--dask", "tcp://127.0.0.1:9")
    assert fait.returncode == 2
    assert fait.stderr.startswith("Erreur : tcp://127.0.0.1:9 : la grappe dask ne répond pas.")
    assert fait.stderr.count("\n") == 1


@pytest.mark.parametrize("part", ["0/4", "5/4", "1", "un/deux", "1/0"])
def test_une_part_impossible_se_dit(donnees_demo: Path, tmp_path: Path, part: str):
    fait = produire(donnees_demo, tmp_path / "r", "--part", part)
    assert fait.returncode == 2
    assert f"« {part} » n’est pas une part" in fait.stderr
    assert not (tmp_path / "r").exists()
