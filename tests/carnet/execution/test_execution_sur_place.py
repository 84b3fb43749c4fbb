"""Le noyau sur place : rien ne passe d’une fiche à la suivante, et le processus en sort inchangé."""

import builtins
import os
import signal
import sys
import threading
import warnings
from pathlib import Path

import matplotlib as mpl
import pytest
from essais_execution import LOT, carnet
from matplotlib import pyplot as plt
from nbformat.v4 import new_code_cell

from fiches.carnet.execution import CarnetInterrompu, executer


def sur_place(*sources: str):
    modele = carnet("simple")
    modele.cells += [new_code_cell(source) for source in sources]
    return executer(modele, LOT, dans_ce_processus=True, limite_s=10)


def etat() -> dict[str, object]:
    return {
        "environnement": dict(os.environ),
        "affichage": (sys.displayhook, sys.excepthook, sys.stdin, sys.stdout, sys.stderr),
        "principal": sys.modules["__main__"],
        "chemins": list(sys.path),
        "noms": set(vars(builtins)),
        "input": builtins.input,
        "traces": (mpl.get_backend(), dict(mpl.rcParams), plt.get_fignums()),
        "avertissements": list(warnings.filters),
        "alarme": signal.getsignal(signal.SIGALRM),
        "fils": {fil.name for fil in threading.enumerate()},
        "descripteurs": len(list(Path("/proc/self/fd").iterdir())),
    }


BOULEVERSER = """
import builtins, sys, warnings
import matplotlib as mpl
from matplotlib import pyplot as plt
builtins.nouveau = 1
sys.path.append("/ailleurs")
warnings.simplefilter("ignore")
mpl.rcParams["font.size"] = 99
plt.figure()
"""


@pytest.mark.parametrize("source", [BOULEVERSER, BOULEVERSER + "1 / 0"], ids=["réussit", "échoue"])
def test_le_processus_retrouve_son_etat(source):
    mpl.use("agg")
    sur_place()  # ce que le premier noyau importe reste importé
    avant = etat()
    if "1 / 0" in source:
        with pytest.raises(CarnetInterrompu):
            sur_place(source)
    else:
        sur_place(source)
    assert etat() == avant


def test_un_carnet_n_herite_pas_des_noms_du_precedent():
    sur_place("secret = 1")
    with pytest.raises(CarnetInterrompu, match="« secret »"):
        sur_place("secret")


def test_les_cellules_sont_numerotees_de_nouveau_a_chaque_fiche():
    sur_place()
    assert [c.execution_count for c in sur_place().cells if c.cell_type == "code"] == [1, 2, 3]


def test_une_figure_laissee_ouverte_est_montree():
    execute = sur_place("from matplotlib import pyplot as plt\nplt.plot([1, 2]);")
    assert "image/png" in execute.cells[-1].outputs[-1].data


def test_l_historique_de_l_analyste_n_est_pas_touche(tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    sur_place()
    assert not list(tmp_path.rglob("history.sqlite"))


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # Python 3.12 prévient dès qu’il y a des fils
@pytest.mark.skipif(not hasattr(os, "fork"), reason="pas de fork ici")
def test_une_fiche_sur_place_marche_dans_un_processus_forke():
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = 0 if sur_place("2 + 2").cells[-1].outputs[0].data["text/plain"] == "4" else 2
        finally:
            os._exit(code)
    assert os.waitpid(pid, 0)[1] == 0


def test_l_environnement_du_noyau_ne_reste_pas(monkeypatch):
    """Avec FORCE_COLOR, rich croirait ensuite écrire dans un terminal."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("PAGER", "less")
    sur_place("import os; os.environ['AJOUTE'] = '1'")
    assert not {"FORCE_COLOR", "AJOUTE"} & set(os.environ)
    assert os.environ["PAGER"] == "less"
