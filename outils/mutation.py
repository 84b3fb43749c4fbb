"""Plante des fautes dans le programme (mutmut) et dit, module par module, combien les tests en voient.

python outils/mutation.py [PIÈCE] ['fiches.redaction.nombres.*' …] : sans pièce, toutes, des heures durant.
Chaque pièce est essayée par ses propres tests, dans une copie (build/mutation/…) qui se reprend où elle s’est arrêtée ;
l’effacer fait repartir de rien.
"""

import ast
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
ATELIER = RACINE / "build" / "mutation"
PIECES = {
    "redaction": (["fiches/redaction/*"], ["tests/redaction"]),
    "fiche": (["fiches/fiche/*"], ["tests/fiche"]),
    "lecture": (["fiches/donnees/*.py", "fiches/donnees/douane/*"], ["tests/donnees"]),
    "fraicheur": (
        ["fiches/campagne/fraicheur.py", "fiches/campagne/manifeste.py", "fiches/campagne/reception.py"],
        [f"tests/campagne/test_{essai}.py" for essai in ("a_refaire", "manifeste", "grappe", "assemblage")],
    ),
    "controle": (
        ["fiches/controle/*"],
        [f"tests/controle/test_{essai}.py" for essai in ("rapport", "bornes", "bornes_des_codes")],
    ),
    "verification": (["fiches/campagne/verification/*"], ["tests/campagne/verification"]),
}
"""Les fichiers mutés de chaque pièce, et les tests qui doivent voir ses fautes."""
HORS_MUTATION = ["fiches/donnees/demonstration/*", "fiches/donnees/telechargement/*", "fiches/fiche/rendue.py"]
"""Ce qui n’est pas de la pièce ; `rendue`, un décorateur, agit à l’import, avant que le mutant ne soit choisi."""
EQUIVALENTS = [r'encoding="utf-8"', r"\bcast\(", r"strict=True"]
"""Ce dont un changement ne changerait rien : le codage du poste, les types, une garde que rien n’atteint."""
OPTIONS = [
    *("-m", "not navigateur", "-k", "not saine_n_a_aucune_faute and not la_commande_dit"),
    *("-p", "no:cacheprovider", "-p", "no:xdist", "--snapshot-warn-unused", "--ignore=tests/donnees/telechargement"),
    "--ignore=tests/campagne/verification/test_relecture.py",
]
"""Sans ce qui passe par d’autres processus, où le mutant ne va pas. Deux sessions d’un même processus échappent deux
fois les accents d’un `ids=` : dans ces tests, un identifiant se donne par `pytest.param(…, id=…)`."""
SURVIT, SANS_TEST = 0, 33
"""Codes de sortie que mutmut garde d’un mutant ; tout autre code dit qu’un test l’a vu."""
INTACTS = {"staticmethod", "classmethod", "overload", "model_validator"}
"""Les décorateurs que mutmut connaît, ou qu’une affectation ne remplace pas ; celui du nom de la fonction non plus."""


