"""La page HTML telle qu’elle va sur le papier : sans ce qui ne sert qu’à l’écran, ses dessins en images nommées."""

import base64

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fiches.graphiques.mots import enumerer
from fiches.graphiques.style import css_polices
from fiches.page.decoupe import couper_les_larges, fragment
from fiches.page.gabarit import lire
from fiches.page.sorties import SANS_ALTERNATIVE

_D_ECRAN = "details, nav, .evitement, .emporter, .retour"
"""Ce qui n’a pas de sens sur papier : tableaux dépliables, sommaire (les signets le remplacent), liens d’écran."""
_TABLEAUX = "Les données de chaque graphique, en tableau, sont dans la page web de cette fiche."


def imprimable(html: str) -> tuple[str, str]:
    """La page telle qu’elle s’imprime, avec ce que le style met dans les marges ; à part, sa feuille de style."""
    page = LexborHTMLParser(html.replace(css_polices(), ""))
    avec_tableaux = page.css_first("figure details") is not None
    for svg in page.css("svg"):
        _en_image(svg)
    for ecran in page.css(_D_ECRAN):
        ecran.decompose()
    couper_les_larges(page)
    for lien in page.css("a"):
        if not (lien.attributes.get("href") or "").startswith(("#", "http:", "https:", "mailto:")):
            del lien.attrs["href"]  # une autre fiche : sa page n’accompagne pas le PDF
    if avec_tableaux and (pied := page.css_first("footer")) is not None:
        pied.insert_child(fragment(f"<p>{_TABLEAUX}</p>"))
    titre, source = page.css_first("head > title"), page.css_first("footer > p.source")
    if page.body is not None:
        page.body.attrs["data-titre"] = titre.text() if titre else ""
        page.body.attrs["data-source"] = source.text(strip=True) if source else ""
    styles = page.css("style")
    css = "\n".join([*(style.text() for style in styles), lire("fiche/impression.css")])
    for style in styles:
        style.decompose()
    return page.html or "", css


def _en_image(svg: LexborNode) -> None:
    """Remplace un dessin par une image : son texte de remplacement suit, et aucun style ne se cherche pour ses formes.

    Les infobulles sont retirées : elles ne s’impriment pas.
    """
    titres = svg.css("title")
    alternative = svg.attributes.get("aria-label") or (titres[0].text() if titres else "") or SANS_ALTERNATIVE
    for titre in titres:
        titre.decompose()
    figure = svg.parent
    while figure is not None and figure.tag != "figure":
        figure = figure.parent
    if figure is not None and (tableau := figure.css_first("details table")) is not None:
        alternative += _totaux(tableau)
    svg.attrs["xmlns"] = "http://www.w3.org/2000/svg"
    xml = (svg.html or "").replace("&nbsp;", "\u00a0")  # la seule entité de HTML que XML n’a pas
    contenu = base64.b64encode(xml.encode()).decode()
    image = fragment(f'<img class="dessin" src="data:image/svg+xml;base64,{contenu}">')
    image.attrs["alt"] = alternative
    svg.replace_with(image)


def _totaux(tableau: LexborNode) -> str:
    """Les totaux d’un tableau croisé, que le dessin montre tous : son texte ne dit que les premiers.

    Rien pour un autre tableau : le texte de remplacement du dessin le dit déjà en entier.
    """
    entetes = [case.text(strip=True) for case in tableau.css("thead > tr > *")]
    pied = [case.text(strip=True) for case in tableau.css("tfoot > tr > *")]
    if not entetes or entetes[-1] != "Total" or len(pied) != len(entetes):
        return ""
    lignes = [[case.text(strip=True) for case in ligne.css("th, td")] for ligne in tableau.css("tbody > tr")]
    produits = [f"{ligne[0]}, {ligne[-1]}" for ligne in lignes]
    pays = [f"{nom}, {total}" for nom, total in list(zip(entetes, pied, strict=True))[1:-1]]
    return (
        f" Total de chaque produit, en euros\u00a0: {enumerer(produits)}."
        f" Total de chaque pays, en euros\u00a0: {enumerer(pays)}."
    )
