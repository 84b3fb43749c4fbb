"""Ce que coûte une campagne, comparée aux outils ordinaires et à un simple script qui dessine les mêmes figures.

`python benchmarks/campagne.py [FICHES]` mesure, dans une même passe et avec les données de démonstration :

1. `papermill` puis `jupyter nbconvert`, l’un après l’autre, sur un échantillon de FICHES départements (8) ;
2. un script nu : les mêmes figures, sans carnet ni page, par deux processus, pour les cent départements ;
3. `fiches produire --jobs 2` des cent départements : durée, pic de mémoire de tout l’arbre, durée de chaque étape ;
4. un second passage, où rien n’a changé, puis l’édition entière (départements, régions, Territoires, France) ;
5. le coût d’une fiche, une fois démarré : par cent, par dix (d’une même région, de dix régions), et avec cinq années
   dans les tables au lieu d’une.

La mémoire est la somme des parts propres (PSS) : une page partagée entre deux processus ne compte qu’une fois.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

import psutil

from fiches.donnees import territoires
from fiches.donnees.demonstration import ecrire_demonstration
from fiches.donnees.douane import importer
from fiches.socle.chemins import CARNETS

PYTHON = sys.executable
CARNET = CARNETS / "commerce-exterieur.ipynb"
_ENTRE_DEUX_MESURES_S = 1.0
"""Compter la mémoire d’un arbre de processus prend du temps sur ce qu’on chronomètre : cinq fois par seconde, 7 %."""

UNE_REGION = ["08", "10", "51", "52", "54", "55", "57", "67", "68", "88"]
"""Le Grand Est : dix départements, qui se partagent les figures de leur région."""

SCRIPT_NU = """
import sys
from multiprocessing import Pool
from fiches import Fiche, graphiques

def dessiner(code):
    fiche = Fiche(code, 2024)
    for territoire in (fiche.departement, fiche.region, fiche.france):
        for echanges in (territoire.exportations, territoire.importations):
            graphiques.flux(echanges, produits=10, pays=10, en_rouge=5)
    graphiques.pays(fiche.departement, nombre=10)
    graphiques.activites(fiche.departement, nombre=10)

with Pool(2) as pool:
    pool.map(dessiner, sys.argv[1:], chunksize=1)
