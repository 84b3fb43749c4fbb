"""Les données d’un graphique en tableau HTML accessible."""

import re
from collections.abc import Mapping, Sequence
from html import escape

_NOMBRE = re.compile(r"(<\u00a0)?[+\u2212]?\d[\d\u202f]*(,\d+)?(\u00a0\S+)?|–")
_TEXTE = ' class="t"'


def tableau(
    legende: str,
    entetes: Sequence[str],
    lignes: Sequence[Sequence[str]],
    *,
    pied: Sequence[str] = (),
    notes: Mapping[tuple[int, int], str] | None = None,
) -> str:
    """Tableau dont la première colonne nomme les lignes.

    Les colonnes de nombres sont alignées à droite, celles de textes à gauche (classe `t`).
    `notes` distingue des cellules, repérées par (ligne, colonne) : elles sont en rouge et le mot le dit.
    """
    notes = notes or {}
    textes = [rang > 0 and not _de_nombres([ligne[rang] for ligne in lignes]) for rang in range(len(entetes))]
    tete = "".join(
        f'<th scope="col"{_TEXTE if texte else ""}>{escape(e)}</th>' for e, texte in zip(entetes, textes, strict=True)
    )
    corps = "".join(
        _ligne(ligne, [notes.get((i, j)) for j in range(len(ligne))], textes) for i, ligne in enumerate(lignes)
    )
    bas = f"<tfoot>{_ligne(pied, [None] * len(pied), textes)}</tfoot>" if pied else ""
    return (
        f"<table><caption>{escape(legende)}</caption><thead><tr>{tete}</tr></thead><tbody>{corps}</tbody>{bas}</table>"
    )


def _de_nombres(cellules: Sequence[str]) -> bool:
    return all(map(_NOMBRE.fullmatch, cellules))


def _ligne(cellules: Sequence[str], notes: Sequence[str | None], textes: Sequence[bool]) -> str:
    autres = "".join(_cellule(c, n, t) for c, n, t in zip(cellules[1:], notes[1:], textes[1:], strict=True))
    return f'<tr><th scope="row">{escape(cellules[0])}</th>{autres}</tr>'


def _cellule(contenu: str, note: str | None, texte: bool) -> str:
    if note is None:
        return f"<td{_TEXTE if texte else ''}>{escape(contenu)}</td>"
    return f'<td class="rouge">{escape(contenu)} <small>{escape(note)}</small></td>'
