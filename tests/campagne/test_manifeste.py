"""Le manifeste : ce qu’on y écrit se relit, et ce qui est abîmé se dit."""

import json
from dataclasses import asdict, replace

import pytest

from fiches.campagne.manifeste import (
    NOM,
    Carnet,
    Entree,
    Manifeste,
    Provenance,
    chercher,
    exiger_a_nous,
    lire,
    verifier_serie,
    verrou,
)
from fiches.socle.erreurs import ErreurDemande

PROVENANCE = Provenance(2024, False, "Fiche", [Carnet("fiche.ipynb", "a1")], [{"archive": "a.zip"}], "b2", {})
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
    with pytest.raises(
        ErreurDemande,
        match=r"campagne.json : manifeste illisible. Déplacez-le avec les pages",
    ):
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


def test_le_manifeste_tel_qu_il_s_ecrit(tmp_path, snapshot):
    ecrit = Manifeste(PROVENANCE, {"46": replace(FAITE, joints={"46-lot.xlsx": "ef"})}, {"index.html": "c3"}, ["46"])
    ecrit.enregistrer(tmp_path)
    assert (tmp_path / NOM).read_text(encoding="utf-8") == snapshot
    assert lire(tmp_path) == ecrit


def test_une_fiche_annonce_sa_page_et_ses_joints_et_rien_si_elle_a_echoue():
    assert replace(FAITE, joints={"46-lot.xlsx": "ef"}).sommes == {"46-lot.html": "def", "46-lot.xlsx": "ef"}
    assert replace(FAITE, joints={"46-lot.xlsx": "ef"}).noms == {"46-lot.html", "46-lot.xlsx"}
    assert RATEE.sommes == {}


def test_la_somme_du_sommaire_reste_quand_il_n_est_pas_refait(tmp_path):
    Manifeste(PROVENANCE, {"46": FAITE}, {"index.html": "c3"}).enregistrer(tmp_path)
    Manifeste(PROVENANCE, {"46": FAITE}).enregistrer(tmp_path)
    assert lire(tmp_path).fichiers == {"index.html": "c3"}
    Manifeste(PROVENANCE, {"46": FAITE}, {"index.html": "d4"}).enregistrer(tmp_path)
    assert lire(tmp_path).fichiers == {"index.html": "d4"}
    Manifeste(PROVENANCE, {"46": FAITE}).enregistrer(tmp_path, "campagne-1-sur-2.json")
    assert lire(tmp_path, "campagne-1-sur-2.json").fichiers == {}  # le sommaire n’est d’aucune part


def test_un_manifeste_se_cherche_par_son_nom(tmp_path):
    Manifeste(PROVENANCE, {"46": FAITE}).enregistrer(tmp_path, "campagne-1-sur-2.json")
    assert chercher(tmp_path) is None
    assert chercher(tmp_path, "campagne-1-sur-2.json") == lire(tmp_path, "campagne-1-sur-2.json")
    assert verrou("campagne-1-sur-2.json") != verrou()


def refus(tmp_path, faire) -> str:
    with pytest.raises(ErreurDemande) as leve:
        faire()
    return str(leve.value).replace(str(tmp_path), "D")


def test_ce_que_disent_les_refus(tmp_path, snapshot):
    (tmp_path / "abime").mkdir()
    (tmp_path / "abime" / NOM).write_text("{", encoding="utf-8")
    Manifeste(PROVENANCE, {"46": FAITE}).enregistrer(tmp_path)
    verifier_serie(tmp_path, ["fiche.ipynb"])
    verifier_serie(tmp_path / "rien", ["autre.ipynb"])
    assert [
        refus(tmp_path, lambda: lire(tmp_path / "rien")),
        refus(tmp_path, lambda: lire(tmp_path / "abime")),
        refus(tmp_path, lambda: verifier_serie(tmp_path, ["autre.ipynb"])),
    ] == snapshot


def test_seul_ce_que_dit_un_manifeste_est_a_nous(tmp_path):
    en_echec = {"46": FAITE, "12": RATEE}
    tenu = Manifeste(PROVENANCE, en_echec, {"index.html": "c3"}, en_cours=["81-tarn.pdf"])
    assert tenu.noms == {"46-lot.html", "46-lot.ipynb", "12-aveyron.ipynb", "index.html", "81-tarn.pdf"}
    (tmp_path / "46-lot.pdf").write_text("à moi", encoding="utf-8")
    (tmp_path / "46-lot.html").write_text("à nous", encoding="utf-8")
    (tmp_path / "32-gers.html").mkdir()
    exiger_a_nous(tmp_path, ["46-lot.html", "32-gers.html", "01-ain.html"], tenu.noms)
    with pytest.raises(ErreurDemande, match=r"46-lot\.pdf existe déjà, et aucun campagne\.json"):
        exiger_a_nous(tmp_path, ["46-lot.html", "46-lot.pdf"], tenu.noms)
