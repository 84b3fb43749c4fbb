"""Un nom mal écrit se dit en français, avec le plus proche de ceux qui existent."""

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any


def voulez_vous_dire(mot: str, connus: list[str]) -> str:
    """« voulez-vous dire « annee » ? », ou « » si rien n’est proche."""
    proches = get_close_matches(mot, connus, n=1)
    return f"voulez-vous dire «\u00a0{proches[0]}\u00a0»\u202f?" if proches else ""


class AttributsProches:
    """« « Fiche » n’a pas de « exportation » ; voulez-vous dire « exportations » ? », dans un `AttributeError`."""

    if not TYPE_CHECKING:  # mypy croirait que tout attribut existe

        def __getattr__(self, nom: str) -> Any:
            if nom.startswith("_"):  # ce que cherchent IPython, pickle ou copy
                raise AttributeError(nom)
            if hasattr(type(self), nom):  # une propriété, dont le calcul a échoué : c’est son erreur qui compte
                return object.__getattribute__(self, nom)
            proche = voulez_vous_dire(nom, [connu for connu in dir(self) if not connu.startswith("_")])
            suite = f"\u202f; {proche}" if proche else ""
            raise AttributeError(
                f"«\u00a0{type(self).__name__}\u00a0» n’a pas de «\u00a0{nom}\u00a0»{suite}", name=nom, obj=self
            )
