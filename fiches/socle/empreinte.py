"""De quoi une page dépend : si rien de tout cela n’a changé, la refaire donnerait les mêmes octets."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from fiches.socle.chemins import NOMENCLATURES, PAQUET
from fiches.socle.environnement import PROJET

_SANS_EFFET = frozenset({
    "filelock", "jupyter", "jupyterlab", "jupyterlab-language-pack-fr-fr", "jupyterlab-myst", "jupyterlab-widgets",
    "nbstripout", "pooch", "pikepdf", "requests", "rich", "typer", "urllib3", "watchfiles",
})  # fmt: skip
"""Ce que le projet demande pour montrer, télécharger, attendre ou relire : une page n’en dépend pas."""


def sha256(contenu: bytes | Path) -> str:
    """SHA-256 d’un contenu ou d’un fichier."""
    octets = contenu.read_bytes() if isinstance(contenu, Path) else contenu
    return hashlib.sha256(octets).hexdigest()


def combiner(*parties: str) -> str:
    """Empreinte d’une suite de textes (l’ordre compte, et deux suites différentes ne se confondent pas)."""
    return sha256("\0".join(f"{len(p)}:{p}" for p in parties).encode())


@cache
def versions() -> dict[str, str]:
    """Versions des bibliothèques qui font la page : celles que le projet déclare, et celles qu’elles demandent."""
    a_voir = [(nom, extras) for nom, extras in _demandes(PROJET, {"pdf"}) if nom not in _SANS_EFFET]
    trouvees = dict[str, str]()
    vues = set[tuple[str, frozenset[str]]]()
    while a_voir:
        nom, extras = a_voir.pop()
        if (nom, extras) in vues:
            continue
        vues.add((nom, extras))
        with suppress(PackageNotFoundError):  # un extra qui n’est pas installé
            trouvees[nom] = version(nom)
            a_voir += _demandes(nom, extras)
    return dict(sorted(trouvees.items()))


def _demandes(paquet: str, extras: Iterable[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Les bibliothèques que demande un paquet installé, et les extras qu’il leur demande."""
    with suppress(PackageNotFoundError):
        for ligne in requires(paquet) or []:
            exigence = Requirement(ligne)
            if exigence.marker is None or any(exigence.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
                yield canonicalize_name(exigence.name), frozenset(exigence.extras)


@cache
def du_programme() -> str:
    """Empreinte du paquet, de ses gabarits, des nomenclatures et des versions de bibliothèques."""
    parties = [str(versions())]
    for dossier in (PAQUET, NOMENCLATURES):
        for fichier in sorted(dossier.rglob("*")):
            if fichier.is_file() and "__pycache__" not in fichier.parts:
                parties += [fichier.relative_to(dossier).as_posix(), sha256(fichier)]
    return combiner(*parties)
