"""Ce que coûte l’import, comparé à pyarrow qui lit le même texte et l’écrit en Parquet.

`python benchmarks/importation.py [ANNEES]` fabrique des archives de 1,5 million de lignes par année, puis
mesure, chacun dans son processus : pyarrow sur les txt (la référence), `importer` sur les zips. Le rapport
doit rester sous 2,5. Le pic est celui du processus, bibliothèques comprises.
"""

import re
import resource
import subprocess
import sys
import time
import zipfile
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from fiches.donnees.demonstration import ecrire_demonstration
from fiches.donnees.douane import importer
from fiches.donnees.douane.format import CHAMPS, CODES

LIGNES_PAR_FLUX = 750_000


def fabriquer(dossier: Path, annee: int) -> None:
    """Deux zips d’une année et leurs txt : les lignes de la démonstration, reprises jusqu’à la taille voulue.

    Une clé ne vient qu’une fois par trimestre : chaque reprise a son propre code de région.
    """
    for archive in ecrire_demonstration(dossier, annee):
        with zipfile.ZipFile(archive) as contenu:
            nom = next(n for n in contenu.namelist() if "Region_" in n)
            lignes = contenu.read(nom).splitlines(keepends=True)
        reprises = (
            re.sub(rb"(?<=;)\w\w(?=;[A-Z]\d\d[A-Z];)", b"R%X" % reprise, ligne, count=1)
            for reprise in range(1, LIGNES_PAR_FLUX // len(lignes) + 1)
            for ligne in lignes
        )
        texte = b"".join(islice(chain(lignes, reprises), LIGNES_PAR_FLUX))
        (dossier / f"{archive.stem}.txt").write_bytes(texte)
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as contenu:
            contenu.writestr(nom, texte)


def reference(dossier: Path) -> None:
    """pyarrow, au plus simple : un txt lu en entier, écrit en Parquet."""
    types = {champ: pa.string() if champ in CODES else pa.int64() for champ in CHAMPS}
    for chemin in sorted(dossier.glob("*.txt")):
        table = pa.csv.read_csv(
            chemin,
            pa.csv.ReadOptions(column_names=CHAMPS),
            pa.csv.ParseOptions(delimiter=";"),
            pa.csv.ConvertOptions(column_types=types),
        )
        pq.write_table(table, dossier / f"{chemin.stem}.parquet")


def produit(dossier: Path) -> None:
    """Notre import, des zips aux tables."""
    importer(sorted(dossier.glob("*.zip")), dossier / "tables")


def mesurer(quoi: str, dossier: Path) -> tuple[float, int]:
    """Durée de l’étape (s) et pic de mémoire de son processus (Mo)."""
    commande = [sys.executable, __file__, quoi, str(dossier)]
    duree, pic = subprocess.run(commande, check=True, capture_output=True, text=True).stdout.split()
    return float(duree), int(pic)


def main(annees: int) -> None:
    """Compare, et affiche une ligne par étape."""
    with TemporaryDirectory() as provisoire:
        dossier = Path(provisoire)
        for rang in range(annees):
            fabriquer(dossier, 2020 + rang)
        mesures = {quoi: mesurer(quoi, dossier) for quoi in ("reference", "produit")}
    for quoi, (duree, pic) in mesures.items():
        print(f"{quoi:10} {duree:6.2f} s   pic {pic} Mo   ({annees} × {2 * LIGNES_PAR_FLUX} lignes)")
    print(f"rapport    {mesures['produit'][0] / mesures['reference'][0]:6.2f}     (au plus 2,5)")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        debut = time.perf_counter()
        {"reference": reference, "produit": produit}[sys.argv[1]](Path(sys.argv[2]))
        print(time.perf_counter() - debut, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)
    else:
        main(int(sys.argv[1]) if len(sys.argv) == 2 else 1)
