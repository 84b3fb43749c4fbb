"""Les figures matplotlib et seaborn de l’analyste ont l’allure de la page, et des axes écrits en français."""

import warnings
from collections.abc import Iterator
from io import BytesIO

import matplotlib as mpl
import pytest
import seaborn as sns
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.axis import Axis

from fiches.graphiques.ordinaire import ecrire_graduation, habiller_les_figures
from fiches.redaction import FINE


@pytest.fixture
def habillees() -> Iterator[None]:
    with mpl.rc_context():
        habiller_les_figures()
        yield
        plt.close("all")


def graduations(axe: Axis) -> list[str]:
    axe.figure.canvas.draw()
    return [t.get_text() for t in axe.get_ticklabels()]


def test_les_graduations_d_une_figure_matplotlib_sont_en_francais(habillees):
    _, repere = plt.subplots()
    repere.set_title("Évolution")
    repere.plot([0, 0.5, 1], [0, 60_000_000, 120_000_000])
    assert f"120{FINE}000{FINE}000" in graduations(repere.yaxis)
    assert "0,2" in graduations(repere.xaxis)
    assert repere.yaxis.get_offset_text().get_text() == ""


def test_celles_de_seaborn_aussi_et_les_annees_restent_des_annees(habillees):
    repere = sns.lineplot(x=[2020, 2021, 2024], y=[-30_000, 0, 30_000])
    assert graduations(repere.xaxis)[1:-1] == ["2020", "2021", "2022", "2023", "2024"]
    assert f"−20{FINE}000" in graduations(repere.yaxis)


def test_les_graduations_d_un_axe_s_ecrivent_toutes_de_la_meme_facon(habillees):
    _, repere = plt.subplots()
    repere.plot([0, 1], [0, 14_000])
    assert {f"4{FINE}000", f"10{FINE}000"} <= set(graduations(repere.yaxis))


def test_la_police_de_la_page_ecrit_la_figure_sans_signe_manquant(habillees, caplog: pytest.LogCaptureFixture):
    figure, repere = plt.subplots()
    repere.set_title(f"« Évolution »\u00a0: l’œuvre, −12{FINE}500\u00a0M€ …")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.savefig(BytesIO(), format="png")
    assert repere.title.get_fontname() == "Source Sans Pro"
    assert not caplog.records  # « findfont: Failed to find font weight… » s’afficherait dans le carnet


def test_l_analyste_garde_la_main_sur_ses_axes(habillees):
    _, repere = plt.subplots()
    repere.plot([0, 1], [0, 100_000])
    repere.yaxis.set_major_formatter(lambda x, _: f"{x / 1000:g} k€")
    assert "100 k€" in graduations(repere.yaxis)


@given(st.integers(-(10**12), 10**12))
def test_une_graduation_garde_ses_chiffres(entier: int):
    ecrit = ecrire_graduation(str(entier).replace("-", "−"), groupes=True)
    assert ecrit.replace(FINE, "").replace("−", "-") == str(entier)
