"""L’outil qui compare les tables du projet à de nouveaux fichiers officiels."""

import runpy
from pathlib import Path

import pytest

from fiches.donnees import nomenclatures, territoires
from fiches.socle.chemins import RACINE

OUTIL = runpy.run_path(str(RACINE / "outils" / "nomenclatures.py"))
PRODUITS = {str(code): str(nom) for code, nom in nomenclatures.produits()["libelle"].items()}


def lancer(capsys: pytest.CaptureFixture[str], *chemins: Path) -> tuple[int, list[str], str]:
    code = OUTIL["main"]([str(c) for c in chemins])
    lu = capsys.readouterr()
    return code, [ligne.strip() for ligne in lu.out.splitlines()], lu.err


def libelles(chemin: Path, codes: dict[str, str], encodage: str = "utf-8-sig") -> Path:
    lignes = [f'{code};"{nom}";200901;999912\r\n' for code, nom in codes.items()]
    chemin.write_text("".join(lignes).replace("’", "'"), encoding=encodage, newline="")
    return chemin


def test_les_memes_produits_n_ont_aucun_ecart(tmp_path, capsys):
    fichier = libelles(tmp_path / "Libelle_A129.txt", PRODUITS)
    assert lancer(capsys, fichier) == (
        0, ["produits.csv, d’après Libelle_A129.txt : 76 codes lus, 0 écart(s)."], ""
    )  # fmt: skip


def test_un_produit_nouveau_disparu_ou_renomme_se_voit(tmp_path, capsys):
    codes = {c: n for c, n in PRODUITS.items() if c != "S96Z"} | {"C11Z": "Vins", "C99Z": "Robots"}
    code, lignes, _ = lancer(capsys, libelles(tmp_path / "a.txt", codes))
    assert code == 1
    assert lignes[1:] == [
        "nouveau   C99Z  Robots",
        "disparu   S96Z  Cheveux bruts",
        "renommé   C11Z  Boissons  ->  Vins",
    ]


def test_un_pays_nouveau_ou_disparu_se_voit_un_code_fini_reste(tmp_path, capsys):
    en_cours = nomenclatures.en_vigueur(nomenclatures.pays(), OUTIL["ANNEE"])["nom"].drop("DE").to_dict()
    fichier = libelles(tmp_path / "pays.txt", en_cours | {"ZZ": "Atlantide"})
    code, lignes, _ = lancer(capsys, fichier)
    assert (code, lignes[1:]) == (1, ["nouveau   ZZ  Atlantide", "disparu   DE  Allemagne"])


def test_les_departements_de_l_insee_sont_les_notres_la_corse_en_un(tmp_path, capsys):
    notres = {d.code: d.nom for d in territoires.departements_publies() if d.code != "20"}
    notres |= {"2A": "Corse-du-Sud", "2B": "Haute-Corse", "975": "Saint-Pierre-et-Miquelon"}
    fichier = tmp_path / "v_departement.csv"
    fichier.write_text("DEP,REG,LIBELLE\n" + "".join(f"{c},00,{n}\n" for c, n in notres.items()), encoding="utf-8")
    assert lancer(capsys, fichier)[0] == 0
    fichier.write_text("DEP,REG,LIBELLE\n2A,94,Corse-du-Sud\n2B,94,Haute-Corse\n46,76,Quercy\n", encoding="utf-8")
    code, lignes, _ = lancer(capsys, fichier)
    assert code == 1
    assert "renommé   46  Lot  ->  Quercy" in lignes
    assert "disparu   01  Ain" in lignes
    assert not any(" 20 " in ligne for ligne in lignes)


def test_les_territoires_d_industrie_se_comparent(tmp_path, capsys):
    fichier = tmp_path / "ti.csv"
    entetes = "id_ti;lib_ti;departements\n"
    fichier.write_text(entetes + "ti-7603;Aurillac – Figeac – Rodez;12 15 46\nti-9999;Neuf;46\n", encoding="utf-8")
    code, lignes, _ = lancer(capsys, fichier)
    assert code == 1
    assert lignes[1] == "nouveau   ti-9999  Neuf"
    assert not any("ti-7603" in ligne for ligne in lignes)


def test_un_fichier_inconnu_ou_absent_est_refuse_en_le_nommant(tmp_path, capsys):
    autre = tmp_path / "autre.csv"
    autre.write_text("a;b\n1;2\n", encoding="utf-8")
    assert lancer(capsys, autre)[0::2] == (2, f"{autre} : ni libellés A129 ou pays des douanes, ni départements de "
                                              "l’Insee, ni Territoires d’industrie.\n")  # fmt: skip
    code, _, erreur = lancer(capsys, tmp_path / "absent.csv")
    assert code == 2
    assert "absent.csv" in erreur
