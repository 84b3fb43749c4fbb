"""Ce que l’on sait de pysankeybeta : si une version change sa façon de placer, ces tests le disent."""

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from pysankey import sankey as dessin_entier

from fiches.graphiques.dessin import sankey
from fiches.socle.erreurs import ErreurFiche

Valeurs = dict[tuple[int, int], int]
VALEURS: Valeurs = {(0, 0): 50, (0, 1): 30, (1, 0): 15, (1, 2): 5, (2, 1): 1}


def test_chaque_noeud_et_chaque_ruban_a_la_hauteur_de_son_montant() -> None:
    diagramme = sankey.disposer(VALEURS)
    assert [b.hauteur for b in diagramme.gauches] == pytest.approx([80, 20, 1])
    assert [b.hauteur for b in diagramme.droites] == pytest.approx([65, 31, 5])
    for ruban in diagramme.rubans:
        montant = VALEURS[ruban.gauche, ruban.droite]
        assert (ruban.depart.hauteur, ruban.arrivee.hauteur) == pytest.approx((montant, montant))


def test_les_rubans_d_un_noeud_s_empilent_sans_trou_dans_l_ordre_de_l_autre_cote() -> None:
    diagramme = sankey.disposer(VALEURS)
    premier = [r for r in diagramme.rubans if r.gauche == 0]
    assert premier[0].depart.debut == diagramme.gauches[0].debut
    assert premier[0].depart.fin == pytest.approx(premier[1].depart.debut)
    assert premier[-1].depart.fin == pytest.approx(diagramme.gauches[0].fin)


def serrer(valeurs: Valeurs) -> Valeurs:
    """Les mêmes montants, les rangs de chaque côté se suivant depuis zéro."""
    rangs = [{r: i for i, r in enumerate(sorted({p[cote] for p in valeurs}))} for cote in (0, 1)]
    return {(rangs[0][g], rangs[1][d]): v for (g, d), v in sorted(valeurs.items())}


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 10**12), min_size=1, max_size=20
    ).map(serrer)
)
@settings(max_examples=25)
def test_la_geometrie_est_celle_du_dessin_entier_de_pysankeybeta(valeurs: Valeurs) -> None:
    """Artiste par artiste : barres de gauche, de droite, puis rubans."""
    diagramme = sankey.disposer(valeurs)
    n_gauche, n_droite = len(diagramme.gauches), len(diagramme.droites)
    noms = list(range(n_gauche + n_droite))
    with mpl.rc_context():
        axes = Figure().add_axes((0, 0, 1, 1))
        dessin_entier(
            np.array([g for g, _ in valeurs]),
            np.array([n_gauche + d for _, d in valeurs]),
            leftWeight=np.array(list(valeurs.values()), dtype=float),
            leftLabels=noms[:n_gauche],
            rightLabels=noms[n_gauche:],
            colorDict=dict.fromkeys(noms, "black"),
            aspect=1,
            ax=axes,
        )
    sommets = [c.get_paths()[0].vertices for c in axes.collections]
    proche = {"rel": 1e-9, "abs": 1e-6 * sum(valeurs.values())}
    for noeud, s in zip((*diagramme.gauches, *diagramme.droites), sommets[: len(noms)], strict=True):
        assert tuple(noeud) == pytest.approx((s[:, 1].min(), s[:, 1].max()), **proche)
    for ruban, s in zip(diagramme.rubans, sommets[len(noms) :], strict=True):
        for bord, x in ((ruban.depart, s[:, 0].min()), (ruban.arrivee, s[:, 0].max())):
            ordonnees = s[s[:, 0] == x][:, 1]
            assert (bord.debut, bord.fin) == pytest.approx((ordonnees.min(), ordonnees.max()), **proche)


def test_un_changement_de_pysankeybeta_echoue_bruyamment(monkeypatch: pytest.MonkeyPatch) -> None:
    def autre_version(*args: object) -> object:
        places, bord = placer(*args)
        places[0]["top"] *= 1.1
        return places, bord

    placer = sankey.placer
    monkeypatch.setattr(sankey, "placer", autre_version)
    with pytest.raises(ErreurFiche, match="pysankeybeta ne place plus les nœuds comme attendu"):
        sankey.disposer(VALEURS)
