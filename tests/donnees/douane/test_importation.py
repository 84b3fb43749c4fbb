"""L’import est tout ou rien, se rejoue sans effet, et ne perd pas un euro en route."""

import json
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import filelock
import pytest
from fabrique import OFFICIELLES, annee_complete, octets, zipper
from hypothesis import given, settings
from hypothesis import strategies as st

from fiches.donnees import territoires
from fiches.donnees.douane import Entrepot, doublons, importation, importer
from fiches.donnees.douane import format as format_douanes
from fiches.socle.erreurs import ErreurDonnees

ANNEE = 2024


def test_les_lignes_officielles_s_importent_aux_codes_des_gens(tmp_path):
    compte_rendu = importer([zipper(tmp_path / "a.zip", {"Region.txt": OFFICIELLES})], tmp_path / "donnees")

    cube = Entrepot(tmp_path / "donnees").cube(2018)
    assert cube.values.tolist() == [
        ["E", "01", "84", "A01Z", "BE", 406473, 1210935],
        ["E", "01", "84", "A01Z", "BR", 11228, 250],
        ["I", "01", "84", "A01Z", "AR", 52, 11],
        ["I", "01", "84", "A01Z", "AT", 29916, 20815],
    ]
    assert compte_rendu.lignes == 4


@pytest.mark.parametrize(
    ("departement", "region", "attendus"),
    [
        ("9A", "24", ("971", "01")),
        ("9B", "24", ("972", "02")),
        ("9C", "24", ("973", "03")),
        ("9D", "24", ("974", "04")),
        ("9E", "24", ("976", "06")),
        ("20", "22", ("20", "94")),
        ("99", "21", ("99", "93")),
        ("46", "12", ("46", "76")),
        # Département inconnu : la région déclarée ; les deux inconnus : codes bruts.
        ("00", "12", ("00", "76")),
        ("00", "77", ("00", "77")),
        ("46", "77", ("46", "76")),
    ],
)
def test_les_codes_des_douanes_sont_traduits(departement, region, attendus, importer_lignes):
    dossier = importer_lignes(f"E;1;2024;{departement};{region};C30C;3030;NA;5;1\n")

    ligne = Entrepot(dossier).cube(ANNEE).iloc[0]
    assert (ligne["departement"], ligne["region"], ligne["pays"]) == (*attendus, "NA")


def test_les_codes_inconnus_sont_gardes_comptes_et_dits(tmp_path):
    (tmp_path / "Region.txt").write_text(
        "E;1;2024;00;77;Z99Z;9999;ZZ;1234567;1\nE;1;2024;46;12;C30C;3030;ZZ;3;1\nE;1;2024;46;12;C30C;3030;DE;5;1\n"
    )
    compte_rendu = importer([tmp_path / "Region.txt"], tmp_path / "donnees")

    assert compte_rendu.inconnus == {
        "departement": {"00": (1, 1234567)},
        "pays": {"ZZ": (2, 1234570)},
        "produit": {"Z99Z": (1, 1234567)},
        "region": {"77": (1, 1234567)},
    }
    assert "pays « ZZ » : 2 lignes, 1 234 570 €" in compte_rendu.texte().replace("\u00a0", " ").replace("\u202f", " ")
    assert int(Entrepot(tmp_path / "donnees").cube(ANNEE)["valeur"].sum()) == 1234575


def test_le_compte_rendu_donne_lignes_et_totaux_par_flux_et_trimestre(tmp_path):
    texte = importer([zipper(tmp_path / "a.zip", {"Region.txt": annee_complete()})], tmp_path / "donnees").texte()

    lisible = texte.replace("\u00a0", " ").replace("\u202f", " ")
    assert "1 archive lue : 8 lignes." in lisible
    assert "2024, exportations : 4 lignes, 4 010 €" in lisible
    assert "  trimestre 3 : 1 ligne, 1 003 €" in lisible
    assert "Aucun code inconnu." in lisible


