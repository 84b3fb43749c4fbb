"""La campagne : ce qui se refait, ce qui se garde, ce qu’un échec laisse derrière lui.

Le carnet, lui, n’est exécuté que dans tests/commande : ici, une doublure rend aussitôt.
"""

import errno
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

import nbformat
import pytest
from filelock import FileLock
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from fiches import campagne
from fiches.campagne import fabrication, manifeste, repartition
from fiches.campagne.demande import Demande
from fiches.campagne.manifeste import Entree
from fiches.carnet import commentaires
from fiches.carnet.execution import CarnetInterrompu
from fiches.carnet.parametres import Parametres
from fiches.donnees.lieu import Departement
from fiches.donnees.territoires import departement
from fiches.socle.empreinte import sha256
from fiches.socle.erreurs import ErreurDemande, ErreurFiche

LOT, GERS, PARIS = departement("46"), departement("32"), departement("75")


class Muet:
    """Un suivi qui ne montre rien."""

    def commence(self, lieu: Departement) -> None: ...

    def finit(self, lieu: Departement, entree: Entree) -> None: ...


class Carnets:
    """Doublure de l’exécution : `fautes` associe à un département ce que son carnet lève."""

    def __init__(self) -> None:
        self.executes: list[str] = []
        self.donnes: list[dict[str, object]] = []
        self.fautes: dict[str, Exception] = {}

    def executer(self, _modele: object, donnes: dict[str, str], **_: object) -> object:
        code = str(donnes["departement"])
        self.executes.append(code)
        self.donnes.append(dict(donnes))
        if code in self.fautes:
            raise self.fautes[code]
        releve = {"fiches": {"fichiers": {}, "donnees": {}}}
        return new_notebook(cells=[new_markdown_cell(f"# Fiche {code}", id="titre")], metadata=releve)


@pytest.fixture
def carnets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Carnets:
    doublure = Carnets()
    monkeypatch.setattr(fabrication, "executer", doublure.executer)
    monkeypatch.setattr(fabrication.Fabrique, "prete", lambda _soi: nullcontext())
    monkeypatch.setattr(repartition, "SUR_PLACE", False)  # sans fork : la doublure compte ce qu’elle fait
    monkeypatch.setenv("FICHES_DONNEES", "")  # la campagne les change : à remettre
    monkeypatch.setenv("FICHES_COMMENTAIRES", "")
    monkeypatch.setenv("FICHES_VOISINES", "")
    return doublure


@pytest.fixture
def produire(carnets: Carnets, donnees_demo: Path, tmp_path: Path):
    """Produit des fiches ; rend leurs entrées, telles que le manifeste les garde."""
    modele = tmp_path / "modele.ipynb"
    nbformat.write(new_notebook(), modele)

    def produire_fiches(*lieux, forcer: bool = False, voisines: str = "", **parametres: object) -> dict[str, Entree]:
        demande = Demande(
            Parametres.model_validate(
                {"carnet": str(modele), "commentaires": str(tmp_path / "commentaires")} | parametres
            ),
            lieux or (LOT, PARIS),
            donnees_demo,
            tmp_path / "r",
            jobs=1,
            forcer=forcer,
            voisines=frozenset(voisines.split()),
        )
        bilan = campagne.produire(demande, Muet())
        assert bilan.reussi == (not bilan.echecs)
        relues = manifeste.lire(demande.dossier).fiches
        assert bilan.entrees.items() <= relues.items()
        return relues

    return produire_fiches


def statuts(entrees: dict[str, Entree]) -> dict[str, str]:
    return {code: entree.statut for code, entree in entrees.items()}


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return tmp_path / "r" / "2024"


def test_une_fiche_faite_donne_page_carnet_et_chiffres(produire, dossier):
    entree = produire(LOT)["46"]
    assert sorted(f.name for f in dossier.glob("46*")) == ["46-lot.html", "46-lot.ipynb", "46-lot.xlsx"]
    assert entree.page == "46-lot.html"
    assert entree.indicateurs is not None
    assert entree.indicateurs["exportations"]["total"] > 0


def test_rien_n_a_change_rien_n_est_refait(produire, carnets):
    produire()
    assert statuts(produire()) == {"46": "inchangee", "75": "inchangee"}
    assert carnets.executes == ["46", "75"]


def test_deux_passages_sans_rien_faire_restent_inchanges(produire):
    produire()
    produire()
    assert set(statuts(produire()).values()) == {"inchangee"}


