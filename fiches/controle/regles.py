"""Les seuils du contrôle, en un seul endroit, chacun avec sa raison ; et les phrases qui les disent dans le carnet."""

from typing import NamedTuple

from fiches.redaction import UN_MILLION, nombre, pourcentage, texte

MILLIARD = 1_000_000_000

# --- Les ordres de grandeur : ni année d’avant, ni total publié n’est nécessaire.
TOTAL_ANNUEL = (150 * MILLIARD, 2_000 * MILLIARD)
"""Bornes du total national d’un flux, en euros par an : les exportations valaient 180 Md€ en 1990, 600 en 2024 ; les
importations, 790 Md€ au plus haut (2022). Des milliers d’euros pris pour des euros en font moins d’un milliard."""
VALEUR_MEDIANE = (1_000, 5_000_000)
"""Bornes de la valeur médiane d’une ligne, en euros : une ligne est un courant d’un trimestre, d’un département, d’une
classe CPF4 et d’un pays, de l’ordre de dix mille à quelques centaines de milliers d’euros."""
LIGNES_POUR_UNE_MEDIANE = 1_000
"""… si le flux compte au moins tant de lignes : une poignée de lignes n’a pas d’ordre de grandeur."""
FACTEUR_PRIX = 15.0
"""Le prix moyen d’un produit est hors de son ordre de grandeur (`reperes.PRIX`) au-delà de tant de fois : les cours et
la composition d’un produit le font varier de 1 à 5 ; une unité fausse, de 1 à 1 000."""
MONTANT_PRIX = 50 * UN_MILLION
"""… si le produit pèse au moins tant d’euros dans le flux…"""
PART_PRIX = 0.5
"""… et c’est le fichier entier qui est faux (bloquant) si ces produits font cette part de la valeur du flux."""
PART_SANS_MASSE = 0.2
"""Part des lignes sans masse au-delà de laquelle la masse n’est plus sûre : seuls l’électricité, quelques services et
les envois de moins d’un kilogramme n’en ont pas."""
FACTEUR_SENS = 1.5
"""Un produit ou un pays connu pour son déficit (`reperes.SENS_…`) est à l’envers si son excédent atteint tant de fois
l’autre sens, et réciproquement : l’écart habituel est de 2 à 50…"""
MONTANT_SENS = 100 * UN_MILLION
"""… s’il échange au moins tant d’euros dans les deux sens…"""
PART_SENS = 0.5
"""… et les flux sont intervertis (bloquant) si cette part des repères est à l’envers : jamais plus d’un ou deux ne se
retournent la même année."""

# --- Les codes.
PART_CODES_SPECIAUX = 0.05
"""Part d’un flux au-delà de laquelle les codes qui ne sont pas des pays sont à regarder : avitaillement, retours et
pays non déterminés en font d’ordinaire un à trois centièmes."""
PART_INCONNUS = 0.005
"""Part de la valeur de l’année au-delà de laquelle des codes inconnus sont bloquants : ils manqueraient aux classements
des fiches. Un pays ou un produit de cette taille est parmi les cinquante premiers."""

# --- Les copies : deux trimestres d’un département ne sont jamais égaux à l’euro.
MONTANT_COPIE = UN_MILLION
"""Montant, en euros, au-dessus duquel deux sommes égales à l’euro ne le sont pas par hasard (une chance sur un million,
et moins encore en deux départements)."""
PART_COPIE = 0.5
"""Part des départements au-delà de laquelle c’est le trimestre entier qui est une copie."""


class Ecart(NamedTuple):
    """Ce qui fait relever un code face à une référence, en euros par trimestre."""

    facteur: float
    montant: int
    disparition: int


# --- Les départements, pays et produits face aux trimestres d’avant et à l’année d’avant.
FACTEUR_SAUT = 2.0
"""Un trimestre d’un département saute s’il vaut plus du double, ou moins de la moitié, de ce à quoi on le compare…"""
MONTANT_SAUT = 5 * UN_MILLION
"""… et s’en écarte d’au moins tant d’euros : les petits départements varient toujours beaucoup en proportion."""
FACTEUR_NATIONAL = 1.3
"""Un trimestre national saute à tant de fois sa référence, ou sous l’inverse : le confinement de 2020 a fait −27 %…"""
FACTEUR_NATIONAL_BLOQUANT = 2.0
"""… et, au-delà, aucun événement ne l’explique : l’archive est incomplète ou doublée."""
ECARTS = {
    "produit": Ecart(2.0, 100 * UN_MILLION, 20 * UN_MILLION),
    "pays": Ecart(4.0, 300 * UN_MILLION, 50 * UN_MILLION),
    "cpf4": Ecart(20.0, 100 * UN_MILLION, 100 * UN_MILLION),
}
"""Un code saute s’il varie de plus de `facteur` et pèse au moins `montant` : un produit varie peu d’un trimestre à
l’autre ; un pays, plus (une commande d’avions) ; une classe CPF4 n’est relevée que si elle apparaît ou disparaît."""
PART_DISPARITION = 0.05
"""Un code disparaît s’il garde moins de cette part de sa référence, d’au moins `disparition` ; il apparaît de même."""
SIMILITUDE_ECHANGE = 0.25
"""Deux départements paraissent échangés si chacun ressemble à l’autre, un an avant, d’au moins cela de plus qu’à
lui-même (similitude de leurs produits, de 0 à 1)."""

