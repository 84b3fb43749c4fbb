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


@pytest.mark.parametrize(
    ("valeurs", "attendues", "sorte"),
    [
        (["1 234", "", "-7"], [1234, pd.NA, -7], "Int64"),
        (["1", "2"], [1, 2], "int64"),
        (["+3", "0"], [3, 0], "int64"),
        (["12,5", "3"], [12.5, 3.0], "float64"),
        (["1\u202f234,50", "-0.5"], [1234.5, -0.5], "float64"),
        (["12,5", "3", "1e3"], ["12,5", "3", "1e3"], "str"),
        (["1", "deux"], ["1", "deux"], "str"),
        (["1", "007"], ["1", "007"], "str"),
        (["1x", "2"], ["1x", "2"], "str"),
        (["x1", "2"], ["x1", "2"], "str"),
    ],
)
def test_une_colonne_est_de_nombres_si_toutes_ses_valeurs_en_sont(deposer, valeurs, attendues, sorte: str):
    lignes = "".join(f"a;{valeur}\n" for valeur in valeurs)
    [colonne] = [lue for nom, lue in lire(deposer("t.csv", f"nom;x\n{lignes}".encode())).items() if nom == "x"]
    assert (colonne.tolist(), str(colonne.dtype)) == (attendues, sorte)


def test_une_case_vide_d_une_colonne_de_decimaux_est_absente(deposer):
    lue = lire(deposer("t.csv", b"nom;x\na;1,5\nb; \n"))["x"]
    assert lue.tolist()[0] == 1.5
    assert lue.isna().tolist() == [False, True]


@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_le_separateur_est_celui_de_la_premiere_ligne(deposer, separateur: str):
    lue = lire(deposer("t.csv", f"a{separateur}b\nx{separateur}y\n".encode()))
    assert lue.to_dict("list") == {"a": ["x"], "b": ["y"]}


def test_les_virgules_du_corps_ne_font_pas_le_separateur(deposer):
    assert lire(deposer("t.csv", b"a;b\nx,y,z;1,5\nt,u,v;2,5\n")).to_dict("list") == {
        "a": ["x,y,z", "t,u,v"],
        "b": [1.5, 2.5],
    }


def test_un_fichier_vide_ou_sans_ligne_n_est_pas_une_faute(deposer):
    assert lire(deposer("vide.csv", b"")).empty
    assert list(lire(deposer("entetes.csv", b"a;b\n"))) == ["a", "b"]


def test_la_namibie_d_un_classeur_n_est_pas_une_absence(deposer, tmp_path: Path):
    pd.DataFrame({"iso": ["NA", "DE"]}).to_excel(tmp_path / "t.xlsx", index=False)
    assert lire("t.xlsx")["iso"].tolist() == ["NA", "DE"]


def test_ce_qui_est_lu_est_note_et_la_fiche_refaite_quand_il_change(deposer, tmp_path: Path, monkeypatch):
    notes: list[Path] = []
    monkeypatch.setattr(fichiers.lectures, "noter_fichier", notes.append)
    lire(deposer("t.csv", b"a;b\n1;2\n"))
    assert notes == [tmp_path / "t.csv"]


def test_un_format_inconnu_dit_ceux_qui_se_lisent():
    with pytest.raises(ErreurFiche, match=r"^t\.ods : seuls se lisent \.csv, \.tsv, \.txt, \.xlsx, \.parquet\. Enr"):
        lire("t.ods")


def test_un_nom_de_colonne_qui_annonce_un_code_garde_ses_valeurs_en_textes(deposer):
    lue = lire(deposer("t.csv", b"Code postal;n\n46000;46000\n75001;75001\n"))
    assert lue.to_dict("list") == {"Code postal": ["46000", "75001"], "n": [46000, 75001]}
