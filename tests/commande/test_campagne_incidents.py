"""Ce qui peut arriver à une campagne, provoqué pour de vrai : les autres fiches finissent, le manifeste reste vrai."""

import hashlib
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from itertools import product
from pathlib import Path

import nbformat
import pytest
from filelock import FileLock
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from fiches.campagne import manifeste
from fiches.socle.atelier import FORK_POSSIBLE

pytestmark = [
    pytest.mark.commande,
    pytest.mark.skipif(not FORK_POSSIBLE, reason="un processus par fiche demande fork"),
]

INCIDENT = """
import os, resource, signal, time
from pathlib import Path

incidents = Path({dossier!r})
if departement == "32" and (incidents / "leve").exists():
    1 / 0
if departement == "31" and (incidents / "sans_fin").exists():
    while True:
        pass
if departement == "82" and (incidents / "tue").exists():
    os.kill(os.getpid(), signal.SIGKILL)
if departement == "12" and (incidents / "memoire").exists():
    borne = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() + 2**27
    resource.setrlimit(resource.RLIMIT_AS, (borne, borne))
    blocs = [bytearray(2**26) for _ in range(8)]
if departement == "81" and (incidents / "sourde").exists():
    while True:
        try:
            time.sleep(60)
        except BaseException:
            pass
if (incidents / "lente").exists():
    time.sleep(1)
while departement == "81" and (incidents / "retenue").exists():
    time.sleep(0.05)
"""
INTERROMPU = "Interrompu : ce qui était déjà fait est gardé ; la même commande reprend la suite.\n"
LIEUX = ["46", "32", "31", "82", "12", "81"]


class Chantier:
    """Un carnet minuscule, où chaque incident se déclenche par un fichier, et son dossier de pages."""

    def __init__(self, racine: Path, donnees: Path) -> None:
        self.incidents, self.sortie = racine / "incidents", racine / "r"
        self.incidents.mkdir()
        self.dossier = self.sortie / "2024"
        cellules = [
            new_code_cell('departement = "46"\nannee = 2024', metadata={"tags": ["parameters"]}),
            new_code_cell("from fiches import Fiche\n\nfiche = Fiche(departement, annee)\nfiche"),
            new_markdown_cell("# Essai\n\n## Les calculs\n\n{eval}`fiche.exportations.total`"),
            new_code_cell(INCIDENT.format(dossier=str(self.incidents))),
        ]
        nbformat.write(new_notebook(cells=cellules), racine / "essai.ipynb")
        self.params = racine / "p.yml"
        self.limiter(3)
        self.mots = [sys.executable, "-m", "fiches", "produire", "--tous", "--jobs", "2"]
        self.mots += ["--params", str(self.params), "--donnees", str(donnees), "--sortie", str(self.sortie)]

    def provoquer(self, *noms: str) -> None:
        for nom in noms:
            (self.incidents / nom).touch()

    def limiter(self, secondes: int) -> None:
        carnet = str(self.params.with_name("essai.ipynb"))
        params = {"carnet": carnet, "departements": LIEUX, "limite_par_cellule": secondes}
        self.params.write_text(json.dumps(params), encoding="utf-8")

    def apaiser(self) -> None:
        for incident in self.incidents.iterdir():
            incident.unlink()

    def lancer(self, **options: object) -> subprocess.CompletedProcess[str]:
        fait = subprocess.run(self.mots, capture_output=True, text=True, check=False, **options)
        assert "Traceback" not in fait.stdout + fait.stderr
        return fait

    def demarrer(self, attendre: bool = True) -> subprocess.Popen[str]:
        """La campagne en marche ; `attendre` qu’une fiche soit finie et d’autres en cours.

        Python a fini de démarrer : avant, il meurt d’un Ctrl-C sans que la commande y puisse rien.
        """
        pret = "print('prêt', flush=True); from fiches.__main__ import main; main()"
        campagne = subprocess.Popen(
            [sys.executable, "-c", pret, *self.mots[3:]], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"}, start_new_session=True,
        )  # fmt: skip
        assert campagne.stdout is not None
        campagne.stdout.readline()
        if attendre:
            campagne.stdout.readline()
        return campagne

    def fiches(self) -> dict[str, dict]:
        return json.loads((self.dossier / "campagne.json").read_text(encoding="utf-8"))["fiches"]

    def verifier(self) -> None:
        """Le manifeste est vrai : ses pages sont là, telles qu’il les décrit, et aucun reste d’écriture ne traîne."""
        for entree in self.fiches().values():
            if entree["page"]:
                contenu = (self.dossier / entree["page"]).read_bytes()
                assert hashlib.sha256(contenu).hexdigest() == entree["sha256"]
                assert contenu.endswith(b"</html>\n")

    def restes(self) -> list[Path]:
        return list(self.dossier.glob(".*.provisoire"))


