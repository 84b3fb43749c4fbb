"""Importer des archives : tout ou rien, une seule main à la fois, et un compte rendu."""

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import filelock

from fiches.donnees.douane import archive, catalogue, lecture
from fiches.donnees.douane.catalogue import ArchiveImportee, Catalogue, Cle
from fiches.donnees.douane.compte_rendu import CompteRendu
from fiches.donnees.douane.correspondances import correspondances
from fiches.donnees.douane.lecture import Lot
from fiches.donnees.douane.libelles_recus import LibellesRecus, completer
from fiches.donnees.douane.tables import TableEcrite
from fiches.redaction import accord, nombre
from fiches.socle import chemins
from fiches.socle.erreurs import ErreurDonnees, raison_du_systeme

Progression = Callable[[int, int], object]
_PROVISOIRE = ".import-"
_TABLE_EN_COURS = re.compile("[0-9a-f]{32}")
_ATTENTE_S = 900


def importer(
    archives: Sequence[Path], dossier: Path, progression: Progression | None = None, *, reduire: bool = False
) -> CompteRendu:
    """Importe zips et txts dans les tables Parquet de `dossier`, et rend compte.

    Un trimestre déjà présent est remplacé ; la même archive réimportée ne change rien. `progression` reçoit
    (octets lus, octets en tout). `reduire` : un trimestre peut être remplacé par un autre, deux fois plus petit. Au
    moindre défaut d’une archive : `ErreurDonnees`, et rien n’a changé.
    """
    try:
        with _seul(dossier), TemporaryDirectory(dir=dossier, prefix=_PROVISOIRE) as provisoire:
            lots = _lire(archives, Path(provisoire), progression)
            return _publier(lots, dossier, reduire)
    except OSError as erreur:
        raise ErreurDonnees(
            f"{dossier} : import interrompu, rien n’a changé ({raison_du_systeme(erreur)}). "
            "Vérifiez la place libre et les droits."
        ) from erreur


@contextlib.contextmanager
def _seul(dossier: Path) -> Iterator[None]:
    """Un import à la fois. Le verrou tombe avec le processus : un `kill -9` ne bloque personne."""
    dossier.mkdir(parents=True, exist_ok=True)
    try:
        with filelock.FileLock(dossier / ".verrou", timeout=_ATTENTE_S):
            yield
    except filelock.Timeout as erreur:
        raise ErreurDonnees(
            f"{dossier} : un autre import y travaille depuis plus de {_ATTENTE_S // 60} minutes. "
            "Attendez qu’il finisse, ou arrêtez-le."
        ) from erreur


def _lire(archives: Sequence[Path], provisoire: Path, progression: Progression | None) -> list[Lot]:
    lots = []
    with ExitStack() as pile:
        ouvertes = [pile.enter_context(archive.ouvrir(chemin)) for chemin in archives]
        tout, lus = sum(m.taille for a in ouvertes for m in a.donnees), 0

        def avancer(octets: int) -> None:
            nonlocal lus
            lus += octets
            if progression:
                progression(lus, tout)

        for ouverte in ouvertes:
            lots.append(lecture.lire(ouverte, provisoire, avancer))
    return lots


def _publier(lots: list[Lot], dossier: Path, reduire: bool) -> CompteRendu:
    """Met les tables en place, puis le catalogue d’un coup, puis efface ce qu’il ne nomme plus."""
    avant = catalogue.lire(dossier)
    retenues: dict[Cle, tuple[Lot, TableEcrite]] = {}
    remarques: list[str] = []
    for lot in lots:
        remarques += lot.avertissements
        for cle, table in lot.tables.items():
            if cle in retenues:
                remarques.append(_deux_fois(cle, retenues[cle][0].archive, lot.archive))
            retenues[cle] = lot, table
    maintenant = datetime.now(UTC).isoformat(timespec="seconds")
    arrivees = [_provenance(cle, lot, table, maintenant) for cle, (lot, table) in sorted(retenues.items())]
    _separer_vrai_et_simule(arrivees, avant, dossier, remarques)
    if not reduire:
        _refuser_de_perdre(arrivees, avant)
    libelles: dict[int, LibellesRecus] = {}
    for annee, recus in (arrivee for lot in lots for arrivee in lot.libelles.items()):
        libelles[annee] = completer(libelles.get(annee, {}), recus)
    apres = avant.remplacer(arrivees, libelles)

    nouvelles = [p.fichier for p in arrivees if not (dossier / p.fichier).exists()]
    try:
        for provenance in arrivees:
            retenues[provenance.cle][1].chemin.replace(dossier / provenance.fichier)
        catalogue.ecrire(dossier, apres)
    except BaseException:  # disque plein, interruption : rien ne doit avoir changé
        for nom in nouvelles:
            (dossier / nom).unlink(missing_ok=True)
        raise
    _nettoyer(dossier, avant, apres)
    anciennes, actuelles = ({p.cle: p for a in c.annees for p in c.de_l_annee(a)} for c in (avant, apres))
    deja = [cle for cle in retenues if cle in anciennes]
    inchangees = sum(anciennes[cle] == actuelles[cle] for cle in deja)
    return CompteRendu(
        archives=tuple(lot.archive for lot in lots),
        tables=tuple(actuelles[p.cle] for p in arrivees),
        nouvelles=len(arrivees) - len(deja),
        remplacees=len(deja) - inchangees,
        inchangees=inchangees,
        remarques=tuple(remarques),
    )


