"""Les fichiers de libellés se lisent malgré leurs pièges : BOM, ISO-8859-1, guillemets, codes en double."""

import pytest

from fiches.donnees.douane import libelles_recus as libelles

PAYS = (
    "QU;Pays NDA;190001;199912\r\nQU;Pays non déterminés;201201;999912\r\n"
    "XK;Yougoslavie;199206;199212\r\nXK;Kosovo;200506;999912\r\n"
)


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252"])
def test_l_encodage_est_reconnu(encodage):
    texte = "A01Z;Œufs, cœurs de palmier et produits de l'élevage;200901;999912\r\n"

    assert libelles.lire(texte.encode(encodage), 202412) == {"A01Z": "Œufs, cœurs de palmier et produits de l'élevage"}


def test_un_libelle_a_point_virgule_entre_guillemets_reste_entier():
    texte = 'C32C;"Articles de sport, jeux ; produits ""divers""";200901;999912\n'

    assert libelles.lire(texte.encode(), 202412) == {"C32C": 'Articles de sport, jeux ; produits "divers"'}


@pytest.mark.parametrize(
    ("date", "attendu"),
    [
        (202412, {"QU": "Pays non déterminés", "XK": "Kosovo"}),
        (199209, {"QU": "Pays NDA", "XK": "Yougoslavie"}),
        (200003, {}),
    ],
)
def test_le_libelle_valide_a_la_date_des_donnees_est_pris(date, attendu):
    assert libelles.lire(PAYS.encode(), date) == attendu


def test_un_en_tete_ou_une_ligne_courte_ne_compte_pas():
    assert libelles.lire(b"Code;Libelle;Debut;Fin\n\nA01Z;x\n", 202412) == {}
