"""L’entrepôt dit ce qu’il a, ce qui manque, et agrège juste."""

import json
import shutil

import pytest
from fabrique import annee_complete, zipper

from fiches.donnees.douane import Entrepot, importer
from fiches.socle.erreurs import ErreurDonnees


def test_un_dossier_absent_n_a_aucune_annee(tmp_path):
    entrepot = Entrepot(tmp_path / "rien")

    assert entrepot.annees() == []
    assert entrepot.cube(2024).empty
    assert list(entrepot.cube(2024).columns) == [
        "flux", "departement", "region", "produit", "pays", "valeur", "masse",
    ]  # fmt: skip


def test_une_annee_absente_nomme_celles_qui_sont_la(importer_lignes, tmp_path, snapshot):
    entrepot = Entrepot(importer_lignes(annee_complete(2023)))
    entrepot.exiger_complete(2023)
    dits = []
    for sans_2024 in (entrepot, Entrepot(tmp_path / "rien")):
        with pytest.raises(ErreurDonnees) as refus:
            sans_2024.exiger_complete(2024)
        dits.append(str(refus.value).replace(str(sans_2024.dossier), "DOSSIER"))
    assert dits == snapshot


def test_une_annee_incomplete_dit_ce_qui_manque_et_ce_qui_est_la(importer_lignes):
    lignes = annee_complete().splitlines(keepends=True)
    entrepot = Entrepot(importer_lignes("".join(x for x in lignes if not x.startswith(("E;2", "I;1", "I;4")))))

    assert entrepot.couverture(2024) == {("E", 1), ("E", 3), ("E", 4), ("I", 2), ("I", 3)}
    with pytest.raises(ErreurDonnees) as refus:
        entrepot.exiger_complete(2024)
    assert "manquent exportations T2 et importations T1, T4" in str(refus.value)
    assert "sont là exportations T1, T3, T4 et importations T2, T3" in str(refus.value)


def test_le_cube_additionne_trimestres_et_cpf4_et_se_trie_par_cle(importer_lignes):
    dossier = importer_lignes(
        "I;1;2024;46;12;C30C;3030;US;7;1\n"
        "E;2;2024;46;12;C30C;3030;DE;10;2\n"
        "E;1;2024;46;12;C30C;3030;DE;5;3\n"
        "E;1;2024;46;12;C30C;3040;DE;1;4\n"
        "E;1;2024;01;18;C30C;3030;DE;0;0\n"
    )
    cube = Entrepot(dossier).cube(2024)

    assert cube.values.tolist() == [
        ["E", "01", "84", "C30C", "DE", 0, 0],
        ["E", "46", "76", "C30C", "DE", 16, 9],
        ["I", "46", "76", "C30C", "US", 7, 1],
    ]
    assert [str(t) for t in cube.dtypes] == ["str"] * 5 + ["int64"] * 2


def test_les_lignes_gardent_trimestre_et_cpf4(importer_lignes):
    lignes = Entrepot(importer_lignes("E;2;2024;9D;24;C30C;3030;DE;10;2\n")).lignes(2024)

    assert lignes.to_pylist() == [
        {
            "flux": "E", "trimestre": 2, "annee": 2024, "departement": "974", "region": "04", "produit": "C30C",
            "cpf4": "3030", "pays": "DE", "valeur": 10, "masse": 2,
        }
    ]  # fmt: skip


def test_chaque_annee_ne_lit_que_la_sienne(importer_lignes, tmp_path):
    dossier = importer_lignes(annee_complete(2023))
    importer([zipper(tmp_path / "b.zip", {"Region.txt": annee_complete(2024, valeur=9)})], dossier)
    empreinte = Entrepot(dossier).empreinte(2023)
    for fichier in dossier.glob("2024-*"):
        fichier.unlink()

    assert int(Entrepot(dossier).cube(2023)["valeur"].sum()) == 8020
    assert Entrepot(dossier).empreinte(2023) == empreinte
    with pytest.raises(ErreurDonnees, match=r"une table de 2024 manque.*Importez de nouveau"):
        Entrepot(dossier).cube(2024)


def test_une_table_abimee_est_nommee_avec_son_archive(importer_lignes):
    dossier = importer_lignes(annee_complete())
    next(dossier.glob("2024-E-T1-*")).write_bytes(b"abime")

    with pytest.raises(ErreurDonnees, match=r"2024-E-T1-.*abîmée. Importez de nouveau «\u00a0Region_essai.txt"):
        Entrepot(dossier).cube(2024)