@pytest.fixture
def chantier(tmp_path: Path, donnees_demo: Path) -> Chantier:
    return Chantier(tmp_path, donnees_demo)


@pytest.fixture(scope="module")
def duree(tmp_path_factory: pytest.TempPathFactory, donnees_demo: Path) -> float:
    """Ce que prend ici une campagne entière, en secondes."""
    debut = time.monotonic()
    assert Chantier(tmp_path_factory.mktemp("duree"), donnees_demo).lancer().returncode == 0
    return time.monotonic() - debut


def test_chaque_incident_se_nomme_les_autres_finissent_et_la_suite_reprend(chantier: Chantier):
    chantier.provoquer("leve", "sans_fin", "tue", "memoire", "sourde")
    fait = chantier.lancer()
    assert fait.returncode == 1, fait.stderr
    fiches = chantier.fiches()
    assert {code for code, f in fiches.items() if f["statut"] == "produite"} == {"46"}
    attendus = {
        "32": "cellule 4 (« Les calculs »), ligne 6, division par zéro",
        "31": "le calcul dépasse 3 s, la limite par cellule",
        "82": "cellule 4 (« Les calculs »), son processus a été arrêté par le système, signal SIGKILL",
        "12": "mémoire épuisée",
        "81": "cellule 4 (« Les calculs »), arrêtée, sans réponse depuis 16 s",
    }
    for code, attendu in attendus.items():
        dit = fiches[code]["erreur"].replace("\u00a0", " ")
        assert attendu in dit, dit
        assert dit.startswith("cellule 4 (« Les calculs »)")
        assert fiches[code]["page"] is None
    # Le carnet exécuté est là où le message le dit, pour qui veut regarder dans JupyterLab.
    assert fiches["32"]["erreur"].endswith("à côté des pages\u00a0: 32-gers.ipynb")
    assert (chantier.dossier / "32-gers.ipynb").exists()
    assert (chantier.dossier / "32-gers.ipynb").exists()
    chantier.verifier()
    assert {p.name for p in chantier.dossier.glob("[0-9]*.html")} == {"46-lot.html"}

    chantier.apaiser()
    fait = chantier.lancer()
    assert fait.returncode == 0, fait.stdout
    assert "5 produites et 1 inchangée" in fait.stdout
    chantier.verifier()


def test_une_fiche_qui_echoue_a_son_tour_perd_son_ancienne_page(chantier: Chantier):
    assert chantier.lancer().returncode == 0
    assert (chantier.dossier / "82-tarn-et-garonne.html").exists()
    chantier.provoquer("tue")
    chantier.mots.append("--forcer")
    assert chantier.lancer().returncode == 1
    assert not (chantier.dossier / "82-tarn-et-garonne.html").exists()
    assert not (chantier.dossier / "82-tarn-et-garonne.xlsx").exists()
    assert not (chantier.dossier / "82-tarn-et-garonne.ipynb").exists()  # ce n’est pas celui qui a échoué
    chantier.verifier()


