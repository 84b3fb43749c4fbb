"""Le Markdown du carnet, lu comme le montre JupyterLab avec jupyterlab-myst : notes, tâches, encadrés, formules.

Les greffons de markdown-it font l’essentiel ; ici, ce que MyST ajoute et qu’aucun ne rend : les encadrés
(`:::{note}`), les formules (en image), exposants et indices.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from fiches.carnet.formules import formule
from fiches.carnet.notes_privees import notes_privees

# Un tableau plus large que l’écran défile seul, au clavier aussi.
_DEFILE = '<div class="defile" role="region" tabindex="0" aria-label="Tableau">'
_DIRECTIVE = re.compile(r"\{([\w-]+)\}\s*(.*)")
_DE_MYST = re.compile(r"\{(?!eval\})[^{}\s]+\}")
_EXPOSANT = re.compile(r"<(sup|sub)>([^<>\n]*)</\1>")
_ENCADRES = {
    "note": "Note", "tip": "Conseil", "hint": "Indice", "important": "Important", "warning": "Attention",
    "attention": "Attention", "caution": "Prudence", "danger": "Danger", "seealso": "Voir aussi", "admonition": "",
}  # fmt: skip
_ROLES = ("math", "sub", "sup", "subscript", "superscript")


@cache
def lecteur() -> MarkdownIt:
    """Celui du récit et des commentaires ; une balise HTML s’y écrit, elle ne s’exécute pas."""
    lu = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    # Un dollar collé à un chiffre est une monnaie : « 5 $ à 10 $ ».
    lu.use(dollarmath_plugin, allow_space=False, allow_digits=False, allow_labels=False, double_inline=True)
    lu.use(footnote_plugin).use(tasklists_plugin).use(colon_fence_plugin).use(myst_role_plugin).use(notes_privees)
    lu.core.ruler.after("block", "encadres", _encadrer)
    lu.core.ruler.after("inline", "monnaies", _garder_les_monnaies)
    lu.inline.ruler.before("html_inline", "exposants", _exposer)
    regles = {
        "table_open": lambda *_: f"{_DEFILE}<table>\n",
        "table_close": lambda *_: "</table>\n</div>\n",
        "math_inline_double": lambda _, jetons, rang, *__: formule(jetons[rang].content.strip()),
        "math_inline": lambda _, jetons, rang, *__: formule(jetons[rang].content),
        "math_block": lambda _, jetons, rang, *__: f"<p>{formule(jetons[rang].content.strip())}</p>\n",
    }
    for nom, regle in regles.items():
        lu.add_render_rule(nom, regle)
    return lu


def lire(source: str, repere: str = "") -> list[Token]:
    """Les jetons d’une cellule ; `repere` distingue ses notes de bas de page de celles des autres."""
    return lecteur().parse(source, {"docId": repere} if repere else {})


def ecrire(jetons: Sequence[Token], repere: str = "") -> str:
    """Le HTML de ces jetons."""
    return str(lecteur().renderer.render(jetons, lecteur().options, {"docId": repere} if repere else {}))


def ignores(source: str) -> list[str]:
    """Ce que MyST connaît et que la page ne rend pas : « {figure} », tel qu’écrit, sans doublon."""
    # Sans cela, chaque cellule de chaque fiche serait lue deux fois.
    return list(dict.fromkeys(_ignores(lire(source)))) if _DE_MYST.search(source) else []


def _ignores(jetons: Sequence[Token]) -> Iterator[str]:
    for jeton in jetons:
        if jeton.type in ("fence", "colon_fence") and (trouvee := _DIRECTIVE.match(jeton.info)):
            yield f"{{{trouvee[1]}}}"
        elif jeton.type == "myst_role" and jeton.meta["name"] not in (*_ROLES, "eval"):
            yield f"{{{jeton.meta['name']}}}"
        yield from _ignores(jeton.children or [])


def rendre_les_roles(jeton: Token) -> None:
    """Un rôle de MyST qui met en forme : formule, indice, exposant."""
    nom = jeton.meta["name"]
    if nom == "math":
        jeton.type = "math_inline"
    elif nom in _ROLES:
        balise = "sup" if nom.startswith("sup") else "sub"
        jeton.type, jeton.content = "html_inline", f"<{balise}>{escape(jeton.content)}</{balise}>"


def _encadrer(etat: StateCore) -> None:
    """Remplace les directives d’encadré et de formule par ce qu’elles contiennent."""
    etat.tokens = list(_deplier(etat.tokens, etat.md, etat.env))


def _deplier(jetons: Sequence[Token], md: MarkdownIt, env: Any) -> Iterator[Token]:
    for jeton in jetons:
        trouvee = _DIRECTIVE.match(jeton.info) if jeton.type in ("fence", "colon_fence") else None
        nom, titre = (trouvee[1].lower(), trouvee[2].strip()) if trouvee else ("", "")
        if nom == "math":
            jeton.type = "math_block"
            yield jeton
        elif nom in _ENCADRES:
            dedans: list[Token] = []
            md.block.parse(f"**{titre or _ENCADRES[nom] or 'Note'}**\n\n{jeton.content}", md, env, dedans)
            yield Token("encadre_open", "aside", 1, block=True, attrs={"class": "encadre"})
            yield from _deplier(dedans, md, env)
            yield Token("encadre_close", "aside", -1, block=True)
        else:
            yield jeton


def _garder_les_monnaies(etat: StateCore) -> None:
    """« De 10 $, 3$ à… » : ce qui suit le premier dollar est la suite de la phrase, non une formule."""
    for ligne in etat.tokens:
        for jeton in ligne.children or []:
            if jeton.type == "math_inline" and jeton.content[0] in ",.;:!?)":
                jeton.type, jeton.content = "text", f"${jeton.content}$"


def _exposer(etat: StateInline, silence: bool) -> bool:
    """`<sup>2</sup>` et `<sub>2</sub>`, les seules balises que le récit rend."""
    trouve = _EXPOSANT.match(etat.src, etat.pos)
    if trouve is None:
        return False
    if not silence:
        jeton = etat.push("html_inline", "", 0)
        jeton.content = f"<{trouve[1]}>{escape(trouve[2])}</{trouve[1]}>"
    etat.pos = trouve.end()
    return True
