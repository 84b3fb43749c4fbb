"""Ce que partagent les échanges d’une fiche : l’année, l’origine des données, la part dans un plus grand territoire."""

from dataclasses import dataclass
from fractions import Fraction

from fiches.donnees.libelles import Libelles
from fiches.donnees.lieu import FRANCE, AuNomDuLieu, Lieu
from fiches.fiche import indicateurs
from fiches.redaction import pourcentage, texte


@dataclass(frozen=True)
class Contexte:
    """Ce que partagent tous les échanges d’une fiche : année, origine des données, libellés."""

    annee: int
    source: str
    provenance: str
    demonstration: bool
    libelles: Libelles


class EnContexte(AuNomDuLieu):
    """Ce que tout ce qui porte un `contexte` dit de l’année et de l’origine de ses données."""

    contexte: Contexte

    @property
    def annee(self) -> int:
        """Millésime des données."""
        return self.contexte.annee

    @property
    def source(self) -> str:
        """Phrase de source, prête à lire."""
        return self.contexte.source

    @property
    def demonstration(self) -> bool:
        """Vrai si les données sont simulées."""
        return self.contexte.demonstration


@dataclass(frozen=True)
class Comparaison:
    """Ce que pèse `valeur` dans le `total` d’un territoire plus grand, `ensemble` ; montants en euros."""

    ensemble: Lieu
    valeur: int
    total: int

    @property
    def ratio(self) -> float | None:
        """De 0 à 1 ; None si l’ensemble n’échange rien."""
        return indicateurs.part(self.valeur, self.total)

    @texte
    def texte(self) -> str:
        """« 1,3 % » (une décimale dans la région, deux dans la France) ; « n.d. » si l’ensemble n’échange rien."""
        if not self.total:
            return "n.d."
        return pourcentage(Fraction(self.valeur, self.total), 2 if self.ensemble == FRANCE else 1)

    @property
    def complement(self) -> str:
        """« par la région Occitanie » ou « au niveau national » : finit « la valeur exportée… »."""
        return "au niveau national" if self.ensemble == FRANCE else f"par la région {self.ensemble.nom}"

    @property
    def de(self) -> str:
        """« de la région Occitanie » ou « de la France entière »."""
        return self.ensemble.de if self.ensemble == FRANCE else f"de la région {self.ensemble.nom}"
