"""Les gabarits de `page/gabarits/` : lus une fois, la même façon de les remplir pour toutes les pages."""

from functools import cache
from pathlib import Path

import jinja2

GABARITS = Path(__file__).parent / "gabarits"


@cache
def gabarit(nom: str) -> jinja2.Template:
    """Le gabarit Jinja d’un chemin comme « fiche/index.html.j2 » ; ce qu’on y met est échappé."""
    environnement = jinja2.Environment(
        loader=jinja2.FileSystemLoader(GABARITS), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environnement.get_template(nom)


@cache
def lire(nom: str) -> str:
    """Le texte d’un fichier comme « fiche/fiche.css »."""
    return (GABARITS / nom).read_text(encoding="utf-8")
