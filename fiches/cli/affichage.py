"""Ce que la commande montre pendant et après une campagne."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from fiches.campagne import Bilan, Suivi
from fiches.campagne.demande import Demande
from fiches.campagne.manifeste import SOMMAIRE, Entree
from fiches.donnees.lieu import Lieu
from fiches.redaction import accord, liste, nombre, secondes


class _Lignes:
    """Hors d’un terminal : une ligne par fiche finie."""

    def __init__(self, console: Console, total: int) -> None:
        self.console, self.total, self.fait = console, total, 0

    def commence(self, lieu: Lieu) -> None:
        """Rien : une ligne par fiche suffit."""

    def finit(self, lieu: Lieu, entree: Entree) -> None:
        self.fait += 1
        self.console.print(f"[{self.fait}/{self.total}] {_resumer(lieu, entree)}", markup=False)


class _Barre:
    """Dans un terminal : une barre, les fiches en cours, le temps restant, et les échecs dès qu’ils arrivent."""

    def __init__(self, console: Console, barre: Progress, total: int) -> None:
        self.console, self.barre, self.en_cours = console, barre, dict[str, str]()
        self.tache = barre.add_task("préparation…", total=total)

    def commence(self, lieu: Lieu) -> None:
        self.en_cours[lieu.code] = lieu.nom
        self._montrer()

    def finit(self, lieu: Lieu, entree: Entree) -> None:
        self.en_cours.pop(lieu.code, None)
        if entree.statut == "echec":
            self.console.print(_resumer(lieu, entree), markup=False, style="red")
        self.barre.advance(self.tache)
        self._montrer()

    def _montrer(self) -> None:
        self.barre.update(self.tache, description=escape(", ".join(self.en_cours.values())))


@contextmanager
def suivre(console: Console, demande: Demande) -> Iterator[Suivi]:
    """L’avancement d’une campagne : une barre dans un terminal, une ligne par fiche ailleurs."""
    total = len(demande.lieux)
    if not console.is_terminal:
        yield _Lignes(console, total)
        return
    colonnes = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*colonnes, console=console, transient=True) as barre:
        yield _Barre(console, barre, total)


def conclure(console: Console, demande: Demande, bilan: Bilan) -> None:
    """Où sont les pages, et les erreurs regroupées."""
    codes = {lieu.code: lieu for lieu in demande.lieux}
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
    for erreur, lieux in par_erreur.items() if len(bilan.entrees) > 1 else []:  # une seule : elle vient d’être dite
        console.print(f"Échec – {', '.join(lieux)} : {erreur}", markup=False, style="red")
    if par_erreur:
        console.print(
            "Une fiche en échec n’a plus de page : la précédente, s’il y en avait une, est retirée.", markup=False
        )
    for avis, compte_ in Counter(avis for entree in bilan.entrees.values() for avis in entree.avis).items():
        combien = f" ({nombre(compte_)} fiches)" if compte_ > 1 else ""
        console.print(f"À savoir – {avis}{combien}", markup=False)
    for phrase in demande.recenser_commentaires():
        console.print(phrase, markup=False)
    for page in pages if len(pages) <= 10 else []:
        console.print(str(demande.dossier / page), markup=False)
        if demande.pdf:
            console.print(str((demande.dossier / page).with_suffix(".pdf")), markup=False)
    if len(pages) > 10:
        console.print(f"{len(pages)} pages dans {demande.dossier}", markup=False)
    if len(pages) > 1 and not demande.part:
        console.print(f"Pour les parcourir ou les partager : {demande.dossier / SOMMAIRE}", markup=False)


def _resumer(lieu: Lieu, entree: Entree) -> str:
    mots = {
        "produite": f"produite en {secondes(entree.duree_s)}",
        "inchangee": "inchangée",
        "echec": f"échec : {entree.erreur}",
    }
    return f"{lieu.nom} ({lieu.code}) : {mots[entree.statut]}"
