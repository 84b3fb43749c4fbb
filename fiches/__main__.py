"""`fiches`, ou `python -m fiches` : l’environnement est vérifié, puis la commande démarre."""

import sys

from fiches.socle import environnement


def main() -> None:
    """Point d’entrée : une bibliothèque absente ou trop ancienne se dit en une phrase, sans trace (code 2)."""
    try:
        if defaut := environnement.diagnostiquer():
            sys.stderr.write(f"Erreur : {defaut}\n")
            sys.exit(2)
        # Après la vérification : c’est cet import qui échouerait.
        from fiches.cli import main as commande  # noqa: PLC0415

        commande()
    except KeyboardInterrupt:  # la commande n’avait pas encore pris la main
        sys.stderr.write("Interrompu.\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
