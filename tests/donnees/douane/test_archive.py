"""Ce qui n’est pas une archive des douanes est refusé d’une phrase, et les tables n’en savent rien."""

import errno
import io
import os
import re
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fabrique import OFFICIELLES, annee_complete, octets, zipper
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fiches.donnees.douane import Entrepot, archive, importer
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


def au_repertoire(decalage: int, valeur: int) -> Callable[[Path], Path]:
    """Une archive dont un champ de deux octets du répertoire est abîmé."""

    def ecrire(dossier: Path) -> Path:
        chemin = zippe({"Region_2024.txt": BONNES})(dossier)
        contenu = bytearray(chemin.read_bytes())
        struct.pack_into("<H", contenu, contenu.index(b"PK\x01\x02") + decalage, valeur)
        chemin.write_bytes(contenu)
        return chemin

    return ecrire


def abime_en(compression: int) -> Callable[[Path], Path]:
    """Une archive ainsi compressée, dont le milieu du fichier de données est abîmé."""

    def ecrire(dossier: Path) -> Path:
        with zipfile.ZipFile(dossier / "archive.zip", "w", compression) as archive:
            archive.writestr("Region_2024.txt", BONNES * 50)
        contenu = bytearray((dossier / "archive.zip").read_bytes())
        debut = len("Region_2024.txt") + 30
        contenu[debut : debut + 40] = b"\xff" * 40
        (dossier / "archive.zip").write_bytes(contenu)
        return dossier / "archive.zip"

    return ecrire


def coupe_autour_d_un_autre(dossier: Path) -> Path:
    """Une archive coupée, loin après la fin d’un zip qu’elle contient."""
    autre = zipper(dossier / "autre.zip", {"a.txt": "x"}).read_bytes()
    with zipfile.ZipFile(dossier / "archive.zip", "w") as archive:
        archive.writestr("autre.zip", autre)
        archive.writestr("Region_2024.txt", BONNES * 400)
    entier = (dossier / "archive.zip").read_bytes()
    (dossier / "archive.zip").write_bytes(entier[:-60])
    return dossier / "archive.zip"


