"""Un dossier de pages contre son manifeste : présences, sommes, âge des pages, avec des pages de quelques lignes."""

import base64
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import petits_joints
import pytest
from petite_fiche import BALANCE, montre
from syrupy.assertion import SnapshotAssertion

from fiches.campagne.manifeste import Carnet, Entree, Manifeste, Provenance
from fiches.campagne.verification import resumer, verification, verifier
from fiches.socle.atelier import Mort
from fiches.socle.empreinte import sha256
from fiches.socle.erreurs import ErreurDemande

PAGE = (
    '<html lang="fr"><head><title>{nom} – 2024</title></head><body><p class="demonstration">Données de '
    "DÉMONSTRATION.</p>"
    '<h1 id="haut">{nom}</h1>{suite}</body></html>'
)
NOMS = {"46": ("46-lot.html", "Lot"), "75": ("75-paris.html", "Paris")}


class Dossier:
    """Une campagne de deux pages, justes tant qu’on n’y touche pas."""

    def __init__(self, racine: Path) -> None:
        self.racine = racine
        self.demonstration = True
        self.suites = {"46": "", "75": ""}
        self.entrees: dict[str, Entree] = {}
        self.autres: dict[str, dict[str, Any]] = {"46": {}, "75": {}}
        self.fichiers: dict[str, str] = {}
        self.apres: list[Callable[[], object]] = []

    def chemin(self, nom: str) -> Path:
        return self.racine / nom

    def enregistrer(self) -> None:
        for code, (fichier, nom) in NOMS.items():
            self.chemin(fichier).write_text(PAGE.format(nom=nom, suite=self.suites[code]), encoding="utf-8")
            tenus: dict[str, Any] = {"page": fichier, "sha256": sha256(self.chemin(fichier))}
            self.entrees[code] = Entree("produite", 1.0, f"empreinte {code}", **(tenus | self.autres[code]))
        provenance = Provenance(2024, self.demonstration, "Essai", [Carnet("c.ipynb", "")], [], "", {})
        Manifeste(provenance, self.entrees, self.fichiers).enregistrer(self.racine)
        for faire in self.apres:
            faire()

    def dites(self, *arguments: Any, **options: Any) -> list[str]:
        self.enregistrer()
        return [montre(f"{c.page} | {c}") for c in verifier(self.racine, *arguments, **options)]


def allonger(page: Path) -> None:
    page.write_bytes(page.read_bytes() + b"\n")


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    return Dossier(tmp_path)


def test_un_dossier_juste_passe(dossier: Dossier):
    assert dossier.dites() == []
    assert dossier.dites({}) == dossier.dites({"46": "empreinte 46", "12": "x"}) == []


def cas_suite(dossier: Dossier) -> None:
    dossier.suites["46"] = (
        "<p>L'Ain</p><a href='75-paris.html#haut'>a</a><a href='75-paris.html#bas'>b</a><a href='x'>c</a>"
    )
    dossier.suites["75"] = "<p>Soit nan</p>"


def cas_sans_bandeau(dossier: Dossier) -> None:
    dossier.apres.append(lambda: dossier.chemin("controle.html").write_text(
        PAGE.format(nom="C", suite="").replace("DÉMONSTRATION", "vérité"), encoding="utf-8"))  # fmt: skip


def cas_inventaire(dossier: Dossier) -> None:
    dossier.autres["46"] = {"joints": {"46-lot.xlsx": "0", "46-lot.pdf": "0"}}
    dossier.entrees["974"] = Entree("echec", 1.0, "", erreur="raison")
    dossier.entrees["12"] = Entree("inchangee", 1.0, "")
    for nom in ("z.html", "a.csv", "b.xlsx", "c.pdf", "d.txt", ".cache.html", "e.ipynb"):
        dossier.chemin(nom).write_bytes(b"")
    dossier.chemin("sous.html").mkdir()
    dossier.apres.append(dossier.chemin("75-paris.html").unlink)


