"""Publier une campagne : le sommaire du site et les indicateurs de tous ses lieux, d’après le manifeste."""

from pathlib import Path

from fiches.campagne.manifeste import CONTROLE, SOMMAIRE, Manifeste
from fiches.donnees import territoires
from fiches.socle.chemins import ecrire_ensemble
from fiches.socle.empreinte import sha256


def publier(dossier: Path, manifeste: Manifeste) -> None:
    """Écrit ce qui se publie avec toutes les fiches (`PUBLIES`), puis le manifeste, qui en garde les sommes.

    Une page qui n’existe pas n’est pas dans l’index.
    """
    # Importé ici : quand tout est à jour, rien n’est dessiné.
    from fiches.campagne.donnees_ouvertes import rediger  # noqa: PLC0415
    from fiches.page.sommaire import FicheDuSite, sommaire  # noqa: PLC0415

    fiches = []
    for code, entree in manifeste.fiches.items():
        presente = entree.page and (dossier / entree.page).exists()
        if presente or entree.erreur:
            fiches.append(
                FicheDuSite(
                    lieu=territoires.lieu(code),
                    page=entree.page if presente else None,
                    faite_le=entree.faite_le,
                    indicateurs=entree.indicateurs or {},
                    joints=[nom for nom in sorted(entree.joints) if (dossier / nom).exists()],
                )
            )
    provenance = manifeste.provenance
    page = sommaire(
        fiches,
        titre=provenance.titre,
        annee=provenance.annee,
        demonstration=provenance.demonstration,
        archives=sorted({archive["archive"] for archive in provenance.archives}),
        controle=(dossier / CONTROLE).exists(),
    )
    publies = rediger(manifeste) | {SOMMAIRE: page.encode()}
    ecrire_ensemble({dossier / nom: octets for nom, octets in publies.items()})
    manifeste.fichiers = {nom: sha256(octets) for nom, octets in publies.items()}
    manifeste.enregistrer(dossier)
