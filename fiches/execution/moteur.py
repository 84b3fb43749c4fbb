"""Le moteur papermill `fiches` : un noyau Jupyter ordinaire, et les valeurs du récit en plus.

Chaque cellule Markdown est évaluée à son tour, après les cellules de code qui la précèdent. jupyterlab-myst
fait de même quand on exécute toutes les cellules.
"""

from typing import Any

from jupyter_core.utils import ensure_async, run_sync
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager

from fiches import recit
from fiches.execution.diagnostic import verifier


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """Client papermill qui évalue aussi les expressions des cellules Markdown."""

    async def async_execute_cell(self, cell: NotebookNode, cell_index: int, **options: Any) -> NotebookNode:
        if cell.cell_type == "markdown":
            await self._evaluer(cell)
            return cell
        return await super().async_execute_cell(cell, cell_index, **options)

    execute_cell = run_sync(async_execute_cell)

    async def _evaluer(self, cell: NotebookNode) -> None:
        expressions = recit.expressions(cell.source)
        if not expressions:
            return
        demande = {str(rang): expression for rang, expression in enumerate(expressions)}
        identifiant = await ensure_async(
            self.kc.execute("", silent=True, store_history=False, user_expressions=demande)
        )
        while True:
            reponse = await ensure_async(self.kc.get_shell_msg(timeout=self.timeout))
            if reponse["parent_header"].get("msg_id") == identifiant:
                break
        ranger(cell, expressions, reponse["content"]["user_expressions"])


class MoteurFiches(NBClientEngine):  # type: ignore[misc]
    """Point d’entrée `papermill.engine` : `papermill … --engine fiches`."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, execution_timeout: float | None = None, **options: Any
    ) -> NotebookNode:
        """Exécute le carnet ; il n’est écrit qu’une fois, à la fin. Lève `ErreurFiche` si une valeur échoue."""
        for cellule in nb_man.nb.cells:
            cellule.metadata.pop("user_expressions", None)
        chemin, nb_man.output_path = nb_man.output_path, None
        ignorees = ("log_output", "stdout_file", "stderr_file", "start_timeout", "input_path")
        suite = {cle: valeur for cle, valeur in options.items() if cle not in ignorees}
        try:
            client = _Client(nb_man, kernel_name=kernel_name, timeout=execution_timeout, startup_timeout=60, **suite)
            carnet = client.execute()
        finally:
            nb_man.output_path = chemin
        verifier(carnet)
        return carnet


def executer(carnet: NotebookNode, limite_s: float) -> NotebookNode:
    """Exécute, dans un noyau ordinaire, un carnet déjà préparé."""
    return MoteurFiches.execute_notebook(
        carnet, carnet.metadata.kernelspec.name, progress_bar=False, execution_timeout=int(limite_s) or 1
    )


def ranger(cellule: NotebookNode, expressions: list[str], resultats: dict[str, Any]) -> None:
    """Range les résultats là où jupyterlab-myst les met : `metadata.user_expressions`."""
    cellule.metadata["user_expressions"] = [
        {"expression": expression, "result": resultats[str(rang)]} for rang, expression in enumerate(expressions)
    ]
