"""Répartir les fiches à faire entre les processus de cette machine, ou les machines d’une grappe."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager

from nbformat import NotebookNode

from fiches.campagne.demande import Demande
from fiches.campagne.fabrication import Fabrique
from fiches.campagne.manifeste import Entree
from fiches.donnees.lieu import Lieu
from fiches.socle import atelier, interruption
from fiches.socle.atelier import SUR_PLACE

Commence = Callable[[Lieu], None]
Faites = Generator[tuple[Lieu, Entree], None, None]


@contextmanager
def prete(
    demande: Demande,
    modeles: tuple[NotebookNode, ...],
    communes: tuple[str, ...],
    etat: str,
    lieux: Sequence[Lieu],
    commence: Commence,
) -> Iterator[Iterable[tuple[Lieu, Entree]]]:
    """Charge d’avance ce qui est long, puis rend (lieu, entrée) à mesure que les fiches sont faites.

    Aucune fiche ne commence avant qu’on en demande une, et aucune n’est encore en train à la sortie du bloc.
    `modeles`, `communes`, `etat` : voir `Fabrique`. Lève `ErreurDemande` si la grappe ne répond pas.
    """
    fabrique = Fabrique(demande, modeles, communes, etat, SUR_PLACE)
    if demande.grappe:
        from fiches.campagne import grappe  # noqa: PLC0415 (un extra)

        with grappe.ouverte(demande.grappe) as client, closing(grappe.repartir(client, fabrique, lieux)) as fil:
            yield fil
        return
    repartir = _entre_processus if SUR_PLACE else _une_a_une
    with fabrique.prete(), closing(repartir(fabrique, lieux, commence)) as fil:
        yield fil


def _entre_processus(fabrique: Fabrique, lieux: Sequence[Lieu], commence: Commence) -> Faites:
    resultats = atelier.repartir(
        lieux,
        fabrique.fabriquer,
        fabrique.demande.jobs,
        commencee=commence,
        silence_s=2 * fabrique.demande.parametres.limite_par_cellule + 10,
    )
    with closing(resultats):
        for lieu, rendu in resultats:
            yield lieu, fabrique.perdue(lieu, rendu) if isinstance(rendu, atelier.Mort) else _aboutie(rendu)


def _une_a_une(fabrique: Fabrique, lieux: Sequence[Lieu], commence: Commence) -> Faites:
    for lieu in lieux:
        commence(lieu)
        with interruption.possible():
            entree = _aboutie(fabrique.fabriquer(lieu))
        yield lieu, entree


def _aboutie(rendu: Entree | OSError) -> Entree:
    if isinstance(rendu, OSError):
        raise rendu
    return rendu
