"""La commande parle français jusque dans ce que typer dit de lui-même : aide, options inconnues, valeurs refusées."""

import re
from typing import Any

from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
rich_utils.DEFAULT_STRING = "[défaut : {}]"

_AIDE = "Affiche cette aide."
# (ce que dit typer, ce qu’on en dit) ; un test passe en revue les erreurs courantes.
_TRADUCTIONS = (
    (r"No such option: (\S+?)(?: \(Possible options: (.+)\)|\.? Did you mean (.+?)\?)?$", r"l’option \1 n’existe pas"),
    (r"No such command '(.+?)'\..*?(?:Did you mean '(.+)'\?)?$", r"la commande « \1 » n’existe pas"),
    (r"Missing command\.?$", "une commande est attendue"),
    (r"Missing argument '(.+)'\.?$", r"il manque \1"),
    (r"Option '(.+?)' requires an argument\.?$", r"l’option \1 attend une valeur"),
    (r"Got unexpected extra argument\S* \((.+)\)$", r"en trop sur la ligne : \1"),
    (r"Invalid value for '(.+?)': Input should be a valid integer.*", r"\1 : un nombre entier est attendu"),
    (r"Invalid value for '(.+?)': Input should be greater than or equal to (\S+)", r"\1 : au moins \2 est attendu"),
)


def traduire(message: str) -> str:
    """La faute de frappe, en français ; le message de typer s’il n’est pas prévu."""
    for motif, phrase in _TRADUCTIONS:
        if trouve := re.match(motif, message, re.S):
            proche = next((g for g in trouve.groups()[1:] if g), None) if "No such" in motif else None
            conseil = f" ; voulez-vous dire {proche} ?" if proche else ""
            return f"{trouve.expand(phrase)}{conseil}"
    return message


class Commande(TyperCommand):
    """Une commande dont l’option d’aide se décrit en français."""

    def get_help_option(self, ctx: Any) -> Any:
        """L’option `--help`."""
        return _en_francais(super().get_help_option(ctx))


class Groupe(TyperGroup):
    """Un groupe de commandes dont l’option d’aide se décrit en français."""

    def get_help_option(self, ctx: Any) -> Any:
        """L’option `--help`."""
        return _en_francais(super().get_help_option(ctx))


def _en_francais(option: Any) -> Any:
    if option is not None:
        option.help = _AIDE
    return option
