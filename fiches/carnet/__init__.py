"""Un carnet avant, pendant et après son exécution : modèle, paramètres, récit, commentaires, moteur."""
