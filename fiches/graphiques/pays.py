"""Les principaux pays partenaires : importations à gauche, exportations à droite, solde au bout."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from fiches.graphiques.figure import Figure, Mention, identifiant
from fiches.graphiques.mesure import largeur, ligne_de_base, tronquer
from fiches.graphiques.mots import en_millions, enumerer, propre
from fiches.graphiques.style import (
    ENCRE,
    EXPORTATIONS,
    FILET,
    GRIS,
    IMPORTATIONS,
    ZEBRE,
    couleur_du_solde,
    theme,
)
from fiches.graphiques.table import tableau
from fiches.graphiques.toile import LARGEUR, Toile
from fiches.redaction import euros, meur
from fiches.redaction import nombre as ecrire_nombre

if TYPE_CHECKING:
    from fiches.commerce import Territoire


# En points.
_TETE, _RANG, _BARRE = 25.0, 18.7, 12.4
_CORPS, _CORPS_NOM, _CORPS_SOLDE, _CORPS_TITRE = 8.5, 9.0, 9.5, 10.0
_PLACE_DU_NOM = 150.0


class _Partenaire(NamedTuple):
    nom: str
    importations: int
    exportations: int
    solde: int


def pays(territoire: Territoire, nombre: int = 10) -> Figure | Mention:
    """Barres opposées des `nombre` premiers pays par importations + exportations, à la même échelle.

    Le solde (exportations − importations) porte son signe, en plus de sa couleur. La table de la figure
    donne les montants en euros. Rend une `Mention` quand `territoire.motif` dit que le graphique n’a pas
    lieu d’être, ou qu’aucun partenaire n’est connu.
    """
    lieu, annee = propre(territoire.lieu.nom), territoire.annee
    if territoire.motif is not None:
        return Mention(territoire.motif)
    table = territoire.pays(nombre)
    if table.empty:
        return Mention(f"Aucun pays partenaire n’est identifié {territoire.lieu.dans} en {annee}.")
    partenaires = [
        _Partenaire(propre(libelle, code), int(importations), int(exportations), int(solde))
        for code, libelle, importations, exportations, solde in zip(
            *(table[c] for c in ("pays", "libelle", "importations", "exportations", "solde")), strict=True
        )
    ]
    titre = f"Principaux pays à l’import et à l’export, {lieu} ({annee})"
    alternative = _alternative(titre, partenaires)
    with theme():
        svg = _dessiner(partenaires).svg(alternative)
    return Figure(
        identifiant=identifiant("pays", territoire.lieu, (nombre, 10)),
        titre=titre,
        svg=svg,
        alternative=alternative,
        lecture=_lecture(partenaires[0], annee),
        source=territoire.source,
        table=_donnees(table["pays"].tolist(), partenaires),
        table_html=_en_tableau(titre, partenaires),
    )


def _dessiner(partenaires: list[_Partenaire]) -> Toile:
    toile = Toile(_TETE + _RANG * len(partenaires))
    noms = [tronquer(p.nom, _PLACE_DU_NOM, _CORPS_NOM, 600) for p in partenaires]
    soldes = [en_millions(p.solde, signe=True) for p in partenaires]
    montants = [[en_millions(p.importations) for p in partenaires], [en_millions(p.exportations) for p in partenaires]]
    titres = ("Importations", "Exportations")

    # Chaque côté réserve la place de sa plus longue valeur, au bout de sa plus longue barre, et de son titre.
    place_nom = max(largeur(t, _CORPS_NOM, 600) for t in noms) + 16
    place_solde = max(largeur(t, _CORPS_SOLDE, 700) for t in [*soldes, "Solde"]) + 14
    place_nom = max(place_nom, largeur("millions d’euros", 8) + 16)
    bouts = [max(largeur(t, _CORPS) for t in cote) + 8 for cote in montants]
    reserves = [max(b, largeur(t, _CORPS_TITRE, 700) + 4) for b, t in zip(bouts, titres, strict=True)]
    maxima = [max(p.importations for p in partenaires), max(p.exportations for p in partenaires)]
    k = (LARGEUR - place_nom - place_solde - sum(reserves)) / sum(maxima)
    axe_import = round(reserves[0] + maxima[0] * k, 1)
    axe_export = round(axe_import + place_nom, 1)
    milieu = (axe_import + axe_export) / 2

    for rang in range(0, len(partenaires), 2):
        toile.rectangle(0, _TETE + rang * _RANG, LARGEUR, _RANG, ZEBRE)
    toile.trait([(0, 20), (LARGEUR, 20)], FILET, 0.8)
    centres = [_TETE + (rang + 0.5) * _RANG for rang in range(len(partenaires))]
    for p, y in zip(partenaires, centres, strict=True):
        longueur = p.importations * k
        toile.rectangle(
            axe_import - longueur,
            y - _BARRE / 2,
            longueur,
            _BARRE,
            IMPORTATIONS,
            f"{p.nom} – importations\u00a0: {euros(p.importations)}",
        )
    for p, y in zip(partenaires, centres, strict=True):
        toile.rectangle(
            axe_export,
            y - _BARRE / 2,
            p.exportations * k,
            _BARRE,
            EXPORTATIONS,
            f"{p.nom} – exportations\u00a0: {euros(p.exportations)}",
        )
    for x in (axe_import, axe_export):
        toile.trait([(x, _TETE), (x, toile.hauteur)], ENCRE, 0.7)

    for p, texte, y in zip(partenaires, montants[0], centres, strict=True):
        toile.texte(axe_import - p.importations * k - 4, ligne_de_base(y, _CORPS), texte, _CORPS, ancre="fin")
    for p, texte, y in zip(partenaires, montants[1], centres, strict=True):
        toile.texte(axe_export + p.exportations * k + 4, ligne_de_base(y, _CORPS), texte, _CORPS)
    for nom, y in zip(noms, centres, strict=True):
        toile.texte(milieu, ligne_de_base(y, _CORPS_NOM), nom, _CORPS_NOM, graisse=600, ancre="milieu")
    for texte, y in zip(soldes, centres, strict=True):
        toile.texte(
            LARGEUR - 4,
            ligne_de_base(y, _CORPS_SOLDE),
            texte,
            _CORPS_SOLDE,
            graisse=700,
            couleur=couleur_du_solde(texte),
            ancre="fin",
        )
    toile.texte(axe_import, 13, titres[0], _CORPS_TITRE, graisse=700, couleur=IMPORTATIONS, ancre="fin")
    toile.texte(axe_export, 13, titres[1], _CORPS_TITRE, graisse=700, couleur=EXPORTATIONS)
    toile.texte(milieu, 13, "millions d’euros", 8, couleur=GRIS, ancre="milieu")
    toile.texte(LARGEUR - 4, 13, "Solde", _CORPS_TITRE, graisse=700, ancre="fin")
    return toile


def _alternative(titre: str, partenaires: list[_Partenaire]) -> str:
    detail = enumerer(
        [
            f"{p.nom}, importations {meur(p.importations)}, exportations {meur(p.exportations)}, "
            f"solde {meur(p.solde, signe=True)}"
            for p in partenaires
        ]
    )
    return f"{titre}. {detail}."


def _lecture(premier: _Partenaire, annee: int) -> str:
    return (
        "les barres sont à la même échelle des deux côtés\u202f; le solde est la différence entre exportations "
        f"et importations. En {annee}, pour le premier partenaire ({premier.nom}), les importations valent "
        f"{meur(premier.importations)}, les exportations {meur(premier.exportations)} et le solde "
        f"{meur(premier.solde, signe=True)}."
    )


def _donnees(codes: list[str], partenaires: list[_Partenaire]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Code pays": codes,
            "Pays": [p.nom for p in partenaires],
            "Importations (euros)": [p.importations for p in partenaires],
            "Exportations (euros)": [p.exportations for p in partenaires],
            "Solde (euros)": [p.solde for p in partenaires],
        }
    )


def _en_tableau(titre: str, partenaires: list[_Partenaire]) -> str:
    return tableau(
        f"{titre}, en euros",
        ["Pays", "Importations", "Exportations", "Solde"],
        [
            [
                p.nom,
                ecrire_nombre(p.importations, 0),
                ecrire_nombre(p.exportations, 0),
                ecrire_nombre(p.solde, 0, signe=True),
            ]
            for p in partenaires
        ],
    )
