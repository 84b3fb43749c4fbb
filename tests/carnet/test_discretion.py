"""Ce qui part dans un dossier partagé ne dit rien du poste qui l’a fait."""

import tempfile
from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook, new_output

from fiches.carnet.discretion import rendre_discret, taire
from fiches.socle.chemins import RACINE


def test_les_chemins_partent_du_projet_ou_du_dossier_personnel():
    assert taire(f"le fichier {RACINE / 'data' / 'x.csv'} manque") == f"le fichier {Path('data') / 'x.csv'} manque"
    assert taire(f"{Path.home() / 'Bureau' / 'x.csv'}") == str(Path("~", "Bureau", "x.csv"))
    assert taire("/data/x.csv, là") == "/data/x.csv, là"


def test_les_sorties_se_taisent_et_les_sources_restent():
    source = f"open({str(RACINE / 'x.csv')!r})"
    cellule = Path(tempfile.gettempdir()) / "ipykernel_12" / "3456.py"
    sorties = [
        new_output("stream", name="stderr", text=f"{cellule}:2: UserWarning: attention"),
        new_output("error", ename="E", evalue=str(RACINE / "x.csv"), traceback=[f"File {RACINE / 'x.py'}:3"]),
        new_output("display_data", data={"text/html": f"<p>{RACINE / 'x.csv'}</p>", "application/json": {"a": 1}}),
    ]
    carnet = new_notebook(cells=[new_code_cell(source, outputs=sorties)])
    rendre_discret(carnet)
    fait = carnet.cells[0]
    assert fait.source == source
    assert fait.outputs[0].text == "cellule:2: UserWarning: attention"
    assert str(RACINE) not in str(fait.outputs)
    assert fait.outputs[2].data == {"text/html": "<p>x.csv</p>", "application/json": {"a": 1}}
