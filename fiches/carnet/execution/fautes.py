"""Les fautes de Python les plus courantes, dites en français à qui écrit un carnet."""

import re
from collections.abc import Iterable

# fmt: off
# (exceptions de Python, motif de leur message, ce qu’on en dit) : le premier motif trouvé l’emporte.
_EXPLICATIONS = (
    (("NameError",), r"name '(.+?)' is not defined", r"le nom « \1 » n’existe pas : vérifiez son orthographe"),
    (("AttributeError",), r"(.+ n’a pas de .+)", r"\1"),  # de l’un de nos objets
    (("AttributeError",), r"module '(.+?)' has no attribute '(.+?)'", r"« \1 » n’a pas de « \2 »"),
    (("AttributeError",), r"'(.+?)' object has no attribute '(.+?)'", r"« \1 » n’a pas de « \2 »"),
    (("KeyError",), r"\[(.+?)\] not in index", r"la colonne ou la clé \1 n’existe pas"),
    (("KeyError",), r"None of \[Index\(\[(.+?)\]", r"la colonne ou la clé \1 n’existe pas"),
    (("KeyError",), r"(.+)", r"la colonne ou la clé \1 n’existe pas"),
    (("IndexError",), r"", r"il n’y a pas tant de lignes ou d’éléments"),
    (("TypeError",), r"(redaction\b.* écrit .+|redaction\b.* attend .+|«.+, mais il faut .+)", r"\1"),  # de redaction
    (("TypeError",), r"(?:\w+\.)*(\w+)\(\) got an unexpected keyword argument '(.+?)'",
        r"« \1 » n’a pas de réglage « \2 »"),
    (("TypeError",), r"(?:\w+\.)*(\w+)\(\) missing \d+ required .*?arguments?: (.+)", r"il manque \2 à « \1 »"),
    (("TypeError",), r"'(\w+)' object is not callable", r"des parenthèses suivent ce qui n’est pas une fonction (\1)"),
    (("TypeError",), r"unsupported operand type\(s\) for (\S+?):? '(.+?)' and '(.+?)'",
        r"« \1 » ne va pas entre \2 et \3"),
    (("FileNotFoundError",), r"No such file or directory: (.+)", r"le fichier \1 n’existe pas"),
    (("ZeroDivisionError",), r"", r"division par zéro"),
    (("ModuleNotFoundError",), r"No module named '(.+?)'", r"la bibliothèque « \1 » n’est pas installée"),
    (("ImportError",), r"cannot import name '(.+?)' from '(.+?)'", r"« \2 » n’a pas de « \1 »"),
    (("UsageError",), r"[Mm]agic(?: function)? `(%+\w+)`? not found", r"la commande « \1 » n’existe pas"),
    (("SystemExit",), r"", r"exit() ou sys.exit() arrête le carnet avant la fin : retirez-le"),
    (("MemoryError",), r"", r"mémoire épuisée"),
    (("EOFError", "StdinNotImplementedError"), r"", r"input() attend une réponse, et personne n’est là pour la donner"),
)
# fmt: on

_CODE_MAL_ECRIT = (
    (r"'(.)' was never closed", r"« \1 » n’est pas refermé"),
    (r"incomplete input", r"une parenthèse, un crochet ou un guillemet n’est pas refermé"),
    (r"unmatched '(.)'|closing parenthesis '(.)' does not match", r"« \1\2 » ne ferme rien"),
    (r"unterminated .*string literal", r"un guillemet n’est pas refermé"),
    (
        r"invalid non-printable character U\+00A0",
        r"une espace insécable s’est glissée dans le code : remplacez-la par une espace ordinaire",
    ),
    (r"invalid character '(.)'", r"le signe « \1 » n’est pas du code : tapez ' à sa place"),
    (r"expected '(.)'", r"il manque « \1 »"),
    (r"Perhaps you forgot a comma", r"il manque peut-être une virgule"),
    (r"Maybe you meant '==' ", r"une comparaison s’écrit « == »"),
    (r"indent", r"une ligne n’est pas alignée comme il faut"),
    (r"^invalid syntax", r"un signe manque, ou est en trop"),
    (r"(.+?)(?: \(.*\))?$", r"\1"),
)


def expliquer(nom: str, message: str) -> str:
    """La raison en français pour les fautes les plus courantes ; sinon le message de Python.

    `nom` est celui de l’exception. Un message de nos propres erreurs est rendu tel quel.
    """
    if nom.startswith("Erreur"):  # les nôtres sont déjà écrites pour être lues
        return message
    if nom in ("SyntaxError", "IndentationError", "TabError"):
        return f"le code est mal écrit : {_premiere(_CODE_MAL_ECRIT, message)}"
    siennes = [(motif, phrase) for noms, motif, phrase in _EXPLICATIONS if nom in noms]
    return _premiere(siennes, message) or (f"{nom} : {message}" if message else nom)


def _premiere(explications: Iterable[tuple[str, str]], message: str) -> str:
    for motif, phrase in explications:
        if trouve := re.search(motif, message, re.S):
            return trouve.expand(phrase)
    return ""
