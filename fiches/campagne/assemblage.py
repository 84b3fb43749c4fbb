"""Réunir en un seul site les parts d’une campagne, faites chacune de son côté."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import islice
from pathlib import Path

from filelock import FileLock, Timeout

from fiches.campagne import manifeste, reception
from fiches.campagne.manifeste import Manifeste, Provenance
from fiches.campagne.part import Part
from fiches.campagne.publication import publier
from fiches.donnees import territoires
from fiches.socle.empreinte import sha256
from fiches.socle.erreurs import ErreurDemande, ErreurFiche

_NOMMEES = 5


def assembler(dossier: Path) -> Manifeste:
    """Réunit les manifestes des parts en un seul `campagne.json`, fait le sommaire, puis les retire.

    Les autres fiches que `campagne.json` avait déjà, faites des mêmes entrées, y restent. Sans effet si c’est déjà
    fait. Lève `ErreurDemande` s’il n’y a aucune part, s’il en manque, si l’une n’est pas finie ou si elles ne viennent
    pas des mêmes entrées ; `ErreurFiche` si une page n’est pas celle que sa part annonce.
    """
    trouvees = (Part.du_manifeste(fichier.name) for fichier in dossier.glob("campagne-*.json"))
    parts = sorted(filter(None, trouvees), key=lambda part: part.rang)
    if not parts and (dossier / manifeste.NOM).exists():  # déjà fait : un ordonnanceur peut relancer la commande
        return manifeste.lire(dossier)
    if not parts:
        raise ErreurDemande(
            f"{dossier} : aucune part de campagne. Faites-les d’abord : fiches produire --tous --part 1/4"
        )
    _exiger_toutes(dossier, parts)
    with ExitStack() as pile:
        for part in parts:
            _prendre(dossier, part, pile)
        lus = [manifeste.lire(dossier, part.manifeste) for part in parts]
        for part, lu in zip(parts, lus, strict=True):
            _verifier(dossier, part, lu, lus[0], parts[0])
        _exiger_une_fois(dossier, lus)
        deja = _deja_la(dossier, lus[0])
        a_nous = deja.noms if deja else set[str]()
        manifeste.exiger_a_nous(dossier, manifeste.PUBLIES, a_nous)
        fiches = {**(deja.fiches if deja else {}), **{code: e for lu in lus for code, e in lu.fiches.items()}}
        ensemble = Manifeste(lus[0].provenance, fiches)
        ensemble.enregistrer(dossier)
        publier(dossier, ensemble)
        for part in parts:
            (dossier / part.manifeste).unlink()
    return ensemble


def _exiger_toutes(dossier: Path, parts: Sequence[Part]) -> None:
    nombre, rangs = parts[0].nombre, {part.rang for part in parts}
    if any(part.nombre != nombre for part in parts):
        raison = "des découpages différents se mêlent"
    elif len(rangs) < nombre:
        absents = (f"{rang}/{nombre}" for rang in range(1, nombre + 1) if rang not in rangs)
        nommes = list(islice(absents, _NOMMEES))  # un nom de fichier peut annoncer un milliard de parts
        reste = nombre - len(rangs) - len(nommes)
        raison = ", ".join(nommes) + (f" et {reste} autres" if reste else "")
    else:
        return
    raise ErreurDemande(f"{dossier} : il manque des parts ({raison}). Attendez-les, ou refaites-les avec --part.")


def _prendre(dossier: Path, part: Part, pile: ExitStack) -> None:
    """Le verrou de la part : personne ne doit être en train de la faire."""
    try:
        pile.enter_context(FileLock(dossier / manifeste.verrou(part.manifeste), timeout=0))
    except Timeout as erreur:
        raise ErreurDemande(
            f"{dossier / part.manifeste} : cette part est en train d’être faite. Attendez-la."
        ) from erreur


def _verifier(dossier: Path, part: Part, lu: Manifeste, premier: Manifeste, premiere: Part) -> None:
    """La part est finie, des mêmes entrées que la première, et ses fichiers sont ceux qu’elle annonce."""
    ou = dossier / part.manifeste
    if _entrees(lu.provenance) != _entrees(premier.provenance):
        raise ErreurDemande(
            f"{ou} : cette part ne vient pas des mêmes données, du même carnet ou du même programme que "
            f"{premiere.manifeste}. Refaites-la."
        )
    if lu.demandes != premier.demandes:
        raise ErreurDemande(f"{ou} : cette part n’a pas la même liste de lieux que {premiere.manifeste}. Refaites-la.")
    attendues = {lieu.code for lieu in part.choisir([territoires.lieu(code) for code in lu.demandes])}
    if attendues - lu.fiches.keys():
        manquent = ", ".join(sorted(attendues - lu.fiches.keys())[:_NOMMEES])
        raise ErreurDemande(f"{ou} : cette part n’est pas finie (il y manque : {manquent}). Relancez-la.")
    for faute in _fautes(dossier, lu):
        raise ErreurFiche(f"{ou} : {faute}. Refaites cette part.")


def _deja_la(dossier: Path, part: Manifeste) -> Manifeste | None:
    """Le `campagne.json` du dossier. Lève `ErreurDemande` si ses fiches ne viennent pas des mêmes entrées."""
    deja = manifeste.chercher(dossier)
    if deja and deja.fiches and _entrees(deja.provenance) != _entrees(part.provenance):
        raise ErreurDemande(
            f"{dossier / manifeste.NOM} : le dossier a déjà une campagne d’autres données, d’autres paramètres, "
            "d’un autre carnet ou d’un autre programme. Assemblez les parts dans un autre dossier, ou refaites-la "
            "d’abord."
        )
    return deja


def _fautes(dossier: Path, lu: Manifeste) -> Iterator[str]:
    def somme(nom: str) -> str | None:
        return sha256(dossier / nom) if (dossier / nom).is_file() else None

    for code, entree in lu.fiches.items():
        yield from reception.fautes(territoires.lieu(code), entree, somme)


def _exiger_une_fois(dossier: Path, lus: Sequence[Manifeste]) -> None:
    comptes = Counter(code for lu in lus for code in lu.fiches)
    if deux := [code for code, compte in comptes.items() if compte > 1]:
        raise ErreurDemande(
            f"{dossier} : deux parts ont fait la même fiche ({', '.join(sorted(deux)[:_NOMMEES])}). Leurs campagnes "
            "n’ont pas la même liste de lieux : refaites-les."
        )


def _entrees(provenance: Provenance) -> Provenance:
    """La provenance, sans la date d’import : chaque machine a la sienne."""
    archives = [{cle: v for cle, v in archive.items() if cle != "importe_le"} for archive in provenance.archives]
    return replace(provenance, archives=archives)