def _provenance(cle: Cle, lot: Lot, table: TableEcrite, maintenant: str) -> ArchiveImportee:
    annee, flux, trimestre = cle
    return ArchiveImportee(
        annee=annee,
        flux=flux,
        trimestre=trimestre,
        archive=lot.archive,
        sha256=lot.sha256,
        importe_le=maintenant,
        lignes=table.lignes,
        valeur=table.valeur,
        masse=table.masse,
        demonstration=cle in lot.simulees,
        inconnus={axe: dict(sorted(codes.items())) for axe, codes in sorted(table.inconnus.items())},
        absents=tuple(correspondances(annee).absents(table.departements)),
        fichier=table.nom_definitif(cle),
    )


def _separer_vrai_et_simule(
    arrivees: list[ArchiveImportee], avant: Catalogue, dossier: Path, remarques: list[str]
) -> None:
    """Une année est vraie ou simulée, jamais un mélange : le vrai chasse le simulé, l’inverse est refusé."""
    simulees = {p.annee for p in arrivees if p.demonstration}
    vraies = {p.annee for p in arrivees if not p.demonstration}
    if melees := simulees & (vraies | {p.annee for p in avant.tables if not p.demonstration}):
        raise ErreurDonnees(
            f"{dossier} : des données simulées prendraient place parmi les vraies de {min(melees)}. "
            "Importez la démonstration dans un autre dossier (--donnees)."
        )
    chassees = {p.annee for p in avant.tables if p.demonstration} & vraies
    remarques += [f"{annee} : la démonstration est retirée, de vraies données arrivent." for annee in sorted(chassees)]


def _refuser_de_perdre(arrivees: list[ArchiveImportee], avant: Catalogue) -> None:
    """Un trimestre remplacé par un bien plus petit vient sans doute d’une archive coupée, ou d’un seul département."""
    anciennes = {p.cle: p for p in avant.tables}
    for nouvelle in arrivees:
        ancienne = anciennes.get(nouvelle.cle)
        if ancienne and ancienne.demonstration == nouvelle.demonstration and 2 * nouvelle.lignes < ancienne.lignes:
            lues = f"{nombre(nouvelle.lignes)} {accord(nouvelle.lignes, 'ligne', 'lignes')}"
            raise ErreurDonnees(
                f"{nouvelle.archive}\u00a0: le trimestre {nouvelle.trimestre} de {nouvelle.annee} "
                f"(flux {nouvelle.flux}) y a {lues}, et celui qu’il remplacerait {nombre(ancienne.lignes)}. Vérifiez "
                "l’archive\u202f; si c’est bien ce que vous voulez, ajoutez --reduire."
            )


def _deux_fois(cle: Cle, premiere: str, derniere: str) -> str:
    annee, flux, trimestre = cle
    return (
        f"Trimestre {trimestre} de {annee} (flux {flux}) apporté deux fois : "
        f"« {derniere} » l’emporte sur « {premiere} », donnée avant."
    )


def _nettoyer(dossier: Path, avant: Catalogue, en_vigueur: Catalogue) -> None:
    """Retire les tables remplacées, et ce qu’un import tué a laissé ; jamais un fichier que nous n’avons pas écrit."""
    remplacees = {p.fichier for p in avant.tables} - {p.fichier for p in en_vigueur.tables}
    # Nous tenons le verrou : personne d’autre n’y écrit. Ce qui ne part pas (fichier ouvert ailleurs, sous Windows)
    # partira au prochain import.
    with contextlib.suppress(OSError):
        for nom in remplacees:
            (dossier / nom).unlink(missing_ok=True)
        chemins.balayer(dossier)
    for reste in dossier.glob(f"{_PROVISOIRE}*"):
        with contextlib.suppress(OSError):
            for table in reste.glob("*.parquet"):
                if _TABLE_EN_COURS.fullmatch(table.stem):
                    table.unlink()
            reste.rmdir()
