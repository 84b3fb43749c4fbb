"""Lire une page produite en un seul passage : ses textes, ses liens, ses figures, ses tableaux."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VIDES = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_EN_LIGNE = {"a", "abbr", "b", "bdi", "br", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "samp", "small", "span",
             "strong", "sub", "sup", "time", "u", "wbr"}  # fmt: skip
_HORS_PROSE = {"code", "kbd", "pre", "samp"}
_ADRESSES = {"src", "srcset", "poster", "data", "background", "action", "formaction"}
_LIENS_INERTES = {"canonical", "alternate", "license", "author", "me", "help", "next", "prev"}
_APPELS = re.compile(r"\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|importScripts|sendBeacon)\b|\bimport\s*\(")
_SAUT = re.compile(r"[ \t]*[\r\n]\s*")
_TITRE = re.compile(r"h[1-6]")
_URL_CSS = re.compile(r"url\(\s*['\"]?([^'\")]*)|@import\s+['\"]([^'\"]+)", re.IGNORECASE)


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
    entetes: int = 0
    entetes_sans_portee: int = 0


@dataclass
class FigureLue:
    """Une figure : son ancre, sa légende, ses dessins, ses tableaux ; `du_projet` si elle vient de `graphiques`."""

    ancre: str
    du_projet: bool
    section: str
    legende: bool = False
    dessins: int = 0
    tableaux: int = 0


@dataclass
class PageLue:
    """Ce que la vérification retient d’une page.

    `prose` : les textes visibles, bloc par bloc, où le code cité est remplacé par U+FFFC ; `textes` : les mêmes
    avec le code, et les textes des attributs.
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
    finie: bool = False


def lire(html: str) -> PageLue:
    """La page lue ; un HTML tronqué ou mal formé se lit jusqu’au bout sans erreur."""
    lecteur = _Lecteur()
    try:
        lecteur.feed(html)
        lecteur.close()
    except AssertionError:  # html.parser s’arrête ainsi sur « <![foo[ » : la page passe alors pour tronquée
        lecteur.page.finie = False
    lecteur.clore_le_bloc()
    return lecteur.page


