"""L’économie simulée, côté partenaires : poids des pays, voisinages, produits qu’ils vendent ou achètent.

Ordres de grandeur inventés pour la démonstration ; aucun n’est une statistique.
"""

# code:poids à l’export/poids à l’import
_GRANDS = """
DE:75/98 IT:50/52 ES:44/48 BE:42/54 US:47/42 GB:32/25 NL:22/40 CN:23/64 CH:19/19 PL:14/16 PT:7.5/8 SE:7/7.5
IE:5/12 AT:6/7 CZ:6/9 TR:9.5/10.5 JP:8/11 RO:5/6 DK:5/3.6 SG:8/3 HU:4.5/6 MA:7/7.5 KR:7/6 IN:7/8 LU:5/3
AE:6/2 HK:5/1.5 GR:4/1.5 CA:5/4.5 SK:3.5/6 DZ:4.6/4.5 SA:4/5 AU:4.5/1.5 NO:3/11 BR:4.5/4.5 TN:3.5/5.4 MX:4/2.6
FI:3/3.2 TW:3/5 QA:2.2/1.2 EG:2.6/1 ZA:2/1.5 IL:2/1.4 TH:2.2/4.2 VN:1.6/7.5 MY:1.7/3.2 ID:1.4/2.4 UA:1.5/1
RU:1.2/3.6 BG:1.4/1.6 HR:1/.5 SI:1.6/2.4 LT:1.1/1.3 LV:.6/.4 EE:.6/.4 CY:.6/.1 MT:.9/.4 XS:.9/1 CI:1.4/1.3
SN:1.3/.3 CM:.8/.5 NG:.9/4 GA:.6/.3 CL:1/.8 AR:1/.6 CO:.7/.5 PE:.4/.4 KZ:.8/4 LY:.5/1.8 BD:.3/4.4 PK:.6/1.4
KH:.1/1.4 LK:.1/.6 PH:.9/.7 NZ:.7/.5 KW:.9/.4 LB:.7/.1 JO:.5/.1 IQ:.6/1.2 OM:.6/.2 MU:.5/.4 MG:.4/.6 NC:.3/.1
PF:.2/.02 AD:.6/.1 IS:.4/.3 BA:.3/.4 MK:.2/.3 AL:.2/.1 MD:.2/.2 GE:.2/.1 AM:.2/.05 AZ:.3/.9 UZ:.5/.1
"""
_PETITS = """
AF AG AI AO AS AW BB BF BH BI BJ BL BM BN BO BS BT BW BY BZ CD CF CG CK CR CU CV CW DJ DM DO EC EH ER ET FJ FK FM FO
GD GH GI GL GM GN GQ GT GU GW GY HN HT IR JM KE KG KI KM KN KP KY LA LC LI LR LS ME MH ML MM MN MO MP MR MS MV MW MZ
NA NE NI NP NR NU PA PG PM PS PW PY RW SB SC SD SH SL SM SO SR SS ST SV SX SY SZ TC TD TG TJ TK TL TM TO TT TV TZ UG
UY VA VC VE VG VI VU WF WS YE ZM ZW XK XC XL
"""
# Ce ne sont pas des pays : corrections, avitaillement, pays indéterminés, retours de marchandises (FR).
_SPECIAUX = "QQ:.4/.3 QR:.5/.02 QS:.5/.02 QU:.15/.2 QP:.02/.02 FR:0/7"
_PETIT = 0.09

POIDS: dict[str, tuple[float, float]] = {
    code: (float(poids.split("/")[0]), float(poids.split("/")[1]))
    for code, poids in (mot.split(":") for mot in f"{_GRANDS} {_SPECIAUX}".split())
} | dict.fromkeys(_PETITS.split(), (_PETIT, _PETIT / 3))

