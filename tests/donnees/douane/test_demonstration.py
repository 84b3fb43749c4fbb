"""La démonstration : au format exact, à la taille réelle, d’accord avec les totaux publiés, jamais prise pour vraie."""

import csv
import io
import zipfile
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from fabrique import annee_complete, zipper

from fiches.donnees.demonstration import demonstration, ecrire_demonstration, preparer
from fiches.donnees.douane import Entrepot, importer
from fiches.socle.erreurs import ErreurDemande, ErreurDonnees

DIX = {
    "46": "46", "31": "31", "01": "01", "75": "75", "48": "48",
    "20": "20", "9D": "974", "9E": "976", "67": "67", "99": "99",
}  # fmt: skip


def texte(archive: Path) -> str:
    with zipfile.ZipFile(archive) as contenu:
        (nom,) = (n for n in contenu.namelist() if "Region_" in n)
        return contenu.read(nom).decode("ascii")


@pytest.fixture(scope="module")
def lignes(archives_demo: list[Path]) -> list[list[str]]:
    """Les lignes des deux archives, lues par le module csv : sans rien de notre import."""
    return [ligne for a in archives_demo for ligne in csv.reader(io.StringIO(texte(a)), delimiter=";")]


def test_les_six_totaux_publies_tombent_juste(lignes):
    totaux: Counter[tuple[str, str]] = Counter()
    for flux, _, _, departement, region, *_, valeur, _ in lignes:
        for zone in ("France", f"région {region}", f"département {departement}"):
            totaux[flux, zone] += int(valeur)

    assert [totaux["E", z] for z in ("département 46", "région 12", "France")] == [
        636_400_000, 49_453_900_000, 580_354_500_000,
    ]  # fmt: skip
    assert [totaux["I", z] for z in ("département 46", "région 12", "France")] == [
        662_400_000, 37_655_400_000, 684_776_300_000,
    ]  # fmt: skip


def test_elle_a_la_taille_et_la_variete_des_vraies_donnees(lignes):
    colonnes = list(zip(*lignes, strict=True))

    assert len(lignes) >= 400_000
    assert set(map(len, lignes)) == {10}
    assert len(set(colonnes[3])) == 101
    assert len(set(colonnes[5])) == 76
    assert len(set(colonnes[7])) >= 200
    assert set(colonnes[1]) == set("1234")
    assert set(colonnes[2]) == {"2024"}
    assert {"QQ", "QR", "QU", "FR", "NA"} <= set(colonnes[7])
    assert len(set(zip(*colonnes[:8], strict=True))) == len(lignes)


def test_les_cpf4_sont_ceux_de_la_division_du_produit(lignes):
    assert {ligne[5][1:3] == ligne[6][:2] for ligne in lignes} == {True}


def test_mayotte_a_tres_peu_de_partenaires(lignes):
    assert 1 <= len({ligne[7] for ligne in lignes if ligne[3] == "9E" and ligne[0] == "E"}) <= 5


def test_une_lecture_independante_par_duckdb_donne_les_memes_montants(archives_demo, donnees_demo, tmp_path):
    for archive in archives_demo:
        (tmp_path / f"{archive.stem}.txt").write_text(texte(archive), encoding="ascii")
    requete = """
        select column0, column3, sum(column8::hugeint)::bigint, sum(column9::hugeint)::bigint
        from read_csv(?, header=false, delim=';', quote='', all_varchar=true) group by all
    """
    attendus = {
        (flux, departement): (valeur, masse)
        for flux, departement, valeur, masse in duckdb.execute(requete, [str(tmp_path / "*.txt")]).fetchall()
    }
    cube = Entrepot(donnees_demo).cube(2024)
    sommes = cube.groupby(["flux", "departement"])[["valeur", "masse"]].sum()

    for douane, code in DIX.items():
        for flux in "EI":
            assert tuple(map(int, sommes.loc[(flux, code)])) == attendus[flux, douane]
    assert tuple(map(int, cube[["valeur", "masse"]].sum())) == tuple(map(sum, zip(*attendus.values(), strict=True)))


