"""Les flux intervertis : ce que la France n’exporte ou n’importe guère paraît dans l’autre sens."""

import pandas as pd

from fiches.controle import mesures, regles
from fiches.controle.constats import Constat, montant, nommer
from fiches.controle.matiere import Matiere
from fiches.controle.reperes import SENS_DES_PAYS, SENS_DES_PRODUITS
from fiches.donnees.sens import LES_SENS


def soldes(matiere: Matiere) -> pd.DataFrame:
    """Les produits et les pays qui ont un repère, et s’ils sont à l’envers.

    Colonnes `axe`, `code`, `E`, `I` (euros, sur les trimestres que les deux flux ont), `sens` (le repère), `envers`.
    """
    communs = [t for t in mesures.TRIMESTRES if all((flux, t) in matiere.couverture for flux in LES_SENS)]
    lignes = matiere.lignes[matiere.lignes["trimestre"].isin(communs)]
    tables = []
    for axe, reperes in (("produit", SENS_DES_PRODUITS), ("pays", SENS_DES_PAYS)):
        sommes = mesures.par_code(lignes, axe).sum(axis=1).unstack("flux", fill_value=0)
        sommes = sommes.reindex(index=list(reperes), columns=list(LES_SENS), fill_value=0)
        tables.append(sommes.rename_axis("code").reset_index().assign(axe=axe, sens=list(reperes.values())))
    table = pd.concat(tables, ignore_index=True)
    table = table[table["E"] + table["I"] >= regles.MONTANT_SENS]
    attendu = table["E"].where(table["sens"] == "E", table["I"])
    autre = table["E"] + table["I"] - attendu
    return table.assign(envers=autre > regles.FACTEUR_SENS * attendu)


def constater(matiere: Matiere) -> list[Constat]:
    """Bloquant si la plupart des repères sont à l’envers ; à regarder si quelques-uns le sont."""
    table = soldes(matiere)
    envers = table[table["envers"]]
    if envers.empty:
        return []
    ordre = (envers["E"] - envers["I"]).abs().sort_values(ascending=False, kind="stable").index
    cas = [
        f"{matiere.nommer(c['axe'], c['code'])}, {montant(c['E'])} exportés et {montant(c['I'])} importés"
        for c in envers.loc[ordre].to_dict("records")
    ]
    if len(envers) >= regles.PART_SENS * len(table):
        phrase = f"Exportations et importations paraissent interverties : {nommer(cas)}, à l’inverse de l’habitude."
        conseil = "Vérifiez la première colonne (E ou I) des deux archives, puis réimportez celles d’origine."
        return [Constat("bloquant", "sens des échanges", phrase, conseil)]
    phrase = f"À l’inverse de l’habitude : {nommer(cas)}."
    conseil = "Cherchez si un code ou un sens a été changé dans l’archive ; si le fait est réel, dites-le."
    return [Constat("à regarder", "sens des échanges", phrase, conseil)]
