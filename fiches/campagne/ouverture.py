"""Ouvrir l’édition d’une année : son fichier de paramètres, tiré de celui de l’édition précédente.

Le texte, ses commentaires et sa mise en page restent : seuls changent les endroits qui disent l’année, trouvés par les
marques du lecteur YAML. Le résultat est relu, et comparé à l’ancien, avant d’être écrit.
"""

import re
from pathlib import Path

import yaml

from fiches.carnet import parametres
from fiches.carnet.parametres import Parametres, References
from fiches.socle import chemins
from fiches.socle.erreurs import ErreurDemande

_PREMIERE, _DERNIERE = 1990, 2100
_A_COMPLETER = (
    "# À compléter : totaux publiés pour {annee}. Chaque « … » attend sa valeur ; ôtez ensuite le « # » de ces lignes."
)
_DEJA_A_COMPLETER = re.compile(r"(?<=^# À compléter : totaux publiés pour )\d{4}", re.MULTILINE)
_DATES = re.compile(r"^(\s*(?:#\s*)?(?:source|date)\s*:)[ \t]*[^\r\n]*", re.MULTILINE)
_MONTANTS = re.compile(r"\b((?:exportations|importations)[\"']?\s*:\s*)[\d._]+")
_MODELE = """references:
  source: …
  totaux:
    - {niveau: france, exportations: …, importations: …}
"""

Retouche = tuple[int, int, str]
"""Du rang d’un caractère à celui d’un autre, ce qui s’y écrit."""


def ouvrir(annee: int) -> tuple[Path, Path]:
    """Écrit le fichier de l’édition `annee` ; rend son chemin, et celui de l’édition dont il vient.

    Lève `ErreurDemande` : année impossible, édition déjà là, aucune avant elle, ou fichier qui ne se reprend pas ainsi.
    """
    if not _PREMIERE <= annee <= _DERNIERE:
        raise ErreurDemande(f"{annee} : l’année d’une édition va de {_PREMIERE} à {_DERNIERE}.")
    nouvelle, presentes = chemins.fichier_d_edition(annee), chemins.editions()
    if nouvelle.exists():
        raise ErreurDemande(
            f"{nouvelle} existe déjà : il n’est pas remplacé. Modifiez-le ; pour savoir ce qui y reste à revoir, "
            f"« fiches edition {annee} --revoir »."
        )
    anterieures = [chemin for sienne, chemin in presentes.items() if sienne < annee]
    if not anterieures:
        la = ", ".join(map(str, presentes)) or "aucune"
        raise ErreurDemande(
            f"Aucune édition antérieure à {annee} dans {chemins.PARAMS} (éditions présentes : {la}). Copiez-en une "
            f"sous le nom {nouvelle.name}, puis changez « annee » et « references »."
        )
    modele = anterieures[-1]
    ancienne = parametres.lire(modele)
    texte = _reprendre(modele.read_bytes().decode("utf-8-sig"), ancienne, annee, modele)
    _verifier(texte, ancienne, annee, nouvelle, modele)
    chemins.ecrire(nouvelle, texte)
    return nouvelle, modele


def _reprendre(texte: str, ancienne: Parametres, annee: int, modele: Path) -> str:
    fin_de_ligne = "\r\n" if "\r\n" in texte else "\n"
    if not texte.endswith(("\n", "\r")):
        texte += fin_de_ligne
    racine = yaml.compose(texte, yaml.SafeLoader)
    if isinstance(racine, yaml.MappingNode) and racine.flow_style:
        raise ErreurDemande(f"{modele} : ses clés tiennent entre accolades. Mettez-en une par ligne, puis relancez.")
    noeuds = {cle.value: (cle, valeur) for cle, valeur in racine.value} if racine else {}
    retouches = list[Retouche]()
    if "annee" in noeuds:
        _, valeur = noeuds["annee"]
        retouches.append((valeur.start_mark.index, valeur.end_mark.index, str(annee)))
    else:
        retouches.append((0, 0, f"annee: {annee}{fin_de_ligne}"))
    if "dossier" in noeuds and "{annee}" not in ancienne.dossier:
        _, valeur = noeuds["dossier"]
        debut, fin = valeur.start_mark.index, valeur.end_mark.index
        retouches.append((debut, fin, texte[debut:fin].replace(str(ancienne.annee), str(annee))))
    if "references" in noeuds:
        cle, valeur = noeuds["references"]
        debut, fin = cle.start_mark.index - cle.start_mark.column, _fin(texte, valeur)
        retouches.append((debut, fin, _a_completer(texte[debut:fin], annee, fin_de_ligne)))
    elif deja := _DEJA_A_COMPLETER.search(texte):
        retouches.append((*deja.span(), str(annee)))
    else:
        retouches.append((len(texte), len(texte), fin_de_ligne + _a_completer(_MODELE, annee, fin_de_ligne)))
    for debut, fin, remplacement in sorted(retouches, reverse=True):
        texte = texte[:debut] + remplacement + texte[fin:]
    return texte


def _fin(texte: str, noeud: yaml.Node) -> int:
    """Le rang où finit la dernière ligne d’une valeur ; les lignes vides et les commentaires qui suivent restent."""
    while isinstance(noeud, yaml.CollectionNode) and not noeud.flow_style and noeud.value:
        dernier = noeud.value[-1]
        noeud = dernier[1] if isinstance(dernier, tuple) else dernier
    fin = len(texte[: noeud.end_mark.index].rstrip())
    suite = re.compile(r"\r?\n|\r|$").search(texte, fin)
    return suite.end() if suite else len(texte)


def _a_completer(lignes: str, annee: int, fin_de_ligne: str) -> str:
    """Les lignes en commentaire, sans les valeurs de l’année d’avant : elles passeraient pour celles-ci."""
    videes = _MONTANTS.sub(r"\1…", _DATES.sub(r"\1 …", lignes))
    dites = [_A_COMPLETER.format(annee=annee), *(f"# {ligne}".rstrip() for ligne in videes.splitlines())]
    return "".join(f"{ligne}{fin_de_ligne}" for ligne in dites)


def _verifier(texte: str, ancienne: Parametres, annee: int, nouvelle: Path, modele: Path) -> None:
    """Lève `ErreurDemande` si le texte ne dit pas ce que disait l’ancien, à l’année près."""
    try:
        lue = parametres.comprendre(texte, str(nouvelle))
    except ErreurDemande:
        lue = None
    voulue = {"annee": annee, "references": References(), "dossier": lue.dossier if lue else ""}
    if lue != ancienne.model_copy(update=voulue):
        raise ErreurDemande(
            f"{modele} ne se reprend pas ligne à ligne, et rien n’est écrit. Copiez-le sous le nom {nouvelle.name}, "
            "puis changez « annee » et « references »."
        )
