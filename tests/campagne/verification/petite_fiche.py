"""Une fiche du Lot inventée, assez petite pour se vérifier de tête : ses indicateurs, ses graphiques, ses phrases.

Dans les textes, « ~ » est l’espace insécable et « _ » l’espace fine, invisibles dans une liste.
"""

from typing import Any

from fiches.campagne.verification.figure_lue import FigureChiffree
from fiches.donnees import territoires

ANNEE = 2024
LOT = territoires.departement("46")
NOMS = {
    "A01Z": "Culture et élevage", "C27B": "Matériel électrique", "C28A": "Machines", "C30C": "Aéronautique",
    "AUTRES": "Autres produits",
}  # fmt: skip
PAYS = {"CN": "Chine", "DE": "Allemagne", "ES": "Espagne", "US": "États-Unis", "AUTRES": "Autres pays"}
ENTETE_PAYS = ["Code pays", "Pays", "Importations (euros)", "Exportations (euros)", "Solde (euros)"]
ENTETE_ACTIVITES = ["Sens", "Code produit", "Produit", "Valeur (euros)", "Part du total"]
ENTETE_FLUX = ["Code produit", "Produit", "Code pays", "Pays", "Valeur (euros)", "Mention"]


def clair(texte: str) -> str:
    return texte.replace("~", "\u00a0").replace("_", "\u202f")


def clairs(*textes: str) -> list[str]:
    return [clair(texte) for texte in textes]


def montre(texte: str) -> str:
    """L’inverse de `clair` : pour qu’un instantané montre les espaces insécables."""
    return texte.replace("\u00a0", "~").replace("\u202f", "_")


def _lignes(axe: str, noms: dict[str, str], **valeurs: int) -> list[dict[str, Any]]:
    return [{axe: code, "libelle": noms[code], "valeur": valeur} for code, valeur in valeurs.items()]


def indicateurs() -> dict[str, Any]:
    """Ceux de `campagne.json`, neufs à chaque appel."""
    return {
        "exportations": {
            "total": 10_000_000, "part_region": 0.1, "part_france": 0.005,
            "produits": _lignes("produit", NOMS, C30C=5_000_000, C27B=3_000_000, C28A=1_500_000, AUTRES=500_000),
            "pays": _lignes("pays", PAYS, DE=4_000_000, US=3_500_000, ES=2_000_000, AUTRES=500_000),
            "flux_en_rouge": [
                {"produit": "C30C", "pays": "DE", "valeur": 2_500_000},
                {"produit": "C30C", "pays": "US", "valeur": 2_000_000},
            ],
        },
        "importations": {
            "total": 8_000_000, "part_region": 0.2, "part_france": 0.0025,
            "produits": _lignes("produit", NOMS, C27B=4_000_000, C30C=2_400_000, C28A=1_000_000, AUTRES=600_000),
            "pays": _lignes("pays", PAYS, CN=4_100_000, DE=2_400_000, US=900_000, AUTRES=600_000),
            "flux_en_rouge": [{"produit": "C27B", "pays": "CN", "valeur": 3_000_000}],
        },
    }  # fmt: skip


def figure(ancre: str, csv: list[list[str]], **autres: Any) -> FigureChiffree:
    """Un graphique qui ne dit rien d’autre que ses données."""
    vide: dict[str, Any] = {"titre": "", "cellules": [], "bulles": [], "traces": [], "etiquettes": [],
                            "alternative": "", "lecture": "", "source": ""}  # fmt: skip
    return FigureChiffree(ancre=ancre, csv=csv, **(vide | autres))


def flux(ancre: str, *lignes: tuple[str, str, int] | tuple[str, str, int, str], **autres: Any) -> FigureChiffree:
    csv = [[p, NOMS[p], q, PAYS[q], str(v), *(mention or ("",))] for p, q, v, *mention in lignes]
    return figure(ancre, [ENTETE_FLUX, *csv], **autres)


SOURCE = "Source~: douanes pour 2024."

