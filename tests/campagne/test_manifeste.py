"""Le manifeste : ce qu’on y écrit se relit, et ce qui est abîmé se dit."""

import json
from dataclasses import asdict

import pytest

from fiches.campagne.manifeste import NOM, Carnet, Entree, Manifeste, Provenance, chercher, lire
from fiches.socle.erreurs import ErreurDemande

PROVENANCE = Provenance(2024, False, "Fiche", Carnet("fiche.ipynb", "a1"), [{"archive": "a.zip"}], "b2", {})
FAITE = Entree("produite", 1.25, "abc", page="46-lot.html", sha256="def", indicateurs={"exportations": {"total": 12}})
RATEE = Entree("echec", 0.5, "abc", erreur="division par zéro")


def test_ce_qui_est_enregistre_se_relit(tmp_path):
    ecrit = Manifeste(PROVENANCE, {"46": FAITE, "01": RATEE})
    ecrit.enregistrer(tmp_path)
    assert lire(tmp_path) == ecrit


def test_il_est_trie_et_lisible_tel_quel(tmp_path):
    Manifeste(PROVENANCE, {"46": FAITE, "01": RATEE}).enregistrer(tmp_path)
    texte = (tmp_path / NOM).read_text(encoding="utf-8")
    assert list(json.loads(texte)["fiches"]) == ["01", "46"]
    assert "division par zéro" in texte
    assert [f.name for f in tmp_path.iterdir()] == [NOM]  # aucun fichier provisoire ne reste


def test_sans_manifeste_rien_n_a_ete_fait(tmp_path):
    assert chercher(tmp_path) is None
    with pytest.raises(ErreurDemande, match=r"campagne.json : absent. Indiquez un dossier de pages produites"):
        lire(tmp_path)


@pytest.mark.parametrize(
    "contenu",
    [b"", b'{"fiches": {"46"', b"[]", b"{}", b'{"provenance": {}, "fiches": {}}', b"[" * 100_000, b"\xff\xfe"],
)
def test_un_manifeste_abime_dit_quoi_faire(tmp_path, contenu):
    (tmp_path / NOM).write_bytes(contenu)
    with pytest.raises(ErreurDemande, match=r"campagne.json : manifeste illisible. Supprimez-le, puis relancez"):
        lire(tmp_path)


@pytest.mark.parametrize(
    "fiches",
    [
        [],
        {"46": 3},
        {"46": {"inconnu": 1}},
        {"46": asdict(FAITE) | {"page": 3}},
        {"46": asdict(FAITE) | {"statut": "?"}},
        {"zz": asdict(FAITE)},
    ],
)
def test_une_entree_abimee_aussi(tmp_path, fiches):
    contenu = {"provenance": asdict(PROVENANCE), "fiches": fiches}
    (tmp_path / NOM).write_text(json.dumps(contenu), encoding="utf-8")
    with pytest.raises(ErreurDemande, match="manifeste illisible"):
        lire(tmp_path)
