"""Un attribut mal nommé se dit en français, avec le nom le plus proche : c’est la faute la plus courante du récit."""

from typing import TYPE_CHECKING, Any

from fiches.saisie import voulez_vous_dire


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
