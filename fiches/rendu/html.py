"""L’exporter nbconvert `fiche` : un carnet exécuté devient une page HTML d’un seul fichier, hors connexion."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from fiches.graphiques.style import css_figures, css_polices
from fiches.rendu.blocs import composer
from fiches.rendu.charte import Charte

GABARITS = Path(__file__).parent / "gabarits" / "fiche"


class FicheExporter(Exporter):  # type: ignore[misc]
    """Point d’entrée `nbconvert.exporters` : `jupyter nbconvert --to fiche carnet.ipynb`."""

    output_mimetype = "text/html"

    @default("file_extension")
    def _extension(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """La page et les ressources de nbconvert. Lève `ErreurFiche` si le carnet n’est pas publiable."""
        carnet, ressources = super().from_notebook_node(nb, resources, **options)
        return exporter(carnet), ressources


def exporter(carnet: NotebookNode, charte: Charte | None = None, *, joints: Sequence[tuple[str, str]] = ()) -> str:
    """La page HTML d’un carnet exécuté ; le même carnet donne les mêmes octets. Lève `ErreurFiche`.

    `joints` : les fichiers posés à côté de la page et offerts au lecteur, (libellé, nom de fichier), dans l’ordre.
    """
    page = composer(carnet)
    principal = page.plan.principal
    html = _gabarit().render(
        page=page,
        titre=page.entete.get("titre") or (principal.texte if principal else "Fiche"),
        methode=next((t for t in page.plan.sections if "méthod" in t.texte.lower()), None),
        css="\n".join((css_polices(), _lire("fiche.css"), css_figures(), *([charte.css] if charte else []))),
        charte=charte,
        joints=joints,
    )
    return html + "\n"


@cache
def _gabarit() -> jinja2.Template:
    environnement = jinja2.Environment(
        loader=jinja2.FileSystemLoader(GABARITS), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environnement.get_template("index.html.j2")


@cache
def _lire(nom: str) -> str:
    return (GABARITS / nom).read_text(encoding="utf-8")
