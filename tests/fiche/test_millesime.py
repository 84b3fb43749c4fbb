"""Une année se charge dans l’état qu’a trouvé la campagne ; sa source et ses archives se disent."""

import pytest
from essais_commerce import lisible

from fiches import Fiche
from fiches.carnet import lectures
from fiches.donnees import territoires
from fiches.donnees.douane import Entrepot
from fiches.fiche import chargement
from fiches.socle.chemins import ETAT
from fiches.socle.erreurs import ErreurDonnees, ErreurFiche

LIGNES = "".join(
    f"{flux};{t};{annee};46;12;C30C;3030;DE;1000;1\n" for annee in (2023, 2024) for flux in "EI" for t in (1, 2, 3, 4)
)


@pytest.fixture
def donnees(tmp_path, importer_lignes):
    importer_lignes("".join(ligne for ligne in LIGNES.splitlines(keepends=True) if ";2023;" in ligne))
    return importer_lignes("".join(ligne for ligne in LIGNES.splitlines(keepends=True) if ";2024;" in ligne))


def test_une_campagne_lit_l_etat_qu_elle_a_trouve_ou_s_arrete(donnees, monkeypatch):
    entrepot = Entrepot(donnees)
    monkeypatch.setenv(ETAT, entrepot.etat())
    assert {chargement.charger(annee, donnees).contexte.annee for annee in (2023, 2024)} == {2023, 2024}
    monkeypatch.setenv(ETAT, f"2023:{entrepot.empreinte(2023)},2024:autre")
    assert chargement.charger(2023, donnees).contexte.annee == 2023
    with pytest.raises(ErreurDonnees) as refus:
        chargement.charger(2024, donnees)
    assert lisible(str(refus.value)) == (
        "Les données de 2024 ont changé depuis le début de la campagne : un import y a travaillé. Relancez "
        "« fiches produire » : ce qui est à jour est gardé."
    )


def test_l_annee_ouverte_est_notee_avec_son_empreinte(donnees, donnees_demo, monkeypatch):
    notes: list[tuple[int, str, bool]] = []
    monkeypatch.setattr(lectures, "noter_donnees", lambda *note: notes.append(note))
    chargement.charger(2024, donnees)
    chargement.charger(2024, donnees_demo)
    assert notes == [
        (2024, Entrepot(donnees).empreinte(2024), False),
        (2024, Entrepot(donnees_demo).empreinte(2024), True),
    ]


def test_la_source_et_les_archives_se_disent(donnees, donnees_demo):
    vraie, simulee = (chargement.charger(2024, dossier).contexte for dossier in (donnees, donnees_demo))
    assert lisible(vraie.source) == (
        "Source : direction générale des douanes et droits indirects (DGDDI), statistiques régionales et "
        "départementales du commerce extérieur, 2024."
    )
    assert lisible(simulee.source) == (
        "Source : données de démonstration, simulées au format des douanes pour 2024 ; aucune valeur n’est réelle."
    )
    [sha256] = {p.sha256 for p in Entrepot(donnees).provenance(2024)}
    assert lisible(vraie.provenance) == f"Archive lue : Region_essai.txt (SHA-256 {sha256[:12]}…)."
    assert lisible(simulee.provenance).startswith("Archives lues : ")
    assert lisible(simulee.provenance).count(" et ") == 1


def test_un_departement_absent_des_donnees_le_dit_et_dit_quoi_faire(donnees):
    annee = chargement.charger(2024, donnees)
    annee.exiger(territoires.departement("46"))
    with pytest.raises(ErreurFiche) as refus:
        annee.exiger(territoires.departement("48"))
    assert lisible(str(refus.value)) == (
        "Lozère (48) : département absent des données de 2024, à l’export comme à l’import. Importez les archives "
        "entières (« fiches donnees importer ARCHIVE… ») ; « fiches donnees controler » dit ce qui leur manque."
    )


def test_les_trimestres_absents_sont_ceux_du_departement_et_du_sens(importer_lignes):
    lignes = [f"E;{t};2024;46;12;C30C;3030;DE;1000;1\n" for t in (1, 3)]
    lignes += [f"{f};{t};2024;31;12;C30C;3030;DE;1000;1\n" for f in "EI" for t in (1, 2, 3, 4)]
    annee = chargement.charger(2024, importer_lignes("".join(lignes)))
    lot, garonne = (annee.territoire(territoires.departement(code)) for code in ("46", "31"))
    assert (lot.exportations.trimestres_absents, lot.importations.trimestres_absents) == ((2, 4), ())
    assert garonne.exportations.trimestres_absents == garonne.importations.trimestres_absents == ()
    assert annee.france.exportations.trimestres_absents == ()
    assert (lot.exportations.valeur, annee.region(territoires.departement("46")).exportations.valeur) == (2000, 6000)


def test_une_fiche_de_vraies_donnees_ne_se_dit_pas_simulee(donnees, tmp_path, monkeypatch):
    monkeypatch.setenv("FICHES_COMMENTAIRES", str(tmp_path))
    (tmp_path / "46.md").write_text("Un mot.", encoding="utf-8")
    fiche = Fiche("46", 2024, donnees)
    assert (str(fiche), fiche.demonstration) == ("Fiche du Lot, 2024", False)
    assert (fiche.region.lieu.code, fiche.region.nom) == ("region-76", "Occitanie")
    assert fiche.commentaire
    assert "Un mot." in str(fiche.commentaire._repr_mimebundle_())


def test_les_activites_vont_des_importations_aux_exportations_dix_de_chaque(importer_lignes):
    produits = [f"C10{lettre}" for lettre in "ABCDEFGHK"] + ["C11Z", "C12Z", "C13Z"]
    lignes = [
        f"{f};{t};2024;46;12;{p};0311;DE;{100 - rang};1\n"
        for f in "EI"
        for t in (1, 2, 3, 4)
        for rang, p in enumerate(produits)
    ]
    departement = chargement.charger(2024, importer_lignes("".join(lignes))).territoire(territoires.departement("46"))
    activites = departement.activites()
    assert activites["sens"].tolist() == ["I"] * 11 + ["E"] * 11
    assert activites.index.tolist() == list(range(22))
    assert activites["produit"].tolist()[10] == "AUTRES"
    assert departement.activites(3)["valeur"].tolist() == [400, 396, 392, 3348] * 2


def test_un_import_pendant_la_lecture_ne_mele_pas_deux_etats(importer_lignes, monkeypatch):
    def lignes(valeur: int) -> str:
        return "".join(f"{f};{t};2024;46;12;C30C;3030;DE;{valeur};1\n" for f in "EI" for t in (1, 2, 3, 4))

    dossier, cube = importer_lignes(lignes(1000)), Entrepot.cube

    def cube_puis_import(entrepot: Entrepot, annee: int):
        lu = cube(entrepot, annee)
        importer_lignes(lignes(2000))
        return lu

    monkeypatch.setattr(Entrepot, "cube", cube_puis_import)
    with pytest.raises(ErreurDonnees, match="Un import a changé les données de 2024 pendant leur lecture"):
        chargement.charger(2024, dossier)
    monkeypatch.setattr(Entrepot, "cube", cube)
    assert chargement.charger(2024, dossier).france.exportations.valeur == 8000
