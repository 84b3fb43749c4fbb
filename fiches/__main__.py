"""`python -m fiches` : la commande, même quand le dossier des commandes n’est pas dans le PATH."""

from fiches.cli import main

main()
