"""Ce qui est à refaire : une page est gardée si rien de ce dont elle dépend n’a changé depuis."""

import json
from collections.abc import Mapping

from fiches.campagne.demande import Demande
from fiches.campagne.manifeste import Entree, Lus
from fiches.carnet import commentaires, lectures, modele
from fiches.donnees import territoires
from fiches.donnees.douane import Entrepot
from fiches.donnees.territoires import Departement
from fiches.socle import empreinte

SANS_EFFET = {
    "carnet",
    "charte",
    "commentaires",
    "departements",
    "dossier",
    "limite_par_cellule",
    "references",
    "sections_masquees",
    "titre",
}
"""Les paramètres dont les pages ne dépendent pas ; des fichiers qu’ils nomment, seul le contenu compte.
Les sections masquées comptent par le carnet qu’elles laissent."""


def empreinte_commune(demande: Demande) -> str:
    """L’empreinte de ce dont toutes les pages dépendent : programme, carnet, paramètres, données de l’année."""
    return empreinte.combiner(
        empreinte.du_programme(),
        modele.contenu(demande.lire_modele()),
        repr(demande.lire_charte()),
        demande.parametres.model_dump_json(exclude=SANS_EFFET | {"reglages", "exceptions"}),
        Entrepot(demande.donnees).empreinte(demande.parametres.annee),
        "pdf" if demande.pdf else "",
    )


def empreinte_de(demande: Demande, lieu: Departement, commune: str) -> str:
    """L’empreinte d’une fiche : la part commune, ses réglages, son commentaire, les fiches où elle renvoie."""
    valeurs = json.dumps(demande.valeurs(lieu), sort_keys=True, default=str)
    # Les octets du commentaire, pas son texte : un commentaire illisible fait échouer sa fiche, pas la campagne.
    fichier = commentaires.chemin(lieu.code, demande.commentaires)
    commentaire = empreinte.sha256(fichier) if fichier.is_file() else ""
    renvois = {code for t in territoires.territoires_industrie(lieu.code) for code in t.departements} - {lieu.code}
    return empreinte.combiner(commune, valeurs, commentaire, ",".join(sorted(renvois & demande.voisines)))


def trier(
    demande: Demande, anciennes: Mapping[str, Entree], commune: str
) -> tuple[list[Departement], list[Departement]]:
    """Les fiches à jour, puis celles à faire, dans l’ordre de la demande."""
    a_jour, a_faire = list[Departement](), list[Departement]()
    for lieu in demande.departements:
        ancienne = anciennes.get(lieu.code)
        garder = ancienne and not demande.forcer and _a_jour(demande, ancienne, empreinte_de(demande, lieu, commune))
        (a_jour if garder else a_faire).append(lieu)
    return a_jour, a_faire


def _a_jour(demande: Demande, ancienne: Entree, attendue: str) -> bool:
    if ancienne.empreinte != attendue or ancienne.page is None:  # une fiche en échec n’a pas de page
        return False
    return not ce_qui_a_change(demande, ancienne.lus) and all(
        (demande.dossier / nom).exists() and empreinte.sha256(demande.dossier / nom) == somme
        for nom, somme in {ancienne.page: ancienne.sha256, **ancienne.joints}.items()
    )


def ce_qui_a_change(demande: Demande, lus: Lus) -> list[str]:
    """Ce qu’a lu le carnet d’une fiche, et qui n’est plus le même : fichiers du projet, années de données."""
    entrepot = Entrepot(demande.donnees)
    annees = [f"données de {a}" for a, somme in lus.donnees.items() if entrepot.empreinte(int(a)) != somme]
    return annees + lectures.ont_change(lus.fichiers, demande.carnet.parent)
