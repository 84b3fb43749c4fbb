"""Une formule LaTeX en image : la page et le PDF la montrent de même, sans réseau ni script."""

import base64
import io
import re
from functools import lru_cache
from html import escape

from matplotlib import rc_context
from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import math_to_image

FORMULE = "formule"
"""La classe de l’image d’une formule, dont le texte de remplacement est du LaTeX."""
_CORPS = 10.0
_HAUTEUR = re.compile(r'height="([\d.]+)pt"')
_DATE = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)


class FormuleFausse(Exception):
    """Une formule que matplotlib ne sait pas écrire ; le message dit pourquoi."""


@lru_cache(maxsize=256)
def formule(latex: str) -> str:
    """L’image de la formule, décrite par son LaTeX. Lève `FormuleFausse`.

    matplotlib (`mathtext`) écrit l’essentiel de LaTeX : indices, fractions, racines, sommes, lettres grecques.
    """
    tampon = io.BytesIO()
    try:
        with rc_context({"svg.hashsalt": "fiches", "mathtext.fontset": "dejavusans"}):
            bas = math_to_image(f"${latex}$", tampon, prop=FontProperties(size=_CORPS), format="svg", dpi=72)
    except (ValueError, RuntimeError) as erreur:
        raise FormuleFausse(_expliquer(latex, str(erreur))) from erreur
    svg = _DATE.sub("", tampon.getvalue().decode("utf-8"))
    trouvee = _HAUTEUR.search(svg)
    haut = float(trouvee[1]) if trouvee else _CORPS
    adresse = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode('ascii')}"
    style = f"height:{haut / _CORPS:.2f}em;vertical-align:{-bas / _CORPS:.2f}em"
    return f'<img class="{FORMULE}" alt="{escape(latex)}" style="{style}" src="{adresse}">'


_INCONNU = re.compile(r"Unknown symbol: (\S+?),")
_PLACE = re.compile(r"\(at char (\d+)\)")


def _expliquer(latex: str, message: str) -> str:
    """Ce que matplotlib reproche à une formule, en français."""
    citee = f"«\u00a0{latex}\u00a0»"
    if inconnu := _INCONNU.search(message):
        return f"{citee}\u202f: «\u00a0{inconnu[1]}\u00a0» n’est pas un signe connu"
    if "Double sub" in message or "Double super" in message:
        return f"{citee}\u202f: deux indices ou deux exposants se suivent, sans accolades"
    place = _PLACE.search(message)
    reste = latex[int(place[1]) :] if place else ""
    ou = f"à «\u00a0{reste[:20]}\u00a0»" if reste else "à la fin"
    return f"{citee}\u202f: une accolade ou un signe manque, ou est en trop, {ou}"
