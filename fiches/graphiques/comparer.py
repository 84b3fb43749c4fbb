"""Deux à quatre départements côte à côte, à la même échelle : leurs premiers pays, dans chaque sens."""

from collections.abc import Sequence

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure as FigureMatplotlib

from fiches.donnees.lieu import TerritoireIndustrie
from fiches.donnees.sens import LES_SENS, NOM_DU_SENS, Sens
from fiches.fiche import Fiche
from fiches.fiche.commerce import Territoire
from fiches.fiche.indicateurs import exiger_un_compte
from fiches.graphiques.appel import avec_ses_reglages
from fiches.graphiques.dessin.libre import en_svg
from fiches.graphiques.dessin.reglages import degager
from fiches.graphiques.figure import Figure, Mention, ancre
from fiches.graphiques.libres import composer
from fiches.graphiques.mots import en_millions, enumerer, propre
from fiches.graphiques.serie import NEUTRES, toile
from fiches.redaction import UN_MILLION, liste, majuscule, meur
from fiches.socle.erreurs import ErreurFiche

AUTRES_AU_PLUS, BARRES_AU_PLUS = 3, 40
_ORDRE = LES_SENS[::-1]
"""Des sens, dans l’image comme dans le tableau et les phrases."""
_EXEMPLE = 'comparer(fiche, "12", "81")'


@avec_ses_reglages
def comparer(
    fiche: Fiche,
    *departements: str,
    nombre: int = 5,
    titre: str | None = None,
    lecture: str | None = None,
    note: str | None = None,
    hauteur: float | None = None,
) -> Figure | Mention:
    """Les `nombre` premiers pays de plusieurs départements réunis, et ce que chacun y importe et y exporte.

    `departements` : un à trois autres, par leur code : `comparer(fiche, "12", "81")` ; aucun dans la fiche d’un
    Territoire d’industrie, qui compare les siens. Toutes les barres sont à la même
    échelle. La table de la figure donne les montants en euros. Rend une `Mention` si le seul autre est celui de la
    fiche.
    """
    if not isinstance(fiche, Fiche):
        raise ErreurFiche(f"graphiques.comparer compare une fiche à d’autres lieux : {_EXEMPLE}")
    exiger_un_compte("nombre", nombre, au_moins=1)
    compares = _compares(fiche, departements)
    if isinstance(compares, Mention):
        return compares
    if nombre * len(compares) > BARRES_AU_PLUS:
        raise ErreurFiche(f"« nombre » vaut {nombre}, mais il ne tient que {BARRES_AU_PLUS} barres en tout")
    codes, noms = _premiers(compares, nombre)
    if not codes:
        return Mention(f"Aucun pays partenaire n’est identifié {liste([t.lieu.dans for t in compares])}.")
    valeurs = {
        (sens, t.nom): t.echanges(sens).totaux_par_pays.set_index("pays")["valeur"].reindex(codes, fill_value=0)
        for sens in _ORDRE
        for t in compares
    }
    dit = (
        propre(str(titre or ""))
        or f"Premiers pays partenaires, {liste([propre(t.nom) for t in compares])} ({fiche.annee})"
    )
    with toile(hauteur, 0.6 + len(codes) * (0.2 * len(compares) + 0.16)) as taille:
        figure = FigureMatplotlib(figsize=taille, layout="constrained")
        reperes = figure.subplots(1, 2, sharex=True, sharey=True)
        for axes, sens in zip(reperes, _ORDRE, strict=True):
            _panneau(axes, sens, compares, noms, valeurs)
        figure.legend(*reperes[0].get_legend_handles_labels(), loc="outside upper left", ncol=len(compares))
        svg = en_svg(figure, ancre(dit))
    totaux = [f"{NOM_DU_SENS[sens]} {t.lieu.de}, {meur(t.echanges(sens).valeur)}" for t in compares for sens in _ORDRE]
    details = " ".join(
        f"{majuscule(NOM_DU_SENS[sens])}\u00a0: {enumerer(dits)}."
        for sens in _ORDRE
        for dits in [
            [
                f"{nom}, {liste([f'{t.nom} {meur(int(valeurs[sens, t.nom][code]))}' for t in compares])}"
                for code, nom in zip(codes, noms, strict=True)
            ]
        ]
    )
    table = pd.DataFrame({"Code pays": codes, "Pays": noms})
    for (sens, nom), serie in valeurs.items():
        table[f"{nom}, {NOM_DU_SENS[sens]} (euros)"] = serie.to_numpy()
    return composer(
        svg,
        titre=dit,
        alternative=f"{dit}. Totaux : {enumerer(totaux)}. {details}",
        donnees=table,
        lecture=lecture or f"toutes les barres sont à la même échelle. Totaux : {enumerer(totaux)}.",
        note=note,
        source=fiche.source,
    )


