"""Les commentaires du Markdown, `<!-- … -->` et `% …` : des notes entre analystes, qui ne vont jamais dans la page."""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.myst_blocks import myst_block_plugin

_DEBUT, _FIN = "<!--", "-->"


def notes_privees(lecteur: MarkdownIt) -> None:
    """Greffon de markdown-it : retire les commentaires, hors du code cité."""
    lecteur.use(myst_block_plugin)
    lecteur.add_render_rule("myst_line_comment", lambda *_: "")
    lecteur.block.ruler.before(
        "reference", "commentaire_html", _bloc, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    lecteur.inline.ruler.before("html_inline", "commentaire_html", _en_ligne)


def _bloc(etat: StateBlock, ligne: int, derniere: int, silence: bool) -> bool:
    debut = etat.bMarks[ligne] + etat.tShift[ligne]
    if etat.is_code_block(ligne) or not etat.src.startswith(_DEBUT, debut):
        return False
    fin = etat.src.find(_FIN, debut + len(_DEBUT), etat.eMarks[derniere - 1])
    suivante = next((n for n in range(ligne, derniere) if fin >= 0 and etat.eMarks[n] >= fin + len(_FIN)), None)
    if suivante is None or etat.src[fin + len(_FIN) : etat.eMarks[suivante]].strip():
        return False  # jamais refermé, ou suivi d’un texte : la ligne se lit comme un paragraphe
    if not silence:
        etat.line = suivante + 1
    return True


def _en_ligne(etat: StateInline, _silence: bool) -> bool:
    fin = etat.src.find(_FIN, etat.pos + len(_DEBUT)) if etat.src.startswith(_DEBUT, etat.pos) else -1
    if fin < 0:
        return False
    etat.pos = fin + len(_FIN)
    return True
