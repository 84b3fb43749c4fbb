"""Une carte de France : chaque département d’une table, coloré selon sa valeur."""

from html import escape
from typing import Any

import pandas as pd

from fiches.donnees import territoires
from fiches.donnees.lieu import Departement
from fiches.graphiques.appel import avec_ses_reglages
from fiches.graphiques.colonnes import choisir, decrire
from fiches.graphiques.dessin.france import CADRE, CARTONS, Classe, classer, contours
from fiches.graphiques.dessin.libre import A_DECRIRE
from fiches.graphiques.figure import Figure, Mention
from fiches.graphiques.libres import composer, exiger_un_titre
from fiches.graphiques.mots import enumerer
from fiches.graphiques.style import ENCRE, EXPORTATIONS, FAMILLE, IMPORTATIONS, NOEUD, ROUGE, VERT, degrader
from fiches.redaction import accord, nombre
from fiches.socle.erreurs import ErreurDemande, ErreurFiche

_SANS, _BORD = "#ebebee", "#74747f"
_PAS = 34.0
"""Hauteur d’une ligne de la légende, sous la carte, en unités du dessin."""
_DITS = 5


@avec_ses_reglages
def carte(
    table: Any,
    departements: str = "departement",
    valeurs: str | None = None,
    *,
    titre: str | None = None,
    lecture: str | None = None,
    note: str | None = None,
    source: str | None = None,
) -> Figure | Mention:
    """La France, chaque département coloré selon sa valeur, en cinq classes d’effectifs égaux.

    `departements` : la colonne des codes (« 46 », « 974 », « 20 » pour la Corse) ; `valeurs` : celle qu’on mesure,
    sinon `valeur`, sinon la première de nombres. Un solde va du rouge au vert, coupé à zéro. Un département sans valeur
    reste gris, et la légende le dit. Rend une `Mention` si la table est vide. Lève `ErreurFiche` si un code n’est pas
    d’un département, ou s’il y est deux fois.
    """
    if valeurs is not None and not isinstance(valeurs, str):
        raise ErreurFiche('graphiques.carte montre une seule colonne, par son nom : valeurs="valeur"')
    lue, codes, mesures = choisir(table, departements, valeurs, "carte")
    dit = exiger_un_titre(titre, "carte")
    utiles = lue.dropna(subset=mesures)
    if utiles.empty:
        return Mention("Aucune donnée à montrer.")
    mesure = mesures[0]
    lieux = _lieux(utiles[codes])
    if deux := next((lieu.nom for lieu in lieux if [autre.code for autre in lieux].count(lieu.code) > 1), None):
        raise ErreurFiche(f"graphiques.carte veut une ligne par département, et {deux} en a plusieurs")
    colonne = dict(zip(map(str, lue.columns), decrire(lue), strict=True))[mesure]
    par_code = {lieu.code: v.item() for lieu, v in zip(lieux, utiles[mesure].to_numpy(), strict=True)}
    dire = {code: colonne.dire(v) for code, v in par_code.items()}
    signe = colonne.signee and min(par_code.values()) < 0
    rangs, classes = classer(par_code, colonne.dire, signe=signe)
    couleurs = [*degrader(ROUGE, 2)[::-1], *degrader(VERT, 2)] if signe else degrader(_TEINTES.get(mesure, NOEUD), 5)
    absents = len(territoires.departements_publies()) - len(par_code)
    noms = {lieu.code: lieu.nom for lieu in territoires.departements_publies()}
    ordonnes = sorted(par_code, key=lambda c: (-par_code[c], c))
    premiers = enumerer([f"{noms[c]}, {dire[c]}" for c in ordonnes[:_DITS]])
    donnees = pd.DataFrame({"Code département": ordonnes, "Département": [noms[c] for c in ordonnes]}).assign(
        **{colonne.entete: utiles[mesure].set_axis([lieu.code for lieu in lieux]).reindex(ordonnes).to_numpy()}
    )
    donnees.attrs.update(lue.attrs)
    return composer(
        _dessiner(noms, rangs, dire, couleurs, classes, absents),
        titre=dit,
        alternative=f"{dit}. Les plus élevés : {premiers}. Classes : {enumerer([c.texte for c in classes])}.",
        donnees=donnees,
        lecture=lecture or f"{noms[ordonnes[0]]}, {colonne.mot}\u00a0: {dire[ordonnes[0]]}.",
        note=note,
        source=source,
    )


_TEINTES = {"exportations": EXPORTATIONS, "importations": IMPORTATIONS}


def _lieux(codes: "pd.Series[Any]") -> list[Departement]:
    """Les départements de ces codes. Lève `ErreurFiche`, qui dit quoi changer dans leur colonne."""
    ou, ecrits = codes.name, codes.astype("str").str.strip().str.upper()
    if pd.api.types.is_float_dtype(codes) or ecrits.str.endswith(".0").any():
        raise ErreurFiche(
            f"les codes de « {ou} » ont été lus comme des nombres : lisez-les en textes, "
            f"pd.read_csv(…, dtype={{{ou!r}: str}})"
        )
    if codes.isna().any():
        raise ErreurFiche(f"une ligne n’a pas de code dans « {ou} » : ôtez-la, table.dropna(subset={ou!r})")
    if ecrits.isin(["2A", "2B"]).any():
        raise ErreurFiche(
            f"« {ou} » a 2A ou 2B, et la Corse est une dans les données des douanes : sommez 2A et 2B en une ligne, de "
            "code « 20 »"
        )
    if ecrits.eq(territoires.MONACO).any():
        raise ErreurFiche(
            f"« {ou} » a 99, Monaco, qui n’est pas sur la carte : ôtez sa ligne, "
            f'table[table[{ou!r}].astype(str) != "99"]'
        )
    try:
        return [territoires.departement(code) for code in codes]
    except ErreurDemande as erreur:
        raise ErreurFiche(f"« {ou} » : {erreur}".removesuffix(".")) from erreur


def _dessiner(
    noms: dict[str, str],
    rangs: dict[str, int],
    dire: dict[str, str],
    couleurs: list[str],
    classes: list[Classe],
    absents: int,
) -> str:
    x, y, large, haut = CADRE
    morceaux = [
        f'<path d="{trace}" fill="{couleurs[rangs[code]] if code in rangs else _SANS}">'
        f"<title>{escape(noms.get(code, code))}\u00a0: {escape(dire.get(code, 'n.d.'))}</title></path>"
        for carton in CARTONS
        for code, place, trace in contours()
        if place == carton
    ]
    cles = [(couleurs[classe.rang], classe.texte) for classe in classes]
    if absents:
        cles.append((_SANS, f"sans donnée ({nombre(absents)} {accord(absents, 'département', 'départements')})"))
    bas = y + haut
    for rang, (couleur, texte) in enumerate(cles):
        haut_de_cle = bas + 12 + rang * _PAS
        morceaux.append(
            f'<path d="M{x + 20} {haut_de_cle}h34v22h-34z" fill="{couleur}"/>'
            f'<text x="{x + 66}" y="{haut_de_cle + 18}" font-size="22" stroke="none" fill="{ENCRE}">'
            f"{escape(texte)}</text>"
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {large} {haut + 24 + len(cles) * _PAS:g}" '
        f'role="img" {A_DECRIRE} font-family="{FAMILLE}" stroke="{_BORD}" stroke-width=".7">{"".join(morceaux)}</svg>'
    )
