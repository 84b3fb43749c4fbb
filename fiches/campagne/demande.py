"""Ce qu’on demande de produire, vérifié avant de commencer."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from fiches.campagne.part import Part
from fiches.campagne.part import lire as lire_part
from fiches.carnet import commentaires, modele, parametres
from fiches.carnet.parametres import Parametres, SerieDeFiches
from fiches.donnees import territoires
from fiches.donnees.lieu import LIEUX_RECUS, Lieu
from fiches.page import charte
from fiches.page.charte import Charte
from fiches.socle.chemins import CARNETS, PARAMS, RACINE, VOISINES
from fiches.socle.erreurs import ErreurDemande

SUFFIXES = (".html", ".xlsx", ".ipynb", ".pdf")
"""Les fichiers d’une fiche ; le dernier, si on le demande."""


@dataclass(frozen=True)
class Demande:
    """Ce qu’il faut produire. `donnees` : tables Parquet ; `sortie` : dossier qui reçoit `2024/…`.

    `fichier_params` : d’où viennent les paramètres. `part` : ce qu’on fait de la campagne, s’il n’en faut qu’une part.
    `grappe` : adresse d’un ordonnanceur dask, si les fiches ne sont pas faites ici. `voisines` : codes des fiches qui
    sont, ou seront, dans le même dossier ; une page ne renvoie par un lien qu’à celles-là. `a_nous` : les fichiers de
    ce dossier que le programme a écrits, les seuls qu’il retire. `campagne` : tous les lieux dont `part` en fait
    quelques-uns.
    """

    parametres: Parametres
    lieux: tuple[Lieu, ...]
    donnees: Path
    sortie: Path
    jobs: int
    forcer: bool = False
    pdf: bool = False
    fichier_params: Path = PARAMS
    part: Part | None = None
    grappe: str | None = None
    voisines: frozenset[str] = frozenset()
    a_nous: frozenset[str] = frozenset()
    campagne: tuple[Lieu, ...] = ()

    @property
    def dossier(self) -> Path:
        """Le dossier de la campagne : `sortie/2024`."""
        return self.sortie / self.parametres.dossier_des_pages

    def noms(self, lieu: Lieu) -> set[str]:
        """Les fichiers que la campagne écrit pour un lieu."""
        return {f"{lieu.fichier}{suffixe}" for suffixe in SUFFIXES if self.pdf or suffixe != ".pdf"}

    @cached_property
    def series(self) -> tuple[SerieDeFiches, ...]:
        """Les séries qu’il faut : celles des lieux demandés, dans l’ordre de l’édition."""
        voulues = [self.parametres.serie_de(lieu) for lieu in self.lieux]
        return tuple(serie for serie in self.parametres.toutes if serie in voulues)

    def rang(self, lieu: Lieu) -> int:
        """Celui de la série du lieu dans `series`."""
        return self._rangs[lieu.code]

    @cached_property
    def _rangs(self) -> dict[str, int]:
        return {lieu.code: self.series.index(self.parametres.serie_de(lieu)) for lieu in self.lieux}

    def serie(self, lieu: Lieu) -> SerieDeFiches:
        """La série d’un des lieux demandés."""
        return self.series[self.rang(lieu)]

    def carnet(self, lieu: Lieu) -> Path:
        """Le chemin du carnet modèle de ce lieu."""
        return chemin_du_carnet(self.serie(lieu))

    def commentaires(self, lieu: Lieu) -> Path:
        """Le dossier des commentaires de l’analyste, pour ce lieu."""
        return PARAMS / self.serie(lieu).commentaires

    def environnement(self, lieu: Lieu) -> dict[str, str]:
        """Les variables par lesquelles le carnet lit les mêmes données et les mêmes commentaires que nous."""
        return {
            "FICHES_DONNEES": str(self.donnees),
            "FICHES_COMMENTAIRES": str(self.commentaires(lieu)),
            VOISINES: ",".join(sorted(self.voisines)),
        }

    def lire_modeles(self) -> tuple[NotebookNode, ...]:
        """Le carnet modèle de chaque série, sans ses sections à masquer. Lève `ErreurDemande` s’il est illisible."""
        return tuple(
            modele.sans_sections(modele.lire(chemin_du_carnet(serie)), serie.sections_masquees, "sections_masquees")
            for serie in self.series
        )

    def lire_charte(self) -> Charte | None:
        """La charte graphique des pages, s’il y en a une. Lève `ErreurDemande` si elle est mal faite."""
        return charte.lire(RACINE / self.parametres.charte) if self.parametres.charte else None

    def valeurs(self, lieu: Lieu) -> dict[str, Any]:
        """Ce que le carnet reçoit pour un lieu : son code (sauf pour la France), l’année et ses réglages."""
        reglages = self.serie(lieu).reglages_de(lieu.code)
        designe = {lieu.genre: lieu.code} if lieu.genre in LIEUX_RECUS else {}
        return reglages | designe | {"annee": self.parametres.annee}

    def recenser_commentaires(self) -> list[str]:
        """Des phrases sur les commentaires de l’analyste ; aucune si le carnet ne les montre pas."""
        series = (
            (PARAMS / serie.commentaires, [lieu for lieu in self.lieux if self.rang(lieu) == rang])
            for rang, (serie, lu) in enumerate(zip(self.series, self.lire_modeles(), strict=True))
            if modele.montre_le_commentaire(lu)
        )
        return commentaires.recenser_tout(series, self.parametres.annee)


def chemin_du_carnet(serie: SerieDeFiches) -> Path:
    """Le chemin du carnet modèle d’une série."""
    return CARNETS / serie.carnet


def etablir(
    codes: Sequence[str],
    *,
    fichier_params: Path,
    annee: int | None,
    donnees: Path,
    sortie: Path,
    jobs: int | None = None,
    forcer: bool = False,
    pdf: bool = False,
    part: str | None = None,
    grappe: str | None = None,
    voisines: Iterable[str] | None = None,
) -> Demande:
    """Vérifie la demande ; sans `codes`, les lieux sont ceux du fichier de paramètres.

    `voisines` : les codes des fiches du dossier ; sinon celles qu’on demande et celles qui y sont déjà.

    Lève `ErreurDemande` : lieu inconnu ou d’aucune série, paramètres illisibles, part impossible, carnet absent,
    illisible ou d’une autre sorte de lieux, réglage ou section qui n’y est pas, charte mal faite, dossier de
    commentaires absent.
    """
    reglages = parametres.lire(fichier_params)
    if annee is not None:
        reglages = reglages.model_copy(update={"annee": annee})
    if codes:
        lieux = list(dict.fromkeys(territoires.lieu(code) for code in codes))
    else:
        lieux = [lieu for serie in reglages.toutes for lieu in serie.tous_ses_lieux]
    voulue = lire_part(part) if part else None
    demande = Demande(
        parametres=reglages,
        lieux=tuple(voulue.choisir(lieux) if voulue else lieux),
        campagne=tuple(lieux),
        donnees=donnees,
        sortie=sortie,
        jobs=jobs or os.cpu_count() or 1,
        forcer=forcer,
        pdf=pdf,
        fichier_params=fichier_params,
        part=voulue,
        grappe=grappe,
        voisines=frozenset(
            voisines or {*(lieu.code for lieu in lieux), *presentes(sortie / reglages.dossier_des_pages)}
        ),
    )
    for serie in reglages.toutes:
        if not chemin_du_carnet(serie).exists():
            presents = ", ".join(sorted(c.name for c in CARNETS.glob("*.ipynb")))
            raise ErreurDemande(f"{chemin_du_carnet(serie)} : carnet absent. Carnets présents : {presents}.")
    for rang, serie in enumerate(demande.series):
        siens = [lieu for lieu in demande.lieux if demande.rang(lieu) == rang]
        _verifier_carnet(serie, siens, str(fichier_params))
    demande.lire_charte()
    return demande


def presentes(dossier: Path) -> set[str]:
    """Les codes des lieux dont la page est dans ce dossier."""
    return {lieu.code for lieu in territoires.tous() if (dossier / f"{lieu.fichier}.html").exists()}


def _verifier_carnet(serie: SerieDeFiches, lieux: Iterable[Lieu], ou: str) -> None:
    """Ce que le fichier de paramètres (`ou`) demande à la série s’y trouve, et son carnet est fait pour ses lieux."""
    chemin, notes = chemin_du_carnet(serie), PARAMS / serie.commentaires
    lu = modele.lire(chemin)
    try:
        variables = modele.variables(lu)
        for lieu in lieux:
            modele.exiger_le_lieu(variables, lieu)
    except ErreurDemande as erreur:
        raise ErreurDemande(f"{chemin} : {erreur}") from erreur
    modele.verifier_reglages(serie.reglages, variables, f"{ou}, reglages")
    for code, reglages in serie.exceptions.items():
        modele.verifier_reglages(reglages, variables, f"{ou}, exceptions › {code}")
    modele.sans_sections(lu, serie.sections_masquees, f"{ou}, sections_masquees")
    if notes != commentaires.DOSSIER and not notes.is_dir():
        raise ErreurDemande(
            f"{notes} : ce dossier de commentaires n’existe pas. Créez-le, ou corrigez la clé « commentaires »."
        )
