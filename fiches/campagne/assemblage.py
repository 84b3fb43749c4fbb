"""Réunir en un seul site les parts d’une campagne, faites chacune de son côté."""

from dataclasses import replace
from pathlib import Path

from fiches.campagne import manifeste
from fiches.campagne.manifeste import Manifeste, Provenance
from fiches.campagne.part import Part
from fiches.campagne.publication import publier
from fiches.socle.erreurs import ErreurDemande


def assembler(dossier: Path) -> Manifeste:
    """Réunit les manifestes des parts en un seul `campagne.json`, fait le sommaire, puis les retire.

    Sans effet si c’est déjà fait. Lève `ErreurDemande` s’il n’y a aucune part, s’il en manque, ou si elles ne viennent
    pas des mêmes entrées.
    """
    trouvees = (Part.du_manifeste(fichier.name) for fichier in dossier.glob("campagne-*.json"))
    parts = sorted(filter(None, trouvees), key=lambda part: part.rang)
    if not parts and (dossier / manifeste.NOM).exists():  # déjà fait : un ordonnanceur peut relancer la commande
        return manifeste.lire(dossier)
    if not parts:
        raise ErreurDemande(
            f"{dossier} : aucune part de campagne. Faites-les d’abord : fiches produire --tous --part 1/4"
        )
    nombre = parts[0].nombre
    manquantes = sorted(set(range(1, nombre + 1)) - {p.rang for p in parts})
    if manquantes or any(p.nombre != nombre for p in parts):
        raison = ", ".join(f"{rang}/{nombre}" for rang in manquantes) or "des découpages différents se mêlent"
        raise ErreurDemande(f"{dossier} : il manque des parts ({raison}). Attendez-les, ou refaites-les avec --part.")
    lus = [manifeste.lire(dossier, part.manifeste) for part in parts]
    for part, lu in zip(parts, lus, strict=True):
        if _entrees(lu.provenance) != _entrees(lus[0].provenance):
            raise ErreurDemande(
                f"{dossier / part.manifeste} : cette part ne vient pas des mêmes données, du même carnet ou du même "
                f"programme que {parts[0].manifeste}. Refaites-la."
            )
    ensemble = Manifeste(lus[0].provenance, {code: e for lu in lus for code, e in lu.fiches.items()})
    ensemble.enregistrer(dossier)
    publier(dossier, ensemble)
    for part in parts:
        (dossier / part.manifeste).unlink()
    return ensemble


def _entrees(provenance: Provenance) -> Provenance:
    """La provenance, sans la date d’import : chaque machine a la sienne."""
    archives = [{cle: v for cle, v in archive.items() if cle != "importe_le"} for archive in provenance.archives]
    return replace(provenance, archives=archives)
