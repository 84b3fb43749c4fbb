"""Lire une page produite : ses textes, ses liens, ses figures, ses tableaux."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fiches.campagne.verification.figure_lue import FigureChiffree, attribut, figures_chiffrees
from fiches.carnet.formules import FORMULE

_EN_LIGNE = {"a", "abbr", "b", "bdi", "br", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "samp", "small", "span",
             "strong", "sub", "sup", "time", "u", "wbr"}  # fmt: skip
_HORS_PROSE = {"code", "kbd", "pre", "samp"}
_ADRESSES = {"src", "poster", "data", "background", "action", "formaction"}
_LIENS_INERTES = {"canonical", "alternate", "license", "author", "me", "help", "next", "prev"}
_APPELS = re.compile(r"\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|importScripts|sendBeacon)\b|\bimport\s*\(")
_SAUT = re.compile(r"[ \t]*[\r\n]\s*")
_TITRES = ("h1", "h2", "h3", "h4", "h5", "h6")
_URL_CSS = re.compile(r"url\(\s*['\"]?([^'\")]*)|@import\s+['\"]([^'\"]+)", re.IGNORECASE)
_FIN = re.compile(r"</html\s*>\s*$", re.IGNORECASE)


@dataclass
class DessinLu:
    """Un dessin ou une image, et son texte alternatif (« » s’il n’en a pas) ; `section` : le titre qui le précède."""

    alternative: str
    section: str


@dataclass
class TableauLu:
    """Un tableau : a-t-il une légende, des en-têtes qui disent ce qu’ils nomment (`scope`) ?"""

    nomme: bool
    section: str
    entetes: int
    entetes_sans_portee: int


@dataclass
class FigureLue:
    """Une figure : son ancre, sa légende, ses dessins, ses tableaux ; `du_projet` si elle vient de `graphiques`."""

    ancre: str
    du_projet: bool
    section: str
    legende: bool
    dessins: int
    tableaux: int


@dataclass
class PageLue:
    """Ce que la vérification retient d’une page.

    `prose` : les textes visibles, bloc par bloc, où le code cité est remplacé par U+FFFC ; `textes` : les mêmes
    avec le code, et les textes des attributs. Le LaTeX qui décrit une formule est du code. Un texte répété n’y est
    qu’une fois.
    """

    langue: str = ""
    titre: str = ""
    bandeau: str = ""
    prose: list[str] = field(default_factory=list)
    textes: list[str] = field(default_factory=list)
    titres: list[tuple[int, str]] = field(default_factory=list)
    ancres: list[str] = field(default_factory=list)
    liens: list[str] = field(default_factory=list)
    ressources: list[str] = field(default_factory=list)
    appels: list[str] = field(default_factory=list)
    dessins: list[DessinLu] = field(default_factory=list)
    figures: list[FigureLue] = field(default_factory=list)
    tableaux: list[TableauLu] = field(default_factory=list)
    chiffrees: list[FigureChiffree] = field(default_factory=list)
    finie: bool = False


def lire(html: str) -> PageLue:
    """La page lue ; un HTML tronqué ou mal formé se lit jusqu’au bout sans erreur, comme dans un navigateur."""
    arbre = LexborHTMLParser(html)
    racine, titre, bandeau = arbre.root, arbre.css_first("head > title"), arbre.css_first(".demonstration")
    page = PageLue(
        langue=attribut(racine, "lang"),
        titre=_texte(titre) if titre else "",
        bandeau=_texte(bandeau) if bandeau else "",
        finie=bool(_FIN.search(html)),
    )
    for noeud in arbre.css(f"{','.join(_TITRES)},figure,svg,img,table"):
        _lire_structure(page, noeud)
    page.chiffrees = figures_chiffrees(arbre)
    if racine:
        _lire_textes(page, racine)
    page.textes, page.prose = list(dict.fromkeys(page.textes)), list(dict.fromkeys(page.prose))
    return page


def _lire_structure(page: PageLue, noeud: LexborNode) -> None:
    """Un titre, une figure, un dessin ou un tableau, dans l’ordre de la page."""
    balise, section = str(noeud.tag), page.titres[-1][1] if page.titres else ""
    if balise in _TITRES:
        page.titres.append((int(balise[1]), _texte(noeud)))
    elif balise == "figure":
        page.figures.append(
            FigureLue(
                ancre=attribut(noeud, "id"),
                du_projet="fiche-figure" in attribut(noeud, "class").split(),
                section=section,
                legende=noeud.css_first("figcaption") is not None,
                dessins=len(noeud.css("svg,img")),
                tableaux=len(noeud.css("table")),
            )
        )
    elif balise == "table":
        entetes = noeud.css("th")
        # Celui du récit se nomme par la phrase qui le précède ; celui d’une cellule, par sa légende.
        du_recit = not any("sortie" in attribut(a, "class").split() for a in _ancetres(noeud))
        nomme = _nom(noeud) or noeud.css_first("caption") or (du_recit and noeud.css_first("th"))
        sans_portee = sum("scope" not in entete.attributes for entete in entetes)
        page.tableaux.append(TableauLu(bool(nomme), section, len(entetes), sans_portee))
    elif balise == "img":
        page.dessins.append(DessinLu(attribut(noeud, "alt"), section))
    elif attribut(noeud, "aria-hidden") != "true" and not any(a.tag == "svg" for a in _ancetres(noeud)):
        titre = next((enfant for enfant in noeud.iter() if enfant.tag == "title"), None)
        page.dessins.append(DessinLu(_nom(noeud) or (_texte(titre) if titre else ""), section))


def _lire_textes(page: PageLue, racine: LexborNode) -> None:
    """Les textes, un par bloc, et les adresses ; sans récursion : une page peut être profonde."""
    bloc: list[tuple[str, bool]] = []

    def clore() -> None:
        _garder(page, "".join(t for t, _ in bloc), "".join("\ufffc" if hors else t for t, hors in bloc))
        bloc.clear()

    ouverts = [(racine, False, _enfants(racine))]
    _lire_attributs(page, racine)
    while ouverts:
        parent, hors_prose, suite = ouverts[-1]
        enfant = next(suite, None)
        if enfant is None:
            ouverts.pop()
            if bloc and parent.tag not in _EN_LIGNE:
                clore()
        elif enfant.tag == "-text":
            contenu = enfant.text_content or ""
            if parent.tag == "style":
                _lire_css(page, contenu)
            elif parent.tag == "script":
                page.appels += _APPELS.findall(contenu)
            else:
                bloc.append((contenu, hors_prose))
        elif enfant.tag != "-comment":
            if bloc and enfant.tag not in _EN_LIGNE:
                clore()
            _lire_attributs(page, enfant)
            ouverts.append((enfant, hors_prose or enfant.tag in _HORS_PROSE, _enfants(enfant)))


def _lire_attributs(page: PageLue, noeud: LexborNode) -> None:
    attributs = {nom: valeur or "" for nom, valeur in noeud.attributes.items()}
    for nom, valeur in attributs.items():
        if nom == "id" and valeur:
            page.ancres.append(valeur)
        elif nom in {"href", "xlink:href"}:
            if noeud.tag in {"a", "area"}:
                page.liens.append(valeur)
            elif noeud.tag != "link" or not _LIENS_INERTES & set(attributs.get("rel", "").split()):
                page.ressources.append(valeur)
        elif nom == "srcset":
            page.ressources += [c.split()[0] for c in re.split(r",\s+", valeur) if c.split()]
        elif nom in _ADRESSES:
            page.ressources.append(valeur)
        elif nom == "style" or "url(" in valeur:
            _lire_css(page, valeur)
        elif nom in {"aria-label", "alt", "title"} or (nom == "content" and attributs.get("name") == "description"):
            _garder(page, valeur, "\ufffc" if attributs.get("class") == FORMULE else valeur)


def _lire_css(page: PageLue, css: str) -> None:
    page.ressources += [a or b for a, b in _URL_CSS.findall(css) if a or b]


def _garder(page: PageLue, complet: str, prose: str) -> None:
    complet, prose = _lisser(complet), _lisser(prose)
    if complet:
        page.textes.append(complet)
        page.prose.append(prose)


def _enfants(noeud: LexborNode) -> Iterator[LexborNode]:
    return iter(noeud.iter(include_text=True))


def _ancetres(noeud: LexborNode) -> Iterator[LexborNode]:
    parent = noeud.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _nom(noeud: LexborNode) -> str:
    return attribut(noeud, "aria-label") or attribut(noeud, "aria-labelledby")


def _texte(noeud: LexborNode) -> str:
    return _lisser(noeud.text())


def _lisser(texte: str) -> str:
    """Le retour à la ligne de la source est une espace ; les autres espaces restent telles que le lecteur les verra."""
    texte = texte.strip(" \t\n\r")
    return _SAUT.sub(" ", texte) if "\n" in texte else texte
