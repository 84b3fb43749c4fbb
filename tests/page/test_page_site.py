"""Le sommaire du site : carte, tableau, recherche, Territoires d’industrie ; accessible, hors connexion."""

import dataclasses
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from essais_navigateur import montre_sa_suite, tient_dans
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from fiches.donnees import territoires
from fiches.donnees.territoires import departement
from fiches.graphiques.dessin.france import contours
from fiches.page.carte_du_site import INDICATEURS
from fiches.page.sommaire import FicheDuSite, sommaire

SOLDE = next(i for i in INDICATEURS if i.signe)


def fiche(code: str, exportations: int = 636_400_000, importations: int = 662_400_000, **options) -> FicheDuSite:
    lieu = departement(code)
    sens = {
        "exportations": {"total": exportations, "part_region": None, "part_france": exportations / 10**12},
        "importations": {"total": importations, "part_region": None, "part_france": importations / 10**12},
    }
    return FicheDuSite(lieu, **({"page": f"{lieu.fichier}.html", "indicateurs": sens} | options))


def page(*fiches: FicheDuSite, **options) -> str:
    defauts = {
        "titre": "Commerce extérieur",
        "annee": 2024,
        "demonstration": True,
        "archives": ["a.zip"],
        "controle": False,
    }
    return sommaire(fiches, **(defauts | options))


LIEUX = [fiche("46"), fiche("971", 30_000_000, 900_000_000), fiche("75", 9 * 10**9, 10**9), fiche("20", 0, 0)]


def test_les_memes_arguments_donnent_les_memes_octets_quel_que_soit_leur_ordre():
    assert page(*LIEUX) == page(*reversed(LIEUX))


@pytest.mark.parametrize(
    ("jours", "dit"),
    [
        (["2026-11-24", "2026-11-24"], "Fiches produites le 24\u00a0novembre 2026."),
        (["2026-11-24", "2026-10-01"], "Fiches produites du 1er\u00a0octobre 2026 au 24\u00a0novembre 2026."),
        ([None, None], "année 2024."),
    ],
)
def test_le_sommaire_dit_quand_ses_fiches_ont_ete_produites(jours, dit):
    dates = [jour and date.fromisoformat(jour) for jour in jours]
    html = page(*(fiche(code, faite_le=faite) for code, faite in zip(("46", "32"), dates, strict=True)))
    date_des_donnees = BeautifulSoup(html, "html.parser").find("p", string=re.compile("Date des données"))
    assert date_des_donnees.get_text().endswith(dit)


def test_chaque_departement_publie_a_son_trace_et_un_seul_lien():
    tous = [fiche(lieu.code) for lieu in territoires.departements_publies()]
    assert {code for code, _, _ in contours()} == {f.lieu.code for f in tous}
    soupe = BeautifulSoup(page(*tous), "html.parser")
    assert sorted(a["href"] for a in soupe.select(".carte a")) == sorted(str(f.page) for f in tous)


def test_une_page_qui_n_existe_pas_n_est_jamais_liee():
    soupe = BeautifulSoup(page(fiche("46"), fiche("32", page=None, indicateurs={})), "html.parser")
    adresses = {a["href"] for a in soupe.find_all("a") if a["href"].endswith(".html")}
    assert adresses == {"46-lot.html"}
    texte = soupe.get_text()
    assert "1 fiche à lire" in texte
    assert [li.get_text() for li in soupe.find("h2", string="En échec").find_next("ul").find_all("li")] == ["Gers (32)"]
    assert "Cette fiche n’a pas pu être produite\u202f; le fichier campagne.json" in texte
    assert "98 départements sans fiche" in texte


@pytest.mark.parametrize(
    ("codes", "dit"), [(["46", "32", "12", "48", "75"], 0), (["46", "32", "12", "48", "75", "20"], 3)]
)
def test_les_classes_ne_sont_dites_d_effectifs_egaux_que_si_elles_reunissent(codes: list[str], dit: int):
    html = page(*(fiche(code, 10**8 * rang) for rang, code in enumerate(codes)))
    assert html.count("Classes d’effectifs égaux") == dit


def test_chaque_territoire_d_industrie_mene_aux_fiches_presentes():
    soupe = BeautifulSoup(page(fiche("46"), fiche("12")), "html.parser")
    lignes = {
        li.get_text(" ", strip=True): [a["href"] for a in li.find_all("a")] for li in soupe.select(".territoires li")
    }
    attendus = {t.nom for code in ("46", "12") for t in territoires.territoires_industrie(code)}
    assert len(lignes) == len(attendus)
    assert all(liens and set(liens) <= {"46-lot.html", "12-aveyron.html"} for liens in lignes.values())


