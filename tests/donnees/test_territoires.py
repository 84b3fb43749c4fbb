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
    (figeac,) = territoires.territoires_industrie("46")
    assert (figeac.code, figeac.nom, figeac.departements) == (
        "ti-7603", "Aurillac – Figeac – Rodez", ("12", "15", "46")
    )  # fmt: skip
    voisins = ["Nord Franche-Comté", "Sud Haute-Marne", "Vosges Saonoises"]  # par nom : la table, elle, est par région
    assert [t.nom for t in territoires.territoires_industrie("70")] == voisins
    assert territoires.territoires_industrie("40") == territoires.territoires_industrie("75") == []


@pytest.mark.parametrize(
    ("ecrit", "code"),
    [("46", "46"), (1, "01"), ("2A", "20"), ("971", "971"), ("Occitanie", "region-76"), ("occitanie", "region-76"),
     ("region-76", "region-76"), ("REGION-76", "region-76"), ("ile de france", "region-11"),
     ("Île-de-France", "region-11"),
     ("provence alpes cote d'azur", "region-93"), ("Corse", "region-94"), ("La Réunion", "region-04"),
     ("Mayotte", "region-06"), ("ti-0601", "ti-0601"), ("ti-7603", "ti-7603"), ("TI-7603", "ti-7603"),
     ("aurillac figeac rodez", "ti-7603"), ("France", "france"), ("france entière", "france")],
)  # fmt: skip
def test_un_lieu_s_ecrit_comme_on_le_dit(ecrit, code):
    assert territoires.lieu(ecrit).code == code


@pytest.mark.parametrize(
    ("ecrit", "attendu"),
    [("Ocitanie", "region-76 (Occitanie)"), ("Lot", "46 (Lot)"), ("Aurillac – Figeac", "ti-7603 (Aurillac"),
     ("region-77", "region-76 (Occitanie)"), ("ti-7699", "ti-760"), ("99", "Monaco"), ("", "attendu")],
)  # fmt: skip
def test_un_lieu_inconnu_est_refuse_avec_les_plus_proches(ecrit, attendu):
    with pytest.raises(ErreurDemande, match=re.escape(attendu)):
        territoires.lieu(ecrit)


def test_trois_cent_deux_lieux_ont_chacun_leur_code_et_leurs_fichiers():
    tous = territoires.tous()
    assert len(tous) == 302
    assert len({lieu.code for lieu in tous}) == len({lieu.fichier for lieu in tous}) == 302
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", lieu.fichier) for lieu in tous)
    assert [territoires.lieu(code).fichier for code in ("46", "region-76", "ti-7603", "france")] == [
        "46-lot", "region-occitanie", "ti-aurillac-figeac-rodez", "france"
    ]  # fmt: skip
    assert all(territoires.lieu(lieu.code) == lieu for lieu in tous)


def test_les_communes_d_un_territoire_se_repartissent_entre_ses_departements():
    multiples = [t for t in territoires.du_genre("territoire") if len(territoires.departements_de(t)) > 1]
    assert len(multiples) == 65
    assert dict(territoires.lieu("ti-7603").communes) == {"12": 127, "15": 174, "46": 201}


@pytest.mark.parametrize(
    ("code", "attendus"),
    [("46", ["12", "15", "region-76", "ti-7603", "france"]), ("20", ["region-94"]), ("ti-7603", ["12", "15", "46"]),
     ("region-94", ["20", "ti-9401", "france"]), ("france", ["region-01", "region-94"])],
)  # fmt: skip
def test_une_fiche_renvoie_a_ce_qui_la_compose_ou_la_contient(code, attendus):
    renvois = [lieu.code for lieu in territoires.renvois(territoires.lieu(code))]
    assert code not in renvois
    assert set(attendus) <= set(renvois)


def test_chaque_departement_a_une_region_connue():
    assert {territoires.region(d.region).insee for d in territoires.departements_publies()} == set(
        nomenclatures.regions().index
    )


def test_monaco_est_refuse_avec_la_raison():
    with pytest.raises(ErreurDemande, match="Monaco n’a pas de fiche ; ses échanges comptent dans Provence"):
        territoires.departement("99")


def test_les_dix_huit_regions_se_disent_bien():
    """La liste attendue a été relue région par région."""
    regions = [territoires.region(code) for code in nomenclatures.regions().index]
    assert [" | ".join((r.insee, r.nom, r.de, r.dans, r.sujet)) for r in regions] == attendus("regions")


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
