"""L’examen d’une année : toutes les règles, leurs constats les plus graves d’abord."""

from collections.abc import Iterable

from fiches.controle import contenu, copies, evolutions, hors_du_commun, identites, inversion, lieux, mesures, unites
from fiches.controle.constats import DEGRES, Constat
from fiches.controle.matiere import Matiere


def examiner(matiere: Matiere) -> list[Constat]:
    """Ce que les données disent d’elles-mêmes, sans total publié ; jamais une erreur, si pauvres soient-elles."""
    publies = matiere.lignes[matiere.lignes["departement"].isin(matiere.publies)]
    return classer([
        *contenu.completude(matiere),
        *contenu.totaux(mesures.par_trimestre(matiere.lignes), matiere.annee),
        *unites.constater(matiere),
        *inversion.constater(matiere),
        *copies.constater(matiere),
        *contenu.inconnus(matiere),
        *contenu.classes_etrangeres(matiere),
        *identites.constater(matiere),
        *lieux.constater(matiere),
        *evolutions.constater(matiere),
        *hors_du_commun.lourdes(mesures.lignes_lourdes(publies), matiere),
        *hors_du_commun.valeur_masse(mesures.hors_norme(matiere.lignes), matiere),
        *contenu.codes_speciaux(matiere),
    ])  # fmt: skip


def classer(constats: Iterable[Constat]) -> list[Constat]:
    """Les bloquants, puis ceux à regarder, puis les informations ; dans chaque degré, l’ordre reçu."""
    return sorted(constats, key=lambda c: DEGRES.index(c.degre))
