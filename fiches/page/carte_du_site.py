"""La carte de France du sommaire : un lien par département, coloré par classes, et ce que chaque indicateur dit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from fiches.graphiques.dessin.france import CARTONS, Classe, classer, contours
from fiches.redaction import meur, pourcentage

_AGRANDIS = {"75", "92", "93", "94"}
"""Trop petits à leur place : leur lien est dans le carton agrandi."""


@dataclass(frozen=True)
class Indicateur:
    """Ce que la carte colore. `signe` : l’échelle s’ouvre des deux côtés de zéro."""

    code: str
    nom: str
    ecrire: Callable[[float], str]
    signe: bool = False

    def classer(self, valeurs: Mapping[str, float]) -> tuple[dict[str, int], list[Classe]]:
        """Le rang de classe de chaque département, et la légende (`france.classer`)."""
        return classer(valeurs, self.ecrire, signe=self.signe)


INDICATEURS = (
    Indicateur("e", "Exportations", lambda v: meur(int(v))),
    Indicateur("i", "Importations", lambda v: meur(int(v))),
    Indicateur("s", "Solde", lambda v: meur(int(v), signe=True), signe=True),
    Indicateur("p", "Part dans les exportations de la France", lambda v: pourcentage(v, 2)),
)


def dessiner(liens: Mapping[str, tuple[str, str]], noms: Mapping[str, str], rangs: Mapping[str, dict[str, int]]) -> str:
    """Le contenu du SVG. `liens` : par code, l’adresse de la fiche et sa description ; sans lien, pas de fiche.

    `rangs` : par indicateur puis par code, le rang de classe.
    """
    morceaux = []
    for carton in CARTONS:
        for code, place, trace in contours():
            if place != carton:
                continue
            classes = " ".join(f"{i}{siens[code]}" for i, siens in rangs.items() if code in siens) or "sans"
            chemin = f'<path class="{classes}" d="{trace}"/>'
            if code in liens and not (carton == "france" and code in _AGRANDIS):
                adresse, description = liens[code]
                dit = escape(description)
                morceaux.append(f'<a href="{escape(adresse)}" aria-label="{dit}"><title>{dit}</title>{chemin}</a>')
            else:
                dit = escape(f"{noms[code]}\u00a0: pas de fiche dans ce dossier") if code not in liens else ""
                morceaux.append(f"<g>{f'<title>{dit}</title>' if dit else ''}{chemin}</g>")
    return "".join(morceaux)