"""


def chronometrer(commande: Sequence[object], donnees: Path) -> tuple[float, float]:
    """Durée (s) d’une commande et pic de mémoire (Mo) de son arbre de processus.

    Elle part du dossier qui contient `donnees`, non de celui-ci : `python -m fiches` prendrait le paquet du dossier
    courant, non celui de son environnement.
    """
    debut, pic = time.perf_counter(), 0.0
    environnement = {**psutil.Process().environ(), "FICHES_DONNEES": str(donnees)}
    with subprocess.Popen(
        [str(m) for m in commande], stdout=subprocess.DEVNULL, env=environnement, cwd=donnees.parent
    ) as processus:
        arbre = psutil.Process(processus.pid)
        while processus.poll() is None:
            pic = max(pic, memoire(arbre))
            with suppress(subprocess.TimeoutExpired):
                processus.wait(_ENTRE_DEUX_MESURES_S)
    if processus.returncode:
        sys.exit(f"Échec, code {processus.returncode} : {' '.join(map(str, commande))}")
    return time.perf_counter() - debut, pic


def memoire(racine: psutil.Process) -> float:
    """La part propre de mémoire d’un arbre de processus, en Mo."""
    total = 0
    try:
        for processus in [racine, *racine.children(recursive=True)]:
            total += processus.memory_full_info().pss
    except psutil.NoSuchProcess:
        pass  # il a fini pendant qu’on comptait
    return total / 1e6


def outils_ordinaires(codes: Sequence[str], donnees: Path, dossier: Path) -> float:
    """Secondes par fiche de `papermill` puis `jupyter nbconvert`, comme un analyste les taperait."""
    duree = 0.0
    for code in codes:
        carnet = dossier / f"{code}.ipynb"
        papermill = [PYTHON, "-m", "papermill", CARNET, carnet, "--engine", "fiches", "-p", "departement", code]
        duree += chronometrer([*papermill, "--no-progress-bar", "--log-level", "ERROR"], donnees)[0]
        duree += chronometrer([PYTHON, "-m", "nbconvert", "--to", "fiche", "--log-level", "ERROR", carnet], donnees)[0]
    return duree / len(codes)


def campagne(codes: Sequence[str], donnees: Path, sortie: Path) -> tuple[float, float]:
    """Durée (s) et pic (Mo) d’une campagne de deux fiches à la fois."""
    commande = [PYTHON, "-m", "fiches", "produire", *codes, "--jobs", 2, "--donnees", donnees, "--sortie", sortie]
    return chronometrer(commande, donnees)


def etapes(sortie: Path) -> dict[str, float]:
    """Durée moyenne de chaque étape d’une fiche, en secondes."""
    fiches = json.loads((sortie / "2024" / "campagne.json").read_text(encoding="utf-8"))["fiches"].values()
    noms = next(iter(fiches))["etapes_s"]
    return {nom: round(mean(f["etapes_s"][nom] for f in fiches), 3) for nom in noms}


def cout_d_une_fiche(codes: Sequence[str], donnees: Path, sortie: Path) -> float:
    """Secondes de travail par fiche, démarrage non compris."""
    campagne(codes, donnees, sortie)
    return sum(etapes(sortie).values())


def main() -> None:
    tous = [lieu.code for lieu in territoires.departements_publies()]
    echantillon = tous[:: len(tous) // int(sys.argv[1] if len(sys.argv) > 1 else 8)]
    with TemporaryDirectory() as nom:
        ici = Path(nom)
        une, cinq = ici / "une", ici / "cinq"
        for annee in range(2020, 2025):
            archives = ecrire_demonstration(ici / "archives", annee)
            importer(archives, cinq)
        importer(archives, une)
        ordinaire = outils_ordinaires(echantillon, une, ici)
        print(f"papermill + nbconvert      {ordinaire:6.2f} s par fiche, sur {len(echantillon)} fiches")
        nu, _ = chronometrer([PYTHON, "-c", SCRIPT_NU, *tous], une)
        print(f"script nu, deux processus  {nu:6.1f} s pour {len(tous)} départements")
        duree, pic = campagne(tous, une, ici / "r")
        print(f"campagne, deux fiches      {duree:6.1f} s pour {len(tous)} fiches, pic {pic:.0f} Mo")
        print(f"  par étape, en moyenne    {etapes(ici / 'r')}")
        second, _ = campagne(tous, une, ici / "r")
        print(f"second passage             {second:6.2f} s")
        edition, sommet = campagne(["--tous"], une, ici / "edition")
        print(f"édition entière            {edition:6.1f} s pour {len(territoires.tous())} fiches, pic {sommet:.0f} Mo")
        print(f"rapport édition / départements         {edition / duree:.2f}")
        print(f"rapport outils ordinaires / campagne   {ordinaire * len(tous) / duree:.1f}")
        print(f"rapport campagne / script nu           {duree / nu:.2f}")
        cent = cout_d_une_fiche(tous, une, ici / "cent")
        dix = cout_d_une_fiche(UNE_REGION, une, ici / "dix")
        epars = cout_d_une_fiche(tous[5::10], une, ici / "epars")
        annees = cout_d_une_fiche(tous, cinq, ici / "annees")
        print(f"coût d’une fiche : cent {cent:.3f} s ; dix d’une région {dix:.3f} s ; dix de dix régions {epars:.3f} s")
        print(f"                   cent, avec cinq années dans les tables {annees:.3f} s")


if __name__ == "__main__":
    main()
