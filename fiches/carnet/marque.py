"""La marque du moteur : les valeurs du récit et les sorties d’un carnet viennent d’une même exécution.

Un carnet enregistré avec ses valeurs puis réexécuté par un autre moteur montrerait les figures d’un lieu et les phrases
d’un autre : il ne se publie pas.
"""

import json

from nbformat import NotebookNode

from fiches.carnet.lectures import METADONNEE
from fiches.socle.empreinte import sha256
from fiches.socle.erreurs import ErreurFiche

_CLE = "marque"
_REFAIRE = (
    "Refaites-le, puis exportez-le : papermill CARNET.ipynb FICHE.ipynb --engine fiches -p departement 46, "
    "et jupyter nbconvert --to fiche FICHE.ipynb."
)


def apposer(carnet: NotebookNode) -> None:
    """Marque un carnet que le moteur vient d’exécuter en entier."""
    carnet.metadata[METADONNEE][_CLE] = _resumer(carnet)


def exiger(carnet: NotebookNode) -> None:
    """Lève `ErreurFiche` si les valeurs du récit peuvent ne pas venir de la même exécution que les sorties."""
    releve = carnet.metadata.get(METADONNEE, {})
    if _CLE in releve:
        if releve[_CLE] != _resumer(carnet):
            raise ErreurFiche(f"le carnet a été exécuté ou changé depuis que le moteur « fiches » l’a fait. {_REFAIRE}")
    elif any("user_expressions" in cellule.metadata for cellule in carnet.cells):
        raise ErreurFiche(
            f"les valeurs du récit n’ont pas été calculées par le moteur « fiches », avec le reste. {_REFAIRE}"
        )


def _resumer(carnet: NotebookNode) -> str:
    """Le code, ce qu’il a montré et les valeurs calculées ; le texte peut encore se corriger à la main."""
    cellules = [
        [c.source, [[s.output_type, s.get("data"), s.get("text")] for s in c.outputs]]
        if c.cell_type == "code"
        else c.metadata.get("user_expressions", [])
        for c in carnet.cells
    ]
    return sha256(json.dumps(cellules, sort_keys=True).encode())
