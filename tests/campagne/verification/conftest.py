"""La petite campagne que les tests de la vérification relisent, produite une fois par la vraie commande."""

import subprocess
import sys
from pathlib import Path

import pytest

FICHES = Path(sys.executable).with_name("fiches")


@pytest.fixture(scope="session")
def campagne(donnees_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Deux vraies fiches, à lire seulement : un département ordinaire, un d’outre-mer."""
    sortie = tmp_path_factory.mktemp("verification")
    commande = [FICHES, "produire", "46", "974", "--donnees", donnees_demo, "--sortie", sortie]
    subprocess.run(commande, check=True, capture_output=True)
    return sortie / "2024"
