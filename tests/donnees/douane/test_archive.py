"""Ce qui n’est pas une archive des douanes est refusé d’une phrase, et les tables n’en savent rien."""

import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fabrique import OFFICIELLES, annee_complete, octets, zipper

from fiches.donnees.douane import Entrepot, importer
from fiches.socle.erreurs import ErreurDonnees

LIGNE = "E;1;2024;46;12;C30C;3030;DE;1000;10"
BONNES = annee_complete().encode()
NATIONAL = b"E;1;2024;303030;C30C;88024000;DE;1000;10;2\r\n"


def brut(nom: str, contenu: bytes) -> Callable[[Path], Path]:
    """Un fichier donné tel quel."""

    def ecrire(dossier: Path) -> Path:
        (dossier / nom).write_bytes(contenu)
        return dossier / nom

    return ecrire


def zippe(membres: dict[str, str | bytes]) -> Callable[[Path], Path]:
    """Une archive de ces membres."""
    return lambda dossier: zipper(dossier / "archive.zip", membres)


def ligne(texte: str) -> Callable[[Path], Path]:
    """Une ligne fautive, la troisième d’une archive."""
    return zippe({"Region_2024_Export.txt": f"{LIGNE}\r\n{LIGNE}\r\n{texte}\r\n{LIGNE}\r\n"})


def tronque(dossier: Path) -> Path:
    entier = zippe({"Region_2024.txt": BONNES})(dossier)
    entier.write_bytes(entier.read_bytes()[:-30])
    return entier


def abime(dossier: Path) -> Path:
    chemin = zippe({"Region_2024.txt": BONNES * 50})(dossier)
    contenu = bytearray(chemin.read_bytes())
    contenu[60:70] = b"\xff" * 10
    chemin.write_bytes(contenu)
    return chemin


def chiffre(dossier: Path) -> Path:
    chemin = zippe({"Region_2024.txt": BONNES})(dossier)
    contenu = bytearray(chemin.read_bytes())
    contenu[contenu.index(b"PK\x01\x02") + 8] |= 1
    contenu[6] |= 1
    chemin.write_bytes(contenu)
    return chemin


def taille_menteuse(dossier: Path) -> Path:
    """Le répertoire du zip annonce moins d’octets qu’il n’y en a."""
    chemin = zippe({"Region_2024.txt": BONNES * 50})(dossier)
    contenu = bytearray(chemin.read_bytes())
    struct.pack_into("<I", contenu, contenu.index(b"PK\x01\x02") + 24, len(BONNES))
    chemin.write_bytes(contenu)
    return chemin