def cas_retouches(dossier: Dossier) -> None:
    dossier.autres["46"] = {"joints": {"46-lot.csv": "0" * 64}}
    dossier.fichiers = {"index.html": "0" * 64, "absent.html": "0" * 64}
    dossier.chemin("46-lot.csv").write_text("retouché")
    dossier.chemin("index.html").write_text(PAGE.format(nom="Sommaire", suite=""), encoding="utf-8")
    dossier.apres.append(lambda: allonger(dossier.chemin("75-paris.html")))


def cas_autre_fiche(dossier: Dossier) -> None:
    dossier.suites = dict.fromkeys(dossier.suites, "<p>Millésime 2023</p>")
    dossier.autres["46"] = {"indicateurs": {"exportations": {}}}


def cas_sommaire(dossier: Dossier) -> None:
    dossier.autres["46"] = {"indicateurs": {"exportations": {"total": 0}, "importations": {"total": 0}}}
    lien = '<a href="75-paris.html">P</a>'
    tableau = f'<table id="departements"><caption>T</caption><tbody><tr><th scope="row">{lien}</th></tr></table>'
    for nom in ("index.html", "controle.html"):
        dossier.chemin(nom).write_text(PAGE.format(nom="Sommaire", suite=tableau + "<p>L'Ain</p>"), encoding="utf-8")


CAS = [cas_suite, cas_sans_bandeau, cas_inventaire, cas_retouches, cas_autre_fiche, cas_sommaire]


@pytest.mark.parametrize("cas", CAS, ids=lambda cas: cas.__name__)
def test_ce_que_le_dossier_a_de_faux_se_dit(
    dossier: Dossier, cas: Callable[[Dossier], None], snapshot: SnapshotAssertion
):
    cas(dossier)
    assert dossier.dites() == snapshot


def test_un_joint_illisible_se_dit_et_le_joint_d_une_page_n_est_lu_qu_avec_elle(
    dossier: Dossier, snapshot: SnapshotAssertion
):
    for nom in ("46-lot.xlsx", "46-lot.pdf", "46-lot.csv"):
        dossier.chemin(nom).write_bytes(b"abime")
    dossier.autres["46"] = {
        "joints": {nom: sha256(dossier.chemin(nom)) for nom in ("46-lot.xlsx", "46-lot.pdf", "46-lot.csv")}
    }
    for nom in ("autre.pdf", "autre.xlsx"):
        dossier.chemin(nom).write_bytes(b"abime")
    dossier.apres.append(lambda: dossier.chemin("75-paris.html").write_bytes(b"\xff\xfe"))
    assert dossier.dites() == snapshot


def joindre(dossier: Dossier, **joints: bytes) -> None:
    """Les fichiers joints à la fiche du Lot, dont la page montre un graphique."""
    noms = {f"46-lot.{sorte}": contenu for sorte, contenu in joints.items()}
    for nom, contenu in noms.items():
        dossier.chemin(nom).write_bytes(contenu)
    dossier.autres["46"] = {"joints": {nom: sha256(dossier.chemin(nom)) for nom in noms}}
    csv = base64.b64encode("\r\n".join(";".join(ligne) for ligne in BALANCE.csv).encode()).decode()
    dossier.suites["46"] = (
        '<figure class="fiche-figure" id="pays-46-2024"><figcaption>Pays</figcaption>'
        '<svg aria-label="Allemagne, Chine, '
        f'États-Unis, Espagne"></svg><a download href="data:text/csv;charset=utf-8;base64,{csv}">CSV</a></figure>'
    )


def test_le_classeur_et_le_pdf_d_une_fiche_se_comparent_a_ses_graphiques(dossier: Dossier, snapshot: SnapshotAssertion):
    faux = petits_joints.classeur([["Pays"], [*BALANCE.csv[0][:2]]], [["Sources"]])
    joindre(dossier, xlsx=faux, pdf=petits_joints.pdf("Un autre graphique"), csv=b"")
    assert dossier.dites() == snapshot
    dossier.demonstration = False
    assert not [dite for dite in dossier.dites() if "simulées" in dite]


