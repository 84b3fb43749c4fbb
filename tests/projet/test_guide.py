"""Le guide de l’analyste dit ce que le code offre, ni plus ni moins ; ses messages sont ceux que donne le programme."""

import importlib
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from fiches import Fiche, graphiques
from fiches.carnet.execution import executer
from fiches.donnees import territoires
from fiches.page import pdf
from fiches.page.html import exporter
from fiches.socle import environnement
from fiches.socle.chemins import RACINE
from fiches.socle.erreurs import ErreurFiches

sys.path.insert(0, str(RACINE / "outils"))
import guide

LOT = {"departement": "46", "annee": 2024}


def test_la_reference_est_celle_du_code(donnees_demo: Path):
    ecrit = guide.REFERENCE.read_text(encoding="utf-8")
    assert guide.reference(donnees_demo) == ecrit, "refaites-la : .venv/bin/python outils/guide.py"


def test_tout_ce_que_propose_la_touche_tab_est_dans_la_reference(donnees_demo: Path):
    fiche, ecrit = Fiche("46", 2024, donnees_demo), guide.REFERENCE.read_text(encoding="utf-8")
    for chemin in (
        "fiche",
        "fiche.departement",
        "fiche.exportations",
        'fiche.exportations.vers("US")',
        "fiche.phrases",
    ):
        objet = eval(chemin, {"fiche": fiche})
        for nom in guide.offre(chemin, objet):
            assert re.search(rf"`{re.escape(chemin)}\.{nom}[`(]", ecrit), f"{chemin}.{nom}"


def test_la_touche_tab_ne_propose_que_les_graphiques():
    assert [nom for nom in dir(graphiques) if nom[0].islower()] == [
        "activites", "barres", "carte", "comparer", "courbe", "figure", "flux", "pays", "tableau",
    ]  # fmt: skip


def test_les_images_du_guide_existent_et_restent_legeres():
    images = re.findall(r"\]\((images/[^)]+)\)", guide.GUIDE.read_text(encoding="utf-8"))
    assert len(images) >= 3
    for image in images:
        assert (RACINE / "docs" / image).stat().st_size < 150_000


# --- les messages du tableau « Quand cela échoue », provoqués pour de vrai


def _sans_donnees(donnees: Path, _: pytest.MonkeyPatch) -> None:
    Fiche("46", 2023, donnees)


def _mauvais_departement(*_: object) -> None:
    territoires.departement("Lott")


def _carnet(nom: str) -> Callable[..., None]:
    def provoquer(*_: object) -> None:
        modele = nbformat.read(RACINE / "tests" / "carnet" / "carnets" / f"{nom}.ipynb", as_version=4)
        executer(modele, LOT, dans_ce_processus=nom != "noyau_inconnu", limite_s=30)

    return provoquer


def _sans_parentheses(donnees: Path, _: pytest.MonkeyPatch) -> None:
    recit = new_markdown_cell("{eval}`fiche.exportations.par_pays`")
    lire = new_code_cell(f"from fiches import Fiche\nfiche = Fiche('46', 2024, {str(donnees)!r})")
    parametres = new_code_cell("departement = '46'", metadata={"tags": ["parameters"]})
    modele = new_notebook(cells=[parametres, lire, recit])
    exporter(executer(modele, {"departement": "46"}, dans_ce_processus=True, limite_s=60))


def _sans_pango(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def manquer(nom: str) -> Any:
        raise OSError(f"cannot load library 'libpango-1.0-0' ({nom})")

    monkeypatch.setattr(importlib, "import_module", manquer)
    pdf.verifier_installation()


def _environnement_ancien(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environnement.metadata, "version", lambda _: "0.0.1")
    raise ErreurFiches(environnement.diagnostiquer())


PROVOQUER: list[Callable[..., None]] = [
    _sans_donnees,
    _mauvais_departement,
    _carnet("cellule_qui_leve"),
    _carnet("expression_fausse"),
    _sans_parentheses,
    _carnet("sans_parametres"),
    _carnet("noyau_inconnu"),
    _environnement_ancien,
    _sans_pango,
]


def messages() -> list[str]:
    tableau = guide.GUIDE.read_text(encoding="utf-8").split("## Quand cela échoue")[1].split("\n## ")[0]
    return [ligne.split("|")[1].strip() for ligne in tableau.splitlines() if ligne.startswith("| «")]


def test_chaque_message_du_guide_a_son_essai():
    assert len(messages()) == len(PROVOQUER)


@pytest.mark.carnet
@pytest.mark.parametrize("rang", range(len(PROVOQUER)))
def test_un_message_du_guide_est_celui_du_programme(
    rang: int, donnees_demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ErreurFiches) as erreur:
        PROVOQUER[rang](donnees_demo, monkeypatch)
    dit = re.sub(r"\s", " ", str(erreur.value))
    # « cellule 12 (« Les exportations »), ligne 2 » est un exemple : nombres et titre varient.
    cite = re.sub(r"\s", " ", messages()[rang]).removeprefix("« ").removesuffix(" »")
    motif = re.escape(re.sub(r" \(« .+? »\)", "", cite)).replace("…", ".+")
    motif = re.sub(r"\d+", r"\\d+", motif)
    assert re.search(motif, re.sub(r" \(« .+? »\)", "", dit) + " "), (
        f"le guide cite « {cite} », le programme dit : {dit}"
    )
