"""Les deux sens du commerce, sous les codes des douanes, qui nomment cette colonne « flux »."""

from typing import Literal

Sens = Literal["E", "I"]
LES_SENS: tuple[Sens, ...] = ("E", "I")
NOM_DU_SENS = {"E": "exportations", "I": "importations"}
