"""La commande parle français jusque dans ce que typer dit de lui-même : aide, options inconnues, valeurs refusées."""

import re
from typing import Any

from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
rich_utils.DEFAULT_STRING = "[défaut : {}]"
rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"

_AIDE = "Affiche cette aide."
# (ce que dit typer, ce qu’on en dit) ; un test passe en revue les erreurs courantes.
_TRADUCTIONS = (
    (r"No such option: (\S+?)(?: \(Possible options: (.+)\)|\.? Did you mean (.+?)\?)?$", r"l’option \1 n’existe pas"),
    (r"No such command '(.+?)'\..*?(?:Did you mean '(.+)'\?)?$", r"la commande « \1 » n’existe pas"),
    (r"(Missing command\.?)?$", "une commande est attendue"),
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


class _EnFrancais:
    """Une aide où l’option `--help` se décrit en français, sans noms de types Python (« <bool> », « <list[str]> »)."""

    def get_help_option(self, ctx: Any) -> Any:
        """L’option `--help`."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _AIDE
        return option

    def get_params(self, ctx: Any) -> Any:
        """Les arguments et les options, dont seuls ceux qui ont un `metavar` montrent ce qu’ils attendent."""
        parametres = super().get_params(ctx)  # type: ignore[misc]
        for parametre in parametres:
            if parametre.param_type_name == "argument" or parametre.metavar is None:
                parametre.display_type_rich = lambda ctx: None
        return parametres


class Commande(_EnFrancais, TyperCommand):
    """Une commande."""


class Groupe(_EnFrancais, TyperGroup):
    """Un groupe de commandes."""