REPERTOIRE_ABSENT = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, 100, 0, 0)
"""La fin d’un zip qui annonce un répertoire, sans lui."""
LONG_COMMENTAIRE = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, 100, 0, 0xFFFF) + b"x" * 0xFFFF
"""La même, suivie du plus long commentaire qu’un zip puisse avoir."""

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
    "chemin_windows_relatif": (zippe({"..\\Region_2024.txt": BONNES}), r"un chemin qui sort de son dossier"),
    "bombe": (zippe({"Region_2024.txt": b"0" * (20 << 20)}), r"une taille décompressée absurde"),
    "chiffre": (chiffre, r"protégée par un mot de passe .*Décompressez-la"),
    "sans_donnees": (zippe({"image.png": b"x"}), r"aucun fichier de données régionales .*image\.png"),
    "plusieurs_etrangers": (
        zippe({f"{n}.png": b"x" for n in "abcd"}),
        r"dans l’archive, qui contient : a\.png, b\.png, c\.png\. ",
    ),
    "un_octet": (brut("a.zip", b"P"), r"a\.zip : ce n’est pas une archive zip"),
    "page_web_en_retrait": (brut("a.zip", b" \n<html>"), r"a\.zip : c’est une page web, pas une archive zip"),
    "fin_de_zip_en_tete": (brut("a.zip", REPERTOIRE_ABSENT), r"a\.zip : l’archive est abîmée ou coupée"),
    "long_commentaire": (brut("a.zip", b"x" + LONG_COMMENTAIRE), r"a\.zip : l’archive est abîmée ou coupée"),
    "zip_coupe_qui_en_contient_un": (coupe_autour_d_un_autre, r"l’archive est coupée : la fin du zip manque"),
    "fin_de_zip_seule": (brut("a.zip", b"x" * 9 + b"PK\5\6"), r"a\.zip : l’archive est abîmée ou coupée"),
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
    "un_champ": (ligne("bonjour"), r"ligne 3 : 1 champ au lieu de dix \(« bonjour »\)"),
    "soixante_lettres": (ligne("a" * 60), r"\(« a{60} »\)"),
    "soixante_et_une": (ligne("a" * 61), r"\(« a{57}… »\)"),
    "mot_en_tete": (brut("R.txt", b"bonjour\r\n"), r"R\.txt, ligne 1 : 1 champ au lieu de dix"),
    "en_tete_de_deux_champs": (brut("R.txt", b"code;nom\r\n"), r"R\.txt, ligne 1 : c’est une ligne d’en-tête"),
    "neuf_champs": (ligne("E;1;2024;46;12;C30C;3030;DE;1000"), r"ligne 3 : 9 champs au lieu de dix"),
    "onze_champs": (ligne(f"{LIGNE};5"), r"ligne 3 : 11 champs au lieu de dix \(« E;1;2024"),
    "point_virgule_final": (ligne(f"{LIGNE};"), r"ligne 3 : un point-virgule de trop à la fin .*Retirez celui de"),
    "marque_de_dos_au_milieu": (ligne(f"\x1a{LIGNE}"), r"ligne 3 : une marque de fin de fichier \(1A, DOS\) .*réunir"),
    "retour_chariot_au_milieu": (ligne(LIGNE.replace("46", "\r46")), r"ligne 3 : un retour chariot \(CR\) au milieu"),
    "espace_finale": (ligne(f"{LIGNE} "), r"ligne 3 : une espace entoure la masse \(« 10  »\).*Retirez les espaces"),
    "ligne_vide": (ligne(""), r"ligne 3 : ligne vide"),
    "texte": (ligne(LIGNE.replace("1000", "mille")), r"ligne 3 : la valeur vaut « mille », un nombre entier d"),
    "montant_absent": (ligne(LIGNE.replace("1000", "")), r"ligne 3 : la valeur vaut «  », un nombre entier"),
    "negatif": (ligne(LIGNE.replace("1000", "-1000")), r"ligne 3 : la valeur vaut « -1000 »"),
    "decimal": (ligne(LIGNE.replace("1000", "1000,5")), r"ligne 3 : la valeur vaut « 1000,5 »"),
    "decimal_point": (ligne(LIGNE.removesuffix("10") + "10.5"), r"ligne 3 : la masse vaut « 10\.5 »"),
    "exposant": (ligne(LIGNE.replace("1000", "1,2E+05")), r"ligne 3 : la valeur vaut « 1,2E\+05 »"),
    "espaces": (ligne(LIGNE.replace("1000", "1 000")), r"ligne 3 : la valeur vaut « 1 000 »"),
    "demesure": (
        ligne(LIGNE.replace("1000", "9" * 25)),
        r"ligne 3 : la valeur vaut « 9+ », au-delà de ce qui est admis \(moins de mille milliards d’euros par ligne\)",
    ),
    "masse_demesuree": (ligne(f"{LIGNE}{'0' * 11}"), r"la masse vaut « 10+ », .*\(moins de mille milliards de kilog"),
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
    "retours_chariot": (
        brut("R.txt", BONNES.replace(b"\r\n", b"\r")),
        r"R\.txt, ligne 1 : les lignes se terminent par un retour chariot seul .*Convertissez les fins de ligne",
    ),
    "une_ligne_en_cr": (brut("R.txt", f"{LIGNE}\r".encode()), r"ligne 1 : les lignes se terminent par un retour cha"),
    "sans_fin_de_ligne": (brut("R.txt", BONNES.replace(b"\r\n", b"")), r"ligne 1 : la dernière ligne ne se termine"),
    "bzip2_abime": (abime_en(zipfile.ZIP_BZIP2), r"archive\.zip : l’archive est abîmée ou coupée \(« Region_2024"),
    "lzma_abime": (abime_en(zipfile.ZIP_LZMA), r"archive\.zip : l’archive est abîmée ou coupée \(« Region_2024"),
    "stocke_abime": (abime_en(zipfile.ZIP_STORED), r"archive\.zip : l’archive est abîmée ou coupée|ligne 1 : "),
    "version_inconnue": (au_repertoire(6, 169), r"abîmée, ou d’une version de zip inconnue\. Téléchargez-la"),
    "retouche": (au_repertoire(8, 1 << 5), r"d’une version de zip inconnue \(« Region_2024\.txt » ne se décompresse"),
    "repertoire_abime": (au_repertoire(0, 0), r"archive\.zip : l’archive est abîmée ou coupée\. Téléchargez-la"),
    "libelles_a_date_fausse": (
        zippe({"Region_2024.txt": BONNES, "Libelle_A129.txt": "A01Z;Culture;²;999912\n"}),
        r"archive\.zip › Libelle_A129\.txt, ligne 1 : la date de validité « ² » n’est pas un mois .*importez-le seul",
    ),
    "libelles_aux_bornes_retournees": (
        zippe({"Region_2024.txt": BONNES, "Libelle_PAYS.txt": "DE;Allemagne;999912;190001\n"}),
        r"Libelle_PAYS\.txt, ligne 1 : la validité finit \(190001\) avant de commencer \(999912\)",
    ),
    "libelles_a_guillemet_ouvert": (
        zippe({"Region_2024.txt": BONNES, "Libelle_PAYS.txt": 'DE;"Allemagne\n' + "FR;France;190001;999912\n" * 9000}),
        r"archive\.zip › Libelle_PAYS\.txt, ligne 1 : .*guillemets mal fermés.*importez-le seul",
    ),
    "nom_qui_agit_sur_le_terminal": (
        zippe({"Region_\x1b[31m2024.txt": b"E;1\n"}),
        r"archive\.zip › Region_�\[31m2024\.txt, ligne 1 : 2 champs",
    ),
    "archive_au_nom_qui_agit": (brut("Region\x1b]0;x\x07.txt", b"E;1\n"), r"Region�\]0;x�\.txt, ligne 1 : 2 champs"),
    "absente_au_nom_qui_agit": (lambda d: d / "r\x1b[2J.zip", r"r�\[2J\.zip : fichier illisible"),
}


