"""Le tableau HTML accessible, seul écrit à la main : celui des graphiques, du contrôle et des tables de l’analyste."""

import re
from collections.abc import Mapping, Sequence
from html import escape

_NOMBRE = re.compile(r"(<\u00a0)?[+\u2212]?\d[\d\u202f]*(,\d+)?(\u00a0\S+)?|–")
_TEXTE = ' class="t"'


def tableau(
    legende: str | None,
    entetes: Sequence[str],
    lignes: Sequence[Sequence[str]],
    *,
    pied: Sequence[str] = (),
    notes: Mapping[tuple[int, int], str] | None = None,
    en_tete: int = 1,
    textes: Sequence[bool] | None = None,
    classe: str = "",
) -> str:
    """Tableau dont les `en_tete` premières colonnes nomment les lignes.

    Les colonnes de nombres sont alignées à droite, celles de textes à gauche (classe `t`) : `textes` le dit, sinon ce
    qui est écrit. `notes` distingue des cellules, repérées par (ligne, colonne) : elles sont en rouge et le mot le dit.
    """
    notes = notes or {}
    if textes is None:
        textes = [rang > 0 and not _de_nombres([ligne[rang] for ligne in lignes]) for rang in range(len(entetes))]
    tete = "".join(_entete(e, texte) for e, texte in zip(entetes, textes, strict=True))
    corps = "".join(
        _ligne(ligne, [notes.get((i, j)) for j in range(len(ligne))], textes, en_tete) for i, ligne in enumerate(lignes)
    )
    bas = f"<tfoot>{_ligne(pied, [None] * len(pied), textes, en_tete)}</tfoot>" if pied else ""
    titre = "" if legende is None else f"<caption>{escape(legende)}</caption>"
    attribut = f' class="{classe}"' if classe else ""
    return f"<table{attribut}>{titre}<thead><tr>{tete}</tr></thead><tbody>{corps}</tbody>{bas}</table>"


def _entete(contenu: str, texte: bool) -> str:
    balise, portee = ("th", ' scope="col"') if contenu else ("td", "")  # une case vide n’annonce rien
    return f"<{balise}{portee}{_TEXTE if texte else ''}>{escape(contenu)}</{balise}>"


def _de_nombres(cellules: Sequence[str]) -> bool:
    return all(map(_NOMBRE.fullmatch, cellules))


def _ligne(cellules: Sequence[str], notes: Sequence[str | None], textes: Sequence[bool], en_tete: int) -> str:
    titres = "".join(
        f'<th scope="row"{_TEXTE if t and rang else ""}>{escape(c)}</th>'
        for rang, (c, t) in enumerate(zip(cellules[:en_tete], textes[:en_tete], strict=True))
    )
    suite = zip(cellules[en_tete:], notes[en_tete:], textes[en_tete:], strict=True)
    return f"<tr>{titres}{''.join(_cellule(c, n, t) for c, n, t in suite)}</tr>"


def _cellule(contenu: str, note: str | None, texte: bool) -> str:
    if note is None:
        return f"<td{_TEXTE if texte else ''}>{escape(contenu)}</td>"
    return f'<td class="rouge">{escape(contenu)} <small>{escape(note)}</small></td>'
