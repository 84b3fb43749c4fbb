"""Le sommaire d’une campagne : une page d’un seul fichier, avec carte, tableau et Territoires d’industrie."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fiches.donnees import territoires
from fiches.donnees.lieu import FRANCE, Departement, Lieu, Region, TerritoireIndustrie
from fiches.graphiques.dessin.france import Classe
from fiches.graphiques.style import css_polices
from fiches.page import carte_du_site
from fiches.page.carte_du_site import INDICATEURS, Indicateur
from fiches.page.gabarit import gabarit, lire
from fiches.redaction import jour, meur, normaliser, pourcentage


@dataclass(frozen=True)
class FicheDuSite:
    """Une fiche de la campagne. `page` est absente si elle a échoué ; `joints` : noms des fichiers qui l’accompagnent.

    `indicateurs` : ceux de `campagne.json`, par sens (euros et ratios).
    """

    lieu: Lieu
    page: str | None
    indicateurs: Mapping[str, Any]
    joints: Sequence[str] = ()
    faite_le: date | None = None

    @property
    def region(self) -> str:
        """Le nom de la région d’un département ; « » pour un autre lieu."""
        return territoires.region(self.lieu.region).nom if isinstance(self.lieu, Departement) else ""

    def valeur(self, indicateur: str) -> float:
        """Un indicateur de la carte : euros, ou ratio pour la part."""
        exportations, importations = (self.indicateurs[sens] for sens in ("exportations", "importations"))
        valeurs = {
            "e": exportations["total"],
            "i": importations["total"],
            "s": exportations["total"] - importations["total"],
            "p": exportations["part_france"],
        }
        return float(valeurs[indicateur] or 0)

    @property
    def chiffres(self) -> str:
        """« exportations 636,4 M€, importations 662,4 M€, solde −26,0 M€ » ; rien pour un lieu qui n’en a pas."""
        if isinstance(self.lieu, TerritoireIndustrie):
            return ""
        return ", ".join(f"{i.nom.lower()} {i.ecrire(self.valeur(i.code))}" for i in INDICATEURS[:3])

    @property
    def description(self) -> str:
        """« Lot : exportations 636,4 M€, importations 662,4 M€, solde −26,0 M€ »."""
        return "\u00a0: ".join(filter(None, (self.lieu.nom, self.chiffres)))

    @property
    def cherche(self) -> str:
        """Ce que la recherche y trouve, sans accents : nom, codes, région, Territoires d’industrie."""
        noms = [self.lieu.nom, self.lieu.code, self.region]
        if isinstance(self.lieu, Departement):
            noms += [*self.lieu.autres_codes, *(t.nom for t in territoires.territoires_industrie(self.lieu.code))]
        return normaliser(" ; ".join(noms))


def sommaire(
    fiches: Iterable[FicheDuSite],
    *,
    titre: str,
    annee: int,
    demonstration: bool,
    archives: Sequence[str],
    controle: bool,
) -> str:
    """La page du sommaire : les mêmes arguments donnent les mêmes octets.

    `archives` : noms des archives des douanes dont viennent les chiffres. `controle` : la page du contrôle des données
    est à côté.
    """
    ordonnees = sorted(fiches, key=lambda fiche: fiche.lieu.code)
    toutes = [fiche for fiche in ordonnees if fiche.page]
    faites = [fiche for fiche in toutes if isinstance(fiche.lieu, Departement)]
    rangs, legendes = dict[str, dict[str, int]](), list[tuple[Indicateur, list[Classe]]]()
    for indicateur in INDICATEURS:
        siens, classes = indicateur.classer({f.lieu.code: f.valeur(indicateur.code) for f in faites})
        rangs[indicateur.code] = siens
        legendes.append((indicateur, classes))
    noms = {lieu.code: lieu.nom for lieu in territoires.departements_publies()}
    liens = {f.lieu.code: (str(f.page), f.description) for f in faites}
    script = lire("site/site.js")
    empreinte = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    html = gabarit("site/index.html.j2").render(
        titre=titre,
        annee=annee,
        demonstration=demonstration,
        archives=archives,
        controle=controle,
        faites=faites,
        echecs=[fiche for fiche in ordonnees if not fiche.page],
        toutes=toutes,
        france=next((fiche for fiche in toutes if fiche.lieu == FRANCE), None),
        regions=sorted((f for f in toutes if isinstance(f.lieu, Region)), key=lambda f: normaliser(f.lieu.nom)),
        absents=len(noms) - sum(isinstance(fiche.lieu, Departement) for fiche in ordonnees),
        faites_le=_dater(toutes),
        legendes=legendes,
        carte=carte_du_site.dessiner(liens, noms, rangs),
        territoires=_territoires(toutes),
        css="\n".join((css_polices(), lire("fiche/fiche.css"), lire("site/site.css"))),
        script=script,
        empreinte=empreinte,
        meur=meur,
        pourcentage=pourcentage,
    )
    return html + "\n"


def _dater(faites: Iterable[FicheDuSite]) -> str:
    """« le 24 novembre 2026 », « du… au… » si toutes ne sont pas du même jour ; « » si aucune ne le dit."""
    jours = sorted({fiche.faite_le for fiche in faites if fiche.faite_le})
    if not jours:
        return ""
    return f"le {jour(jours[0])}" if len(jours) == 1 else f"du {jour(jours[0])} au {jour(jours[-1])}"


def _territoires(
    faites: Sequence[FicheDuSite],
) -> list[tuple[TerritoireIndustrie, str | None, list[FicheDuSite], str]]:
    """Chaque Territoire d’industrie, sa page, les fiches de ses départements, et ce que la recherche y trouve."""
    par_code = {fiche.lieu.code: fiche for fiche in faites}
    departements = [fiche.lieu for fiche in faites if isinstance(fiche.lieu, Departement)]
    touches = {t for lieu in departements for t in territoires.territoires_industrie(lieu.code)}
    touches |= {fiche.lieu for fiche in faites if isinstance(fiche.lieu, TerritoireIndustrie)}
    lignes = []
    for t in sorted(touches, key=lambda t: normaliser(t.nom)):
        a_lire = [par_code[code] for code in t.departements if code in par_code]
        lieux = [mot for fiche in a_lire for mot in (fiche.lieu.nom, fiche.region)]
        page = par_code[t.code].page if t.code in par_code else None
        lignes.append((t, page, a_lire, normaliser(" ; ".join([t.nom, t.code, *lieux]))))
    return lignes
