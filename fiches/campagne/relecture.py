"""Relire une campagne finie : la vérification des pages, et leur âge au regard de ce dont elles dépendent."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from fiches.campagne import Bilan, demande, fraicheur, manifeste, verification
from fiches.campagne.manifeste import NOM, SOMMAIRE, Manifeste
from fiches.campagne.verification import Remarque
from fiches.donnees.douane import Entrepot
from fiches.socle.chemins import PARAMS
from fiches.socle.erreurs import ErreurDemande


def relire(dossier: Path, params: Path | None, donnees: Path) -> list[Remarque]:
    """Ce qu’il y a à redire aux pages de `dossier`, y compris celles que `fiches produire` referait aujourd’hui.

    `params` : le fichier de paramètres, sinon celui que nomme le manifeste. Si lui, le carnet ou les données ne sont
    pas là, l’âge des pages n’est pas vérifié : une information le dit. Lève `ErreurDemande` si le dossier ou son
    manifeste ne se lit pas.
    """
    tenu = manifeste.lire(dossier)
    try:
        attendues = _attendues(dossier, tenu, params or _parametres(tenu), donnees)
    except ErreurDemande as erreur:
        avis = Remarque(NOM, "Fraîcheur", f"l’âge des pages n’est pas vérifié. {erreur}", information=True)
        return sorted([*verification.verifier(dossier), avis])
    return verification.verifier(dossier, attendues)


def a_revoir(dossier: Path, bilan: Bilan) -> tuple[list[str], bool]:
    """Les fautes de ce qu’une campagne vient d’écrire, une ligne par faute, et si l’une d’elles la fait échouer.

    Une faute de typographie se dit sans faire échouer : la page se lit, et ses chiffres sont justes.
    """
    constats = verification.verifier(dossier, seulement=bilan.fichiers_faits | {SOMMAIRE})
    fautes = [constat for constat in constats if not constat.information]
    return verification.resumer(fautes), any(faute.regle != "Typographie" for faute in fautes)


def _parametres(tenu: Manifeste) -> Path:
    if not tenu.provenance.parametres:
        raise ErreurDemande(f"{NOM} ne nomme pas le fichier de paramètres de cette série : donnez-le avec --params.")
    return PARAMS / tenu.provenance.parametres


def _attendues(dossier: Path, tenu: Manifeste, params: Path, donnees: Path) -> Mapping[str, str]:
    voulue = demande.etablir(
        list(tenu.fiches),
        fichier_params=params,
        annee=tenu.provenance.annee,
        donnees=donnees,
        sortie=Path(),
        voisines=[*tenu.fiches, *demande.presentes(dossier)],
    )
    carnets, siens = tenu.provenance.carnets, [Path(serie.carnet).name for serie in voulue.parametres.toutes]
    if not {carnet.nom for carnet in carnets} & {*siens}:
        raise ErreurDemande(
            f"Les pages sont du carnet «\u00a0{carnets[0].nom}\u00a0», et {params} nomme «\u00a0{siens[0]}"
            "\u00a0»\u00a0: donnez le fichier de paramètres de leur série avec --params."
        )
    Entrepot(donnees).exiger_complete(voulue.parametres.annee)
    avec_pdf = {code for code, entree in tenu.fiches.items() if any(nom.endswith(".pdf") for nom in entree.joints)}
    communes = {pdf: fraicheur.empreintes_communes(replace(voulue, pdf=pdf)) for pdf in (False, True)}
    return {
        lieu.code: fraicheur.empreinte_de(voulue, lieu, communes[lieu.code in avec_pdf])
        if not fraicheur.ce_qui_a_change(voulue, lieu, tenu.fiches[lieu.code].lus)
        else "périmée"
        for lieu in voulue.lieux
    }
