"""Une seule retouche d’un nombre, sommes remises à jour : la relecture des chiffres la voit, où qu’elle soit."""

import base64
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from petite_fiche import clair, montre
from syrupy.assertion import SnapshotAssertion

from fiches.campagne.verification import resumer, verifier
from fiches.socle.empreinte import sha256

pytestmark = pytest.mark.commande

FICHES = Path(sys.executable).with_name("fiches")
LOT, CLASSEUR, SOMMAIRE = "46-lot.html", "46-lot.xlsx", "index.html"
Retouche = Callable[[Path], None]


def texte(avant: str, apres: str, depuis: str = "", fichier: str = LOT) -> Retouche:
    """Remplace la première occurrence d’un texte, après le repère `depuis`."""

    def planter(dossier: Path) -> None:
        html = (dossier / fichier).read_text(encoding="utf-8")
        debut = html.index(depuis)
        rang = html.index(avant, debut)
        (dossier / fichier).write_text(html[:rang] + apres + html[rang + len(avant) :], encoding="utf-8")

    return planter


def ecrit(avant: str, apres: str, depuis: str = "", fichier: str = LOT) -> Retouche:
    """Comme `texte`, où « ~ » est l’espace insécable et « _ » l’espace fine, invisibles dans une liste."""
    return texte(clair(avant), clair(apres), depuis, fichier)


def donnees(ancre: str, motif: str, remplace: str) -> Retouche:
    """Retouche le CSV d’un graphique, dans son adresse."""

    def planter(dossier: Path) -> None:
        html = (dossier / LOT).read_text(encoding="utf-8")
        debut = html.index("base64,", html.index(f'download="{ancre}.csv"')) + len("base64,")
        fin = html.index('"', debut)
        contenu = base64.b64decode(html[debut:fin]).decode("utf-8")
        nouveau, fois = re.subn(motif, remplace, contenu, count=1)
        assert fois, motif
        adresse = base64.b64encode(nouveau.encode("utf-8")).decode("ascii")
        (dossier / LOT).write_text(html[:debut] + adresse + html[fin:], encoding="utf-8")

    return planter


def feuille(membre: str, motif: str, remplace: str) -> Retouche:
    """Retouche une pièce du classeur."""

    def planter(dossier: Path) -> None:
        with zipfile.ZipFile(dossier / CLASSEUR) as archive:
            pieces = {nom: archive.read(nom) for nom in archive.namelist()}
        xml, fois = re.subn(motif, remplace, pieces[f"xl/{membre}.xml"].decode("utf-8"), count=1, flags=re.DOTALL)
        assert fois, motif
        pieces[f"xl/{membre}.xml"] = xml.encode("utf-8")
        with zipfile.ZipFile(dossier / CLASSEUR, "w") as archive:
            for nom, contenu in pieces.items():
                archive.writestr(nom, contenu)

    return planter


def tenu(chemin: str, valeur: object) -> Retouche:
    """Retouche un chiffre du manifeste : « exportations/produits/0/valeur »."""

    def planter(dossier: Path) -> None:
        manifeste = json.loads((dossier / "campagne.json").read_text(encoding="utf-8"))
        *haut, dernier = chemin.split("/")
        noeud = manifeste["fiches"]["46"]["indicateurs"]
        for cle in haut:
            noeud = noeud[int(cle) if isinstance(noeud, list) else cle]
        assert noeud[dernier] != valeur
        noeud[dernier] = valeur
        (dossier / "campagne.json").write_text(json.dumps(manifeste), encoding="utf-8")

    return planter


ACTIVITES, EXPORT, REGION, PAYS = (
    f'id="{a}"' for a in ("activites-46-2024", "flux-export-46-2024", "flux-export-region-76-2024", "pays-46-2024")
)
LIGNE = '<tr data-cherche="lot'

