"""Recalcule les versions exactes d’après pyproject.toml : `verrou/*.txt` (pip) et `environment.yml` (conda).

Aucune adresse de registre n’est écrite : chacun garde le sien.
"""

import re
import subprocess
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
EXECUTION, TESTS = RACINE / "verrou" / "execution.txt", RACINE / "verrou" / "tests.txt"
EN_TETE = """\
# Environnement conda : les mêmes versions que verrou/execution.txt. Fait par « make verrou ».
#   conda env create -f environment.yml
#   conda activate fiches
name: fiches
channels:
  - conda-forge
dependencies:
  - python=3.11
  - pip
  - pip:
"""


def compiler(sortie: Path, *options: str) -> None:
    """Écrit un verrou : versions exactes et sommes de contrôle, valables pour tous les systèmes."""
    commande = ["uv", "pip", "compile", "-q", "--universal", "--python-version", "3.11", "--generate-hashes"]
    commande += ["--no-emit-index-url", "--no-header", *options, "pyproject.toml", "-o", str(sortie)]
    subprocess.run([Path(sys.executable).with_name("uv"), *commande[1:]], cwd=RACINE, check=True)


def environnement_conda() -> str:
    """Le contenu d’environment.yml : chaque version du verrou d’exécution, puis le projet lui-même."""
    exigences = re.findall(r"^([A-Za-z0-9][^ \\#]*==[^ \\]+(?: ; [^\\\n]+?)?) ?\\?$", EXECUTION.read_text(), re.M)
    lignes = [f'      - "{e.strip()}"' if ";" in e else f"      - {e.strip()}" for e in exigences]
    return EN_TETE + "\n".join([*lignes, "      - -e ."]) + "\n"


if __name__ == "__main__":
    compiler(EXECUTION, "--extra", "pdf")
    compiler(TESTS, "--extra", "dev", "-c", "verrou/execution.txt")
    (RACINE / "environment.yml").write_text(environnement_conda(), encoding="utf-8")
