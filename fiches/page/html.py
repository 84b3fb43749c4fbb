"""L’exporter nbconvert `fiche` : un carnet exécuté devient une page HTML d’un seul fichier, hors connexion."""

from collections.abc import Sequence
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from fiches.graphiques.style import css_figures, css_polices
from fiches.page.avis import relever
from fiches.page.blocs import composer
from fiches.page.charte import Charte
from fiches.page.gabarit import gabarit, lire


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
        for avis in relever(carnet):
            self.log.warning(avis)
        return exporter(carnet), ressources


def exporter(
    carnet: NotebookNode,
    charte: Charte | None = None,
    *,
    joints: Sequence[tuple[str, str]] = (),
    sommaire: str | None = None,
) -> str:
    """La page HTML d’un carnet exécuté ; le même carnet donne les mêmes octets. Lève `ErreurFiche`.

    `joints` : les fichiers posés à côté de la page et offerts au lecteur, (libellé, nom de fichier), dans l’ordre.
    `sommaire` : la page du même dossier qui mène à toutes les fiches, s’il y en a une.
    """
    page = composer(carnet)
    principal = page.plan.principal
    html = gabarit("fiche/index.html.j2").render(
        page=page,
        titre=page.entete.get("titre") or (principal.texte if principal else "Fiche"),
        methode=next((t for t in page.plan.sections if "méthod" in t.texte.lower()), None),
        css="\n".join((css_polices(), lire("fiche/fiche.css"), css_figures(), *([charte.css] if charte else []))),
        charte=charte,
        joints=joints,
        sommaire=sommaire,
    )
    return html + "\n"