def test_le_compte_rendu_nomme_les_departements_sans_aucune_ligne(tmp_path):
    """Tous les départements sont là, sauf la Lozère à l’export et Mayotte à l’export du trimestre 2."""
    codes = [d.code_douane for d in territoires.departements_publies()]
    (tmp_path / "Region.txt").write_text(
        "".join(
            f"{flux};{trimestre};2024;{code};12;C10A;1011;DE;1;1\n"
            for flux in "EI"
            for trimestre in (1, 2)
            for code in codes
            if flux == "I" or (code != "48" and (code, trimestre) != ("9E", 2))
        )
    )
    compte_rendu = importer([tmp_path / "Region.txt"], tmp_path / "donnees")

    dites = [ligne for ligne in compte_rendu.texte().splitlines() if ligne.startswith("Sans aucune ligne")]
    assert dites == ["Sans aucune ligne, 2024, exportations\u00a0: Lozère et Mayotte (T2)."]
    assert [p.absents for p in Entrepot(tmp_path / "donnees").provenance(ANNEE)] == [("48",), ("48", "976"), (), ()]


def test_le_compte_rendu_ne_nomme_que_dix_departements_absents(tmp_path):
    texte = importer([zipper(tmp_path / "a.zip", {"Region.txt": OFFICIELLES})], tmp_path / "donnees").texte()

    assert "exportations\u00a0: Aisne, Allier, " in texte
    assert "Aude et 89 autres départements." in texte


def test_un_catalogue_sans_departements_absents_est_complete_en_reimportant(importer_lignes):
    dossier = importer_lignes(annee_complete())
    neuf = (dossier / "catalogue.json").read_text()
    ancien = json.loads(neuf)
    for table in ancien["tables"]:
        del table["absents"]
    (dossier / "catalogue.json").write_text(json.dumps(ancien))

    importer_lignes(annee_complete())
    assert {len(p.absents) for p in Entrepot(dossier).provenance(ANNEE)} == {99}


def test_reimporter_la_meme_archive_ne_change_pas_un_octet(tmp_path):
    archive = zipper(tmp_path / "a.zip", {"Region.txt": annee_complete()})
    importer([archive], tmp_path / "donnees")
    avant = octets(tmp_path / "donnees")

    compte_rendu = importer([archive], tmp_path / "donnees")

    assert octets(tmp_path / "donnees") == avant
    assert (compte_rendu.nouvelles, compte_rendu.remplacees, compte_rendu.inchangees) == (0, 0, 8)


def test_un_trimestre_reimporte_remplace_l_ancien_et_son_fichier_disparait(tmp_path):
    importer([zipper(tmp_path / "a.zip", {"Region.txt": annee_complete()})], tmp_path / "donnees")
    (tmp_path / "b.txt").write_text("E;2;2024;46;12;C30C;3030;DE;7;1\n")

    compte_rendu = importer([tmp_path / "b.txt"], tmp_path / "donnees")

    entrepot = Entrepot(tmp_path / "donnees")
    assert (compte_rendu.nouvelles, compte_rendu.remplacees) == (0, 1)
    assert [p.valeur for p in entrepot.provenance(ANNEE) if p.flux == "E"] == [1001, 7, 1003, 1004]
    assert len(list((tmp_path / "donnees").glob("*.parquet"))) == 8


