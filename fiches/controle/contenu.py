"""Ce que contiennent les données : origine, trimestres importés, totaux, codes."""

import pandas as pd

from fiches.controle import mesures, regles
from fiches.controle.constats import NOM_DES_AXES, Constat, lignes_en_lettres, nommer
from fiches.controle.matiere import Matiere
from fiches.donnees import nomenclatures
from fiches.donnees.sens import NOM_DU_SENS
from fiches.redaction import accord, euros, liste, meur, pourcentage

RATTACHEMENT = "rattachement"
"""L’axe des départements vus sous une autre région que la leur : `identites` le dit."""


def origine(annee: int, demonstration: bool) -> list[Constat]:
    """Des données simulées ne se publient pas : cela se dit en premier."""
    if not demonstration:
        return []
    phrase = f"Données de démonstration : {annee} est simulée, aucun chiffre n’est réel et rien ne doit être publié."
    return [Constat("information", "origine", phrase, "Importez les archives des douanes pour publier.")]


def completude(matiere: Matiere) -> list[Constat]:
    """Les trimestres qui manquent, par flux : on ne publie pas une année incomplète."""
    constats = []
    for flux, nom in NOM_DU_SENS.items():
        manquants = [f"T{t}" for t in mesures.TRIMESTRES if (flux, t) not in matiere.couverture]
        if manquants:
            phrase = f"Il manque {liste(manquants)} aux {nom} de {matiere.annee}."
            constats.append(Constat("bloquant", "trimestres", phrase, "Importez les archives correspondantes."))
    return constats or [
        Constat("information", "trimestres", f"Les huit trimestres-flux de {matiere.annee} sont importés.")
    ]


def totaux(trimestres: pd.DataFrame, annee: int) -> list[Constat]:
    """Le total de chaque flux et de ses trimestres ; `trimestres` vient de `mesures.par_trimestre`."""
    constats = []
    for flux, nom in NOM_DU_SENS.items():
        if flux not in trimestres.index.get_level_values("flux"):
            continue
        table = trimestres.loc[flux]
        detail = liste([f"T{t}\u00a0: {meur(int(v))}" for t, v in table["valeur"].items()])
        phrase = (
            f"{nom.capitalize()} de {annee} : {meur(int(table['valeur'].sum()))} "
            f"({detail}), en {lignes_en_lettres(int(table['lignes'].sum()))}."
        )
        constats.append(Constat("information", "totaux", phrase, "Comparez-les au dernier communiqué des douanes."))
    return constats


def inconnus(matiere: Matiere) -> list[Constat]:
    """Les codes absents des nomenclatures : gardés dans les totaux, comptés, nommés ; bloquants s’ils pèsent."""
    constats = []
    seuil = regles.PART_INCONNUS * float(matiere.totaux.sum())
    for axe, codes in sorted(matiere.inconnus.items()):
        if axe == RATTACHEMENT:
            continue
        classes = sorted(codes.items(), key=lambda c: (-c[1][1], c[0]))
        cas = [f"{_inconnu(axe, code)} ({lignes_en_lettres(n)}, {euros(v)})" for code, (n, v) in classes]
        qui = f"{accord(len(codes), 'Code', 'Codes')} {NOM_DES_AXES[axe]} hors nomenclature"
        total = sum(v for _, v in codes.values())
        valeur = f"{accord(len(codes), 'Sa', 'Leur')} valeur ({euros(total)})"
        phrase = f"{qui} : {nommer(cas)}. {valeur} reste dans les totaux."
        conseil = (
            "Un code nouveau s’ajoute aux tables du projet ; un code périmé ou fautif oblige à redemander l’archive."
        )
        constats.append(Constat("bloquant" if total > seuil else "à regarder", "codes inconnus", phrase, conseil))
    return constats or [Constat("information", "codes inconnus", "Tous les codes sont dans les nomenclatures.")]


def _inconnu(axe: str, code: str) -> str:
    """« ZZ » ; « DD, Allemagne de l’Est jusqu’au 12/1990 » pour un code qui n’a plus cours."""
    tables = {"pays": nomenclatures.pays, "produit": nomenclatures.produits}
    connus = tables[axe]() if axe in tables else pd.DataFrame()
    if code not in connus.index or "fin" not in connus:
        return code
    sens = connus.loc[[code]].iloc[-1]
    nom, fin = sens["nom" if axe == "pays" else "court"], sens["fin"]
    return f"{code}, {nom} jusqu’au {fin[4:]}/{fin[:4]}" if fin else f"{code}, {nom}"


def classes_etrangeres(matiere: Matiere) -> list[Constat]:
    """Les classes CPF4 rangées sous un produit d’une autre division : l’un des deux codes a été changé."""
    couples = matiere.lignes.groupby(["produit", "cpf4"])["valeur"].agg(["size", "sum"]).reset_index()
    produits, classes = couples["produit"].astype(str), couples["cpf4"].astype(str)
    connu = produits.isin(nomenclatures.produits().index)
    etrangers = couples[connu & (produits.str[1:3] != classes.str[:2])].sort_values("sum", ascending=False)
    if etrangers.empty:
        return []
    cas = [
        f"CPF4 {c['cpf4']} sous {matiere.nommer('produit', c['produit'])} "
        f"({lignes_en_lettres(c['size'])}, {euros(c['sum'])})"
        for c in etrangers.to_dict("records")
    ]
    phrase = f"Des classes de produits sont sous un produit d’une autre division : {nommer(cas)}."
    conseil = "L’un des deux codes a été changé : comparez-les à ceux d’une archive précédente."
    return [Constat("à regarder", "produits", phrase, conseil)]


def codes_speciaux(matiere: Matiere) -> list[Constat]:
    """Le poids des codes qui ne sont pas des pays, par flux."""
    constats = []
    for flux, codes in speciaux(matiere).groupby("flux"):
        part = codes["part"].sum()
        cas = [
            f"{c['pays']} {matiere.libelles.pays(c['pays'])}, {pourcentage(c['part'], 2)}"
            for c in codes.to_dict("records")
        ]
        phrase = (
            f"Codes qui ne sont pas des pays : {pourcentage(part)} des {NOM_DU_SENS[str(flux)]}, dont {nommer(cas)}."
        )
        if part > regles.PART_CODES_SPECIAUX:
            conseil = "Cherchez si de vrais pays ont perdu leur code dans l’archive."
            constats.append(Constat("à regarder", "codes spéciaux", phrase, conseil))
        else:
            constats.append(Constat("information", "codes spéciaux", phrase))
    return constats


def speciaux(matiere: Matiere) -> pd.DataFrame:
    """Le poids de chaque code qui n’est pas un pays (`mesures.codes_speciaux`)."""
    pays = nomenclatures.pays()
    return mesures.codes_speciaux(matiere.lignes, list(pays.index[pays["special"]]))
