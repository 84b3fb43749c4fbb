"""Publier une campagne : le sommaire du site, d’après le manifeste et les pages qui existent, et sa somme."""

from pathlib import Path

from fiches.campagne.manifeste import CONTROLE, SOMMAIRE, Manifeste
from fiches.donnees import territoires
from fiches.socle.chemins import ecrire
from fiches.socle.empreinte import sha256


def publier(dossier: Path, manifeste: Manifeste) -> None:
    """Écrit `index.html`, où une page qui n’existe pas n’est pas, puis le manifeste, qui en garde la somme."""
    # Importé ici : quand tout est à jour, rien n’est dessiné.
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
    ecrire(dossier / SOMMAIRE, page)
    manifeste.fichiers = {SOMMAIRE: sha256(dossier / SOMMAIRE)}
    manifeste.enregistrer(dossier)
