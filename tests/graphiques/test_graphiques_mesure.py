"""Mesurer, couper, abréger, nettoyer les textes."""

import warnings

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fiches.graphiques.dessin.mesure import couper, habiller, largeur, tronquer
from fiches.graphiques.mots import en_millions, enumerer, legende_du_rouge, mention_du_rouge, part, propre

francais = st.text(alphabet="abcdeéèàêîoùç ’-ABCMW1,", min_size=1, max_size=120).map(propre).filter(bool)


@given(francais, st.floats(20, 300))
def test_les_lignes_coupees_tiennent_et_ne_perdent_rien(texte: str, place: float) -> None:
    lignes = couper(texte, place, 8)
    assume(lignes is not None)
    assert lignes is not None
    assert all(largeur(ligne, 8) <= place for ligne in lignes)
    assert "".join(lignes).replace(" ", "") == texte.replace(" ", "")


@given(francais, st.floats(20, 300), st.integers(1, 3))
def test_un_libelle_habille_tient_toujours(texte: str, place: float, maximum: int) -> None:
    lignes = habiller([texte], place, 8, maximum)
    assert 1 <= len(lignes) <= maximum
    assert all(largeur(ligne, 8) <= place for ligne in lignes)


@given(francais, st.floats(20, 300))
def test_tronquer_tient_et_dit_qu_il_abrege(texte: str, place: float) -> None:
    court = tronquer(texte, place, 8)
    assert largeur(court, 8) <= place
    assert court == texte or court.endswith("…")


def test_un_nom_compose_se_coupe_au_trait_d_union() -> None:
    nom = "Saint-Vincent-et-les-Grenadines"
    assert couper(nom, 80, 7.8) == ["Saint-Vincent-et-", "les-Grenadines"]


def test_le_nom_court_est_prefere_a_un_nom_abrege() -> None:
    assert habiller(["Un nom vraiment beaucoup trop long pour tenir ici", "Nom court"], 60, 8, 1) == ["Nom court"]


def test_un_nom_trop_long_s_abrege_a_un_mot() -> None:
    lignes = habiller(["Saint-Vincent-et-les-Grenadines et autres îles du Vent"], 80, 7.8, 2)
    assert lignes[0] == "Saint-Vincent-et-les-"
    assert lignes[1].startswith("Grenadines")
    assert lignes[1].endswith("…")


def test_la_largeur_est_celle_de_la_police() -> None:
    # Chasses de Source Sans Pro : 497 millièmes de corps pour un chiffre, 125 pour l’espace fine.
    assert largeur("0" * 10, 10) == pytest.approx(49.7, abs=0.2)
    assert largeur("1\u202f234", 10) - largeur("1234", 10) == pytest.approx(1.25, abs=0.05)
    assert largeur("Lot", 10, 700) > largeur("Lot", 10)


def test_un_glyphe_absent_reserve_sa_place_sans_avertissement() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert largeur("🚀", 10) > 12


@given(st.text(max_size=60))
def test_un_texte_propre_est_sans_danger_et_stable(texte: str) -> None:
    net = propre(texte)
    assert propre(net) == net
    assert not any(c in net for c in "\n\r\t\x00\u202e\u2066\u200f\u2028")


def test_propre_met_la_typographie_et_donne_un_defaut() -> None:
    assert propre("Instruments ; horlogerie") == "Instruments\u202f; horlogerie"
    assert propre("a\n b\u202ec") == "a bc"
    assert propre("\u202e\x00", "C11Z") == "C11Z"


def test_les_mots_des_graphiques() -> None:
    assert en_millions(636_412_345) == "636,4"
    assert en_millions(1) == "<\u00a00,1"
    assert en_millions(-26_000_000, signe=True) == "−26,0"
    assert enumerer(["a", "b, c"]) == "a\u202f; b, c"
    assert [legende_du_rouge(n, partiel) for n in (1, 5) for partiel in (False, True)] == [
        "le premier flux", "le premier parmi les flux représentés",
        "les cinq premiers flux", "les cinq premiers parmi les flux représentés"]  # fmt: skip
    assert [mention_du_rouge(n, partiel) for n in (1, 5) for partiel in (False, True)] == [
        "le premier", "le premier des flux représentés",
        "parmi les cinq premiers", "parmi les cinq premiers flux représentés"]  # fmt: skip
    assert (part(3418, 4000), part(1, 10**9), part(1, 10**9, court=True)) == (
        "85,5\u00a0%", "moins de 0,1\u00a0%", "<\u00a00,1\u00a0%")  # fmt: skip
