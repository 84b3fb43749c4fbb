"""Le contrôle de qualité des données d’une année : peut-on les publier ?

`mesures` calcule, `accord` compare aux totaux publiés, `constats` le dit en phrases, `barres`, `chaleur` et `boites`
le dessinent, `tableaux` le détaille ; `Controle(annee)` réunit le tout pour le carnet
`controle.ipynb` et la commande `fiches donnees controler`.
"""

from fiches.controle.constats import Constat
from fiches.controle.controle import Controle

__all__ = ["Constat", "Controle"]
