"""Les données d’un graphique en tableau HTML accessible."""

from collections.abc import Mapping, Sequence
from html import escape


def tableau(
    legende: str,
    entetes: Sequence[str],
    lignes: Sequence[Sequence[str]],
    *,
    pied: Sequence[str] = (),
    notes: Mapping[tuple[int, int], str] | None = None,
) -> str:
    """Tableau dont la première colonne nomme les lignes.

    `notes` distingue des cellules, repérées par (ligne, colonne) : elles sont en rouge et le mot le dit.
    """
    notes = notes or {}
    tete = "".join(f'<th scope="col">{escape(e)}</th>' for e in entetes)
    corps = "".join(_ligne(ligne, [notes.get((i, j)) for j in range(len(ligne))]) for i, ligne in enumerate(lignes))
    bas = f"<tfoot>{_ligne(pied, [None] * len(pied))}</tfoot>" if pied else ""
    return (
        f"<table><caption>{escape(legende)}</caption><thead><tr>{tete}</tr></thead><tbody>{corps}</tbody>{bas}</table>"
    )


def _ligne(cellules: Sequence[str], notes: Sequence[str | None]) -> str:
    autres = "".join(_cellule(c, n) for c, n in zip(cellules[1:], notes[1:], strict=True))
    return f'<tr><th scope="row">{escape(cellules[0])}</th>{autres}</tr>'


def _cellule(texte: str, note: str | None) -> str:
    if note is None:
        return f"<td>{escape(texte)}</td>"
    return f'<td class="rouge">{escape(texte)} <small>{escape(note)}</small></td>'
