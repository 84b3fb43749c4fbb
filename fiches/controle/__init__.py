"""Le contrôle de qualité des données d’une année : peut-on les publier ?

`matiere` réunit les lignes de l’année et celles d’avant, `mesures` les somme ; chaque règle est un module : `unites`,
`inversion` (ordres de grandeur, d’après `reperes`), `copies`, `identites`, `lieux`, `evolutions`, `hors_du_commun`,
`contenu`, et `accord` (totaux publiés). `examen` les passe toutes, `regles` en donne les seuils. `totaux_dessines`,
`chaleur`, `boites` dessinent, `tableaux` détaille ; `Controle(annee)` réunit le tout pour le carnet `controle.ipynb` et
pour la commande `fiches donnees controler`.
"""

from fiches.controle.constats import Constat
from fiches.controle.controle import Controle

__all__ = ["Constat", "Controle"]