class _Lecteur(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = PageLue()
        self._pile: list[str] = []
        self._bloc: list[tuple[str, bool]] = []
        self._figures: list[FigureLue] = []
        self._tableaux: list[TableauLu] = []
        self._dessin: DessinLu | None = None  # le dessin en cours
        self._bandeau: int | None = None  # profondeur du bandeau de démonstration en cours

    # --- balises
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _EN_LIGNE:
            self.clore_le_bloc()
        if tag not in _VIDES:
            self._pile.append(tag)
        if tag == "path" and not any(nom == "id" for nom, _ in attrs):
            return  # la moitié de la page : rien d’autre à y lire
        attributs = {nom: valeur or "" for nom, valeur in attrs}
        self._lire_adresses(tag, attributs)
        self._lire_attributs(tag, attributs)
        if tag == "svg" and self._pile.count("svg") == 1:
            self._ouvrir_dessin(attributs)
        elif tag in {"img", "table", "figure", "th", "caption", "figcaption"}:
            self._lire_figure(tag, attributs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _EN_LIGNE:
            self.clore_le_bloc()
        if tag == "html":
            self.page.finie = True
        if tag not in self._pile:
            return
        while self._pile:
            fermee = self._pile.pop()
            self._fermer(fermee)
            if fermee == tag:
                break
        if self._bandeau is not None and len(self._pile) < self._bandeau:
            self._bandeau = None

    def _fermer(self, tag: str) -> None:
        if tag == "figure" and self._figures:
            self._figures.pop()
        elif tag == "table" and self._tableaux:
            self._tableaux.pop()
        elif tag == "svg" and "svg" not in self._pile:
            self._dessin = None

    def _lire_adresses(self, tag: str, attributs: dict[str, str]) -> None:
        page = self.page
        for nom, valeur in attributs.items():
            if nom in {"href", "xlink:href"}:
                if tag in {"a", "area"}:
                    page.liens.append(valeur)
                elif tag != "link" or not _LIENS_INERTES & set(attributs.get("rel", "").split()):
                    page.ressources.append(valeur)
            elif nom == "srcset":
                page.ressources += [c.split()[0] for c in re.split(r",\s+", valeur) if c.split()]
            elif nom in _ADRESSES:
                page.ressources.append(valeur)
            elif nom == "style" or "url(" in valeur:
                self._lire_css(valeur)

    def _lire_css(self, css: str) -> None:
        self.page.ressources += [a or b for a, b in _URL_CSS.findall(css) if a or b]

    def _lire_attributs(self, tag: str, attributs: dict[str, str]) -> None:
        page = self.page
        if tag == "html":
            page.langue = attributs.get("lang", "")
        if attributs.get("id"):
            page.ancres.append(attributs["id"])
        lus = {"aria-label", "alt", "title"} | ({"content"} if attributs.get("name") == "description" else set())
        for nom in sorted(lus & attributs.keys()):
            self._garder(attributs[nom], attributs[nom])
        if _TITRE.fullmatch(tag):
            page.titres.append((int(tag[1]), ""))
        if "demonstration" in attributs.get("class", "").split():
            self._bandeau = len(self._pile)

    def _ouvrir_dessin(self, attributs: dict[str, str]) -> None:
        if self._figures:
            self._figures[-1].dessins += 1
        if attributs.get("aria-hidden") == "true":
            return
        nom = attributs.get("aria-label") or attributs.get("aria-labelledby") or ""
        self._dessin = DessinLu(nom.strip(), self._section)
        self.page.dessins.append(self._dessin)

    @property
    def _section(self) -> str:
        return self.page.titres[-1][1] if self.page.titres else ""

    def _lire_figure(self, tag: str, attributs: dict[str, str]) -> None:
        page = self.page
        if tag == "img":
            if self._figures:
                self._figures[-1].dessins += 1
            page.dessins.append(DessinLu(attributs.get("alt", "").strip(), self._section))
        elif tag == "figure":
            classes = attributs.get("class", "").split()
            figure = FigureLue(attributs.get("id", ""), "fiche-figure" in classes, self._section)
            page.figures.append(figure)
            self._figures.append(figure)
        elif tag == "figcaption" and self._figures:
            self._figures[-1].legende = True
        elif tag == "table":
            nomme = bool(attributs.get("aria-label") or attributs.get("aria-labelledby"))
            tableau = TableauLu(nomme, self._section)
            page.tableaux.append(tableau)
            self._tableaux.append(tableau)
            if self._figures:
                self._figures[-1].tableaux += 1
        elif tag == "caption" and self._tableaux:
            self._tableaux[-1].nomme = True
        elif tag == "th" and self._tableaux:
            self._tableaux[-1].entetes += 1
            self._tableaux[-1].entetes_sans_portee += "scope" not in attributs

    # --- textes
    def handle_data(self, data: str) -> None:
        dans = self._pile[-1] if self._pile else ""
        if dans == "style":
            self._lire_css(data)
        elif dans == "script":
            self.page.appels += _APPELS.findall(data)
        else:
            self._bloc.append((data, any(b in _HORS_PROSE for b in self._pile[-4:])))

    def clore_le_bloc(self) -> None:
        """Range le texte lu depuis la dernière balise de bloc."""
        if not self._bloc:
            return
        complet = "".join(texte for texte, _ in self._bloc)
        prose = "".join("\ufffc" if hors else texte for texte, hors in self._bloc)
        self._bloc = []
        propre = self._garder(complet, prose)
        if not propre:
            return
        page, dans = self.page, self._pile[-1] if self._pile else ""
        if dans == "title" and "svg" not in self._pile:
            page.titre = propre
        elif dans == "title" and self._dessin is not None and self._pile[-2:] == ["svg", "title"]:
            self._dessin.alternative = self._dessin.alternative or propre
        elif page.titres and _TITRE.fullmatch(dans):
            page.titres[-1] = (page.titres[-1][0], propre)
        if self._bandeau is not None:
            page.bandeau += propre

    def _garder(self, complet: str, prose: str) -> str:
        complet, prose = _lisser(complet), _lisser(prose)
        if complet:
            self.page.textes.append(complet)
            self.page.prose.append(prose)
        return complet


def _lisser(texte: str) -> str:
    """Le retour à la ligne de la source est une espace ; les autres espaces restent telles que le lecteur les verra."""
    texte = texte.strip(" \t\n\r")
    return _SAUT.sub(" ", texte) if "\n" in texte else texte
