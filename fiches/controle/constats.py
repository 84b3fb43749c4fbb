"""Les constats : ce que les mesures disent des données, en phrases, et si elles peuvent être publiées."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

import pandas as pd

from fiches.controle import mesures
from fiches.controle.accord import Rapprochement
from fiches.donnees.douane import ArchiveImportee
from fiches.donnees.douane.compte_rendu import NOM_DU_FLUX, cumuler_inconnus
from fiches.redaction import accord, euros, liste, majuscule, meur, nombre, nombre_en_lettres, pourcentage, typographier

Degre = Literal["bloquant", "à regarder", "information"]
DEGRES: tuple[Degre, ...] = ("bloquant", "à regarder", "information")

PART_CODES_SPECIAUX = 0.01
"""Part d’un flux au-delà de laquelle les codes qui ne sont pas des pays sont à regarder, comme dans les fiches."""
NOMMES = 5
"""Cas nommés dans une phrase ; les tableaux les donnent tous."""

NOM_DES_AXES = {"departement": "département", "region": "région", "produit": "produit", "pays": "pays"}
Nommer = Callable[[str], str]


class Noms(NamedTuple):
    """Comment nommer les codes d’une ligne."""

    departement: Nommer
    produit: Nommer
    pays: Nommer

    def ligne(self, ligne: dict[Any, Any]) -> str:
        """« Lozère, exportations, T1, Sidérurgie (CPF4 2432), Italie »."""
        return (
            f"{self.departement(ligne['departement'])}, {NOM_DU_FLUX[ligne['flux']]}, T{ligne['trimestre']}, "
            f"{self.produit(ligne['produit'])} (CPF4 {ligne['cpf4']}), {self.pays(ligne['pays'])}"
        )


@dataclass(frozen=True)
class Constat:
    """Un constat : son degré, son sujet et la phrase qui le dit."""

    degre: Degre
    sujet: str
    phrase: str

    def __str__(self) -> str:
        return f"{majuscule(self.degre)} ({self.sujet}) – {self.phrase}"

    def __post_init__(self) -> None:
        object.__setattr__(self, "phrase", typographier(self.phrase))


def origine(annee: int, demonstration: bool) -> list[Constat]:
    """Des données simulées ne se publient pas : cela se dit en premier."""
    if not demonstration:
        return []
    phrase = f"Données de démonstration : {annee} est simulée, aucun chiffre n’est réel et rien ne doit être publié."
    return [Constat("information", "origine", phrase)]


def completude(annee: int, couverture: mesures.Couverture) -> list[Constat]:
    """Les trimestres qui manquent, par flux : on ne publie pas une année incomplète."""
    constats = []
    for flux, nom in NOM_DU_FLUX.items():
        manquants = [f"T{t}" for t in mesures.TRIMESTRES if (flux, t) not in couverture]
        if manquants:
            phrase = f"Il manque {liste(manquants)} aux {nom} de {annee} : importez les archives correspondantes."
            constats.append(Constat("bloquant", "trimestres", phrase))
    return constats or [Constat("information", "trimestres", f"Les huit trimestres-flux de {annee} sont importés.")]


def totaux(trimestres: pd.DataFrame, annee: int) -> list[Constat]:
    """Le total de chaque flux et de ses trimestres ; `trimestres` vient de `mesures.par_trimestre`."""
    constats = []
    for flux, nom in NOM_DU_FLUX.items():
        if flux not in trimestres.index.get_level_values("flux"):
            continue
        table = trimestres.loc[flux]
        detail = liste([f"T{t}\u00a0: {meur(int(v))}" for t, v in table["valeur"].items()])
        phrase = (
            f"{nom.capitalize()} de {annee} : {meur(int(table['valeur'].sum()))} "
            f"({detail}), en {nombre(int(table['lignes'].sum()), 0)} lignes."
        )
        constats.append(Constat("information", "totaux", phrase))
    return constats


def references(comparaisons: Sequence[Rapprochement], tolerance: Decimal, source: str, annee: int) -> list[Constat]:
    """L’accord avec les totaux publiés ; un écart plus grand que la tolérance (millions d’euros) est bloquant."""
    seuil = f"{nombre(tolerance)} M€"
    origine = f" ({source})" if source else ""
    ecarts = [c for c in comparaisons if not c.accord]
    constats = [
        Constat(
            "bloquant",
            "totaux publiés",
            f"{NOM_DU_FLUX[c.flux].capitalize()} {c.de} : {meur(c.calcule)} dans les données, {meur(c.publie)} publiés"
            f"{origine}, soit un écart de {meur(c.ecart, signe=True)} (admis : {seuil}).",
        )
        for c in ecarts
    ]
    bons = len(comparaisons) - len(ecarts)
    if bons:
        mots = accord(bons, "total publié est retrouvé", "totaux publiés sont retrouvés")
        phrase = f"{majuscule(nombre_en_lettres(bons))} {mots} à {seuil} près{origine}."
        constats.append(Constat("information", "totaux publiés", phrase))
    if not comparaisons:
        phrase = (
            f"L’accord avec des totaux publiés n’est pas vérifié : le fichier de paramètres n’en donne pas pour "
            f"{annee}, ou leurs trimestres manquent."
        )
        constats.append(Constat("à regarder", "totaux publiés", phrase))
    return constats


def inconnus(tables: Iterable[ArchiveImportee]) -> list[Constat]:
    """Les codes absents des nomenclatures du projet : gardés dans les totaux, comptés, nommés."""
    constats = []
    for axe, codes in sorted(cumuler_inconnus(tables).items()):
        classes = sorted(codes.items(), key=lambda c: (-c[1][1], c[0]))
        cas = [f"{code} ({_lignes(n)}, {euros(v)})" for code, (n, v) in classes]
        qui = f"{'Code' if len(codes) == 1 else 'Codes'} {NOM_DES_AXES[axe]} hors nomenclature"
        total = sum(v for _, v in codes.values())
        phrase = f"{qui} : {_nommer(cas)}. Leur valeur ({euros(total)}) reste dans les totaux."
        constats.append(Constat("à regarder", "codes inconnus", phrase))
    return constats or [Constat("information", "codes inconnus", "Tous les codes sont dans les nomenclatures.")]


def departements(trimestres: pd.DataFrame, nom: Nommer) -> list[Constat]:
    """Les départements sans valeur un trimestre, ou dont un trimestre saute (`mesures.trimestres`)."""
    constats = []
    for flux, table in trimestres.groupby("flux"):
        absents = table[table["absent"]].groupby("departement")["trimestre"].apply(list)
        if len(absents):
            # D’abord ceux qui n’ont que quelques trimestres vides : une année vide peut être normale.
            absents = absents.loc[absents.map(len).sort_values(kind="stable").index]
            cas = [f"{nom(str(d))} ({', '.join(f'T{t}' for t in quand)})" for d, quand in absents.items()]
            phrase = f"Sans aucune valeur aux {NOM_DU_FLUX[str(flux)]} : {_nommer(cas)}."
            constats.append(Constat("à regarder", "départements", phrase))
        sauts = table[table["saut"]]
        if len(sauts):
            sauts = sauts.loc[(sauts["valeur"] - sauts["habituel"]).abs().sort_values(ascending=False).index]
            cas = [_saut(s, nom) for s in sauts.to_dict("records")]
            compte = f"{len(cas)} {accord(len(cas), 'trimestre saute', 'trimestres sautent')}"
            phrase = f"Aux {NOM_DU_FLUX[str(flux)]}, {compte} : {_nommer(cas)}."
            constats.append(Constat("à regarder", "départements", phrase))
    phrase = "Aucun département n’est absent un trimestre, et aucun trimestre ne saute."
    return constats or [Constat("information", "départements", phrase)]


def _saut(saut: dict[Any, Any], nom: Nommer) -> str:
    attendus = ((saut["habituel"], "d’habitude dans l’année"), (saut["annee_avant"], "un an avant"))
    compares = [f"{meur(round(montant))} {quand}" for montant, quand in attendus if pd.notna(montant)]
    return f"{nom(saut['departement'])}, T{saut['trimestre']}, {meur(saut['valeur'])} contre {liste(compares)}"


def lignes_lourdes(lignes: pd.DataFrame, noms: Noms) -> list[Constat]:
    """Les lignes seules qui font un département (`mesures.lignes_lourdes`)."""
    seuil = pourcentage(mesures.PART_LIGNE, 0)
    if lignes.empty:
        phrase = f"Aucune ligne ne pèse à elle seule plus de {seuil} d’un département dans un sens."
        return [Constat("information", "lignes seules", phrase)]
    cas = [f"{noms.ligne(ligne)}, {pourcentage(ligne['part'])}" for ligne in lignes.to_dict("records")]
    verbe = accord(len(cas), "ligne pèse à elle seule", "lignes pèsent chacune")
    phrase = f"{len(cas)} {verbe} plus de {seuil} de l’année d’un département dans son sens : {_nommer(cas)}."
    return [Constat("à regarder", "lignes seules", phrase)]


def valeur_masse(lignes: pd.DataFrame, noms: Noms) -> list[Constat]:
    """Les lignes dont le rapport valeur/masse est hors norme pour leur produit (`mesures.hors_norme`)."""
    if lignes.empty:
        phrase = "Aucun rapport valeur/masse n’est hors norme pour son produit."
        return [Constat("information", "valeur et masse", phrase)]
    cas = [
        f"{noms.ligne(ligne)}, {prix(ligne['rapport'])} €/kg au lieu de {prix(ligne['norme'])} €/kg"
        for ligne in lignes.to_dict("records")
    ]
    verbe = accord(len(cas), "ligne a un rapport", "lignes ont un rapport")
    phrase = f"{len(cas)} {verbe} valeur/masse hors norme pour leur produit : {_nommer(cas)}."
    return [Constat("à regarder", "valeur et masse", phrase)]


def codes_speciaux(table: pd.DataFrame, pays: Nommer) -> list[Constat]:
    """Le poids des codes qui ne sont pas des pays, par flux (`mesures.codes_speciaux`)."""
    constats = []
    for flux, codes in table.groupby("flux", observed=True):
        part = codes["part"].sum()
        cas = [f"{c['pays']} {pays(c['pays'])}, {pourcentage(c['part'], 2)}" for c in codes.to_dict("records")]
        phrase = (
            f"Codes qui ne sont pas des pays : {pourcentage(part)} des {NOM_DU_FLUX[str(flux)]}, dont {_nommer(cas)}."
        )
        constats.append(
            Constat("à regarder" if part > PART_CODES_SPECIAUX else "information", "codes spéciaux", phrase)
        )
    return constats


def prix(rapport: float) -> str:
    """« 0,004 », « 12,50 », « 1 250 » : un rapport en euros par kilogramme, ses chiffres utiles seulement."""
    return nombre(rapport, 0 if rapport >= 100 else 2 if rapport >= 0.1 else 4)


def _lignes(n: int) -> str:
    return f"{nombre(n, 0)} {accord(n, 'ligne', 'lignes')}"


def _nommer(cas: list[str]) -> str:
    """Les premiers cas, séparés par des points-virgules : ils contiennent des virgules."""
    reste = len(cas) - NOMMES
    suite = [f"et {nombre(reste, 0)} {accord(reste, 'autre', 'autres')}"] if reste > 0 else []
    return " ; ".join([*cas[:NOMMES], *suite])
