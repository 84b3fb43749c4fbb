"""Le dessin de la carte des activités."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from fiches.donnees.sens import NOM_DU_SENS
from fiches.graphiques.dessin.compartiments import FILET, MARGE, Compartiment, Etiquette, Produit, disposer
from fiches.graphiques.dessin.mesure import INTERLIGNE, largeur, ligne_de_base, tronquer
from fiches.graphiques.dessin.toile import LARGEUR, Toile, exiger_la_place
from fiches.graphiques.style import BLANC, COULEUR_DU_SENS, couleur_du_solde
from fiches.redaction import euros, meur, pourcentage

SENS = {"I": "Importations", "E": "Exportations"}

# En points.
_TETE, _CARTE, _CARTE_MINIMALE = 22.0, 234.0, 90.0
_CORPS_TITRE, _CORPS_NUMERO, _CORPS_CLE = 10.5, 7.0, 7.2
_INTERLIGNE_CLE, _RETRAIT_CLE, _ENTRE_CLES = 10.5, 70.0, 10.0


@dataclass(frozen=True)
class _Renvoi:
    """Sous la carte, le nom d’un produit qui n’a pas tenu dans son compartiment."""

    sens: str
    numero: str
    texte: str
    x: float
    ligne: int


def dessiner(produits: Sequence[Produit], importations: int, exportations: int, hauteur: float | None = None) -> Toile:
    """Dessine la carte des produits ; les totaux sont en euros, `hauteur` en points, numéros expliqués non compris."""
    if hauteur is not None:
        exiger_la_place(hauteur, _TETE + _CARTE_MINIMALE)
    carte = _CARTE if hauteur is None else hauteur - _TETE
    compartiments = disposer(produits, _TETE, LARGEUR, carte)
    sans_nom = [c for c in compartiments if c.etiquette is None]
    numeros = _numeroter(sans_nom)
    renvois = _renvoyer(sans_nom, numeros)
    bas = 6 + _INTERLIGNE_CLE * (renvois[-1].ligne + 1) if renvois else 1.0
    toile = Toile(_TETE + carte + bas)
    for c in compartiments:
        toile.rectangle(
            c.x + FILET,
            c.y + FILET,
            max(c.largeur - 2 * FILET, 0.3),
            max(c.hauteur - 2 * FILET, 0.3),
            COULEUR_DU_SENS[c.produit.sens],
            _infobulle(c.produit),
        )
    for c in compartiments:
        if c.etiquette is not None:
            _etiqueter(toile, c, c.etiquette)
    for c, numero in zip(sans_nom, numeros, strict=True):
        if numero:
            x, y = c.x + c.largeur / 2, ligne_de_base(c.y + c.hauteur / 2, _CORPS_NUMERO)
            toile.texte(x, y, numero, _CORPS_NUMERO, graisse=700, couleur=BLANC, ancre="milieu")
    _intituler(toile, importations, exportations)
    _expliquer(toile, _TETE + carte + 10, renvois)
    return toile


def _infobulle(produit: Produit) -> str:
    sens, valeur = NOM_DU_SENS[produit.sens], euros(produit.valeur)
    return f"{produit.nom} – {sens}\u00a0: {valeur} ({pourcentage(produit.part)})"


def _etiqueter(toile: Toile, c: Compartiment, etiquette: Etiquette) -> None:
    taille, x = etiquette.taille, c.x + FILET + MARGE
    haut = c.y + FILET + MARGE + 0.86 * taille
    for rang, ligne in enumerate(etiquette.nom):
        toile.texte(x, haut + rang * taille * INTERLIGNE, ligne, taille, graisse=600, couleur=BLANC)
    y = haut + len(etiquette.nom) * taille * INTERLIGNE
    toile.texte(x, y, etiquette.valeur, taille, couleur=BLANC)


def _numeroter(sans_nom: list[Compartiment]) -> list[str]:
    """Un numéro par compartiment où il tient ; les plus petits n’en portent pas."""
    numeros, suivant = [], 1
    for c in sans_nom:
        numero = str(suivant)
        tient = largeur(numero, _CORPS_NUMERO, 700) + 4 <= c.largeur and c.hauteur >= _CORPS_NUMERO + 3
        numeros.append(numero if tient else "")
        suivant += tient
    return numeros


def _renvoyer(sans_nom: list[Compartiment], numeros: list[str]) -> list[_Renvoi]:
    """Range les renvois en lignes, celles d’un sens après celles de l’autre."""
    renvois, ligne = [], -1
    place = LARGEUR - _RETRAIT_CLE
    for sens, groupe in groupby(zip(sans_nom, numeros, strict=True), key=lambda couple: couple[0].produit.sens):
        ligne, x = ligne + 1, 0.0
        for c, numero in groupe:
            l_numero = largeur(numero + "\u00a0", _CORPS_CLE, 700)
            valeur = "\u00a0" + meur(c.produit.valeur, court=True)
            nom = tronquer(c.produit.nom, place - l_numero - largeur(valeur, _CORPS_CLE), _CORPS_CLE)
            l_texte = l_numero + largeur(nom + valeur, _CORPS_CLE)
            if x > 0 and x + l_texte > place:
                ligne, x = ligne + 1, 0.0
            renvois.append(_Renvoi(sens, numero, nom + valeur, _RETRAIT_CLE + x, ligne))
            x += l_texte + _ENTRE_CLES
    return renvois


def _expliquer(toile: Toile, haut: float, renvois: list[_Renvoi]) -> None:
    for sens, groupe in groupby(renvois, key=lambda r: r.sens):
        suite = list(groupe)
        couleur = COULEUR_DU_SENS[sens]
        y = haut + suite[0].ligne * _INTERLIGNE_CLE
        toile.texte(0, y, SENS[sens], _CORPS_CLE, graisse=600, couleur=couleur)
        for r in suite:
            if r.numero:
                y = haut + r.ligne * _INTERLIGNE_CLE
                toile.texte(r.x, y, r.numero, _CORPS_CLE, graisse=700, couleur=couleur)
        for r in suite:
            x = r.x + (largeur(r.numero + "\u00a0", _CORPS_CLE, 700) if r.numero else 0)
            toile.texte(x, haut + r.ligne * _INTERLIGNE_CLE, r.texte, _CORPS_CLE)


def _intituler(toile: Toile, importations: int, exportations: int) -> None:
    def total(sens: str, valeur: int) -> str:
        return f"{SENS[sens]}\u00a0: {meur(valeur) if valeur else 'aucune'}"

    gauche, droite = total("I", importations), total("E", exportations)
    chiffre = meur(exportations - importations, signe=True)
    toile.texte(0, 13, gauche, _CORPS_TITRE, graisse=700, couleur=COULEUR_DU_SENS["I"])
    toile.texte(LARGEUR, 13, droite, _CORPS_TITRE, graisse=700, couleur=COULEUR_DU_SENS["E"], ancre="fin")
    # Au milieu de ce que les deux totaux laissent libre.
    libre = largeur(gauche, _CORPS_TITRE, 700), LARGEUR - largeur(droite, _CORPS_TITRE, 700)
    toile.texte(
        sum(libre) / 2,
        13,
        f"Solde\u00a0: {chiffre}",
        _CORPS_TITRE,
        graisse=700,
        couleur=couleur_du_solde(chiffre),
        ancre="milieu",
    )