@pytest.mark.parametrize("rang", [0, 40, -60, -1])
def test_un_bit_retourne_dans_une_table_se_voit(rang: int, importer_lignes):
    dossier = importer_lignes(annee_complete())
    table = sorted(dossier.glob("2024-I-T3-*.parquet"))[0]
    octets = bytearray(table.read_bytes())
    octets[rang] ^= 1
    table.write_bytes(octets)
    with pytest.raises(ErreurDonnees, match=rf"{table.name}\u00a0: la table est abîmée.*Region_essai\.txt"):
        Entrepot(dossier).cube(2024)


def test_un_catalogue_perdu_est_dit_et_rien_ne_s_efface(importer_lignes):
    dossier = importer_lignes(annee_complete())
    (dossier / "catalogue.json").unlink()
    tables = sorted(dossier.glob("*.parquet"))
    for essai in (lambda: Entrepot(dossier).annees(), lambda: importer_lignes(annee_complete(valeur=2))):
        with pytest.raises(ErreurDonnees, match=r"le catalogue des données manque.*gardez les archives"):
            essai()
    assert sorted(dossier.glob("*.parquet")) == tables


def test_l_etat_dit_l_empreinte_de_chaque_annee(importer_lignes, tmp_path):
    importer_lignes(annee_complete(2023))
    entrepot = Entrepot(importer_lignes(annee_complete(2024)))
    assert entrepot.etat() == f"2023:{entrepot.empreinte(2023)},2024:{entrepot.empreinte(2024)}"


def test_les_libelles_d_une_annee_sont_ceux_de_ses_archives(tmp_path):
    membres = {"Region.txt": annee_complete(), "Libelle_A129.txt": "C30C;Avions;200901;999912\n"}
    importer([zipper(tmp_path / "a.zip", membres)], tmp_path / "d")
    importer([zipper(tmp_path / "b.zip", {"Region.txt": annee_complete(2003)})], tmp_path / "d")
    recente, ancienne = (Entrepot(tmp_path / "d").libelles(annee) for annee in (2024, 2003))
    assert (recente.produit("C30C"), recente.pays("DE"), recente.cpf4("3030")) == ("Avions", "Allemagne", "3030")
    assert "C30C" not in ancienne.produits_nommables  # la nomenclature A129 commence en 2009


def test_une_annee_a_qui_il_manque_un_flux_dit_lequel(importer_lignes, snapshot):
    entrepot = Entrepot(importer_lignes(annee_complete(flux="E")))
    with pytest.raises(ErreurDonnees) as refus:
        entrepot.exiger_complete(2024)
    assert str(refus.value) == snapshot


def retoucher(dossier, changer) -> None:
    catalogue = json.loads((dossier / "catalogue.json").read_text(encoding="utf-8"))
    changer(catalogue["tables"])
    (dossier / "catalogue.json").write_text(json.dumps(catalogue), encoding="utf-8")


def echanger(tables) -> None:
    tables[0]["fichier"], tables[1]["fichier"] = tables[1]["fichier"], tables[0]["fichier"]


@pytest.mark.parametrize(
    ("changer", "faute"),
    [
        (echanger, "d’un autre trimestre"),
        (lambda tables: tables[0].update(lignes=tables[0]["lignes"] + 1), "d’un autre nombre de lignes"),
        (lambda tables: tables[0].update(valeur=tables[0]["valeur"] + 1), "une autre valeur"),
    ],
)
def test_une_table_est_celle_que_dit_le_catalogue(importer_lignes, changer, faute):
    dossier = importer_lignes(annee_complete())
    retoucher(dossier, changer)
    with pytest.raises(ErreurDonnees, match=rf"2024-E-T.*{faute}"):
        Entrepot(dossier).cube(2024)


def test_des_lignes_simulees_ne_passent_pas_pour_vraies_dans_un_catalogue_retouche(donnees_demo, tmp_path):
    shutil.copytree(donnees_demo, tmp_path / "d")
    retoucher(tmp_path / "d", lambda tables: [table.update(demonstration=False) for table in tables])
    with pytest.raises(ErreurDonnees, match="portent le filigrane des données simulées"):
        Entrepot(tmp_path / "d").cube(2024)


def test_un_catalogue_vide_a_cote_de_tables_est_un_catalogue_perdu(importer_lignes):
    dossier = importer_lignes(annee_complete())
    (dossier / "catalogue.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ErreurDonnees, match="le catalogue des données manque, et leurs tables sont là"):
        Entrepot(dossier).annees()
