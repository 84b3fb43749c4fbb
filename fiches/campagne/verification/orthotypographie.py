"""Les fautes de typographie et d’article qu’une page en français ne doit pas montrer."""

import re
from collections.abc import Collection, Iterator
from functools import cache

from fiches.campagne.verification.constat import Remarque
from fiches.campagne.verification.ecrits import extraits
from fiches.donnees import territoires

_REGLE = "Typographie"
_CONTEXTE = 18
_INS = "\u00a0\u202f"
_PRONOM = r"(?!\w+(?:er|ir|re)\b|(?:lui|leur|y|en)\b)"  # « permet de le lire » est correct

# Un motif qui commence par un caractère précis se cherche dix fois plus vite : ce qui le précède est relu ensuite.
_MOTIFS = (
    ("apostrophe droite", re.compile(r"'(?:(?=\w)|(?<=\w'))")),
    ("deux espaces de suite", re.compile(r"[ \u00a0\u202f]{2,}")),
    ("espace ordinaire avant « ; : ! ? % € »", re.compile(r" (?:[;:!?](?=\s|$|[)»])|[%€]|M€)")),
    ("espace insécable manquante avant « ; : ! ? »", re.compile(r"[;:!?](?<=[^\W_].)(?=\s|$)")),
    ("espace insécable manquante avant « % » ou « € »", re.compile(r"\d(?:[%€]|M€)")),
    ("espace insécable manquante après « ou avant »", re.compile(r"«(?![\u00a0\u202f])|(?<![\u00a0\u202f])»")),
    ("espace ordinaire entre les milliers", re.compile(r"\d \d{3}(?=[ \u00a0](?:€|M€|euros|millions?)\b|[ \u00a0]€)")),
    ("nombre non arrondi (redaction.nombre, .pourcentage l’arrondissent)", re.compile(r"[,.](?<=\d.)\d{5,}")),
    ("nombre écrit à l’anglaise (redaction.nombre l’écrit en français)", re.compile(
        r"\.(?<=\d{4}\.)\d+(?![\d.])"  # 1234567.90
        r"|,(?<=\d,)\d{3}(?:,\d{3})*(?:\.\d|,\d{3}(?!\d))"  # 1,234.5 et 1,234,567
        rf"|\.(?<=\d\.)\d+(?=[ {_INS}]?(?:%|€|M€)|[ {_INS}](?:euros?|millions?|milliards?|points?)\b)"  # 636.4 millions
        r"|\.(?<=^\d\.)\d+$|\.(?<=^[−+-]\d\.)\d+$|\.(?<=^\d\d\.)(?:\d|\d{3,})$|\.(?<=^\d{3}\.)\d+$",  # une case
        re.MULTILINE)),
    ("préposition et article non contractés", re.compile(rf"\b(?:[Dd]e|[Àà]) les? {_PRONOM}\w+")),
)  # fmt: skip


def verifier(page: str, textes: Collection[str]) -> Iterator[Remarque]:
    """Les fautes des textes d’une page, une fois chacune."""
    for message, extrait in dict.fromkeys((*_typographie(textes), *_articles(textes))):
        yield Remarque(page, _REGLE, message, extrait)


def _typographie(textes: Collection[str]) -> Iterator[tuple[str, str]]:
    for message, motif in _MOTIFS:
        for extrait in extraits(motif, textes, _CONTEXTE):
            yield message, extrait


def _articles(textes: Collection[str]) -> Iterator[tuple[str, str]]:
    motif, justes, autres = _formes()
    for texte in textes:
        if any(trouve[0].lower() not in justes for trouve in motif.finditer(texte)):
            for trouve in motif.finditer(autres.sub("\ufffc", texte)):
                if trouve[0].lower() not in justes:
                    yield "article d’un département", trouve[0]


@cache
def _formes() -> tuple[re.Pattern[str], frozenset[str], re.Pattern[str]]:
    """Le motif d’un département après une préposition, les formes justes, et les noms à ne pas lire ainsi.

    « Val de Drôme » ou « Pays de la Loire » sont les noms d’autres lieux.
    """
    lieux = territoires.departements_publies()
    noms = sorted((lieu.nom for lieu in lieux), key=len, reverse=True)
    motif = re.compile(
        r"(?<![\w’-])(?i:de|du|de la|de l’|des|d’|dans|dans le|dans la|dans l’|dans les|à)[ \u00a0]?"
        rf"(?:{'|'.join(map(re.escape, noms))})(?![\w’-])"
    )
    justes = {forme.lower() for lieu in lieux for forme in (lieu.de, lieu.dans, f"dans {lieu.sujet}")}
    justes |= {f"à {lieu.nom}".lower() for lieu in lieux if lieu.de == f"de {lieu.nom}"}
    autres = {t.nom for t in territoires.du_genre("territoire")}
    autres |= {territoires.region(lieu.region).nom for lieu in lieux if not lieu.forme_region}
    longs = sorted(autres - {lieu.nom for lieu in lieux}, key=len, reverse=True)
    return motif, frozenset(justes), re.compile("|".join(map(re.escape, longs)))
