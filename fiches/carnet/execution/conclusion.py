"""Ce qui se vérifie d’un carnet exécuté, de quelque façon que ce soit, avant qu’il ne devienne une page."""

from nbformat import NotebookNode

from fiches.carnet import marque
from fiches.carnet.discretion import rendre_discret
from fiches.carnet.execution import diagnostic, identite


def conclure(carnet: NotebookNode) -> None:
    """Marque le carnet s’il est entier et s’il est celui qu’on a demandé. Lève `CarnetInterrompu`."""
    rendre_discret(carnet)
    diagnostic.verifier(carnet)
    identite.verifier(carnet)
    marque.apposer(carnet)
