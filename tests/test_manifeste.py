"""Le manifeste : ce qu’on y écrit se relit, et ce qui est abîmé se dit."""

import json

import pytest

from fiches.erreurs import ErreurDemande
from fiches.manifeste import NOM, Entree, Manifeste, lire

FAITE = Entree("produite", 1.25, "abc", page="46-lot.html", sha256="def", indicateurs={"exportations": {"total": 12}})
RATEE = Entree("echec", 0.5, "abc", erreur="division par zéro")


def test_ce_qui_est_enregistre_se_relit(tmp_path):
    Manifeste({"annee": 2024}, {"46": FAITE, "01": RATEE}).enregistrer(tmp_path)
    assert lire(tmp_path).fiches == {"46": FAITE, "01": RATEE}


def test_il_est_trie_et_lisible_tel_quel(tmp_path):
    Manifeste({"annee": 2024}, {"46": FAITE, "01": RATEE}).enregistrer(tmp_path)
    texte = (tmp_path / NOM).read_text(encoding="utf-8")
    assert list(json.loads(texte)["fiches"]) == ["01", "46"]
    assert "division par zéro" in texte
    assert [f.name for f in tmp_path.iterdir()] == [NOM]  # aucun fichier provisoire ne reste


def test_sans_manifeste_rien_n_a_ete_fait(tmp_path):
    assert lire(tmp_path).fiches == {}


@pytest.mark.parametrize(
    "contenu",
    [b"", b'{"fiches": {"46"', b"[]", b"{}", b'{"fiches": []}', b'{"fiches": {"46": {"inconnu": 1}}}', b"\xff\xfe"],
)
def test_un_manifeste_abime_dit_quoi_faire(tmp_path, contenu):
    (tmp_path / NOM).write_bytes(contenu)
    with pytest.raises(ErreurDemande, match=r"campagne.json : manifeste illisible. Supprimez-le, puis relancez"):
        lire(tmp_path)
