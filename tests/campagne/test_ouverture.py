"""L’édition d’une année se tire de la précédente : son texte reste, rien de l’année d’avant n’y passe."""

import difflib
from pathlib import Path

import pytest

from fiches.campagne import ouverture
from fiches.carnet import parametres
from fiches.carnet.parametres import References
from fiches.socle import chemins
from fiches.socle.erreurs import ErreurDemande

LIVREE = (chemins.PARAMS / "edition-2024.yml").read_text(encoding="utf-8")


@pytest.fixture
def params(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(chemins, "PARAMS", tmp_path)
    return tmp_path


def ecrire(params: Path, texte: str, annee: int = 2024) -> None:
    (params / f"edition-{annee}.yml").write_bytes(texte.encode())


def ouvrir(annee: int = 2025) -> str:
    nouvelle, _ = ouverture.ouvrir(annee)
    return nouvelle.read_bytes().decode()


def test_de_l_edition_livree_seules_l_annee_et_les_references_changent(params: Path):
    ecrire(params, LIVREE)
    changees = [
        ligne
        for ligne in difflib.ndiff(LIVREE.splitlines(), ouvrir().splitlines())
        if ligne.startswith(("- ", "+ ")) and ligne[2:]
    ]
    assert changees[:2] == ["- annee: 2024", "+ annee: 2025"]
    assert "+ # À compléter : totaux publiés pour 2025." in " ".join(changees)
    reste = [ligne for ligne in changees[2:] if ligne.startswith("+ ")]
    assert reste
    assert all(ligne.startswith("+ #") for ligne in reste)
    assert not any(nombre in ligne for ligne in reste for nombre in ("636.4", "684776.3", "2024", "2025-03-12"))
    lue = parametres.lire(params / "edition-2025.yml")
    assert (lue.annee, lue.references, lue.dossier_des_pages) == (2025, References(), "2025")
    ancienne = parametres.lire(params / "edition-2024.yml")
    assert lue.toutes == ancienne.toutes


def test_les_references_completees_se_decommentent(params: Path):
    ecrire(params, LIVREE)
    tete, marque, suite = ouvrir().partition("# references:")
    decommentee = tete + "\n".join(ligne.removeprefix("# ") for ligne in (marque + suite).splitlines())
    with pytest.raises(ErreurDemande, match="vaut «\u00a0…\u00a0», mais il faut un nombre"):
        parametres.comprendre(decommentee, "p.yml")
    completee = decommentee.replace("source: …", "source: essai").replace("exportations: …", "exportations: 1")
    lue = parametres.comprendre(completee.replace("importations: …", "importations: 2"), "p.yml")
    assert [total.exportations for total in lue.references.totaux] == [1, 1, 1]


@pytest.mark.parametrize(
    ("ancien", "nouveau"),
    [
        ("annee: 2024  # le millésime\ntitre: A\n", "annee: 2025  # le millésime\ntitre: A\n"),
        ("titre: A", "annee: 2025\ntitre: A\n"),
        ("# rien\n", "annee: 2025\n# rien\n"),
        ("annee: 2024\r\ntitre: A\r\n", "annee: 2025\r\ntitre: A\r\n"),
        ("\ufeffannee: 2024\n", "annee: 2025\n"),
        ('annee: 2024\ndossier: "fiches-2024" # ici\n', 'annee: 2025\ndossier: "fiches-2025" # ici\n'),
        ('annee: 2024\ndossier: "a-{annee}"\n', 'annee: 2025\ndossier: "a-{annee}"\n'),
        ("annee: 2024\ndossier: fiches\n", "annee: 2025\ndossier: fiches\n"),
        ('titre: "annee: 2024"\nannee: 2024\n', 'titre: "annee: 2024"\nannee: 2025\n'),
    ],
)
def test_le_reste_est_garde_au_caractere_pres(params: Path, ancien: str, nouveau: str):
    ecrire(params, ancien)
    ecrit = ouvrir()
    assert ecrit.startswith(nouveau)
    fin = "\r\n" if "\r\n" in ancien else "\n"
    assert ecrit[len(nouveau) :].startswith(f"{fin}# À compléter : totaux publiés pour 2025.")
    assert ecrit.count("\r\n") in {0, ecrit.count("\n")}


def test_des_references_au_milieu_n_emportent_pas_ce_qui_suit(params: Path):
    references = "references:\n  # jour inconnu\n  source: >\n    Une page,\n    de 2024\n"
    ecrire(params, f"annee: 2024\n{references}\n# La suite.\ntitre: A\n")
    ecrit = ouvrir()
    assert "\n\n# La suite.\ntitre: A\n" in ecrit
    assert parametres.lire(params / "edition-2025.yml").titre == "A"


def test_une_edition_jamais_completee_ne_s_alourdit_pas(params: Path):
    ecrire(params, LIVREE)
    deux_mille_vingt_cinq = ouvrir()
    assert ouvrir(2027) == deux_mille_vingt_cinq.replace("2025", "2027")


@pytest.mark.parametrize(
    ("annee", "dit"),
    [
        (2024, "existe déjà : il n’est pas remplacé"),
        (2023, r"Aucune édition antérieure à 2023 .* \(éditions présentes : 2024\)"),
        (20245, "va de 1990 à 2100"),
        (1989, "va de 1990 à 2100"),
    ],
)
def test_une_demande_impossible_se_refuse_et_n_ecrit_rien(params: Path, annee: int, dit: str):
    ecrire(params, LIVREE)
    with pytest.raises(ErreurDemande, match=dit):
        ouverture.ouvrir(annee)
    assert [fichier.name for fichier in params.iterdir()] == ["edition-2024.yml"]
    assert (params / "edition-2024.yml").read_text(encoding="utf-8") == LIVREE


@pytest.mark.parametrize(
    ("ancien", "dit"),
    [
        ("{annee: 2024, titre: A}\n", "entre accolades"),
        ("reglages: {pays: &x 2024}\nannee: *x\n", "ne se reprend pas ligne à ligne"),
        ("annee: deux mille\n", "mais il faut un nombre entier"),
    ],
)
def test_un_fichier_qui_ne_se_reprend_pas_se_refuse(params: Path, ancien: str, dit: str):
    ecrire(params, ancien)
    with pytest.raises(ErreurDemande, match=dit):
        ouverture.ouvrir(2025)
    assert not (params / "edition-2025.yml").exists()


def test_c_est_la_plus_recente_des_anterieures_qui_sert(params: Path):
    for annee in (2022, 2024, 2026):
        ecrire(params, f"annee: {annee}\ntitre: Celle de {annee}\n", annee)
    assert "Celle de 2024" in ouvrir(2025)
