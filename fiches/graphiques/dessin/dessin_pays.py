"""Le dessin des principaux pays : deux séries de barres opposées, et le solde."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from fiches.donnees.sens import NOM_DU_SENS
from fiches.graphiques.dessin.mesure import largeur, ligne_de_base, tronquer
from fiches.graphiques.dessin.toile import LARGEUR, Toile, exiger_la_place
from fiches.graphiques.mots import en_millions
from fiches.graphiques.style import COULEUR_DU_SENS, ENCRE, FILET, GRIS, ZEBRE, couleur_du_solde
from fiches.redaction import euros, majuscule

# En points.
_TETE, _RANG, _RANG_MINIMAL, _BLANC = 25.0, 18.7, 11.0, 4.0
_BARRE = 12.4 / 18.7  # épaisseur d’une barre, dans son rang
_CORPS, _CORPS_NOM, _CORPS_SOLDE, _CORPS_TITRE, _CORPS_UNITE = 8.5, 9.0, 9.5, 10.0, 8.0
_PLACE_DU_NOM = 150.0
_UNITE, _SOLDE = "millions d’euros", "Solde"


class Partenaire(NamedTuple):
    """Un pays et ses montants, en euros."""

    nom: str
    importations: int
    exportations: int
    solde: int


@dataclass(frozen=True)
class _Cote:
    """Une série de barres : vers la gauche (−1) pour les importations, vers la droite (1) pour les exportations."""

    sens: Literal["I", "E"]
    direction: Literal[-1, 1]
    montants: list[int]

    @property
    def titre(self) -> str:
        return majuscule(NOM_DU_SENS[self.sens])

    @property
    def reserve(self) -> float:
        """Place de la plus longue valeur au bout de la plus longue barre ; le titre y tient aussi."""
        valeurs = max(largeur(en_millions(m), _CORPS) for m in self.montants) + 2 * _BLANC
        return max(valeurs, largeur(self.titre, _CORPS_TITRE, 700) + _BLANC)


def dessiner(partenaires: list[Partenaire], hauteur: float | None = None) -> Toile:
    """Dessine les partenaires, du premier au dernier, les deux côtés à la même échelle ; `hauteur` en points."""
    if hauteur is not None:
        exiger_la_place(hauteur, _TETE + _RANG_MINIMAL * len(partenaires))
    pas = _RANG if hauteur is None else (hauteur - _TETE) / len(partenaires)
    toile = Toile(_TETE + pas * len(partenaires))
    imports = _Cote("I", -1, [p.importations for p in partenaires])
    exports = _Cote("E", 1, [p.exportations for p in partenaires])
    noms = [tronquer(p.nom, _PLACE_DU_NOM, _CORPS_NOM, 600) for p in partenaires]
    soldes = [en_millions(p.solde, signe=True) for p in partenaires]

    place_noms = max(*(largeur(n, _CORPS_NOM, 600) for n in noms), largeur(_UNITE, _CORPS_UNITE)) + 4 * _BLANC
    place_soldes = max(largeur(t, _CORPS_SOLDE, 700) for t in [*soldes, _SOLDE]) + 14
    barres = LARGEUR - place_noms - place_soldes - imports.reserve - exports.reserve
    k = barres / (max(imports.montants) + max(exports.montants))
    axe_import = round(imports.reserve + max(imports.montants) * k, 1)
    axe_export = round(axe_import + place_noms, 1)
    milieu, bord = (axe_import + axe_export) / 2, LARGEUR - _BLANC
    centres = [_TETE + (rang + 0.5) * pas for rang in range(len(partenaires))]

    for y in centres[::2]:
        toile.rectangle(0, y - pas / 2, LARGEUR, pas, ZEBRE)
    toile.trait([(0, 20), (LARGEUR, 20)], FILET, 0.8)
    for cote, axe in ((imports, axe_import), (exports, axe_export)):
        _barrer(toile, cote, axe, k, centres, [p.nom for p in partenaires], pas * _BARRE)
    for axe in (axe_import, axe_export):
        toile.trait([(axe, _TETE), (axe, toile.hauteur)], ENCRE, 0.7)
    for cote, axe in ((imports, axe_import), (exports, axe_export)):
        _chiffrer(toile, cote, axe, k, centres)
    for nom, y in zip(noms, centres, strict=True):
        toile.texte(milieu, ligne_de_base(y, _CORPS_NOM), nom, _CORPS_NOM, graisse=600, ancre="milieu")
    for solde, y in zip(soldes, centres, strict=True):
        base, couleur = ligne_de_base(y, _CORPS_SOLDE), couleur_du_solde(solde)
        toile.texte(bord, base, solde, _CORPS_SOLDE, graisse=700, couleur=couleur, ancre="fin")
    toile.texte(milieu, 13, _UNITE, _CORPS_UNITE, couleur=GRIS, ancre="milieu")
    toile.texte(bord, 13, _SOLDE, _CORPS_TITRE, graisse=700, ancre="fin")
    return toile


def _barrer(
    toile: Toile, cote: _Cote, axe: float, k: float, centres: list[float], noms: list[str], epaisseur: float
) -> None:
    for nom, montant, y in zip(noms, cote.montants, centres, strict=True):
        if montant:
            longueur = montant * k
            gauche = axe - longueur if cote.direction < 0 else axe
            infobulle = f"{nom} – {NOM_DU_SENS[cote.sens]}\u00a0: {euros(montant)}"
            toile.rectangle(gauche, y - epaisseur / 2, longueur, epaisseur, COULEUR_DU_SENS[cote.sens], infobulle)


def _chiffrer(toile: Toile, cote: _Cote, axe: float, k: float, centres: list[float]) -> None:
    """Le titre au-dessus de l’axe, et chaque valeur au bout de sa barre."""
    ancre: Literal["debut", "fin"] = "fin" if cote.direction < 0 else "debut"
    couleur = COULEUR_DU_SENS[cote.sens]
    toile.texte(axe, 13, cote.titre, _CORPS_TITRE, graisse=700, couleur=couleur, ancre=ancre)
    for montant, y in zip(cote.montants, centres, strict=True):
        x = axe + cote.direction * (montant * k + _BLANC)
        toile.texte(x, ligne_de_base(y, _CORPS), en_millions(montant), _CORPS, ancre=ancre)
