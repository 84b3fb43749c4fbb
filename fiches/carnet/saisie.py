"""Ce que l’analyste écrit en YAML : le lire, le vérifier, et dire ses fautes en français."""

from collections.abc import Iterator
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from fiches.redaction.proches import voulez_vous_dire
from fiches.socle.erreurs import ErreurDemande

M = TypeVar("M", bound=BaseModel)

_ATTENDU = {
    "bool_type": "true ou false",
    "date_from_datetime_parsing": "une date comme 12/03/2025",
    "date_type": "une date comme 12/03/2025",
    "decimal_parsing": "un nombre",
    "decimal_type": "un nombre",
    "dict_type": "un groupe de lignes « clé: valeur »",
    "float_parsing": "un nombre",
    "float_type": "un nombre",
    "int_from_float": "un nombre entier",
    "int_parsing": "un nombre entier",
    "int_type": "un nombre entier",
    "list_type": "une liste",
    "model_type": "un groupe de lignes « clé: valeur »",
    "string_pattern_mismatch": "un nom simple, sans chemin",
    "string_too_short": "un texte",
    "string_type": "un texte",
    "tuple_type": "une liste",
}
_BORNES = (("ge", "au moins"), ("le", "au plus"), ("gt", "plus de"))
_CHOIX = {
    "departements": "le mot « tous » ou une liste de départements",
    "lieux": "« departements », « regions », « territoires », « france », ou une liste de lieux",
    "niveau": "« departement », « region » ou « france »",
}


def lire(texte: str, ou: str) -> dict[str, Any]:
    """Les lignes « clé: valeur » d’un texte YAML ; `ou` est le nom du fichier, pour les erreurs.

    Lève `ErreurDemande` si le texte n’est pas du YAML, n’est pas fait de telles lignes, ou donne deux fois une clé.
    """
    try:
        contenu = yaml.load(texte, _LecteurYaml)
    except yaml.YAMLError as erreur:
        marque = getattr(erreur, "problem_mark", None)
        ligne = f", ligne {marque.line + 1}" if marque else ""
        if isinstance(erreur, _CleRepetee):
            raise ErreurDemande(f"{ou}{ligne} : {erreur.problem} est donné deux fois. Gardez-en un.") from erreur
        raise ErreurDemande(
            f"{ou}{ligne} : ce n’est pas du YAML lisible. Vérifiez l’alignement, les « : » et les guillemets."
        ) from erreur
    if contenu is None:
        return {}
    if not isinstance(contenu, dict):
        raise ErreurDemande(f"{ou} : des lignes « clé: valeur » sont attendues.")
    return contenu


def verifier(modele: type[M], contenu: dict[str, Any], ou: str, inconnue: str = "retirez-la.") -> M:
    """Le contenu, vérifié. Lève `ErreurDemande` en nommant le fichier, la clé et la valeur attendue.

    `inconnue` : ce qu’il faut faire d’une clé inconnue qui ne ressemble à aucune autre.
    """
    try:
        return modele.model_validate(contenu)
    except ValidationError as erreur:
        cles = list(_cles(modele))
        phrases = dict.fromkeys(_expliquer(e, cles, inconnue) for e in erreur.errors())
        raise ErreurDemande(f"{ou} : {' '.join(phrases)}") from erreur


class _CleRepetee(yaml.MarkedYAMLError):
    """Une clé est donnée deux fois au même endroit : YAML garderait la dernière sans rien dire."""


class _LecteurYaml(yaml.SafeLoader):
    """YAML sans surprise : pas de clé répétée, et `08` ou `046` restent des codes (YAML 1.1 y lit de l’octal)."""

    def construct_mapping(self, noeud: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        vues = set()
        for cle in (cle for cle, _ in noeud.value if isinstance(cle, yaml.ScalarNode)):
            if cle.value in vues:
                raise _CleRepetee(problem=f"«\u00a0{cle.value}\u00a0»", problem_mark=cle.start_mark)
            vues.add(cle.value)
        return super().construct_mapping(noeud, deep)

    def entier(self, noeud: yaml.ScalarNode) -> int | str:
        """Un nombre entier, ou le texte s’il commence par un zéro."""
        return noeud.value if noeud.value[0] == "0" and noeud.value != "0" else self.construct_yaml_int(noeud)

    def jour(self, noeud: yaml.ScalarNode) -> Any:
        """Une date, ou le texte si ce jour n’existe pas : 2025-02-29."""
        try:
            return self.construct_yaml_timestamp(noeud)
        except ValueError:
            return noeud.value


_LecteurYaml.add_constructor("tag:yaml.org,2002:timestamp", _LecteurYaml.jour)
_LecteurYaml.add_constructor("tag:yaml.org,2002:int", _LecteurYaml.entier)


def _cles(modele: Any) -> Iterator[str]:
    """Les clés que le fichier connaît, à tous les niveaux."""
    for nom, champ in modele.model_fields.items():
        yield nom
        for sorte in (champ.annotation, *get_args(champ.annotation)):
            if isinstance(sorte, type) and issubclass(sorte, BaseModel):
                yield from _cles(sorte)


def _expliquer(erreur: Any, cles: list[str], inconnue: str) -> str:
    # « list[str] » dit quelle branche d’un choix pydantic essayait : cela n’est pas une clé du fichier.
    lieu = [etape for etape in erreur["loc"] if not (isinstance(etape, str) and "[" in etape)]
    if erreur["type"] == "value_error":
        return str(erreur["ctx"]["error"])
    cle = next(etape for etape in reversed(lieu) if isinstance(etape, str))
    place, recu = f"« {' › '.join(str(e + 1) if isinstance(e, int) else e for e in lieu)} »", erreur["input"]
    if erreur["type"] == "extra_forbidden":
        return f"La clé {place} est inconnue\u202f; {voulez_vous_dire(cle, cles) or inconnue}"
    if erreur["type"] == "missing":
        return f"{place} manque."
    attendu = _CHOIX.get(cle) if erreur["type"] == "literal_error" else _ATTENDU.get(erreur["type"])
    vaut = "est vide" if recu is None else f"vaut {montrer(recu)}"
    if attendu:
        return f"{place} {vaut}, mais il faut {attendu}."
    bornes = erreur.get("ctx", {})
    for borne, mot in _BORNES:
        if borne in bornes:
            return f"{place} {vaut}, mais il faut {mot} {bornes[borne]}."
    return f"{place} {vaut}, ce qui ne convient pas."


def montrer(valeur: Any) -> str:
    """Une valeur telle qu’on la cite : « deux mille », 24."""
    return f"«\u00a0{valeur}\u00a0»" if isinstance(valeur, str) else str(valeur)
