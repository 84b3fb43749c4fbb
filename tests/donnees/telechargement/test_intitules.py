"""Ce que disent les noms et les titres, vrais ou plausibles ; lesquels passent devant."""

from itertools import permutations
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiches.donnees.telechargement.lien import Lien
from fiches.donnees.telechargement.recherche import absence, choisir
from fiches.redaction import FINE, INSECABLE

SITE = "https://exemple.fr/"


def choisis(*liens: tuple[str, str], annee: int = 2024) -> dict[str, str]:
    retenus = choisir((Lien(f"{SITE}{url}", titre) for url, titre in liens), annee)
    return {flux: lien.url.removeprefix(SITE) for flux, lien in retenus.items()}


@pytest.mark.parametrize(
    ("url", "titre", "annee", "flux"),
    [
        ("202503-Regional-2024-export.zip", "", 2024, "E"),
        ("202503-Regional-2024-export_0.zip", "", 2024, "E"),
        ("202503-R%C3%A9gional-2024-export.zip", "", 2024, "E"),
        ("202503-R%E9gional-2024-export.zip", "", 2024, "E"),
        ("202503-Régional-2024-export.zip", "", 2024, "E"),
        ("202002_regional_2019_export.zip", "Année 2019 export", 2019, "E"),
        ("2025-03-07_Regional_2024_import.zip", "", 2024, "I"),
        ("Stat-dep-2024-export.zip", "Statistiques départementales 2024 à l'export", 2024, "E"),
        ("stat.zip", "Statistiques départementales 2024 à l’import", 2024, "I"),
        ("CE-REG-2024-IMPORT.zip", "", 2024, "I"),
        ("REG-2024-EXP.zip", "", 2024, "E"),
        ("Regionales2024_E.zip", "", 2024, "E"),
        ("Regionales2024_I.zip", "Données régionales 2024", 2024, "I"),
        ("Regional_2024.zip", "Publication de mars 2025 : données régionales 2024, exportations", 2024, "E"),
        ("transfert_file.asp?id=3&f=202503-Regional-2024-export.zip", "", 2024, "E"),
        ("transfert_file.asp?f=2025%2F202503-Regional-2024-import.zip&id=4", "", 2024, "I"),
        ("transfert_file.asp?202503-Regional-2024-import.zip", "", 2024, "I"),
        ("transfert_file.asp?id=3", "Statistiques régionales 2024 – exportations", 2024, "E"),
        ("r/8f3c", "Du 1er trimestre 2024 au 4e trimestre 2024, régional, export", 2024, "E"),
        ("regional_4trim2024_exp.zip", "", 2024, "E"),
        ("regional_export.zip", "Du 4T 2023 au 4T 2024", 2024, "E"),
    ],
)
def test_une_archive_se_reconnait(url: str, titre: str, annee: int, flux: str):
    lien = Lien(f"{SITE}{url}", titre)
    assert (lien.regional, lien.flux) == (True, flux)
    assert choisis((url, titre), annee=annee) == {flux: url}
    assert choisis((url, titre), annee=annee + 1) == {}


def test_le_nom_pris_dans_la_question_est_celui_du_disque():
    lien = Lien(f"{SITE}transfert_file.asp?id=3&f=202503-Regional-2024-export.zip", "")
    assert lien.nom(2024, "E") == "202503-Regional-2024-export.zip"


@pytest.mark.parametrize(
    ("url", "titre"),
    [
        ("202503-National-2024-export.zip", "Données nationales et régionales 2024, export"),
        ("202503-National-2024-export.zip", "Régional 2024 export"),
        ("202403-Regional-2023-export.zip", "mis à jour en 2024"),
        ("region_18.zip", "2024"),
        ("Regional-2024.zip", "Import et export"),
        ("explications-regional-2024.zip", ""),
        ("regional-2T2024-export.zip", ""),
        ("regional-export.zip", "2T 2024 à 2T 2025"),
        ("202509-Regional-2024-export.zip", "2T 2024 à 2T 2025"),
        ("202503-regional-ce-export.zip", "Statistiques régionales 2024-2025 export"),
    ],
)
def test_ce_qui_n_est_pas_l_annee_entiere_n_est_pas_retenu(url: str, titre: str):
    assert choisis((url, titre)) == {}


@pytest.mark.parametrize(
    ("url", "titre"),
    [
        ("202509-Regional-export.zip", "2T 2024 à 2T 2025"),
        ("202509-Regional-2T2024-2T2025-export.zip", ""),
        ("202506-Regional-export.zip", "1er trimestre 2024 au 1er trimestre 2025"),
        ("202506-Regional-2024T1-2025T1-export.zip", ""),
        ("202509-Regional-2023-2025-export.zip", ""),
        ("202509-Regional-T4-2024-export.zip", ""),
        ("r/8f3c", "Régional 2024 export"),
    ],
)
def test_une_glissante_ne_passe_pas_devant_celle_de_l_annee(url: str, titre: str):
    annuelle = "202503-Regional-2024-export.zip"
    for liens in permutations([(url, titre), (annuelle, "")]):
        assert choisis(*liens) == {"E": annuelle}


