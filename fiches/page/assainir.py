"""Ce que le HTML d’une cellule ne peut pas faire à la page : la styler toute, y mener ailleurs, y agir.

La page se lit sans script ni réseau. Un style reste s’il ne porte que sur ce que la cellule montre : Styler, de pandas,
commence chaque règle par le repère de son tableau (`#T_…`).
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_HORS_DU_TEXTE = ("form", "meta", "base", "link")
_IGNORES = re.compile(r"[\s\x00-\x1f]")
_QUI_AGIT = re.compile(r"(?:java|vb)script:", re.IGNORECASE)
_COMMENTAIRE = re.compile(r"/\*.*?\*/", re.DOTALL)
_REGLE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_REPERE = re.compile(r"\s*#([\w-]+)")


def assainir(html: str) -> tuple[str, list[str]]:
    """Le HTML, refermé, sans ce qui agirait hors de lui ; et le nom de ce qui en est retiré, sans doublon."""
    arbre = LexborHTMLParser(html, is_fragment=True)
    retires = []
    for noeud in arbre.css(",".join(_HORS_DU_TEXTE)):
        retires.append(f"<{noeud.tag}>")
        noeud.decompose()
    styles = arbre.css("style")
    reperes = {noeud.attributes["id"] or "" for noeud in arbre.css("[id]")}
    gardes, globaux = _trier(" ".join(style.text() for style in styles), reperes)
    if globaux:
        retires.append("<style> qui porte sur toute la page")
    for style in styles:
        style.decompose()
    for noeud in arbre.css("*"):
        retires += _sans_action(noeud)
    debut = f"<style>{gardes}</style>" if gardes else ""
    return debut + (arbre.html or "").replace("&nbsp;", "\u00a0"), list(dict.fromkeys(retires))


def _trier(css: str, reperes: set[str]) -> tuple[str, bool]:
    """Les règles dont chaque sélecteur commence par l’un de ces repères ; et s’il y en avait d’autres."""
    css = _COMMENTAIRE.sub("", css)
    regles = [(selecteurs.strip(), corps) for selecteurs, corps in _REGLE.findall(css)]
    siennes = [f"{selecteurs} {{{corps}}}" for selecteurs, corps in regles if _a_elle(selecteurs, reperes)]
    imbrique = "@" in _REGLE.sub("", css)  # @media, @import : leurs règles ne se lisent pas seules
    return ("", True) if imbrique else ("\n".join(siennes), len(siennes) < len(regles))


def _a_elle(selecteurs: str, reperes: set[str]) -> bool:
    trouves = [_REPERE.match(selecteur) for selecteur in selecteurs.split(",")]
    return all(trouve and (trouve[1] in reperes or trouve[1].startswith("T_")) for trouve in trouves)


def _sans_action(noeud: LexborNode) -> Iterator[str]:
    """Retire d’une balise ce qui exécuterait du code, et le nomme."""
    for nom, valeur in list(noeud.attributes.items()):
        if nom.startswith("on"):
            yield nom
        elif _QUI_AGIT.match(_IGNORES.sub("", valeur or "")):
            yield f'{nom}="javascript:…"'
        else:
            continue
        del noeud.attrs[nom]
