"""De bout en bout, par la vraie commande : de l’archive des douanes à la page."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

import nbformat
import pytest

from fiches.socle.chemins import CARNETS

pytestmark = pytest.mark.commande

FICHES = Path(sys.executable).with_name("fiches")
INSECABLES = str.maketrans({"\u00a0": " ", "\u202f": " "})


def lancer(*arguments: object, attendu: int = 0) -> subprocess.CompletedProcess[str]:
    resultat = subprocess.run([FICHES, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert resultat.returncode == attendu, resultat.stdout + resultat.stderr
    assert "Traceback" not in resultat.stdout + resultat.stderr
    return resultat


def manifeste(sortie: Path, annee: int = 2024) -> dict:
    return json.loads((sortie / str(annee) / "campagne.json").read_text(encoding="utf-8"))


def texte(page: Path) -> str:
    """Le texte lisible d’une page, espaces insécables ramenées à l’espace."""
    en_ligne = re.sub(r"</?(?:a|b|strong|em|span)\b[^>]*>", "", page.read_text(encoding="utf-8"))
    sans_balises = re.sub(r"<style.*?</style>|<[^>]+>", " ", en_ligne, flags=re.S)
    return re.sub(r"\s+", " ", sans_balises.translate(INSECABLES))


@pytest.fixture(scope="module")
def campagne(donnees_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Dix départements produits une fois : grands, petits, Corse, outre-mer."""
    sortie = tmp_path_factory.mktemp("reports")
    departements = ["46", "1", "75", "48", "2B", "974", "31", "13", "976", "971"]
    lancer("produire", *departements, "--donnees", donnees_demo, "--sortie", sortie)
    return sortie


def test_le_lot_dit_les_chiffres_publies(campagne: Path):
    lu = texte(campagne / "2024" / "46-lot.html")
    for attendu in (
        "Total des exportations : 636,4 millions d’euros, soit 1,3 % de la valeur exportée par la région Occitanie, "
        "soit 0,11 % de la valeur exportée au niveau national.",
        "Total des importations : 662,4 millions d’euros, soit 1,8 % de la valeur importée par la région Occitanie, "
        "soit 0,10 % de la valeur importée au niveau national.",
        "49 453,9",
        "37 655,4",
        "580 354,5",
        "684 776,3",
    ):
        assert attendu in lu


def test_les_codes_des_gens_nomment_les_pages(campagne: Path):
    pages = {p.name for p in (campagne / "2024").glob("[0-9]*.html")}
    assert {"46-lot.html", "01-ain.html", "20-corse.html", "974-la-reunion.html"} <= pages
    assert len(pages) == 10


@pytest.mark.parametrize("code", ["974-la-reunion", "20-corse"])
def test_un_departement_region_n_est_pas_compare_a_lui_meme(campagne: Path, code: str):
    lu = texte(campagne / "2024" / f"{code}.html")
    assert "forme à elle seule une région" in lu
    assert "par la région" not in lu


def test_les_donnees_simulees_se_disent(campagne: Path):
    for page in (campagne / "2024").glob("[0-9]*.html"):
        lu = texte(page)
        assert lu.count("données de démonstration") + lu.count("Données de démonstration") >= 9, page.name
    assert manifeste(campagne)["provenance"]["demonstration"] is True
    assert manifeste(campagne)["provenance"]["parametres"] == "edition-2024.yml"


