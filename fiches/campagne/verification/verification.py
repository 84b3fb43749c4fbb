"""La vérification d’un dossier : chaque page contre les règles, puis le dossier contre son manifeste."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from fiches.campagne import manifeste
from fiches.campagne.manifeste import CONTROLE, NOM, PUBLIES, SOMMAIRE, Entree, Manifeste
from fiches.campagne.verification import chiffres, liens, orthotypographie, sommaire_lu, structure
from fiches.campagne.verification.classeur_lu import verifier_classeur
from fiches.campagne.verification.constat import Remarque
from fiches.campagne.verification.liens import Renvois
from fiches.campagne.verification.page_lue import lire
from fiches.campagne.verification.pdf_lu import verifier_pdf
from fiches.donnees import territoires
from fiches.socle import atelier
from fiches.socle.atelier import SUR_PLACE, Mort
from fiches.socle.empreinte import sha256
from fiches.socle.erreurs import ErreurDemande, raison_du_systeme

_DES_FICHES = {".html", ".pdf", ".xlsx", ".csv"}
_LUS = {".html", ".pdf", ".xlsx"}
_PEU = 4
"""Avec moins de fichiers que cela chacun, des processus coûtent plus qu’ils ne rapportent."""

_Relecture = tuple[str, Renvois | None, list[Remarque]]


def verifier(
    dossier: Path, attendues: Mapping[str, str] | None = None, *, seulement: Collection[str] | None = None
) -> list[Remarque]:
    """Tout ce qu’il y a à redire aux pages d’un dossier produit (`reports/2024`), trié par page.

    `attendues` donne, par code de département, l’empreinte qu’aurait la page refaite aujourd’hui : une page d’une
    autre empreinte est plus vieille que ses entrées. `seulement` : les noms des pages à relire, sinon toutes.
    Lève `ErreurDemande` si le dossier ou son manifeste ne se lit pas.
    """
    tenu = manifeste.lire(dossier)
    try:
        presents = sorted(f for f in dossier.iterdir() if f.is_file() and not f.name.startswith("."))
        contenus = {
            f.name: f.read_bytes() for f in presents if f.suffix in _LUS and (seulement is None or f.name in seulement)
        }
    except OSError as erreur:
        raise ErreurDemande(f"{erreur.filename} : lecture impossible ({raison_du_systeme(erreur)}).") from erreur
    constats = list(_inventaire(tenu, {f.name for f in presents}))
    renvois: dict[str, Renvois] = {}
    for nom, siens, fautes in _relire_toutes(contenus, tenu):
        constats += fautes
        if siens is not None:
            renvois[nom] = siens
    for nom in renvois:
        constats += liens.verifier(nom, renvois, dossier)
    constats += _retouches(tenu.fichiers, dossier)
    for code, entree in tenu.fiches.items():
        if seulement is not None and entree.page not in seulement:
            continue  # relire une fiche ne relit pas les sommes des cent autres
        constats += _fraicheur(entree, dossier, attendues.get(code) if attendues else None)
    return sorted(c for c in constats if seulement is None or c.page in seulement)


def _relire_toutes(contenus: Mapping[str, bytes], tenu: Manifeste) -> Iterator[_Relecture]:
    """Chaque fichier, ses renvois, ses fautes ; sur tous les cœurs quand il y en a beaucoup."""
    joints = {joint for entree in tenu.fiches.values() if entree.page in contenus for joint in entree.joints}
    noms = [nom for nom in contenus if nom not in joints]  # un classeur, un PDF se lisent avec leur page
    codes = {entree.page: code for code, entree in tenu.fiches.items()}
    parts = min(os.cpu_count() or 1, len(noms) // _PEU)

    def relire(lot: Sequence[str]) -> list[_Relecture]:
        return [(nom, *_relire(nom, contenus, codes.get(nom), tenu)) for nom in lot]

    if not SUR_PLACE or parts < 2:
        yield from relire(noms)
        return
    lots = [noms[rang::parts] for rang in range(parts)]
    for lot, relu in atelier.repartir(lots, lambda lot, _: relire(lot), parts):
        yield from relire(lot) if isinstance(relu, Mort) else relu


def _relire(
    nom: str, contenus: Mapping[str, bytes], code: str | None, tenu: Manifeste
) -> tuple[Renvois | None, list[Remarque]]:
    """Ce qui se vérifie dans une page, son classeur et son PDF ; `code` : celui de sa fiche, si c’en est une."""
    contenu = contenus[nom]
    if nom.endswith(".pdf"):
        return None, list(verifier_pdf(nom, contenu))
    if nom.endswith(".xlsx"):
        return None, []
    try:
        lue = lire(contenu.decode("utf-8"))
    except UnicodeDecodeError:
        return None, [Remarque(nom, "Page tronquée", "la page n’est pas un texte lisible (UTF-8)")]
    lieu = territoires.lieu(code) if code else None
    constats = [
        *structure.verifier(nom, lue, lieu.nom if lieu else None),
        *orthotypographie.verifier(nom, lue.prose),
        *(chiffres.verifier(nom, lue, tenu.fiches[lieu.code], lieu, tenu.provenance.annee) if lieu else ()),
    ]
    if lieu:
        for joint in sorted(tenu.fiches[lieu.code].joints.keys() & contenus.keys()):
            if joint.endswith(".xlsx"):
                simulees = tenu.provenance.demonstration
                constats += verifier_classeur(joint, contenus[joint], lue.chiffrees, demonstration=simulees)
            elif joint.endswith(".pdf"):
                constats += verifier_pdf(joint, contenus[joint], lue.chiffrees)
    elif nom == SOMMAIRE:
        constats += sommaire_lu.verifier(nom, contenu.decode("utf-8"), tenu)
    if tenu.provenance.demonstration and "démonstration" not in lue.bandeau.lower():
        constats.append(Remarque(nom, "Démonstration", "les données sont simulées et aucun bandeau ne le dit"))
    return Renvois.de(lue), constats


def _inventaire(tenu: Manifeste, presents: set[str]) -> Iterator[Remarque]:
    """Les fichiers annoncés et absents, présents et inconnus."""
    promis = {fichier for entree in tenu.fiches.values() for fichier in entree.noms}
    for fichier in sorted(promis - presents):
        yield Remarque(fichier, "Inventaire", "campagne.json annonce ce fichier, et il manque")
    for code, entree in tenu.fiches.items():
        if entree.erreur:
            yield Remarque(NOM, "Inventaire", "une fiche a échoué et n’a pas de page", territoires.lieu(code).nom)
    for fichier in sorted(presents - promis - {CONTROLE, *PUBLIES}):
        if Path(fichier).suffix in _DES_FICHES:
            yield Remarque(fichier, "Inventaire", "campagne.json ne connaît pas ce fichier : à supprimer, ou à refaire")


def _retouches(sommes: Mapping[str, str | None], dossier: Path) -> Iterator[Remarque]:
    """Les fichiers qui n’ont plus la somme que dit le manifeste."""
    for fichier, somme in sommes.items():
        if (dossier / fichier).is_file() and sha256(dossier / fichier) != somme:
            yield Remarque(fichier, "Fraîcheur", "le fichier a été modifié depuis qu’il a été produit")


def _fraicheur(entree: Entree, dossier: Path, attendue: str | None) -> Iterator[Remarque]:
    if entree.page is None:
        return
    yield from _retouches(entree.sommes, dossier)
    if attendue is not None and entree.empreinte != attendue:
        yield Remarque(
            entree.page,
            "Fraîcheur",
            "la page est plus vieille que ce dont elle est faite : « fiches produire » la refera",
        )