RETOUCHES: dict[str, Retouche] = {
    # les phrases
    "total des exportations": ecrit("s’élèvent à 636,4~", "s’élèvent à 636,3~"),
    "total des importations": ecrit("importations à 662,4~", "importations à 664,2~"),
    "solde": ecrit("un déficit de 26,0~", "un déficit de 26,1~"),
    "sens du solde": ecrit("soit un déficit de", "soit un excédent de"),
    "solde redit": ecrit("présente un déficit de 26,0~", "présente un déficit de 36,0~"),
    "année de la phrase": ecrit("En 2024, les exportations", "En 2023, les exportations"),
    "premier produit exporté": ecrit("(234,2~millions", "(243,2~millions"),
    "part du premier produit": ecrit("soit 36,8~% du total", "soit 36,9~% du total"),
    "nom du premier produit": ecrit(
        "exporté~: «~Produits de la construction", "exporté~: «~Articles de la construction"
    ),
    "premier produit importé": ecrit("(138,2~millions", "(138,3~millions"),
    "premier pays de destination": ecrit("(126,9~millions", "(126,8~millions"),
    "nom du premier pays": ecrit("l’Allemagne (126,9", "l’Espagne (126,9"),
    "part du premier pays d’origine": ecrit("soit 19,4~%)", "soit 19,3~%)"),
    "premier flux": ecrit("67,9~millions d’euros, soit 10,7", "67,8~millions d’euros, soit 10,7"),
    "part du premier flux": ecrit("67,9~millions d’euros, soit 10,7", "67,9~millions d’euros, soit 10,8"),
    "concentration des produits": ecrit("concentrent 66,7~%", "concentrent 67,7~%"),
    "concentration des pays": ecrit("premiers pays 50,4~%", "premiers pays 50,5~%"),
    "part dans la région": ecrit("représentent 1,3~% de celles", "représentent 1,4~% de celles"),
    "part en France, à l’import": ecrit("1,8~% et 0,10~%", "1,8~% et 0,11~%"),
    "multiple du poids national": ecrit("soit 3,8 fois", "soit 3,9 fois"),
    "poids national": ecrit("(9,8~%)", "(9,9~%)"),
    "excédent le plus élevé": ecrit("les États-Unis (65,3~millions", "les États-Unis (65,4~millions"),
    "déficit le plus élevé": ecrit("l’Italie (73,3~millions", "l’Italie (73,4~millions"),
    "bilan de la région": ecrit("de l’Occitanie~: 49_453,9~", "de l’Occitanie~: 49_453,8~"),
    "part de la région": ecrit("soit 8,52~% de la valeur", "soit 8,53~% de la valeur"),
    "bilan de la France": ecrit("de la France entière~: 580_354,5~", "de la France entière~: 580_345,5~"),
    "part du bilan": ecrit("soit 0,11~% de la valeur exportée", "soit 0,12~% de la valeur exportée"),
    "pays de l’excédent": ecrit("avec les États-Unis (65,3", "avec la Chine (65,3"),
    "pays du déficit": ecrit("avec l’Italie (73,3", "avec l’Espagne (73,3"),
    "compte des pays présentés": ecrit("pour les dix premiers pays", "pour les douze premiers pays"),
    "compte des pays comparés": ecrit("Parmi les dix premiers pays", "Parmi les neuf premiers pays"),
    "compte des produits dessinés": ecrit("les dix premiers produits et", "les onze premiers produits et"),
    "compte des flux en rouge": ecrit("Les cinq flux les plus", "Les trois flux les plus"),
    "année du titre": ecrit("Lot – 2024</title>", "Lot – 2023</title>"),
    "année du titre, dite ailleurs": ecrit("Millésime 2024", "Millésime 2025"),
    "millésime": ecrit("Millésime 2024", "Millésime 2023"),
    "année de la source": ecrit("douanes pour 2024", "douanes pour 2023"),
    # les dessins
    "étiquette d’une barre": ecrit(">87,8</text>", ">78,8</text>", PAYS),
    "étiquette d’un solde": ecrit(">+65,3</text>", ">+56,3</text>", PAYS),
    "étiquette d’un compartiment": ecrit(">89,5~M€ (13,5~%)</text>", ">89,5~M€ (13,6~%)</text>", ACTIVITES),
    "total d’un dessin": ecrit("Solde~: −26,0~M€</text>", "Solde~: +26,0~M€</text>", ACTIVITES),
    "étiquette d’un nœud": ecrit(">119,4</text>", ">191,4</text>", EXPORT),
    "étiquette de la région": ecrit(">31_924,6</text>", ">31_942,6</text>", REGION),
    "bulle d’une barre": ecrit("importations~: 128_671_825~€", "importations~: 128_671_852~€", PAYS),
    "bulle d’un compartiment": ecrit("(13,5~%)</title>", "(13,4~%)</title>", ACTIVITES),
    "bulle d’un flux": ecrit("Chine~: 21_469_195~€", "Chine~: 21_469_159~€", EXPORT),
    "bulle d’un nœud": ecrit("<title>Boissons~: 27_270_730~€", "<title>Boissons~: 27_270_731~€", EXPORT),
    "longueur d’une barre": texte("h150.1v", "h105.1v", PAYS),
    "pays de l’alternative": ecrit("Chine~:", "Japon~:", PAYS),
    "pays de la clé de lecture": ecrit("partenaire (Allemagne)", "partenaire (Chine)", 'class="lecture"'),
    "graphique retiré": texte('<figure class="fiche-figure" ' + EXPORT, '<figure class="autre" ' + EXPORT),
    "alternative des pays": ecrit("exportations 126,9~M€", "exportations 129,6~M€", PAYS),
    "alternative des flux": ecrit("Turquie, 49,3~M€", "Turquie, 49,4~M€", EXPORT),
    "clé de lecture des pays": ecrit("les exportations 126,9~M€", "les exportations 126,8~M€", 'class="lecture"'),
    "clé de lecture des flux": ecrit("67,9~M€, soit 10,7~%", "67,9~M€, soit 10,6~%", EXPORT),
    "année d’un titre": texte("Lot (2024)</figcaption>", "Lot (2023)</figcaption>", PAYS),
    "source d’un graphique": texte("pour 2024", "pour 2022", 'class="source"'),
    # les tableaux et les données
    "case d’un tableau": ecrit("<td>15_328_511</td>", "<td>15_328_512</td>", EXPORT),
    "case nulle d’un tableau": texte("<td>0</td>", "<td>7</td>", EXPORT),
    "total d’une ligne": ecrit("<td>234_224_940</td>", "<td>234_224_941</td>", EXPORT),
    "total d’un tableau": ecrit("<td>636_400_000</td>", "<td>636_400_001</td>", EXPORT),
    "solde d’un tableau": ecrit("<td>−1_768_470</td>", "<td>+1_768_470</td>", PAYS),
    "part d’un tableau": ecrit("<td>18,8~%</td>", "<td>18,9~%</td>", ACTIVITES),
    "valeur du CSV": donnees("flux-export-46-2024", "15328511", "15328512"),
    "valeur du CSV de la France": donnees("flux-export-france-2024", r"\b(\d{9,})\b", r"1\1"),
    "part du CSV": donnees("activites-46-2024", r"0,368\d*", "0,4"),
    "ligne du CSV retirée": donnees("flux-import-46-2024", r"\r\n[^\r]*\r\n", "\r\n"),
    "lien du CSV mort": texte('href="data:text/csv;charset=utf-8;base64,', 'href="data:text/csv,', EXPORT),
    # le classeur
    "case du classeur": feuille("worksheets/sheet1", "<v>126903355</v>", "<v>126903356</v>"),
    "part du classeur": feuille("worksheets/sheet2", r"<v>0\.3\d+</v>", "<v>0.39</v>"),
    "ligne du classeur retirée": feuille("worksheets/sheet3", r'<row r="9".*?</row>', ""),
    "nom d’un pays du classeur": feuille("sharedStrings", "<t>Allemagne</t>", "<t>Autriche</t>"),
    "année de la source du classeur": feuille("sharedStrings", "douanes pour 2024", "douanes pour 2023"),
    "avis du classeur": feuille("sharedStrings", "aucun chiffre n’est réel", "chaque chiffre est réel"),
    # le sommaire et le manifeste
    "nom d’un lien du sommaire": texte(">Lot</a>", ">Gers</a>", LIGNE, SOMMAIRE),
    "case du sommaire": ecrit("636,4~M€</td>", "636,5~M€</td>", LIGNE, SOMMAIRE),
    "tri du sommaire": texte('data-v="662400000"', 'data-v="66240000"', LIGNE, SOMMAIRE),
    "solde du sommaire": ecrit("−26,0~M€</td>", "+26,0~M€</td>", LIGNE, SOMMAIRE),
    "part du sommaire": ecrit("0,11~%</td>", "0,12~%</td>", LIGNE, SOMMAIRE),
    "carte du sommaire": ecrit("Lot~: exportations 636,4~M€", "Lot~: exportations 636,3~M€", fichier=SOMMAIRE),
    "légende du sommaire": texte("(1 département)", "(3 départements)", '<div class="legende le"', SOMMAIRE),
    "rang d’un département sur la carte": texte(
        '<path class="e', '<path class="e9 e', '<a href="46-lot.html" aria-label="Lot\u00a0: exp', SOMMAIRE
    ),
    "bandeau retiré": texte('<p class="demonstration" role="note">', '<p class="note">'),
    "total du manifeste": tenu("exportations/total", 636_400_001),
    "produit du manifeste": tenu("importations/produits/3/valeur", 47_583_446),
    "part du manifeste": tenu("exportations/part_region", 0.0128),
    # ce qu’on ne sait pas relire
    "aire d’un compartiment": texte('<path d="M', '<path d="M1', ACTIVITES),
    "largeur d’un ruban": texte('<path d="M', '<path d="M1', EXPORT),
    "phrase de l’analyste": ecrit("sous 460_000~euros", "sous 640_000~euros"),
}
NON_VUES = {"largeur d’un ruban", "aire d’un compartiment", "phrase de l’analyste"}
"""Ce que rien ne relit : la géométrie des flux et des activités, les nombres écrits à la main."""


