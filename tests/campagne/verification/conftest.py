"""La petite campagne que les tests de la vérification relisent, produite une fois par la vraie commande."""

import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

FICHES = Path(sys.executable).with_name("fiches")


@pytest.fixture(scope="session")
def campagne(dossier_de_session: Path, donnees_demo: Path) -> Path:
    """Deux vraies fiches, à lire seulement : un département ordinaire, un d’outre-mer."""
    sortie = dossier_de_session / "verification"
    commande = [FICHES, "produire", "46", "974", "--donnees", donnees_demo, "--sortie", sortie]
    with FileLock(dossier_de_session / "verification.verrou"):
        if not sortie.exists():
            subprocess.run(commande, check=True, capture_output=True)
    return sortie / "2024"
