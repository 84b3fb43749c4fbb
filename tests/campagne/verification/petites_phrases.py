"""Les phrases calculées de la petite fiche, toutes justes, et de quoi les relire."""

from typing import Any

from petite_fiche import ANNEE, FIGURES, LOT, clair, indicateurs, montre

from fiches.campagne.verification.phrases_lues import verifier_phrases
from fiches.donnees.lieu import Departement

PHRASES = {
    "totaux": "En 2024, les exportations du Lot s’élèvent à 10,0~millions d’euros et les importations à 8,0~millions "
              "d’euros, soit un excédent de 2,0~millions d’euros.",
    "exportés": "Premier produit exporté~: «~Aéronautique~» (5,0~millions d’euros, soit 50,0~% du total)_; "
    "premier pays "
                "de destination~: l’Allemagne (4,0~millions d’euros, soit 40,0~%).",
    "importés": "Premier produit importé, là aussi~: «~Électrique~» (4,0~millions d’euros, soit 50,0~% du total)_; "
                "premier pays d’origine, hors codes inconnus~: la Chine (4,1~millions d’euros, soit 51,3~%).",
    "flux": "Le flux le plus important est l’importation de «~Électrique~» depuis la Chine~: 3,0~millions "
    "d’euros, soit "
            "37,5~% des importations.",
    "concentration": "Les trois premiers produits concentrent 95,0~% des exportations, et les deux premiers "
    "pays 75,0~%.",
    "poids": "Les exportations du Lot représentent 10,0~% de celles de la région Occitanie et 0,50~% de celles de la "
             "France entière_; les importations, respectivement 20,0~% et 0,25~%. Le reste est à 7,7~%.",
    "spécialité": "Premier poste à l’export, «~Aéronautique~» représente 50,0~% des exportations du Lot, soit 5,0 fois "
                  "son poids national (10,0~%).",
    "soldes": "Parmi les quatre premiers pays partenaires, l’excédent le plus élevé est avec les États-Unis "
    "(2,6~millions "
              "d’euros) et le déficit le plus élevé avec la Chine (3,9~millions d’euros).",
    "balance": "Le premier graphique met en regard, pour les quatre premiers pays partenaires, ce qu’il "
    "importe (à gauche).",
    "présente": "Le commerce extérieur du Lot présente un excédent de 2,0~millions d’euros.",
    "export": "Les rubans vont du produit (à gauche) au pays. Y figurent, outre «~Autres~», les trois "
    "premiers produits et "
              "les trois premiers pays. Les deux flux les plus importants ressortent en rouge.",
    "import": "Les rubans vont du pays (à gauche) au produit. Y figurent les trois premiers pays et les trois premiers "
              "produits.",
    "région": "Total des exportations de l’Occitanie~: 100,0~millions d’euros, soit 5,00~% de la valeur exportée.",
    "France": "Total des importations de la France entière~: 3_200,0~millions d’euros.",
}  # fmt: skip


def relues(*textes: str, figures: Any = FIGURES, tenus: Any = None, lieu: Departement = LOT) -> list[str]:
    trouvees = verifier_phrases(map(clair, textes), figures, lieu, ANNEE, tenus or indicateurs())
    return [montre(f"{message} | {detail}") for message, detail in trouvees]