@pytest.fixture(scope="module")
def saine(campagne: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(
        shutil.copytree(campagne, tmp_path_factory.mktemp("plantes") / "2024", ignore=shutil.ignore_patterns("*.ipynb"))
    )


def resommer(dossier: Path) -> None:
    """Met à jour les sommes du manifeste : seuls les chiffres trahissent la retouche."""
    chemin = dossier / "campagne.json"
    manifeste = json.loads(chemin.read_text(encoding="utf-8"))
    manifeste["fiches"]["46"] |= {"sha256": sha256(dossier / LOT), "joints": {CLASSEUR: sha256(dossier / CLASSEUR)}}
    manifeste["fichiers"] = {SOMMAIRE: sha256(dossier / SOMMAIRE)}
    chemin.write_text(json.dumps(manifeste), encoding="utf-8")


@pytest.mark.parametrize("nom", RETOUCHES)
def test_une_retouche_d_un_seul_nombre_se_voit(saine: Path, nom: str, snapshot: SnapshotAssertion):
    sains = {f: (saine / f).read_bytes() for f in (LOT, CLASSEUR, SOMMAIRE, "campagne.json")}
    try:
        RETOUCHES[nom](saine)
        assert any((saine / f).read_bytes() != contenu for f, contenu in sains.items())
        resommer(saine)
        constats = [c for c in verifier(saine, seulement={LOT, CLASSEUR, SOMMAIRE}) if not c.information]
    finally:
        for fichier, contenu in sains.items():
            (saine / fichier).write_bytes(contenu)
    assert not [c for c in constats if c.regle == "Fraîcheur"]
    assert bool(constats) == (nom not in NON_VUES)
    assert [montre(ligne) for ligne in resumer(constats)] == snapshot


def test_une_campagne_saine_n_a_aucune_faute(donnees_demo: Path, tmp_path: Path):
    commande = [FICHES, "produire", "46", "75", "2A", "974", "976", "--donnees", donnees_demo, "--sortie", tmp_path]
    fait = subprocess.run(commande, capture_output=True, text=True, check=False)
    assert (fait.returncode, "À revoir" in fait.stdout) == (0, False), fait.stdout + fait.stderr
    constats = verifier(tmp_path / "2024")
    assert [c for c in constats if not c.information] == [], resumer(constats)
