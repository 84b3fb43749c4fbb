"""Lit les dix modifications de `docs/guide-analyste.md`, telles qu’un analyste les copie : le test et les captures."""

import re
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from fiches.socle.chemins import RACINE

GUIDE = RACINE / "docs" / "guide-analyste.md"
_BLOC = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Modification:
    """Une des dix : son rang, son titre, les cellules qu’elle ajoute au carnet, les fichiers qu’elle écrit."""

    rang: int
    titre: str
    cellules: list[NotebookNode] = field(default_factory=list)
    fichiers: dict[str, str] = field(default_factory=dict)


def lire() -> list[Modification]:
    """Celles du guide, dans l’ordre."""
    texte = GUIDE.read_text(encoding="utf-8").split("## Dix modifications\n")[1].split("\n## ")[0]
    trouvees = []
    for partie in re.split(r"^### ", texte, flags=re.MULTILINE)[1:]:
        rang, titre = partie.split("\n", 1)[0].split(". ", 1)
        modification = Modification(int(rang), titre)
        for langue, fichier, contenu in _BLOC.findall(partie):
            if fichier:
                modification.fichiers[fichier] = contenu
            else:
                faire = new_code_cell if langue == "python" else new_markdown_cell
                modification.cellules.append(faire(contenu.rstrip("\n")))
        trouvees.append(modification)
    return trouvees