def test_forcer_refait_ce_qui_n_a_pas_change(produire, carnets):
    produire(LOT)
    assert statuts(produire(LOT, forcer=True)) == {"46": "produite"}
    assert carnets.executes == ["46", "46"]


def test_une_page_effacee_ou_retouchee_est_refaite(produire, dossier):
    produire()
    (dossier / "46-lot.html").unlink()
    (dossier / "75-paris.html").write_text("retouchée à la main", encoding="utf-8")
    assert statuts(produire()) == {"46": "produite", "75": "produite"}
    assert "retouchée" not in (dossier / "75-paris.html").read_text(encoding="utf-8")


def test_un_commentaire_ne_refait_que_sa_fiche(produire, tmp_path):
    produire()
    (tmp_path / "commentaires").mkdir()
    (tmp_path / "commentaires" / "46.md").write_text("Un mot de l’analyste.", encoding="utf-8")
    assert statuts(produire()) == {"46": "produite", "75": "inchangee"}
    (tmp_path / "commentaires" / "46.md").write_text("Un autre mot.", encoding="utf-8")
    assert statuts(produire()) == {"46": "produite", "75": "inchangee"}


def test_une_fiche_voisine_qui_arrive_refait_celles_qui_y_renvoient(produire):
    produire(voisines="46 75")
    assert statuts(produire(voisines="46 75 32")) == {"46": "inchangee", "75": "inchangee"}
    assert statuts(produire(voisines="46 75 32 12")) == {"46": "produite", "75": "inchangee"}


def test_une_voisine_en_echec_reste_une_fiche_du_dossier(produire, carnets):
    carnets.fautes["12"] = ErreurFiche("rien à faire")
    assert statuts(produire(LOT, departement("12"), voisines="46 12")) == {"46": "produite", "12": "echec"}
    assert statuts(produire(LOT, voisines="46"))["46"] == "inchangee"


def test_un_carnet_modifie_refait_tout(produire, tmp_path):
    produire()
    nbformat.write(new_notebook(cells=[new_markdown_cell("autre")]), tmp_path / "modele.ipynb")
    assert statuts(produire()) == {"46": "produite", "75": "produite"}


@pytest.mark.parametrize(
    "sans_effet",
    [
        {"limite_par_cellule": 300},
        {"titre": "Autre titre"},
        {"departements": ["46"]},
        {"references": {"source": "ailleurs"}},
        {"exceptions": {"32": {"pays": 15}}},
    ],
)
def test_ce_dont_la_page_ne_depend_pas_ne_refait_rien(produire, sans_effet):
    produire()
    assert set(statuts(produire(**sans_effet)).values()) == {"inchangee"}


def test_enregistrer_le_carnet_avec_ses_sorties_ne_refait_rien(produire, tmp_path):
    """L’analyste a ouvert et exécuté le carnet : son texte et son code n’ont pas changé."""
    carnet = new_notebook(cells=[new_code_cell("1 + 1"), new_markdown_cell("Un {eval}`1`", id="texte")])
    nbformat.write(carnet, tmp_path / "modele.ipynb")
    produire()
    carnet.cells[0].outputs, carnet.cells[0].execution_count = [new_output("stream", text="2")], 4
    carnet.cells[1].metadata["user_expressions"] = []
    nbformat.write(carnet, tmp_path / "modele.ipynb")
    assert set(statuts(produire()).values()) == {"inchangee"}
    carnet.cells[0].metadata["tags"] = ["masquer"]
    nbformat.write(carnet, tmp_path / "modele.ipynb")
    assert set(statuts(produire()).values()) == {"produite"}


def test_une_exception_ne_refait_que_son_departement(produire, carnets):
    produire()
    ecart = {"exceptions": {"75": {"pays": 15}}}
    assert statuts(produire(**ecart)) == {"46": "inchangee", "75": "produite"}
    assert set(statuts(produire(**ecart)).values()) == {"inchangee"}
    assert carnets.donnes[-1] == {"departement": "75", "annee": 2024, "pays": 15}
    # Un réglage commun ne refait pas celui qui a le sien.
    assert statuts(produire(reglages={"pays": 8}, **ecart)) == {"46": "produite", "75": "inchangee"}