def _compares(fiche: Fiche, departements: Sequence[str]) -> list[Territoire] | Mention:
    """Les territoires à comparer, celui de la fiche d’abord ; une `Mention` s’il n’y en a qu’un."""
    if isinstance(fiche.lieu, TerritoireIndustrie) and not departements:
        if len(fiche.departements) > 1:
            return fiche.departements
        return Mention(f"{majuscule(fiche.lieu.sujet)} ne touche qu’un département.")
    if not 1 <= len(departements) <= AUTRES_AU_PLUS or not all(isinstance(code, str | int) for code in departements):
        raise ErreurFiche(f"graphiques.comparer demande un à trois autres lieux, sans crochets : {_EXEMPLE}")
    autres = [fiche.pour(code) for code in departements]
    lieux = [autre.lieu for autre in autres]
    if deux := next((lieu for lieu in lieux if lieux.count(lieu) > 1), None):
        raise ErreurFiche(
            f"graphiques.comparer prend chaque lieu une fois, et {deux.sujet} y est deux fois : {_EXEMPLE}"
        )
    autres = [autre for autre in autres if autre.lieu != fiche.lieu]  # dans la fiche de l’Aveyron, il n’y a que lui
    if not autres:
        return Mention(f"Cette comparaison avec {fiche.lieu.sujet} n’a pas d’objet dans sa propre fiche.")
    return [fiche.territoire, *(autre.territoire for autre in autres)]


def _premiers(territoires: Sequence[Territoire], nombre: int) -> tuple[list[str], list[str]]:
    """Les codes et les noms des premiers pays de tous, importations et exportations réunies."""
    tout = pd.concat([t.echanges(sens).totaux_par_pays for t in territoires for sens in LES_SENS])
    libelles = territoires[0].contexte.libelles
    sommes = tout[tout["pays"].isin(list(libelles.partenaires))].groupby("pays")["valeur"].sum().reset_index()
    codes = sommes.sort_values(["valeur", "pays"], ascending=[False, True])["pays"].head(nombre).tolist()
    return codes, [propre(libelles.pays(code), code) for code in codes]


def _panneau(
    axes: Axes,
    sens: Sens,
    compares: Sequence[Territoire],
    noms: Sequence[str],
    valeurs: dict[tuple[Sens, str], "pd.Series[int]"],
) -> None:
    longue = pd.concat(
        [
            pd.DataFrame({"pays": noms, "lieu": propre(t.nom), "valeur": valeurs[sens, t.nom].to_numpy() / UN_MILLION})
            for t in compares
        ]
    )
    sns.barplot(
        longue, x="valeur", y="pays", hue="lieu", palette=NEUTRES[: len(compares)], orient="h", saturation=1,
        width=0.8, errorbar=None, ax=axes, legend=sens == "I",
    )  # fmt: skip
    for conteneur, t in zip(axes.containers, compares, strict=True):
        axes.bar_label(conteneur, [en_millions(int(v)) for v in valeurs[sens, t.nom]], padding=3, fontsize=7.5)  # type: ignore[arg-type]
    axes.set_title(majuscule(NOM_DU_SENS[sens]), loc="left", fontsize=9.5, fontweight="bold")
    axes.set(xlabel="millions d’euros", ylabel="")
    axes.margins(x=0.2)
    axes.grid(visible=False, axis="y")
    degager(axes)
    if (legende := axes.get_legend()) is not None:
        legende.remove()
