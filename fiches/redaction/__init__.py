"""Écrire en français : nombres, mots, accords, typographie. Aucune donnée, aucun dessin."""

from fiches.redaction.accords import (
    accord,
    dire,
    duree,
    jour,
    lire_jour,
    liste,
    majuscule,
    normaliser,
    premiers,
    sans_accents,
)
from fiches.redaction.nombres import (
    ABSENT,
    UN_MILLION,
    a_la_francaise,
    est_un_nombre,
    euros,
    lire_nombre,
    meur,
    millions,
    nombre,
    nombre_en_lettres,
    ordinal,
    pourcentage,
    secondes,
)
from fiches.redaction.signes import FINE, INSECABLE, MOINS
from fiches.redaction.typographie import Texte, representation, texte, typographier

__all__ = [
    "ABSENT",
    "FINE",
    "INSECABLE",
    "MOINS",
    "UN_MILLION",
    "Texte",
    "a_la_francaise",
    "accord",
    "dire",
    "duree",
    "est_un_nombre",
    "euros",
    "jour",
    "lire_jour",
    "lire_nombre",
    "liste",
    "majuscule",
    "meur",
    "millions",
    "nombre",
    "nombre_en_lettres",
    "normaliser",
    "ordinal",
    "pourcentage",
    "premiers",
    "representation",
    "sans_accents",
    "secondes",
    "texte",
    "typographier",
]

_DE_L_ANALYSTE = [
    "accord", "euros", "jour", "liste", "meur", "millions", "nombre", "nombre_en_lettres", "ordinal", "pourcentage",
    "premiers",
]  # fmt: skip


def __dir__() -> list[str]:
    """Ce que Tab propose dans JupyterLab : de quoi écrire, sans ce qui ne sert qu’au programme."""
    return _DE_L_ANALYSTE
