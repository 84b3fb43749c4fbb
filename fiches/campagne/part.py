"""Une part d’une campagne : ce qu’une machine en fait, quand plusieurs se la partagent sans se parler."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fiches.donnees.lieu import Lieu
from fiches.donnees.territoires import par_region
from fiches.socle.erreurs import ErreurDemande


@dataclass(frozen=True)
class Part:
    """La part `rang` (à partir de 1) d’une campagne qui en a `nombre`."""

    rang: int
    nombre: int

    @property
    def manifeste(self) -> str:
        """Le nom du manifeste de cette part : les autres, dans le même dossier, ont le leur."""
        return f"campagne-{self.rang}-sur-{self.nombre}.json"

    @classmethod
    def du_manifeste(cls, nom: str) -> "Part | None":
        """La part dont c’est le manifeste ; None pour un autre fichier."""
        trouve = re.fullmatch(r"campagne-(\d+)-sur-(\d+)\.json", nom)
        return cls(int(trouve[1]), int(trouve[2])) if trouve else None

    def choisir(self, lieux: Sequence[Lieu]) -> tuple[Lieu, ...]:
        """Ses lieux : autant que les autres parts, à un près ; ceux d’une région s’y suivent."""
        ranges = par_region(lieux)
        debut, fin = (len(ranges) * rang // self.nombre for rang in (self.rang - 1, self.rang))
        return tuple(ranges[debut:fin])


def lire(texte: str) -> Part:
    """« 2/4 » : la deuxième de quatre. Lève `ErreurDemande`."""
    trouve = re.fullmatch(r"(\d+)/(\d+)", texte)
    part = Part(int(trouve[1]), int(trouve[2])) if trouve else None
    if part is None or not 1 <= part.rang <= part.nombre:
        raise ErreurDemande(f"« {texte} » n’est pas une part. Écrivez --part I/N, I allant de 1 à N : --part 2/4.")
    return part
