"""Le format des douanes se lit à l’identique, quelle que soit la coupe, et toute ligne fautive est nommée."""

import io
import re

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiches.donnees.douane import format as format_douanes
from fiches.donnees.douane.format import CHAMPS, lire
from fiches.socle.erreurs import ErreurDonnees

OFFICIELLES = (
    "I;3;2018;01;18;A01Z;0111;AR;52;11\n"
    "I;3;2018;01;18;A01Z;0111;AT;29916;20815\n"
    "E;3;2018;01;18;A01Z;0111;BE;406473;1210935\n"
    "E;3;2018;01;18;A01Z;0111;BR;11228;250\n"
)
_ALPHANUMERIQUE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

lignes = st.lists(
    st.tuples(
        st.sampled_from("IE"),
        st.sampled_from("1234"),
        st.just("2024"),
        st.text(_ALPHANUMERIQUE, min_size=2, max_size=2),
        st.text(_ALPHANUMERIQUE, min_size=2, max_size=2),
        st.from_regex(r"[A-Z][0-9]{2}[A-Z]", fullmatch=True),
        st.from_regex(r"[0-9]{4}", fullmatch=True),
        st.sampled_from(["NA", "XK", "QQ", "DE", "ZZ"]),
        st.integers(0, 10**12 - 1),
        st.integers(0, 10**12 - 1),
    ),
    min_size=1,
    max_size=40,
)


def lire_tout(octets: bytes, taille_bloc: int = format_douanes.TAILLE_BLOC) -> list[tuple[object, ...]]:
    tables = list(lire(io.BytesIO(octets), "Region.txt", taille_bloc))
    return [tuple(ligne[champ] for champ in CHAMPS) for table in tables for ligne in table.to_pylist()]


@given(lignes, st.sampled_from(["\n", "\r\n"]), st.integers(20, 400), st.booleans())
def test_une_table_ecrite_au_format_revient_identique(table, fin, taille_bloc, vide_a_la_fin):
    texte = "".join(";".join(map(str, ligne)) + fin for ligne in table) + fin * vide_a_la_fin

    assert lire_tout(texte.encode(), taille_bloc) == table


def test_les_quatre_lignes_officielles_se_lisent():
    lues = lire_tout(OFFICIELLES.encode())

    assert lues[0] == ("I", "3", "2018", "01", "18", "A01Z", "0111", "AR", 52, 11)
    assert [ligne[-2:] for ligne in lues] == [(52, 11), (29916, 20815), (406473, 1210935), (11228, 250)]


def test_0x_est_un_code_comme_un_autre_jamais_un_nombre():
    """Pour pyarrow, « 0X10 » est seize."""
    assert lire_tout(b"E;1;2024;0X;0X;0X1Z;0X10;0X;10;1\n") == [
        ("E", "1", "2024", "0X", "0X", "0X1Z", "0X10", "0X", 10, 1)
    ]
    with pytest.raises(ErreurDonnees, match=r"ligne 2.: la masse vaut «.0X10.»"):
        lire_tout(b"E;1;2024;0X;12;C30C;3030;DE;10;1\nE;1;2024;46;12;C30C;3030;DE;10;0X10\n")


CONFORME = re.compile(
    r"[IE];[1-4];(199\d|20\d\d|2100);[0-9A-Z]{2};[0-9A-Z]{2};[0-9A-Z]{4};(?![A-Z]\d\d[A-Z];)[0-9A-Z]{4};[0-9A-Z]{2};\d{1,12};\d{1,12}\r?",
    re.ASCII,
)


@given(
    st.lists(st.sampled_from(OFFICIELLES.splitlines()), min_size=1, max_size=8),
    st.integers(0, 400),
    st.integers(0, 3),
    st.text('0159IEXxNA;,\t"-+. \r\n', max_size=3),
    st.integers(20, 200),
)
def test_une_ligne_abimee_est_refusee_par_son_numero_et_elle_seule(base, position, retires, ajout, taille_bloc):
    texte = "\n".join(base) + "\n"
    position %= len(texte)
    texte = texte[:position] + ajout + texte[position + retires :]
    attendues = texte.rstrip("\r\n").split("\n")
    fautive = next((n for n, ligne in enumerate(attendues, 1) if not CONFORME.fullmatch(ligne)), None)

    if fautive is None and texte.endswith("\n"):
        assert len({ligne[6:10] for ligne in attendues}) > 1 or len(lire_tout(texte.encode(), taille_bloc)) == len(
            attendues
        )
    else:
        with pytest.raises(ErreurDonnees, match=r"^Region\.txt") as refus:
            lire_tout(texte.encode(), taille_bloc)
        numero = re.search(r"ligne (\d+)", str(refus.value))
        if numero and fautive:
            assert int(numero[1]) == fautive