CAS = {
    "absent": (lambda d: d / "rien.zip", r"rien\.zip : fichier illisible \(il n’existe pas\)"),
    "dossier": (lambda d: d, r"c’est un dossier ; donnez les fichiers"),
    "pas_un_zip": (brut("a.zip", b"bonjour"), r"a\.zip : ce n’est pas une archive zip\. Téléchargez-la"),
    "zip_sans_octet": (brut("a.zip", b""), r"a\.zip : l’archive est vide \(aucun octet\)"),
    "page_web": (brut("a.zip", b"<!doctype html>"), r"a\.zip : c’est une page web, pas une archive zip"),
    "page_web_txt": (brut("a.txt", b"<html>\n</html>\n"), r"a\.txt : c’est une page web"),
    "zip_tronque": (tronque, r"archive\.zip : l’archive est coupée : la fin du zip manque"),
    "zip_abime": (abime, r"archive\.zip : l’archive est abîmée ou coupée"),
    "taille_menteuse": (taille_menteuse, r"archive\.zip : l’archive est abîmée ou coupée"),
    "zip_vide": (zippe({}), r"archive\.zip : l’archive est vide\."),
    "chemin_qui_sort": (zippe({"../Region_2024.txt": BONNES}), r"un chemin qui sort de son dossier"),
    "chemin_absolu": (zippe({"/etc/Region_2024.txt": BONNES}), r"un chemin qui sort de son dossier"),
    "chemin_windows": (zippe({"C:\\Region_2024.txt": BONNES}), r"un chemin qui sort de son dossier"),
    "bombe": (zippe({"Region_2024.txt": b"0" * (20 << 20)}), r"une taille décompressée absurde"),
    "chiffre": (chiffre, r"protégée par un mot de passe .*Décompressez-la"),
    "sans_donnees": (zippe({"image.png": b"x"}), r"aucun fichier de données régionales .*image\.png"),
    "zip_de_zips": (zippe({"a.zip": b"PK"}), r"l’archive en contient d’autres"),
    "xlsx": (zippe({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), r"contient un classeur"),
    "region_18_xls": (zippe({"region_18.xls": b"\xd0\xcf\x11\xe0"}), r"un classeur \(ancien produit en milliers"),
    "xls_renomme": (brut("Region.txt", b"\xd0\xcf\x11\xe0" + b"\0" * 99), r"Region\.txt : c’est un classeur Excel"),
    "txt_vide": (zippe({"Region_2024.txt": b""}), r"archive\.zip › Region_2024\.txt : le fichier est vide"),
    "txt_blanc": (brut("Region.txt", b"\r\n\r\n"), r"Region\.txt : le fichier est vide"),
    "utf16": (brut("Region.txt", LIGNE.encode("utf-16")), r"Region\.txt : le fichier est en UTF-16.*Repartez"),
    "utf16_sans_marque": (brut("Region.txt", LIGNE.encode("utf-16-be")), r"le fichier est en UTF-16"),
    "bom": (brut("Region.txt", b"\xef\xbb\xbf" + BONNES), r"une marque d’ordre \(BOM\), il a été réenregistré"),
    "en_tete": (
        brut("R.txt", b"FLUX;TRIM;ANNEE;DEP;REG;A129;CPF4;PAYS;VALEUR;MASSE\r\n" + BONNES),
        r"R\.txt, ligne 1 : c’est une ligne d’en-tête \(« FLUX;TRIM;.*Repartez",
    ),
    "guillemets": (ligne(LIGNE.replace("DE", '"DE"')), r"ligne 3 : des guillemets : .*tableur"),
    "virgules": (brut("R.txt", BONNES.replace(b";", b",")), r"R\.txt, ligne 1 : des virgules séparent"),
    "tabulations": (brut("R.txt", BONNES.replace(b";", b"\t")), r"R\.txt, ligne 1 : des tabulations séparent"),
    "neuf_champs": (ligne("E;1;2024;46;12;C30C;3030;DE;1000"), r"ligne 3 : 9 champs au lieu de dix"),
    "onze_champs": (ligne(f"{LIGNE};5"), r"ligne 3 : 11 champs au lieu de dix \(« E;1;2024"),
    "ligne_vide": (ligne(""), r"ligne 3 : ligne vide"),
    "texte": (ligne(LIGNE.replace("1000", "mille")), r"ligne 3 : la valeur vaut « mille », un nombre entier d"),
    "montant_absent": (ligne(LIGNE.replace("1000", "")), r"ligne 3 : la valeur vaut «  », un nombre entier"),
    "negatif": (ligne(LIGNE.replace("1000", "-1000")), r"ligne 3 : la valeur vaut « -1000 »"),
    "decimal": (ligne(LIGNE.replace("1000", "1000,5")), r"ligne 3 : la valeur vaut « 1000,5 »"),
    "decimal_point": (ligne(LIGNE.removesuffix("10") + "10.5"), r"ligne 3 : la masse vaut « 10\.5 »"),
    "exposant": (ligne(LIGNE.replace("1000", "1,2E+05")), r"ligne 3 : la valeur vaut « 1,2E\+05 »"),
    "espaces": (ligne(LIGNE.replace("1000", "1 000")), r"ligne 3 : la valeur vaut « 1 000 »"),
    "demesure": (ligne(LIGNE.replace("1000", "9" * 25)), r"ligne 3 : la valeur vaut « 9+ »"),
    "trimestre_5": (ligne(LIGNE.replace(";1;", ";5;")), r"ligne 3 : le trimestre vaut « 5 », un chiffre de 1 à 4"),
    "flux": (ligne(LIGNE.replace("E;", "X;", 1)), r"ligne 3 : le flux vaut « X », I \(importation\) ou E"),
    "annee_1024": (ligne(LIGNE.replace("2024", "1024")), r"ligne 3 : l’année vaut « 1024 », quatre chiffres"),
    "annee_24": (ligne(LIGNE.replace("2024", "24")), r"ligne 3 : l’année vaut « 24 »"),
    "annees_melees": (ligne(LIGNE.replace("2024", "2019")), r"ligne 3 : l’année 2019 apparaît dans un fichier de 2024"),
    "departement": (ligne(LIGNE.replace("46", "046")), r"ligne 3 : le code de département « 046 » n’a pas la forme"),
    "pays": (ligne(LIGNE.replace("DE", "DEU")), r"ligne 3 : le code de pays « DEU » n’a pas la forme"),
    "cpf4_avant_a129": (ligne(LIGNE.replace("C30C;3030", "3030;C30C")), r"ligne 3 : le code CPF4 « C30C » .*échangées"),
    "national": (
        brut("R.txt", NATIONAL),
        r"R\.txt, ligne 1 : c’est le fichier national .*Prenez les « Statistiques rég",
    ),
    "national_zippe": (zippe({"National_2024_Export.txt": NATIONAL}), r"ligne 1 : c’est le fichier national"),
    "coupe": (brut("R.txt", BONNES[:-12]), r"R\.txt, ligne 8 : la dernière ligne ne se termine pas par un retour"),
    "coupe_dans_la_masse": (brut("R.txt", BONNES[:-3]), r"R\.txt, ligne 8 : la dernière ligne ne se termine pas"),
    "sans_retours": (brut("R.txt", BONNES.replace(b"\r\n", b"\r")), r"R\.txt, ligne 1 : "),
}


@pytest.mark.parametrize("nom", CAS)
def test_un_fichier_hostile_est_refuse_d_une_phrase_et_rien_ne_change(nom, tmp_path):
    fabriquer, phrase = CAS[nom]
    (tmp_path / "recu").mkdir()
    (tmp_path / "bon.txt").write_bytes(annee_complete(2023).encode())
    importer([tmp_path / "bon.txt"], tmp_path / "donnees")
    avant = octets(tmp_path / "donnees")

    with pytest.raises(ErreurDonnees) as refus:
        importer([tmp_path / "bon.txt", fabriquer(tmp_path / "recu")], tmp_path / "donnees")

    message = str(refus.value)
    assert re.search(phrase, re.sub("[\u00a0\u202f]", " ", message)), message
    assert "\n" not in message
    assert octets(tmp_path / "donnees") == avant


def test_un_membre_trop_gros_pour_etre_vrai_est_refuse_sans_etre_lu(tmp_path, monkeypatch):
    monkeypatch.setattr("fiches.donnees.douane.archive.TAILLE_MAX", len(BONNES))

    with pytest.raises(ErreurDonnees, match="une fois décompressée"):
        importer([zipper(tmp_path / "a.zip", {"Region.txt": BONNES, "autre.txt": b"x"})], tmp_path / "donnees")


@pytest.mark.parametrize(
    "nom",
    [
        "REGIONAL_CPF4PAYSE.txt",
        "Regional-2018-export/Region_2018_Export.txt",
        "Regional_2018_Import.TXT",
        "donnees.txt",
    ],
)
def test_le_fichier_de_donnees_est_trouve_sous_ses_noms_connus(nom, tmp_path):
    membres: dict[str, str | bytes] = {
        "Departement_region.txt": "46;Lot;12;Occitanie\r\n",
        "Libelle_PAYS.txt": "DE;Allemagne;190001;999912\r\n",
        "LISEZ-MOI.txt": "bonjour",
        "__MACOSX/._Region.txt": b"\0\5",
        nom: OFFICIELLES,
    }
    compte_rendu = importer([zipper(tmp_path / "a.zip", membres)], tmp_path / "donnees")

    assert compte_rendu.lignes == 4
    assert Entrepot(tmp_path / "donnees").annees() == [2018]


def test_rien_n_est_extrait_hors_du_dossier_des_tables(tmp_path):
    importer([zipper(tmp_path / "a.zip", {"d/Region.txt": OFFICIELLES})], tmp_path / "donnees")

    assert sorted(c.name for c in tmp_path.iterdir()) == ["a.zip", "donnees"]
    assert {c.suffix for c in (tmp_path / "donnees").iterdir() if c.name != ".verrou"} == {".parquet", ".json"}


def test_une_compression_inconnue_est_refusee(tmp_path):
    chemin = zipper(tmp_path / "a.zip", {"Region.txt": BONNES})
    contenu = bytearray(chemin.read_bytes())
    struct.pack_into("<H", contenu, contenu.index(b"PK\x01\x02") + 10, 9)
    chemin.write_bytes(contenu)
    assert zipfile.is_zipfile(chemin)

    with pytest.raises(ErreurDonnees, match="la compression de"):
        importer([chemin], tmp_path / "donnees")
