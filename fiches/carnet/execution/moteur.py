"""Le moteur papermill `fiches` : un noyau Jupyter ordinaire, et les valeurs du récit en plus."""

import ast
import json
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
from nbformat import NotebookNode, from_dict
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager
from traitlets.config import Config

from fiches.carnet import lectures, recit
from fiches.carnet.execution.conclusion import conclure
from fiches.carnet.execution.diagnostic import (
    PREPARATION,
    SAUTER,
    CarnetInterrompu,
    echec,
    exiger_parametres,
    noms_des_parametres,
    noter_echec,
    noter_refus,
    trop_long,
)
from fiches.socle.erreurs import ErreurDemande

# Dans le noyau du carnet, sans y laisser de nom.
_LECTURES = "__import__('fiches.carnet.lectures', fromlist=[''])"
_JSON = "__import__('json').dumps"
_NOYAU_MORT = "le noyau s’est arrêté (mémoire épuisée, ou processus tué)"
_CHEMIN_DE_SOCKET_MAX = 95  # macOS : 104 octets, suffixe « -ipc-5 » compris


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """Client papermill qui évalue aussi les expressions des cellules Markdown."""

    rang_courant = 0
    expression_courante = ""
    dossier = Path()

    async def async_execute_cell(self, cell: NotebookNode, cell_index: int, **options: Any) -> NotebookNode:
        self.rang_courant = cell_index
        if SAUTER in cell.metadata.get("tags", []):
            return cell
        if cell.cell_type == "markdown":
            await self._evaluer(cell)
            return cell
        return await super().async_execute_cell(cell, cell_index, **options)

    execute_cell = run_sync(async_execute_cell)

    async def _check_raise_for_error(self, cell: NotebookNode, cell_index: int, exec_reply: Any) -> None:
        if exec_reply:
            noter_refus(cell, exec_reply["content"])
        await super()._check_raise_for_error(cell, cell_index, exec_reply)

    def papermill_execute_cells(self) -> None:
        """Exécute les cellules en relevant ce qu’elles lisent."""
        self._calculer(PREPARATION)
        self._calculer(f"{_LECTURES}.commencer({str(self.dossier)!r}, {noms_des_parametres(self.nb)!r})")
        try:
            super().papermill_execute_cells()
        finally:
            with suppress(Exception):  # le noyau est mort : ce qui l’a tué se dit ailleurs
                dit = self._calculer(f"{_JSON}({_LECTURES}.finir(globals()))")
                self.nb.metadata[lectures.METADONNEE] = from_dict(json.loads(ast.literal_eval(dit)))

    def _calculer(self, expression: str) -> str:
        """La valeur d’une expression dans le noyau, telle qu’il l’écrit."""
        reponse = run_sync(self._evaluer_une)(expression, None)
        if reponse["status"] != "ok":
            raise ErreurDemande(f"Le noyau du carnet n’a pas le programme « fiches » ({reponse['evalue']}).")
        return str(reponse["data"]["text/plain"])

    async def _evaluer(self, cellule: NotebookNode) -> None:
        resultats: dict[str, Any] = {}
        for self.expression_courante in recit.expressions(cellule.source):  # une à une : on sait laquelle bloque
            resultats[self.expression_courante] = await self._evaluer_une(self.expression_courante, cellule)
            ranger(cellule, resultats)

    async def _evaluer_une(self, expression: str, cellule: NotebookNode | None) -> Any:
        demande = {"0": expression}
        identifiant = await ensure_async(
            self.kc.execute("", silent=True, store_history=False, user_expressions=demande)
        )
        # Préparer l’affichage charge des bibliothèques : ce n’est pas au compte des cellules.
        limite = math.inf if expression == PREPARATION else self.timeout or math.inf
        echeance = time.monotonic() + limite
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
        source = options.pop("input_path", None)
        dossier = options.pop("dossier", None) or (Path(source).resolve().parent if source else Path.cwd())
        exiger_parametres(nb_man.nb)
        nb_man.nb.metadata.pop(lectures.METADONNEE, None)
        for cellule in nb_man.nb.cells:
            cellule.metadata.pop("user_expressions", None)
        client = _Client(
            nb_man,
            kernel_name=kernel_name,
            timeout=execution_timeout,
            startup_timeout=start_timeout,
            config=_config(),
            resources={"metadata": {"path": str(dossier)}},
            **options,
        )
        client.dossier = dossier
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
        try:
            conclure(nb_man.nb)
        except CarnetInterrompu as erreur:
            nb_man.cell_exception(nb_man.nb.cells[erreur.rang])
            raise
        return nb_man.nb


def executer(carnet: NotebookNode, dossier: Path, limite_s: float | None) -> NotebookNode:
    """Exécute, dans un noyau ordinaire et dans ce dossier, un carnet déjà préparé."""
    return MoteurFiches.execute_notebook(
        carnet,
        carnet.metadata.kernelspec.name,
        progress_bar=False,
        execution_timeout=limite_s and math.ceil(limite_s),
        dossier=dossier,
    )


def ranger(cellule: NotebookNode, resultats: Mapping[str, Any]) -> None:
    """Range les résultats, par expression, là où jupyterlab-myst les met : `metadata.user_expressions`."""
    cellule.metadata["user_expressions"] = [
        {"expression": expression, "result": resultat} for expression, resultat in resultats.items()
    ]


def _config() -> Config:
    """Un noyau discret, et des sockets de fichiers plutôt que TCP : deux noyaux ne se disputent pas un port.

    Prié de finir, le noyau est d’abord interrompu, et il le dirait à l’écran, en anglais, à chaque fiche.

    Le fichier de connexion est nommé ici : sans nom, jupyter_client met les sockets de tous les noyaux sous
    « kernel-ipc » dans le dossier courant, et deux noyaux lancés ensemble se parlent l’un pour l’autre.
    """
    dossier = Path(jupyter_runtime_dir())
    dossier.mkdir(
        mode=0o700, parents=True, exist_ok=True
    )  # jupyter_client ne le crée que s’il nomme lui-même le fichier
    fichier = dossier / f"kernel-{uuid4()}.json"
    possible = os.name == "posix" and len(os.fsencode(fichier.with_suffix(""))) <= _CHEMIN_DE_SOCKET_MAX
    sockets = {"KernelManager": {"transport": "ipc", "connection_file": str(fichier)}} if possible else {}
    return Config(sockets | {"NotebookClient": {"extra_arguments": ["--IPKernelApp.log_level=CRITICAL"]}})
