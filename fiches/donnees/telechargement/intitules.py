"""Ce que dit le nom ou le titre d’une archive : quel territoire, quel flux, quelle année, quelle période.

Chaque fonction lit un texte quelconque et rend None quand il ne dit rien, ou dit deux choses à la fois.
"""

import re

from fiches.redaction import sans_accents

_REGIONAL = re.compile(
    r"(?<![a-z])(?:reg(?:s|ion(?:s|al|ale|ales|aux)?|ional|ionales|ionaux)?|dep(?:artement(?:s|al|ale|ales|aux)?)?)(?![a-z])"
)
_NATIONAL = re.compile(r"(?<![a-z])nation(?:al|ale|ales|aux)(?![a-z])")
_SEUL = r"(?<=[ -]){}(?=\.zip$)|(?<=\d){}(?=\.zip$)"  # « 2024_E.zip »
_FLUX = {
    "E": re.compile(rf"(?<![a-z])exp(?:ort(?:s|ations?|ees?|es?)?)?(?![a-z])|{_SEUL.format('e', 'e')}"),
    "I": re.compile(rf"(?<![a-z])imp(?:ort(?:s|ations?|ees?|es?)?)?(?![a-z])|{_SEUL.format('i', 'i')}"),
}
_AN = r"((?:19|20)\d\d)"
_ANNEE = re.compile(rf"(?<!\d){_AN}(?!\d)")
_MOIS = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
# Le jour ou le mois d’une publication n’est pas l’année des données.
_DATE = re.compile(
    rf"(?<!\d)(?:{_AN}[-./](?:0[1-9]|1[0-2])(?:[-./]\d\d)?|\d\d[-./]\d\d[-./]{_AN})(?!\d)|(?:{_MOIS}) {_AN}(?!\d)"
)
# « 2024-T2 », « 2T 2024 », « 2e trimestre 2024 », « 4trim2024 », « T2 2024 »
_TRIMESTRE = re.compile(
    rf"(?<!\d){_AN}[ -]?t([1-4])(?!\d)"
    rf"|(?<!\d)([1-4]) ?(?:er|re|e|eme|nd)? ?t(?:rim(?:estre)?s?)?[ .-]{{0,3}}{_AN}(?!\d)"
    rf"|(?<![a-z])t([1-4])[ -]{{0,3}}{_AN}(?!\d)"
)
_ANNEES = re.compile(rf"(?<!\d){_AN} ?(?:-|–|/|a|au|et) ?{_AN}(?!\d)")

Trimestre = tuple[int, int]
"""(année, rang du trimestre)."""


def regional(texte: str) -> bool | None:
    """Vrai si le texte dit « régional » ou « départemental », faux s’il dit « national » ; None sinon."""
    mots = _mots(texte)
    ici, partout = bool(_REGIONAL.search(mots)), bool(_NATIONAL.search(mots))
    return None if ici == partout else ici


def flux_dit(texte: str) -> str | None:
    """« E » ou « I » ; None si rien ne le dit, ou si les deux sont dits."""
    mots = _mots(texte)
    trouves = [flux for flux, motif in _FLUX.items() if motif.search(mots)]
    return trouves[0] if len(trouves) == 1 else None


def annee_dite(texte: str) -> int | None:
    """La première année du texte, hors dates (« 2025-03-07 », « mars 2025 », « 202503 »)."""
    mots = _DATE.sub(" ", _mots(texte))
    premiere = min(filter(None, (_ANNEE.search(mots), _TRIMESTRE.search(mots))), key=lambda m: m.start(), default=None)
    return int(next(a for a in premiere.groups() if a and len(a) == 4)) if premiere else None


def periode(texte: str, en_annees: bool = True) -> tuple[Trimestre, Trimestre] | None:
    """Le premier et le dernier trimestre sûrs d’une archive glissante ; None si le texte ne dit pas de période.

    De « 2023-2025 » (lu si `en_annees`), seule 2024 est sûrement entière : ni le début, ni la fin n’y sont comptés.
    """
    mots = _DATE.sub(" ", _mots(texte))
    dits = [(int(a or c or f), int(t or b or e)) for a, t, b, c, e, f in _TRIMESTRE.findall(mots)]
    if en_annees:
        dits += [t for debut, fin in _ANNEES.findall(mots) if debut != fin for t in ((int(debut), 4), (int(fin), 1))]
    return (min(dits), max(dits)) if dits else None


def _mots(texte: str) -> str:
    """En minuscules, sans accents, « _ » et les espaces séparant les mots."""
    return re.sub(r"[_\s]+", " ", sans_accents(texte))