def test_page_manifeste_et_archive_s_accordent_a_l_euro(campagne: Path, archives_demo: list[Path]):
    """Lecture à part de l’archive, par le module csv : ni pyarrow, ni le paquet."""
    douane = {"20": "20", "971": "9A", "974": "9D", "976": "9E"}
    sommes: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for archive in archives_demo:
        with zipfile.ZipFile(archive) as zip_:
            nom = next(n for n in zip_.namelist() if re.search(r"region.*\.txt$", n, re.I))
            with zip_.open(nom) as fichier:
                for ligne in csv.reader(io.TextIOWrapper(fichier, "utf-8"), delimiter=";"):
                    sens, _, _, departement, _, produit, _, pays, valeur, _ = ligne
                    sommes[sens, departement, produit, pays] += int(valeur)
    fiches = manifeste(campagne)["fiches"]
    assert len(fiches) == 10
    for code, fiche in fiches.items():
        departement = douane.get(code, code)
        page = (campagne / "2024" / fiche["page"]).read_text(encoding="utf-8")
        for sens, nom in (("E", "exportations"), ("I", "importations")):
            lu = fiche["indicateurs"][nom]
            attendu = {(p, c): v for (s, d, p, c), v in sommes.items() if (s, d) == (sens, departement)}
            assert lu["total"] == sum(attendu.values())
            assert sum(p["valeur"] for p in lu["produits"]) == lu["total"]
            assert sum(p["valeur"] for p in lu["pays"]) == lu["total"]
            for flux in lu["flux_en_rouge"]:
                assert flux["valeur"] == attendu[flux["produit"], flux["pays"]]
                assert f"{flux['valeur']:,}".replace(",", "\u202f") in page


def test_un_second_passage_ne_refait_rien(campagne: Path, donnees_demo: Path):
    page = campagne / "2024" / "46-lot.html"
    avant = page.stat().st_mtime_ns
    lancer("produire", "46", "--donnees", donnees_demo, "--sortie", campagne)
    assert page.stat().st_mtime_ns == avant
    fiches = manifeste(campagne)["fiches"]
    assert fiches["46"]["statut"] == "inchangee"
    assert len(fiches) == 10


def test_une_fiche_qui_echoue_n_arrete_pas_les_autres(donnees_demo: Path, tmp_path: Path):
    carnet = nbformat.read(CARNETS / "commerce-exterieur.ipynb", as_version=4)
    (tmp_path / "p.yml").write_text(f"carnet: {tmp_path / 'essai.ipynb'}\n", encoding="utf-8")
    options = ("--params", tmp_path / "p.yml", "--donnees", donnees_demo, "--sortie", tmp_path / "r")
    nbformat.write(carnet, tmp_path / "essai.ipynb")
    lancer("produire", "32", *options)  # sa page, bonne alors, ne restera pas
    derniere = next(c for c in carnet.cells if c.id == "graphique-pays")
    derniere.source = 'if fiche.nom == "Gers":\n    1 / 0\n' + derniere.source
    nbformat.write(carnet, tmp_path / "essai.ipynb")
    resultat = lancer("produire", "46", "32", "82", *options, attendu=1)
    assert "Gers" in resultat.stdout
    assert "balance commerciale" in resultat.stdout
    assert {p.name for p in (tmp_path / "r" / "2024").glob("[0-9]*.html")} == {"46-lot.html", "82-tarn-et-garonne.html"}
    entree = manifeste(tmp_path / "r")["fiches"]["32"]
    assert entree["statut"] == "echec"
    assert "division" in entree["erreur"]


@pytest.mark.parametrize(
    ("arguments", "attendu"),
    [
        (["produire", "4z"], "4z"),
        (["produire", "99"], "Monaco"),
        (["produire", "46", "--params", "absent.yml"], "absent.yml"),
        (["produire", "46", "--annee", "2019"], "2019"),
        (["produire"], "--tous"),
        (["produire", "46", "--tous"], "--tous"),
    ],
)
def test_une_demande_fausse_se_dit_en_une_ligne_et_n_ecrit_rien(
    donnees_demo: Path, tmp_path: Path, arguments: list[str], attendu: str
):
    sortie = tmp_path / "r"
    resultat = lancer(*arguments, "--donnees", donnees_demo, "--sortie", sortie, attendu=2)
    assert attendu in resultat.stderr
    assert resultat.stderr.count("\n") == 1
    assert not sortie.exists()


def zip_a_la_main(chemin: Path, lignes: list[str]) -> Path:
    with zipfile.ZipFile(chemin, "w") as zip_:
        zip_.writestr("Region_2018.txt", "\r\n".join(lignes) + "\r\n")
    return chemin


