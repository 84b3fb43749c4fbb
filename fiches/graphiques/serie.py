"""Ce que dessinent les barres et les courbes : des noms, des mesures, leur unité, leurs couleurs, leurs mots."""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure as FigureMatplotlib

from fiches.graphiques.colonnes import Colonne, choisir, decrire
from fiches.graphiques.dessin.libre import en_svg
from fiches.graphiques.dessin.mesure import largeur, tronquer
from fiches.graphiques.dessin.reglages import de_la_page, degager
from fiches.graphiques.dessin.toile import LARGEUR, exiger_la_place, hauteur_en_points
from fiches.graphiques.figure import Figure, Mention, ancre
from fiches.graphiques.libres import composer
from fiches.graphiques.mots import enumerer, propre
from fiches.graphiques.style import EXPORTATIONS, IMPORTATIONS, NOEUD
from fiches.graphiques.tableau import ecrire_texte
from fiches.redaction import ABSENT, UN_MILLION, liste, nombre, pourcentage
from fiches.socle.erreurs import ErreurFiche

_COULEURS = {"exportations": EXPORTATIONS, "importations": IMPORTATIONS}
NEUTRES = [NOEUD, "#B08A3E", "#4E8A8A", "#9C5C6B", "#8A8FA0"]
"""Couleurs de ce qui n’est ni un sens ni un solde : aucune ne se prend pour l’un d’eux."""
_PLACE_DU_NOM, _CORPS = 200.0, 8.5
"""Place d’un nom, et son corps, en points : un plus long finit par « … »."""
_DITS = 12
"""Valeurs que dit le texte alternatif ; le tableau les a toutes."""


@dataclass(frozen=True)
class Serie:
    """Une table réduite à ce qui se dessine : la colonne `nomme` et celles de `mesures`."""

    table: pd.DataFrame
    nomme: str
    mesures: tuple[str, ...]

    @cached_property
    def colonnes(self) -> dict[str, Colonne]:
        """Ce que sont les colonnes, par nom."""
        return dict(zip(map(str, self.table.columns), decrire(self.table), strict=True))

    @cached_property
    def noms(self) -> list[str]:
        """Les noms, entiers, dans l’ordre."""
        return [nommer(brut) for brut in self.table[self.nomme]]

    @cached_property
    def noms_ecrits(self) -> list[str]:
        """Les mêmes, tels qu’ils tiennent dans le dessin."""
        return [tronquer(nom, _PLACE_DU_NOM, _CORPS) for nom in self.noms]

    @cached_property
    def titres(self) -> dict[str, str]:
        """Le nom à lire de chaque mesure ; matplotlib tairait dans la légende celui qui commence par « _ »."""
        return {mesure: propre(self.colonnes[mesure].titre.lstrip("_"), mesure) for mesure in self.mesures}

    @cached_property
    def couleurs(self) -> dict[str, str]:
        """La couleur de chaque mesure, par nom à lire : celle de son sens, sinon une neutre."""
        neutres = iter(NEUTRES * len(self.mesures))
        return {self.titres[mesure]: _COULEURS.get(mesure) or next(neutres) for mesure in self.mesures}

    @cached_property
    def unite(self) -> str:
        """« millions d’euros », « euros », « % », ou rien."""
        genres = {self.colonnes[mesure].genre for mesure in self.mesures}
        if genres == {"euros"}:
            return "millions d’euros" if self._plus_grand >= UN_MILLION else "euros"
        return {"ratio": "%", "kilogrammes": "kilogrammes"}.get(genres.pop(), "") if len(genres) == 1 else ""

    @property
    def _plus_grand(self) -> float:
        return max((abs(float(v)) for m in self.mesures for v in self.table[m].dropna()), default=0.0)

    @property
    def reduite(self) -> pd.DataFrame:
        """Les mesures, dans l’unité du dessin."""
        par = {"millions d’euros": 1 / UN_MILLION, "%": 100.0}.get(self.unite, 1.0)
        return pd.DataFrame({mesure: self.table[mesure].astype("Float64") * par for mesure in self.mesures})

    @property
    def en_longueur(self) -> pd.DataFrame:
        """Une ligne par barre : `rang`, `quoi`, `mesure` ; une valeur absente n’a pas de longueur."""
        reduite = self.reduite.fillna(0).astype(float).replace([math.inf, -math.inf], 0)
        rangs = [str(rang) for rang in range(len(self.noms))]
        parties = [pd.DataFrame({"rang": rangs, "quoi": self.titres[m], "mesure": reduite[m]}) for m in self.mesures]
        return pd.concat(parties, ignore_index=True)

    def etiquette(self, valeur: Any, mesure: str) -> str:
        """Ce qui s’écrit au bout d’une barre."""
        signe = self.colonnes[mesure].signee
        if pd.isna(valeur) or not self.unite:
            return self.colonnes[mesure].dire(valeur)
        if self.unite == "millions d’euros":
            return nombre(float(valeur) / UN_MILLION, 1, signe)
        return pourcentage(valeur, court=True, signe=signe) if self.unite == "%" else nombre(int(valeur), signe=signe)

    def habiller(self, axes: Axes, *, grille: Literal["x", "y"]) -> None:
        """Les axes, sans ce qui ne dit rien ; l’unité du côté des valeurs."""
        axes.set(xlabel=self.unite if grille == "x" else "", ylabel=self.unite if grille == "y" else "")
        axes.grid(visible=False, axis="y" if grille == "x" else "x")
        if (legende := axes.get_legend()) is not None:
            sns.move_legend(axes, "lower left", bbox_to_anchor=(0, 1), ncol=len(self.mesures), title=None)
            legende.set_frame_on(False)
        degager(axes)

    def enumerer(self) -> str:
        """« Allemagne, 126,9 M€ ; … » : ce que dit le texte alternatif."""
        dits = [f"{nom}, {self._dire(rang)}" for rang, nom in enumerate(self.noms[:_DITS])]
        reste = len(self.noms) - _DITS
        return enumerer([*dits, *([f"et {nombre(reste)} autres"] if reste > 0 else [])])

    def lecture(self) -> str:
        """La première ligne, dite : « Allemagne, valeur : 126,9 M€. » ; un trimestre l’est « au T1 2024 »."""
        devant = "au " if "trimestre" in self.table.columns and self.nomme == "libelle" else ""
        dits = [f"{self.colonnes[m].mot}\u00a0: {self._valeur(m, 0)}" for m in self.mesures]
        return f"{devant}{self.noms[0]}, {', '.join(dits).removesuffix('.')}."

    @property
    def pas_des_noms(self) -> int:
        """Un nom sur combien s’écrit sous une courbe, pour qu’aucun n’en touche un autre."""
        return max(1, math.ceil(sum(largeur(nom, _CORPS) + 12 for nom in self.noms_ecrits) / (LARGEUR - 60)))

    def dessiner(
        self,
        tracer: Callable[[Axes], None],
        *,
        titre: str,
        lecture: str | None,
        note: str | None,
        source: str | None,
        hauteur: float | None,
        habituelle: float,
    ) -> Figure | Mention:
        """La figure que `tracer` dessine, décrite et lue comme la série ; les mots donnés l’emportent.

        `hauteur` en millimètres, sinon `habituelle`, en pouces. Une `Mention` si la série est vide.
        """
        if self.table.empty:
            return Mention("Aucune donnée à montrer.")
        with toile(hauteur, habituelle) as taille:
            figure = FigureMatplotlib(figsize=taille, layout="constrained")
            tracer(figure.subplots())
            svg = en_svg(figure, ancre(titre), donnes=self.noms_ecrits)
        return composer(
            svg,
            titre=titre,
            alternative=f"{titre}. {self.enumerer().removesuffix('.')}.",
            donnees=self.table,
            lecture=lecture or self.lecture(),
            note=note,
            source=source,
        )

    def _dire(self, rang: int) -> str:
        dits = [self._valeur(m, rang) for m in self.mesures]
        mots = [self.colonnes[m].mot for m in self.mesures]
        return dits[0] if len(dits) == 1 else ", ".join(f"{mot} {dit}" for mot, dit in zip(mots, dits, strict=True))

    def _valeur(self, mesure: str, rang: int) -> str:
        return self.colonnes[mesure].dire(self.table[mesure].iloc[rang])


