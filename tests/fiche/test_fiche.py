"""Ce que la fiche montre d’elle-même : Territoires d’industrie, en-tête, régions d’un seul département."""

import re
from pathlib import Path

import nbformat
import pytest
from essais_commerce import lisible

from fiches.donnees import territoires
from fiches.fiche.fiche import Fiche
from fiches.fiche.renvois import ListeDeTerritoires
from fiches.socle.chemins import RACINE
from fiches.socle.erreurs import ErreurDonnees, ErreurFiche


def montrer(code: str) -> dict[str, str]:
    return ListeDeTerritoires(territoires.departement(code))._repr_mimebundle_()


def test_les_territoires_d_industrie_menent_aux_fiches_voisines():
    html = montrer("46")["text/html"]
    assert lisible(re.sub(r"<[^>]+>", "", html)) == (
        "Aurillac – Figeac – Rodez (voir aussi les fiches : Aveyron et Cantal)"
    )
    assert re.findall(r'href="([^"]+)"', html) == ["ti-aurillac-figeac-rodez.html", "12-aveyron.html", "15-cantal.html"]


def test_dans_une_campagne_seules_les_fiches_du_dossier_ont_un_lien(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FICHES_VOISINES", "15,46")
    html = montrer("46")["text/html"]
    assert re.findall(r'href="([^"]+)"', html) == ["15-cantal.html"]
    assert lisible(re.sub(r"<[^>]+>", "", html)).endswith("(voir aussi les fiches : Aveyron et Cantal)")


def test_un_seul_voisin_une_seule_fiche():
    assert "Thiérache" in montrer("02")["text/plain"]
    assert "voir aussi la fiche\u00a0: <a" in montrer("24")["text/html"]


@pytest.mark.parametrize(("code", "ou"), [("40", "dans les Landes"), ("75", "à Paris")])
def test_sans_territoire_d_industrie_la_fiche_le_dit(code: str, ou: str):
    assert montrer(code)["text/plain"] == f"Aucun Territoire d’industrie n’est labellisé {ou}."


def test_l_en_tete_dit_le_departement_l_annee_et_la_demonstration(donnees_demo: Path):
    fiche = Fiche(1, "2024", donnees_demo)
    entete = fiche.entete
    assert entete["titre"] == "Commerce extérieur – Ain – 2024"
    assert entete["description"] == "Exportations, importations et principaux partenaires de l’Ain en 2024"
    assert (entete["lieu"], entete["annee"], entete["demonstration"]) == ("01", 2024, True)
    assert "simulées" in entete["source"]
    assert "simulées" in str(fiche)


def test_le_lot_de_demonstration_a_les_totaux_publies(donnees_demo: Path):
    fiche = Fiche("46", 2024, donnees_demo)
    assert lisible(fiche.exportations.bilan) == (
        "Total des exportations : 636,4 millions d’euros, soit 1,3 % de la valeur exportée par la région Occitanie, "
        "soit 0,11 % de la valeur exportée au niveau national."
    )
    assert lisible(fiche.importations.bilan) == (
        "Total des importations : 662,4 millions d’euros, soit 1,8 % de la valeur importée par la région Occitanie, "
        "soit 0,10 % de la valeur importée au niveau national."
    )


def test_la_region_et_la_france_ne_se_calculent_qu_une_fois_par_millesime(donnees_demo: Path):
    lot, gers = Fiche("46", 2024, donnees_demo), Fiche("32", 2024, donnees_demo)
    assert lot.region is gers.region
    assert lot.france is gers.france
    assert lot.departement is not gers.departement


@pytest.mark.parametrize("code", ["20", "971", "972", "973", "974", "976"])
def test_une_region_d_un_seul_departement_dit_pourquoi_elle_n_est_pas_comparee(donnees_demo: Path, code: str):
    fiche = Fiche(code, 2024, donnees_demo)
    assert fiche.region.exportations.bilan == ""
    assert str(fiche.region.exportations.motif).endswith(
        "forme à elle seule une région\u00a0: la comparaison régionale serait identique à celle du département "
        "et n’est pas présentée."
    )
    assert list(fiche.exportations.comparaisons) == ["france"]


def test_une_annee_absente_est_refusee_en_la_nommant(importer_lignes):
    donnees = importer_lignes("E;1;2018;46;12;A03Z;0311;DE;1000;1\n")
    with pytest.raises(ErreurDonnees, match="2019"):
        Fiche("46", 2019, donnees)


LIGNES = "".join(f"{s};{t};2024;46;12;C11Z;1101;DE;1000;1\n" for s in "EI" for t in range(1, 5))


@pytest.mark.parametrize("code", ["48", "2A", "974"])
def test_un_departement_absent_des_donnees_n_est_pas_un_departement_sans_echange(importer_lignes, code: str):
    donnees = importer_lignes(LIGNES)
    assert Fiche("46", 2024, donnees).exportations.valeur == 4000
    with pytest.raises(ErreurFiche, match=r"absent des données de 2024, à l’export comme à l’import.*donnees importer"):
        Fiche(code, 2024, donnees)


def test_une_ligne_sans_valeur_n_est_pas_une_absence(importer_lignes):
    donnees = importer_lignes(LIGNES + "E;1;2024;48;12;C11Z;1101;DE;0;1\n")
    assert Fiche("48", 2024, donnees).phrases.totaux == "Aucun échange extérieur n’est enregistré en Lozère en 2024."


def test_un_trimestre_absent_des_donnees_du_departement_se_dit(importer_lignes):
    donnees = importer_lignes(LIGNES + "E;1;2024;48;12;C11Z;1101;DE;5;1\nE;4;2024;48;12;C11Z;1101;DE;5;1\n")
    lozere = Fiche("48", 2024, donnees)
    assert lozere.exportations.trimestres_absents == (2, 3)
    assert lozere.importations.trimestres_absents == ()
    assert "aucune exportation aux deuxième et troisième trimestres" in lozere.phrases.trimestres
    assert Fiche("46", 2024, donnees).phrases.trimestres == ""


def test_le_carnet_ne_dit_pas_de_combien_un_arrondi_s_ecarte_ni_qui_produit_ou_achete():
    modele = nbformat.read(RACINE / "notebooks" / "commerce-exterieur.ipynb", as_version=4)
    recit = lisible(" ".join(c.source for c in modele.cells if c.cell_type == "markdown"))
    assert "leur somme ou leur différence peut ne pas être exactement celle qui est affichée" in recit
    for trop in ("unité du dernier chiffre", "qui les achète", "2025, les annonces", "dernière assemblée"):
        assert trop not in recit


def test_la_fiche_porte_le_titre_de_sa_serie(donnees_demo: Path):
    entete = Fiche("46", 2024, donnees_demo, titre="Premiers partenaires").entete
    assert entete["titre"] == "Premiers partenaires – Lot – 2024"