@pytest.mark.parametrize("nom", CAS)
def test_un_fichier_hostile_est_refuse_d_une_phrase_et_rien_ne_change(nom, tmp_path, snapshot):
    fabriquer, phrase = CAS[nom]
    (tmp_path / "recu").mkdir()
    (tmp_path / "bon.txt").write_bytes(annee_complete(2023).encode())
    importer([tmp_path / "bon.txt"], tmp_path / "donnees")
    avant = octets(tmp_path / "donnees")

    with pytest.raises(ErreurDonnees) as refus:
        importer([tmp_path / "bon.txt", fabriquer(tmp_path / "recu")], tmp_path / "donnees")

    message = str(refus.value)
    assert re.search(phrase, re.sub("[\u00a0\u202f]", " ", message)), message
    assert re.sub("[\u00a0\u202f]", " ", message).isprintable()
    assert octets(tmp_path / "donnees") == avant
    assert message.replace(str(tmp_path), "") == snapshot


def qui_annonce(chemin: Path, *tailles: tuple[int, int]) -> Path:
    """Une archive dont le répertoire annonce ces tailles : compressée, et non."""
    zipper(chemin, {f"Region_{n}.txt": BONNES for n in range(len(tailles))})
    contenu = bytearray(chemin.read_bytes())
    position = 0
    for compressee, entiere in tailles:
        position = contenu.index(b"PK\x01\x02", position) + 4
        struct.pack_into("<II", contenu, position + 16, compressee, entiere)
    chemin.write_bytes(contenu)
    return chemin


def test_une_archive_de_plus_de_huit_gigaoctets_est_refusee_sans_etre_lue(tmp_path, snapshot):
    tailles = [3 << 30, 3 << 30, 2 << 30]
    with archive.ouvrir(qui_annonce(tmp_path / "a.zip", *((t, t) for t in tailles))) as ouverte:
        assert [membre.taille for membre in ouverte.donnees] == tailles
    tailles[0] += 1
    trop = qui_annonce(tmp_path / "a.zip", *((t, t) for t in tailles))
    with pytest.raises(ErreurDonnees) as refus, archive.ouvrir(trop):
        pass
    assert str(refus.value) == snapshot