def lire(table: Any, noms: str | None, valeurs: str | Sequence[str] | None, qui: str, au_plus: int) -> Serie:
    """La série d’une table. Lève `ErreurFiche` si ce n’en est pas une, ou si elle a plus de lignes qu’il n’en tient."""
    lue, nomme, mesures = choisir(table, noms, valeurs, qui)
    if lue.empty or lue[mesures].isna().all(axis=None):
        return Serie(lue.head(0), nomme, tuple(mesures))
    if len(lue) > au_plus:
        raise ErreurFiche(
            f"graphiques.{qui} montre {au_plus} lignes au plus, et la table en a {len(lue)} : gardez les premières, "
            "table.head(20), ou montrez-la par graphiques.tableau"
        )
    _exiger_des_noms_distincts(lue, nomme, qui)
    codes = [c for c in ("pays", "produit", "cpf4", "trimestre") if c in lue.columns and c not in (nomme, *mesures)]
    serie = Serie(lue[[*codes, nomme, *mesures]].reset_index(drop=True), nomme, tuple(mesures))
    if len(set(serie.titres.values())) < len(mesures):
        raise ErreurFiche(f"deux des colonnes {liste(mesures)} se liraient sous le même nom : renommez-les")
    return serie


def nommer(brut: Any) -> str:
    """Un nom de ligne, à lire ; « n.d. » s’il manque."""
    return propre("" if pd.isna(brut) else ecrire_texte(brut), ABSENT)


def _exiger_des_noms_distincts(table: pd.DataFrame, nomme: str, qui: str) -> None:
    noms = table[nomme].map(nommer)
    if noms.is_unique:
        return
    deux = noms[noms.duplicated()].iloc[0]
    sens = "sens" in table.columns and table["sens"].nunique() > 1
    conseil = (
        "gardez un seul sens, table.query('sens == \"E\"')"
        if sens
        else f"groupez-les, table.groupby({nomme!r}).sum(numeric_only=True), ou donnez une autre colonne, noms=…"
    )
    raise ErreurFiche(f"graphiques.{qui} veut une ligne par nom, et « {deux} » en a plusieurs : {conseil}")


@contextmanager
def toile(hauteur: float | None, habituelle: float) -> Iterator[tuple[float, float]]:
    """Un dessin de la page (`reglages`) ; rend sa taille, en pouces."""
    points = hauteur_en_points(hauteur)
    if points is not None:
        exiger_la_place(points, 72 * 1.2)
    with de_la_page():
        yield LARGEUR / 72, (habituelle if points is None else points / 72)
