"""Les règles du contrôle en phrases, telles que le carnet les dit : leurs seuils sont ceux de `mesures`."""

from fiches.controle import mesures
from fiches.redaction import UN_MILLION, nombre, pourcentage, texte


class Regles:
    """Ce qui fait relever un trimestre ou une ligne : `controle.regles.sauts`."""

    @texte
    def sauts(self) -> str:
        """Ce qui fait qu’un trimestre saute."""
        return (
            f"Il saute s’il est plus de {nombre(mesures.FACTEUR_SAUT, 0)} fois plus grand ou plus petit que l’un des "
            f"deux, et que l’écart atteint {_rond(mesures.MONTANT_SAUT)}."
        )

    @texte
    def lignes_lourdes(self) -> str:
        """Ce qui fait qu’une ligne est relevée pour son seul poids."""
        return (
            f"Elle est relevée si elle pèse plus de {pourcentage(mesures.PART_LIGNE, 0)} de l’année du département "
            f"dans son sens, et vaut au moins {_rond(mesures.MONTANT_LIGNE)}."
        )

    @texte
    def rapports(self) -> str:
        """Ce qui fait qu’un rapport valeur/masse est hors norme."""
        facteur = nombre(mesures.FACTEUR_VALEUR_MASSE, 0)
        return (
            f"Une ligne est hors norme si ce prix est plus de {facteur} fois plus grand ou plus petit que la médiane "
            "de sa classe de produits, que la dispersion habituelle de la classe ne l’explique pas, et que l’enjeu "
            f"atteint {_rond(mesures.ENJEU_VALEUR_MASSE)}."
        )


def _rond(euros: int) -> str:
    return f"{nombre(euros / UN_MILLION, 0)} M€"