def test_une_glissante_qui_contient_l_annee_vaut_mieux_que_rien():
    assert choisis(("regional-export.zip", "1T 2024 à 1T 2025")) == {"E": "regional-export.zip"}


@given(
    st.integers(1, 4),
    st.integers(1, 4),
    st.sampled_from(["{t}T {a}", "{t}T{a}", "T{t} {a}", "{a}-T{t}", "{t}e trimestre {a}", "{t}trim{a}"]),
)
def test_une_periode_ne_vaut_que_pour_les_annees_qu_elle_contient(debut: int, fin: int, forme: str):
    dit = f"régional export, {forme.format(t=debut, a=2023)} à {forme.format(t=fin, a=2025)}"
    lien = Lien(f"{SITE}r/1", dit)
    assert [lien.contient(annee) for annee in range(2022, 2027)] == [0, int(debut == 1), 1, int(fin == 4), 0]


def test_de_deux_publications_la_derniere_est_retenue():
    noms = [f"{mois}-Regional-2024-export.zip" for mois in ("202503", "202509", "202506")]
    for dossiers in (
        noms,
        ["2025-03/07/Regional-2024-export.zip", "2025-09/12/Regional-2024-export.zip"],
        ["20250307-094511/regional-2024-export.zip", "20250912-094511/regional-2024-export.zip"],
        ["Regional-2024-export.zip", "Regional-2024-export_0.zip"],
    ):
        for ordre in permutations(dossiers):
            assert choisis(*((nom, "") for nom in ordre)) == {"E": dossiers[1]}


def test_un_nom_que_l_on_ne_sait_pas_lire_est_dit():
    liens = [
        Lien(f"{SITE}202503-Regional-2024-exprt.zip", ""),
        Lien(f"{SITE}202403-Regional-2023-export.zip", ""),
        Lien(f"{SITE}regional-export.zip", "2T 2024 à 2T 2025"),
        Lien(f"{SITE}202503-National-2024-export.zip", ""),
        Lien(f"{SITE}Regional-2024-export.7z", "", archive=False),
        Lien(f"{SITE}mentions.html", "Mentions légales"),
    ]
    assert choisir(liens, 2024) == {}
    assert absence(liens, 2024, "E").replace(FINE, " ").replace(INSECABLE, " ") == (
        "aucune archive régionale 2024 à l’export, mais il y a 2023 ; écarté, faute d’y lire le flux ou l’année "
        "entière : 202503-Regional-2024-exprt.zip, regional-export.zip et Regional-2024-export.7z"
    )
    beaucoup = [Lien(f"{SITE}{n}.zip", "") for n in range(9)]
    assert absence(beaucoup, 2024, "E").endswith("0.zip, 1.zip, 2.zip, 3.zip, 4.zip et 4 autres")


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from([2023, 2024]))
def test_aucun_zip_regional_n_est_passe_sous_silence(nom: str, titre: str, annee: int):
    """Retenu, dit d’une autre année, ou nommé : il n’y a pas d’autre sort pour un zip qui ne dit pas « national »."""
    lien = Lien(f"{SITE}d?f={quote(nom)}.zip", f"régional {titre}")
    retenu = choisir([lien], annee)
    for flux in "EI":
        dit = absence([lien], annee, flux)
        assert (
            flux in retenu
            or lien.flux not in (flux, None)
            or lien.regional is False
            or "mais" in dit
            or "écarté" in dit
        )


@pytest.mark.parametrize(
    "fichier",
    [
        "..%2F..%2Fexport.zip",
        "..%5C..%5Cregional-2024-export.zip",
        "%2Fetc%2Fregional-2024-export.zip",
        ".regional-2024-export.zip",
        "regional%202024%20export.zip",
        "r%C3%A9gional-2024-export.zip",
        "regional-2024-export%00.zip",
        "aux.export.zip",
        "transfert_file.asp?f=..%2F..%2Fregional-2024-export.zip",
        f"regional-2024-export{'x' * 300}.zip",
        "r/8f3c",
    ],
)
def test_un_nom_de_fichier_qui_n_est_pas_sur_est_remplace(fichier: str):
    nom = Lien(f"{SITE}{fichier}", "Régional 2024 export").nom(2024, "E")
    assert nom in {"Regional-2024-export.zip", "regional-2024-export.zip", "export.zip"}


@given(st.text())
def test_le_nom_sur_le_disque_est_toujours_sur(suite: str):
    nom = Lien(f"{SITE}{suite}.zip", "").nom(2024, "E")
    assert Path(nom).name == nom
    assert nom.isascii()
    assert nom.count(".") == 1
