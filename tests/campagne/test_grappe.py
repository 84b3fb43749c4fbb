"""Ce qui revient d’un travailleur de la grappe est regardé avant d’être écrit."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from fiches.campagne import grappe
from fiches.campagne.manifeste import Entree
from fiches.donnees.territoires import departement
from fiches.socle.empreinte import sha256

LOT, PAGE, CLASSEUR, CARNET = departement("46"), "46-lot.html", "46-lot.xlsx", "46-lot.ipynb"
Retour = tuple[dict[str, bytes], dict[str, Any], str]


@pytest.fixture
def fabrique(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Une fabrique qui ne sait qu’échouer, dont les pages vont dans `tmp_path/2024`."""
    monkeypatch.setattr(grappe, "empreinte_de", lambda *_: "attendue")

    def echec(_lieu: object, raison: str, duree_s: float = 0.0) -> Entree:
        return Entree("echec", duree_s, "attendue", erreur=raison)

    return SimpleNamespace(demande=SimpleNamespace(dossier=tmp_path / "2024"), communes=("",), echec=echec)


def retour() -> Retour:
    """Ce que rend un travailleur qui a fait la fiche du Lot."""
    fichiers = {PAGE: b"<html>", CLASSEUR: b"PK", CARNET: b"{}"}
    chiffres = {
        sens: {"total": 1, "part_france": 0.1, "part_region": None} for sens in ("exportations", "importations")
    }
    faite = Entree(
        "produite", 1.0, "attendue", page=PAGE, sha256=sha256(b"<html>"), joints={CLASSEUR: sha256(b"PK")},
        indicateurs=chiffres,
    )  # fmt: skip
    return fichiers, {"46": asdict(faite)}, "/tmp/la-bas/2024"


def recevoir(fabrique: Any, recu: object) -> Entree:
    [(lieu, entree)] = grappe._recevoir(fabrique, [LOT], recu)
    assert lieu == LOT
    return entree


def ecrits(fabrique: Any) -> dict[str, bytes]:
    return {f.name: f.read_bytes() for f in fabrique.demande.dossier.parent.rglob("*") if f.is_file()}


def test_une_fiche_saine_est_prise_telle_quelle(fabrique: Any):
    recu = retour()
    assert recevoir(fabrique, recu).statut == "produite"
    assert ecrits(fabrique) == recu[0]


FAUTES: dict[str, tuple[Callable[[dict[str, bytes], dict[str, Any]], object], str]] = {
    "page absente": (lambda f, _: f.pop(PAGE), "le fichier 46-lot.html manque, au retour de la grappe."),
    "page changée": (lambda f, _: f.update({PAGE: b"<html>x"}), "46-lot.html a changé depuis qu’il a été fait"),
    "classeur changé": (lambda f, _: f.update({CLASSEUR: b"x"}), "46-lot.xlsx a changé"),
    "page hors du dossier": (
        lambda f, e: (f.update({"../46-lot.html": f.pop(PAGE)}), e.update(page="../46-lot.html")),
        "«\u00a0../46-lot.html\u00a0» n’est pas du Lot",
    ),
    "page d’un autre lieu": (
        lambda f, e: (f.update({"12-aveyron.html": f.pop(PAGE)}), e.update(page="12-aveyron.html")),
        "n’est pas du Lot",
    ),
    "sans page": (lambda _, e: e.update(page=None), "la page n’est pas revenue de la grappe."),
    "autre programme": (lambda _, e: e.update(empreinte="autre"), "n’a pas le même programme"),
    "chiffres illisibles": (lambda _, e: e.update(indicateurs={}), "les chiffres du Lot ne s’y lisent pas"),
    "entrée mal faite": (lambda _, e: e.update(statut="?"), "a rendu autre chose que cette fiche"),
    "champ inconnu": (lambda _, e: e.update(duree_s="x"), "a rendu autre chose que cette fiche"),
}


@pytest.mark.parametrize("nom", FAUTES)
def test_une_fiche_douteuse_echoue_et_sa_page_n_est_pas_ecrite(fabrique: Any, nom: str):
    abimer, attendu = FAUTES[nom]
    fichiers, entrees, la_bas = retour()
    abimer(fichiers, entrees["46"])
    entree = recevoir(fabrique, (fichiers, entrees, la_bas))
    assert entree.statut == "echec"
    assert attendu in str(entree.erreur)
    assert ecrits(fabrique).keys() <= {CARNET}


@pytest.mark.parametrize("recu", [None, (), ({}, {}), ({}, {}, ""), ({"../x": b"x"}, {}, ""), ({PAGE: 1}, {}, "")])
def test_n_importe_quoi_ne_fait_ni_page_ni_trace(fabrique: Any, recu: object):
    assert recevoir(fabrique, recu).erreur == "la grappe a rendu autre chose que cette fiche."
    assert ecrits(fabrique) == {}


def test_un_echec_la_bas_garde_sa_raison_et_son_carnet_sans_le_chemin_de_la_machine(fabrique: Any):
    fichiers, entrees, la_bas = retour()
    entrees["46"] |= {"statut": "echec", "page": None, "erreur": f"cellule 3. Carnet : {la_bas}/46-lot.ipynb"}
    entree = recevoir(fabrique, (fichiers, entrees, la_bas))
    assert entree.erreur == f"cellule 3. Carnet : {fabrique.demande.dossier}/46-lot.ipynb"
    assert ecrits(fabrique) == {CARNET: b"{}"}
