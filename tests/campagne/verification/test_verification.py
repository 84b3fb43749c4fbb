"""« fiches verifier » : la page saine passe, et chaque faute plantée dans une vraie page est trouvée et nommée."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from petite_fiche import montre
from syrupy.assertion import SnapshotAssertion

from fiches.campagne import manifeste, publication
from fiches.campagne.verification import Remarque, orthotypographie, resumer, verification, verifier
from fiches.campagne.verification.page_lue import PageLue
from fiches.carnet.formules import formule
from fiches.page.sommaire import sommaire
from fiches.socle import atelier
from fiches.socle.empreinte import sha256
from fiches.socle.erreurs import ErreurDemande

pytestmark = pytest.mark.commande

FICHES = Path(sys.executable).with_name("fiches")
LOT, REUNION = "46-lot.html", "974-la-reunion.html"


@pytest.fixture
def dossier(campagne: Path, tmp_path: Path) -> Path:
    """Une copie à abîmer, dont le sommaire ne mène nulle part : une page retirée n’y fait pas un lien mort."""
    copie = Path(shutil.copytree(campagne, tmp_path / "2024", ignore=shutil.ignore_patterns("*.ipynb")))
    vide = sommaire([], titre="Essai", annee=2024, demonstration=True, archives=[], controle=False)
    (copie / "index.html").write_text(vide, encoding="utf-8")
    retoucher_manifeste(copie, lambda m: m.update(fichiers={"index.html": sha256(copie / "index.html")}))
    return copie


def retoucher_manifeste(dossier: Path, retouche: Callable[[dict], None]) -> None:
    chemin = dossier / "campagne.json"
    contenu = json.loads(chemin.read_text(encoding="utf-8"))
    retouche(contenu)
    chemin.write_text(json.dumps(contenu), encoding="utf-8")


@pytest.fixture
def lot(dossier: Path) -> Path:
    """Une campagne d’une seule fiche, à abîmer."""
    retirer_la_reunion(dossier)
    retoucher_manifeste(dossier, lambda m: m["fiches"].pop("974"))
    return dossier


def retirer_la_reunion(dossier: Path) -> None:
    """Sa page et ce qui l’accompagne (classeur…)."""
    for fichier in dossier.glob("974-*"):
        fichier.unlink()


def planter(dossier: Path, avant: str, apres: str, fois: int = 1) -> None:
    """Remplace un texte de la page du Lot, et met sa somme à jour : seule la faute plantée reste à trouver."""
    page = dossier / LOT
    html = page.read_text(encoding="utf-8")
    assert avant in html, avant
    page.write_text(html.replace(avant, apres, fois), encoding="utf-8")
    retoucher_manifeste(dossier, lambda m: m["fiches"]["46"].update(sha256=sha256(page)))


def fautes(dossier: Path) -> list[Remarque]:
    return [c for c in verifier(dossier) if not c.information]


def test_une_campagne_saine_passe(campagne: Path):
    assert fautes(campagne) == []


PROSE = "<p>Millésime 2024</p>"
FAUTES = {
    "langue": ('<html lang="fr">', "<html>", "Langue"),
    "langue étrangère": ('<html lang="fr">', '<html lang="en">', "Langue"),
    "titre absent": ("<title>Commerce extérieur – Lot – 2024</title>", "", "Titre"),
    "titre sans le département": ("<title>Commerce extérieur – Lot", "<title>Commerce extérieur", "Titre"),
    "deux h1": (PROSE, "<h1>Encore</h1>", "Plan"),
    "niveau de titre sauté": (PROSE, "<h4>Trop bas</h4>", "Plan"),
    "titre de section vide": (PROSE, "<h2></h2>", "Plan"),
    "ancre en double": (PROSE, '<p id="contexte">Millésime 2024</p>', "Plan"),
    "dessin sans texte alternatif": ('role="img" aria-label="', 'role="img" data-rien="', "Texte alternatif"),
    "image sans texte alternatif": (PROSE, '<p><img src="data:image/png;base64,AA=="></p>', "Texte alternatif"),
    "image que l’analyste n’a pas décrite": (
        PROSE, '<p><img alt="Image sans description" src="data:image/png;base64,AA=="></p>', "Texte alternatif",
    ),
    "figure sans légende": ('<figcaption id="pays-46-2024-titre">', '<p id="pays-46-2024-titre">', "Légende"),
    "tableau sans légende": ("<caption>Principaux pays", "<b>Principaux pays", "Légende"),
    "en-têtes sans portée": ('<th scope="col">Pays</th>', "<th>Pays</th>", "Tableau"),
    "graphique sans tableau": (
        PROSE, '<figure class="fiche-figure"><figcaption>F</figcaption><svg aria-label="S"></svg></figure>', "Tableau",
    ),
    "image du réseau": (PROSE, '<p><img alt="A" src="https://exemple.fr/a.png"></p>', "Requête externe"),
    "image du réseau sans protocole": (PROSE, '<p><img alt="A" src="//exemple.fr/a.png"></p>', "Requête externe"),
    "jeu d’images du réseau": (
        PROSE, '<p><img alt="A" src="data:," srcset="data:,a 1x, https://e.fr/b 2x"></p>', "Requête externe",
    ),
    "feuille du réseau": ("<style>", '<link rel="stylesheet" href="https://e.fr/a.css"><style>', "Requête externe"),
    "police du réseau": ("<style>", "<style>@font-face{src:url('https://exemple.fr/a.woff2')}", "Requête externe"),
    "feuille importée": ("<style>", '<style>@import "https://exemple.fr/a.css";', "Requête externe"),
    "style en ligne": (PROSE, "<p style=\"background:url(http://exemple.fr/a)\">A</p>", "Requête externe"),
    "script qui appelle": (PROSE, "<script>fetch('/a')</script>", "Requête externe"),
    "expression non résolue": (PROSE, "<p>Total {eval}<code>fiche.exportations.total</code></p>", "Expression"),
    "gabarit non résolu": (PROSE, "<p>Total {{ total }}</p>", "Expression"),
    "nan": (PROSE, "<p>Soit nan millions</p>", "Valeur absente"),
    "None": (PROSE, "<p>Soit None</p>", "Valeur absente"),
    "inf dans un graphique": ("</svg>", "<text>inf</text></svg>", "Valeur absente"),
    "nan dans un texte alternatif": ('role="img" aria-label="', 'role="img" aria-label="nan, ', "Valeur absente"),
    "trace d’erreur": (PROSE, "<pre>Traceback (most recent call last)</pre>", "Erreur"),
    "nom d’erreur": (PROSE, "<p>KeyError : 46</p>".replace(" :", "\u00a0:"), "Erreur"),
    "total contredit": (
        "exportations du Lot s’élèvent à 636,4\u00a0", "exportations du Lot s’élèvent à 636,5\u00a0", "Chiffre",
    ),
    "bilan contredit": (
        "des importations\u00a0: 662,4\u00a0millions d’euros, soit",
        "des importations\u00a0: 662,5\u00a0millions d’euros, soit", "Chiffre",
    ),
    "part contredite": ("soit 1,3\u00a0% de la valeur exportée", "soit 1,4\u00a0% de la valeur exportée", "Chiffre"),
    "ancre morte": ('href="#contexte"', 'href="#autre-contexte"', "Lien"),
    "lien vers un fichier absent": (PROSE, '<p><a href="absente.html">A</a></p>', "Lien"),
    "lien vide": (PROSE, '<p><a href="">A</a></p>', "Lien"),
    "lien mal formé": (PROSE, '<p><a href="http://[">A</a></p>', "Lien"),
    "apostrophe droite": (PROSE, "<p>L'Ain</p>", "Typographie"),
    "apostrophe droite dans un graphique": ("</svg>", "<text>l'Ain</text></svg>", "Typographie"),
    "deux espaces": (PROSE, "<p>Le  Lot</p>", "Typographie"),
    "espace ordinaire avant le deux-points": (PROSE, "<p>Le Lot : ici</p>", "Typographie"),
    "espace ordinaire avant le pour cent": (PROSE, "<p>Soit 12 %</p>", "Typographie"),
    "espace ordinaire avant l’euro": (PROSE, "<p>Soit 12 M€</p>", "Typographie"),
    "rien avant le point d’interrogation": (PROSE, "<p>Où?</p>", "Typographie"),
    "rien avant le pour cent": (PROSE, "<p>Soit 12%</p>", "Typographie"),
    "guillemets collés": (PROSE, "<p>Dit «le Lot»</p>", "Typographie"),
    "guillemets à espace ordinaire": (PROSE, "<p>Dit « le Lot »</p>", "Typographie"),
    "milliers à espace ordinaire": (PROSE, "<p>Sous 460 000 euros</p>", "Typographie"),
    "de le": (PROSE, "<p>La part de le Lot</p>", "Typographie"),
    "à le": (PROSE, "<p>Revient à le département</p>", "Typographie"),
    "de Ain": (PROSE, "<p>Les ventes de Ain</p>", "Typographie"),
    "du Ain": (PROSE, "<p>Les ventes du Ain</p>", "Typographie"),
    "dans Hautes-Alpes": (PROSE, "<p>Vendu dans Hautes-Alpes</p>", "Typographie"),
    "bandeau absent": ('<p class="demonstration" role="note">', '<p class="autre">', "Démonstration"),
    "bandeau vide": (
        '<p class="demonstration" role="note">', '<p class="demonstration"></p><p>', "Démonstration",
    ),
    "page tronquée": ("</footer>\n</body>\n</html>\n", "", "Page tronquée"),
}  # fmt: skip


@pytest.mark.parametrize("nom", FAUTES)
def test_une_faute_plantee_est_trouvee(lot: Path, nom: str, snapshot: SnapshotAssertion):
    avant, apres, regle = FAUTES[nom]
    planter(lot, avant, apres)
    trouvees = fautes(lot)
    assert {(c.page, c.regle) for c in trouvees} == {(LOT, regle)}, resumer(trouvees)
    assert [montre(ligne) for ligne in resumer(trouvees)] == snapshot


JUSTES = [
    "<p>Cela permet de le comparer, et de les lire.</p>",
    "<p>De l’Ain à la Loire-Atlantique, du Val-d’Oise à Paris et à La Réunion, en Ardèche ou dans l’Ardèche.</p>",
    "<p>Le code <code>l'année : 12%</code> se lit.</p>",
    "<p>Écrire <code>{eval}`fiche.nom`</code>.</p>",
    "<p>À 12:30, voir https://exemple.fr/a?b=c.</p>",
    '<p><a href="https://exemple.fr/">Un site</a> et <a href="mailto:a@exemple.fr">une adresse</a></p>',
    '<svg aria-hidden="true"></svg>',
    '<svg role="img"><title>Une carte</title></svg>',
    "<p>Première ligne\n  suite de la phrase</p>",
    "<p>Le nanomètre, Nantes et l’inflation</p>",
    "<script>const a = 'l’année' && 1 ? 2 : 3;</script>",
]


@pytest.mark.parametrize("html", JUSTES)
def test_ce_qui_est_juste_n_est_pas_releve(lot: Path, html: str):
    planter(lot, PROSE, html)
    assert fautes(lot) == []


@pytest.mark.parametrize(
    "ecrit",
    ["636.4\u00a0millions", "12.5\u00a0%", "1,234,567.90", "1,234,567", "1234567.900000", "12.5", "-0.5", "1850.25"],
)
def test_un_nombre_a_l_anglaise_est_releve(ecrit: str):
    assert "nombre écrit à l’anglaise" in " ".join(f.message for f in orthotypographie.verifier(LOT, [ecrit]))


@pytest.mark.parametrize(
    "ecrit",
    ["12.03.2025", "2025.03.12", "1,234", "30.30", "Article 2.1", "05.65.12.34.56", "v1.2.3", "En 2024."],
)
def test_ce_qui_a_un_point_n_est_pas_toujours_un_nombre(ecrit: str):
    assert list(orthotypographie.verifier("46-lot.html", [ecrit])) == []


def test_le_latex_d_une_formule_n_est_pas_de_la_prose(lot: Path):
    planter(lot, PROSE, f"<p>{formule('x^{{2}} : 1.5')}</p>")
    assert fautes(lot) == []


def test_une_fiche_en_echec_se_dit(dossier: Path):
    retirer_la_reunion(dossier)
    raison = "Cellule 3 : KeyError: 'pays'. Carnet exécuté, à ouvrir dans JupyterLab, à côté des pages : 974.ipynb"
    echec = {"statut": "echec", "page": None, "sha256": None, "joints": {}, "erreur": raison}
    retoucher_manifeste(dossier, lambda m: m["fiches"]["974"].update(echec))
    publication.publier(dossier, manifeste.lire(dossier))
    assert "KeyError" not in (dossier / "index.html").read_text(encoding="utf-8")
    assert [(c.page, c.detail) for c in fautes(dossier)] == [("campagne.json", "La Réunion")]


def test_les_pages_du_site_sont_connues(dossier: Path):
    html = (dossier / LOT).read_text(encoding="utf-8").replace("– Lot –", "–")
    for nom in ("index.html", "controle.html"):
        (dossier / nom).write_text(html, encoding="utf-8")
    retoucher_manifeste(dossier, lambda m: m.update(fichiers={"index.html": sha256(dossier / "index.html")}))
    assert fautes(dossier) == []


def test_un_sommaire_retouche_apres_coup_se_voit_et_un_ancien_manifeste_se_lit_encore(dossier: Path):
    with (dossier / "index.html").open("a", encoding="utf-8") as page:
        page.write("\n")
    assert [(c.page, c.regle) for c in fautes(dossier)] == [("index.html", "Fraîcheur")]
    retoucher_manifeste(dossier, lambda m: m.pop("fichiers"))
    assert fautes(dossier) == []


def test_le_lien_vers_le_sommaire_n_est_mort_que_si_le_sommaire_manque(dossier: Path):
    (dossier / "index.html").unlink()
    vues = {(c.page, c.message, c.detail) for c in fautes(dossier)}
    assert vues == {(page, "un lien mène à un fichier absent du dossier", "index.html") for page in (LOT, REUNION)}


@pytest.mark.parametrize(
    "contenu",
    [b"\x89PNG\r\n\x1a\n\xff\xfe\x00", b"", b"<", b"<html><p><table><svg>" * 200, b"<![foo["],
    ids=["image", "vide", "chevron", "jamais refermée", "section"],
)
def test_une_page_abimee_se_dit_sans_trace(dossier: Path, contenu: bytes):
    (dossier / LOT).write_bytes(contenu)
    assert (LOT, "Page tronquée") in {(c.page, c.regle) for c in fautes(dossier)}


def test_un_manifeste_abime_arrete_tout(dossier: Path):
    (dossier / "campagne.json").write_text("{")
    with pytest.raises(ErreurDemande, match=r"campagne\.json.*illisible"):
        verifier(dossier)


def test_un_dossier_sans_manifeste_se_dit(tmp_path: Path):
    with pytest.raises(ErreurDemande, match="absent"):
        verifier(tmp_path)


def test_la_commande_dit_les_fautes_et_rend_le_code_1(dossier: Path, donnees_demo: Path):
    def lancer() -> subprocess.CompletedProcess[str]:
        commande = [FICHES, "verifier", dossier, "--donnees", donnees_demo]
        return subprocess.run(commande, capture_output=True, text=True, check=False)

    sain = lancer()
    assert (sain.returncode, "rien à redire" in sain.stdout) == (0, True), sain.stdout + sain.stderr
    planter(dossier, PROSE, "<p>L'Ain</p>")
    abime = lancer()
    assert abime.returncode == 1
    assert "Typographie – apostrophe droite («\u00a0L'Ain\u00a0»)\u00a0: 46-lot.html" in abime.stdout
    (dossier / "campagne.json").write_text("{")
    casse = lancer()
    assert (casse.returncode, "Traceback" in casse.stderr) == (2, False)
    assert "manifeste illisible" in casse.stderr


# --- à plusieurs processus


def abimer(dossier: Path) -> None:
    for nom in (LOT, REUNION):
        page = dossier / nom
        page.write_text(page.read_text(encoding="utf-8").replace("l’", "l'"), encoding="utf-8")


@pytest.mark.skipif(not atelier.SUR_PLACE, reason="sans fork, la relecture se fait dans un seul processus")
@pytest.mark.parametrize("tues", [False, True], ids=["tous finissent", "ils sont tués"])
def test_relire_sur_deux_coeurs_trouve_les_memes_fautes(
    dossier: Path, monkeypatch: pytest.MonkeyPatch, tues: bool
) -> None:
    abimer(dossier)
    seul = verifier(dossier)
    assert {LOT, REUNION} <= {c.page for c in seul if c.regle == "Typographie"}
    monkeypatch.setattr(verification, "_PEU", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    parent, lire = os.getpid(), verification.lire

    def lire_ou_mourir(html: str) -> PageLue:
        if os.getpid() == parent and not tues:
            pytest.fail("la relecture devait se faire dans d’autres processus")
        if os.getpid() != parent and tues:
            os.kill(os.getpid(), signal.SIGKILL)
        return lire(html)

    monkeypatch.setattr(verification, "lire", lire_ou_mourir)
    assert verifier(dossier) == seul
