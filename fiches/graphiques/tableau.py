"""Un tableau pandas tel que la page et JupyterLab le montrent : des nombres à la française, des en-têtes annoncés.

Le type d’une colonne en décide, jamais l’allure d’une cellule : un code postal ou un SIREN, qui sont des textes, le
restent.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any, Self

import pandas as pd

from fiches.fiche.rendue import est_de_la_fiche
from fiches.graphiques.a_emporter import MIME_DONNEES, colonnes, emporter, lignes
from fiches.graphiques.appel import avec_ses_reglages
from fiches.graphiques.colonnes import decrire, en_table, titrer
from fiches.graphiques.dessin.table import tableau as tableau_html
from fiches.graphiques.ecriture import ecriture, exiger_des_nombres_lisibles, numerique
from fiches.graphiques.figure import ancre
from fiches.graphiques.legendes import en_source
from fiches.graphiques.mots import propre
from fiches.graphiques.total import exiger_un_total, pied
from fiches.redaction import ABSENT, accord, duree, jour, liste, nombre
from fiches.socle.erreurs import ErreurFiche

MONTREES = 50
"""Lignes d’un tableau au plus : au-delà, une note dit combien ne sont que dans le CSV."""


@dataclass(frozen=True, eq=False)
class Tableau:
    """Une table prête à lire : légende, unités, source, et de quoi l’emporter (CSV, feuille du classeur)."""

    _table: pd.DataFrame = field(repr=False)
    titre: str = ""
    note: str = field(default="", repr=False)
    source: str = field(default="", repr=False)
    total: bool = False

    def avec(self, *, titre: str | None = None, note: str | None = None, source: str | None = None) -> Self:
        """Le même tableau, sous d’autres mots ; ceux qu’on ne donne pas restent."""
        donnes = {"titre": titre, "note": note, "source": en_source(source)}
        mots: dict[str, Any] = {nom: mot for nom, brut in donnes.items() if (mot := propre(str(brut or "")))}
        return replace(self, **mots) if mots else self

    @property
    def de_la_fiche(self) -> bool:
        """Vrai si ses données en viennent : sa source est la leur."""
        return est_de_la_fiche(self._table)

    @property
    def ancre(self) -> str:
        """Son repère dans la page, et le nom de son CSV."""
        return ancre(self.titre) if self.titre else "tableau"

    def html(self) -> str:
        """Le tableau dans une région qui défile, sa note, sa source, et le lien vers toutes ses lignes."""
        if not self._table.shape[1]:
            return "<p>Aucune donnée.</p>"
        nom, repere = escape(self.titre or "Tableau"), escape(self.ancre)
        remarque = f'<p class="note"><b>Note\u00a0:</b> {escape(self.note)}</p>' if self.note else ""
        source = f'<p class="source">{escape(self.source)}</p>' if self.source else ""
        return (
            f'<div class="fiche-tableau" id="{repere}">'
            f'<div class="defile" role="region" tabindex="0" aria-label="{nom}">{self._lignes_html()}</div>'
            f"{note(len(self._table))}{remarque}{source}"
            f"{emporter(self.ancre, self.titre or 'Tableau', self.plate)}</div>"
        )

    def donnees(self) -> dict[str, Any]:
        """Les données et ce qu’il faut pour les citer, en valeurs que JSON connaît."""
        return {
            "identifiant": self.ancre,
            "titre": self.titre or "Tableau",
            "court": self.titre or "Tableau",
            "lecture": self.note,
            "source": self.source,
            "colonnes": colonnes(self.plate),
            "lignes": lignes(self.plate),
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None, **_: object) -> Mapping[str, Any]:
        return {"text/html": self.html(), "text/plain": self.titre or "Tableau", MIME_DONNEES: self.donnees()}

    def _colonnes(self) -> list[tuple[str, "pd.Series[Any]", Callable[[Any], str] | None]]:
        """Les étages de l’index, puis les colonnes : nom à lire, valeurs, écriture si on la sait."""
        index = [(nom, pd.Series(valeurs), None) for nom, valeurs in _niveaux(self._table)]
        return index + [
            (colonne.entete, self._table.iloc[:, rang].reset_index(drop=True), colonne.ecrire)
            for rang, colonne in enumerate(decrire(self._table))
        ]

    @property
    def plate(self) -> pd.DataFrame:
        """Index et colonnes en un seul étage, sous leurs noms à lire."""
        if not self._table.shape[1]:
            return pd.DataFrame()
        colonnes_ = self._colonnes()
        return pd.concat([serie for _, serie, _ in colonnes_], axis=1).set_axis([nom for nom, *_ in colonnes_], axis=1)

    def _lignes_html(self) -> str:
        etages = len(_niveaux(self._table))
        noms, series, ecritures = zip(*self._colonnes(), strict=True)
        textes = [not numerique(serie) for serie in series]
        cases = [
            _ecrire(serie.head(MONTREES), ecriture, est_index=rang < etages)
            for rang, (serie, ecriture) in enumerate(zip(series, ecritures, strict=True))
        ]
        return tableau_html(
            self.titre or None,
            noms,
            list(zip(*cases, strict=True)),
            pied=pied(self._table, decrire(self._table), etages) if self.total else (),
            en_tete=etages or int(textes[0] and len(series) > 1),
            textes=textes,
            classe="dataframe",
        )

    def sous(self, titre: str) -> str:
        """Le tableau seul, sous ce titre."""
        return replace(self, titre=titre)._lignes_html()


@avec_ses_reglages
def tableau(
    table: Any, *, titre: str | None = None, note: str | None = None, source: str | None = None, total: bool = False
) -> Tableau:
    """La table, comme on en publie : noms et unités des colonnes de la fiche, milliers séparés, signes des soldes.

    Elle montre 50 lignes au plus ; le CSV et le classeur les ont toutes. Une table pandas laissée en fin de cellule
    paraît de même. `total` ajoute la somme de ce qui s’additionne : les euros et les kilogrammes de la fiche ; dans une
    table à vous, les nombres entiers dont le nom ne dit ni date, ni code, ni rapport. Lève `ErreurFiche` si ce n’est
    pas une table, ou si son total ne voudrait rien dire.
    """
    table = en_table(table)
    if not isinstance(table, pd.DataFrame):
        raise ErreurFiche(f"graphiques.tableau montre une table pandas, et {type(table).__name__} n’en est pas une")
    exiger_des_nombres_lisibles(table)
    if total:
        exiger_un_total(table)
    return Tableau(table.copy(), total=total and not table.empty).avec(titre=titre, note=note, source=source)


def _niveaux(table: pd.DataFrame) -> list[tuple[str, pd.Index]]:
    """Les étages de l’index qui se montrent, par nom ; les rangs que pandas donne à une table sans index, non.

    La première colonne, si elle est de texte, nomme alors la ligne.
    """
    index = table.index
    if isinstance(index, pd.RangeIndex) and index.name is None and index.start == 0:
        return []
    noms = [titrer(table, nom) if nom else "" for nom in index.names]
    return [(nom, index.get_level_values(rang)) for rang, nom in enumerate(noms)]


def note(lignes_: int) -> str:
    """« 450 autres lignes ne sont pas montrées. », en paragraphe ; rien si toutes le sont."""
    reste = lignes_ - MONTREES
    if reste <= 0:
        return ""
    mots = accord(reste, "autre ligne n’est pas montrée", "autres lignes ne sont pas montrées")
    return f'<p class="source">{escape(nombre(reste, 0))} {mots}.</p>'


def _ecrire(colonne: "pd.Series[Any]", connue: Callable[[Any], str] | None, est_index: bool) -> list[str]:
    """Les cellules d’une colonne, toutes écrites de la même façon ; `connue`, si l’on sait laquelle."""
    ecrire = connue or (ecriture(colonne, nomme=est_index) if numerique(colonne) else ecrire_texte)
    return [ABSENT if _absente(valeur) else ecrire(valeur) for valeur in colonne]


def _absente(valeur: Any) -> bool:
    absente = pd.isna(valeur)
    return isinstance(absente, bool) and absente


def ecrire_texte(valeur: Any) -> str:
    """Une valeur qui n’est pas un nombre : oui ou non, une date, une durée, une liste, un texte."""
    if pd.api.types.is_list_like(valeur):
        return liste(map(ecrire_texte, valeur))
    if isinstance(valeur, bool) or type(valeur).__name__ == "bool":  # celui de numpy aussi
        return "oui" if valeur else "non"
    if isinstance(valeur, datetime.timedelta):
        return duree(valeur)
    if isinstance(valeur, datetime.datetime):
        heure = f", {valeur:%H} h {valeur:%M}" if valeur.time() != datetime.time() else ""
        return jour(valeur) + heure
    return jour(valeur) if isinstance(valeur, datetime.date) else str(valeur)
