"""Dit, module par module, combien des fautes plantées par « make mutation » les tests ont vues."""

import json
from collections import Counter
from pathlib import Path

MUTANTS = Path("mutants")
SURVIT, SANS_TEST = 0, 33
"""Codes de sortie que mutmut garde d’un mutant ; tout autre code dit qu’un test l’a vu."""


def compter(meta: Path) -> Counter[str]:
    """Les mutants d’un module : vus, survivants, qu’aucun test ne parcourt, pas encore essayés."""
    codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"].values()
    sorts = {None: "à essayer", SURVIT: "survivants", SANS_TEST: "sans test"}
    return Counter(sorts.get(code, "vus") for code in codes)


def ligne(nom: str, compte: Counter[str]) -> str:
    """Une ligne de tableau Markdown."""
    part = f"{100 * compte['vus'] / compte.total():.0f} %".replace(" ", "\u00a0")
    return f"| {nom} | {compte.total()} | {compte['vus']} | {compte['survivants'] + compte['sans test']} | {part} |"


if __name__ == "__main__":
    comptes = {m: c for m in sorted(MUTANTS.rglob("*.py.meta")) if (c := compter(m))}
    print("| module | mutants | vus | non vus | score |\n|---|---|---|---|---|")
    for meta, compte in comptes.items():
        print(ligne(f"`{meta.relative_to(MUTANTS).with_suffix('')}`", compte))
    print(ligne("**tout**", sum(comptes.values(), Counter())))
