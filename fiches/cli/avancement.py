"""La barre de progression des lectures et des transferts : dans un terminal seulement."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

Suivi = Callable[[str, int, int], None]


@contextmanager
def suivre_octets(console: Console) -> Iterator[Suivi]:
    """Rend une fonction (nom, octets faits, octets en tout ou 0) : une barre par nom, rien hors d’un terminal."""
    if not console.is_terminal:
        yield lambda _nom, _faits, _tout: None
        return
    colonnes = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[etat]}"), TimeRemainingColumn())
    taches: dict[str, TaskID] = {}
    with Progress(*colonnes, console=console, transient=True) as barre:

        def avancer(nom: str, faits: int, tout: int) -> None:
            if nom not in taches:
                taches[nom] = barre.add_task(escape(nom), etat="")
            barre.update(taches[nom], completed=faits, total=tout or None, etat=_etat(faits, tout))

        yield avancer


def _etat(faits: int, tout: int) -> str:
    return f"{_mo(faits)} sur {_mo(tout)} Mo" if tout else f"{_mo(faits)} Mo"


def _mo(octets: int) -> str:
    return f"{octets / 1e6:.1f}".replace(".", ",")
