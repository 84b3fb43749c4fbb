"""L’environnement Python tient-il ce que le projet demande ? Se vérifie avant de charger la moindre bibliothèque."""

import sys
from collections.abc import Iterable, Iterator
from importlib import metadata

from fiches.socle.erreurs import ErreurDemande

PROJET = "fiches-commerce-exterieur"


def version() -> str:
    """La version installée : « 0.1.0 ». Lève `ErreurDemande` si le paquet n’est pas installé."""
    try:
        return metadata.version(PROJET)
    except metadata.PackageNotFoundError as erreur:
        raise ErreurDemande(
            "Le paquet n’est pas installé, rien ne dit sa version. Depuis le dossier du projet, tapez « make fiche »."
        ) from erreur


def remede() -> str:
    """La ligne à taper pour remettre l’environnement en état, depuis le dossier du projet."""
    return f"{sys.executable} -m pip install --require-hashes -r verrou/execution.txt"


def diagnostiquer() -> str | None:
    """La phrase qui dit ce qui manque ou n’est pas à la bonne version, et quoi taper ; None si tout va."""
    try:
        exigences = metadata.requires(PROJET) or []
    except metadata.PackageNotFoundError:  # lancé depuis les sources : rien ne dit ce qui est attendu
        return None
    try:
        defauts = list(ecarts(exigences))
    except ModuleNotFoundError as erreur:  # packaging, qui lit les exigences
        defauts = [f"{erreur.name} absent"]
    if not defauts:
        return None
    return (
        f"L’environnement Python n’est pas à jour : {', '.join(defauts)}. "
        f"Depuis le dossier du projet, tapez « {remede()} », puis relancez."
    )


def ecarts(exigences: Iterable[str]) -> Iterator[str]:
    """« pandas 2.1.0 (>=3.0 attendu) » ou « papermill absent », pour chaque exigence non tenue.

    Les extras (`pdf`, `dask`) ne comptent pas : la commande qui les emploie dit elle-même ce qui manque.
    """
    from packaging.requirements import Requirement  # noqa: PLC0415 : son absence est l’un des cas à dire

    for ligne in exigences:
        exigence = Requirement(ligne)
        if exigence.marker is not None and not exigence.marker.evaluate({"extra": ""}):
            continue
        try:
            version = metadata.version(exigence.name)
        except metadata.PackageNotFoundError:
            yield f"{exigence.name} absent"
            continue
        if not exigence.specifier.contains(version, prereleases=True):
            yield f"{exigence.name} {version} ({exigence.specifier} attendu)"
