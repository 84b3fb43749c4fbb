"""Ne dessiner qu’une fois par campagne les figures communes à plusieurs fiches (région, France entière).

Les processus d’une campagne se passent les figures par un dossier temporaire, qui disparaît avec elle : rien
ne survit d’une campagne à l’autre, donc rien ne peut être périmé.
"""

import hashlib
import inspect
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Concatenate, ParamSpec, TypeVar

import pandas as pd

from fiches.donnees.territoires import Departement
from fiches.fiche.commerce import Territoire
from fiches.fiche.echanges import Echanges
from fiches.graphiques.figure import Figure, Mention
from fiches.socle.chemins import ecrire

P = ParamSpec("P")
Source = TypeVar("Source", Echanges, Territoire)

_dossiers: list[Path] = []


@contextmanager
def partage() -> Iterator[None]:
    """Le temps d’une campagne, les processus copiés de celui-ci partagent leurs figures communes."""
    with TemporaryDirectory(prefix="fiches-") as nom:
        _dossiers.append(Path(nom))
        try:
            yield
        finally:
            _dossiers.pop()


def partageable(
    dessin: Callable[Concatenate[Source, P], Figure | Mention],
) -> Callable[Concatenate[Source, P], Figure | Mention]:
    """Rend un dessin partageable : refait pour un département, repris pour un territoire commun."""
    signature = inspect.signature(dessin)

    @wraps(dessin)
    def dessiner(source: Source, /, *args: P.args, **reglages: P.kwargs) -> Figure | Mention:
        if not _dossiers or isinstance(source.lieu, Departement):
            return dessin(source, *args, **reglages)
        # Un réglage donné par son rang, par son nom ou par défaut est le même réglage.
        lies = signature.bind(source, *args, **reglages)
        lies.apply_defaults()
        chemin = _dossiers[-1] / _cle(dessin.__name__, source, repr(list(lies.arguments.values())[1:]))
        if chemin.exists():
            figure: Figure | Mention = pickle.loads(chemin.read_bytes())  # écrit par nous, pour nous
            return figure
        figure = dessin(source, *args, **reglages)
        ecrire(chemin, pickle.dumps(figure))
        return figure

    return dessiner


def _cle(nom: str, source: Echanges | Territoire, reglages: str) -> str:
    # Le contenu, non l’identité : un analyste peut filtrer les lignes de la France avant de les dessiner.
    sens = (source,) if isinstance(source, Echanges) else (source.exportations, source.importations)
    somme = hashlib.sha256(repr((nom, source.lieu, source.annee, source.source, source.motif, reglages)).encode())
    for echanges in sens:
        somme.update(echanges.sens.encode())
        somme.update(pd.util.hash_pandas_object(echanges.lignes, index=False).to_numpy().tobytes())
    return somme.hexdigest()
