"""Les mots de l’analyste sur un département : `params/commentaires/46.md`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fiches.chemins import PARAMS
from fiches.erreurs import ErreurFiche

DOSSIER = PARAMS / "commentaires"
TITRE = "Le regard de l’analyste"


@dataclass(frozen=True)
class Commentaire:
    """Texte Markdown de l’analyste, montré sous son titre de section ; rien ne se montre s’il n’y en a pas."""

    texte: str

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        if not self.texte:
            return {"text/plain": ""}
        return {"text/plain": self.texte, "text/markdown": f"## {TITRE}\n\n{self.texte}"}


def chemin(departement: str) -> Path:
    """Le fichier du commentaire d’un département (code « 46 »), qu’il existe ou non."""
    return DOSSIER / f"{departement}.md"


def lire(departement: str) -> Commentaire:
    """Commentaire d’un département (code « 46 ») ; vide s’il n’y en a pas. Lève `ErreurFiche` s’il est illisible."""
    fichier = chemin(departement)
    if not fichier.exists():
        return Commentaire("")
    try:
        # Le Bloc-notes de Windows écrit l’UTF-8 avec une marque en tête.
        return Commentaire(fichier.read_text(encoding="utf-8-sig").strip())
    except (OSError, UnicodeDecodeError) as erreur:
        raise ErreurFiche(f"{fichier} : commentaire illisible. Enregistrez-le en UTF-8, puis relancez.") from erreur
