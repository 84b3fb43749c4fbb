"""Exécuter un carnet dans le processus courant, par le noyau « in-process » d’ipykernel.

Ni processus à lancer, ni socket : le protocole de Jupyter reste le même, valeurs du récit comprises.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty
from types import SimpleNamespace
from typing import Any

from matplotlib import pyplot as plt
from matplotlib_inline.config import InlineBackend
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete
from nbformat import NotebookNode
from traitlets import default
from traitlets.config import Config

from fiches.carnet import lectures, recit
from fiches.carnet.execution.diagnostic import (
    PREPARATION,
    SAUTER,
    echec,
    noms_des_parametres,
    noter_echec,
    noter_refus,
    trop_long,
)
from fiches.carnet.execution.moteur import ranger
from fiches.carnet.execution.processus import processus_intact

# Le débogueur d’ipykernel, inutile ici, avertit sinon à chaque noyau.
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")

from ipykernel.inprocess.ipkernel import InProcessInteractiveShell, InProcessKernel
from ipykernel.inprocess.manager import InProcessKernelManager
from ipykernel.iostream import IOPubThread
from IPython.core.pylabtools import select_figure_formats

_CONFIG = Config(
    {
        # L’historique d’IPython est un fichier commun à tous les processus : les fiches n’ont rien à y écrire.
        "HistoryManager": {"enabled": False},
        # Une pause après chaque cellule, pour des clients à l’autre bout d’un réseau.
        "InProcessKernel": {"_execute_sleep": 0.0},
    }
)


class _Noyau(InProcessKernel):  # type: ignore[misc]
    """Le noyau sur place, sans son fil d’affichage : ce qu’une cellule montre est reçu aussitôt.

    ipykernel le prévoit (« If the thread is not running, call immediately ») ; un fil ne survivrait pas à une copie.
    """

    @default("iopub_thread")
    def _sans_fil(self) -> IOPubThread:
        return IOPubThread(self._underlying_iopub_socket, session=self.session)

    def pre_handler_hook(self) -> None:
        """Ctrl-C n’arrête pas la cellule, comme le fait ipykernel : c’est la campagne qui s’arrête."""

    def post_handler_hook(self) -> None:
        """Rien à rétablir."""


class ErreurDuree(BaseException):
    """La durée limite est dépassée. Pas une `Exception` : un `except Exception` du carnet ne doit pas l’avaler."""


def executer(carnet: NotebookNode, dossier: Path, limite_s: float | None, signaler: Callable[[int], None]) -> None:
    """Exécute les cellules dans l’ordre, jusqu’à la première erreur ; remplit sorties, valeurs du récit et relevé.

    `dossier` : celui où le carnet s’exécute. Le noyau est neuf à chaque appel, et le processus retrouve ensuite son
    état (affichage, dossier courant, matplotlib…). `signaler` reçoit le rang de chaque cellule à son tour.
    """
    with processus_intact(), _noyau() as client:
        os.chdir(dossier)
        sys.path.insert(0, "")
        _demander(client, None, "", silent=True, store_history=False, user_expressions={"0": PREPARATION})
        lectures.commencer(dossier, noms_des_parametres(carnet))
        try:
            _derouler(client, carnet, limite_s, signaler)
        finally:
            espace = client.kernel.shell.user_ns
            carnet.metadata[lectures.METADONNEE] = NotebookNode(lectures.finir(espace))


def _derouler(client: Any, carnet: NotebookNode, limite_s: float | None, signaler: Callable[[int], None]) -> None:
    greffier = NotebookClient(carnet, record_timing=False)  # range ce que le noyau envoie comme le fait l’autre voie
    greffier.reset_execution_trackers()
    for rang, cellule in enumerate(carnet.cells):
        signaler(rang)
        if SAUTER in cellule.metadata.get("tags", []):
            continue
        if cellule.cell_type == "code" and cellule.source.strip():
            _executer_code(client, greffier, rang, limite_s)
            if any(sortie.output_type == "error" for sortie in cellule.outputs):
                return
        elif cellule.cell_type == "markdown":
            _evaluer_recit(client, cellule, limite_s)


def chauffer() -> None:
    """Charge tout ce que demande un noyau : celui d’un processus copié de celui-ci démarre dix fois plus vite."""
    with processus_intact(), _noyau():
        pass


def _executer_code(client: Any, greffier: NotebookClient, rang: int, limite_s: float | None) -> None:
    cellule = greffier.nb.cells[rang]
    reponse = _demander(client, limite_s, cellule.source)
    greffier.clear_before_next_output = False  # nbclient le remet à chaque cellule
    for message in _messages(client):
        with suppress(CellExecutionComplete):
            greffier.process_message(message, cellule, rang)
    if isinstance(reponse, str):
        noter_echec(cellule, "ErreurDuree", reponse)
    else:
        cellule.execution_count = reponse["execution_count"]
        noter_refus(cellule, reponse)


def _evaluer_recit(client: Any, cellule: NotebookNode, limite_s: float | None) -> None:
    expressions = recit.expressions(cellule.source)
    if not expressions:
        return
    demande = {str(rang): expression for rang, expression in enumerate(expressions)}
    reponse = _demander(client, limite_s, "", silent=True, store_history=False, user_expressions=demande)
    if isinstance(reponse, str):
        resultats = dict.fromkeys(expressions, echec("ErreurDuree", reponse))
    else:
        resultats = {demande[rang]: resultat for rang, resultat in reponse["user_expressions"].items()}
    ranger(cellule, resultats)
    list(_messages(client))  # ce que les expressions ont pu écrire ne va dans aucune cellule


def _demander(client: Any, limite_s: float | None, code: str, **options: Any) -> dict[str, Any] | str:
    """La réponse du noyau, ou la raison pour laquelle il n’y en a pas."""
    try:
        with _limite(limite_s):
            client.execute(code, **options)
        reponse: dict[str, Any] = client.get_shell_msg(timeout=0)["content"]
    except (ErreurDuree, Empty):  # l’alarme est tombée hors de la cellule, dans le noyau lui-même
        return trop_long(limite_s or 0)
    return reponse


def _messages(client: Any) -> Iterator[dict[str, Any]]:
    while client.iopub_channel.msg_ready():
        yield client.get_iopub_msg(timeout=0)


@contextmanager
def _noyau() -> Iterator[Any]:
    # Sinon un second carnet hériterait des noms du premier, et ses figures iraient au premier.
    InProcessInteractiveShell.clear_instance()
    InlineBackend.clear_instance()
    gestionnaire = InProcessKernelManager(config=_CONFIG)
    noyau = gestionnaire.kernel = _Noyau(parent=gestionnaire, session=gestionnaire.session)
    noyau.shell_channel_thread = _fil_de_remplacement(noyau)
    client = gestionnaire.client()
    client.start_channels()
    client.allow_stdin = False
    # Une figure matplotlib laissée ouverte par une cellule s’affiche, comme dans JupyterLab.
    noyau.shell.run_line_magic("matplotlib", "inline")
    reglages = InlineBackend.instance()  # `%matplotlib inline` ne règle le format qu’une fois par processus
    select_figure_formats(noyau.shell, reglages.figure_formats, **reglages.print_figure_kwargs)
    try:
        yield client
    finally:
        plt.uninstall_repl_displayhook()  # il tient à ce noyau : le suivant posera le sien
        client.stop_channels()
        noyau.shell.restore_sys_module_state()
        noyau.iopub_thread.io_loop.close(all_fds=True)
        noyau._underlying_iopub_socket.context.destroy(linger=0)
        gestionnaire.shutdown_kernel()
        InProcessInteractiveShell.clear_instance()
        InlineBackend.clear_instance()


def _fil_de_remplacement(noyau: Any) -> SimpleNamespace:
    """Ce que le noyau sur place d’ipykernel 7 n’a pas, et qu’il interroge dès qu’une cellule contient `await`."""
    aiguillage = SimpleNamespace(get_subshell_to_shell_channel_socket=lambda _: noyau.shell_stream)
    return SimpleNamespace(parent_thread=None, manager=aiguillage)


@contextmanager
def _limite(secondes: float | None) -> Iterator[None]:
    """Interrompt le bloc au bout de `secondes` ; l’exception naît dans la cellule, qui la rapporte."""
    if secondes is None:
        yield
        return

    def sonner(_signal: int, _trame: Any) -> None:
        raise ErreurDuree(trop_long(secondes))

    ancien = signal.signal(signal.SIGALRM, sonner)
    signal.setitimer(signal.ITIMER_REAL, secondes, 5)  # encore et encore : un `except:` peut l’avaler
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, ancien)