@pytest.mark.parametrize(("compressee", "entiere"), [(1, 10 << 20), (1 << 20, 100 << 20)])
def test_un_fichier_de_plus_de_dix_megaoctets_ne_se_decompresse_pas_plus_de_cent_fois(compressee, entiere, tmp_path):
    with archive.ouvrir(qui_annonce(tmp_path / "a.zip", (compressee, entiere))) as ouverte:
        assert ouverte.donnees[0].taille == entiere
    with (
        pytest.raises(ErreurDonnees, match="absurde"),
        archive.ouvrir(qui_annonce(tmp_path / "a.zip", (compressee, entiere + 1))),
    ):
        pass


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


def test_une_compression_inconnue_est_refusee(tmp_path, snapshot):
    chemin = zipper(tmp_path / "a.zip", {"Region.txt": BONNES})
    contenu = bytearray(chemin.read_bytes())
    struct.pack_into("<H", contenu, contenu.index(b"PK\x01\x02") + 10, 9)
    chemin.write_bytes(contenu)
    assert zipfile.is_zipfile(chemin)

    with pytest.raises(ErreurDonnees) as refus:
        importer([chemin], tmp_path / "donnees")
    assert str(refus.value) == snapshot


COMPRESSIONS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


@cache
def saine(compression: int) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", compression) as contenu:
        contenu.writestr("Region_2024.txt", BONNES)
        contenu.writestr("Libelle_PAYS.txt", "DE;Allemagne;190001;999912\r\n")
    return tampon.getvalue()


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(COMPRESSIONS),
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=4),
    st.integers(0, 40),
)
@example(zipfile.ZIP_BZIP2, [(2344, 0)], 0)  # le nom d’un membre, vidé
def test_une_archive_abimee_n_importe_ou_se_lit_ou_se_refuse_d_une_phrase(compression, octets_faux, coupe):
    contenu = bytearray(saine(compression))
    for position, octet in octets_faux:
        contenu[position % len(contenu)] = octet
    with TemporaryDirectory() as dossier:
        chemin = Path(dossier) / "archive.zip"
        chemin.write_bytes(contenu[: len(contenu) - coupe])
        message = ""
        try:
            with archive.ouvrir(chemin) as ouverte:
                for membre in (*ouverte.donnees, *ouverte.libelles):
                    with membre.ouvrir() as flux:
                        flux.read()
        except ErreurDonnees as refus:
            message = str(refus)
    assert re.sub("[\u00a0\u202f]", " ", message).isprintable()


def test_un_fichier_de_l_archive_se_lit_par_morceaux(tmp_path):
    with archive.ouvrir(zipper(tmp_path / "a.zip", {"Region.txt": BONNES})) as ouverte:
        (membre,) = ouverte.donnees
        with membre.ouvrir() as flux:
            assert (flux.read(4), flux.read(0), flux.read(-1)) == (BONNES[:4], b"", BONNES[4:])


def test_un_disque_qui_ne_lit_plus_n_est_pas_dit_archive_abimee(tmp_path, monkeypatch):
    chemin = zipper(tmp_path / "a.zip", {"Region.txt": BONNES})

    def illisible(*_: object) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    with archive.ouvrir(chemin) as ouverte, ouverte.donnees[0].ouvrir() as flux:
        monkeypatch.setattr(zipfile.ZipExtFile, "read", illisible)
        with pytest.raises(OSError, match="Input/output"):
            flux.read()


@pytest.mark.parametrize("fin", ["\r\n\x1a", "\x1a", "\r\n\r\n\x1a", "\n\x1a\x1a"])
def test_la_marque_de_fin_de_dos_est_admise(fin, importer_lignes):
    dossier = importer_lignes(annee_complete().rstrip("\r\n") + fin)

    assert int(Entrepot(dossier).cube(2024)["valeur"].sum()) == 8020


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="un tube nommé n’existe pas ici")
def test_un_tube_ou_un_peripherique_est_refuse_sans_attendre(tmp_path):
    os.mkfifo(tmp_path / "Region.txt")
    for chemin in (tmp_path / "Region.txt", Path("/dev/zero")):
        with pytest.raises(ErreurDonnees, match="n’est pas un fichier ordinaire"):
            importer([chemin], tmp_path / "donnees")