# Départements (codes douane) qui commercent plus avec un pays, et combien de fois : frontière ou mer proche.
VOISINS: dict[str, tuple[float, str]] = {
    "DE": (2, "67 68 57 54 88 90 55 08 31 82"),
    "CH": (3, "74 01 68 25 39 73 90"),
    "IT": (2.2, "06 73 05 04 38 83 99 20"),
    "ES": (2.2, "64 66 65 09 40 11 33 34 32 82 47"),
    "BE": (2.2, "59 62 08 02 80 60 55 54"),
    "LU": (4, "57 54 55 08"),
    "GB": (2, "62 76 14 50 59 22 29 80"),
    "AD": (12, "09 66 31 11"),
    "IE": (2, "50 29 35 22"),
    "DZ": (3, "13 34 66"),
    "MA": (2.5, "13 66 34 33"),
    "US": (3, "9A 9B 9C"),
    "TT": (150, "9A 9B 9C"),
    "SR": (200, "9C"),
    "BR": (8, "9C"),
    "GY": (100, "9C"),
    "DO": (150, "9A 9B"),
    "LC": (150, "9A 9B"),
    "MU": (50, "9D 9E"),
    "MG": (50, "9D 9E"),
    "ZA": (8, "9D 9E"),
    "IN": (4, "9D 9E"),
    "SC": (100, "9D"),
    "KM": (100, "9D 9E"),
    "QS": (6, "93 95 13 76 06 9A 9B"),
    "QR": (6, "13 76 44 29 06"),
}

# Là où un produit se vend, et d’où il vient, plus qu’un autre.
CLIENTS = {
    "A01Z": "DZ MA EG CN BE IT ES",
    "C10B": "IT ES DE",
    "C10E": "CN IT DE GB",
    "C11Z": "US GB CN JP SG DE CA HK BE",
    "C14Z": "US CN JP KR IT HK AE",
    "C15Z": "US CN JP KR IT HK SG",
    "C16Z": "BE DE ES",
    "C19Z": "BE NL GB ES US NG QS QR",
    "C20B": "US CN DE GB AE SG JP",
    "C21Z": "US DE BE IT JP CN CH",
    "C24A": "DE IT ES BE",
    "C26A": "SG CN TW DE MT MY HK",
    "C29A": "DE BE IT ES GB TR",
    "C29B": "DE ES GB SK RO TR",
    "C30A": "US IT GB QA MT",
    "C30C": "US DE CN IN AE GB SG TR IE QA SA ES JP",
    "C32A": "CH HK US GB IT",
    "D35A": "IT GB CH ES BE DE",
    "E38Z": "BE ES DE IT TR",
    "R90Z": "US GB CH HK",
}
FOURNISSEURS = {
    "A01Z": "ES BE NL MA BR CI IT",
    "A03Z": "NO GB IE ES",
    "B05Z": "AU US CO ZA",
    "B06Z": "US NO DZ KZ NG SA LY AZ IQ RU QA",
    "B07Z": "BR CA ZA GN MR",
    "C10B": "ES NO GB EC NL MG",
    "C10D": "UA ES BR ID MY BE",
    "C11Z": "GB IT ES BE DE",
    "C12Z": "DE PL NL CU",
    "C13Z": "CN IT TR IN DE",
    "C14Z": "CN BD IT TR VN IN TN MA KH PK",
    "C15Z": "CN IT VN ID IN PT",
    "C19Z": "US SA AE IN NL BE KW",
    "C20A": "DE BE NL US CN",
    "C21Z": "US DE IE CH BE IT",
    "C26A": "TW CN MY KR US DE MT",
    "C26B": "CN NL DE CZ",
    "C26C": "CN VN NL TW",
    "C26D": "CN PL SK VN",
    "C27A": "CN DE IT PL TR",
    "C29A": "DE ES SK CZ TR IT MA JP RO SI CN",
    "C29B": "DE ES PL IT CZ TN MA",
    "C30C": "US DE GB ES IT CA",
    "C31Z": "CN IT DE PL",
    "C32B": "US DE CH IE NL",
    "C32C": "CN DE VN CZ",
    "D35A": "ES BE DE CH",
}
PREFERENCE = 3.0
# Matières premières : hors de ces pays, presque rien.
PREFERENCE_FORTE = {"B05Z": 60.0, "B06Z": 80.0, "B07Z": 20.0, "D35A": 20.0}
# Mayotte ne commerce qu’avec quelques pays.
PARTENAIRES_DE_MAYOTTE = {"E": "MG MU KM", "I": "MU CN IN ZA AE TH"}
