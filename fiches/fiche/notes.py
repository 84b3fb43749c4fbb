"""Ce que les données obligent à préciser : trimestre absent, code qui n’est pas un pays, année de référence."""

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from fiches.donnees import nomenclatures
from fiches.fiche.commerce import Territoire
from fiches.fiche.echanges import Echanges
from fiches.fiche.indicateurs import Axe
from fiches.redaction import accord, liste, pourcentage, texte
from fiches.redaction.proches import AttributsProches

_AVITAILLEMENT = "avitaillement des navires et des avions"
_INDETERMINE = {"E": "destination non déterminée", "I": "provenance non déterminée"}
_CE_QUE_C_EST: dict[str, str | Mapping[str, str]] = {
    "QR": _AVITAILLEMENT,
    "QS": _AVITAILLEMENT,
    "QT": _AVITAILLEMENT,
    "QP": "haute mer",
    "QQ": "corrections",
    **dict.fromkeys(("QU", "QV", "QW", "QY", "QZ"), _INDETERMINE),
    "FR": {"E": "envois vers la France elle-même", "I": "retours de marchandises en France"},
    "EU": "Union européenne, sans autre précision",
}
"""Ce que désigne un code qui n’est pas un pays, avec les mots de chaque sens."""

_ORDINAUX = {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième"}
_ANNEES_DES_DROITS_DE_DOUANE = (2024, 2025)
"""Millésimes dont la fiche paraît alors que ces annonces sont d’actualité."""
_CITES = 5


class Notes(AttributsProches):
    """Précisions sur les données d’un lieu."""

    territoire: Territoire

    @texte
    def trimestres(self) -> str:
        """Les trimestres où les données n’ont aucune ligne du lieu, alors qu’elles en ont aux autres."""
        d = self.territoire
        absences = [
            f"aucune {e.nom_du_sens[:-1]} {_trimestres(e.trimestres_absents)}"
            for e in (d.exportations, d.importations)
            if e.trimestres_absents
        ]
        if not absences:
            return ""
        return (
            f"Les données de {d.annee} ne comptent, pour {d.lieu.sujet}, {liste(absences)} : "
            "ses totaux de l’année peuvent être incomplets."
        )

    @texte
    def evolution(self) -> str:
        """Ce que chaque sens a gagné ou perdu en un an ; rien si l’année d’avant manque ou ne se compare pas."""
        dites = [(e.nom_du_sens, r) for e in self._sens() if e.valeur and (r := e.evolution(1)) is not None]
        if not dites:
            return ""
        (nom, ratio), *suite = dites
        fin = "".join(f" et les {autre} {_varier(r, comme=ratio)}" for autre, r in suite)
        return f"En un an, les {nom} {self.territoire.lieu.de} {_varier(ratio)}{fin}, à prix courants."

    @texte
    def codes_speciaux(self) -> str:
        """Ce qui n’est pas un pays (avitaillement, retours en France…), nommé, s’il pèse plus de 1 % d’un sens."""
        morceaux = [morceau for e in self._sens() if (morceau := _part_speciale(e))]
        if not morceaux:
            return ""
        return (
            f"Une partie des échanges ne se rattache à aucun pays partenaire : {liste(morceaux)}. "
            "Elle compte dans les totaux et dans « Autres pays »."
        )

    @texte
    def codes_inconnus(self) -> str:
        """Les codes de pays et de produits que la nomenclature ne connaît pas, et ce qu’ils pèsent."""
        en = f"aucun pays connu en {self.territoire.annee}"
        phrases = (
            self._inconnus("pays", f"ne désigne {en}", f"ne désignent {en}"),
            self._inconnus("produit", "n’est pas dans la nomenclature", "ne sont pas dans la nomenclature"),
        )
        return " ".join(phrase for phrase in phrases if phrase)

    @texte
    def droits_de_douane(self) -> str:
        """Les annonces américaines de 2025, pour les millésimes dont la fiche paraît alors ; sinon rien."""
        return droits_de_douane(self.territoire.annee)

    def _sens(self) -> list[Echanges]:
        d = self.territoire
        return [e for e in (d.exportations, d.importations) if e.valeur]

    def _inconnus(self, axe: Axe, verbe: str, verbes: str) -> str:
        codes, parts = dict[str, None](), list[str]()
        for e in self._sens():
            if valeurs := inconnus(e, axe):
                codes |= dict.fromkeys(valeurs)
                parts.append(f"{e.ecrire_part(sum(valeurs.values()))} des {e.nom_du_sens}")
        if not codes:
            return ""
        cites = [f"« {code} »" for code in codes][:_CITES]
        if reste := len(codes) - len(cites):
            cites.append(f"{reste} {accord(reste, 'autre', 'autres')}")
        seul = len(codes) == 1
        return (
            f"{'Le code' if seul else 'Les codes'} de {axe} {liste(cites)} {verbe if seul else verbes} : "
            f"{'sa' if seul else 'leur'} part, {liste(parts)}, compte dans les totaux et dans "
            f"« {'Autres pays' if axe == 'pays' else 'Autres produits'} »."
        )


def droits_de_douane(annee: int) -> str:
    """Les annonces américaines de 2025, pour les millésimes dont la fiche paraît alors ; sinon rien."""
    if annee not in _ANNEES_DES_DROITS_DE_DOUANE:
        return ""
    return (
        "Depuis le début de l’année 2025, les annonces de droits de douane des États-Unis entretiennent l’incertitude."
    )


def inconnus(e: Echanges, axe: Axe) -> dict[str, int]:
    """Les codes de produits ou de pays que la nomenclature ne connaît pas, du plus grand au plus petit, en euros."""
    libelles = e.contexte.libelles
    if axe == "pays":
        return _valeurs(e.totaux_par_pays, libelles.partenaires | _speciaux())
    return _valeurs(e.totaux_par_produit, libelles.produits_nommables)


def _part_speciale(e: Echanges) -> str:
    """« 5,0 % des exportations (haute mer) » : ce qui porte un code spécial, au-delà de 1 % ; sinon rien."""
    speciaux, valeurs = _speciaux(), dict[str, int]()
    for code, valeur in _valeurs(e.totaux_par_pays, e.contexte.libelles.partenaires).items():
        if code in speciaux:
            nature = _CE_QUE_C_EST.get(code, e.contexte.libelles.pays(code))
            nom = nature if isinstance(nature, str) else nature[e.sens]
            valeurs[nom] = valeurs.get(nom, 0) + valeur
    poids = sum(valeurs.values())
    if 100 * poids <= e.valeur:
        return ""
    noms = sorted(valeurs, key=lambda nom: (-valeurs[nom], nom))
    detail = noms if len(noms) == 1 else [f"{nom}, {e.ecrire_part(valeurs[nom])}" for nom in noms]
    return f"{e.ecrire_part(poids)} des {e.nom_du_sens} ({' ; '.join(detail)})"


def _speciaux() -> frozenset[str]:
    table = nomenclatures.pays()
    return frozenset(table.index[table["special"]])


def _valeurs(totaux: pd.DataFrame, sauf: Collection[str]) -> dict[str, int]:
    return {str(code): int(valeur) for code, valeur in totaux.itertuples(index=False) if code not in sauf}


def _trimestres(absents: Iterable[int]) -> str:
    noms = [_ORDINAUX[t] for t in absents]
    return f"au {noms[0]} trimestre" if len(noms) == 1 else f"aux {liste(noms)} trimestres"


def _varier(ratio: float, *, comme: float = 0) -> str:
    """« ont augmenté de 5,2 % », « sont restées stables » ; « de 3,0 % » après un verbe qui vaut aussi pour `comme`."""
    dit = pourcentage(abs(ratio))
    if dit == pourcentage(0):
        return "sont restées stables"
    if ratio * comme > 0 and pourcentage(abs(comme)) != pourcentage(0):
        return f"de {dit}"
    return f"ont {'augmenté' if ratio > 0 else 'diminué'} de {dit}"