@pytest.mark.parametrize("arret", [signal.SIGINT, signal.SIGTERM])
def test_interrompue_la_campagne_garde_ce_qui_est_fait_et_reprend(chantier: Chantier, arret: signal.Signals):
    chantier.provoquer("lente")
    with chantier.demarrer() as campagne:
        campagne.send_signal(arret)
        _, erreurs = campagne.communicate(timeout=60)
    assert campagne.returncode == 130
    assert erreurs == INTERROMPU
    faites = chantier.fiches()
    assert 1 <= len(faites) < len(LIEUX)
    sommaire = (chantier.dossier / "index.html").read_text(encoding="utf-8")
    pages = {entree["page"] for entree in faites.values()}
    assert set(re.findall(r'href="(\d\w-[\w-]+\.html)"', sommaire)) == pages
    chantier.verifier()
    chantier.apaiser()
    fait = chantier.lancer()
    assert fait.returncode == 0
    assert f"{len(faites)} inchangée" in fait.stdout
    assert not chantier.restes()
    chantier.verifier()


@pytest.mark.parametrize("fraction", [0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 0.97])
def test_a_tout_moment_ctrl_c_laisse_un_dossier_vrai(chantier: Chantier, duree: float, fraction: float):
    """Du chargement des bibliothèques au sommaire ; comme un terminal, à la commande et à ses processus à la fois."""
    with chantier.demarrer(attendre=False) as campagne:
        time.sleep(duree * fraction)
        with suppress(ProcessLookupError):
            os.killpg(campagne.pid, signal.SIGINT)
        _, erreurs = campagne.communicate(timeout=60)
    assert campagne.returncode == (130 if erreurs else 0), erreurs
    assert erreurs in (
        "",
        "Interrompu.\n",
        INTERROMPU,
    )
    with pytest.raises(ProcessLookupError):  # aucun processus ne survit à la commande
        os.killpg(campagne.pid, 0)
    assert not chantier.restes()
    if (chantier.dossier / "campagne.json").exists():
        chantier.verifier()
        assert (chantier.dossier / "index.html").exists()
    assert chantier.lancer().returncode == 0
    assert len(chantier.fiches()) == len(LIEUX)


def test_tuee_net_la_campagne_ne_laisse_aucune_page_a_moitie_et_reprend(chantier: Chantier):
    chantier.provoquer("lente")
    with chantier.demarrer() as campagne:
        os.killpg(campagne.pid, signal.SIGKILL)
        campagne.wait(timeout=60)
    chantier.dossier.joinpath(".46-lot.html.abc_1234.provisoire").write_bytes(b"<html")  # une écriture coupée net
    for page in chantier.dossier.glob("[0-9]*.html"):
        assert page.read_bytes().endswith(b"</html>\n")
    chantier.verifier()
    chantier.apaiser()
    assert chantier.lancer().returncode == 0
    assert len(chantier.fiches()) == len(LIEUX)
    assert not chantier.restes()
    chantier.verifier()


def test_les_fiches_d_une_campagne_tuee_ne_s_ecrivent_plus(chantier: Chantier):
    """Un processus orphelin ne doit pas écrire une vieille page par-dessus celles de la campagne suivante.

    Ses enfants lui survivent un instant ; tant que l’un d’eux peut encore écrire, il tient le verrou du dossier.
    """
    chantier.provoquer("lente")
    with chantier.demarrer() as campagne:
        campagne.kill()  # le parent seul
        campagne.wait(timeout=60)
        with FileLock(chantier.dossier / manifeste.verrou(), timeout=60):
            avant = sorted(chantier.dossier.glob("[0-9]*.html"))
            time.sleep(1.5)  # une fiche de plus s’écrirait
            assert sorted(chantier.dossier.glob("[0-9]*.html")) == avant


def test_deux_campagnes_dans_un_dossier_la_seconde_refuse(chantier: Chantier):
    chantier.provoquer("retenue")
    chantier.limiter(60)
    with chantier.demarrer() as premiere:
        seconde = chantier.lancer()
        chantier.apaiser()
        premiere.communicate(timeout=60)
    assert seconde.returncode == 2
    assert "une autre campagne écrit dans ce dossier" in seconde.stderr
    assert premiere.returncode == 0
    chantier.verifier()


