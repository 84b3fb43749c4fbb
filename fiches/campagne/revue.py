"""Ce qu’un éditeur revoit quand l’année change : ce que le programme ne peut pas savoir à sa place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from fiches.carnet import commentaires, modele, parametres, recit
from fiches.carnet.parametres import Parametres
from fiches.donnees.douane import Entrepot
from fiches.fiche.notes import droits_de_douane
from fiches.socle import chemins
from fiches.socle.erreurs import ErreurDemande, ErreurDonnees

_ANNEE = re.compile(r"(?<!\d)20\d\d(?!\d)")
_PHRASE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-ÖØ-Þ«*_\[{])")
_PUCE = re.compile(r"^\s*([-*+]|\d+[.)])\s+")
_PARAGRAPHE = re.compile(rf"{_PUCE.pattern}|\s*($|[>|])")


@dataclass(frozen=True)
class ARevoir:
    """Une chose à revoir, et ce qui l’appelle."""

    titre: str
    details: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([f"{self.titre}\u00a0:", *(f"  - {detail}" for detail in self.details)])


def revoir(annee: int, donnees: Path) -> list[ARevoir]:
    """Ce qu’il y a à revoir de l’édition `annee`. Lève `ErreurDemande` si elle n’est pas ouverte, ou est mal écrite."""
    fichier = chemins.fichier_d_edition(annee)
    if not fichier.exists():
        raise ErreurDemande(f"{fichier} n’existe pas. Ouvrez cette édition : « fiches edition {annee} ».")
    edition = parametres.lire(fichier)
    carnets, illisibles = _lire_les_carnets(edition)
    points = (
        ("Les données", _donnees(annee, donnees)),
        ("Les totaux publiés, dans les paramètres", _references(edition, fichier)),
        ("Ce qui nomme une année", [*illisibles, *_annees_nommees(edition, fichier, carnets)]),
        ("Les droits de douane des États-Unis (fiches/fiche/notes.py)", [_droits_de_douane(annee)]),
        ("Les commentaires de l’analyste", _commentaires(edition)),
        ("Les sections masquées", _sections_masquees(edition)),
        ("Le dossier des pages", _dossier(edition)),
    )
    return [ARevoir(titre, tuple(details)) for titre, details in points if details]


def _donnees(annee: int, dossier: Path) -> list[str]:
    entrepot = Entrepot(dossier)
    try:
        entrepot.exiger_complete(annee)
    except ErreurDonnees as erreur:
        return [str(erreur)]
    simulees, avant = entrepot.demonstration(annee), annee - 1
    dites = [f"{annee} : {'données de démonstration, à remplacer par les vraies' if simulees else 'importée'}."]
    if not entrepot.complete(avant):
        dites.append(f"{avant} : absente ou incomplète ; sans elle, aucune évolution en un an ne se dit.")
    elif simulees != entrepot.demonstration(avant):
        dites.append(f"{avant} : {'vraie' if simulees else 'simulée'}, et {annee} ne l’est pas : rien ne se compare.")
    return dites


def _references(edition: Parametres, fichier: Path) -> list[str]:
    if edition.references.totaux:
        return []
    return [
        f"{fichier.name}, « references » : à compléter quand des totaux de {edition.annee} sont publiés ; "
        "« fiches donnees controler » y compare les données."
    ]


def _lire_les_carnets(edition: Parametres) -> tuple[dict[str, NotebookNode], list[str]]:
    """Les carnets des séries, et une phrase pour chacun qui ne se lit pas."""
    lus, illisibles = dict[str, NotebookNode](), list[str]()
    for nom in dict.fromkeys(serie.carnet for serie in edition.toutes):
        try:
            lus[nom] = modele.lire(chemins.CARNETS / nom)
        except ErreurDemande as erreur:
            illisibles.append(str(erreur))
    return lus, illisibles


def _annees_nommees(edition: Parametres, fichier: Path, carnets: dict[str, NotebookNode]) -> Iterator[str]:
    for titre in dict.fromkeys(serie.titre for serie in (edition, *edition.toutes)):
        if _ANNEE.search(titre):
            yield f"{fichier.name}, titre : «\u00a0{titre}\u00a0»"
    ou = dict[tuple[str, str], list[str]]()
    for nom, carnet in carnets.items():
        for place in phrases_qui_nomment_une_annee(carnet):
            ou.setdefault(place, []).append(nom)
    for (section, phrase), noms in ou.items():
        yield f"{', '.join(dict.fromkeys(noms))}, {section} : «\u00a0{phrase}\u00a0»"
    autres = [nom for nom, carnet in carnets.items() if _annee_du_carnet(carnet) not in {None, edition.annee}]
    if autres:
        yield (
            f"{', '.join(autres)}, cellule « parameters » : « annee » n’est pas {edition.annee}. Une campagne donne la "
            "sienne ; pour écrire dans JupyterLab, changez-la."
        )


def _annee_du_carnet(carnet: NotebookNode) -> object:
    try:
        return modele.variables(carnet).get("annee")
    except ErreurDemande:  # « produire » le dira
        return None


def phrases_qui_nomment_une_annee(carnet: NotebookNode) -> Iterator[tuple[str, str]]:
    """Chaque phrase d’un carnet où s’écrit une année (20xx), après sa section ; les lignes de code aussi.

    La cellule `parameters` n’en est pas : la campagne donne son année.
    """
    section = "en tête"
    for cellule in carnet.cells:
        if cellule.cell_type == "markdown":
            titres = {ligne: texte for ligne, _, texte in recit.entetes(cellule.source)}
            for texte, titre in _paragraphes(cellule.source, titres):
                section = titre or section
                yield from ((section, p) for p in _PHRASE.split(texte) if _ANNEE.search(p))
        elif cellule.cell_type == "code" and modele.PARAMETRES not in cellule.metadata.get("tags", []):
            lignes = map(str.strip, cellule.source.splitlines())
            yield from ((f"{section} (code)", ligne) for ligne in lignes if _ANNEE.search(ligne))


def _paragraphes(source: str, titres: dict[int, str]) -> Iterator[tuple[str, str]]:
    """Les paragraphes et les puces, chacun d’un trait ; avec le texte du titre, si c’en est un."""
    morceaux: list[tuple[list[str], str]] = []
    for rang, ligne in enumerate(source.splitlines()):
        if rang in titres or _PARAGRAPHE.match(ligne) or not morceaux or morceaux[-1][1]:
            morceaux.append(([], titres.get(rang, "")))
        morceaux[-1][0].append(_PUCE.sub("", ligne, count=1).strip())
    return ((" ".join(lignes).strip(), titre) for lignes, titre in morceaux if any(lignes))


def _droits_de_douane(annee: int) -> str:
    phrase = droits_de_douane(annee)
    if phrase:
        return f"La phrase paraît encore en {annee} ; est-elle toujours juste ? «\u00a0{phrase}\u00a0»"
    return (
        f"La phrase ne paraît plus en {annee}. Si ces annonces sont encore d’actualité, ajoutez {annee} à "
        "_ANNEES_DES_DROITS_DE_DOUANE, et relisez-la."
    )


def _commentaires(edition: Parametres) -> list[str]:
    series = ((chemins.PARAMS / serie.commentaires, serie.tous_ses_lieux) for serie in edition.toutes)
    dites = commentaires.recenser_tout(series, edition.annee)
    noms = ", ".join(f"params/{serie}" for serie in dict.fromkeys(s.commentaires for s in edition.toutes))
    return [
        f"{noms} sert à toutes les éditions : rien n’y est recopié. Un commentaire relu reçoit "
        f"« edition: {edition.annee} ».",
        *(dites or ["Aucun commentaire n’y est écrit."]),
    ]


def _sections_masquees(edition: Parametres) -> list[str]:
    return [
        f"{serie.carnet} : {' ; '.join(serie.sections_masquees)}. Faut-il encore les masquer ?"
        for serie in edition.toutes
        if serie.sections_masquees
    ]


def _dossier(edition: Parametres) -> list[str]:
    if str(edition.annee) in edition.dossier_des_pages:
        return []
    return [f"reports/{edition.dossier} ne dit pas l’année : les pages de {edition.annee} y remplaceraient les autres."]
