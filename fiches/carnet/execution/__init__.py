"""Exécuter le carnet d’un département, et évaluer les valeurs de son récit.

Deux voies donnent le même carnet : le moteur papermill `fiches` (module `moteur`), avec un noyau Jupyter
ordinaire, et l’exécution sur place, dix fois plus rapide, pour un processus consacré à une seule fiche.

Dans les deux, les valeurs `` {eval}`…` `` d’une cellule Markdown sont calculées quand son tour vient, après les
cellules de code qui la précèdent : c’est ce que montre JupyterLab après « Exécuter toutes les cellules ».
"""

# D’abord : en s’important, papermill charge les moteurs déclarés, donc le nôtre, qui a besoin de papermill.
import papermill  # noqa: F401

from fiches.carnet.execution.diagnostic import CarnetInterrompu
from fiches.carnet.execution.preparation import executer
from fiches.carnet.execution.sur_place import chauffer

__all__ = ["CarnetInterrompu", "chauffer", "executer"]