def test_aucun_code_de_la_demonstration_n_est_inconnu(donnees_demo):
    assert [p.inconnus for p in Entrepot(donnees_demo).provenance(2024)] == [{}] * 8


def test_les_octets_sont_toujours_les_memes(archives_demo, tmp_path):
    for archive, refaite in zip(archives_demo, ecrire_demonstration(tmp_path), strict=True):
        assert archive.name == refaite.name
        assert archive.read_bytes() == refaite.read_bytes()


def test_l_import_reconnait_le_filigrane_meme_extrait_renomme_ou_rezippe(archives_demo, donnees_demo, tmp_path):
    assert Entrepot(donnees_demo).demonstration(2024)
    (tmp_path / "donnees-reelles.txt").write_text(texte(archives_demo[0]), encoding="ascii")
    (tmp_path / "rezip").mkdir()
    zipper(tmp_path / "rezip" / "Region.zip", {"Region_2024_Import.txt": texte(archives_demo[1])})

    for chemin in (tmp_path / "donnees-reelles.txt", tmp_path / "rezip" / "Region.zip"):
        compte_rendu = importer([chemin], tmp_path / chemin.stem)
        assert Entrepot(tmp_path / chemin.stem).demonstration(2024)
        assert "données simulées" in compte_rendu.texte()


def test_de_vraies_donnees_ne_passent_pas_pour_simulees(importer_lignes):
    assert not Entrepot(importer_lignes(annee_complete())).demonstration(2024)


def test_le_vrai_chasse_le_simule_et_jamais_l_inverse(archives_demo, tmp_path):
    donnees = tmp_path / "donnees"
    importer(archives_demo[:1], donnees)
    vrai = zipper(tmp_path / "vrai.zip", {"Region.txt": "I;1;2024;46;12;C30C;3030;DE;5;1\n"})

    compte_rendu = importer([vrai], donnees)

    assert Entrepot(donnees).couverture(2024) == {("I", 1)}
    assert not Entrepot(donnees).demonstration(2024)
    assert "2024 : la démonstration est retirée" in compte_rendu.texte().replace("\u00a0", " ")
    with pytest.raises(ErreurDonnees, match="des données simulées prendraient place parmi les vraies de 2024"):
        importer(archives_demo, donnees)


def test_preparer_fabrique_la_demonstration_seulement_sans_aucune_donnee(tmp_path, archives_demo, monkeypatch):
    monkeypatch.setattr(demonstration, "ecrire_demonstration", lambda *_: archives_demo)
    (tmp_path / "vide").mkdir()
    assert preparer(tmp_path / "vide", 2024).demonstration(2024)
    vrai = zipper(tmp_path / "vrai.zip", {"Region.txt": "I;1;2024;46;12;C30C;3030;DE;5;1\n"})
    importer([vrai], tmp_path / "incomplet")
    with pytest.raises(ErreurDonnees, match="L’année 2024 est incomplète"):
        preparer(tmp_path / "incomplet", 2024)
    with pytest.raises(ErreurDonnees, match="Aucune donnée pour 2019"):
        preparer(tmp_path / "vide", 2019)
    with pytest.raises(ErreurDonnees, match="ce dossier de données n’existe pas"):
        preparer(tmp_path / "absent", 2024)


def test_une_vraie_archive_de_meme_nom_n_est_pas_ecrasee(tmp_path, archives_demo):
    vraie = tmp_path / archives_demo[0].name
    with zipfile.ZipFile(vraie, "w") as archive:
        archive.writestr("Region_2024_Export.txt", "E;1;2024;46;12;C30C;3030;DE;1000;1\n")
    octets = vraie.read_bytes()
    with pytest.raises(ErreurDemande, match="n’est pas une archive de démonstration"):
        ecrire_demonstration(tmp_path)
    assert vraie.read_bytes() == octets


def test_les_autres_annees_ont_d_autres_totaux(tmp_path):
    assert demonstration._totaux("E", 2024) == demonstration.TOTAUX["E"]
    lot, region, france = demonstration._totaux("E", 2023)
    assert 0.8 < lot / demonstration.TOTAUX["E"][0] < 1.1
    assert lot < region < france
