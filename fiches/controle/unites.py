"""Les ordres de grandeur absolus : total d’un flux, valeur d’une ligne, prix du kilogramme, masses absentes."""

import numpy as np
import pandas as pd

from fiches.controle import mesures, regles
from fiches.controle.constats import Constat, montant, nommer, prix
from fiches.controle.matiere import Matiere
from fiches.controle.reperes import PRIX
from fiches.donnees.sens import NOM_DU_SENS
from fiches.redaction import liste, nombre, pourcentage

_UNITE = (
    "Vérifiez l’unité du fichier (des euros et des kilogrammes, non des milliers) et l’ordre de ses colonnes, puis "
    "réimportez l’archive d’origine."
)


def prix_moyens(lignes: pd.DataFrame) -> pd.DataFrame:
    """Prix moyen de chaque produit qui a un repère, dans chaque flux, et son rapport au repère.

    Colonnes `flux`, `produit`, `valeur` (euros), `prix`, `repere` (euros par kilogramme), `rapport`, `hors` (vrai si le
    prix est hors de son ordre de grandeur) ; seules comptent les lignes qui ont une masse.
    """
    pesees = lignes[lignes["masse"] > 0]
    groupes = pesees.groupby(["flux", "produit"])
    table = groupes.agg(valeur=("valeur", "sum"), masse=("masse", "sum"), lignes=("valeur", "size")).reset_index()
    table = table.assign(flux=table["flux"].astype(str), produit=table["produit"].astype(str))
    table = table.assign(repere=table["produit"].map(PRIX).astype(float))
    table = table[table["repere"].notna() & (table["lignes"] >= regles.LIGNES_POUR_UNE_NORME)]
    # Une valeur nulle compte pour un euro, comme dans `mesures.hors_norme`.
    moyens = table["valeur"].clip(lower=1) / table["masse"]
    rapport = moyens / table["repere"]
    return table.assign(prix=moyens, rapport=rapport, hors=np.abs(np.log(rapport)) > np.log(regles.FACTEUR_PRIX))


def constater(matiere: Matiere) -> list[Constat]:
    """Ce qui, dans les montants, ne peut pas être vrai ; si tout se tient, une information."""
    constats = [
        *_totaux(matiere),
        *_medianes(matiere.lignes),
        *_sans_masse(matiere.lignes),
        *_prix(matiere),
    ]
    phrase = "Totaux, valeurs des lignes et prix du kilogramme ont l’ordre de grandeur attendu."
    return constats or [Constat("information", "ordres de grandeur", phrase)]


def _totaux(matiere: Matiere) -> list[Constat]:
    constats = []
    for flux, total in matiere.totaux.items():
        trimestres = sum((flux, t) in matiere.couverture for t in mesures.TRIMESTRES)
        bas, haut = (borne * trimestres // 4 for borne in regles.TOTAL_ANNUEL)
        if not bas <= total <= haut:
            duree = "l’année" if trimestres == 4 else f"{trimestres} trimestre{'s' if trimestres > 1 else ''}"
            phrase = (
                f"{NOM_DU_SENS[str(flux)].capitalize()} de la France : {montant(total)} pour {duree}, quand elles "
                f"valent de {montant(bas)} à {montant(haut)}. Le fichier est incomplet, ou dans une autre unité."
            )
            constats.append(Constat("bloquant", "ordres de grandeur", phrase, _UNITE))
    return constats


def _medianes(lignes: pd.DataFrame) -> list[Constat]:
    constats = []
    bas, haut = regles.VALEUR_MEDIANE
    groupes = lignes.groupby("flux")["valeur"]
    for flux, (mediane, compte) in groupes.agg(["median", "size"]).iterrows():
        if compte >= regles.LIGNES_POUR_UNE_MEDIANE and not bas <= mediane <= haut:
            phrase = (
                f"La moitié des lignes des {NOM_DU_SENS[str(flux)]} valent {'moins' if mediane < bas else 'plus'} de "
                f"{nombre(mediane, 0)} € : une ligne médiane vaut de {nombre(bas)} à {nombre(haut)} €."
            )
            constats.append(Constat("bloquant", "ordres de grandeur", phrase, _UNITE))
    return constats


def _sans_masse(lignes: pd.DataFrame) -> list[Constat]:
    if lignes.empty:
        return []
    part = float((lignes["masse"] == 0).mean())
    if part == 1:
        phrase = "Aucune ligne n’a de masse : les prix du kilogramme ne se vérifient pas, ni donc l’unité des valeurs."
        return [Constat("bloquant", "valeur et masse", phrase, "Réimportez l’archive d’origine : sa dixième colonne.")]
    if part > regles.PART_SANS_MASSE:
        phrase = f"{pourcentage(part)} des lignes n’ont pas de masse : leur prix du kilogramme ne se vérifie pas."
        conseil = "Comparez la dixième colonne à celle d’une archive précédente."
        return [Constat("à regarder", "valeur et masse", phrase, conseil)]
    return []


def _prix(matiere: Matiere) -> list[Constat]:
    constats = []
    for flux, table in prix_moyens(matiere.lignes).groupby("flux"):
        hors = table[table["hors"]].sort_values("valeur", ascending=False, kind="stable")
        # La masse aussi dit le poids d’un produit : une valeur divisée par mille n’en a presque plus.
        attendue = table["valeur"].clip(lower=table["masse"] * table["repere"])
        part = float(attendue[hors.index].sum() / attendue.sum())
        entier = part >= regles.PART_PRIX
        cas = hors if entier else hors[attendue[hors.index] >= regles.MONTANT_PRIX]
        if cas.empty:
            continue
        noms = [
            f"{matiere.nommer('produit', c['produit'])}, {prix(c['prix'])} €/kg (repère : {prix(c['repere'])} €/kg)"
            for c in cas.to_dict("records")
        ]
        phrase = f"Aux {NOM_DU_SENS[str(flux)]}, des produits ont un prix moyen hors de tout ordre de grandeur"
        if entier:
            phrase += f" : {_cause(table['rapport'], table['repere'])}, sur {pourcentage(part, 0)} de la valeur"
            constats.append(Constat("bloquant", "ordres de grandeur", f"{phrase} : {nommer(noms)}.", _UNITE))
        else:
            conseil = "Regardez les plus grosses lignes de ces produits : leur valeur ou leur masse est fausse."
            constats.append(Constat("à regarder", "ordres de grandeur", f"{phrase} : {nommer(noms)}.", conseil))
    return constats


def _cause(rapport: pd.Series, repere: pd.Series) -> str:
    """Ce que le rapport au repère laisse deviner : toujours le même, ou d’autant plus bas que le produit est cher."""
    if len(rapport) > 2 and np.log(rapport).std() > 1 and np.log(rapport).corr(np.log(repere)) < -0.9:
        return "valeurs et masses paraissent échangées"
    mediane = float(rapport.median())
    sens = liste(["valeurs trop petites", "masses trop grandes"] if mediane < 1 else
                 ["valeurs trop grandes", "masses trop petites"]).replace(" et ", " ou ")  # fmt: skip
    fois = nombre(max(mediane, 1 / mediane), 0)
    return f"{sens}, d’environ {fois} fois"
