"""Les lieux : leurs codes, leurs noms, et comment on en parle."""

import re
from pathlib import Path

import pytest

from fiches.donnees import nomenclatures, territoires
from fiches.socle.erreurs import ErreurDemande

pytestmark = pytest.mark.usefixtures("tables_relues")


def attendus(liste: str) -> list[str]:
    """Une liste relue à l’œil, ligne par ligne."""
    return (Path(__file__).parent / "attendus" / f"{liste}.txt").read_text(encoding="utf-8").splitlines()


def test_les_cent_departements_se_disent_bien():
    """La liste attendue a été relue département par département."""
    dits = [" | ".join((d.code, d.nom, d.de, d.dans, d.sujet, d.fichier)) for d in territoires.departements_publies()]
    assert dits == attendus("departements")
    assert len(dits) == 100


@pytest.mark.parametrize(
    ("ecrit", "code"),
    [("46", "46"), (46, "46"), (1, "01"), ("1", "01"), (" 01 ", "01"), ("2a", "20"), ("2B", "20"), ("20", "20"),
     ("2A", "20"), ("2b", "20"), ("95", "95"),
     ("974", "974"), (974, "974"), ("9d", "974"), ("9A", "971"), ("9E", "976")],
)  # fmt: skip
def test_un_departement_s_ecrit_comme_on_le_dit(ecrit, code):
    assert territoires.departement(ecrit).code == code


@pytest.mark.parametrize(
    ("ecrit", "attendu"),
    [("46 bis", "46 (Lot)"), ("100", "10 (Aube)"), ("lozere", "48 (Lozère)"), ("lott", "46 (Lot)"),
     ("975", "976 (Mayotte)"), ("99", "Monaco"), ("", "attendu"),
     ("seine-st-denis", "Seine-Saint-Denis")],
)  # fmt: skip
def test_un_departement_inconnu_est_refuse_avec_les_plus_proches(ecrit, attendu):
    with pytest.raises(ErreurDemande, match=re.escape(attendu)):
        territoires.departement(ecrit)


def test_la_corse_et_l_outre_mer_forment_chacun_une_region():
    seuls = {d.code for d in territoires.departements_publies() if d.forme_region}
    assert seuls == {"20", "971", "972", "973", "974", "976"}


def test_les_noms_de_fichiers_sont_uniques_et_sans_accents():
    noms = [d.fichier for d in territoires.departements_publies()]
    assert len(set(noms)) == 100
    assert all(re.fullmatch(r"[0-9]{2,3}-[a-z]+(-[a-z]+)*", nom) for nom in noms)


def test_les_territoires_d_industrie():
    assert territoires.territoires_industrie("46") == [
        territoires.TerritoireIndustrie("Aurillac – Figeac – Rodez", ("12", "15", "46"))
    ]
    voisins = ["Nord Franche-Comté", "Sud Haute-Marne", "Vosges Saonoises"]  # par nom : la table, elle, est par région
    assert [t.nom for t in territoires.territoires_industrie("70")] == voisins
    assert territoires.territoires_industrie("40") == territoires.territoires_industrie("75") == []
    connus = {d.code for d in territoires.departements_publies()}
    for texte in nomenclatures.territoires_industrie()["departements"]:
        assert texte.split()
        assert set(texte.split()) <= connus


def test_chaque_departement_a_une_region_connue():
    assert {territoires.region(d.region).code for d in territoires.departements_publies()} == set(
        nomenclatures.regions().index
    )


def test_monaco_est_refuse_avec_la_raison():
    with pytest.raises(ErreurDemande, match="Monaco n’a pas de fiche ; ses échanges comptent dans Provence"):
        territoires.departement("99")


def test_les_dix_huit_regions_se_disent_bien():
    """La liste attendue a été relue région par région."""
    regions = [territoires.region(code) for code in nomenclatures.regions().index]
    assert [" | ".join((r.code, r.nom, r.de, r.dans, r.sujet)) for r in regions] == attendus("regions")


@pytest.mark.parametrize("code", ["99", "Loo", "lot", "ABC", "9", "", "²", "46 ", "0", "300", "haute", "alpe"])
def test_ce_que_l_on_repond_a_un_code(code: str, snapshot):
    try:
        reponse = territoires.departement(code).nom
    except ErreurDemande as refus:
        reponse = str(refus)
    assert reponse == snapshot


def test_une_region_inconnue_se_voit_proposer_toutes_les_autres(snapshot):
    with pytest.raises(ErreurDemande) as refus:
        territoires.region("12")
    assert str(refus.value) == snapshot


def test_un_lieu_a_son_code_des_douanes_et_son_sujet():
    assert (territoires.departement("976").code_douane, territoires.departement("46").code_douane) == ("9E", "46")
    assert territoires.region("76").sujet == "l’Occitanie"


def test_les_departements_d_une_meme_region_se_suivent():
    lieux = [territoires.departement(code) for code in ("81", "75", "12", "77", "46")]
    assert [lieu.code for lieu in territoires.par_region(lieux)] == ["75", "77", "12", "46", "81"]
