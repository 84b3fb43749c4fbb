"""Les trimestres de la France et des départements : ceux qui manquent, et ceux qui sautent."""

from typing import Any

import numpy as np
import pandas as pd

from fiches.controle import mesures, regles
from fiches.controle.constats import Constat, Degre, montant, nommer
from fiches.controle.matiere import Matiere, periode
from fiches.donnees import nomenclatures
from fiches.donnees.sens import LES_SENS, NOM_DU_SENS
from fiches.redaction import accord, liste, nombre, pourcentage

_INCOMPLET = "L’archive est incomplète, ou un code a changé : demandez-la de nouveau, puis réimportez-la."
_SAUT = "Cherchez la livraison ou le reclassement qui l’explique, et dites-le ; sinon, réimportez l’archive."


def constater(matiere: Matiere) -> list[Constat]:
    """Ce que disent les trimestres nationaux et ceux des départements."""
    constats = [*_nationaux(matiere), *_absents(matiere), *_sauts(matiere)]
    phrase = "Aucun département n’est absent un trimestre, et aucun trimestre ne saute."
    return constats or [Constat("information", "départements", phrase)]


def _absents(matiere: Matiere) -> list[Constat]:
    """Un trimestre vide est bloquant ; une année vide qui l’était déjà un an avant, à regarder."""
    constats = []
    for flux, table in matiere.trimestres.groupby("flux"):
        vides = table[table["absent"]].groupby("departement")["trimestre"].apply(tuple)
        if vides.empty:
            continue
        toujours = set(vides.index[vides.map(len) == table["trimestre"].nunique()]) & _vides_avant(matiere, str(flux))
        deux: dict[Degre, list[str]] = {"bloquant": sorted(set(vides.index) - toujours), "à regarder": sorted(toujours)}
        for degre, codes in deux.items():
            if codes:
                cas = nommer(_par_region(matiere, vides[codes]))
                phrase = f"Sans aucune valeur aux {NOM_DU_SENS[str(flux)]} : {cas}."
                constats.append(Constat(degre, "départements", phrase, _INCOMPLET))
    return constats


def _vides_avant(matiere: Matiere, flux: str) -> set[str]:
    if matiere.departements_avant is None or flux not in {f for f, _ in matiere.couverture_avant}:
        return set()
    avant = matiere.departements_avant
    sommes = avant[avant.index.get_level_values("flux") == flux].droplevel("flux").sum(axis="columns")
    return set(sommes.index[sommes == 0])


def _par_region(matiere: Matiere, vides: pd.Series) -> list[str]:
    """« toute la région Bretagne (T2) », ou chaque département ; d’abord ceux qui ont peu de trimestres vides."""
    regions = nomenclatures.departements()["region"].reindex(matiere.publies)
    cas = {str(d): (quand, matiere.departement(str(d))) for d, quand in vides.items()}
    for region, membres in regions.groupby(regions):
        quand = {vides.get(code) for code in membres.index}
        premier = next(iter(quand))
        if len(membres) > 1 and len(quand) == 1 and premier is not None:
            cas = {d: c for d, c in cas.items() if d not in membres.index}
            cas[f"région {region}"] = premier, f"toute la région {matiere.region(str(region))}"
    return [f"{nom} ({periode(quand)})" for quand, nom in sorted(cas.values(), key=lambda c: len(c[0]))]


def _sauts(matiere: Matiere) -> list[Constat]:
    """Une baisse de plus de moitié est bloquante ; une hausse est à regarder."""
    constats = []
    for flux, table in matiere.trimestres.groupby("flux"):
        deux: dict[Degre, pd.Series] = {"bloquant": table["baisse"], "à regarder": table["saut"] & ~table["baisse"]}
        for degre, choix in deux.items():
            sauts = table[choix]
            if sauts.empty:
                continue
            reference = sauts["annee_avant"].fillna(sauts["habituel"])
            sauts = sauts.loc[(sauts["valeur"] - reference).abs().sort_values(ascending=False, kind="stable").index]
            cas = [_saut(s, matiere) for s in sauts.to_dict("records")]
            if degre == "bloquant":
                compte = accord(len(cas), "trimestre perd", "trimestres perdent") + " plus de la moitié"
            else:
                compte = accord(len(cas), "trimestre saute", "trimestres sautent")
            phrase = f"Aux {NOM_DU_SENS[str(flux)]}, {nombre(len(cas))} {compte} : {nommer(cas)}."
            conseil = _INCOMPLET if degre == "bloquant" else _SAUT
            constats.append(Constat(degre, "départements", phrase, conseil))
    return constats


def _saut(saut: dict[Any, Any], matiere: Matiere) -> str:
    attendus = ((saut["habituel"], "d’habitude dans l’année"), (saut["annee_avant"], "un an avant"))
    compares = [f"{montant(valeur)} {quand}" for valeur, quand in attendus if pd.notna(valeur)]
    lieu = matiere.departement(saut["departement"])
    return f"{lieu}, T{saut['trimestre']}, {montant(saut['valeur'])} contre {liste(compares)}"


def _nationaux(matiere: Matiere) -> list[Constat]:
    """Les trimestres nationaux dont la valeur ou le nombre de lignes s’écarte des autres, ou de l’année d’avant."""
    annees = {matiere.annee: mesures.par_trimestre(matiere.lignes)}
    if matiere.avant is not None:
        annees[matiere.annee - 1] = mesures.par_trimestre(matiere.avant)
    constats = []
    for flux in LES_SENS:
        tables = {
            annee: table[table.index.get_level_values("flux") == flux].droplevel("flux")[["valeur", "lignes"]]
            for annee, table in annees.items()
        }
        table = tables[matiere.annee]
        references = {}
        if len(table) > 1:
            references["à la médiane de l’année"] = pd.DataFrame([table.median()] * len(table), table.index)
        if matiere.avant is not None:
            references[f"au même trimestre de {matiere.annee - 1}"] = tables[matiere.annee - 1].reindex(table.index)
        for nom, reference in references.items():
            constats += _face_a(table / reference, flux, nom)
    return constats


def _face_a(rapports: pd.DataFrame, flux: str, reference: str) -> list[Constat]:
    pire = rapports.where(rapports < 1, 1 / rapports).min(axis="columns")
    sauts = pire.index[pire < 1 / regles.FACTEUR_NATIONAL]
    if sauts.empty:
        return []
    cas = [
        f"T{t}, {_part(rapports.loc[t, 'valeur'])} de sa valeur et {_part(rapports.loc[t, 'lignes'])} de ses lignes"
        for t in sauts
    ]
    degre: Degre = "bloquant" if pire.min() < 1 / regles.FACTEUR_NATIONAL_BLOQUANT else "à regarder"
    phrase = f"Les {NOM_DU_SENS[flux]} de la France sautent face {reference} : {nommer(cas)}."
    return [Constat(degre, "trimestres", phrase, _INCOMPLET)]


def _part(rapport: float) -> str:
    return pourcentage(rapport, 0) if np.isfinite(rapport) else "on ne sait combien"
