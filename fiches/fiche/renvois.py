"""Ce qui mène d’une fiche aux autres : ses Territoires d’industrie, ses départements, sa région."""

from collections.abc import Sequence
from html import escape
from typing import Any

from fiches.donnees import territoires
from fiches.donnees.lieu import Departement, Genre, Lieu, TerritoireIndustrie
from fiches.fiche.commerce import Territoire
from fiches.fiche.phrases import Phrases
from fiches.redaction import accord, liste
from fiches.socle import chemins


class ListeDeTerritoires:
    """Les Territoires d’industrie que touche un lieu ; se montre comme une liste, ou une phrase s’il n’y en a pas."""

    def __init__(self, lieu: Lieu) -> None:
        self._lieu = lieu
        touches = [t for d in territoires.departements_de(lieu) for t in territoires.territoires_industrie(d.code)]
        self._territoires = sorted(dict.fromkeys(touches), key=lambda t: t.nom)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        if not self._territoires:
            phrase = f"Aucun Territoire d’industrie n’est labellisé {self._lieu.dans}."
            return {"text/plain": phrase, "text/html": f"<p>{escape(phrase)}</p>"}
        elements = [f"<li>{renvoyer(t)}{self._voir_aussi(t)}</li>" for t in self._territoires]
        textes = [t.nom for t in self._territoires]
        return {"text/plain": "\u202f; ".join(textes), "text/html": f"<ul>{''.join(elements)}</ul>"}

    def _voir_aussi(self, territoire: TerritoireIndustrie) -> str:
        if not isinstance(self._lieu, Departement):
            return ""
        voisins = [territoires.departement(code) for code in territoire.departements if code != self._lieu.code]
        liens = liste([renvoyer(voisin) for voisin in voisins])
        return f" (voir aussi {accord(len(voisins), 'la fiche', 'les fiches')}\u00a0: {liens})" if voisins else ""


_SORTES: dict[Genre, tuple[str, str]] = {
    "departement": ("Département", "Départements"),
    "region": ("Région", "Régions"),
    "france": ("France", "France"),
}


class AutresFiches:
    """Les autres fiches à lire, une ligne par sorte ; rien de celles qui ne sont pas dans le même dossier.

    Les Territoires d’industrie, et les départements qu’un département y croise, ont leur propre liste.
    """

    def __init__(self, lieu: Lieu) -> None:
        presents = [autre for autre in territoires.renvois(lieu) if _presente(autre)]
        sortes = [genre for genre in _SORTES if not genre == lieu.genre == "departement"]
        groupes = [(genre, [autre for autre in presents if autre.genre == genre]) for genre in sortes]
        self._groupes = [(_SORTES[genre][len(lieux) > 1], lieux) for genre, lieux in groupes if lieux]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        lignes = [f"<li>{nom}\u00a0: {liste([renvoyer(lieu) for lieu in lieux])}</li>" for nom, lieux in self._groupes]
        textes = [f"{nom}\u00a0: {liste([lieu.nom for lieu in lieux])}" for nom, lieux in self._groupes]
        html = f"<ul>{''.join(lignes)}</ul>" if lignes else ""
        return {"text/plain": "\u202f; ".join(textes), "text/html": html}


class Resumes:
    """Une ligne par département : le lien vers sa fiche, et ses totaux en une phrase."""

    def __init__(self, departements: Sequence[Territoire]) -> None:
        self._phrases = [(t.lieu, str(Phrases(t, t).totaux)) for t in departements]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        lignes = [f"<li>{renvoyer(lieu)}\u00a0: {escape(phrase)}</li>" for lieu, phrase in self._phrases]
        textes = [f"{lieu.nom}\u00a0: {phrase}" for lieu, phrase in self._phrases]
        return {"text/plain": "\n".join(textes), "text/html": f"<ul>{''.join(lignes)}</ul>"}


def renvoyer(lieu: Lieu) -> str:
    """Le nom d’un lieu, en lien si sa fiche est dans le même dossier ; hors d’une campagne, on le suppose."""
    nom = escape(lieu.nom)
    return f'<a href="{lieu.fichier}.html">{nom}</a>' if _presente(lieu) else nom


def _presente(lieu: Lieu) -> bool:
    presentes = chemins.voisines()
    return lieu.code in presentes if presentes else True