def test_un_texte_non_sur_reste_du_texte():
    class Scripts(HTMLParser):
        trouves = 0

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.trouves += tag == "script"

    lecteur = Scripts()
    lecteur.feed(page(fiche("46"), titre="<script>x</script>", archives=["<script>alert(1)</script>"]))
    assert lecteur.trouves == 1  # le nôtre


def test_un_territoire_d_industrie_au_nom_hostile_reste_du_texte(monkeypatch):
    hostile = dataclasses.replace(territoires.territoires_industrie("46")[0], nom="<script>alert(1)</script>\"'")
    monkeypatch.setattr(territoires, "territoires_industrie", lambda code: (hostile,))
    soupe = BeautifulSoup(page(fiche("46")), "html.parser")
    assert len(soupe.find_all("script")) == 1  # le nôtre
    assert hostile.nom in soupe.select_one(".territoires li").get_text()


@given(st.dictionaries(st.integers(0, 999).map(str), st.integers(-(10**12), 10**12), min_size=1))
def test_les_classes_suivent_les_valeurs_et_comptent_tout_le_monde(valeurs):
    for indicateur in INDICATEURS:
        rangs, classes = indicateur.classer(valeurs)
        assert rangs.keys() == valeurs.keys()
        assert all(0 <= rang < (4 if indicateur.signe else 5) for rang in rangs.values())
        ordonnes = sorted(valeurs, key=lambda code: valeurs[code])
        assert [rangs[c] for c in ordonnes] == sorted(rangs.values())
        assert [c.rang for c in classes] == sorted(set(rangs.values()))


@given(st.dictionaries(st.integers(0, 999).map(str), st.integers(-(10**12), 10**12), min_size=1))
def test_un_deficit_et_un_excedent_ne_sont_jamais_de_la_meme_couleur(valeurs):
    rangs, _ = SOLDE.classer(valeurs)
    assert all((rangs[code] <= 1) == (valeur < 0) for code, valeur in valeurs.items())


@pytest.fixture(scope="module")
def adresse(tmp_path_factory: pytest.TempPathFactory) -> str:
    dossier: Path = tmp_path_factory.mktemp("site")
    html = page(
        *(
            fiche(lieu.code, 10**8 * rang, 10**10 - 10**8 * rang)
            for rang, lieu in enumerate(territoires.departements_publies())
        )
    )
    assert len(html.encode()) < 400_000
    (dossier / "index.html").write_text(html, encoding="utf-8")
    (dossier / "46-lot.html").write_text("<!DOCTYPE html><title>Lot</title>", encoding="utf-8")
    return (dossier / "index.html").as_uri()


@pytest.fixture
def site(navigateur: Browser, adresse: str):
    onglet = navigateur.new_page(viewport={"width": 1280, "height": 900})
    requetes: list[str] = []
    onglet.on("request", lambda requete: requetes.append(requete.url))
    onglet.goto(adresse)
    assert requetes == [adresse]
    yield onglet
    onglet.close()


def noms(site: Page) -> list[str]:
    return site.locator("#departements tbody tr:visible th a").all_inner_texts()


