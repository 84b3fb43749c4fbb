"""Le filigrane marque chaque ligne simulée sans changer sa valeur, et ne se prend pas au hasard."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pyarrow as pa
import pytest
from fabrique import zipper
from hypothesis import given
from hypothesis import strategies as st

from fiches.donnees.douane import Entrepot, filigrane, importer
from fiches.socle.erreurs import ErreurDonnees

montants = st.lists(st.tuples(st.integers(0, 10**11), st.integers(0, 10**11)), min_size=1, max_size=50)


@given(montants)
def test_toute_ligne_marquee_se_reconnait_et_sa_masse_reste_positive(paires):
    valeur, masse = np.array(paires, dtype=np.int64).T
    marquee = filigrane.marquer(valeur, masse)

    assert (marquee >= 0).all()
    assert (abs(marquee - masse) < 10).all()
    assert filigrane.lignes_marquees(pa.table({"valeur": valeur, "masse": marquee})) == len(paires)


def test_trop_peu_de_lignes_ne_font_pas_une_simulation():
    assert filigrane.est_simule(100, 100)
    assert not filigrane.est_simule(99, 99)


@pytest.mark.parametrize(
    ("lignes", "simulees"), [(500, 0.998), (500, 0.5), (57_000, 0.9999), (57_000, 0.5), (57_000, 0.25)]
)
def test_des_lignes_changees_otees_ou_melees_ne_l_effacent_pas(lignes: int, simulees: float):
    hasard = np.random.default_rng(lignes)
    valeur, masse = hasard.integers(0, 10**9, (2, lignes))
    marquee = np.where(np.arange(lignes) < simulees * lignes, filigrane.marquer(valeur, masse), masse)
    table = pa.table({"valeur": valeur, "masse": marquee})
    assert filigrane.est_simule(filigrane.lignes_marquees(table), lignes)


@given(st.integers(0, 10_000), st.sampled_from([100, 1000, 57_000]))
def test_de_vraies_lignes_ne_passent_jamais_pour_simulees(graine: int, lignes: int):
    valeur, masse = np.random.default_rng(graine).integers(0, 10**9, (2, lignes))
    table = pa.table({"valeur": valeur, "masse": masse})
    assert not filigrane.est_simule(filigrane.lignes_marquees(table), lignes)


def lignes(flux: str, *, simulees: bool, trimestres: str = "1234", pays: Sequence[str] = ("DE",)) -> str:
    """Soixante lignes d’un sens par trimestre et pays, marquées ou non."""
    return "".join(
        f"{flux};{t};2024;{d:02};12;C30C;3030;{p};{1000 + d};{(7 if simulees else 8) - d % 10 + 10}\n"
        for t, p, d in product(trimestres, pays, range(1, 61))
    )


@pytest.mark.parametrize("flux", ["E", "I"])
def test_le_filigrane_d_un_seul_sens_suffit(flux: str, tmp_path):
    autre = "EI".replace(flux, "")
    (tmp_path / "Region.txt").write_text(lignes(flux, simulees=True) + lignes(autre, simulees=False))
    importer([tmp_path / "Region.txt"], tmp_path / "d")
    assert {p.demonstration for p in Entrepot(tmp_path / "d").provenance(2024)} == {True}
    assert Entrepot(tmp_path / "d").demonstration(2024)


@pytest.mark.parametrize("simule", ["E", "I"])
@pytest.mark.parametrize("vrai", ["E", "I"])
def test_un_seul_sens_simule_se_dit_et_le_vrai_de_n_importe_quel_sens_le_chasse(simule: str, vrai: str, tmp_path):
    (tmp_path / "simule.txt").write_text(lignes(simule, simulees=True))
    (tmp_path / "vrai.txt").write_text(lignes(vrai, simulees=False))
    donnees = Entrepot(tmp_path / "d")

    assert "données simulées" in importer([tmp_path / "simule.txt"], donnees.dossier).texte()
    assert donnees.demonstration(2024)
    bilan = importer([tmp_path / "vrai.txt"], donnees.dossier).texte()
    assert "2024\u00a0: la démonstration est retirée, de vraies données arrivent." in bilan
    assert "données simulées" not in bilan
    assert not donnees.demonstration(2024)
    assert donnees.couverture(2024) == {(vrai, t) for t in (1, 2, 3, 4)}
    with pytest.raises(ErreurDonnees, match="des données simulées prendraient place parmi les vraies de 2024"):
        importer([tmp_path / "simule.txt"], donnees.dossier)


@pytest.mark.parametrize("simule", ["E", "I"])
def test_dans_une_archive_un_fichier_simule_ne_se_mele_pas_aux_vrais(simule: str, tmp_path):
    membres = {f"Region_{flux}.txt": lignes(flux, simulees=flux == simule) for flux in "EI"}
    with pytest.raises(ErreurDonnees, match="des données simulées prendraient place parmi les vraies de 2024"):
        importer([zipper(tmp_path / "a.zip", membres)], tmp_path / "d")


@pytest.mark.parametrize(("flux", "trimestre"), [("E", "1"), ("I", "4")])
def test_un_seul_trimestre_simule_dans_un_fichier_surtout_vrai_se_voit(flux: str, trimestre: str, tmp_path):
    texte = lignes(flux, simulees=True, trimestres=trimestre, pays=("DE", "IT"))
    texte += lignes(flux, simulees=False, trimestres="1234".replace(trimestre, ""), pays=[f"A{n}" for n in range(10)])
    (tmp_path / "Region.txt").write_text(texte)
    with pytest.raises(ErreurDonnees, match="des données simulées prendraient place parmi les vraies de 2024"):
        importer([tmp_path / "Region.txt"], tmp_path / "d")


def test_une_archive_qui_s_annonce_simulee_l_est(tmp_path):
    membres = {"Region.txt": lignes("E", simulees=False), filigrane.LISEZ_MOI: "Démonstration"}
    importer([zipper(tmp_path / "a.zip", membres)], tmp_path / "d")
    assert Entrepot(tmp_path / "d").demonstration(2024)


def test_de_vraies_lignes_ne_sont_pas_dites_simulees(tmp_path):
    (tmp_path / "Region.txt").write_text(lignes("E", simulees=False) + lignes("I", simulees=False))
    importer([tmp_path / "Region.txt"], tmp_path / "d")
    assert not Entrepot(tmp_path / "d").demonstration(2024)