@pytest.mark.parametrize("octets", [60_000, 100_000], ids=["aucune page", "le sommaire seul"])
def test_sans_place_la_campagne_s_arrete_et_reprend_quand_il_y_en_a(chantier: Chantier, octets: int):
    def borner() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (octets, octets))

    fait = chantier.lancer(preexec_fn=borner)
    assert fait.returncode == 1
    assert "écriture impossible" in fait.stderr
    faites = len(list(chantier.dossier.glob("[0-9]*.html")))
    assert faites == (0 if octets == 60_000 else len(LIEUX))
    assert f"reste à faire : {len(LIEUX) - faites}" in fait.stderr
    assert fait.stderr.count("\n") == 1
    assert not (chantier.dossier / "index.html").exists()
    assert not chantier.restes()
    chantier.verifier()
    assert chantier.lancer().returncode == 0
    chantier.verifier()


@pytest.mark.parametrize("facon", ["--jobs 1", "--jobs 2", "--jobs 1 --part 1/1", "--dask"])
def test_un_import_pendant_la_campagne_l_arrete_d_une_phrase(
    tmp_path: Path, facon: str, request: pytest.FixtureRequest
):
    """Jamais les pages de deux états des données sous un seul manifeste, ni de page fausse « inchangée »."""
    fiches = [sys.executable, "-m", "fiches"]
    for nom, valeur in (("avant", 1_000_000), ("double", 2_000_000)):
        cles = product("EI", range(1, 5), ("12", "46", "81"))
        lignes = (f"{f};{t};2024;{d};12;C30C;3030;DE;{valeur};10\r\n" for f, t, d in cles)
        (tmp_path / f"Region_{nom}.txt").write_text("".join(lignes), encoding="utf-8")

    def importer(nom: str) -> list[str]:
        return [*fiches, "donnees", "importer", str(tmp_path / f"Region_{nom}.txt"), "--donnees", str(tmp_path / "d")]

    importe = f"import subprocess\n\nif departement == '12':\n    subprocess.run({importer('double')!r}, check=True)"
    cellules = [
        new_code_cell('departement = "46"\nannee = 2024', metadata={"tags": ["parameters"]}),
        new_code_cell("from fiches import Fiche\n\nfiche = Fiche(departement, annee)\nfiche"),
        new_code_cell(importe),
        new_markdown_cell("# Essai\n\n## Total\n\n{eval}`fiche.exportations.total`"),
    ]
    nbformat.write(new_notebook(cells=cellules), tmp_path / "essai.ipynb")
    params = {"carnet": str(tmp_path / "essai.ipynb"), "departements": ["12", "46", "81"]}
    (tmp_path / "p.yml").write_text(json.dumps(params), encoding="utf-8")
    adresse = request.getfixturevalue("grappe")[:1] if facon == "--dask" else ()
    mots = [*fiches, "produire", "--tous", *facon.split(), *adresse, "--params", str(tmp_path / "p.yml")]
    mots += ["--donnees", str(tmp_path / "d"), "--sortie", str(tmp_path / "r")]

    def totaux() -> set[str]:
        pages = (tmp_path / "r" / "2024").glob("[0-9]*.html")
        return {t for page in pages for t in re.findall(r"(\d,0).millions d’euros", page.read_text(encoding="utf-8"))}

    subprocess.run(importer("avant"), check=True, capture_output=True)
    premiere = subprocess.run(mots, capture_output=True, text=True, check=False)
    # À plusieurs, les autres fiches peuvent être finies avant l’import.
    assert premiere.returncode == 1 or facon in {"--jobs 2", "--dask"}
    assert (
        premiere.returncode == 0
        or "Les données de 2024 ont changé depuis le début de la campagne" in premiere.stdout.replace("\n", " ")
    )
    assert totaux() == {"4,0"}
    assert subprocess.run(mots, capture_output=True, text=True, check=False).returncode == 0
    assert totaux() == {"8,0"}
    subprocess.run(importer("avant"), check=True, capture_output=True)
    subprocess.run([*mots, "--forcer"], capture_output=True, check=False)
    assert totaux() <= {"4,0"}