def test_dans_une_commande_la_derniere_archive_l_emporte_et_c_est_dit(tmp_path, snapshot):
    for nom, valeur in (("a.txt", 5), ("b.txt", 9)):
        (tmp_path / nom).write_text(f"E;2;2024;46;12;C30C;3030;DE;{valeur};1\n")

    compte_rendu = importer([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "donnees")

    assert Entrepot(tmp_path / "donnees").cube(ANNEE)["valeur"].tolist() == [9]
    assert compte_rendu.remarques == snapshot
    (retenue,) = compte_rendu.tables
    assert (retenue.archive, retenue.valeur, compte_rendu.archives) == ("b.txt", 9, ("a.txt", "b.txt"))
    importer([tmp_path / "b.txt", tmp_path / "a.txt"], tmp_path / "donnees")
    assert Entrepot(tmp_path / "donnees").cube(ANNEE)["valeur"].tolist() == [5]


def test_les_fichiers_d_une_archive_se_completent_sans_rien_perdre(tmp_path):
    produits = [f"C{rang}Z" for rang in range(10, 34)]
    membres = {
        f"Region_{p}.txt": f"E;1;2024;46;12;{p};0311;DE;{10**rang % 997};{rang}\n" for rang, p in enumerate(produits)
    }
    importer([zipper(tmp_path / "a.zip", membres)], tmp_path / "d")
    [tenue] = Entrepot(tmp_path / "d").provenance(2024)
    lues = Entrepot(tmp_path / "d").lignes(2024).to_pandas()
    assert list(lues["produit"]) == produits
    assert (tenue.lignes, tenue.masse) == (24, sum(range(24)))
    assert (lues["valeur"].sum(), lues["masse"].sum()) == (tenue.valeur, tenue.masse)
    assert tenue.valeur == sum(10**rang % 997 for rang in range(24))


@pytest.mark.parametrize(
    ("ecartes", "dit"),
    [
        (["donnees_T4.txt"], "«\u00a0donnees_T4.txt\u00a0» n’est pas lu, seuls le sont"),
        (["b.png", "a.txt"], "«\u00a0b.png\u00a0» et «\u00a0a.txt\u00a0» ne sont pas lus"),
        (["1.txt", "2.txt", "3.txt"], "«\u00a02.txt\u00a0» et «\u00a03.txt\u00a0» ne sont pas lus"),
        (["1.txt", "2.txt", "3.txt", "4.txt"], "«\u00a03.txt\u00a0» et 1 autre ne sont pas lus"),
        (["1.txt", "2.txt", "3.txt", "4.txt", "5.txt"], "«\u00a03.txt\u00a0» et 2 autres ne sont pas lus"),
        (["LISEZ-MOI.txt", ".cache", "Libelle_A129.txt"], None),
    ],
)
def test_un_fichier_de_l_archive_qui_n_est_pas_lu_se_dit(ecartes: list[str], dit: str | None, tmp_path):
    membres = {"Region.txt": annee_complete(), **dict.fromkeys(ecartes, "")}
    texte = importer([zipper(tmp_path / "a.zip", membres)], tmp_path / "d").texte()
    assert ("pas lu" in texte) == (dit is not None)
    assert dit is None or dit in texte


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_deux_fichiers_de_meme_nom_ne_se_confondent_pas(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("Region.txt", annee_complete())
        archive.writestr("Region.txt", annee_complete().replace("C30C", "C30A") + "E;4;2024;46;12;C30C;3030;DE;1;1\r\n")
    with pytest.raises(ErreurDonnees, match=r"Region\.txt.+\(ligne 4\) et .+Region\.txt.+\(ligne 9\) apportent"):
        importer([tmp_path / "a.zip"], tmp_path / "d")


def test_deux_fichiers_d_une_archive_qui_se_recouvrent_sont_refuses(tmp_path, snapshot):
    ligne = "E;2;2024;46;12;C30C;3030;DE;5;1\n"
    archive = zipper(tmp_path / "2024 › T2.zip", {"Region 1.txt": ligne, "Region 2.txt": ligne})

    with pytest.raises(ErreurDonnees) as refus:
        importer([archive], tmp_path / "donnees")
    assert str(refus.value) == snapshot
    assert Entrepot(tmp_path / "donnees").annees() == []


@pytest.mark.parametrize("taille_bloc", [60, 1 << 20])
def test_une_cle_qui_vient_deux_fois_dans_un_fichier_est_refusee(taille_bloc, tmp_path, monkeypatch, snapshot):
    """« cat a.txt a.txt » doublait les totaux sans un mot."""
    monkeypatch.setattr(format_douanes.lire, "__defaults__", (taille_bloc,))
    (tmp_path / "Region.txt").write_text(OFFICIELLES * 2)

    with pytest.raises(ErreurDonnees) as refus:
        importer([tmp_path / "Region.txt"], tmp_path / "donnees")
    assert str(refus.value) == snapshot
    assert Entrepot(tmp_path / "donnees").annees() == []


def test_de_plusieurs_cles_repetees_la_premiere_de_la_premiere_periode_est_nommee(tmp_path):
    lignes = [f"{p};2024;46;12;C30C;3030;{pays};5;1\n" for p in ("I;2", "E;3", "E;2") for pays in ("IT", "DE")]
    (tmp_path / "Region.txt").write_text("".join(lignes * 3))
    with pytest.raises(
        ErreurDonnees, match=r"ligne 11.: la clé .*E;2;2024;46;12;C30C;3030;IT.» vient déjà à la ligne 5,"
    ):
        importer([tmp_path / "Region.txt"], tmp_path / "d")


def test_deux_cles_qui_se_confondent_sur_64_bits_ne_sont_pas_refusees(importer_lignes, monkeypatch):
    monkeypatch.setattr(doublons, "_des_entiers_reviennent", lambda _: True)

    assert Entrepot(importer_lignes(OFFICIELLES)).annees() == [2018]


def test_une_cle_differe_par_n_importe_lequel_de_ses_codes(importer_lignes):
    lignes = ["E;1;2024;46;12;C10A;1011;DE", "I;1;2024;46;12;C10A;1011;DE", "E;2;2024;46;12;C10A;1011;DE",
              "E;1;2024;31;12;C10A;1011;DE", "E;1;2024;46;18;C10A;1011;DE", "E;1;2024;46;12;C10B;1011;DE",
              "E;1;2024;46;12;C10A;1012;DE", "E;1;2024;46;12;C10A;1011;IT"]  # fmt: skip

    assert int(Entrepot(importer_lignes("".join(f"{x};1;1\n" for x in lignes))).cube(ANNEE)["valeur"].sum()) == 8


def test_les_libelles_de_l_archive_sont_gardes_pour_son_annee(tmp_path):
    libelles = "\ufeffC30C;Avions;200901;999912\r\nC30D;Ancien;200901;202001\r\n"
    membres: dict[str, str | bytes] = {"Region.txt": annee_complete(), "Libelle_A129.txt": libelles}
    importer([zipper(tmp_path / "a.zip", membres)], tmp_path / "donnees")

    entrepot = Entrepot(tmp_path / "donnees")
    assert entrepot.libelles(ANNEE).produits_de_l_archive == {"C30C": "Avions"}
    assert entrepot.libelles(2023).produits_de_l_archive == {}


def test_tous_les_libelles_de_l_archive_comptent_quel_que_soit_l_ordre(tmp_path):
    """XI : « Irlande du Nord » d’après l’archive à l’export ; XU, AN et DD n’ont plus cours."""
    lignes = "".join(
        f"E;1;2024;46;12;C10A;1011;{pays};{10 * n};1\n" for n, pays in enumerate(("XI", "XU", "AN", "DD"), 1)
    )
    export: dict[str, str | bytes] = {
        "Region_2024_Export.txt": lignes,
        "Libelle_PAYS.txt": "Code;Libellé;Début;Fin\nXI;Irlande du Nord;202101;999912\nXU;UEBL;190001;199812\n",
        "Libelle_CPF4_rev2.1.txt": "1011;Viandes;201501;999912\n",
    }
    archives = [
        zipper(tmp_path / "I.zip", {"Region_2024_Import.txt": "I;1;2024;46;12;C10A;1011;XI;7;1\n"}),
        zipper(tmp_path / "E.zip", export),
    ]
    seul = importer(archives[:1], tmp_path / "donnees")
    assert seul.inconnus == {"pays": {"XI": (1, 7)}}

    compte_rendu = importer(archives[1:], tmp_path / "donnees")

    entrepot = Entrepot(tmp_path / "donnees")
    attendus = {"pays": {"AN": (1, 30), "DD": (1, 40), "XU": (1, 20)}}
    assert compte_rendu.inconnus == attendus
    assert [p.inconnus for p in entrepot.provenance(ANNEE)] == [attendus, {}]
    libelles = entrepot.libelles(ANNEE)
    assert (libelles.pays("XI"), libelles.pays("XU"), libelles.cpf4("1011")) == ("Irlande du Nord", "XU", "Viandes")
    assert "XI" in libelles.partenaires
    assert importer(archives[:1], tmp_path / "donnees").inconnus == {}
    assert Entrepot(tmp_path / "donnees").libelles(ANNEE).pays("XI") == "Irlande du Nord"


def test_du_meme_code_le_dernier_libelle_recu_l_emporte_dans_une_archive_et_d_une_archive_a_l_autre(tmp_path):
    def archive(nom: str, flux: str, *libelles: str) -> Path:
        recus = {f"Libelle_A129_{n}.txt": f"C30C;{libelle};200901;999912\n" for n, libelle in enumerate(libelles)}
        return zipper(tmp_path / nom, {"Region.txt": annee_complete(flux=flux), **recus})

    archives = [archive("a.zip", "E", "Premier", "Avions"), archive("b.zip", "I", "Aéronefs")]
    for ordre, nom in ((archives[:1], "Avions"), (archives, "Aéronefs"), (archives[::-1], "Avions")):
        importer(ordre, tmp_path / "d")
        assert Entrepot(tmp_path / "d").libelles(ANNEE).produit("C30C") == nom


def test_les_libelles_d_un_fichier_de_deux_annees_valent_chacun_pour_la_sienne(tmp_path):
    membres = {
        "Regional.txt": "".join(
            f"E;{t};{a};46;12;C10A;1011;XI;1;1\n" for a, t in [(2023, 4), (2024, 1), (2024, 2), (2024, 3), (2024, 4)]
        ),
        "Libelle_PAYS.txt": "XI;Ancien;190001;202312\nXI;Nouveau;202401;999912\n",
    }
    importer([zipper(tmp_path / "a.zip", membres)], tmp_path / "d")
    assert [Entrepot(tmp_path / "d").libelles(a).pays("XI") for a in (2022, 2023, 2024)] == ["XI", "Ancien", "Nouveau"]


def test_les_libelles_d_un_catalogue_de_la_version_1_restent(importer_lignes):
    dossier = importer_lignes(annee_complete())
    catalogue = json.loads((dossier / "catalogue.json").read_text())
    del catalogue["libelles"]
    (dossier / "catalogue.json").write_text(
        json.dumps(catalogue | {"version": 1, "libelles_produits": {"2024": {"C30C": "Avions"}}})
    )

    assert Entrepot(dossier).libelles(ANNEE).produit("C30C") == "Avions"
    assert len(Entrepot(dossier).provenance(ANNEE)) == 8


def test_la_corse_du_sud_et_la_haute_corse_s_ajoutent_dans_la_corse(tmp_path):
    (tmp_path / "Region.txt").write_text(
        "E;1;2024;2A;94;C10A;1011;DE;7;1\nE;1;2024;2B;94;C10A;1011;DE;5;1\nE;2;2024;20;22;C10A;1011;DE;3;1\n"
    )
    compte_rendu = importer([tmp_path / "Region.txt"], tmp_path / "donnees")

    cube = Entrepot(tmp_path / "donnees").cube(ANNEE)
    assert cube.values.tolist() == [["E", "20", "94", "C10A", "DE", 15, 3]]
    assert "departement" not in compte_rendu.inconnus
    assert compte_rendu.remarques == ()


def test_la_corse_sous_ses_deux_ecritures_le_meme_trimestre_est_signalee(tmp_path, snapshot):
    (tmp_path / "Region.txt").write_text("E;1;2024;2A;94;C10A;1011;DE;7;1\nE;1;2024;20;22;C10A;1011;DE;5;1\n")

    (remarque,) = importer([tmp_path / "Region.txt"], tmp_path / "donnees").remarques
    assert remarque == snapshot


def test_la_progression_va_jusqu_au_bout(tmp_path):
    vus: list[tuple[int, int]] = []
    importer(
        [zipper(tmp_path / "a.zip", {"Region.txt": annee_complete()})],
        tmp_path / "donnees",
        lambda lus, tout: vus.append((lus, tout)),
    )

    assert vus == sorted(vus)
    assert vus[-1] == (len(annee_complete()),) * 2


lignes = st.dictionaries(
    st.tuples(
        st.sampled_from("EI"),
        st.integers(1, 4),
        st.sampled_from(["46;12", "9D;24", "99;21", "00;77"]),
        st.sampled_from(["C30C;3030", "A01Z;0111", "Z99Z;9999"]),
        st.sampled_from(["DE", "NA", "QQ", "ZZ"]),
    ),
    st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)),
    min_size=1,
    max_size=60,
)


