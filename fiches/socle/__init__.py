"""Ce sur quoi tout repose : erreurs, chemins et écriture des fichiers, processus, interruption, environnement."""
