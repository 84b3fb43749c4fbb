"""Les phrases calculées de la fiche, qui se lisent bien pour tous les départements.

Chacune est une phrase entière, ou « » quand elle n’a pas lieu d’être (une exportation sans pays nommé,
un total nul…). Le carnet les emploie telles quelles ; l’analyste qui veut d’autres mots les remplace
par les siens autour des valeurs de `fiche.exportations` et `fiche.importations`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from fiches.donnees.lieu import FRANCE
from fiches.fiche.commerce import Territoire
from fiches.fiche.echanges import Echanges
from fiches.fiche.indicateurs import AUTRES, Axe, exiger_un_compte
from fiches.fiche.notes import Notes, inconnus
from fiches.fiche.presentations import Presentations
from fiches.fiche.situation import Situation
from fiches.redaction import (
    UN_MILLION,
    Texte,
    majuscule,
    millions,
    nombre,
    nombre_en_lettres,
    premiers,
    texte,
    typographier,
)

_NOM_LONG = 45
"""Au-delà, en caractères, un nom de produit n’est cité qu’une fois en entier, puis abrégé."""
_MULTIPLE_MAXIMAL = 100
"""Au-delà, un multiple du poids national ne veut plus rien dire : la fiche écrit « plus de 100 fois »."""


@dataclass(frozen=True)
class Phrases(Presentations, Notes, Situation):
    """Phrases d’un lieu, comparé à la France ; `composants` : ses départements, s’il en a plusieurs."""

    territoire: Territoire
    france: Territoire
    composants: Sequence[Territoire] = ()

    @texte
    def totaux(self) -> str:
        """Les deux totaux et le solde."""
        d, exporte, importe = self.territoire, self.territoire.exportations, self.territoire.importations
        if exporte.valeur == 0 and importe.valeur == 0:
            return str(d.motif)
        if exporte.valeur == 0:
            return f"{exporte.motif} Les importations s’élèvent à {importe.total}."
        if importe.valeur == 0:
            return f"{importe.motif} Les exportations s’élèvent à {exporte.total}."
        return (
            f"En {d.annee}, les exportations {d.lieu.de} s’élèvent à {exporte.total} "
            f"et les importations à {importe.total}, soit {d.solde_en_mots}."
        )

    @texte
    def exportations(self) -> str:
        """Le premier produit et le premier pays à l’export."""
        return self._premiers(self.territoire.exportations, "exporté", "de destination")

    @texte
    def importations(self) -> str:
        """Le premier produit et le premier pays à l’import."""
        return self._premiers(self.territoire.importations, "importé", "d’origine")

    def les_premiers(self, compte: int, nom: str) -> Texte:
        """« les dix premiers produits », « le premier pays » : `nom` est donné au singulier."""
        exiger_un_compte(nom, compte, au_moins=1)
        return Texte(premiers(compte, nom))

    @texte
    def concentration(self) -> str:
        """Ce que pèsent ensemble les premiers produits et les premiers pays, à l’export (sinon à l’import)."""
        e = self.territoire.exportations
        if not e.valeur:
            e = self.territoire.importations
        morceaux = []
        for nom, table, axe in (("produits", e.par_produit(3), "produit"), ("pays", e.par_pays(3), "pays")):
            nommes = table[table[axe] != AUTRES]
            # Sans reste, « les deux premiers » sont tous : leur poids n’apprend rien.
            if 1 < len(nommes) < len(table):
                ensemble = e.ecrire_part(int(nommes["valeur"].sum()))
                morceaux.append((f"les {nombre_en_lettres(len(nommes))} premiers {nom}", ensemble))
        if not morceaux:
            return ""
        (sujet, part), *suite = morceaux
        fin = f", et {suite[0][0]} {suite[0][1]}" if suite else ""
        return f"{majuscule(sujet)} concentrent {part} des {e.nom_du_sens}{fin}."

    @texte
    def premier_flux(self) -> str:
        """Le plus grand flux produit × pays partenaire, dessiné ou non, dans les deux sens."""
        candidats = [
            (e, *e.flux_par_pays.iloc[0][["produit", "pays", "valeur"]])
            for e in (self.territoire.exportations, self.territoire.importations)
            if not e.flux_par_pays.empty
        ]
        if not candidats:
            return ""
        e, produit, pays, valeur = max(candidats, key=lambda c: int(c[3]))
        nature, vers = ("l’exportation", "vers") if e.sens == "E" else ("l’importation", "depuis")
        d = self.territoire
        deja = [self._premier_produit(echanges) for echanges in (d.exportations, d.importations)]
        return (
            f"Le flux le plus important est {nature} {_de_produit(e, produit, produit in deja)} "
            f"{vers} {e.contexte.libelles.pays_avec_article(pays)} : "
            f"{millions(int(valeur))}, soit {e.ecrire_part(valeur)} des {e.nom_du_sens}."
        )

    def soldes_par_pays(self, compte: int = 10) -> Texte:
        """Les soldes le plus favorable et le plus défavorable parmi les `compte` premiers partenaires."""
        exiger_un_compte("compte", compte, au_moins=1)
        return Texte(typographier(self._soldes_par_pays(compte)))

    def _soldes_par_pays(self, compte: int) -> str:
        d = self.territoire
        tous, nommer = d.pays(compte + 1), d.contexte.libelles.pays_avec_article
        table = tous.head(compte)
        if table.empty:
            return ""
        if len(table) == 1:
            return f"{'Seul' if len(tous) == 1 else 'Premier'} pays partenaire : {nommer(table.iloc[0]['pays'])}."
        haut, bas = table.iloc[int(table["solde"].argmax())], table.iloc[int(table["solde"].argmin())]
        morceaux = []
        if haut["solde"] > 0:
            morceaux.append(("l’excédent", nommer(haut["pays"]), millions(int(haut["solde"]))))
        if bas["solde"] < 0:
            morceaux.append(("le déficit", nommer(bas["pays"]), millions(-int(bas["solde"]))))
        if not morceaux:
            return ""
        rang = "premiers " if len(tous) > len(table) else ""
        (solde, pays, valeur), *suite = morceaux
        fin = "".join(f" et {s} le plus élevé avec {p} ({v})" for s, p, v in suite)
        return (
            f"Parmi les {nombre_en_lettres(len(table))} {rang}pays partenaires, {solde} le plus élevé "
            f"est enregistré avec {pays} ({valeur}){fin}."
        )

    @texte
    def solde(self) -> str:
        """L’excédent ou le déficit du lieu ; rien si rien n’est échangé."""
        d = self.territoire
        return "" if d.motif else f"Le commerce extérieur {d.lieu.de} présente {d.solde_en_mots}."

    @texte
    def specialisation(self) -> str:
        """Le premier produit exporté, comparé à son poids dans les exportations de la France."""
        e, france = self.territoire.exportations, self.france.exportations
        produit = self._premier_produit(e)
        if produit is None or self.territoire.lieu == FRANCE:
            return ""
        valeur, nationale = _valeur(e, produit), _valeur(france, produit)
        if not nationale:
            return ""
        rapport = Fraction(valeur, e.valeur) / Fraction(nationale, france.valeur)
        if rapport > Fraction(2, 3) and rapport < Fraction(3, 2):
            jugement = "un poids proche de celui observé en France"
        elif rapport < 1:
            jugement = "moins que son poids national"
        elif valeur < UN_MILLION:
            jugement = "plus que son poids national"
        elif rapport > _MULTIPLE_MAXIMAL:
            jugement = f"plus de {_MULTIPLE_MAXIMAL} fois son poids national"
        else:
            jugement = f"{nombre(rapport, 1 if rapport < Fraction(199, 20) else 0)} fois son poids national"
        return (
            f"Premier poste à l’export{_hors_inconnus(e, 'produit', valeur)}, "
            f"{_citer(e, produit, deja_dit=True)} représente {e.ecrire_part(valeur)} "
            f"des exportations {self.territoire.lieu.de}, soit {jugement} ({france.ecrire_part(nationale)})."
        )

    def _premiers(self, e: Echanges, produit_mene: str, role: str) -> str:
        if not e.valeur:
            return ""
        produit, pays = self._premier_produit(e), e.par_pays(1).iloc[0]
        morceaux = []
        if produit is not None:
            valeur, seul = _valeur(e, produit), len(e.totaux_par_produit) == 1
            deja_dit = e.sens == "I" and produit == self._premier_produit(self.territoire.exportations)
            nom = _citer(e, produit, deja_dit)
            morceaux.append(
                f"{'seul' if seul else 'premier'} produit {produit_mene}"
                f"{_hors_inconnus(e, 'produit', valeur)}{', là aussi' if deja_dit else ''} : "
                f"{nom} ({millions(valeur)}, soit {e.ecrire_part(valeur)} du total)"
            )
        if pays["pays"] != AUTRES:
            nom, valeur = e.contexte.libelles.pays_avec_article(pays["pays"]), int(pays["valeur"])
            seul = e.nombre_de_pays == 1 and not inconnus(e, "pays")
            morceaux.append(
                f"{'seul' if seul else 'premier'} pays {role}{_hors_inconnus(e, 'pays', valeur)} : "
                f"{nom} ({millions(valeur)}, soit {e.ecrire_part(valeur)})"
            )
        return f"{majuscule(' ; '.join(morceaux))}." if morceaux else ""

    @staticmethod
    def _premier_produit(e: Echanges) -> str | None:
        """Le code du premier produit qui a un nom."""
        codes = e.totaux_par_produit["produit"]
        return next((str(code) for code in codes if code in e.contexte.libelles.produits_nommables), None)


def _valeur(e: Echanges, produit: str) -> int:
    """Ce que vaut un produit dans les échanges, en euros."""
    totaux = e.totaux_par_produit
    return int(totaux.loc[totaux["produit"] == produit, "valeur"].sum())


def _hors_inconnus(e: Echanges, axe: Axe, valeur: int) -> str:
    """« , hors codes inconnus » quand un code sans nom pèse plus que `valeur`, celle du premier qui en a un."""
    return ", hors codes inconnus" if max(inconnus(e, axe).values(), default=0) > valeur else ""


def _citer(e: Echanges, code: str, deja_dit: bool) -> str:
    """« « Boissons » » ; un nom long, déjà dit en entier, s’abrège : « « Aéronautique et spatial » »."""
    nom = e.contexte.libelles.produit(code)
    return f"« {e.contexte.libelles.produit_court(code) if deja_dit and len(nom) > _NOM_LONG else nom} »"


def _de_produit(e: Echanges, code: str, deja_dit: bool) -> str:
    """« de « Boissons » » ; un code que la nomenclature ne connaît pas se dit tel quel."""
    if code not in e.contexte.libelles.produits_nommables:
        return f"du produit de code inconnu « {code} »"
    return f"de {_citer(e, code, deja_dit)}"
