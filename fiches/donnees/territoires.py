"""L’annuaire des lieux : chacun par son code, par son nom, et ceux qui le composent ou le contiennent."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache

from fiches.donnees import nomenclatures
from fiches.donnees.lieu import FRANCE, Departement, Genre, Lieu, Region, TerritoireIndustrie
from fiches.redaction import normaliser
from fiches.socle.erreurs import ErreurDemande

MONACO = "99"


@cache
def _departements() -> dict[str, Departement]:
    table = nomenclatures.departements()
    effectifs = table.drop(index=MONACO)["region"].value_counts()
    return {
        str(code): Departement(
            str(code), r["nom"], r["de"], r["dans"], r["sujet"], r["region"], r["code_douane"],
            tuple(r["autres_codes"].split()), forme_region=bool(effectifs[r["region"]] == 1),
        )
        for code, r in table.iterrows()
    }  # fmt: skip


@cache
def _regions() -> dict[str, Region]:
    return {
        str(code): Region(f"region-{code}", r["nom"], r["de"], r["dans"], r["sujet"], str(code))
        for code, r in nomenclatures.regions().iterrows()
    }


@cache
def _territoires_industrie() -> dict[str, TerritoireIndustrie]:
    territoires = dict[str, TerritoireIndustrie]()
    for code, r in nomenclatures.territoires_industrie().iterrows():
        nom = f"Territoire d’industrie {r['nom']}"
        communes = (compte.split(":") for compte in r["communes"].split())
        territoires[str(code)] = TerritoireIndustrie(
            str(code), r["nom"], f"du {nom}", f"dans le {nom}", f"le {nom}", tuple((d, int(n)) for d, n in communes)
        )
    return territoires


@cache
def _par_code() -> dict[str, Lieu]:
    lieux = [*departements_publies(), *_regions().values(), *_territoires_industrie().values(), FRANCE]
    return {lieu.code: lieu for lieu in lieux}


@cache
def _par_nom() -> dict[str, Lieu]:
    """Régions, Territoires d’industrie et France, par leur nom ; Mayotte y est la région."""
    nommes = [*_territoires_industrie().values(), *_regions().values(), FRANCE]
    return {normaliser(lieu.nom): lieu for lieu in nommes} | {"france": FRANCE}


def lieu(ecrit: str | int) -> Lieu:
    """Le lieu qu’on désigne : « 46 », « 2A », « Occitanie », « region-76 », « ti-7603 », « France ».

    Accents, capitales, tirets et espaces d’un nom ne comptent pas. Lève `ErreurDemande` en proposant les plus proches.
    """
    propre = str(ecrit).strip()
    trouve = _par_code().get(propre.lower()) or _par_nom().get(normaliser(propre)) or _departement(propre)
    if trouve is None:
        raise ErreurDemande(
            _inconnu(propre, _par_code().values(), "ni un département, ni une région, ni un Territoire d’industrie")
        )
    return trouve


def departement(code: str | int) -> Departement:
    """Le département d’un code écrit comme on le dit : « 46 », 1, « 2a », « 974 », « 9D ».

    Lève `ErreurDemande` en proposant les plus proches s’il est inconnu, et pour Monaco, qui n’a pas de fiche.
    """
    trouve = _departement(code)
    if trouve is None:
        raise ErreurDemande(_inconnu(str(code), departements_publies(), "pas un département"))
    return trouve


def _departement(code: str | int) -> Departement | None:
    propre = str(code).strip().upper().zfill(2)
    connus = _departements()
    par_ecriture = {ecriture: c for c, d in connus.items() for ecriture in (d.code_douane, *d.autres_codes)}
    propre = par_ecriture.get(propre, propre)
    if propre == MONACO:
        raise ErreurDemande(
            "99 : Monaco n’a pas de fiche ; ses échanges comptent dans Provence-Alpes-Côte d’Azur et dans la France."
        )
    return connus.get(propre)


def _inconnu(ecrit: str, admis: Iterable[Lieu], ce_que_ce_n_est_pas: str) -> str:
    par_code = {lieu.code: lieu for lieu in admis}
    par_nom = {normaliser(lieu.nom): lieu for lieu in par_code.values()}
    noms = get_close_matches(normaliser(ecrit), par_nom)
    codes = get_close_matches(ecrit, par_code, cutoff=0.4)
    proches = [par_nom[n] for n in noms] or [par_code[c] for c in codes]
    conseil = ", ".join(f"{lieu.code} ({lieu.nom})" for lieu in proches)
    suite = f"les plus proches : {conseil}." if proches else "un code comme 46, 01, 2A ou 974 est attendu."
    return f"« {ecrit} » n’est {ce_que_ce_n_est_pas} ; {suite}"


def region(code: str) -> Region:
    """La région d’un code Insee. Lève `ErreurDemande` s’il est inconnu."""
    if code not in _regions():
        raise ErreurDemande(f"« {code} » n’est pas un code de région ; attendus : {', '.join(_regions())}.")
    return _regions()[code]


def departements_publies() -> list[Departement]:
    """Les cent départements qui ont une fiche, par code."""
    return [d for code, d in _departements().items() if code != MONACO]


def tous() -> list[Lieu]:
    """Tous les lieux qui peuvent avoir une fiche : départements, régions, Territoires d’industrie, France."""
    return list(_par_code().values())


def du_genre(genre: Genre) -> list[Lieu]:
    """Tous les lieux d’un genre, par code : 100 départements, 18 régions, 183 Territoires d’industrie, la France."""
    return [lieu for lieu in tous() if lieu.genre == genre]


def departements_de(lieu: Lieu) -> list[Departement]:
    """Les départements d’un lieu, par code ; d’un Territoire d’industrie, ceux qu’il touche."""
    if isinstance(lieu, TerritoireIndustrie):
        return [departement(code) for code in lieu.departements]
    if isinstance(lieu, Departement):
        return [lieu]
    return [d for d in departements_publies() if not isinstance(lieu, Region) or d.region == lieu.insee]


def renvois(lieu: Lieu) -> list[Lieu]:
    """Les lieux dont la fiche de celui-ci nomme la fiche : ce qui le compose, le contient, ou le croise."""
    siens = departements_de(lieu)
    regions = [region(d.region) for d in siens]
    if lieu == FRANCE:
        return list(dict.fromkeys(regions))
    touches = [] if isinstance(lieu, TerritoireIndustrie) else [t for d in siens for t in territoires_industrie(d.code)]
    voisins = [departement(code) for t in touches for code in t.departements] if isinstance(lieu, Departement) else []
    return [a for a in dict.fromkeys([*siens, *voisins, *regions, *touches, FRANCE]) if a != lieu]


def par_region(lieux: Iterable[Lieu]) -> list[Lieu]:
    """Les lieux, ceux d’une même région se suivant : leurs figures communes ne sont dessinées qu’une fois."""
    return sorted(lieux, key=lambda lieu: (departements_de(lieu)[0].region, lieu.code))


def territoires_industrie(departement: str) -> list[TerritoireIndustrie]:
    """Les Territoires d’industrie qui touchent un département (code « 46 »), par nom."""
    trouves = (t for t in _territoires_industrie().values() if departement in t.departements)
    return sorted(trouves, key=lambda t: t.nom)
