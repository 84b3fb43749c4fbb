"""Ce que rend un appel de graphique : une `Figure` accessible, ou une `Mention` quand il n’y a rien à dessiner."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from typing import Any, Self

import pandas as pd

from fiches.donnees.lieu import Lieu
from fiches.graphiques.a_emporter import MIME_DONNEES, colonnes, emporter, lignes
from fiches.graphiques.mots import propre
from fiches.redaction import normaliser


@dataclass(frozen=True, eq=False)
class Figure:
    """Un graphique et tout ce qu’il faut pour le lire autrement ; se montre en HTML dans un carnet.

    `dessin` donne le SVG que décrit un texte, `alternative`, qui le remplace pour qui ne le voit pas ; `lecture` est la
    clé de lecture, `table` porte les données (montants en euros exacts), `tableau` les mêmes, prêtes à lire sous un
    titre ; `court` nomme la feuille du classeur, où un titre entier ne tient pas. `choisis` : les mots que l’analyste a
    donnés, et qu’une relecture n’attend pas. `de_la_fiche` : les données en viennent, et sa source est la leur.
    """

    identifiant: str
    titre: str
    dessin: Callable[[str], str] = field(repr=False)
    alternative: str = field(repr=False)
    lecture: str = field(repr=False)
    source: str = field(repr=False)
    _table: pd.DataFrame = field(repr=False)
    tableau: Callable[[str], str] = field(repr=False)
    court: str = ""
    note: str = field(default="", repr=False)
    choisis: frozenset[str] = field(default=frozenset(), repr=False)
    de_la_fiche: bool = field(default=True, repr=False)

    def avec(
        self,
        *,
        titre: str | None = None,
        alternative: str | None = None,
        lecture: str | None = None,
        note: str | None = None,
    ) -> Self:
        """La même figure, sous d’autres mots ; ceux qu’on ne donne pas restent."""
        donnes = {"titre": titre, "alternative": alternative, "lecture": lecture, "note": note}
        mots: dict[str, Any] = {nom: mot for nom, brut in donnes.items() if (mot := propre(str(brut or "")))}
        if not mots:
            return self
        choisis = self.choisis | mots.keys()
        if "titre" in mots:
            mots.setdefault("alternative", self.alternative.replace(self.titre, mots["titre"], 1))
            mots["court"] = mots["titre"]
        return replace(self, **mots, choisis=choisis)

    @property
    def ancre(self) -> str:
        """Son repère dans la page, et le nom de son CSV, qui suivent le titre choisi."""
        return ancre(self.titre) if "titre" in self.choisis else self.identifiant

    @cached_property
    def svg(self) -> str:
        """Le dessin."""
        return self.dessin(self.alternative)

    @property
    def table_html(self) -> str:
        """Les données, en tableau à lire."""
        return self.tableau(self.titre)

    @property
    def table(self) -> pd.DataFrame:
        """Les données de la figure, une colonne par information ; en copie : en changer ne change pas la figure."""
        return self._table.copy()

    def html(self) -> str:
        """La figure : titre, dessin, clé de lecture, note, source, puis les données en tableau dépliable."""
        ancre, titre = escape(self.ancre), escape(self.titre)
        note = f'<p class="note"><b>Note\u00a0:</b> {escape(self.note)}</p>' if self.note else ""
        # La relecture reconnaît la figure sous d’autres mots, et n’y cherche pas les nôtres.
        choisis = f' data-figure="{self.identifiant}" data-choisis="{" ".join(sorted(self.choisis))}"'
        choisis = choisis if self.choisis else ""
        source = f'<p class="source">{escape(self.source)}</p>' if self.source else ""
        lecture = f'<p class="lecture"><b>Lecture\u00a0:</b> {escape(self.lecture)}</p>' if self.lecture else ""
        return (
            f'<figure class="fiche-figure" id="{ancre}" aria-labelledby="{ancre}-titre"{choisis}>'
            f'<figcaption id="{ancre}-titre">{titre}</figcaption>'
            f'<div class="cadre" role="region" tabindex="0" aria-label="Graphique\u00a0: {titre}">{self.svg}</div>'
            f"{lecture}{note}{source}"
            f'<details><summary>Données du graphique<span class="sr">\u00a0: {titre}</span></summary>'
            f'<div class="defile" role="region" tabindex="0" aria-label="Données\u00a0: {titre}">'
            f"{self.table_html}</div></details>"
            f"{emporter(self.ancre, self.titre, self._table)}</figure>"
        )

    def donnees(self) -> dict[str, Any]:
        """Les données et ce qu’il faut pour les citer, en valeurs que JSON connaît."""
        return {
            "identifiant": self.ancre,
            "titre": self.titre,
            "court": self.court or self.titre,
            "lecture": self.lecture,
            "source": self.source,
            "colonnes": colonnes(self._table),
            "lignes": lignes(self._table),
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None, **_: object) -> Mapping[str, Any]:
        return {"text/html": self.html(), "text/plain": self.titre, MIME_DONNEES: self.donnees()}


@dataclass(frozen=True)
class Mention:
    """La phrase qui tient lieu d’un graphique sans objet."""

    texte: str

    def html(self) -> str:
        """Un paragraphe."""
        return f'<p class="fiche-mention">{escape(self.texte)}</p>'

    def _repr_mimebundle_(self, include: object = None, exclude: object = None, **_: object) -> Mapping[str, Any]:
        return {"text/html": self.html(), "text/plain": self.texte}


def ancre(titre: str) -> str:
    """« figure-ventes-du-lot » : un titre, tel qu’il entre dans une adresse, sans se confondre avec une section."""
    return f"figure-{normaliser(titre).replace(' ', '-')}"[:60].rstrip("-")


def identifiant(sorte: str, lieu: Lieu, annee: int, *reglages: tuple[int, int]) -> str:
    """« flux-export-46-2024 », « pays-region-76-2024 », « activites-france-2024 » : l’ancre de la figure dans la page.

    Chaque réglage est donné avec sa valeur habituelle ; s’il s’en écarte, l’ancre le dit (« …-5 »), pour
    que deux années ou deux réglages d’un même graphique puissent se suivre dans une page.
    """
    ecart = "x".join(str(valeur) for valeur, _ in reglages)
    habituel = all(valeur == habitude for valeur, habitude in reglages)
    texte = f"{sorte}-{lieu.code}-{annee}" if habituel else f"{sorte}-{lieu.code}-{annee}-{ecart}"
    return re.sub(r"[^a-z0-9-]+", "-", texte.lower())
