"""Les principaux pays : barres à la même échelle, solde signé."""

import re
from xml.etree import ElementTree

import pandas as pd
import pytest
from cas_graphiques import NS, figure, textes
from doublures_graphiques import VIDE, territoire

from fiches.graphiques import Figure, Mention, pays
from fiches.graphiques.style import EXPORTATIONS, IMPORTATIONS, ROUGE, VERT


def barres(svg: str) -> dict[str, float]:
    """Longueur de chaque barre, par infobulle."""
    return {
        p.findtext(f"{NS}title") or "": abs(float(re.search(r"h(-?[\d.]+)", p.attrib["d"])[1]))  # type: ignore[index]
        for p in ElementTree.fromstring(svg).iter(f"{NS}path")
        if p.find(f"{NS}title") is not None and "h" in p.attrib["d"]
    }


def paire(importe: int, exporte: int) -> Figure:
    ligne = pd.DataFrame({"produit": ["C11Z"], "pays": ["IT"], "valeur": [1]})
    f = pays(
        territoire(ligne.assign(valeur=exporte) if exporte else VIDE, ligne.assign(valeur=importe) if importe else VIDE)
    )
    assert isinstance(f, Figure)
    return f


def test_les_longueurs_sont_proportionnelles_aux_montants_des_deux_cotes() -> None:
    longueurs = barres(paire(3_000_000, 9_000_000).svg)
    importe = longueurs["Italie – importations\u00a0: 3\u202f000\u202f000\u00a0€"]
    exporte = longueurs["Italie – exportations\u00a0: 9\u202f000\u202f000\u00a0€"]
    assert exporte == pytest.approx(3 * importe, abs=0.3)


@pytest.mark.parametrize(
    ("importe", "exporte", "solde", "couleur"),
    [
        (9_000_000, 2_000_000, "−7,0", ROUGE),
        (2_000_000, 9_000_000, "+7,0", VERT),
        (5_000_000, 5_000_000, "0,0", "#595959"),
        (5_000_010, 5_000_000, ">\u00a0−0,1", "#595959"),
    ],
)
def test_le_solde_porte_son_signe_et_sa_couleur(importe: int, exporte: int, solde: str, couleur: str) -> None:
    texte = next(t for t in textes(paire(importe, exporte).svg) if t.attributs["font-size"] == "9.5")
    assert texte.contenu == solde
    assert texte.attributs["fill"] == couleur


def test_les_importations_sont_a_gauche_en_bleu_les_exportations_a_droite_en_violet() -> None:
    titres = {t.contenu: t for t in textes(figure("pays, ordinaire").svg)}
    assert titres["Importations"].attributs["fill"] == IMPORTATIONS
    assert titres["Exportations"].attributs["fill"] == EXPORTATIONS
    assert titres["Importations"].droite < titres["millions d’euros"].gauche
    assert titres["millions d’euros"].droite < titres["Exportations"].gauche < titres["Solde"].gauche


def test_la_table_donne_les_euros_et_reconcilie() -> None:
    table = figure("pays, ordinaire").table
    assert len(table) == 10
    assert (table["Exportations (euros)"] - table["Importations (euros)"]).equals(table["Solde (euros)"])
    echanges = table["Exportations (euros)"] + table["Importations (euros)"]
    assert echanges.is_monotonic_decreasing


def test_la_lecture_et_l_alternative_citent_le_premier_partenaire() -> None:
    f = paire(3_000_000, 9_000_000)
    assert "seul partenaire (Italie), les importations valent 3,0\u00a0M€, les exportations 9,0\u00a0M€" in f.lecture
    assert "Italie, importations 3,0\u00a0M€, exportations 9,0\u00a0M€, solde +6,0\u00a0M€" in f.alternative


def test_le_premier_de_plusieurs_n_est_pas_le_seul() -> None:
    assert "pour le premier partenaire (" in figure("pays, ordinaire").lecture
    ligne = pd.DataFrame({"produit": ["C11Z"] * 2, "pays": ["IT", "DE"], "valeur": [9, 5]})
    f = pays(territoire(ligne, VIDE), nombre=1)
    assert isinstance(f, Figure)
    assert "pour le premier partenaire (Italie)" in f.lecture


def test_ce_qui_ne_s_echange_pas_se_dit_sans_chiffre() -> None:
    importe, exporte = paire(3_000_000, 0), paire(0, 40_000)
    assert importe.lecture.endswith(
        "les importations valent 3,0\u00a0M€ et le solde −3,0\u00a0M€, sans aucune exportation."
    )
    assert importe.alternative.endswith("Italie, importations 3,0\u00a0M€, aucune exportation, solde −3,0\u00a0M€.")
    assert "les exportations valent moins de 0,1\u00a0M€ et le solde" in exporte.lecture
    assert "Italie, aucune importation, exportations moins de 0,1\u00a0M€, solde" in exporte.alternative


def test_des_importations_sans_exportations_se_montrent() -> None:
    longueurs = barres(figure("pays, import sans export").svg)
    assert len(longueurs) == 10
    assert all("importations" in infobulle for infobulle in longueurs)
    assert max(longueurs.values()) > 200


def test_sans_partenaire_connu_une_phrase_le_dit() -> None:
    hors_pays = pd.DataFrame({"produit": ["C11Z"], "pays": ["QU"], "valeur": [5]})
    assert pays(territoire(hors_pays, VIDE)) == Mention("Aucun pays partenaire n’est identifié dans le Lot en 2024.")
