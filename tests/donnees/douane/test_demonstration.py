"""La démonstration : au format exact, à la taille réelle, d’accord avec les totaux publiés, jamais prise pour vraie."""

import csv
import hashlib
import io
import zipfile
from collections import Counter
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
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


def test_l_annee_livree_garde_ses_octets(archives_demo):
    """Les instantanés et les captures en viennent : les autres années se tirent d’elle, jamais l’inverse."""
    assert [hashlib.sha256(texte(a).encode()).hexdigest() for a in archives_demo] == [
        "0e636cd2cb36a16020e0eda792e48ea7914ffe480917f7733c235a58d05edf21",
        "c331b5f7744e54ec9255e564162bc9655833d23c19f6ddd2e738d96090115c72",
    ]


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


@pytest.fixture(scope="module")
def trois_ans(archives_demo: list[Path], tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Les lignes de 2023, 2024 et 2025, telles que les archives les portent."""
    dossier = tmp_path_factory.mktemp("trois-ans")
    archives = [*archives_demo, *ecrire_demonstration(dossier, 2023), *ecrire_demonstration(dossier, 2025)]
    noms = ["flux", "trimestre", "annee", "departement", "region", "produit", "cpf4", "pays", "valeur", "masse"]
    sortes = dict.fromkeys(noms[:-2], str)
    lues = [
        pd.read_csv(io.StringIO(texte(a)), sep=";", header=None, names=noms, dtype=sortes, keep_default_na=False)
        for a in archives
    ]
    return pd.concat(lues)


def test_chaque_annee_a_son_filigrane_et_ses_cles(trois_ans):
    assert ((trois_ans["valeur"] + trois_ans["masse"]) % 10 == 7).all()
    assert set(trois_ans["annee"]) == {"2023", "2024", "2025"}
    assert not trois_ans.duplicated(list(trois_ans.columns[:8])).any()


@pytest.mark.parametrize("annees", [("2023", "2024"), ("2024", "2025")])
@pytest.mark.parametrize(
    ("axes", "dispersion", "borne"),
    [(["departement"], (0.03, 0.12), 1.4), (["produit"], (0.04, 0.2), 1.6), (["pays"], (0.05, 0.25), 2.5),
     (["departement", "produit"], (0.1, 0.35), 5)],
    ids=["département", "produit", "pays", "département et produit"],
)  # fmt: skip
def test_deux_annees_qui_se_suivent_se_ressemblent_sans_se_deduire(trois_ans, annees, axes, dispersion, borne):
    sommes = trois_ans.groupby(["annee", "flux", *axes])["valeur"].sum().unstack("annee")[list(annees)].dropna()
    evolutions = np.log(sommes[annees[1]] / sommes[annees[0]])
    assert np.log10(sommes).corr().iloc[0, 1] > 0.99
    assert dispersion[0] < evolutions.std() < dispersion[1]
    assert evolutions.abs().max() < np.log(borne)


def test_de_petits_courants_changent_de_pays_d_une_annee_a_l_autre(trois_ans):
    cles = [
        set(trois_ans[trois_ans["annee"] == annee].groupby(["flux", "departement", "produit", "pays"]).groups)
        for annee in ("2023", "2024")
    ]
    assert 0.8 < len(cles[0] & cles[1]) / len(cles[0]) < 0.98
