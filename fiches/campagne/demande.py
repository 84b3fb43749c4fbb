"""Ce qu’on demande de produire, vérifié avant de commencer."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from fiches.campagne.part import Part
from fiches.campagne.part import lire as lire_part
from fiches.carnet import commentaires, modele, parametres
from fiches.carnet.parametres import Parametres
from fiches.donnees import territoires
from fiches.donnees.territoires import Departement
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
    ce dossier que le programme a écrits, les seuls qu’il retire. `campagne` : tous les départements dont `part` en fait
    quelques-uns.
    """

    parametres: Parametres
    departements: tuple[Departement, ...]
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
    campagne: tuple[Departement, ...] = ()

    @property
    def dossier(self) -> Path:
        """Le dossier de la campagne : `sortie/2024`."""
        return self.sortie / self.parametres.dossier_des_pages

    def noms(self, lieu: Departement) -> set[str]:
        """Les fichiers que la campagne écrit pour un département."""
        return {f"{lieu.fichier}{suffixe}" for suffixe in SUFFIXES if self.pdf or suffixe != ".pdf"}

    @property
    def carnet(self) -> Path:
        """Le chemin du carnet modèle."""
        return CARNETS / self.parametres.carnet

    @property
    def commentaires(self) -> Path:
        """Le dossier des commentaires de l’analyste."""
        return PARAMS / self.parametres.commentaires

    @property
    def environnement(self) -> dict[str, str]:
        """Les variables par lesquelles le carnet lit les mêmes données et les mêmes commentaires que nous."""
        return {
            "FICHES_DONNEES": str(self.donnees),
            "FICHES_COMMENTAIRES": str(self.commentaires),
            VOISINES: ",".join(sorted(self.voisines)),
        }

    def lire_modele(self) -> NotebookNode:
        """Le carnet modèle, sans les sections à masquer. Lève `ErreurDemande` s’il est illisible."""
        masquees = self.parametres.sections_masquees
        return modele.sans_sections(modele.lire(self.carnet), masquees, "sections_masquees")

    def lire_charte(self) -> Charte | None:
        """La charte graphique des pages, s’il y en a une. Lève `ErreurDemande` si elle est mal faite."""
        return charte.lire(RACINE / self.parametres.charte) if self.parametres.charte else None

    def valeurs(self, lieu: Departement) -> dict[str, Any]:
        """Ce que le carnet reçoit pour un département : son code, l’année et ses réglages."""
        reglages = self.parametres.reglages_de(lieu.code)
        return reglages | {"departement": lieu.code, "annee": self.parametres.annee}

    def recenser_commentaires(self) -> list[str]:
        """Des phrases sur les commentaires de l’analyste ; aucune si le carnet ne les montre pas."""
        if not modele.montre_le_commentaire(modele.lire(self.carnet)):
            return []
        return commentaires.recenser(self.departements, self.parametres.annee, self.commentaires)


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
    """Vérifie la demande ; sans `codes`, les départements sont ceux du fichier de paramètres.

    `voisines` : les codes des fiches du dossier ; sinon celles qu’on demande et celles qui y sont déjà.

    Lève `ErreurDemande` : département inconnu, paramètres illisibles, part impossible, carnet absent ou illisible,
    réglage ou section qui n’est pas dans le carnet, charte mal faite, dossier de commentaires absent.
    """
    reglages = parametres.lire(fichier_params)
    if annee is not None:
        reglages = reglages.model_copy(update={"annee": annee})
    if codes:
        lieux = [territoires.departement(code) for code in codes]
    elif reglages.departements == "tous":
        lieux = territoires.departements_publies()
    else:
        lieux = [territoires.departement(code) for code in reglages.departements]
    lieux = list(dict.fromkeys(lieux))
    voulue = lire_part(part) if part else None
    demande = Demande(
        parametres=reglages,
        departements=tuple(voulue.choisir(lieux) if voulue else lieux),
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
    if not demande.carnet.exists():
        presents = ", ".join(sorted(c.name for c in CARNETS.glob("*.ipynb")))
        raise ErreurDemande(f"{demande.carnet} : carnet absent. Carnets présents : {presents}.")
    _verifier_carnet(demande, str(fichier_params))
    demande.lire_charte()
    if demande.commentaires != commentaires.DOSSIER and not demande.commentaires.is_dir():
        raise ErreurDemande(
            f"{demande.commentaires} : ce dossier de commentaires n’existe pas. Créez-le, ou corrigez la clé "
            "« commentaires »."
        )
    return demande


def presentes(dossier: Path) -> set[str]:
    """Les codes des départements dont la page est dans ce dossier."""
    return {lieu.code for lieu in territoires.departements_publies() if (dossier / f"{lieu.fichier}.html").exists()}


def _verifier_carnet(demande: Demande, ou: str) -> None:
    """Ce que le fichier de paramètres demande au carnet s’y trouve ; `ou` est le nom de ce fichier."""
    carnet = modele.lire(demande.carnet)
    try:
        variables = modele.variables(carnet)
    except ErreurDemande as erreur:
        raise ErreurDemande(f"{demande.carnet} : {erreur}") from erreur
    modele.verifier_reglages(demande.parametres.reglages, variables, f"{ou}, reglages")
    for code, reglages in demande.parametres.exceptions.items():
        modele.verifier_reglages(reglages, variables, f"{ou}, exceptions › {code}")
    modele.sans_sections(carnet, demande.parametres.sections_masquees, f"{ou}, sections_masquees")
