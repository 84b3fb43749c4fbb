"""Le bilan d’un import, mot pour mot : lignes, totaux, trimestres, absents, codes inconnus."""

import pytest
from fabrique import table
from syrupy.assertion import SnapshotAssertion

from fiches.donnees.douane.compte_rendu import CompteRendu, cumuler_inconnus

CODES = {f"Z{n}": (n, 1000 * n) for n in range(1, 16)}
LIEUX = ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13")
CAS = {
    "un trimestre": CompteRendu(("a.zip",), (table(lignes=1),), 1, 0, 0),
    "deux flux, deux années": CompteRendu(
        ("a.zip", "b.zip"), (table(), table(2), table(flux="I"), table(annee=2023, flux="I")), 2, 2, 1, ("Remarque.",)
    ),
    "rien de nouveau": CompteRendu(("a.zip",), (table(),), 0, 1, 2),
    "simulées": CompteRendu(("a.zip",), (table(), table(2, demonstration=True)), 0, 0, 2),
    "absents": CompteRendu(
        ("a.zip",), (table(1, absents=("48", "46")), table(2, absents=("48",)), table(3, absents=("48",))), 3, 0, 0
    ),
    "absents de deux trimestres sur trois": CompteRendu(
        ("a.zip",), (table(1, absents=("48",)), table(2), table(3, absents=("48",))), 3, 0, 0
    ),
    "onze absents": CompteRendu(("a.zip",), (table(1, absents=LIEUX[:11]),), 1, 0, 0),
    "treize absents, deux trimestres": CompteRendu(
        ("a.zip",), (table(1, absents=LIEUX), table(2, absents=LIEUX[5:])), 2, 0, 0
    ),
    "inconnus": CompteRendu(
        ("a.zip",),
        (
            table(1, inconnus={"pays": {"ZB": (1, 50), "ZA": (2, 49), "ZC": (3, 70)}}),
            table(2, inconnus={"pays": {"ZA": (1, 1)}, "produit": {"Z99Z": (1, 0)}, "rattachement": {"46/18": (1, 2)}}),
        ),
        2, 0, 0,
    ),
    "dix inconnus": CompteRendu(("a.zip",), (table(inconnus={"pays": dict(list(CODES.items())[:10])}),), 1, 0, 0),
    "quinze inconnus": CompteRendu(("a.zip",), (table(inconnus={"pays": CODES, "region": {"9": (1, 1)}}),), 1, 0, 0),
}  # fmt: skip


@pytest.mark.parametrize("nom", CAS)
def test_ce_que_dit_le_bilan(nom: str, snapshot: SnapshotAssertion):
    assert CAS[nom].texte().split("\n") == snapshot


def test_les_codes_inconnus_de_plusieurs_tables_s_ajoutent():
    somme = cumuler_inconnus(CAS["inconnus"].tables)
    assert somme["pays"] == {"ZB": (1, 50), "ZA": (3, 50), "ZC": (3, 70)}
    assert CAS["inconnus"].lignes == 2468
