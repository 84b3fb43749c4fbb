"""Le moteur papermill `fiches` : un noyau Jupyter ordinaire, et les valeurs du récit en plus."""

import math
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any
from uuid import uuid4

from jupyter_client.kernelspec import NoSuchKernel
from jupyter_core.paths import jupyter_runtime_dir
from jupyter_core.utils import ensure_async, run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager
from traitlets.config import Config

from fiches.carnet import recit
from fiches.carnet.execution.diagnostic import echec, exiger_parametres, noter_echec, trop_long, verifier
from fiches.socle.erreurs import ErreurDemande

_NOYAU_MORT = "le noyau s’est arrêté (mémoire épuisée, ou processus tué)"
_CHEMIN_DE_SOCKET_MAX = 95  # macOS : 104 octets, suffixe « -ipc-5 » compris


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """Client papermill qui évalue aussi les expressions des cellules Markdown."""

    rang_courant = 0
    expression_courante = ""

    async def async_execute_cell(self, cell: NotebookNode, cell_index: int, **options: Any) -> NotebookNode:
        self.rang_courant = cell_index
        if cell.cell_type == "markdown":
            await self._evaluer(cell)
            return cell
        return await super().async_execute_cell(cell, cell_index, **options)

    execute_cell = run_sync(async_execute_cell)

    async def _evaluer(self, cellule: NotebookNode) -> None:
        resultats: dict[str, Any] = {}
        for self.expression_courante in recit.expressions(cellule.source):  # une à une : on sait laquelle bloque
            resultats[self.expression_courante] = await self._evaluer_une(cellule)
            ranger(cellule, resultats)

    async def _evaluer_une(self, cellule: NotebookNode) -> Any:
        demande = {"0": self.expression_courante}
        identifiant = await ensure_async(
            self.kc.execute("", silent=True, store_history=False, user_expressions=demande)
        )
        echeance = time.monotonic() + (self.timeout or math.inf)
        while time.monotonic() < echeance:
            with suppress(Empty):
                reponse = await ensure_async(self.kc.get_shell_msg(timeout=1))
                if reponse["parent_header"].get("msg_id") == identifiant:
                    return reponse["content"]["user_expressions"]["0"]
            await self._async_check_alive()
        await self._async_handle_timeout(self.timeout, cellule)

    async def _async_handle_timeout(self, timeout: int, cell: NotebookNode | None = None) -> Any:
        self.shutdown_kernel = "immediate"  # un noyau qui calcule encore n’entend pas qu’on le prie de finir
        return await super()._async_handle_timeout(timeout, cell)

    def noter_arret(self, nom: str, raison: str) -> None:
        """Inscrit dans la cellule en cours ce qui a arrêté le carnet."""
        cellule = self.nb.cells[self.rang_courant]
        if cellule.cell_type == "code":
            noter_echec(cellule, nom, raison)
        else:
            ranger(cellule, recit.resultats(cellule) | {self.expression_courante: echec(nom, raison)})


class MoteurFiches(NBClientEngine):  # type: ignore[misc]
    """Point d’entrée `papermill.engine` : `papermill … --engine fiches`."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        **options: Any,
    ) -> NotebookNode:
        """Exécute le carnet ; il n’est écrit qu’une fois, à la fin, même s’il s’interrompt.

        `execution_timeout` : durée limite d’une cellule, en secondes. Lève `CarnetInterrompu` si une cellule ou une
        valeur du récit échoue, `ErreurDemande` si le carnet ne prend pas de paramètres ou si son noyau est introuvable.
        """
        options.pop("input_path", None)
        exiger_parametres(nb_man.nb)
        for cellule in nb_man.nb.cells:
            cellule.metadata.pop("user_expressions", None)
        client = _Client(
            nb_man,
            kernel_name=kernel_name,
            timeout=execution_timeout,
            startup_timeout=start_timeout,
            config=_config(),
            **options,
        )
        chemin, nb_man.output_path = nb_man.output_path, None
        try:
            client.execute()
        except CellTimeoutError:
            client.noter_arret("ErreurDuree", trop_long(client.timeout))
        except DeadKernelError:
            client.noter_arret("ErreurNoyau", _NOYAU_MORT)
        except NoSuchKernel as erreur:
            raise ErreurDemande(
                f"Noyau Jupyter « {kernel_name} » introuvable. Dans JupyterLab, choisissez pour ce carnet le noyau "
                "« Python 3 (ipykernel) », enregistrez, puis relancez."
            ) from erreur
        finally:
            nb_man.output_path = chemin
        verifier(nb_man.nb)
        return nb_man.nb


def executer(carnet: NotebookNode, limite_s: float | None) -> NotebookNode:
    """Exécute, dans un noyau ordinaire, un carnet déjà préparé."""
    return MoteurFiches.execute_notebook(
        carnet,
        carnet.metadata.kernelspec.name,
        progress_bar=False,
        execution_timeout=limite_s and math.ceil(limite_s),
    )


def ranger(cellule: NotebookNode, resultats: Mapping[str, Any]) -> None:
    """Range les résultats, par expression, là où jupyterlab-myst les met : `metadata.user_expressions`."""
    cellule.metadata["user_expressions"] = [
        {"expression": expression, "result": resultat} for expression, resultat in resultats.items()
    ]


def _config() -> Config:
    """Des sockets de fichiers plutôt que TCP : deux noyaux lancés ensemble ne se disputent pas un port.

    Le fichier de connexion est nommé ici : sans nom, jupyter_client met les sockets de tous les noyaux sous
    « kernel-ipc » dans le dossier courant, et deux noyaux lancés ensemble se parlent l’un pour l’autre.
    """
    dossier = Path(jupyter_runtime_dir())
    dossier.mkdir(
        mode=0o700, parents=True, exist_ok=True
    )  # jupyter_client ne le crée que s’il nomme lui-même le fichier
    fichier = dossier / f"kernel-{uuid4()}.json"
    possible = os.name == "posix" and len(os.fsencode(fichier.with_suffix(""))) <= _CHEMIN_DE_SOCKET_MAX
    return Config({"KernelManager": {"transport": "ipc", "connection_file": str(fichier)}} if possible else {})