BALANCE = figure(
    "pays-46-2024",
    [
        ENTETE_PAYS,
        ["DE", "Allemagne", "2400000", "4000000", "1600000"],
        ["CN", "Chine", "4100000", "200000", "-3900000"],
        ["US", "États-Unis", "900000", "3500000", "2600000"],
        ["ES", "Espagne", "0", "2000000", "2000000"],
    ],
    titre="Principaux pays, Lot (2024)",
    cellules=[
        ["Pays", "Importations", "Exportations", "Solde"],
        clairs("Allemagne", "2_400_000", "4_000_000", "+1_600_000"),
        clairs("Chine", "4_100_000", "200_000", "−3_900_000"),
        clairs("États-Unis", "900_000", "3_500_000", "+2_600_000"),
        clairs("Espagne", "0", "2_000_000", "+2_000_000"),
    ],
    bulles=clairs(
        "Allemagne – importations~: 2_400_000~€", "Chine – importations~: 4_100_000~€",
        "États-Unis – importations~: 900_000~€", "Espagne – importations~: 0~€",
        "Allemagne – exportations~: 4_000_000~€", "Chine – exportations~: 200_000~€",
        "États-Unis – exportations~: 3_500_000~€", "Espagne – exportations~: 2_000_000~€",
    ),
    traces=["M9 9h24v12z", "M9 9h41v12z", "M9 9h9v12z", "M9 9h0v12z", "M9 9h40v12z", "M9 9h2v12z", "M9 9h35v12z",
            "M9 9h20v12z"],
    etiquettes=clairs("Importations", "2,4", "4,1", "0,9", "0,0", "4,0", "3,5", "2,0", "+1,6", "−3,9", "+2,6", "+2,0"),
    alternative=clair(
        "Principaux pays. Allemagne, importations 2,4~M€, exportations 4,0~M€, solde +1,6~M€_; Chine, importations "
        "4,1~M€, exportations 0,2~M€, solde −3,9~M€_; États-Unis, importations 0,9~M€, exportations 3,5~M€, solde "
        "+2,6~M€_; Espagne, exportations 2,0~M€, solde +2,0~M€."
    ),
    lecture=clair("En 2024, pour le premier partenaire (Allemagne), 2,4~M€, 4,0~M€ et +1,6~M€."),
    source=clair(SOURCE),
)  # fmt: skip

ACTIVITES = figure(
    "activites-46-2024",
    [
        ENTETE_ACTIVITES,
        ["Importations", "C27B", "Matériel électrique", "4000000", "0,5"],
        ["Importations", "C30C", "Aéronautique", "2400000", "0,3"],
        ["Importations", "C28A", "Machines", "1000000", "0,125"],
        ["Importations", "AUTRES", "Autres produits", "600000", "0,075"],
        ["Exportations", "C30C", "Aéronautique", "5000000", "0,5"],
        ["Exportations", "C27B", "Matériel électrique", "3000000", "0,3"],
        ["Exportations", "C28A", "Machines", "1500000", "0,15"],
        ["Exportations", "AUTRES", "Autres produits", "500000", "0,05"],
    ],
    titre="Principales activités, Lot (2024)",
    cellules=[
        ["Produit", "Sens", "Valeur", "Part"],
        clairs("Matériel électrique", "Importations", "4_000_000", "50,0~%"),
        clairs("Aéronautique", "Importations", "2_400_000", "30,0~%"),
        clairs("Machines", "Importations", "1_000_000", "12,5~%"),
        clairs("Autres produits", "Importations", "600_000", "7,5~%"),
        clairs("Aéronautique", "Exportations", "5_000_000", "50,0~%"),
        clairs("Matériel électrique", "Exportations", "3_000_000", "30,0~%"),
        clairs("Machines", "Exportations", "1_500_000", "15,0~%"),
        clairs("Autres produits", "Exportations", "500_000", "5,0~%"),
    ],
    bulles=clairs(
        "Matériel électrique – importations~: 4_000_000~€ (50,0~%)",
        "Aéronautique – importations~: 2_400_000~€ (30,0~%)",
        "Machines – importations~: 1_000_000~€ (12,5~%)", "Autres produits – importations~: 600_000~€ (7,5~%)",
        "Aéronautique – exportations~: 5_000_000~€ (50,0~%)",
        "Matériel électrique – exportations~: 3_000_000~€ (30,0~%)",
        "Machines – exportations~: 1_500_000~€ (15,0~%)", "Autres produits – exportations~: 500_000~€ (5,0~%)",
    ),
    traces=["M1z"] * 8,
    etiquettes=clairs("Aéronautique", "4,0~M€ (50,0~%)", "5,0~M€ (50,0~%)", "Solde~: +2,0~M€", "Importations~: 8,0~M€"),
    alternative=clair(
        "Importations~: 8,0~millions d’euros, dont Matériel électrique, 4,0~M€ (50,0~%)_; Aéronautique, 2,4~M€ "
        "(30,0~%)_; Machines, 1,0~M€ (12,5~%)_; Autres produits, 0,6~M€ (7,5~%). Exportations~: 10,0~millions "
        "d’euros, dont Aéronautique, 5,0~M€ (50,0~%)_; Matériel électrique, 3,0~M€ (30,0~%)_; Machines, 1,5~M€ "
        "(15,0~%)_; Autres produits, 0,5~M€ (5,0~%). Solde~: +2,0~M€."
    ),
    lecture=clair("En 2024, «~Matériel électrique~» représente 4,0~M€, soit 50,0~% des importations, et "
    "«~Aéronautique~» "
                  "5,0~M€, soit 50,0~% des exportations."),
    source=clair(SOURCE),
)  # fmt: skip

