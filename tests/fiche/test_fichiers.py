"""`fiches.lire` : les codes restent des textes, les nombres français se lisent, chaque refus dit quoi faire."""

from pathlib import Path

import pandas as pd
import pytest

from fiches.fiche import fichiers
from fiches.fiche.fichiers import lire
from fiches.socle.erreurs import ErreurFiche

CSV = (
    "Code;SIREN;Téléphone;Emplois;Part;Commune;Vide;Rang\n"
    "46;005520135;0565231000;1 234;12,5;Figeac;;01\n"
    "2A;123456789;0495;7;0,3;Ajaccio;;2\n"
)


@pytest.fixture
def deposer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("fiches.fiche.fichiers.RACINE", tmp_path)

    def deposer_fichier(nom: str, octets: bytes) -> str:
        (tmp_path / nom).write_bytes(octets)
        return nom

    return deposer_fichier


@pytest.mark.parametrize("codage", ["utf-8", "utf-8-sig", "cp1252"])
def test_un_csv_francais_se_lit_et_ses_codes_restent_des_textes(deposer, codage: str):
    lue = lire(deposer("emplois.csv", CSV.encode(codage)))
    assert lue["Code"].tolist() == ["46", "2A"]
    assert lue["SIREN"].tolist() == ["005520135", "123456789"]
    assert lue["Téléphone"].tolist() == ["0565231000", "0495"]
    assert lue["Emplois"].tolist() == [1234, 7]
    assert lue["Part"].tolist() == [12.5, 0.3]
    assert lue["Rang"].tolist() == ["01", "2"]  # un zéro en tête : ce n’est pas un nombre
    assert lue["Vide"].isna().all()


def test_un_classeur_et_un_parquet_se_lisent(deposer, tmp_path: Path):
    table = pd.DataFrame({"code": ["01", "46"], "n": [3, 4]})
    table.to_excel(tmp_path / "t.xlsx", index=False)
    table.to_parquet(tmp_path / "t.parquet")
    for nom in ("t.xlsx", "t.parquet"):
        assert lire(nom).to_dict("list") == {"code": ["01", "46"], "n": [3, 4]}


@pytest.mark.parametrize(
    ("nom", "octets", "dit"),
    [
        ("absent.csv", None, "absent.csv : ce fichier n’existe pas"),
        ("t.ods", b"", "seuls se lisent .csv"),
        ("t.csv", b"a;b\n1;2;3\n", "ligne 2 : 3 valeurs au lieu de 2"),
        ("t.xlsx", b"pas un classeur", "ne se lit pas"),
    ],
)
def test_un_refus_nomme_le_fichier_et_la_cause(deposer, nom: str, octets: bytes | None, dit: str):
    if octets is not None:
        deposer(nom, octets)
    with pytest.raises(ErreurFiche, match=dit):
        lire(nom)


def test_le_chemin_part_de_la_racine_du_projet():
    assert Path(__file__).resolve().parents[2] == fichiers.RACINE
