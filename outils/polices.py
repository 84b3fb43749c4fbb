"""Fabrique les polices des fiches : trois graisses de Source Sans réduites aux caractères du français.

À relancer seulement pour changer de caractères : `python outils/polices.py` (demande fonttools et brotli).
La licence OFL réserve le nom « Source » : la police réduite s’appelle « Fiche Sans ».
"""

import shutil
from pathlib import Path

import font_source_sans_pro
from fontTools import subset

ORIGINE = Path(font_source_sans_pro.font_directory)
SORTIE = Path(__file__).resolve().parent.parent / "fiches" / "graphiques" / "polices"
GRAISSES = ("Regular", "Semibold", "Bold")
# Latin (français et noms propres d’Europe), puis la ponctuation et les signes employés par les fiches.
CARACTERES = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *map(ord, "ȘșȚț‐‑–—‘’‚“”„†•…‰\u202f‹›€™←↑→↓−≈≠≤≥"),
]


def reduire(graisse: str) -> Path:
    """Écrit le woff2 d’une graisse et rend son chemin."""
    options = subset.Options(
        flavor="woff2", hinting=False, layout_features=["kern", "mark", "mkmk", "ccmp", "lnum", "tnum"]
    )
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    police = subset.load_font(str(ORIGINE / f"SourceSansPro-{graisse}.ttf"), options)
    reducteur = subset.Subsetter(options)
    reducteur.populate(unicodes=CARACTERES)
    reducteur.subset(police)
    noms = {1: "Fiche Sans", 2: graisse, 4: f"Fiche Sans {graisse}", 6: f"FicheSans-{graisse}"}
    for nom in police["name"].names:
        nom.string = noms.get(nom.nameID, nom.toUnicode())
    sortie = SORTIE / f"FicheSans-{graisse}.woff2"
    subset.save_font(police, str(sortie), options)
    return sortie


if __name__ == "__main__":
    SORTIE.mkdir(exist_ok=True)
    shutil.copyfile(ORIGINE / "LICENSE.txt", SORTIE / "LICENSE.txt")
    for chemin in map(reduire, GRAISSES):
        print(f"{chemin.name} : {chemin.stat().st_size} octets")
