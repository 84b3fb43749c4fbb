"""Le sommaire d’une campagne : une page d’un seul fichier, avec carte, tableau et Territoires d’industrie."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fiches.donnees import territoires
from fiches.donnees.territoires import Departement, TerritoireIndustrie
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

    lieu: Departement
    page: str | None
    indicateurs: Mapping[str, Any]
    joints: Sequence[str] = ()
    faite_le: date | None = None

    @property
    def region(self) -> str:
        """Le nom de sa région."""
        return territoires.region(self.lieu.region).nom

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
    def description(self) -> str:
        """« Lot : exportations 636,4 M€, importations 662,4 M€, solde −26,0 M€ »."""
        dits = (f"{i.nom.lower()} {i.ecrire(self.valeur(i.code))}" for i in INDICATEURS[:3])
        return f"{self.lieu.nom}\u00a0: {', '.join(dits)}"

    @property
    def cherche(self) -> str:
        """Ce que la recherche y trouve, sans accents : nom, code, région, Territoires d’industrie."""
        noms = [self.lieu.nom, self.lieu.code, self.region]
        noms += [t.nom for t in territoires.territoires_industrie(self.lieu.code)]
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
    faites = [fiche for fiche in ordonnees if fiche.page]
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
        absents=len(noms) - len(ordonnees),
        faites_le=_dater(faites),
        legendes=legendes,
        carte=carte_du_site.dessiner(liens, noms, rangs),
        territoires=_territoires(faites),
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


def _territoires(faites: Sequence[FicheDuSite]) -> list[tuple[TerritoireIndustrie, list[FicheDuSite], str]]:
    """Chaque Territoire d’industrie, les fiches à lire, et ce que la recherche y trouve."""
    par_code = {fiche.lieu.code: fiche for fiche in faites}
    tous = {t.nom: t for fiche in faites for t in territoires.territoires_industrie(fiche.lieu.code)}
    lignes = []
    for nom in sorted(tous, key=normaliser):
        a_lire = [par_code[code] for code in tous[nom].departements if code in par_code]
        lieux = [mot for fiche in a_lire for mot in (fiche.lieu.nom, fiche.region)]
        lignes.append((tous[nom], a_lire, normaliser(" ; ".join([nom, *lieux]))))
    return lignes