@settings(max_examples=25)
@given(lignes, st.randoms(use_true_random=False))
def test_les_totaux_survivent_a_tout_decoupage_et_a_tout_ordre(table, hasard):
    """Un trimestre et un flux tiennent dans une archive ; ses lignes vont dans un à trois de ses fichiers."""
    paquets = sorted({(flux, trimestre) for flux, trimestre, *_ in table})
    hasard.shuffle(paquets)
    coupe = hasard.randint(0, len(paquets))
    attendus: Counter[tuple[str, str]] = Counter()
    for (flux, _, lieu, *_), (valeur, _) in table.items():
        attendus[flux, lieu[:2].replace("9D", "974")] += valeur

    with TemporaryDirectory() as provisoire:
        dossier = Path(provisoire)
        for numero, choisis in enumerate([paquets[:coupe], paquets[coupe:]]):
            membres: dict[str, str] = {}
            for (flux, trimestre, lieu, produit, pays), montants in table.items():
                if (flux, trimestre) in choisis:
                    nom = f"Region_{hasard.randint(1, 3)}.txt"
                    texte = f"{flux};{trimestre};2024;{lieu};{produit};{pays};{montants[0]};{montants[1]}\n"
                    membres[nom] = membres.get(nom, "") + texte
            if membres:
                importer([zipper(dossier / f"{numero}.zip", membres)], dossier / "donnees")
        cube = Entrepot(dossier / "donnees").cube(ANNEE)

    obtenus = cube.groupby(["flux", "departement"])["valeur"].sum()
    assert {cle: int(v) for cle, v in obtenus.items()} == dict(attendus)
    assert int(cube["masse"].sum()) == sum(masse for _, masse in table.values())