def test_la_ligne_fautive_est_nommee_dans_un_bloc_lointain():
    bonnes = OFFICIELLES * 500

    with pytest.raises(ErreurDonnees, match="ligne 2001\u00a0: la valeur vaut «\u00a0-5\u00a0»"):
        lire_tout((bonnes + "E;3;2018;01;18;A01Z;0111;BE;-5;1\n" + bonnes).encode(), taille_bloc=4096)


CINQ = [(2023, 4), (2024, 1), (2024, 2), (2024, 3), (2024, 4)]


def des_periodes(periodes: list[tuple[int, int]]) -> bytes:
    """Une ligne par (année, trimestre)."""
    return "".join(f"E;{t};{a};46;12;A01Z;0111;BE;1;1\n" for a, t in periodes).encode()


@pytest.mark.parametrize(
    "nom",
    ["REGIONAL_CPF4PAYSE.txt", "Regional_2024.zip › REGIONAL.txt", "a.zip › 2024/R.txt", "2024\\R.txt", "R1.txt"],
)
def test_les_cinq_trimestres_glissants_sont_admis_si_le_nom_du_fichier_n_a_pas_d_annee(nom):
    assert len(list(lire(io.BytesIO(des_periodes(CINQ)), nom))) == 1


@pytest.mark.parametrize("nom", ["Region_2024_Export.txt", "a.zip › Region_2023.txt", "1999.txt"])
def test_les_cinq_trimestres_glissants_d_un_fichier_annuel_sont_refuses(nom):
    with pytest.raises(
        ErreurDonnees, match=rf"^{re.escape(nom)}, ligne 2.*année 2024 apparaît dans un fichier de 2023"
    ):
        list(lire(io.BytesIO(des_periodes(CINQ)), nom))


@pytest.mark.parametrize(
    ("periodes", "ligne"),
    [
        ([(2023, 3), (2024, 1), (2024, 2), (2024, 3), (2024, 4)], 2),  # cinq, avec un trou
        ([(2023, 4), (2024, 4)], 2),  # d’un bout à l’autre, sans le milieu
        ([(2023, 4), (2024, 1), (2024, 2), (2024, 3)], 2),
        ([(2023, 3), (2023, 4), (2024, 1), (2024, 2), (2024, 3), (2024, 4)], 3),
        ([(2024, 1), (2024, 2), (2023, 1), (2022, 1)], 3),
    ],
)
def test_deux_annees_qui_ne_font_pas_cinq_trimestres_sont_refusees_a_la_premiere_ligne_de_la_seconde(periodes, ligne):
    avant, apres = periodes[0][0], periodes[ligne - 1][0]
    with pytest.raises(ErreurDonnees, match=rf"ligne {ligne}.*année {apres} apparaît dans un fichier de {avant},"):
        list(lire(io.BytesIO(des_periodes(periodes)), "R.txt"))


@pytest.mark.parametrize(
    ("octet", "raison"), [(b"A", "aucune fin de ligne n’y est trouvée"), (b"A\r", "retour chariot seul")]
)
def test_un_fichier_sans_fin_de_ligne_est_refuse_sans_etre_lu_en_entier(octet, raison):
    class SansLigne(io.RawIOBase):
        lus = 0

        def read(self, taille: int = -1) -> bytes:
            self.lus += taille
            return (octet * taille)[:taille]

    flux = SansLigne()
    with pytest.raises(ErreurDonnees, match=rf"^R\.txt.: .*{raison}"):
        list(lire(flux, "R.txt", 1 << 16))
    assert flux.lus == 3 << 16  # deux lignes des plus longues sont attendues, pas davantage


def test_la_memoire_ne_suit_pas_la_taille_du_fichier():
    class SansFin(io.RawIOBase):
        """Cent blocs du même texte, sans jamais les tenir ensemble."""

        reste = 100

        def read(self, taille: int = -1) -> bytes:
            self.reste -= 1
            return OFFICIELLES.encode() * 5000 if self.reste >= 0 else b""

    avant = pa.total_allocated_bytes()
    plus_haut = 0
    for table in lire(SansFin(), "Region.txt", 1 << 20):
        plus_haut = max(plus_haut, pa.total_allocated_bytes() - avant)
        del table
    assert plus_haut < 30 << 20