def copier(piece: str) -> Path:
    """Met à jour la copie d’une pièce : les fichiers de git, tels qu’ils sont ; ceux qui n’ont pas changé restent."""
    fichiers, tests = PIECES[piece]
    reglages = {
        "source_paths": ["fiches/"],
        "only_mutate": fichiers,
        "do_not_mutate": HORS_MUTATION,
        "do_not_mutate_patterns": EQUIVALENTS,
        "also_copy": ["data/", "docs/", "notebooks/", "outils/", "params/", "reports/", "README.md"],
        "timeout_multiplier": 5.0,
        "timeout_constant": 3.0,
        "pytest_add_cli_args": OPTIONS,
        "pytest_add_cli_args_test_selection": tests,
    }
    noms = subprocess.run(["git", "ls-files"], cwd=RACINE, capture_output=True, text=True, check=True).stdout
    for nom in filter(None, noms.splitlines()):
        source, copie = RACINE / nom, ATELIER / piece / nom
        if not source.is_file():
            copie.unlink(missing_ok=True)
            continue
        octets = source.read_bytes()
        if nom.startswith("fiches/") and nom.endswith(".py"):
            octets = sans_decorateurs(octets.decode("utf-8")).encode("utf-8")
        elif nom == "pyproject.toml":  # JSON est du TOML, à l’intérieur d’une table
            octets += (
                "".join(f"\n{cle} = {json.dumps(v)}" for cle, v in reglages.items())
                .join(("\n[tool.mutmut]", "\n"))
                .encode()
            )
        if not copie.is_file() or copie.read_bytes() != octets:
            copie.parent.mkdir(parents=True, exist_ok=True)
            copie.write_bytes(octets)
            shutil.copymode(source, copie)
    (ATELIER / piece / "donnees").mkdir(exist_ok=True)
    return ATELIER / piece


def sans_decorateurs(source: str) -> str:
    """Le même programme, où « @texte / def bilan » s’écrit « def bilan / bilan = texte(bilan) ».

    mutmut laisse de côté toute fonction décorée : les phrases de la fiche le sont presque toutes.
    """
    lignes = source.splitlines(keepends=True)
    fonctions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef) and n.decorator_list]
    for fonction in sorted(fonctions, key=lambda n: -n.lineno):
        decorateurs = [ast.unparse(d) for d in fonction.decorator_list]
        if any(d.partition("(")[0].rpartition(".")[2] in {*INTACTS, fonction.name} for d in decorateurs):
            continue
        enveloppe = fonction.name
        for decorateur in reversed(decorateurs):
            enveloppe = f"{decorateur}({enveloppe})"
        retrait = " " * fonction.col_offset
        lignes.insert(fonction.end_lineno or 0, f"{retrait}{fonction.name} = {enveloppe}\n")
        del lignes[fonction.decorator_list[0].lineno - 1 : fonction.lineno - 1]
    return "".join(lignes)


def compter(meta: Path) -> Counter[str]:
    """Les mutants d’un module : vus, survivants, qu’aucun test ne parcourt, pas encore essayés."""
    codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"].values()
    sorts = {None: "à essayer", SURVIT: "survivants", SANS_TEST: "sans test"}
    return Counter(sorts.get(code, "vus") for code in codes)


def ligne(nom: str, compte: Counter[str]) -> str:
    """Une ligne de tableau Markdown."""
    essayes = compte.total() - compte["à essayer"]
    part = f"{100 * compte['vus'] / essayes:.0f}\u00a0%" if essayes else "–"
    return f"| {nom} | {compte.total()} | {essayes} | {compte['vus']} | {part} |"


def muter(piece: str, motifs: Sequence[str]) -> dict[Path, Counter[str]]:
    """Essaie les mutants d’une pièce ; rend ses modules et leurs comptes."""
    copie = copier(piece)
    mutmut = [Path(sys.executable).with_name("mutmut"), "run", *motifs]
    environnement = os.environ | {"FICHES_TESTS_DONNEES": str(copie / "donnees")}
    if code := subprocess.run(mutmut, cwd=copie, env=environnement, check=False).returncode:
        sys.exit(code)
    metas = sorted((copie / "mutants").rglob("*.py.meta"))
    return {meta.relative_to(copie / "mutants").with_suffix(""): compte for meta in metas if (compte := compter(meta))}


if __name__ == "__main__":
    voulues, motifs = sys.argv[1:2] or list(PIECES), sys.argv[2:]
    comptes = {module: compte for piece in voulues for module, compte in muter(piece, motifs).items()}
    print("| module | mutants | essayés | vus | score |\n|---|---|---|---|---|")
    for module, compte in comptes.items():
        print(ligne(f"`{module}`", compte))
    print(ligne("**tout**", sum(comptes.values(), Counter())))
