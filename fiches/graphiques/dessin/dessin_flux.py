"""Le dessin du diagramme des flux : les nœuds et rubans de `sankey`, espacés et nommés."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from fiches.fiche.indicateurs import AUTRES
from fiches.graphiques.dessin import agencement, sankey
from fiches.graphiques.dessin.mesure import INTERLIGNE, habiller, largeur, ligne_de_base, tronquer
from fiches.graphiques.dessin.toile import LARGEUR, Ancre, Toile, exiger_la_place
from fiches.graphiques.mots import en_millions, legende_du_rouge, mention_du_rouge
from fiches.graphiques.style import BLANC, GRIS, NOEUD, ROUGE, RUBAN
from fiches.redaction import euros

Axe = Literal["produit", "pays"]
_TITRES: dict[Axe, str] = {"produit": "Produits (M€)", "pays": "Pays (M€)"}

# En points. Un produit se nomme plus longuement qu’un pays.
_CORPS, _PETIT_CORPS, _GRAND_CORPS = 7.8, 7.0, 10.5
_TETE, _PIED, _PILE, _BARRE, _ECART, _BLANC = 34.0, 2.0, 202.0, 4.5, 2.2, 6.0
_PLACE: dict[Axe, float] = {"produit": 0.36 * LARGEUR, "pays": 0.20 * LARGEUR}
_FILET = 0.3  # épaisseur d’un flux infime : il reste visible


class Bout(NamedTuple):
    """Un produit ou un pays au bout d’un flux."""

    code: str
    nom: str
    court: str


class Flux(NamedTuple):
    """Un flux entre un produit et un pays, en euros ; `rouge` s’il est parmi les plus grands."""

    produit: Bout
    pays: Bout
    valeur: int
    rouge: bool


@dataclass(frozen=True)
class Cote:
    """Un côté du diagramme : ses nœuds du plus grand au plus petit, « Autres » en dernier."""

    axe: Axe
    codes: list[str]
    noms: list[str]
    totaux: list[int]
    etiquettes: list[list[str]]

    @property
    def chiffres(self) -> float:
        """Largeur de la colonne des valeurs."""
        return max(largeur(en_millions(v), _CORPS, 600) for v in self.totaux)

    @property
    def marge(self) -> float:
        """Largeur prise par les étiquettes, les valeurs et leurs blancs."""
        noms = max(largeur(ligne, _CORPS) for lignes in self.etiquettes for ligne in lignes)
        return round(max(noms + self.chiffres + 4 + _BLANC, largeur(_TITRES[self.axe], _CORPS) + 4) + 5, 1)

    @property
    def hauteurs(self) -> list[float]:
        """Hauteur de chaque étiquette."""
        return [len(lignes) * _CORPS * INTERLIGNE + 0.8 for lignes in self.etiquettes]

    @property
    def besoin(self) -> float:
        """Hauteur au-dessous de laquelle les étiquettes se toucheraient."""
        return sum(self.hauteurs) + _ECART * (len(self.codes) - 1)


def ranger(flux: Sequence[Flux], axe: Axe) -> Cote:
    """Les nœuds d’un côté."""
    totaux: dict[Bout, int] = {}
    for un in flux:
        bout: Bout = getattr(un, axe)
        totaux[bout] = totaux.get(bout, 0) + un.valeur
    bouts = sorted(totaux, key=lambda bout: (bout.code == AUTRES, -totaux[bout], bout.code))
    valeurs = [totaux[bout] for bout in bouts]
    place = _PLACE[axe] - max(largeur(en_millions(v), _CORPS, 600) for v in valeurs)
    etiquettes = [habiller([bout.nom, bout.court], place, _CORPS, maximum=2) for bout in bouts]
    return Cote(axe, [bout.code for bout in bouts], [bout.nom for bout in bouts], valeurs, etiquettes)


def dessiner(
    flux: Sequence[Flux],
    gauche: Cote,
    droite: Cote,
    lieu: str,
    total: str,
    partiel: bool = False,
    hauteur: float | None = None,
) -> Toile:
    """Dessine les flux entre deux côtés ; `total` suit le nom du lieu, `partiel` : voir `mots.legende_du_rouge`.

    `hauteur`, en points, sinon ce que demandent les étiquettes.
    """
    rangs = [{code: rang for rang, code in enumerate(cote.codes)} for cote in (gauche, droite)]
    paires = [(rangs[0][getattr(f, gauche.axe).code], rangs[1][getattr(f, droite.axe).code]) for f in flux]
    valeurs = {paire: f.valeur for paire, f in zip(paires, flux, strict=True)}
    rouges = {paire for paire, f in zip(paires, flux, strict=True) if f.rouge}
    diagramme = sankey.disposer(valeurs)

    noeuds = max(len(gauche.codes), len(droite.codes))
    besoin = max(gauche.besoin, droite.besoin)
    pile = max(min(_PILE, max(80.0, 30.0 + 24.0 * noeuds)), besoin + 40)
    if hauteur is not None:
        exiger_la_place(hauteur, _TETE + max(60.0, besoin + 20) + _PIED)
        pile = hauteur - _TETE - _PIED
    k = min(agencement.echelle(c.totaux, c.hauteurs, pile, _ECART) for c in (gauche, droite))
    toile = Toile(_TETE + pile + _PIED)
    cotes = (
        _placer(gauche, diagramme.gauches, gauche.marge, pile, k),
        _placer(droite, diagramme.droites, round(LARGEUR - droite.marge, 1), pile, k),
    )
    gris = [r for r in diagramme.rubans if (r.gauche, r.droite) not in rouges]
    en_rouge = [r for r in diagramme.rubans if (r.gauche, r.droite) in rouges]
    sens_du_rouge = f" ({mention_du_rouge(len(rouges), partiel)}{'' if partiel else ' flux'})"
    for ruban in gris:
        _relier(toile, ruban, *cotes, k, valeurs, None)
    for ruban in en_rouge:
        _relier(toile, ruban, *cotes, k, valeurs, sens_du_rouge)
    for ruban in en_rouge:
        _chiffrer(toile, ruban, cotes[0], k, valeurs)
    for place in cotes:
        _barrer(toile, place, k)
    for place in cotes:
        _nommer(toile, place, k)
    _intituler(toile, lieu, total, legende_du_rouge(len(rouges), partiel) if rouges else "")
    return toile


@dataclass(frozen=True)
class _Place:
    """Un côté dans le dessin : l’abscisse du bord extérieur de ses nœuds, et le haut de chacun."""

    cote: Cote
    bords: list[sankey.Bord]
    x: float
    hauts: list[float]
    sens: int
    """−1 à gauche, 1 à droite : de quel côté vont les étiquettes."""

    @property
    def x_ruban(self) -> float:
        """Abscisse où les rubans touchent les nœuds."""
        return self.x - self.sens * _BARRE

    def segment(self, rang: int, bord: sankey.Bord, k: float) -> tuple[float, float, float]:
        """Où le ruban touche le nœud : abscisse, haut, bas."""
        y = self.hauts[rang] + (bord.debut - self.bords[rang].debut) * k
        return self.x_ruban, y, y + max(bord.hauteur * k, _FILET)


def _placer(cote: Cote, bords: list[sankey.Bord], x: float, pile: float, k: float) -> _Place:
    hauts = agencement.ordonnees(cote.totaux, cote.hauteurs, pile, k)
    return _Place(cote, bords, x, [_TETE + y for y in hauts], -1 if x < LARGEUR / 2 else 1)


def _relier(
    toile: Toile,
    ruban: sankey.Ruban,
    gauche: _Place,
    droite: _Place,
    k: float,
    valeurs: dict[tuple[int, int], int],
    rouge: str | None,
) -> None:
    """Pose un ruban ; `rouge` dit pourquoi il est en rouge."""
    montant = euros(valeurs[ruban.gauche, ruban.droite])
    noms = f"{gauche.cote.noms[ruban.gauche]} → {droite.cote.noms[ruban.droite]}"
    toile.ruban(
        gauche.segment(ruban.gauche, ruban.depart, k),
        droite.segment(ruban.droite, ruban.arrivee, k),
        RUBAN if rouge is None else ROUGE,
        0.5 if rouge is None else 0.85,
        lisere=None if rouge is None else BLANC,
        infobulle=f"{noms}\u00a0: {montant}{rouge or ''}",
    )


def _chiffrer(toile: Toile, ruban: sankey.Ruban, gauche: _Place, k: float, valeurs: dict[tuple[int, int], int]) -> None:
    """Écrit la valeur dans un ruban assez épais."""
    x, haut, bas = gauche.segment(ruban.gauche, ruban.depart, k)
    if bas - haut > _PETIT_CORPS * 1.2:
        y = ligne_de_base((haut + bas) / 2, _PETIT_CORPS)
        texte = en_millions(valeurs[ruban.gauche, ruban.droite])
        toile.texte(x + 5, y, texte, _PETIT_CORPS, graisse=700, couleur=BLANC)


def _barrer(toile: Toile, place: _Place, k: float) -> None:
    for nom, total, y in zip(place.cote.noms, place.cote.totaux, place.hauts, strict=True):
        x = min(place.x, place.x_ruban)
        toile.rectangle(x, y, _BARRE, max(total * k, _FILET), NOEUD, f"{nom}\u00a0: {euros(total)}")


def _nommer(toile: Toile, place: _Place, k: float) -> None:
    """Écrit les valeurs en colonne au bord du côté, puis les noms, au-delà, et le titre."""
    cote, x = place.cote, place.x + 4 * place.sens
    vers: Ancre = "fin" if place.sens < 0 else "debut"
    centres = [y + max(total * k, _FILET) / 2 for y, total in zip(place.hauts, cote.totaux, strict=True)]
    bord_des_valeurs = x if place.sens < 0 else x + cote.chiffres
    for total, centre in zip(cote.totaux, centres, strict=True):
        y = ligne_de_base(centre, _CORPS)
        toile.texte(bord_des_valeurs, y, en_millions(total), _CORPS, graisse=600, ancre="fin")
    bord_des_noms = x + place.sens * (cote.chiffres + _BLANC)
    for lignes, centre in zip(cote.etiquettes, centres, strict=True):
        haut = centre - (len(lignes) - 1) / 2 * _CORPS * INTERLIGNE
        for rang, ligne in enumerate(lignes):
            y = ligne_de_base(haut + rang * _CORPS * INTERLIGNE, _CORPS)
            toile.texte(bord_des_noms, y, ligne, _CORPS, ancre=vers)
    toile.texte(x, 27, _TITRES[cote.axe], _CORPS, couleur=GRIS, ancre=vers)


def _intituler(toile: Toile, lieu: str, total: str, legende: str) -> None:
    """Le lieu, le total, et la légende des flux en rouge."""
    droite = LARGEUR
    if legende:
        toile.texte(LARGEUR, 11, legende, _CORPS, ancre="fin")
        droite -= largeur(legende, _CORPS) + 12
        toile.rectangle(droite, 4.5, 8, 7, ROUGE)
    place = droite - largeur(total, _GRAND_CORPS) - 8 - 12
    lieu = tronquer(lieu, place, _GRAND_CORPS, 700)
    toile.texte(0, 11, lieu, _GRAND_CORPS, graisse=700)
    toile.texte(largeur(lieu, _GRAND_CORPS, 700) + 8, 11, total, _GRAND_CORPS)
