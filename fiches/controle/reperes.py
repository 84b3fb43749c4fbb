"""Les repères du contrôle : ce que la France paie au kilogramme, vend et achète, d’habitude.

Ordres de grandeur de ce projet, d’après la structure connue du commerce français ; à un facteur deux ou trois près,
aucun n’est une statistique. Les produits sans masse sûre (électricité, services, collections) n’y sont pas.
"""

from fiches.donnees.sens import Sens

_PRIX = """
A01Z .7 A02Z .2 A03Z 6 B05Z .2 B06Z .5 B07Z .2 B08Z .12
C10A 4 C10B 6 C10C 1.6 C10D 1 C10E 2.5 C10F .6 C10G 3 C10H 2.5 C10K 1 C11Z 4 C12Z 20
C13Z 8 C14Z 25 C15Z 28 C16Z .9 C17A .9 C17B 2.5 C18Z 12 C19Z .7
C20A 1.4 C20B 11 C20C 4 C21Z 90 C22A 5 C22B 4.5 C23A 1.5 C23B .7
C24A 1.3 C24B 5 C24C 3 C25A 3.5 C25B 6 C25E 9
C26A 120 C26B 80 C26C 110 C26D 40 C26E 120 C26F 130 C26G 60 C27A 8 C27B 16
C28A 18 C28B 9 C28C 20 C28D 18 C29A 11 C29B 9 C30A 10 C30B 14 C30C 700 C30E 13
C31Z 4.5 C32B 60 C32C 11 D35B .5 E38Z .6 J58Z 10
"""
PRIX = {code: float(prix) for code, prix in zip(_PRIX.split()[::2], _PRIX.split()[1::2], strict=True)}
"""Euros par kilogramme d’un produit (A129), à l’exportation comme à l’importation."""

# Le sens qui l’emporte d’habitude.
_EXPORTES: Sens = "E"
_IMPORTES: Sens = "I"

SENS_DES_PRODUITS: dict[str, Sens] = {
    # Houille, hydrocarbures, poisson, électronique et vêtements s’achètent ; la France n’en exporte guère.
    **dict.fromkeys(["A03Z", "B05Z", "B06Z", "C10B", "C12Z", "C14Z", "C26B", "C26C", "C26D", "C31Z"], _IMPORTES),
    # Vins et spiritueux, céréales transformées, parfums, avions se vendent.
    **dict.fromkeys(["C10F", "C11Z", "C20B", "C30C"], _EXPORTES),
}
SENS_DES_PAYS: dict[str, Sens] = {
    # Textile, gaz, pétrole et électronique ; « FR » ne vient qu’aux importations : des retours de marchandises.
    **dict.fromkeys(["BD", "CN", "FR", "KH", "KZ", "LK", "NO", "TW", "VN"], _IMPORTES),
    # Places de commerce et clients d’avions, de luxe, de céréales.
    **dict.fromkeys(["AD", "AE", "HK", "LB", "NC", "PF", "SG", "SN"], _EXPORTES),
}