TUEUR = """
import os, signal, sys
from pathlib import Path
from fiches.donnees import importer
restants = int(sys.argv[3])
vrai = Path.replace
def replace(self, cible):
    global restants
    if restants == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    restants -= 1
    return vrai(self, cible)
Path.replace = replace
importer([Path(sys.argv[1])], Path(sys.argv[2]))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 n’existe pas ici")
@pytest.mark.parametrize("remplacements_avant_la_mort", [0, 3, 8])
def test_un_kill_9_ne_laisse_rien_a_moitie(remplacements_avant_la_mort, tmp_path):
    """0 : avant toute table ; 3 : entre deux tables ; 8 : les tables en place, pas encore le catalogue."""
    ancien = zipper(tmp_path / "a.zip", {"Region.txt": annee_complete(valeur=1000)})
    nouveau = zipper(tmp_path / "b.zip", {"Region.txt": annee_complete(valeur=5000)})
    donnees = tmp_path / "donnees"
    importer([ancien], donnees)
    avant = Entrepot(donnees).cube(ANNEE)

    tue = subprocess.run([sys.executable, "-c", TUEUR, nouveau, donnees, str(remplacements_avant_la_mort)], check=False)

    assert tue.returncode == -signal.SIGKILL
    assert Entrepot(donnees).cube(ANNEE).equals(avant)
    importer([nouveau], donnees)
    assert int(Entrepot(donnees).cube(ANNEE)["valeur"].sum()) == 2 * (4 * 5000 + 10)
    assert len(list(donnees.glob("*.parquet"))) == 8
    assert {c.name for c in donnees.iterdir() if c.suffix != ".parquet"} == {".verrou", "catalogue.json"}


IMPORTEUR = """
import sys
from pathlib import Path
from fiches.donnees import importer
importer([Path(sys.argv[1])], Path(sys.argv[2]))
"""


def test_deux_imports_en_meme_temps_ne_se_gatent_pas(tmp_path):
    donnees = tmp_path / "donnees"
    archives = [
        zipper(tmp_path / f"{flux}{annee}.zip", {"Region.txt": annee_complete(annee, flux=flux)})
        for flux in "EI"
        for annee in (2023, 2024)
    ]
    with ThreadPoolExecutor() as fils:
        codes = fils.map(
            lambda a: subprocess.run([sys.executable, "-c", IMPORTEUR, a, donnees], check=False).returncode,
            archives,
        )
        assert list(codes) == [0] * 4

    for annee in (2023, 2024):
        Entrepot(donnees).exiger_complete(annee)
        assert int(Entrepot(donnees).cube(annee)["valeur"].sum()) == 2 * (4 * 1000 + 10)


def test_deux_imports_ne_se_croisent_pas_le_second_attend_un_quart_d_heure_puis_le_dit(tmp_path, monkeypatch, snapshot):
    class Impatient(filelock.FileLock):
        def __init__(self, chemin: Path, timeout: int) -> None:
            assert timeout == 15 * 60
            super().__init__(chemin, timeout=0)

    monkeypatch.setattr(importation.filelock, "FileLock", Impatient)
    (tmp_path / "Region.txt").write_text(annee_complete())
    (tmp_path / "d").mkdir()
    with Impatient(tmp_path / "d" / ".verrou", 900), pytest.raises(ErreurDonnees) as refus:
        importer([tmp_path / "Region.txt"], tmp_path / "d")
    assert str(refus.value).replace(str(tmp_path), "") == snapshot
    assert importer([tmp_path / "Region.txt"], tmp_path / "d").nouvelles == 8


@pytest.mark.parametrize("nom", ["Libelle_A129.txt", "LIBELLE_CPF4.TXT", "Libelle pays.csv", "Libelle_autre.txt"])
def test_un_fichier_de_libelles_qui_n_en_a_aucun_se_dit_s_il_devait_en_avoir(nom, tmp_path, snapshot):
    membres = {
        "Region.txt": annee_complete(),
        nom: "Code;Libellé;Début;Fin\n",
        "Departement_region.txt": "46;Lot;12;O\n",
    }
    assert importer([zipper(tmp_path / "a.zip", membres)], tmp_path / "d").remarques == snapshot


@pytest.mark.parametrize(
    "moment",
    [pytest.param("tables.os.fsync", id="en écrivant"), pytest.param("catalogue.ecrire", id="au dernier moment")],
)
def test_un_disque_plein_ne_change_rien_et_se_dit(moment, tmp_path, monkeypatch, snapshot):
    importer([zipper(tmp_path / "a.zip", {"Region.txt": annee_complete()})], tmp_path / "donnees")
    avant = octets(tmp_path / "donnees")

    def plein(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"fiches.donnees.douane.{moment}", plein)
    with pytest.raises(ErreurDonnees) as refus:
        importer([zipper(tmp_path / "b.zip", {"Region.txt": annee_complete(valeur=2)})], tmp_path / "donnees")
    assert str(refus.value).replace(str(tmp_path), "") == snapshot
    assert octets(tmp_path / "donnees") == avant


def test_un_trimestre_bien_plus_petit_que_celui_qu_il_remplace_est_refuse_puis_admis_sur_demande(tmp_path, snapshot):
    def des(*departements: str) -> Path:
        lignes = "".join(f"E;1;2024;{d};12;C30C;3030;DE;100;1\r\n" for d in departements)
        return zipper(tmp_path / f"{len(departements)}.zip", {"Region.txt": lignes})

    donnees = tmp_path / "donnees"
    importer([des("46", "12", "81", "82")], donnees)
    with pytest.raises(ErreurDonnees) as refus:
        importer([des("46")], donnees)
    assert str(refus.value) == snapshot
    assert len(Entrepot(donnees).lignes(2024)) == 4
    importer([des("46", "12")], donnees)  # la moitié, tout juste, passe
    assert len(Entrepot(donnees).lignes(2024)) == 2
    importer([des("46", "12", "81")], donnees)
    importer([des("46")], donnees, reduire=True)
    assert len(Entrepot(donnees).lignes(2024)) == 1


def test_un_import_ne_touche_que_ses_propres_fichiers(tmp_path):
    donnees = tmp_path / "donnees"
    importer([zipper(tmp_path / "a.zip", {"Region.txt": annee_complete()})], donnees)
    tables = ["emplois.parquet", "2024.parquet", "2024-E-T1-copie.parquet", "2024-E-T1-0123456789abcdef.parquet"]
    siens = [*tables, ".notes.provisoire", ".import-a-moi/notes.txt", ".import-a-moi/emplois.parquet"]
    laisses = [f".import-abcd1234/{'0f' * 16}.parquet", ".catalogue.json.abcd_123.provisoire"]  # d’un import tué
    for nom in (*siens, *laisses):
        (donnees / nom).parent.mkdir(exist_ok=True)
        (donnees / nom).write_text("à moi")
    importer([zipper(tmp_path / "b.zip", {"Region.txt": annee_complete(valeur=2)})], donnees)
    assert [(donnees / nom).read_text() for nom in siens] == ["à moi"] * len(siens)
    assert [nom for nom in laisses if (donnees / nom).exists()] == []
    assert not (donnees / ".import-abcd1234").exists()
    assert len(list(donnees.glob("*.parquet"))) == 8 + len(tables)


def test_le_catalogue_dit_la_provenance(tmp_path):
    importer([zipper(tmp_path / "a.zip", {"Region.txt": OFFICIELLES})], tmp_path / "donnees")

    table = json.loads((tmp_path / "donnees" / "catalogue.json").read_text())["tables"][0]
    assert (table["archive"], table["lignes"], table["valeur"]) == ("a.zip", 2, 417701)
    assert len(table["sha256"]) == 64
    assert table["importe_le"].endswith("+00:00")


def test_une_archive_reimportee_garde_la_date_de_son_premier_import(importer_lignes):
    dossier = importer_lignes(annee_complete())
    catalogue = json.loads((dossier / "catalogue.json").read_text())
    for table in catalogue["tables"]:
        table["importe_le"] = "2020-01-01T00:00:00+00:00"
    (dossier / "catalogue.json").write_text(json.dumps(catalogue))
    importer_lignes(annee_complete())
    assert {p.importe_le[:4] for p in Entrepot(dossier).provenance(ANNEE)} == {"2020"}
    importer_lignes(annee_complete(valeur=2))
    assert "2020" not in {p.importe_le[:4] for p in Entrepot(dossier).provenance(ANNEE)}


def test_un_trimestre_moitie_plus_petit_est_admis(importer_lignes):
    lignes = [f"E;1;2024;{d};12;C30C;3030;DE;1;1\n" for d in ("46", "31", "12", "81", "09")]
    dossier = importer_lignes("".join(lignes[:4]))
    importer_lignes("".join(lignes[:2]))
    assert len(Entrepot(dossier).lignes(2024)) == 2
    importer_lignes("".join(lignes))
    with pytest.raises(ErreurDonnees, match="ajoutez --reduire"):
        importer_lignes("".join(lignes[:2]))
