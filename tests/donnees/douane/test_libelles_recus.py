"""Les fichiers de libellés se lisent malgré leurs pièges : BOM, ISO-8859-1, guillemets, codes en double."""

import pytest

from fiches.donnees.douane import libelles_recus
from fiches.donnees.douane.libelles_recus import LibellesRecus
from fiches.socle.erreurs import ErreurDonnees

PAYS = (
    "QU;Pays NDA;190001;199912\r\nQU;Pays non déterminés;201201;999912\r\n"
    "XK;Yougoslavie;199206;199212\r\nXK;Kosovo;200506;999912\r\n"
)


def lire(texte: str | bytes, annee: int = 2024) -> LibellesRecus:
    octets = texte if isinstance(texte, bytes) else texte.encode()
    return libelles_recus.lire(octets, "Libelle.txt", annee * 100 + 1, annee * 100 + 12)


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252"])
def test_l_encodage_est_reconnu(encodage):
    texte = "A01Z;Œufs, cœurs de palmier et produits de l'élevage;200901;999912\r\n"

    assert lire(texte.encode(encodage)) == {"produit": {"A01Z": "Œufs, cœurs de palmier et produits de l'élevage"}}


def test_un_libelle_a_point_virgule_entre_guillemets_reste_entier():
    texte = 'C32C;"Articles de sport, jeux ; produits ""divers""";200901;999912\n'

    assert lire(texte) == {"produit": {"C32C": 'Articles de sport, jeux ; produits "divers"'}}


@pytest.mark.parametrize(
    ("annee", "attendu"),
    [
        (2024, {"QU": "Pays non déterminés", "XK": "Kosovo"}),
        (1992, {"QU": "Pays NDA", "XK": "Yougoslavie"}),
        (2005, {"XK": "Kosovo"}),
        (2000, {}),
        (1999, {"QU": "Pays NDA"}),
        (2012, {"QU": "Pays non déterminés", "XK": "Kosovo"}),
        (2011, {"XK": "Kosovo"}),
    ],
)
def test_le_libelle_valide_a_la_date_des_donnees_est_pris(annee, attendu):
    assert lire(PAYS, annee).get("pays", {}) == attendu


@pytest.mark.parametrize(
    ("premier", "dernier", "nomme"),
    [
        ("202412", "999912", True),
        ("202501", "999912", False),
        ("190001", "202401", True),
        ("190001", "202312", False),
        ("202406", "202406", True),
    ],
)
def test_un_mois_de_validite_dans_l_annee_suffit(premier: str, dernier: str, nomme: bool):
    assert lire(f"DE;Allemagne;{premier};{dernier}\n") == ({"pays": {"DE": "Allemagne"}} if nomme else {})


def test_de_deux_libelles_valides_le_dernier_entre_en_vigueur_l_emporte_puis_le_dernier_ecrit():
    assert lire("DE;Nouveau;202406;999912\nDE;Ancien;190001;999912\n") == {"pays": {"DE": "Nouveau"}}
    assert lire("DE;Premier;190001;999912\nDE;Second;190001;999912\n") == {"pays": {"DE": "Second"}}
    assert lire("DE;Allemagne;190001;999912\nDE;;202401;999912\n") == {"pays": {"DE": "Allemagne"}}
    assert lire("FR;France;200001;999912\nDE;Allemagne;190001;999912\n") == {
        "pays": {"DE": "Allemagne", "FR": "France"}
    }


def test_un_champ_de_plus_ne_gene_pas_un_octet_sans_lettre_non_plus():
    assert lire("DE;Allemagne;190001;999912;note\n") == {"pays": {"DE": "Allemagne"}}
    assert lire(b"DE;Allema\x81gne\xe9;190001;999912\n") == {"pays": {"DE": "Allema\ufffdgneé"}}
    assert lire("DE;Allemagne;190001\n") == {}


def test_l_axe_se_reconnait_a_la_forme_des_codes():
    texte = "A01Z;Culture;200901;999912\nDE;Allemagne;190001;999912\n0112;Riz;201501;999912\n46;Lot;12;Occitanie\n"

    assert lire(texte) == {"cpf4": {"0112": "Riz"}, "pays": {"DE": "Allemagne"}, "produit": {"A01Z": "Culture"}}


def test_un_en_tete_ou_une_ligne_courte_ne_compte_pas():
    assert lire("Code;Libelle;Debut;Fin\n\nA01Z;x\n") == {}


@pytest.mark.parametrize("date", ["²", "", "2009", "200913", "01/01/2009", "２００９０１"])
def test_une_date_qui_n_en_est_pas_une_est_nommee(date):
    with pytest.raises(
        ErreurDonnees, match=rf"^Libelle\.txt, ligne 2.*la date de validité «.{date}.» n’est pas un mois"
    ):
        lire(f"A02Z;Bois;200901;999912\nA01Z;Culture;{date};999912\n")


@pytest.mark.parametrize("suite", ["", "A02Z;Bois;200901;999912\n" * 6000])
def test_un_guillemet_jamais_ferme_est_nomme_par_sa_ligne(suite):
    texte = f'A02Z;"Bois, sur\ndeux lignes";200901;999912\nA01Z;"Culture;200901;999912\n{suite}'

    with pytest.raises(ErreurDonnees, match=r"^Libelle\.txt, ligne 3.*guillemets mal fermés.*importez-le seul"):
        lire(texte)


def test_un_fichier_de_libelles_demesure_est_refuse_en_disant_la_limite():
    with pytest.raises(ErreurDonnees, match="au plus 4 Mo"):
        lire(b"A" * (libelles_recus.TAILLE_MAX + 1))
    assert lire(b"AAAAAAA\n" * (libelles_recus.TAILLE_MAX // 8)) == {}
