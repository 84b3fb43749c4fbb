"""Ce que la commande montre : une ligne par fiche, puis un bilan qui dit où sont les pages et ce qui a échoué."""

import errno
import io
from pathlib import Path

import pytest
from rich.console import Console

from fiches import cli
from fiches.campagne import Bilan
from fiches.campagne.demande import Demande
from fiches.campagne.manifeste import Entree
from fiches.carnet.parametres import Parametres
from fiches.cli import options
from fiches.cli.affichage import conclure, suivre
from fiches.donnees.territoires import departement, departements_publies

LOT, GERS, PARIS = departement("46"), departement("32"), departement("75")
FAITE = Entree("produite", 1.25, "e", page="46-lot.html")
GARDEE = Entree("inchangee", 0.0, "e", page="75-paris.html")
RATEE = Entree("echec", 0.5, "e", erreur="cellule 4 : [division] par zéro.")


def demande(*lieux) -> Demande:
    return Demande(Parametres(), lieux, Path("d"), Path("r"), jobs=1)


def console(**options: object) -> Console:
    return Console(file=io.StringIO(), width=200, highlight=False, soft_wrap=True, **options)


def lire(ecran: Console) -> str:
    assert isinstance(ecran.file, io.StringIO)
    return ecran.file.getvalue()


def conclusion(entrees: dict[str, Entree], *lieux, demonstration: bool = False) -> list[str]:
    ecran = console()
    conclure(ecran, demande(*lieux), Bilan(entrees, demonstration))
    return lire(ecran).splitlines()


def test_hors_d_un_terminal_chaque_fiche_a_sa_ligne():
    ecran = console()
    with suivre(ecran, demande(LOT, PARIS, GERS)) as suivi:
        suivi.finit(LOT, FAITE)
        suivi.finit(PARIS, GARDEE)
        suivi.finit(GERS, RATEE)
    assert lire(ecran).splitlines() == [
        "[1/3] Lot (46) : produite en 1,2\u00a0s",
        "[2/3] Paris (75) : inchangée",
        "[3/3] Gers (32) : échec : cellule 4 : [division] par zéro.",
    ]


def test_dans_un_terminal_on_voit_ce_qui_est_en_cours():
    ecran = console(force_terminal=True)
    with suivre(ecran, demande(LOT, GERS, PARIS)) as suivi:
        suivi.commence(LOT)
        suivi.commence(GERS)
        suivi.finit(LOT, FAITE)
        suivi.barre.refresh()
    dernier = lire(ecran).split("1/3")[-1]
    assert "Gers" in dernier
    assert "Lot" not in dernier


def test_dans_un_terminal_seul_un_echec_reste_a_l_ecran():
    ecran = console(force_terminal=True)
    with suivre(ecran, demande(LOT, GERS)) as suivi:
        suivi.finit(LOT, FAITE)
        suivi.finit(GERS, RATEE)
    assert "Gers (32) : échec : cellule 4 : [division] par zéro." in lire(ecran)
    assert "produite en" not in lire(ecran)


def test_une_seule_fiche_dit_seulement_ou_est_la_page():
    assert conclusion({"46": FAITE}, LOT) == ["r/2024/46-lot.html"]


@pytest.mark.parametrize(
    ("entrees", "attendu"),
    [
        ({"46": FAITE, "75": FAITE}, "2 produites."),
        ({"46": FAITE, "75": GARDEE}, "1 produite et 1 inchangée."),
        ({"46": FAITE, "75": GARDEE, "32": RATEE}, "1 produite, 1 inchangée et 1 en échec."),
    ],
)
def test_le_bilan_compte_ce_qui_est_arrive(entrees, attendu):
    assert attendu in conclusion(entrees, LOT, PARIS, GERS)


def test_une_meme_erreur_se_dit_une_fois_pour_tous_ses_departements():
    lignes = conclusion({"46": RATEE, "32": RATEE, "75": GARDEE}, LOT, GERS, PARIS)
    assert [ligne for ligne in lignes if "division" in ligne] == [
        "Échec – Lot (46), Gers (32) : cellule 4 : [division] par zéro."
    ]


def test_l_echec_d_une_seule_fiche_n_est_pas_redit_mais_sa_page_est_dite_retiree():
    assert conclusion({"46": RATEE}, LOT) == [
        "Une fiche en échec n’a plus de page : la précédente, s’il y en avait une, est retirée."
    ]


def test_les_donnees_simulees_se_rappellent_et_les_vraies_non():
    assert "simulées" in conclusion({"46": FAITE}, LOT, demonstration=True)[0]
    assert not any("simulées" in ligne for ligne in conclusion({"46": FAITE}, LOT))


def test_cent_pages_ne_font_pas_cent_lignes():
    lieux = departements_publies()
    entrees = {lieu.code: Entree("produite", 1.0, "e", page=f"{lieu.code}.html") for lieu in lieux}
    assert conclusion(entrees, *lieux) == [
        "100 produites.",
        "100 pages dans r/2024",
        "Pour les parcourir ou les partager : r/2024/index.html",
    ]


def test_un_nom_de_fichier_ne_commande_pas_le_terminal(capsys):
    options.Console(highlight=False, soft_wrap=True).print("r\x1b[2J\x07.html\nsuite", markup=False)
    assert capsys.readouterr().out == "r?[2J?.html\nsuite\n"


def test_un_refus_du_systeme_se_dit_en_une_phrase_ou_qu_il_arrive(monkeypatch, capsys):
    def refuser(**_):
        raise IsADirectoryError(errno.EISDIR, "Is a directory", "reports/2024/index.html")

    monkeypatch.setattr(cli, "app", refuser)
    assert cli._executer() == 2
    dit = capsys.readouterr().err
    assert dit.replace("\u00a0", " ") == (
        "Erreur : reports/2024/index.html : le système refuse (c’est un dossier). Vérifiez la place et les droits.\n"
    )
