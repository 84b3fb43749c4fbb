"""Ce que l’on sait de pysankeybeta : si une version change sa façon de dessiner, ces tests le disent."""

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from pysankey import sankey as vrai_sankey

from fiches.graphiques.dessin import sankey
from fiches.socle.erreurs import ErreurFiche

VALEURS = {(0, 0): 50, (0, 1): 30, (1, 0): 15, (1, 2): 5, (2, 1): 1}


def test_chaque_noeud_et_chaque_ruban_a_la_hauteur_de_son_montant() -> None:
    diagramme = sankey.dessiner(VALEURS)
    assert [b.hauteur for b in diagramme.gauches] == pytest.approx([80, 20, 1])
    assert [b.hauteur for b in diagramme.droites] == pytest.approx([65, 31, 5])
    for ruban in diagramme.rubans:
        montant = VALEURS[ruban.gauche, ruban.droite]
        assert (ruban.depart.hauteur, ruban.arrivee.hauteur) == pytest.approx((montant, montant))


def test_les_rubans_d_un_noeud_s_empilent_sans_trou_dans_l_ordre_de_l_autre_cote() -> None:
    diagramme = sankey.dessiner(VALEURS)
    premier = [r for r in diagramme.rubans if r.gauche == 0]
    assert premier[0].depart.debut == diagramme.gauches[0].debut
    assert premier[0].depart.fin == pytest.approx(premier[1].depart.debut)
    assert premier[-1].depart.fin == pytest.approx(diagramme.gauches[0].fin)


def test_la_geometrie_lue_est_celle_des_artistes_de_pysankeybeta() -> None:
    """La planche remplace les axes de matplotlib : le vrai dessin, artiste par artiste, donne la même chose."""
    diagramme = sankey.dessiner(VALEURS)
    with mpl.rc_context():
        axes = Figure().add_axes((0, 0, 1, 1))
        noms = list(range(6))
        vrai_sankey(
            np.array([g for g, _ in VALEURS]),
            np.array([3 + d for _, d in VALEURS]),
            leftWeight=np.array(list(VALEURS.values()), dtype=float),
            leftLabels=noms[:3],
            rightLabels=noms[3:],
            colorDict=dict.fromkeys(noms, "black"),
            aspect=1,
            ax=axes,
        )
    sommets = [c.get_paths()[0].vertices for c in axes.collections]
    for noeud, s in zip((*diagramme.gauches, *diagramme.droites), sommets[:6], strict=True):
        assert tuple(noeud) == pytest.approx((s[:, 1].min(), s[:, 1].max()))
    for ruban, s in zip(diagramme.rubans, sommets[6:], strict=True):
        for bord, x in ((ruban.depart, s[:, 0].min()), (ruban.arrivee, s[:, 0].max())):
            ordonnees = s[s[:, 0] == x][:, 1]
            assert (bord.debut, bord.fin) == pytest.approx((ordonnees.min(), ordonnees.max()))


@given(
    st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 10**12), min_size=1, max_size=20)
)
@settings(max_examples=25, deadline=None)
def test_tout_jeu_de_montants_positifs_se_dessine(valeurs: dict[tuple[int, int], int]) -> None:
    # Les rangs de chaque côté se suivent depuis zéro.
    rangs = [{r: i for i, r in enumerate(sorted({p[cote] for p in valeurs}))} for cote in (0, 1)]
    valeurs = {(rangs[0][g], rangs[1][d]): v for (g, d), v in valeurs.items()}
    with mpl.rc_context():
        diagramme = sankey.dessiner(valeurs)
    assert len(diagramme.rubans) == len(valeurs)


def _change(monkeypatch: pytest.MonkeyPatch, trouble: object) -> None:
    def autre_version(*args: object, ax: object, **kwargs: object) -> None:
        vrai_sankey(*args, ax=ax, **kwargs)
        trouble(ax)  # type: ignore[operator]

    monkeypatch.setattr(sankey, "sankey", autre_version)


@pytest.mark.parametrize(
    "trouble",
    [
        lambda planche: planche.formes.reverse(),
        lambda planche: planche.formes.insert(3, planche.formes.pop()),
        lambda planche: planche.formes.pop(),
        lambda planche: planche.noms.reverse(),
        lambda planche: planche.noms.append("légende"),
        lambda planche: planche.formes.__setitem__(-1, planche.formes[-2]),
    ],
    ids=["ordre inverse", "rubans avant barres", "forme en moins", "noms inverses", "texte en plus", "forme fausse"],
)
def test_un_changement_de_pysankeybeta_echoue_bruyamment(monkeypatch: pytest.MonkeyPatch, trouble: object) -> None:
    _change(monkeypatch, trouble)
    with mpl.rc_context(), pytest.raises(ErreurFiche, match="pysankeybeta ne dessine plus comme attendu"):
        sankey.dessiner(VALEURS)