def test_un_zip_fait_a_la_main_donne_une_fiche(tmp_path: Path):
    """Les quatre lignes de la description officielle, et de quoi compléter l’année."""
    lignes = [
        "I;3;2018;01;18;A01Z;0111;AR;52;11",
        "I;3;2018;01;18;A01Z;0111;AT;29916;20815",
        "E;3;2018;01;18;A01Z;0111;BE;406473;1210935",
        "E;3;2018;01;18;A01Z;0111;BR;11228;250",
    ]
    lignes += [f"{s};{t};2018;01;18;A03Z;0311;NA;1000;1" for s in "IE" for t in (1, 2, 4)]
    archive = zip_a_la_main(tmp_path / "main.zip", lignes)
    compte_rendu = lancer("donnees", "importer", archive, "--donnees", tmp_path / "d").stdout
    assert "10 lignes" in compte_rendu.translate(INSECABLES)
    lancer("produire", "1", "--annee", "2018", "--donnees", tmp_path / "d", "--sortie", tmp_path / "r")
    lu = texte(tmp_path / "r" / "2018" / "01-ain.html")
    assert "Namibie" in lu
    assert "démonstration" not in lu
    indicateurs = manifeste(tmp_path / "r", 2018)["fiches"]["01"]["indicateurs"]
    assert indicateurs["exportations"]["total"] == 406473 + 11228 + 3000
    assert indicateurs["importations"]["total"] == 52 + 29916 + 3000


@pytest.mark.parametrize(
    ("nom", "lignes", "phrase"),
    [
        ("sans exportations", ["I;{t};2018;48;12;A03Z;0311;DE;1000;1", "E;{t};2018;01;18;A03Z;0311;DE;5;1"],
         "Aucune exportation n’est enregistrée en Lozère en 2018."),
        ("un seul partenaire", ["{s};{t};2018;48;12;A03Z;0311;DE;1000;1"], "l’Allemagne"),
        ("trois produits", ["{s};{t};2018;48;12;" + p + ";0311;DE;1000;1" for p in ("A01Z", "A02Z", "A03Z")],
         "Total des exportations"),
    ],
)  # fmt: skip
def test_les_cas_maigres_se_lisent_bien(tmp_path: Path, nom: str, lignes: list[str], phrase: str):
    toutes = sorted({ligne.format(s=s, t=t) for ligne in lignes for s in "IE" for t in range(1, 5)})
    archive = zip_a_la_main(tmp_path / "main.zip", toutes)
    lancer("donnees", "importer", archive, "--donnees", tmp_path / "d")
    lancer("produire", "48", "--annee", "2018", "--donnees", tmp_path / "d", "--sortie", tmp_path / "r")
    lu = texte(tmp_path / "r" / "2018" / "48-lozere.html")
    assert phrase in lu
    assert "Autres : 0" not in lu
    for faute in ("nan", "None", "inf ", "−0,0", "  ", " ."):
        assert faute not in lu


def test_un_dossier_de_donnees_mal_tape_ne_donne_pas_des_donnees_simulees(tmp_path: Path):
    fait = lancer("produire", "46", "--donnees", tmp_path / "abscent", "--sortie", tmp_path / "r", attendu=2)
    assert "ce dossier de données n’existe pas" in fait.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "poste",
    [{"PYTHONIOENCODING": "latin-1"}, {"PYTHONIOENCODING": "ascii"}, {"MPLBACKEND": "module://ipympl.backend_nbagg"}],
    ids=["latin-1", "ascii", "affichage absent"],
)
def test_un_vieux_terminal_ou_un_poste_regle_autrement_ne_change_rien(donnees_demo: Path, tmp_path: Path, poste: dict):
    mots = [FICHES, "produire", "976", "--donnees", donnees_demo, "--sortie", tmp_path]
    fait = subprocess.run(list(map(str, mots)), capture_output=True, check=False, env=os.environ | poste)
    assert fait.returncode == 0, fait.stderr
    assert b"Traceback" not in fait.stderr
    assert (tmp_path / "2024" / "976-mayotte.html").exists()
