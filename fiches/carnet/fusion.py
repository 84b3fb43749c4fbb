"""Les marques qu’une fusion de git laisse dans un texte : il n’a pas été choisi entre deux versions."""

import re

_MARQUE = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)


def marque_de_conflit(texte: str) -> str:
    """La première marque (« <<<<<<< HEAD ») ; « » s’il n’y en a pas."""
    trouvee = _MARQUE.search(texte)
    return trouvee[0] if trouvee else ""
