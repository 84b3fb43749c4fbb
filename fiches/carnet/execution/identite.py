"""La page est celle du lieu et de l’année demandés, quoi que le carnet fasse de ses paramètres."""

import ast
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from nbformat import NotebookNode

from fiches.carnet.execution.diagnostic import INJECTEE, CarnetInterrompu, situer
from fiches.carnet.lectures import METADONNEE, en_clair
from fiches.donnees import territoires
from fiches.donnees.lieu import FRANCE, LIEUX_RECUS, Lieu
from fiches.redaction import liste


def verifier(carnet: NotebookNode) -> None:
    """Lève `CarnetInterrompu` en nommant la cellule qui a changé un paramètre ou fait la fiche d’un autre lieu.

    Range dans le relevé l’en-tête de la page : celui que dit la fiche demandée, avec le bandeau de toute donnée simulée
    que le carnet a ouverte.
    """
    releve = carnet.metadata[METADONNEE]
    voulus = carnet.metadata.get("papermill", {}).get("parameters", {})
    for nom, voulu in voulus.items():
        valeurs = releve["variables"].get(nom) or [None]
        recue = valeurs.index(en_clair(voulu)) if en_clair(voulu) in valeurs else 0  # après la valeur du modèle
        if autres := [valeur for valeur in valeurs[recue:] if valeur != en_clair(voulu)]:
            raise _redefini(carnet, nom, voulu, autres[-1])
    entete = _entete(carnet, releve["entetes"], voulus)
    demonstration = releve["demonstration"] or bool(entete.get("demonstration"))
    releve["entete"] = {**entete, **_dates(entete, releve["entetes"]), "demonstration": demonstration}


def _dates(entete: Mapping[str, Any], entetes: list[Mapping[str, Any]]) -> dict[str, str]:
    """La date et la source des données de toutes les fiches que le carnet a construites."""
    annees = sorted({int(e["annee"]) for e in entetes})
    if not entete or len(annees) < 2:
        return {}
    sources = dict.fromkeys(e["source"] for e in (entete, *entetes))
    return {"date": f"années {liste([str(annee) for annee in annees])}", "source": " ".join(sources)}


def _entete(carnet: NotebookNode, entetes: list[Mapping[str, Any]], voulus: Mapping[str, Any]) -> Mapping[str, Any]:
    lieu = _lieu(carnet, voulus, entetes)
    if lieu is None:
        return entetes[-1] if entetes else {}
    trouvee = next((e for e in entetes if e.get("lieu") == lieu.code and _de_l_annee(e, voulus)), None)
    designees = carnet.metadata[METADONNEE]["variables"].get("fiche", [])
    etrangeres = [code for code in designees if code not in {None, lieu.code}]
    if (entetes and trouvee is None) or etrangeres:
        autre = territoires.lieu(etrangeres[-1]) if etrangeres else None
        dite = f"« fiche » y est celle {autre.de}" if autre else "le carnet ne construit pas la fiche de ce lieu"
        retablie = bool(etrangeres) and designees[-1] == lieu.code
        ou = next(islice(_affectent(carnet, "fiche"), int(retablie), None), None)
        ecrit = lieu.genre if lieu.genre in LIEUX_RECUS else '"France"'
        raise CarnetInterrompu(
            f"{f'{situer(carnet, ou)} : ' if ou is not None else ''}{dite}, alors que la page demandée est celle "
            f"{lieu.de}. Écrivez fiche = Fiche({ecrit}, annee), et un autre nom pour une autre fiche",
            carnet,
            ou or 0,
        )
    return trouvee or {}


def _lieu(carnet: NotebookNode, voulus: Mapping[str, Any], entetes: list[Mapping[str, Any]]) -> Lieu | None:
    """Celui que le carnet a reçu ; la France s’il n’en a reçu aucun et qu’il en fait la fiche."""
    for genre in LIEUX_RECUS:
        if genre in voulus:
            lieu = territoires.lieu(voulus[genre])
            if lieu.genre != genre:  # la région 76 est l’Occitanie, le département 76 la Seine-Maritime
                conseil = 'son nom, ou son code comme "region-76" ou "ti-7603"'
                raison = f"« {genre} » vaut {voulus[genre]!r}, c’est-à-dire {lieu.sujet}, {_CE_QUE_C_EST[lieu.genre]}"
                raise CarnetInterrompu(f"{raison} : donnez {conseil}", carnet, 0)
            return lieu
    return FRANCE if any(e.get("lieu") == FRANCE.code for e in entetes) else None


_CE_QUE_C_EST = {
    "departement": "un département", "region": "une région", "territoire": "un Territoire d’industrie",
    "france": "le pays entier",
}  # fmt: skip


def _de_l_annee(entete: Mapping[str, Any], voulus: Mapping[str, Any]) -> bool:
    return "annee" not in voulus or int(entete["annee"]) == int(voulus["annee"])


def _redefini(carnet: NotebookNode, nom: str, voulu: Any, devenu: Any) -> CarnetInterrompu:
    ou = next(_affectent(carnet, nom), None)
    place = "une cellule" if ou is None else situer(carnet, ou)
    return CarnetInterrompu(
        f"{place} change « {nom} » après la cellule « parameters » : il vaut {devenu!r} au lieu de {voulu!r}. "
        "Donnez un autre nom à cette variable",
        carnet,
        ou or 0,
    )


def _affectent(carnet: NotebookNode, nom: str) -> Iterator[int]:
    """Les cellules de code qui affectent ce nom après les paramètres reçus, de la dernière à la première."""
    rangs = [r for r, c in enumerate(carnet.cells) if INJECTEE in c.metadata.get("tags", [])]
    for rang in range(len(carnet.cells) - 1, max(rangs, default=-1), -1):
        cellule = carnet.cells[rang]
        if cellule.cell_type == "code" and nom in _noms_affectes(cellule.source):
            yield rang


def _noms_affectes(source: str) -> set[str]:
    lignes = ("" if ligne.lstrip().startswith(("%", "!")) else ligne for ligne in source.split("\n"))
    try:
        arbre = ast.parse("\n".join(lignes))
    except SyntaxError:  # elle aurait échoué : la faute est ailleurs
        return set()
    return {n.id for n in ast.walk(arbre) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
