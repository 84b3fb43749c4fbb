"""Le sommaire contre `campagne.json` : chaque nombre du tableau, la valeur qui le trie, et ce que dit la carte."""

from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fiches.campagne.manifeste import Manifeste
from fiches.campagne.verification.constat import Remarque
from fiches.campagne.verification.figure_lue import attribut
from fiches.donnees import territoires
from fiches.donnees.lieu import Departement
from fiches.page.carte_du_site import INDICATEURS
from fiches.page.sommaire import FicheDuSite
from fiches.redaction import meur, pourcentage

_REGLE = "Chiffre"
_SENS = ("exportations", "importations")


def verifier(page: str, html: str, tenu: Manifeste) -> Iterator[Remarque]:
    """Ce que le sommaire dit autrement que le manifeste, fiche par fiche."""
    arbre = LexborHTMLParser(html)
    lignes = {_lien(ligne): ligne for ligne in arbre.css("table#departements tbody tr")}
    carte: dict[str, list[LexborNode]] = {}
    for lien in arbre.css(".carte a"):
        carte.setdefault(attribut(lien, "href"), []).append(lien)
    if not lignes:  # un sommaire sans fiche n’a pas de tableau
        return
    yield from _legendes(page, arbre, tenu)
    for code, entree in tenu.fiches.items():
        if entree.page is None or not entree.indicateurs:
            continue
        lieu = territoires.lieu(code)
        if not isinstance(lieu, Departement):
            yield from _ensemble(page, arbre, FicheDuSite(lieu, entree.page, entree.indicateurs))
            continue
        if entree.page not in lignes:
            yield Remarque(page, _REGLE, "une fiche n’est pas dans le tableau du sommaire", lieu.nom)
            continue
        try:
            ecarts = [
                (lignes[entree.page].css_first("th a").text(), lieu.nom),  # type: ignore[union-attr]
                *_ligne(lignes[entree.page], entree.indicateurs),
                *_carte(carte.get(entree.page, []), FicheDuSite(lieu, entree.page, entree.indicateurs)),
            ]
        except (TypeError, ValueError, KeyError, ArithmeticError):
            continue  # la page du département le dit
        for ecrit, attendu in ecarts:
            if ecrit != attendu:
                detail = f"{lieu.nom} – {ecrit or 'rien'}, et non {attendu}"
                yield Remarque(page, _REGLE, "le sommaire contredit campagne.json", detail)


def _ensemble(page: str, arbre: LexborHTMLParser, fiche: FicheDuSite) -> Iterator[Remarque]:
    """La ligne d’une région ou de la France."""
    lien = arbre.css_first(f'[data-cherche] > a[href="{fiche.page}"]')
    ligne = lien.parent.text().strip() if lien and lien.parent else ""
    try:
        attendue = fiche.description
    except (TypeError, ValueError, KeyError, ArithmeticError):
        return  # la page du lieu le dit
    if ligne != attendue:
        detail = f"{fiche.lieu.nom} – {ligne or 'rien'}, et non {attendue}"
        yield Remarque(page, _REGLE, "le sommaire contredit campagne.json", detail)


def _legendes(page: str, arbre: LexborHTMLParser, tenu: Manifeste) -> Iterator[Remarque]:
    """Les bornes et les effectifs des classes de la carte, et la teinte de chaque département."""
    faites = [
        FicheDuSite(lieu, entree.page, entree.indicateurs)
        for code, entree in tenu.fiches.items()
        if isinstance(lieu := territoires.lieu(code), Departement) and entree.page and entree.indicateurs
    ]
    traces = {attribut(lien, "href"): lien.css("path") for lien in arbre.css(".carte a")}
    for indicateur in INDICATEURS:
        try:
            rangs, classes = indicateur.classer({fiche.lieu.code: fiche.valeur(indicateur.code) for fiche in faites})
        except (TypeError, ValueError, KeyError):
            return
        voulues = [classe.texte for classe in reversed(classes)]
        lues = [li.text().strip() for li in arbre.css(f".legende.l{indicateur.code} li")]
        if lues[: len(voulues)] != voulues:
            yield Remarque(page, _REGLE, "une légende de la carte contredit campagne.json", indicateur.nom)
        for fiche in faites:
            for trace in traces.get(str(fiche.page), []):
                teintes = attribut(trace, "class").split()
                if [t for t in teintes if t[0] == indicateur.code] != [f"{indicateur.code}{rangs[fiche.lieu.code]}"]:
                    detail = f"{fiche.lieu.nom} – {indicateur.nom}"
                    yield Remarque(page, _REGLE, "la teinte d’un département contredit campagne.json", detail)


def _lien(ligne: LexborNode) -> str:
    return attribut(ligne.css_first("th a"), "href")


def _ligne(ligne: LexborNode, indicateurs: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Chaque case : ce qui s’y lit et ce qui la trie, à côté de ce qu’il fallait."""
    exporte, importe = (indicateurs[sens]["total"] for sens in _SENS)
    parts = [indicateurs[sens]["part_france"] or 0 for sens in _SENS]
    attendus = [
        (meur(exporte), exporte),
        (meur(importe), importe),
        (meur(exporte - importe, signe=True), exporte - importe),
        *((pourcentage(part, 2), part) for part in parts),
    ]
    cases = ligne.css("td.n")
    yield str(len(cases)), str(len(attendus))
    for case, (texte, valeur) in zip(cases, attendus, strict=False):
        yield case.text(), texte
        yield attribut(case, "data-v"), str(valeur)


def _carte(liens: list[LexborNode], fiche: FicheDuSite) -> Iterator[tuple[str, str]]:
    for lien in liens:
        bulle = lien.css_first("title")
        yield attribut(lien, "aria-label"), fiche.description
        yield bulle.text() if bulle else "", fiche.description
