"""Réunir des parts venues d’ailleurs : finies, entières, des mêmes entrées, chaque fiche une fois."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from fiches.campagne.assemblage import assembler
from fiches.campagne.manifeste import Carnet, Entree, Manifeste, Provenance, verrou
from fiches.socle.empreinte import sha256
from fiches.socle.erreurs import ErreurDemande, ErreurFiche

PROVENANCE = Provenance(2024, True, "Fiche", [Carnet("fiche.ipynb", "")], [], "", {})
PREMIERE, SECONDE = "campagne-1-sur-2.json", "campagne-2-sur-2.json"


def entree(dossier: Path, nom: str) -> Entree:
    page = dossier / f"{nom}.html"
    page.write_text(f"<html>{nom}</html>", encoding="utf-8")
    chiffres = {
        sens: {"total": 1, "part_france": 0.1, "part_region": None} for sens in ("exportations", "importations")
    }
    (dossier / f"{nom}.xlsx").write_bytes(b"classeur")
    joints = {f"{nom}.xlsx": sha256(b"classeur")}
    return Entree("produite", 1.0, "", page=page.name, sha256=sha256(page), indicateurs=chiffres, joints=joints)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    for nom, fiches in ((PREMIERE, {"46": "46-lot"}), (SECONDE, {"82": "82-tarn-et-garonne", "81": "81-tarn"})):
        entrees = {code: entree(tmp_path, fichier) for code, fichier in fiches.items()}
        Manifeste(PROVENANCE, entrees, demandes=["46", "81", "82"]).enregistrer(tmp_path, nom)
    return tmp_path


def retoucher(fichier: Path, changer: Callable[[dict[str, Any]], object]) -> None:
    contenu = json.loads(fichier.read_text(encoding="utf-8"))
    changer(contenu)
    fichier.write_text(json.dumps(contenu), encoding="utf-8")


def test_des_parts_saines_se_reunissent(dossier: Path):
    assert sorted(assembler(dossier).fiches) == ["46", "81", "82"]
    assert not list(dossier.glob("campagne-*.json"))
    assert (dossier / "index.html").exists()


def autre_chiffre(dossier: Path) -> None:
    retoucher(dossier / PREMIERE, lambda m: m["fiches"].update({"82": m["fiches"]["46"]}))


FAUTES: dict[str, tuple[type[Exception], Callable[[Path], object], str]] = {
    "page absente": (ErreurFiche, lambda d: (d / "46-lot.html").unlink(), "le fichier 46-lot.html manque"),
    "page changée": (ErreurFiche, lambda d: (d / "46-lot.html").write_text("x"), "46-lot.html a changé"),
    "page d’un autre lieu": (
        ErreurFiche,
        lambda d: retoucher(d / PREMIERE, lambda m: m["fiches"]["46"].update(page="82-tarn-et-garonne.html")),
        "n’est pas du Lot",
    ),
    "page hors du dossier": (
        ErreurFiche,
        lambda d: retoucher(d / PREMIERE, lambda m: m["fiches"]["46"].update(page="../../46-lot.html")),
        "n’est pas du Lot",
    ),
    "part tuée": (
        ErreurDemande,
        lambda d: retoucher(d / SECONDE, lambda m: m["fiches"].pop("81")),
        "cette part n’est pas finie (il y manque : 81)",
    ),
    "fiche faite deux fois": (ErreurDemande, autre_chiffre, "n’est pas du Tarn-et-Garonne"),
    "autre programme": (
        ErreurDemande,
        lambda d: retoucher(d / SECONDE, lambda m: m["provenance"].update(programme="x")),
        "ne vient pas des mêmes données",
    ),
    "part illisible": (ErreurDemande, lambda d: (d / SECONDE).write_text("[" * 100_000), "illisible"),
    "code inconnu": (
        ErreurDemande,
        lambda d: retoucher(d / SECONDE, lambda m: m["fiches"].update({"999": m["fiches"]["82"]})),
        "illisible",
    ),
    "chiffres abîmés": (
        ErreurFiche,
        lambda d: retoucher(d / SECONDE, lambda m: m["fiches"]["82"].update(indicateurs={"exportations": 3})),
        "les chiffres du Tarn-et-Garonne ne s’y lisent pas",
    ),
    "page non annoncée": (
        ErreurFiche,
        lambda d: retoucher(d / PREMIERE, lambda m: m["fiches"]["46"].update(page=None)),
        "la page du Lot, ou son classeur, n’y est pas annoncée",
    ),
    "classeur non annoncé": (
        ErreurFiche,
        lambda d: retoucher(d / PREMIERE, lambda m: m["fiches"]["46"].update(joints={})),
        "la page du Lot, ou son classeur, n’y est pas annoncée",
    ),
    "fiche ôtée des deux listes": (
        ErreurDemande,
        lambda d: retoucher(d / SECONDE, lambda m: (m["fiches"].pop("82"), m["demandes"].remove("82"))),
        "cette part n’a pas la même liste de lieux",
    ),
    "jour impossible": (
        ErreurDemande,
        lambda d: retoucher(d / PREMIERE, lambda m: m["fiches"]["46"].update(faite_le="0000-00-00")),
        "illisible",
    ),
    "sommaire de l’analyste": (
        ErreurDemande,
        lambda d: (d / "index.html").write_text("à moi"),
        "index.html existe déjà, et aucun campagne.json ne dit",
    ),
    "un milliard de parts": (
        ErreurDemande,
        lambda d: (d / SECONDE).rename(d / "campagne-2-sur-1000000000.json"),
        "découpages différents",
    ),
}


@pytest.mark.parametrize("faute", FAUTES)
def test_une_part_fautive_arrete_l_assemblage_et_ne_change_rien(dossier: Path, faute: str):
    leve, planter, dit = FAUTES[faute]
    planter(dossier)
    avant = {f.name for f in dossier.iterdir() if f.suffix != ".verrou"}
    with pytest.raises((ErreurDemande, ErreurFiche)) as erreur:
        assembler(dossier)
    assert dit in str(erreur.value).replace("\u00a0", " ")
    assert isinstance(erreur.value, leve) or faute == "fiche faite deux fois"
    assert {f.name for f in dossier.iterdir() if f.suffix != ".verrou"} == avant


def test_les_memes_fiches_dans_deux_parts_se_disent(dossier: Path):
    retoucher(
        dossier / PREMIERE,
        lambda m: m["fiches"].update({"81": json.loads((dossier / SECONDE).read_text())["fiches"]["81"]}),
    )
    with pytest.raises(ErreurDemande, match=r"deux parts ont fait la même fiche \(81\)"):
        assembler(dossier)


def test_un_milliard_de_parts_annoncees_ne_coute_rien(tmp_path: Path):
    Manifeste(PROVENANCE, {}, demandes=[]).enregistrer(tmp_path, "campagne-1-sur-1000000000.json")
    with pytest.raises(ErreurDemande, match=r"2/1000000000.*et 999999994 autres"):
        assembler(tmp_path)


def test_une_part_en_cours_n_est_pas_assemblee(dossier: Path):
    with FileLock(dossier / verrou(SECONDE)), pytest.raises(ErreurDemande, match="est en train d’être faite"):
        assembler(dossier)


def test_les_fiches_deja_la_restent_si_elles_viennent_des_memes_entrees(dossier: Path):
    Manifeste(PROVENANCE, {"32": entree(dossier, "32-gers")}, {"index.html": "x"}).enregistrer(dossier)
    (dossier / "index.html").write_text("d’une campagne")
    assert sorted(assembler(dossier).fiches) == ["32", "46", "81", "82"]
    assert "32-gers.html" in (dossier / "index.html").read_text(encoding="utf-8")


def test_elles_ne_se_perdent_pas_si_elles_viennent_d_autres_entrees(dossier: Path):
    Manifeste(replace(PROVENANCE, programme="autre"), {"32": entree(dossier, "32-gers")}).enregistrer(dossier)
    with pytest.raises(ErreurDemande, match="le dossier a déjà une campagne d’autres données"):
        assembler(dossier)
    assert (dossier / PREMIERE).exists()


def test_un_tube_au_nom_d_un_manifeste_ne_fait_pas_attendre(dossier: Path):
    (dossier / PREMIERE).unlink()
    os.mkfifo(dossier / PREMIERE)
    with pytest.raises(ErreurDemande, match="illisible"):
        assembler(dossier)
