"""Des codes des douanes à ceux des gens, et ce que les tables d’une année ne connaissent pas."""

import pyarrow as pa
import pytest

from fiches.donnees.douane.correspondances import correspondances

pytestmark = pytest.mark.usefixtures("tables_relues")


def lignes(*brutes: tuple[str, str, str, str, int]) -> pa.Table:
    """Des lignes (département, région, produit, pays, valeur) aux codes des douanes."""
    *codes, valeurs = zip(*brutes, strict=True)
    colonnes = {
        champ: pa.array(colonne).dictionary_encode()
        for champ, colonne in zip(("departement", "region", "produit", "pays"), codes, strict=True)
    }
    return pa.table({**colonnes, "valeur": pa.array(valeurs, pa.int64())})


@pytest.mark.parametrize(
    ("departement", "region", "affiches"),
    [("46", "12", ("46", "76")), ("9D", "24", ("974", "04")), ("2A", "22", ("20", "94")), ("99", "21", ("99", "93")),
     ("46", "03", ("46", "76")), ("00", "03", ("00", "11")), ("00", "24", ("00", "24")), ("00", "77", ("00", "77"))],
)  # fmt: skip
def test_un_lieu_passe_aux_codes_affiches_et_l_outre_mer_inconnu_garde_sa_region(departement, region, affiches):
    traduite = correspondances(2024).traduire(lignes((departement, region, "C30C", "DE", 1)))
    assert (traduite["departement"].to_pylist(), traduite["region"].to_pylist()) == ([affiches[0]], [affiches[1]])


@pytest.mark.parametrize("suite", [[], [("00", "03", "C30C", "DE", 4)]], ids=["connus", "inconnu"])
def test_chaque_ligne_garde_son_lieu_qu_un_departement_soit_inconnu_ou_non(suite):
    brutes = [("46", "12", "C30C", "DE", 1), ("9D", "24", "C30C", "DE", 2), ("2B", "22", "C30C", "DE", 3)]
    traduite = correspondances(2024).traduire(lignes(*brutes, *suite))
    lieux = zip(*(traduite[c].to_pylist() for c in ("departement", "region", "valeur")), strict=True)
    assert list(lieux) == [("46", "76", 1), ("974", "04", 2), ("20", "94", 3), ("00", "11", 4)][: 3 + len(suite)]


def test_les_codes_inconnus_se_comptent_et_un_departement_range_ailleurs_aussi():
    table = lignes(
        ("46", "12", "C30C", "DE", 1),
        ("46", "18", "C30C", "ZZ", 20),
        ("46", "18", "Z99Z", "ZZ", 300),
        ("46", "77", "C30C", "DE", 4000),
        ("00", "12", "C30C", "FR", 50000),
        ("2A", "22", "C30C", "QQ", 600000),
    )
    assert correspondances(2024).inconnus(table) == {
        "departement": {"00": (1, 50000)},
        "region": {"77": (1, 4000)},
        "produit": {"Z99Z": (1, 300)},
        "pays": {"ZZ": (2, 320)},
        "rattachement": {"46/18": (2, 320)},
    }
    # Le dictionnaire d’un morceau a des codes qu’aucune de ses lignes n’emploie : ils n’y sont pas inconnus.
    assert correspondances(2024).inconnus(table.slice(0, 1)) == {}


def test_les_codes_connus_sont_ceux_de_l_annee():
    table = lignes(("46", "12", "C30C", "AN", 5), ("46", "12", "C30C", "SS", 7))
    assert correspondances(2012).inconnus(table) == {"pays": {"SS": (1, 7)}}
    assert correspondances(2013).inconnus(table) == {"pays": {"AN": (1, 5)}}
    assert correspondances(2008).inconnus(table)["produit"] == {"C30C": (2, 12)}


def test_un_departement_est_absent_si_aucun_de_ses_codes_n_est_la():
    tous = set(correspondances(2024).departements)
    absents = correspondances(2024).absents
    assert len(absents(set())) == 100  # Monaco n’a pas de fiche
    assert absents(tous - {"46", "9D", "99", "2A", "20"}) == ["46", "974"]
    assert absents(tous - {"2A", "2B", "20"}) == ["20"]


@pytest.mark.parametrize(
    ("codes", "mele"),
    [({"2A", "20", "46"}, True), ({"2B", "20"}, True), ({"2A", "2B", "46"}, False), ({"20", "46"}, False)],
)
def test_la_corse_entiere_et_en_detail_se_melent(codes, mele):
    assert correspondances(2024).mele(codes) is mele
