"""La charte : lue entière ou refusée en français ; sans elle, la page ne change pas d’un octet."""

import base64
import re
import shutil
import struct
import zlib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from essais_page import execute

from fiches.page import charte
from fiches.page.html import exporter
from fiches.socle.chemins import RACINE
from fiches.socle.erreurs import ErreurDemande

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><path d="M0 0h4v2z"/></svg>'
POLICES = RACINE / "fiches" / "graphiques" / "polices"
TEXTE = 'République française, préfet de l’"essai" <Lot>'


def png() -> bytes:
    def bloc(nom: bytes, contenu: bytes) -> bytes:
        return struct.pack(">I", len(contenu)) + nom + contenu + struct.pack(">I", zlib.crc32(nom + contenu))

    entete, point = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0), zlib.compress(b"\0\0")
    return b"\x89PNG\r\n\x1a\n" + bloc(b"IHDR", entete) + bloc(b"IDAT", point) + bloc(b"IEND", b"")


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    (tmp_path / "logo.svg").write_text(SVG, encoding="utf-8")
    (tmp_path / "logo.txt").write_text(f"{TEXTE}\n", encoding="utf-8")
    shutil.copy(POLICES / "FicheSans-Bold.woff2", tmp_path / "Maison-Bold.woff2")
    return tmp_path


@pytest.mark.carnet
def test_le_logo_et_les_polices_entrent_dans_la_page(dossier: Path):
    html = exporter(execute("complet"), charte.lire(dossier))
    page = BeautifulSoup(html, "html.parser")
    image = page.select_one("header .logo img")
    assert image["alt"] == TEXTE
    assert base64.b64decode(image["src"].removeprefix("data:image/svg+xml;base64,")).decode() == SVG
    assert not page.select("header .gouvernement")
    assert 'font-family:"Charte";font-weight:700' in html
    assert re.search(r'body\{font-family:"Charte","Fiche Sans"', html)


@pytest.mark.carnet
def test_sans_charte_la_page_n_en_porte_aucune_trace():
    html = exporter(execute("complet"))
    assert html == exporter(execute("complet"), None)
    assert '<div class="institution">\n<p class="gouvernement">Gouvernement</p>\n<p class="agence">' in html
    assert "Charte" not in html
    assert ".logo" not in html


@pytest.mark.carnet
def test_des_polices_sans_logo_gardent_l_en_tete_en_texte(dossier: Path):
    (dossier / "logo.svg").unlink()
    html = exporter(execute("complet"), charte.lire(dossier))
    assert '<p class="gouvernement">Gouvernement</p>' in html
    assert 'font-family:"Charte"' in html


def test_un_logo_png_convient(dossier: Path):
    (dossier / "logo.svg").unlink()
    (dossier / "logo.png").write_bytes(png())
    assert charte.lire(dossier).logo.startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    ("fichier", "contenu", "message"),
    [
        ("logo.svg", SVG.replace('viewBox="0 0 4 2"', "").encode(), "viewBox"),
        ("logo.svg", b"<!DOCTYPE svg>" + SVG.encode(), "sans DOCTYPE"),
        ("logo.svg", b"<html></html>", "SVG simple"),
        ("logo.svg", b"<svg", "ligne 1 : SVG illisible"),
        ("logo.svg", SVG.encode() + b" " * 50_000, "50 ko au plus"),
        ("logo.png", png(), "deux logos"),
        ("logo.txt", b" \n", "ce que dit le logo"),
        ("logo.txt", b"a" * 201, "200 caractères"),
        ("logo.txt", "é".encode("latin-1"), "UTF-8"),
        ("Logo.jpg", b"", "logo.svg ou logo.png"),
        ("Maison.ttf", b"", ".woff2"),
        ("Maison.woff2", b"wOF2", "sa graisse"),
        ("Maison-Bold.woff2", b"OTTO", "WOFF2"),
        ("Maison-Bold.woff2", b"wOF2" * 20_000, "60 ko au plus"),
    ],
)
def test_ce_qui_n_est_pas_une_charte_est_refuse_avec_son_nom(dossier: Path, fichier: str, contenu: bytes, message: str):
    (dossier / fichier).write_bytes(contenu)
    with pytest.raises(ErreurDemande, match=re.escape(message)) as erreur:
        charte.lire(dossier)
    assert str(dossier) in str(erreur.value)


def test_un_logo_sans_texte_un_dossier_vide_ou_absent_sont_refuses(dossier: Path, tmp_path: Path):
    (dossier / "logo.txt").unlink()
    with pytest.raises(ErreurDemande, match="qui ne le voit pas"):
        charte.lire(dossier)
    vide = tmp_path / "vide"
    with pytest.raises(ErreurDemande, match="n’existe pas"):
        charte.lire(vide)
    vide.mkdir()
    with pytest.raises(ErreurDemande, match="ni logo"):
        charte.lire(vide)


def test_un_logo_png_qui_n_en_est_pas_un_est_refuse(dossier: Path):
    (dossier / "logo.svg").rename(dossier / "logo.png")
    with pytest.raises(ErreurDemande, match="pas une image PNG"):
        charte.lire(dossier)


def test_aucun_logo_n_est_livre():
    assert not [f for f in RACINE.glob("fiches/**/*logo*") if f.suffix in {".svg", ".png"}]
    assert not list(RACINE.glob("fiches/**/*arianne*.woff2"))
