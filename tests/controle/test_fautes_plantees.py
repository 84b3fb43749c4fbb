"""Chaque faute d’un analyste inquiet est vue, au degré voulu et par son sujet ; des données propres se taisent."""

from pathlib import Path

import pandas as pd
import pytest
from essais_commerce import lisible
from essais_fautes import FAUTES, TOUT, alarmes, bruiter, lire

from fiches.controle.constats import DEGRES
from fiches.controle.examen import examiner
from fiches.controle.matiere import Matiere
from fiches.donnees import nomenclatures
from fiches.donnees.demonstration import ecrire_demonstration
from fiches.donnees.douane import importer

B, R = "bloquant", "à regarder"
# Faute : ce que le contrôle doit dire sans année d’avant (degré, sujet, mot de la phrase ; None, rien), puis avec, si
# elle y change quelque chose.
ATTENDUS = {
    "quatrième trimestre copié du troisième": [(B, "copies", "le T4 et le T3, dans")],
    "trimestre d’un département copié du précédent": [(B, "copies", "le T2 et le T1, dans le Lot")],
    "produit recodé à partir du troisième trimestre": [
        (R, "produits", "Meubles (C31Z) (T3), 0 €"),
        (R, "produits", "Meubles (C31Z) (T3, T4), 0 €"),
    ],
    "pays recodé en un code périmé un trimestre": [(R, "pays", "DD (T2)")],
    "pays recodé en un autre toute l’année": [None, (R, "pays", "Hongrie (HU) (T1, T2, T3, T4), 0 €")],
    "département sous une autre région": [(B, "régions", "Lot sous Auvergne-Rhône-Alpes")],
    "milliers d’euros": [
        (B, "ordres de grandeur", "Exportations de la France : 5"),
        (B, "ordres de grandeur", "d’environ 1"),
    ],
    "tonnes": [(B, "ordres de grandeur", "masses trop petites")],
    "masse et valeur échangées": [(B, "ordres de grandeur", "valeurs et masses paraissent échangées")],
    "importations et exportations échangées": [(B, "sens des échanges", "interverties")] * 2,
    "département absent": [(B, "départements", "Cantal (T1, T2, T3, T4)")] * 2,
    "région absente": [(B, "départements", "toute la région Bretagne")],
    "département qui perd plus de la moitié d’un trimestre": [(B, "départements", "Lot, T3")],
    "trimestre partiel": [(R, "trimestres", "T2, 7")],
    "fichier coupé à 80 %": [(B, "départements", "(T4)")],
    "une ligne × 1000": [(R, "valeur et masse", "Haute-Garonne, exportations")] * 2,
    "Lot et Lozère échangés": [None, (R, "départements", "Lot et Lozère")],
    "aucune masse": [(B, "valeur et masse", "Aucune ligne n’a de masse")],
}
CAS = [
    pytest.param(nom, bool(rang), attendu, id=f"{nom}, {'avec avant' if rang else 'seule'}")
    for nom, attendus in ATTENDUS.items()
    for rang, attendu in enumerate(attendus)
]


@pytest.fixture(scope="module")
def propres(donnees_demo: Path) -> pd.DataFrame:
    """La moitié des lignes de la démonstration qui fait presque toute sa valeur : les règles y vont plus vite."""
    lignes = lire(donnees_demo)
    return lignes[lignes["valeur"] > lignes["valeur"].median()].reset_index(drop=True)


def test_chaque_faute_a_son_attendu():
    assert set(ATTENDUS) == set(FAUTES)


@pytest.mark.parametrize(("nom", "avec_avant", "attendu"), CAS)
def test_une_faute_est_vue(propres: pd.DataFrame, nom: str, avec_avant: bool, attendu: tuple[str, str, str] | None):
    vues = alarmes(FAUTES[nom](bruiter(propres, 1)), bruiter(propres, 2) if avec_avant else None)
    if attendu is None:
        assert vues == []
        return
    degre, sujet, mot = attendu
    phrases = [lisible(c.phrase) for c in vues if (c.degre, c.sujet) == (degre, sujet)]
    assert any(mot in phrase for phrase in phrases), "\n".join(map(str, vues))
    assert all(c.conseil and c.conseil != "Rien à faire." for c in vues)
    assert [c.degre for c in vues] == sorted((c.degre for c in vues), key=DEGRES.index)


def test_l_annee_d_avant_importee_pour_celle_ci_est_une_copie(propres: pd.DataFrame):
    vues = alarmes(propres, propres)
    assert {(c.degre, c.sujet) for c in vues} == {(B, "copies")}
    assert "le T1 et le T1 de 2023, dans" in lisible(vues[0].phrase)


def test_une_region_que_l_import_a_vue_fausse_se_dit(propres: pd.DataFrame):
    inconnus = {"rattachement": {"46/18": (2009, 1_300_000_000)}}
    (vue,) = [c for c in examiner(Matiere(2024, propres, TOUT, inconnus=inconnus)) if c.degre == B]
    assert "Lot sous Auvergne-Rhône-Alpes (2 009 lignes, 1,3 Md€)" in lisible(vue.phrase)


@pytest.mark.parametrize(("valeur", "degre"), [(50_000_000_000, B), (1_000_000, R)])
def test_un_code_inconnu_est_nomme_et_bloquant_s_il_pese(propres: pd.DataFrame, valeur: int, degre: str):
    matiere = Matiere(2024, propres, TOUT, inconnus={"pays": {"ZZ": (12, valeur)}})
    (vue,) = [c for c in examiner(matiere) if c.sujet == "codes inconnus"]
    assert vue.degre == degre
    assert "ZZ (12 lignes" in lisible(vue.phrase)


def test_un_code_perime_est_nomme_avec_son_dernier_mois(propres: pd.DataFrame, monkeypatch: pytest.MonkeyPatch):
    pays = nomenclatures.pays().assign(fin="")
    pays.loc["DD", "fin"] = "199012"
    monkeypatch.setattr(nomenclatures, "pays", lambda: pays)
    matiere = Matiere(2024, propres, TOUT, inconnus={"pays": {"DD": (9_000, 30_000_000_000)}})
    (vue,) = [c for c in examiner(matiere) if c.sujet == "codes inconnus"]
    assert vue.degre == B
    assert "DD, Allemagne de l’Est jusqu’au 12/1990 (9 000 lignes" in lisible(vue.phrase)


@pytest.mark.parametrize("graine", [3, 4, 5])
def test_des_donnees_propres_ne_font_presque_aucune_alarme(donnees_demo: Path, graine: int):
    lignes = lire(donnees_demo)
    annee = bruiter(lignes, graine)
    for avant in (None, bruiter(lignes, graine + 50)):
        vues = alarmes(annee, avant)
        assert len(vues) <= 1, "\n".join(map(str, vues))


def test_deux_annees_qui_se_suivent_ne_font_presque_aucune_alarme(donnees_demo: Path, tmp_path: Path):
    importer(ecrire_demonstration(tmp_path, 2023), tmp_path / "donnees")
    vues = alarmes(bruiter(lire(donnees_demo), 6), bruiter(lire(tmp_path / "donnees", 2023), 7))
    assert len(vues) <= 1, "\n".join(map(str, vues))
