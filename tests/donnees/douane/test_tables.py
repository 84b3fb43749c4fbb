"""Une table par trimestre : ses lignes, ses comptes, et son nom qui dit ce qu’elle contient."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fiches.donnees.douane.format import CHAMPS, CODES, TYPE_CODE
from fiches.donnees.douane.tables import SCHEMA, TableEcrite, intacte, par_cle


def brute(*lignes: str) -> pa.Table:
    """Des lignes au format des douanes, telles que `format` les rend."""
    colonnes = dict(zip(CHAMPS, zip(*(ligne.split(";") for ligne in lignes), strict=True), strict=True))
    return pa.table(
        {c: pa.array(v).dictionary_encode() if c in CODES else pa.array(map(int, v)) for c, v in colonnes.items()}
    )


def test_les_lignes_se_separent_par_annee_flux_et_trimestre():
    periodes = ["I;2;2024", "E;1;2024", "I;2;2023", "E;1;2024", "I;1;2024", "E;2;2024"]
    table = brute(*(f"{p};46;12;C30C;3030;DE;{10**n};{n}" for n, p in enumerate(periodes)))

    separees = {cle: lignes["valeur"].to_pylist() for cle, lignes in par_cle(table)}
    assert separees == {
        (2024, "I", 2): [1], (2024, "E", 1): [10, 1000], (2023, "I", 2): [100], (2024, "I", 1): [10**4],
        (2024, "E", 2): [10**5],
    }  # fmt: skip
    [(cle, seule)] = par_cle(table.slice(1, 1).combine_chunks())
    assert (cle, seule["masse"].to_pylist()) == ((2024, "E", 1), [1])


def test_ce_qui_s_ajoute_en_plusieurs_fois_se_compte_et_se_garde_en_entier(tmp_path: Path):
    table = TableEcrite(tmp_path / "t.parquet", 2024)
    table.ajouter(brute("E;1;2024;46;12;C30C;3030;ZZ;10;7", "E;1;2024;00;12;C30C;3030;DE;200;5"))
    table.ajouter(brute("E;1;2024;9D;24;C30D;3040;ZZ;3000;4000"))
    table.ajouter(brute("E;1;2024;2A;18;C30D;3040;YY;40000;60000"))
    table.finir()

    assert (table.lignes, table.valeur, table.masse) == (4, 43210, 64012)
    assert table.departements == {"46", "00", "9D", "2A"}
    assert table.inconnus == {
        "pays": {"ZZ": (2, 3010), "YY": (1, 40000)},
        "departement": {"00": (1, 200)},
        "rattachement": {"2A/18": (1, 40000)},
    }
    ecrite = pq.read_table(table.chemin)
    assert ecrite.schema.equals(SCHEMA)
    assert [ecrite.schema.field(champ).type for champ in ("flux", "trimestre", "annee")] == [
        TYPE_CODE, pa.int32(), pa.int32(),
    ]  # fmt: skip
    assert [tuple(ligne.values()) for ligne in ecrite.to_pylist()] == [
        ("E", 1, 2024, "46", "76", "C30C", "3030", "ZZ", 10, 7),
        ("E", 1, 2024, "00", "76", "C30C", "3030", "DE", 200, 5),
        ("E", 1, 2024, "974", "04", "C30D", "3040", "ZZ", 3000, 4000),
        ("E", 1, 2024, "20", "94", "C30D", "3040", "YY", 40000, 60000),
    ]


def test_une_table_est_intacte_sous_le_nom_de_son_contenu_seulement(tmp_path: Path):
    table = TableEcrite(tmp_path / "t.parquet", 2024)
    table.ajouter(brute("E;1;2024;46;12;C30C;3030;DE;10;7"))
    table.finir()
    nom = table.nom_definitif((2024, "E", 1))
    assert nom.startswith("2024-E-T1-")
    assert not intacte(table.chemin)
    placee = table.chemin.replace(tmp_path / nom)
    assert intacte(placee)
    placee.write_bytes(placee.read_bytes() + b"x")
    assert not intacte(placee)
    TableEcrite(tmp_path / "vide.parquet", 2024).finir()
    with pytest.raises(FileNotFoundError):
        intacte(tmp_path / "2024-E-T2-0123456789abcdef.parquet")