# --- Les lignes.
PART_LIGNE = 0.20
"""Part du total annuel d’un département, dans un sens, au-delà de laquelle une seule ligne est signalée…"""
MONTANT_LIGNE = UN_MILLION
"""… si elle vaut au moins tant d’euros."""
FACTEUR_VALEUR_MASSE = 20.0
"""Une ligne est hors norme si son rapport valeur/masse est tant de fois celui de son produit, ou sous l’inverse…"""
DISPERSIONS = 5.0
"""… et à plus de tant d’écarts absolus médians (× 1,4826, l’écart-type d’une loi normale) : certains produits
sont dispersés par nature…"""
ENJEU_VALEUR_MASSE = UN_MILLION
"""… et si la valeur inscrite, ou celle que la masse laissait attendre, atteint tant d’euros…"""
LIGNES_POUR_UNE_NORME = 30
"""… et si le produit compte assez de lignes pour qu’une médiane ait un sens (sinon, celle de son produit A129)."""

# --- Les totaux publiés.
REVISION = 0.02
"""Écart relatif au-delà de la tolérance que peut expliquer une révision : les exportations de l’Occitanie en 2020 ont
été publiées à 34,6 puis à 34,8 milliards d’euros (0,6 %)."""


class Regles:
    """Ce qui fait relever un trimestre ou une ligne : `controle.regles.sauts`."""

    @texte
    def grandeurs(self) -> str:
        """Ce que valent d’ordinaire un flux et une ligne."""
        bas, haut = (nombre(borne / MILLIARD, 0) for borne in TOTAL_ANNUEL)
        return (
            f"Un flux vaut de {bas} à {haut} milliards d’euros par an, une ligne "
            f"médiane plus de {nombre(VALEUR_MEDIANE[0], 0)} euros, et le prix moyen d’un produit reste à moins de "
            f"{nombre(FACTEUR_PRIX, 0)} fois son ordre de grandeur."
        )

    @texte
    def sauts(self) -> str:
        """Ce qui fait qu’un trimestre saute."""
        return (
            f"Il saute s’il est plus de {nombre(FACTEUR_SAUT, 0)} fois plus grand ou plus petit que l’un des "
            f"deux, et que l’écart atteint {_rond(MONTANT_SAUT)} ; une baisse est alors bloquante, comme un trimestre "
            "vide."
        )

    @texte
    def evolutions(self) -> str:
        """Ce qui fait qu’un produit ou un pays saute."""
        produit, pays = ECARTS["produit"], ECARTS["pays"]
        disparitions = f"{_rond(produit.disparition)} et {_rond(pays.disparition)}"
        return (
            f"Un produit est relevé s’il varie de plus de {nombre(produit.facteur, 0)} fois, un pays de plus de "
            f"{nombre(pays.facteur, 0)} fois, à partir de {_rond(produit.montant)} et {_rond(pays.montant)} par "
            f"trimestre ; s’il disparaît ou apparaît, à partir de {disparitions}."
        )

    @texte
    def lignes_lourdes(self) -> str:
        """Ce qui fait qu’une ligne est relevée pour son seul poids."""
        return (
            f"Elle est relevée si elle pèse plus de {pourcentage(PART_LIGNE, 0)} de l’année du département "
            f"dans son sens, et vaut au moins {_rond(MONTANT_LIGNE)}."
        )

    @texte
    def rapports(self) -> str:
        """Ce qui fait qu’un rapport valeur/masse est hors norme."""
        facteur = nombre(FACTEUR_VALEUR_MASSE, 0)
        return (
            f"Une ligne est hors norme si ce prix est plus de {facteur} fois plus grand ou plus petit que la médiane "
            "de sa classe de produits, que la dispersion habituelle de la classe ne l’explique pas, et que l’enjeu "
            f"atteint {_rond(ENJEU_VALEUR_MASSE)}."
        )


def _rond(euros: int) -> str:
    return f"{nombre(euros / UN_MILLION, 0)} M€"
