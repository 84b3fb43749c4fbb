"""Le commerce extérieur d’un territoire : ses exportations, ses importations et leur balance."""

from dataclasses import dataclass

import pandas as pd

from fiches.donnees.lieu import Lieu
from fiches.donnees.sens import Sens
from fiches.fiche import indicateurs
from fiches.fiche.contexte import Contexte, EnContexte
from fiches.fiche.echanges import Echanges
from fiches.fiche.rendue import rendue
from fiches.redaction import millions, texte
from fiches.socle.erreurs import ErreurFiche


@dataclass(frozen=True, eq=False)
class Territoire(EnContexte):
    """Les deux sens d’un territoire : département, région ou France entière."""

    lieu: Lieu
    exportations: Echanges
    importations: Echanges
    contexte: Contexte
    sans_objet: str | None = None

    def echanges(self, sens: Sens) -> Echanges:
        """Les exportations (« E ») ou les importations (« I »). Lève `ErreurFiche` pour tout autre sens."""
        par_sens = {"E": self.exportations, "I": self.importations}
        if not isinstance(sens, str) or sens not in par_sens:
            raise ErreurFiche(f"le sens vaut {sens!r}, mais il faut « E » (exportations) ou « I » (importations)")
        return par_sens[sens]

    @property
    def solde(self) -> int:
        """Exportations − importations, en euros."""
        return self.exportations.valeur - self.importations.valeur

    @property
    def couverture(self) -> float | None:
        """Taux de couverture : exportations / importations, en ratio ; None sans importation. Source : Insee.

        Importations CAF, exportations FAB : environ trois points d’écart à son désavantage.
        """
        return indicateurs.part(self.exportations.valeur, self.importations.valeur)

    @property
    def motif(self) -> str | None:
        """Phrase à montrer quand le graphique n’a pas lieu d’être, sinon None."""
        if self.sans_objet is not None:
            return self.sans_objet
        if self.exportations.valeur == 0 and self.importations.valeur == 0:
            return f"Aucun échange extérieur n’est enregistré {self.lieu.dans} en {self.annee}."
        return None

    @texte
    def solde_en_mots(self) -> str:
        """« un déficit de 26,0 millions d’euros », « un excédent de … » ou « un solde équilibré »."""
        solde = self.solde
        if solde == 0:
            return "un solde équilibré"
        return f"un {'excédent' if solde > 0 else 'déficit'} de {millions(abs(solde))}"

    @rendue
    def pays(self, nombre: int = 10) -> pd.DataFrame:
        """Balance des premiers pays : `pays`, `libelle`, `importations`, `exportations`, `solde` (euros)."""
        libelles = self.contexte.libelles
        exportations, importations = self.exportations.totaux_par_pays, self.importations.totaux_par_pays
        table = indicateurs.balance(exportations, importations, nombre, libelles.partenaires)
        return table.assign(libelle=table["pays"].map(libelles.pays))[
            ["pays", "libelle", "importations", "exportations", "solde"]
        ]

    @rendue
    def activites(self, nombre: int = 10) -> pd.DataFrame:
        """Premiers produits de chaque sens, puis « Autres produits ».

        Colonnes `sens` (« I » ou « E »), `produit`, `libelle`, `court`, `valeur` (euros), `part` (ratio du sens).
        """
        return pd.concat(
            [e.par_produit(nombre).assign(sens=e.sens) for e in (self.importations, self.exportations)],
            ignore_index=True,
        )[["sens", "produit", "libelle", "court", "valeur", "part"]]
