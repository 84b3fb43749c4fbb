"""Le projet tient ses promesses : étages, tailles, verrous d’accord entre eux, README d’accord avec la commande."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement
from typer.main import get_command

from fiches.cli import app
from fiches.socle.chemins import RACINE

sys.path.insert(0, str(RACINE / "outils"))
import verrouiller

PAQUET = RACINE / "fiches"
MODULES = sorted(PAQUET.rglob("*.py"))
DOCUMENTS = [RACINE / "README.md", RACINE / "CONTRIBUTING.md", *sorted((RACINE / "docs").glob("*.md"))]

# Du plus haut au plus bas : une pièce n’importe que celles des étages qui suivent le sien.
ETAGES = [
    {"cli"},
    {"apercu"},
    {"campagne"},
    {"page", "controle"},
    {"graphiques"},
    {"fiche"},
    {"carnet"},
    {"donnees"},
    {"redaction", "socle"},
]
RANG = {piece: rang for rang, etage in enumerate(ETAGES) for piece in etage}
ENTREES = {"__init__.py", "__main__.py"}
DANS_UNE_PIECE = [m for m in MODULES if m.parent != PAQUET]


def piece(module: Path) -> str:
    return module.relative_to(PAQUET).parts[0]


def imports(module: Path) -> set[str]:
    """Les pièces du paquet qu’un module importe (« graphiques », « donnees »…)."""
    noms = set()
    for noeud in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(noeud, ast.ImportFrom) and noeud.module == "fiches":
            noms |= {alias.name for alias in noeud.names}
        elif isinstance(noeud, ast.ImportFrom) and (noeud.module or "").startswith("fiches."):
            noms.add(noeud.module.split(".")[1])
        elif isinstance(noeud, ast.Import):
            noms |= {a.name.split(".")[1] for a in noeud.names if a.name.startswith("fiches.")}
    return noms


def test_le_paquet_ne_contient_que_des_pieces_chacune_a_son_etage():
    assert {m.name for m in MODULES if m.parent == PAQUET} == ENTREES
    assert {piece(m) for m in DANS_UNE_PIECE} == set(RANG)
    assert len(RANG) <= 12
    assert len(ETAGES) <= 9


@pytest.mark.parametrize("module", DANS_UNE_PIECE, ids=lambda m: str(m.relative_to(PAQUET)))
def test_une_piece_n_importe_que_plus_bas(module: Path):
    ici = piece(module)
    for importee in imports(module):
        assert importee == ici or RANG[importee] > RANG[ici], f"{ici} importe {importee}"


def test_chaque_piece_dit_en_une_phrase_ce_qu_elle_contient():
    for dossier in {m.parent for m in DANS_UNE_PIECE}:
        assert ast.get_docstring(ast.parse((dossier / "__init__.py").read_text(encoding="utf-8"))), dossier


def test_aucun_nom_de_fichier_ni_de_classe_ne_sert_deux_fois():
    fichiers = Counter(m.name for m in DANS_UNE_PIECE if m.name != "__init__.py")
    classes = Counter(
        noeud.name
        for m in MODULES
        for noeud in ast.walk(ast.parse(m.read_text(encoding="utf-8")))
        if isinstance(noeud, ast.ClassDef)
    )
    assert [nom for nom, fois in (fichiers + classes).items() if fois > 1] == []


def test_aucun_module_ne_s_importe_en_rond():
    noms = {".".join(m.relative_to(RACINE).with_suffix("").parts).removesuffix(".__init__"): m for m in MODULES}
    liens: dict[str, set[str]] = {nom: set() for nom in noms}
    for nom, module in noms.items():
        for noeud in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(noeud, ast.ImportFrom):
                assert noeud.level == 0, f"{nom} : import relatif"
                cibles = {noeud.module or "", *(f"{noeud.module}.{alias.name}" for alias in noeud.names)}
            elif isinstance(noeud, ast.Import):
                cibles = {alias.name for alias in noeud.names}
            else:
                continue
            liens[nom] |= cibles & set(noms)
    # « from fiches.donnees.douane import format » désigne le module, pas le paquet qui le contient.
    for cibles in liens.values():
        cibles -= {c for c in cibles if any(autre.startswith(f"{c}.") for autre in cibles)}
    assert list(TopologicalSorter(liens).static_order())


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PAQUET)))
def test_un_module_reste_court(module: Path):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 250


@pytest.mark.parametrize("carnet", sorted((RACINE / "notebooks").glob("*.ipynb")), ids=lambda c: c.name)
def test_un_carnet_est_verse_sans_sorties(carnet: Path):
    for cellule in nbformat.read(carnet, as_version=4).cells:
        assert not cellule.get("outputs")
        assert cellule.get("execution_count") is None
        assert "user_expressions" not in cellule.metadata


def versions(fichier: Path) -> dict[str, set[str]]:
    trouve: dict[str, set[str]] = {}
    for nom, version in re.findall(r"^[\s\"-]*([A-Za-z0-9._-]+)==([^\s\\;\"]+)", fichier.read_text(), re.M):
        trouve.setdefault(nom.lower(), set()).add(version)
    return trouve


def test_les_trois_listes_de_dependances_s_accordent():
    execution, tests = versions(verrouiller.EXECUTION), versions(verrouiller.TESTS)
    assert execution.items() <= tests.items()
    assert versions(RACINE / "environment.yml") == execution
    assert (RACINE / "environment.yml").read_text(encoding="utf-8") == verrouiller.environnement_conda()
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    exigences = [Requirement(d) for d in projet["dependencies"]]
    outils = [Requirement(d) for extra in projet["optional-dependencies"].values() for d in extra]
    for exigence, verrou in [(e, execution) for e in exigences] + [(o, tests) for o in outils if not o.extras]:
        assert all(map(exigence.specifier.contains, verrou[exigence.name.lower()])), f"{exigence} : refaire le verrou"
    demandes = {"jupyter", "papermill", "pandas", "seaborn", "nbconvert", "pysankeybeta"}
    assert demandes <= {exigence.name for exigence in exigences}


def test_chaque_version_du_verrou_a_une_somme():
    for fichier in (verrouiller.EXECUTION, verrouiller.TESTS):
        lignes = fichier.read_text(encoding="utf-8").splitlines()
        for rang, ligne in enumerate(lignes):
            if re.match(r"[A-Za-z0-9]", ligne):
                assert "--hash=sha256:" in lignes[rang + 1], ligne


def test_aucune_adresse_de_registre_n_est_versee():
    motif = "|".join(("files[.]python" + "hosted", "pypi[.]org/" + "simple", "registry[.]npm" + "js"))
    trouve = subprocess.run(["git", "grep", "-nIE", motif], cwd=RACINE, capture_output=True, text=True, check=False)
    assert (trouve.returncode, trouve.stdout) == (1, ""), trouve.stderr


def commandes() -> dict[str, set[str]]:
    """Chaque commande (« produire », « donnees importer ») et ses options."""
    trouve: dict[str, set[str]] = {}

    def visiter(commande, chemin: str) -> None:
        trouve[chemin] = {o for p in commande.params for o in p.opts if o.startswith("--")} | {"--help"}
        for nom, enfant in getattr(commande, "commands", {}).items():
            visiter(enfant, f"{chemin} {nom}".strip())

    visiter(get_command(app), "")
    return trouve


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_les_commandes_citees_existent(document: Path):
    connues = commandes()
    for ligne in re.findall(
        r"(?:^|`|/|\\)fiches ((?:donnees )?[a-z]+(?: [^`\n|]*)?)", document.read_text("utf-8"), re.M
    ):
        mots = ligne.split()
        nom = " ".join(mots[:2]) if mots[0] == "donnees" else mots[0]
        assert nom in connues, f"{document.name} cite « fiches {nom} »"
        options = {m for m in mots if m.startswith("--")}
        assert options <= connues[nom], f"{document.name} : {options - connues[nom]} n’existe pas"


def test_chaque_commande_est_documentee_et_a_une_aide():
    lisez_moi = (RACINE / "README.md").read_text(encoding="utf-8")
    for nom, _ in commandes().items():
        if nom and nom != "donnees":
            assert f"fiches {nom}" in lisez_moi


def test_les_cibles_de_make_citees_existent():
    makefile = (RACINE / "Makefile").read_text(encoding="utf-8")
    cibles = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    for document in DOCUMENTS:
        for cible in re.findall(r"(?:^|`)make ([a-z-]+)", document.read_text(encoding="utf-8"), re.M):
            assert cible in cibles, f"{document.name} cite « make {cible} »"


def test_le_tableau_de_l_architecture_mene_a_des_fichiers_qui_existent():
    tableau = (RACINE / "docs" / "architecture.md").read_text(encoding="utf-8").partition("## Où va un changement")[2]
    chemins = re.findall(r"`([\w/.]+/[\w.]*)`", tableau)
    assert len(chemins) > 25
    assert [c for c in chemins if not (RACINE / c).exists() and not (PAQUET / c).exists()] == []