def test_la_charte_refait_tout_quand_son_contenu_change(produire, tmp_path, dossier):
    charte = tmp_path / "charte"
    charte.mkdir()
    (charte / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', encoding="utf-8")
    (charte / "logo.txt").write_text("Préfet du Lot", encoding="utf-8")
    produire()
    assert set(statuts(produire(charte=str(charte))).values()) == {"produite"}
    assert 'alt="Préfet du Lot"' in (dossier / "46-lot.html").read_text(encoding="utf-8")
    assert set(statuts(produire(charte=str(charte.rename(tmp_path / "autre nom")))).values()) == {"inchangee"}
    (tmp_path / "autre nom" / "logo.txt").write_text("Préfète du Lot", encoding="utf-8")
    assert set(statuts(produire(charte=str(tmp_path / "autre nom"))).values()) == {"produite"}


def test_masquer_une_section_refait_tout(produire, tmp_path):
    nbformat.write(new_notebook(cells=[new_markdown_cell("## Contexte")]), tmp_path / "modele.ipynb")
    produire()
    assert set(statuts(produire(sections_masquees=["Contexte"])).values()) == {"produite"}
    assert set(statuts(produire(sections_masquees=["Contexte"])).values()) == {"inchangee"}


def test_les_fiches_des_autres_campagnes_restent_au_manifeste(produire):
    produire(LOT)
    assert statuts(produire(PARIS)) == {"46": "produite", "75": "produite"}


def test_un_echec_retire_l_ancienne_page_et_n_arrete_rien(produire, carnets, dossier):
    produire(LOT, GERS, PARIS)
    carnets.fautes["32"] = ErreurFiche("raison de l’échec")
    entrees = produire(LOT, GERS, PARIS, forcer=True)
    assert statuts(entrees) == {"32": "echec", "46": "produite", "75": "produite"}
    assert entrees["32"].erreur == "raison de l’échec"
    assert {p.name for p in dossier.glob("[0-9]*.html")} == {"46-lot.html", "75-paris.html"}


def test_une_fiche_en_echec_est_retentee_meme_si_rien_n_a_change(produire, carnets):
    carnets.fautes["46"] = ErreurFiche("réseau de données coupé")
    assert statuts(produire()) == {"46": "echec", "75": "produite"}
    carnets.fautes.clear()
    assert statuts(produire()) == {"46": "produite", "75": "inchangee"}


def test_un_carnet_interrompu_est_garde_et_l_erreur_dit_ou_il_est(produire, carnets, dossier):
    interrompu = new_notebook(cells=[new_markdown_cell("jusqu’ici")])
    carnets.fautes["46"] = CarnetInterrompu("cellule 4, division par zéro", interrompu)
    chemin = dossier / "46-lot.ipynb"
    attendu = "cellule 4, division par zéro. Carnet exécuté, à ouvrir dans JupyterLab, à côté des pages : 46-lot.ipynb"
    assert produire(LOT)["46"].erreur == attendu.replace(" : ", "\u00a0: ")
    assert nbformat.read(chemin, as_version=4).cells[0].source == "jusqu’ici"


def test_un_dossier_la_ou_va_une_page_fait_echouer_cette_fiche_seule(produire, dossier):
    (dossier / "46-lot.html").mkdir(parents=True)
    entrees = produire()
    assert {code: entree.statut for code, entree in entrees.items()} == {"46": "echec", "75": "produite"}
    assert entrees["46"].erreur == "46-lot.html : écriture impossible (c’est un dossier)."


def test_un_defaut_du_programme_se_nomme_sans_trace(produire, carnets):
    carnets.fautes["46"] = RuntimeError("imprévu")
    entrees = produire()
    assert entrees["46"].erreur is not None
    assert entrees["46"].erreur.startswith(
        "défaut du programme, à signaler : RuntimeError('imprévu') (test_campagne.py"
    )
    assert entrees["75"].statut == "produite"


def test_un_disque_plein_arrete_la_campagne_et_garde_les_anciennes_pages(produire, dossier, monkeypatch):
    produire()
    avant = {code: entree.sha256 for code, entree in manifeste.lire(dossier).fiches.items()}
    ecrire = fabrication.ecrire_ensemble

    def plein(contenus: Mapping[Path, bytes]) -> None:
        if any(chemin.name.startswith("46") for chemin in contenus):
            raise OSError(errno.ENOSPC, "No space left on device", "46-lot.html")
        ecrire(contenus)

    monkeypatch.setattr(fabrication, "ecrire_ensemble", plein)
    with pytest.raises(ErreurFiche, match=r"46-lot\.html : écriture impossible .*La campagne s’arrête"):
        produire(forcer=True)
    tenues = manifeste.lire(dossier)
    assert {code: entree.sha256 for code, entree in tenues.fiches.items()} == avant
    assert sha256(dossier / "46-lot.html") == avant["46"]
    monkeypatch.setattr(fabrication, "ecrire_ensemble", ecrire)
    assert statuts(produire(forcer=True)) == {"46": "produite", "75": "produite"}


def test_seuls_les_fichiers_d_une_campagne_sont_remplaces_ou_retires(produire, carnets, dossier):
    dossier.mkdir(parents=True)
    (dossier / "46-lot.pdf").write_text("à moi", encoding="utf-8")
    (dossier / "75-paris.html").write_text("à moi", encoding="utf-8")
    with pytest.raises(ErreurDemande, match=r"75-paris\.html existe déjà, et aucun campagne\.json"):
        produire()
    assert {f.name for f in dossier.iterdir() if not f.name.startswith(".")} == {"46-lot.pdf", "75-paris.html"}
    (dossier / "75-paris.html").unlink()
    produire()
    carnets.fautes["46"] = RuntimeError("imprévu")
    assert statuts(produire(forcer=True)) == {"46": "echec", "75": "produite"}
    assert (dossier / "46-lot.pdf").read_text(encoding="utf-8") == "à moi"
    assert not (dossier / "46-lot.html").exists()


def test_un_commentaire_illisible_ne_fait_echouer_que_sa_fiche(produire, carnets, tmp_path):
    produire()
    (tmp_path / "commentaires").mkdir()
    (tmp_path / "commentaires" / "46.md").write_bytes(b"accentu\xe9")
    with pytest.raises(ErreurFiche, match=r"46\.md : commentaire illisible. Enregistrez-le en UTF-8") as erreur:
        commentaires.lire("46", dossier=tmp_path / "commentaires")
    carnets.fautes["46"] = erreur.value
    assert statuts(produire()) == {"46": "echec", "75": "inchangee"}


@pytest.mark.parametrize("contenu", ["", '{"pas', "[]", '{"nbformat": 4, "nbformat_minor": 5}', "{}"])
def test_un_carnet_modele_illisible_se_dit_et_rien_n_est_ecrit(produire, tmp_path, dossier, contenu):
    (tmp_path / "modele.ipynb").write_text(contenu, encoding="utf-8")
    with pytest.raises(ErreurDemande, match=r"modele.ipynb : ce (fichier est vide|n’est pas un carnet Jupyter)"):
        produire()
    assert not dossier.exists()


def test_un_dossier_de_sortie_impossible_se_dit(produire, tmp_path):
    (tmp_path / "r").write_text("un fichier, pas un dossier", encoding="utf-8")
    with pytest.raises(ErreurDemande, match=r"r/2024 : écriture impossible \(.+--sortie"):
        produire()


def test_deux_campagnes_n_ecrivent_pas_ensemble(produire, carnets, dossier):
    dossier.mkdir(parents=True)
    with (
        FileLock(dossier / ".campagne.verrou"),
        pytest.raises(ErreurDemande, match="une autre campagne écrit dans ce dossier"),
    ):
        produire()
    assert carnets.executes == []
    assert statuts(produire()) == {"46": "produite", "75": "produite"}


def test_un_manifeste_abime_arrete_avant_de_rien_refaire(produire, carnets, dossier):
    produire(LOT)
    (dossier / manifeste.NOM).write_text("{", encoding="utf-8")
    with pytest.raises(ErreurDemande, match="manifeste illisible"):
        produire()
    assert carnets.executes == ["46"]
    assert (dossier / "46-lot.html").exists()


def test_deux_series_ne_se_melent_pas_dans_un_dossier(produire, tmp_path, dossier):
    produire(LOT)
    nbformat.write(new_notebook(), tmp_path / "autre.ipynb")
    with pytest.raises(
        ErreurDemande, match=r"contient la série du carnet «\u00a0modele\.ipynb\u00a0».+clé «\u00a0dossier\u00a0»"
    ):
        produire(PARIS, carnet=str(tmp_path / "autre.ipynb"))
    assert not (dossier / "75-paris.html").exists()
    produire_ailleurs = {"carnet": str(tmp_path / "autre.ipynb"), "dossier": "autre-{annee}"}
    assert statuts(produire(PARIS, **produire_ailleurs)) == {"75": "produite"}
    assert (tmp_path / "r" / "autre-2024" / "75-paris.html").exists()
