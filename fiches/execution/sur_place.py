"""Exécuter un carnet dans le processus courant, par le noyau « in-process » d’ipykernel.

Ni processus à lancer, ni socket : le protocole de Jupyter reste le même, valeurs du récit comprises.
Une limite connue : `await` au premier niveau d’une cellule n’y marche pas.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ipykernel.inprocess.manager import InProcessKernelManager
from nbformat import NotebookNode
from nbformat.v4 import output_from_msg

from fiches import recit
from fiches.execution.moteur import ranger

# Le débogueur d’ipykernel, inutile ici, avertit sinon à chaque noyau.
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")

_SORTIES = ("stream", "display_data", "execute_result", "error")


def executer(carnet: NotebookNode, limite_s: float) -> None:
    """Exécute les cellules dans l’ordre, jusqu’à la première erreur ; remplit sorties et valeurs du récit."""
    gestionnaire = InProcessKernelManager()
    gestionnaire.start_kernel()
    client = gestionnaire.client()
    client.start_channels()
    # Une figure matplotlib laissée ouverte par une cellule s’affiche, comme dans JupyterLab.
    gestionnaire.kernel.shell.run_line_magic("matplotlib", "inline")
    for cellule in carnet.cells:
        if cellule.cell_type == "code":
            with _limite(limite_s):
                client.execute(cellule.source)
            cellule.outputs = list(_sorties(client))
            cellule.execution_count = client.get_shell_msg(timeout=0)["content"]["execution_count"]
            if any(sortie.output_type == "error" for sortie in cellule.outputs):
                return
        elif cellule.cell_type == "markdown" and (expressions := recit.expressions(cellule.source)):
            demande = {str(rang): expression for rang, expression in enumerate(expressions)}
            client.execute("", silent=True, store_history=False, user_expressions=demande)
            ranger(cellule, expressions, client.get_shell_msg(timeout=0)["content"]["user_expressions"])
            _ecarter(client)


def _sorties(client: Any) -> Iterator[NotebookNode]:
    for message in _messages(client):
        if message["msg_type"] in _SORTIES:
            yield output_from_msg(message)


def _ecarter(client: Any) -> None:
    for _ in _messages(client):
        pass


def _messages(client: Any) -> Iterator[dict[str, Any]]:
    while client.iopub_channel.msg_ready():
        yield client.get_iopub_msg(timeout=0)


@contextmanager
def _limite(secondes: float) -> Iterator[None]:
    """Interrompt le bloc au bout de `secondes` ; l’exception naît dans la cellule, qui la rapporte."""

    def sonner(_signal: int, _trame: Any) -> None:
        raise TimeoutError(f"la cellule dépasse {secondes:g} s (limite_par_cellule dans les paramètres)")

    ancien = signal.signal(signal.SIGALRM, sonner)
    signal.setitimer(signal.ITIMER_REAL, secondes)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, ancien)
