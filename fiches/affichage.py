"""Ce que la commande montre pendant et après une campagne."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from fiches.campagne import Bilan
from fiches.demande import Demande
from fiches.manifeste import Entree
from fiches.redaction import accord, liste
from fiches.territoires import Departement

Suivi = Callable[[Departement, Entree], None]


@contextmanager
def suivre(console: Console, demande: Demande) -> Iterator[Suivi]:
    """Avancement : une barre dans un terminal, une ligne par fiche ailleurs ; les échecs dès qu’ils arrivent."""
    total = len(demande.departements)
    if not console.is_terminal:
        fait = 0

        def ligne(lieu: Departement, entree: Entree) -> None:
            nonlocal fait
            fait += 1
            console.print(f"[{fait}/{total}] {_resumer(lieu, entree)}", markup=False)

        yield ligne
        return
    colonnes = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*colonnes, console=console, transient=True) as barre:
        tache = barre.add_task("Fiches", total=total)

        def avancer(lieu: Departement, entree: Entree) -> None:
            if entree.statut == "echec":
                console.print(_resumer(lieu, entree), markup=False, style="red")
            barre.update(tache, advance=1, description=escape(f"Fiches – {lieu.nom}"))

        yield avancer


def conclure(console: Console, demande: Demande, bilan: Bilan) -> None:
    """Où sont les pages, et les erreurs regroupées."""
    codes = {lieu.code: lieu for lieu in demande.departements}
    pages = [e.page for e in bilan.entrees.values() if e.page]
    if bilan.demonstration:
        console.print(
            "Données de démonstration, simulées : chaque page le dit. "
            "Pour les vraies : fiches donnees importer ARCHIVE…",
            markup=False,
        )
    compte = bilan.compte
    if len(bilan.entrees) > 1:
        mots = {
            "produite": accord(compte["produite"], "produite", "produites"),
            "inchangee": accord(compte["inchangee"], "inchangée", "inchangées"),
            "echec": "en échec",
        }
        console.print(f"{liste([f'{compte[s]} {mot}' for s, mot in mots.items() if compte[s]])}.", markup=False)
    par_erreur = defaultdict(list)
    for code, entree in bilan.echecs.items():
        par_erreur[entree.erreur].append(f"{codes[code].nom} ({code})")
    for erreur, lieux in par_erreur.items():
        console.print(f"Échec – {', '.join(lieux)} : {erreur}", markup=False, style="red")
    for phrase in demande.recenser_commentaires():
        console.print(phrase, markup=False)
    for page in pages if len(pages) <= 10 else []:
        console.print(str(demande.dossier / page), markup=False)
    if len(pages) > 10:
        console.print(f"{len(pages)} pages dans {demande.dossier}", markup=False)


def _resumer(lieu: Departement, entree: Entree) -> str:
    mots = {
        "produite": f"produite en {entree.duree_s:.1f} s".replace(".", ","),
        "inchangee": "inchangée",
        "echec": f"échec : {entree.erreur}",
    }
    return f"{lieu.nom} ({lieu.code}) : {mots[entree.statut]}"
