"""Ce qui est à refaire : une page est gardée si rien de ce dont elle dépend n’a changé depuis."""

import json
from collections.abc import Mapping, Sequence

from fiches.campagne.demande import Demande
from fiches.campagne.manifeste import Entree, Lus
from fiches.carnet import commentaires, lectures, modele
from fiches.donnees import territoires
from fiches.donnees.douane import Entrepot
from fiches.donnees.lieu import Lieu
from fiches.socle import empreinte


def empreintes_communes(demande: Demande) -> tuple[str, ...]:
    """Pour chaque série, l’empreinte de ce dont toutes ses pages dépendent : programme, carnet, données de l’année.

    Des paramètres, seuls l’année et les réglages, qui sont dans les valeurs de chaque fiche, y changent quelque chose.
    """
    autres = (
        empreinte.du_programme(),
        repr(demande.lire_charte()),
        str(demande.parametres.annee),
        Entrepot(demande.donnees).empreinte(demande.parametres.annee),
        "pdf" if demande.pdf else "",
    )
    return tuple(empreinte.combiner(modele.contenu(carnet), *autres) for carnet in demande.lire_modeles())


def empreinte_de(demande: Demande, lieu: Lieu, communes: Sequence[str]) -> str:
    """L’empreinte d’une fiche : la part commune, ses réglages, son commentaire, les fiches où elle renvoie."""
    valeurs = json.dumps(demande.valeurs(lieu), sort_keys=True, default=str)
    # Les octets du commentaire, pas son texte : un commentaire illisible fait échouer sa fiche, pas la campagne.
    fichier = commentaires.chemin(lieu.code, demande.commentaires(lieu))
    commentaire = empreinte.sha256(fichier) if fichier.is_file() else ""
    renvois = {autre.code for autre in territoires.renvois(lieu)}
    commune = communes[demande.rang(lieu)]
    return empreinte.combiner(commune, valeurs, commentaire, ",".join(sorted(renvois & demande.voisines)))


def trier(demande: Demande, anciennes: Mapping[str, Entree], communes: Sequence[str]) -> tuple[list[Lieu], list[Lieu]]:
    """Les fiches à jour, puis celles à faire, dans l’ordre de la demande."""
    a_jour, a_faire = list[Lieu](), list[Lieu]()
    for lieu in demande.lieux:
        ancienne = anciennes.get(lieu.code)
        garder = (
            ancienne and not demande.forcer and _a_jour(demande, lieu, ancienne, empreinte_de(demande, lieu, communes))
        )
        (a_jour if garder else a_faire).append(lieu)
    return a_jour, a_faire


def _a_jour(demande: Demande, lieu: Lieu, ancienne: Entree, attendue: str) -> bool:
    if ancienne.empreinte != attendue or ancienne.page is None:  # une fiche en échec n’a pas de page
        return False
    return not ce_qui_a_change(demande, lieu, ancienne.lus) and all(
        (demande.dossier / nom).exists() and empreinte.sha256(demande.dossier / nom) == somme
        for nom, somme in {ancienne.page: ancienne.sha256, **ancienne.joints}.items()
    )


def ce_qui_a_change(demande: Demande, lieu: Lieu, lus: Lus) -> list[str]:
    """Ce qu’a lu le carnet d’une fiche, et qui n’est plus le même : fichiers du projet, années de données."""
    entrepot = Entrepot(demande.donnees)
    annees = [f"données de {a}" for a, somme in lus.donnees.items() if entrepot.empreinte(int(a)) != somme]
    return annees + lectures.ont_change(lus.fichiers, demande.carnet(lieu).parent)