def test_une_fiche_au_titre_d_un_autre_departement_se_dit(dossier: Dossier, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(NOMS, "46", ("46-lot.html", "Gers"))
    assert dossier.dites() == ["46-lot.html | Titre – le titre ne nomme pas le lieu : Lot («~Gers – 2024~»)"]


def test_des_donnees_reelles_n_ont_pas_de_bandeau(dossier: Dossier):
    cas_sans_bandeau(dossier)
    dossier.demonstration = False
    assert dossier.dites() == []


def test_une_page_plus_vieille_que_ses_entrees_le_dit(dossier: Dossier):
    vieille = "Fraîcheur – la page est plus vieille que ce dont elle est faite : « fiches produire » la refera"
    assert dossier.dites({"46": "autre", "75": "empreinte 75"}) == [f"46-lot.html | {vieille}"]
    dossier.autres["46"] = {"page": None, "sha256": None}
    dossier.apres.append(dossier.chemin("46-lot.html").unlink)
    assert dossier.dites({"46": "autre"}) == []


def test_relire_une_seule_page_ne_dit_que_ses_fautes(dossier: Dossier):
    cas_suite(dossier)
    dossier.apres.append(lambda: allonger(dossier.chemin("75-paris.html")))
    toutes = dossier.dites({"46": "autre", "75": "autre"})
    for page in ("46-lot.html", "75-paris.html"):
        seules = dossier.dites({"46": "autre", "75": "autre"}, seulement={page})
        attendues = [d for d in toutes if d.startswith(page)]
        # l’ancre d’une page qu’on ne relit pas ne se cherche pas
        assert seules == [d for d in attendues if "75-paris.html#bas" not in d]
    assert dossier.dites(seulement=set()) == []


def test_relire_une_page_ne_relit_pas_les_sommes_des_autres(dossier: Dossier, monkeypatch: pytest.MonkeyPatch):
    dossier.enregistrer()
    vus: list[str] = []
    monkeypatch.setattr(verification, "sha256", lambda chemin: vus.append(chemin.name) or sha256(chemin))
    verifier(dossier.racine, seulement={"46-lot.html"})
    assert vus == ["46-lot.html"]


def test_les_remarques_sont_triees_par_page(dossier: Dossier):
    cas_suite(dossier)
    cas_inventaire(dossier)
    dossier.enregistrer()
    constats = verifier(dossier.racine)
    assert constats == sorted(constats)
    assert len(resumer(constats)) > 5


def test_un_dossier_qui_ne_se_lit_pas_se_dit(dossier: Dossier, monkeypatch: pytest.MonkeyPatch):
    dossier.enregistrer()

    def refuser(chemin: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(chemin))

    monkeypatch.setattr(verification.manifeste, "lire", lambda racine: None)
    monkeypatch.setattr(Path, "read_bytes", refuser)
    with pytest.raises(ErreurDemande, match=r"46-lot\.html : lecture impossible \(.+\)\.$"):
        verifier(dossier.racine)


@pytest.mark.parametrize(
    ("coeurs", "pages", "lots"),
    [(None, 100, None), (1, 100, None), (2, 7, None), (2, 8, [4, 4]), (8, 13, [5, 4, 4]), (3, 100, [34, 33, 33])],
)
def test_les_pages_se_partagent_entre_les_coeurs_quand_il_y_en_a_assez(
    dossier: Dossier, monkeypatch: pytest.MonkeyPatch, coeurs: int | None, pages: int, lots: list[int] | None
):
    dossier.enregistrer()
    for rang in range(pages - 2):
        dossier.chemin(f"{rang:03}.html").write_bytes(b"")
    repartis: list[list[str]] = []

    def repartir(taches: list[list[str]], faire: Callable[..., Any], parts: int) -> Any:
        assert len(taches) == parts
        repartis.extend(taches)
        return [(lot, Mort("tué") if rang == 0 else faire(lot, None)) for rang, lot in enumerate(taches)]

    monkeypatch.setattr(os, "cpu_count", lambda: coeurs)
    monkeypatch.setattr(verification, "SUR_PLACE", True)
    monkeypatch.setattr(verification.atelier, "repartir", repartir)
    fautes = verifier(dossier.racine)
    assert len({c.page for c in fautes}) == pages - 2
    assert ([len(lot) for lot in repartis] or None) == lots
    monkeypatch.setattr(verification, "SUR_PLACE", False)
    repartis.clear()
    assert (verifier(dossier.racine), repartis) == (fautes, [])
