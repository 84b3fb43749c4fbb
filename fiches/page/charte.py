"""La charte graphique d’une administration habilitée : son logo et ses polices, lus dans un dossier qu’elle fournit.

Le projet n’en livre aucune : le bloc-marque de l’État et la police Marianne sont d’emploi réservé.

    charte/logo.svg (ou logo.png)   le logo, à la place du mot « Gouvernement » en tête de page
    charte/logo.txt                 ce que dit le logo, pour qui ne le voit pas : obligatoire avec lui
    charte/…-Regular.woff2          les polices du texte, facultatives : Regular, Medium, Semibold, Bold
"""

import base64
import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from fiches.socle.erreurs import ErreurDemande, raison_du_systeme

LOGO_MAX, POLICE_MAX = 50_000, 60_000
"""Octets : la page les porte, et doit rester assez légère pour un courriel."""

TEXTE_MAX = 200

GRAISSES = {"regular": 400, "medium": 500, "semibold": 600, "bold": 700}

_STYLE = (
    ".logo img{display:block;height:4.5rem;width:auto;max-width:100%}.institution:has(.logo){align-items:center}"
    "@media print{.logo img{height:18mm}}"
)
_INATTENDUS = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".ttf", ".otf", ".woff", ".eot"}


@dataclass(frozen=True)
class Charte:
    """Ce que la page prend d’une charte : `logo` en adresse `data:` (ou rien), son `texte`, le `css` des polices."""

    logo: str
    texte: str
    css: str


def lire(dossier: Path) -> Charte:
    """La charte d’un dossier.

    Lève `ErreurDemande` si le dossier manque ou est vide, si le logo n’a pas de texte, si un fichier est trop lourd
    ou n’est pas ce que dit son nom.
    """
    if not dossier.is_dir():
        raise ErreurDemande(f"{dossier} : ce dossier de charte n’existe pas. Corrigez la clé « charte ».")
    logos = [f for f in (dossier / "logo.svg", dossier / "logo.png") if f.is_file()]
    polices = sorted(dossier.glob("*.woff2"))
    for fichier in sorted(dossier.iterdir()):
        if fichier not in logos and fichier.suffix.lower() in _INATTENDUS:
            raise ErreurDemande(
                f"{fichier} : fichier inattendu dans une charte. Le logo se nomme logo.svg ou logo.png, "
                "et les polices sont au format .woff2."
            )
    if len(logos) > 1:
        raise ErreurDemande(f"{dossier} : deux logos, logo.svg et logo.png. Gardez-en un.")
    if not logos and not polices:
        raise ErreurDemande(f"{dossier} : ni logo (logo.svg ou logo.png) ni police (.woff2) dans ce dossier de charte.")
    return Charte(
        logo=_logo(logos[0]) if logos else "",
        texte=_texte(dossier / "logo.txt") if logos else "",
        css=_css(polices),
    )


def _logo(fichier: Path) -> str:
    octets = _octets(fichier, LOGO_MAX)
    if fichier.suffix == ".png":
        if not octets.startswith(b"\x89PNG\r\n\x1a\n"):
            raise ErreurDemande(f"{fichier} : ce n’est pas une image PNG. Exportez le logo de nouveau.")
        return _adresse("image/png", octets)
    try:
        # Un DOCTYPE peut définir des entités : un logo n’en a pas besoin.
        racine = None if b"<!DOCTYPE" in octets or b"<!ENTITY" in octets else ElementTree.fromstring(octets)
    except ElementTree.ParseError as erreur:
        raise ErreurDemande(
            f"{fichier}, ligne {erreur.position[0]} : SVG illisible. Exportez le logo de nouveau."
        ) from erreur
    if racine is None or racine.tag != "{http://www.w3.org/2000/svg}svg" or not racine.get("viewBox"):
        raise ErreurDemande(
            f"{fichier} : il faut un SVG simple : une racine <svg> avec son viewBox, sans DOCTYPE. "
            "Exportez-le en « SVG simple » (Inkscape) ou en PNG."
        )
    # En image et non en ligne : ni script ni style du logo n’atteint la page.
    return _adresse("image/svg+xml", octets)


def _texte(fichier: Path) -> str:
    try:
        texte = " ".join(fichier.read_text(encoding="utf-8-sig").split())
    except FileNotFoundError:
        texte = ""
    except UnicodeDecodeError as erreur:
        raise ErreurDemande(f"{fichier} : ce texte n’est pas en UTF-8. Enregistrez-le de nouveau en UTF-8.") from erreur
    if not texte or len(texte) > TEXTE_MAX:
        raise ErreurDemande(
            f"{fichier} : écrivez-y ce que dit le logo, en {TEXTE_MAX} caractères au plus, comme "
            "« République française, préfet du Lot » ; c’est ce que lit qui ne le voit pas."
        )
    return texte


def _css(polices: list[Path]) -> str:
    faces = []
    for fichier in polices:
        nom = re.search(r"[-_ ]([A-Za-z]+)$", fichier.stem)
        graisse = GRAISSES.get(nom[1].lower()) if nom else None
        if graisse is None:
            raise ErreurDemande(
                f"{fichier} : le nom d’une police finit par sa graisse, -Regular, -Medium, -Semibold ou -Bold."
            )
        octets = _octets(fichier, POLICE_MAX)
        if not octets.startswith(b"wOF2"):
            raise ErreurDemande(f"{fichier} : ce n’est pas une police WOFF2. Demandez le fichier .woff2 d’origine.")
        faces.append(
            f'@font-face{{font-family:"Charte";font-weight:{graisse};font-display:swap;'
            f'src:url({_adresse("font/woff2", octets)}) format("woff2")}}'
        )
    # Les graphiques gardent leur police : leurs textes ont été mesurés avec elle.
    corps = 'body{font-family:"Charte","Fiche Sans","Source Sans Pro",Arial,sans-serif}' if faces else ""
    return "\n".join((*faces, corps + _STYLE))


def _octets(fichier: Path, limite: int) -> bytes:
    try:
        octets = fichier.read_bytes()
    except OSError as erreur:
        raise ErreurDemande(
            f"{fichier} : lecture impossible ({raison_du_systeme(erreur)}). Vérifiez les droits."
        ) from erreur
    if len(octets) > limite:
        raise ErreurDemande(
            f"{fichier} : {len(octets) // 1000} ko, pour {limite // 1000} ko au plus. Allégez-le "
            "(SVG simplifié, police réduite aux caractères latins)."
        )
    return octets


def _adresse(mime: str, octets: bytes) -> str:
    return f"data:{mime};base64,{base64.b64encode(octets).decode('ascii')}"
