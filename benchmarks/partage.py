"""Ce que coûte une campagne partagée, à côté de la même faite d’un coup ; et les octets, qui doivent être les mêmes.

`python benchmarks/partage.py` mesure, dans une même passe et sur les données de démonstration :

1. `fiches produire --tous --jobs 2`, d’un coup ;
2. `--part 1/4` à `4/4`, l’une après l’autre dans un même dossier, puis `fiches assembler` ;
3. `--dask`, sur une grappe locale d’un ordonnanceur et de deux travailleurs, chacun son processus.

Sur une seule machine, ni les parts ni la grappe ne peuvent gagner de temps : on mesure ce que le partage coûte.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from fiches.donnees.demonstration import ecrire_demonstration
from fiches.donnees.douane import importer

PARTS = 4
_DASK = [sys.executable, "-m", "dask"]


def fiches(*mots: object) -> float:
    """Durée (s) d’une commande `fiches`."""
    debut = time.perf_counter()
    subprocess.run([sys.executable, "-m", "fiches", *map(str, mots)], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - debut


def octets(sortie: Path) -> dict[str, bytes]:
    """Ce que le lecteur reçoit : pages, sommaire, classeurs."""
    return {f.name: f.read_bytes() for f in (sortie / "2024").iterdir() if f.suffix in {".html", ".xlsx"}}


@contextmanager
def grappe(dossier: Path) -> Iterator[str]:
    """Un ordonnanceur et deux travailleurs ; rend son adresse une fois qu’ils sont là."""
    from distributed import Client  # noqa: PLC0415 (un extra)

    lue = dossier / "ordonnanceur.json"
    local = ["--host", "127.0.0.1", "--no-dashboard"]
    muet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    processus = [subprocess.Popen([*_DASK, "scheduler", *local, "--port", "0", "--scheduler-file", str(lue)], **muet)]
    adresse = ""
    while not adresse:
        time.sleep(0.1)
        with suppress(OSError, ValueError):
            adresse = json.loads(lue.read_text(encoding="utf-8"))["address"]
    travailleur = [*_DASK, "worker", adresse, "--nthreads", "1", "--no-dashboard", "--local-directory", str(dossier)]
    processus += [subprocess.Popen(travailleur, **muet) for _ in range(2)]
    try:
        with Client(adresse, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield adresse
    finally:
        for un in reversed(processus):
            un.terminate()
            un.wait()


def main() -> None:
    with TemporaryDirectory() as nom:
        ici = Path(nom)
        importer(ecrire_demonstration(ici / "archives", 2024), ici / "donnees")
        communs = ["produire", "--tous", "--jobs", 2, "--donnees", ici / "donnees", "--sortie"]
        seule = fiches(*communs, ici / "seule")
        print(f"d’un coup                      {seule:6.1f} s")
        parts = [fiches(*communs, ici / "parts", "--part", f"{rang}/{PARTS}") for rang in range(1, PARTS + 1)]
        assemblage = fiches("assembler", ici / "parts" / "2024")
        longue = max(parts)
        print(f"{PARTS} parts, l’une après l’autre    {sum(parts):6.1f} s ({sum(parts) / seule:.2f} fois)")
        print(f"  la plus longue               {longue:6.1f} s ({seule / longue:.1f} fois moins que d’un coup)")
        print(f"  assemblage                   {assemblage:6.1f} s")
        with grappe(ici) as adresse:
            repartie = fiches(*communs, ici / "grappe", "--dask", adresse)
        print(f"grappe de deux travailleurs    {repartie:6.1f} s ({repartie / seule:.2f} fois)")
        attendus = octets(ici / "seule")
        memes = octets(ici / "parts") == octets(ici / "grappe") == attendus
        print(f"{len(attendus)} fichiers, mêmes octets dans les trois dossiers : {'oui' if memes else 'NON'}")
        if not memes:
            sys.exit(1)


if __name__ == "__main__":
    main()
