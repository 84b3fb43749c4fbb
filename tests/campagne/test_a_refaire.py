"""Une page est gardée si rien de ce dont elle dépend n’a changé ; chaque dépendance, changée seule, la refait."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from fiches.campagne import fraicheur
from fiches.campagne.demande import Demande
from fiches.campagne.manifeste import Entree, Lus
from fiches.carnet import lectures
from fiches.carnet.parametres import Parametres
from fiches.donnees.territoires import departement
from fiches.socle import empreinte
from fiches.socle.empreinte import sha256

LOT, PARIS = departement("46"), departement("75")
ETATS = {2023: "état de 2023", 2024: "état de 2024"}


@pytest.fixture
def demande(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Demande:
    """Le Lot et Paris, d’un carnet vide ; le programme et les données sont des doublures."""
    monkeypatch.setattr(fraicheur.empreinte, "du_programme", lambda: "programme")
    monkeypatch.setattr(fraicheur.Entrepot, "empreinte", lambda _, annee: ETATS[annee])
    nbformat.write(new_notebook(cells=[new_markdown_cell("## Contexte", id="a")]), tmp_path / "modele.ipynb")
    (tmp_path / "commentaires").mkdir()
    parametres = {"carnet": str(tmp_path / "modele.ipynb"), "commentaires": str(tmp_path / "commentaires")}
    lieux = (LOT, PARIS)
    return Demande(Parametres.model_validate(parametres), lieux, tmp_path / "donnees", tmp_path, jobs=1)


@pytest.fixture
def anciennes(demande: Demande) -> dict[str, Entree]:
    """Leurs entrées après une campagne : la page, le classeur, ce que le carnet a lu."""
    communes = fraicheur.empreintes_communes(demande)
    demande.dossier.mkdir()
    lu = demande.carnet(LOT).parent / "emplois.csv"
    lu.write_text("a;b", encoding="utf-8")
    entrees = {}
    for lieu in demande.lieux:
        fichiers = {suffixe: demande.dossier / f"{lieu.fichier}.{suffixe}" for suffixe in ("html", "xlsx")}
        for fichier in fichiers.values():
            fichier.write_text(fichier.name, encoding="utf-8")
        entrees[lieu.code] = Entree(
            "produite",
            1.0,
            fraicheur.empreinte_de(demande, lieu, communes),
            page=fichiers["html"].name,
            sha256=sha256(fichiers["html"]),
            joints={fichiers["xlsx"].name: sha256(fichiers["xlsx"])},
            lus=Lus({lectures.nommer(lu, demande.carnet(LOT).parent, ()) or "": sha256(lu)}, {"2023": ETATS[2023]}),
        )
    return entrees


def a_refaire(demande: Demande, anciennes: dict[str, Entree]) -> list[str]:
    a_jour, a_faire = fraicheur.trier(demande, anciennes, fraicheur.empreintes_communes(demande))
    assert sorted((*a_jour, *a_faire), key=lambda lieu: lieu.code) == list(demande.lieux)
    return [lieu.code for lieu in a_faire]


def test_rien_n_a_change_rien_n_est_a_refaire(demande: Demande, anciennes: dict[str, Entree]):
    assert a_refaire(demande, anciennes) == []


def test_forcer_refait_tout_et_une_fiche_jamais_faite_est_a_faire(demande: Demande, anciennes: dict[str, Entree]):
    assert a_refaire(replace(demande, forcer=True), anciennes) == ["46", "75"]
    assert a_refaire(demande, {"46": anciennes["46"]}) == ["75"]


def charte(dossier: Path) -> str:
    (dossier / "charte").mkdir()
    logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    (dossier / "charte" / "logo.svg").write_text(logo, encoding="utf-8")
    (dossier / "charte" / "logo.txt").write_text("Préfet du Lot", encoding="utf-8")
    return str(dossier / "charte")


POUR_TOUTES: dict[str, Callable[[Demande, pytest.MonkeyPatch], Demande | None]] = {
    "le programme": lambda _, m: m.setattr(empreinte, "du_programme", lambda: "autre"),
    "les données de l’année": lambda _, m: m.setitem(ETATS, 2024, "autre"),
    "une autre année lue": lambda _, m: m.setitem(ETATS, 2023, "autre"),
    "le carnet": lambda d, _: nbformat.write(new_notebook(cells=[new_markdown_cell("autre")]), d.carnet(LOT)),
    "un fichier lu": lambda d, _: d.carnet(LOT).with_name("emplois.csv").write_text("autre") and None,
    "un fichier lu, disparu": lambda d, _: d.carnet(LOT).with_name("emplois.csv").unlink(),
    "le PDF": lambda d, _: replace(d, pdf=True),
    "la charte": lambda d, _: replace(d, parametres=d.parametres.model_copy(update={"charte": charte(d.sortie)})),
    "une section masquée": lambda d, _: replace(
        d, parametres=d.parametres.model_copy(update={"sections_masquees": ["Contexte"]})
    ),
    "l’année": lambda d, _: replace(d, parametres=d.parametres.model_copy(update={"annee": 2023})),
    "un réglage": lambda d, _: replace(d, parametres=d.parametres.model_copy(update={"reglages": {"pays": 15}})),
}


@pytest.mark.parametrize("nom", POUR_TOUTES)
def test_ce_dont_toutes_dependent_les_refait_toutes(
    demande: Demande, anciennes: dict[str, Entree], monkeypatch: pytest.MonkeyPatch, nom: str
):
    for fichier in demande.dossier.iterdir():
        (demande.sortie / "2023").mkdir(exist_ok=True)
        (demande.sortie / "2023" / fichier.name).write_bytes(fichier.read_bytes())
    changee = POUR_TOUTES[nom](demande, monkeypatch) or demande
    assert a_refaire(changee, anciennes) == ["46", "75"]


POUR_UNE: dict[str, Callable[[Demande], Demande | None]] = {
    "la page effacée": lambda d: (d.dossier / "46-lot.html").unlink(),
    "la page retouchée": lambda d: (d.dossier / "46-lot.html").write_text("x") and None,
    "le classeur effacé": lambda d: (d.dossier / "46-lot.xlsx").unlink(),
    "le classeur retouché": lambda d: (d.dossier / "46-lot.xlsx").write_text("x") and None,
    "son commentaire": lambda d: (d.commentaires(LOT) / "46.md").write_text("x") and None,
    "son exception": lambda d: replace(
        d, parametres=d.parametres.model_copy(update={"exceptions": {"46": {"pays": 15}}})
    ),
    "une voisine, arrivée": lambda d: replace(d, voisines=frozenset({"12"})),
}


@pytest.mark.parametrize("nom", POUR_UNE)
def test_ce_dont_une_seule_depend_ne_refait_qu_elle(demande: Demande, anciennes: dict[str, Entree], nom: str):
    changee = POUR_UNE[nom](demande) or demande
    assert a_refaire(changee, anciennes) == ["46"]


def test_l_ordre_des_reglages_et_une_valeur_de_yaml_ne_genent_pas(demande: Demande):
    jour = {"le": datetime.date(2024, 1, 2)}
    un, autre = (
        replace(demande, parametres=demande.parametres.model_copy(update={"reglages": reglages}))
        for reglages in ({"pays": 3, "produits": 4} | jour, {"produits": 4, "pays": 3} | jour)
    )
    assert fraicheur.empreinte_de(un, LOT, [""]) == fraicheur.empreinte_de(autre, LOT, [""])


SANS_EFFET: dict[str, Callable[[Demande], Demande | None]] = {
    "le titre": lambda d: replace(d, parametres=d.parametres.model_copy(update={"titre": "Autre"})),
    "une voisine étrangère": lambda d: replace(d, voisines=frozenset({"67"})),
    "soi-même pour voisine": lambda d: replace(d, voisines=frozenset({"46", "75"})),
    "un fichier voisin": lambda d: (d.dossier / "46-notes.html").write_text("x") and None,
    "le commentaire d’un autre": lambda d: (d.commentaires(LOT) / "12.md").write_text("x") and None,
}


@pytest.mark.parametrize("nom", SANS_EFFET)
def test_ce_dont_aucune_ne_depend_ne_refait_rien(demande: Demande, anciennes: dict[str, Entree], nom: str):
    changee = SANS_EFFET[nom](demande) or demande
    assert a_refaire(changee, anciennes) == []


def test_une_fiche_en_echec_est_a_refaire(demande: Demande, anciennes: dict[str, Entree]):
    anciennes["46"] = replace(anciennes["46"], statut="echec", page=None)
    assert a_refaire(demande, anciennes) == ["46"]


def test_ce_qui_a_change_se_nomme(demande: Demande, anciennes: dict[str, Entree], monkeypatch: pytest.MonkeyPatch):
    assert fraicheur.ce_qui_a_change(demande, LOT, anciennes["46"].lus) == []
    monkeypatch.setitem(ETATS, 2023, "autre")
    demande.carnet(LOT).with_name("emplois.csv").unlink()
    dits = fraicheur.ce_qui_a_change(demande, LOT, anciennes["46"].lus)
    assert dits[0] == "données de 2023"
    assert [dit.rpartition("/")[2] for dit in dits[1:]] == ["emplois.csv"]
