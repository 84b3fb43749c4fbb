"""De petites années à contrôler, aux codes des douanes."""

import pandas as pd

M = 1_000_000
DEPARTEMENTS = {"46": "12", "31": "12", "75": "03"}
PAYS = [
    "DE", "ES", "IT", "GB", "US", "CN", "BE", "NL", "CH", "PL", "AT", "BG", "BR", "CA",
    "CL", "CY", "CZ", "DK", "DZ", "EE", "EG", "FI", "GR", "HR", "HU", "IE", "IL", "IN",
    "JP", "KR", "LT", "LU", "LV", "MA", "MX", "NO", "PT", "RO", "SE", "TR",
]  # fmt: skip


def annee(numero: int = 2024) -> pd.DataFrame:
    """Une année régulière aux codes des douanes : trois départements, quarante pays au même prix, deux flux."""
    lignes = [
        (
            flux,
            t,
            numero,
            d,
            r,
            "C25E",
            "2573",
            pays,
            2 * M + 10_000 * rang + t + 10 * (2024 - numero),
            200_000 + 1_000 * rang,
        )
        for flux in "EI"
        for t in (1, 2, 3, 4)
        for d, r in DEPARTEMENTS.items()
        for rang, pays in enumerate(PAYS)
    ]
    colonnes = ["flux", "trimestre", "annee", "departement", "region", "produit", "cpf4", "pays", "valeur", "masse"]
    return pd.DataFrame(lignes, columns=colonnes)


def total(niveau: str, exportations: float, code: str = "") -> dict:
    return {"totaux": [{"niveau": niveau, "code": code, "exportations": exportations}]}


PAUVRES = {
    "une ligne": [("E", 1, "46", "12", "C25E", "2573", "DE", 1_000_000, 1_000)],
    "une ligne de rien": [("E", 1, "46", "12", "C25E", "2573", "DE", 0, 0)],
    "aucune masse": [(f, t, "46", "12", "C25E", "2573", "DE", M, 0) for f in "EI" for t in (1, 2, 3, 4)],
    "aucune valeur": [(f, t, "46", "12", "C25E", "2573", "QU", 0, 9) for f in "EI" for t in (1, 2, 3, 4)],
    "un trimestre": [(f, 2, "31", "12", "C30C", "3030", "US", M, 7) for f in "EI"],
    "codes spéciaux": [(f, t, "46", "12", "C25E", "2573", "QR", M, 9) for f in "EI" for t in (1, 2, 3, 4)],
    "codes inconnus": [(f, 3, "98", "77", "Z99Z", "9999", "ZZ", M, 9) for f in "EI"],
    "un flux": [("I", t, "75", "04", "C25E", "2573", "DE", M * t, 9) for t in (1, 2, 3, 4)],
    "flux décalés": [
        ("E", 1, "46", "12", "C25E", "2573", "DE", M, 9),
        ("I", 3, "46", "12", "C25E", "2573", "DE", M, 9),
    ],
    "Monaco": [("E", 4, "99", "04", "C25E", "2573", "DE", M, 9)],
}
