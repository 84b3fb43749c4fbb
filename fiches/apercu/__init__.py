"""Voir la page finie pendant qu’on écrit : elle se refait à chaque enregistrement.

`veille` suit les fichiers, `chaud` tient prêt un processus qui fabrique la page, `serveur` la montre dans le
navigateur de ce poste, et de lui seul.
"""
