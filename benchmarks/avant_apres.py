"""Cette version du projet face à une plus ancienne, tour à tour, sur la même machine et les mêmes données.

`python benchmarks/avant_apres.py COMMIT [PASSES]` : la plus ancienne est prise de git et installée à part, avec les
mêmes bibliothèques. Chaque passe fait la campagne des cent départements avec l’une puis l’autre, sans PDF puis avec ;
la plus courte des durées de chacune compte. Données de démonstration de 2024, deux fiches à la fois.
"""

import subprocess
import sys
import sysconfig
from pathlib import Path
from tempfile import TemporaryDirectory

from campagne import chronometrer

from fiches.donnees import ecrire_demonstration, importer
from fiches.donnees.territoires import departements_publies
from fiches.socle.chemins import RACINE


def installer(commit: str, ici: Path) -> Path:
    """Le Python d’un environnement où `fiches` est celui de ce commit."""
    sources, environnement = ici / "sources", ici / "environnement"
    subprocess.run(["git", "clone", "-q", RACINE, sources], check=True)
    subprocess.run(["git", "checkout", "-q", commit], cwd=sources, check=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environnement], check=True)
    paquets = next(environnement.glob("lib/python*/site-packages"))
    # Ses propres paquets d’abord : seul le projet y est, le reste vient d’ici.
    (paquets / "bibliotheques.pth").write_text(sysconfig.get_path("purelib"))
    pip = [sys.executable, "-m", "pip", "--python", environnement / "bin" / "python", "install", "-q"]
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", sources], check=True, stderr=subprocess.DEVNULL)
    return environnement / "bin" / "python"


def main() -> None:
    cent = [lieu.code for lieu in departements_publies()]  # « --tous » en ferait 302, et la version d’avant cent
    commit, passes = sys.argv[1], int(sys.argv[2] if len(sys.argv) > 2 else 2)
    with TemporaryDirectory() as nom:
        ici = Path(nom)
        importer(ecrire_demonstration(ici / "archives", 2024), ici / "donnees")
        versions = {commit: installer(commit, ici), "celle-ci": Path(sys.executable)}
        for options in ([], ["--pdf"]):
            durees: dict[str, list[float]] = {version: [] for version in versions}
            for passe in range(passes):
                for version, python in versions.items():
                    sortie = ici / f"{version}-{passe}-{len(options)}"
                    mots = [python, "-m", "fiches", "produire", *cent, "--jobs", 2, *options]
                    duree, pic = chronometrer([*mots, "--sortie", sortie], ici / "donnees")
                    durees[version].append(duree)
                    print(f"{version:10} {' '.join(options):6} {duree:6.1f} s, pic {pic:.0f} Mo", flush=True)
            avant, apres = (min(durees[version]) for version in versions)
            print(f"rapport {' '.join(options):6} {apres / avant:.2f}", flush=True)


if __name__ == "__main__":
    main()