@pytest.mark.navigateur
class TestDansLeNavigateur:
    @pytest.mark.parametrize("largeur", [360, 1280])
    def test_axe_ne_trouve_rien_et_rien_ne_deborde(self, site: Page, largeur: int):
        site.set_viewport_size({"width": largeur, "height": 900})
        resultats = Axe().run(site)
        assert resultats.violations_count == 0, resultats.generate_report()
        assert site.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    def test_sur_un_telephone_le_tableau_dit_qu_il_continue_et_sa_legende_se_lit_en_entier(self, site: Page):
        tableau = site.get_by_role("table", name="Exportations, importations et solde de chaque département en 2024")
        cadre, legende = site.locator(".defile"), tableau.locator("caption")
        site.set_viewport_size({"width": 360, "height": 900})
        assert montre_sa_suite(cadre)
        assert tient_dans(legende, cadre)
        cadre.evaluate("e => e.scrollLeft = 300")
        assert tient_dans(legende, cadre)
        site.set_viewport_size({"width": 1800, "height": 900})
        assert not montre_sa_suite(cadre)

    def test_la_recherche_ignore_accents_et_casse(self, site: Page):
        site.fill("#recherche", "CÔTES d'or")
        assert noms(site) == []
        rien = "Aucun département, aucune région ni aucun Territoire d’industrie ne correspond."
        assert site.get_by_role("status").inner_text() == rien
        site.fill("#recherche", "cote d or")
        assert noms(site) == ["Côte-d’Or"]
        assert site.inner_text("#trouves").startswith("1 département")
        site.fill("#recherche", "occitanie")
        assert len(noms(site)) == 13
        nom = territoires.territoires_industrie("46")[0].nom
        site.fill("#recherche", nom)
        assert "Lot" in noms(site)
        site.fill("#recherche", "")
        assert len(noms(site)) == 100
        assert site.inner_text("#trouves") == ""

    def test_la_corse_se_trouve_par_ses_anciens_numeros_et_la_carte_suit(self, site: Page):
        site.fill("#recherche", "2a")
        assert noms(site) == ["Corse"]
        assert site.locator(".carte a:not(.ecarte)").count() == 1
        site.fill("#recherche", "")
        assert site.locator(".carte a.ecarte").count() == 0

    def test_entree_ouvre_la_fiche_de_ce_nom(self, site: Page):
        site.fill("#recherche", "occitanie")
        site.press("#recherche", "Enter")  # treize départements : aucun ne s’ouvre
        assert noms(site)
        site.fill("#recherche", "lot")
        assert noms(site) == ["Lot", "Lot-et-Garonne"]
        with site.expect_navigation(wait_until="commit", timeout=5000):
            site.press("#recherche", "Enter")
        assert site.title() == "Lot"

    def test_la_recherche_porte_sur_le_debut_des_mots(self, site: Page):
        site.fill("#recherche", "ain")  # ni la Nouvelle-Aquitaine ni l’Ille-et-Vilaine
        assert noms(site) == ["Ain"]
        for saisie in ("coeur de maine", "Cœur de Maine"):
            site.fill("#recherche", saisie)
            assert noms(site) == ["Mayenne", "Sarthe"]

    def test_le_tri_suit_les_nombres_et_se_dit(self, site: Page):
        entete = site.locator("#departements thead th", has_text="Solde")
        entete.get_by_role("button").click()
        assert entete.get_attribute("aria-sort") == "descending"
        premiers = noms(site)
        entete.get_by_role("button").press("Enter")
        assert entete.get_attribute("aria-sort") == "ascending"
        assert noms(site) == premiers[::-1]
        assert site.locator("[aria-sort]").count() == 1

    def test_au_clavier_un_departement_de_la_carte_mene_a_sa_fiche(self, site: Page):
        site.focus("#choix-e")
        for _ in range(2):  # le lien qui saute la carte, puis la carte
            site.keyboard.press("Tab")
        couleur = "getComputedStyle(document.activeElement.querySelector('path')).fill"
        attendue = "rgb(255, 229, 82)"
        assert site.evaluate(couleur) == attendue  # se voit sur le bleu foncé, même sous le trait d’un voisin
        for _ in range(100):
            if site.evaluate("document.activeElement.getAttribute('href')") == "46-lot.html":
                break
            site.keyboard.press("Tab")
        assert site.evaluate(couleur) == attendue
        site.keyboard.press("Enter")
        site.wait_for_url("**/46-lot.html")

    def test_un_lien_saute_la_carte(self, site: Page):
        site.focus("#choix-e")
        site.keyboard.press("Tab")
        site.keyboard.press("Enter")
        site.keyboard.press("Tab")
        assert site.evaluate("document.activeElement.closest('#departements') !== null")

    def test_la_legende_garde_ses_couleurs_en_contraste_force(self, site: Page):
        site.emulate_media(forced_colors="active")
        fonds = site.locator(".legende.le .pave").evaluate_all("p => p.map(e => getComputedStyle(e).backgroundColor)")
        assert len(set(fonds)) == 5

    def test_l_indicateur_choisi_change_les_couleurs_et_la_legende(self, site: Page):
        couleur = "a => getComputedStyle(a.querySelector('path')).fill"
        lien = site.locator('.carte a[href="01-ain.html"]')
        avant = lien.evaluate(couleur)
        site.check("#choix-s")
        assert lien.evaluate(couleur) != avant
        assert site.locator(".legende:visible h3").all_inner_texts() == ["Solde, 2024"]


@pytest.mark.navigateur
def test_sans_javascript_tout_reste_utilisable(navigateur: Browser, adresse: str):
    contexte = navigateur.new_context(java_script_enabled=False)
    onglet = contexte.new_page()
    onglet.goto(adresse)
    assert onglet.locator("#departements tbody tr:visible").count() == 100
    assert onglet.locator("#departements thead button").count() == 0
    assert not onglet.locator("#recherche").is_visible()
    onglet.check("#choix-i")
    assert onglet.locator(".legende:visible h3").all_inner_texts() == ["Importations, 2024"]
    contexte.close()