ROUGE = "parmi les premiers"
EXPORT = flux(
    "flux-export-46-2024",
    ("C30C", "DE", 2_500_000, ROUGE), ("C30C", "US", 2_000_000, ROUGE), ("C30C", "AUTRES", 500_000),
    ("C27B", "DE", 1_500_000), ("C27B", "US", 1_500_000), ("C28A", "ES", 1_500_000), ("AUTRES", "ES", 500_000),
    titre="Flux à l’export, Lot (en valeur, 2024)",
    cellules=[
        ["Produit", "Allemagne", "États-Unis", "Espagne", "Autres pays", "Total"],
        clairs("Aéronautique", "2_500_000", "2_000_000", "0", "500_000", "5_000_000"),
        clairs("Matériel électrique", "1_500_000", "1_500_000", "0", "0", "3_000_000"),
        clairs("Machines", "0", "0", "1_500_000", "0", "1_500_000"),
        clairs("Autres produits", "0", "0", "500_000", "0", "500_000"),
        clairs("Total", "4_000_000", "3_500_000", "2_000_000", "500_000", "10_000_000"),
    ],
    bulles=clairs("Aéronautique → Allemagne~: 2_500_000~€, parmi les premiers", "Machines → Espagne~: 1_500_000~€",
                  "Aéronautique~: 5_000_000~€", "Allemagne~: 4_000_000~€"),
    traces=["M1z"] * 4,
    etiquettes=["2,5", "2,0", "5,0", "3,0", "1,5", "0,5", "4,0", "3,5", "10,0"],
    alternative=clair(
        "Total des exportations~: 10,0~millions d’euros. Premiers produits~: 5,0~M€_; 3,0~M€_; 1,5~M€. Premiers pays~: "
        "4,0~M€_; 3,5~M€_; 2,0~M€. En rouge~: 2,5~M€_; 2,0~M€."
    ),
    lecture=clair("Le ruban «~Aéronautique – Allemagne~» représente 2,5~M€, soit 25,0~% des exportations."),
    source=clair(SOURCE),
)  # fmt: skip

IMPORT = flux(
    "flux-import-46-2024",
    ("C27B", "CN", 3_000_000, ROUGE), ("C27B", "DE", 1_000_000), ("C30C", "DE", 1_400_000), ("C30C", "US", 900_000),
    ("C30C", "CN", 100_000), ("C28A", "CN", 1_000_000), ("AUTRES", "AUTRES", 600_000),
    titre="Flux à l’import, Lot (en valeur, 2024)",
    bulles=clairs("Chine → Matériel électrique~: 3_000_000~€", "Chine~: 4_100_000~€"),
    traces=["M1z"] * 2,
    source=clair(SOURCE),
)  # fmt: skip

REGION_EXPORT = flux("flux-export-region-76-2024", ("C30C", "ES", 60_000_000), ("C27B", "DE", 40_000_000))
REGION_IMPORT = flux("flux-import-region-76-2024", ("C30C", "ES", 30_000_000), ("C27B", "DE", 10_000_000))
FRANCE_EXPORT = flux("flux-export-france-2024", ("C30C", "DE", 150_000_000), ("C30C", "US", 50_000_000),
                     ("AUTRES", "AUTRES", 1_800_000_000))  # fmt: skip
FRANCE_IMPORT = flux("flux-import-france-2024", ("C27B", "CN", 3_200_000_000))
FIGURES = [BALANCE, ACTIVITES, EXPORT, REGION_EXPORT, FRANCE_EXPORT, IMPORT, REGION_IMPORT, FRANCE_IMPORT]
