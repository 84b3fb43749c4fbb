"""Ce que la vérification trouve, et comment cela se lit quand la même faute frappe beaucoup de pages."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fiches.redaction import INSECABLE, accord, nombre

_PAGES_NOMMEES = 3


@dataclass(frozen=True, order=True)
class Remarque:
    """Une faute d’une page (ou du dossier : `page` est alors « campagne.json »).

    `regle` est le sujet (« Lien »), `message` la faute, dite de la même façon sur toutes les pages, et `detail` ce
    qui la situe dans celle-ci. Une `information` ne demande rien et ne change pas le code de sortie.
    """

    page: str
    regle: str
    message: str
    detail: str = ""
    information: bool = False

    def __str__(self) -> str:
        detail = f" («{INSECABLE}{self.detail}{INSECABLE}»)" if self.detail else ""
        return f"{self.regle} – {self.message}{detail}"


def resumer(constats: Iterable[Remarque]) -> list[str]:
    """Une ligne par faute, les plus répandues d’abord, avec un exemple et les pages ; les informations à la fin."""
    groupes: dict[tuple[bool, str, str], list[Remarque]] = defaultdict(list)
    for constat in sorted(constats):
        groupes[constat.information, constat.regle, constat.message].append(constat)
    tries = sorted(groupes.items(), key=lambda g: (g[0][0], -len(g[1]), g[0]))
    return [_ligne(groupe) for _, groupe in tries]


def conclure(constats: Iterable[Remarque], dossier: Path) -> str:
    """« reports/2024 : rien à redire. » ou le nombre de fautes et de pages touchées."""
    fautes = [c for c in constats if not c.information]
    if not fautes:
        return f"{dossier}{INSECABLE}: rien à redire."
    pages = len({c.page for c in fautes})
    compte = f"{nombre(len(fautes))} {accord(len(fautes), 'faute', 'fautes')}"
    return f"{dossier}{INSECABLE}: {compte} dans {nombre(pages)} {accord(pages, 'fichier', 'fichiers')}."


def _ligne(groupe: list[Remarque]) -> str:
    pages = list(dict.fromkeys(c.page for c in groupe))
    reste = len(pages) - _PAGES_NOMMEES
    suite = f" et {nombre(reste)} {accord(reste, 'autre page', 'autres pages')}" if reste > 0 else ""
    fois = f", {nombre(len(groupe))} fois" if len(groupe) > len(pages) else ""
    tete = f"Information{INSECABLE}: " if groupe[0].information else ""
    return f"{tete}{groupe[0]}{INSECABLE}: {', '.join(pages[:_PAGES_NOMMEES])}{suite}{fois}"
