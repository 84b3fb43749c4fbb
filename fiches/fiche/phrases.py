"""Les phrases calculées de la fiche, qui se lisent bien pour tous les départements.

Chacune est une phrase entière, ou « » quand elle n’a pas lieu d’être (une exportation sans pays nommé,
un total nul…). Le carnet les emploie telles quelles ; l’analyste qui veut d’autres mots les remplace
par les siens autour des valeurs de `fiche.exportations` et `fiche.importations`.
"""

from dataclasses import dataclass

from fiches.fiche.commerce import Territoire
from fiches.fiche.echanges import Echanges
from fiches.fiche.indicateurs import AUTRES
from fiches.redaction import (
    Texte,
    accord,
    liste,
    majuscule,
    millions,
    nombre,
    nombre_en_lettres,
    pourcentage,
    texte,
    typographier,
)
from fiches.redaction.proches import AttributsProches
from fiches.socle.erreurs import ErreurFiche


@dataclass(frozen=True)
class Phrases(AttributsProches):
    """Phrases d’un département, comparé à la France."""

    departement: Territoire
    france: Territoire

    @texte
    def totaux(self) -> str:
        """Les deux totaux et le solde."""
        d, exporte, importe = self.departement, self.departement.exportations, self.departement.importations
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
        return self._premiers(self.departement.exportations, "exporté", "client")

    @texte
    def importations(self) -> str:
        """Le premier produit et le premier pays à l’import."""
        return self._premiers(self.departement.importations, "importé", "fournisseur")

    def les_premiers(self, compte: int, nom: str) -> Texte:
        """« les dix premiers produits », « le premier pays » : `nom` est donné au singulier."""
        if compte < 1:
            raise ErreurFiche(f"il faut montrer au moins un {nom}, et non {compte}")
        if compte == 1:
            return Texte(f"le premier {nom}")
        return Texte(f"les {nombre_en_lettres(compte)} premiers {nom if nom.endswith(('s', 'x', 'z')) else f'{nom}s'}")

    def flux_en_rouge(self, compte: int) -> Texte:
        """« Les cinq flux les plus importants ressortent en rouge. » ; rien s’il n’y en a aucun."""
        if compte < 2:
            return Texte("Le flux le plus important ressort en rouge." if compte else "")
        return Texte(f"Les {nombre_en_lettres(compte)} flux les plus importants ressortent en rouge.")

    @texte
    def poids(self) -> str:
        """Ce que pèse le département dans sa région et en France."""
        d, morceaux = self.departement, list[str]()
        for e in (d.exportations, d.importations):
            parts = [(c.texte, c.de) for c in e.comparaisons.values()]
            if not e.valeur or not parts:
                continue
            if morceaux:
                respectivement = "respectivement " if len(parts) > 1 else ""
                morceaux.append(f"les {e.nom_du_sens}, {respectivement}{liste([t for t, _ in parts])}")
            else:
                detail = liste([f"{texte} de celles {nom}" for texte, nom in parts])
                morceaux.append(f"les {e.nom_du_sens} {d.lieu.de} représentent {detail}")
        return f"{majuscule(' ; '.join(morceaux))}." if morceaux else ""

    @texte
    def concentration(self) -> str:
        """Ce que pèsent ensemble les premiers produits et les premiers pays, à l’export (sinon à l’import)."""
        e = self.departement.exportations
        if not e.valeur:
            e = self.departement.importations
        morceaux = []
        for nom, table, axe in (("produits", e.par_produit(3), "produit"), ("pays", e.par_pays(3), "pays")):
            nommes = table[table[axe] != AUTRES]
            # Sans reste, « les deux premiers » sont tous : leur poids n’apprend rien.
            if 1 < len(nommes) < len(table):
                ensemble = pourcentage(float(nommes["part"].sum()))
                morceaux.append((f"les {nombre_en_lettres(len(nommes))} premiers {nom}", ensemble))
        if not morceaux:
            return ""
        (sujet, part), *suite = morceaux
        fin = f", et {suite[0][0]} {suite[0][1]}" if suite else ""
        return f"{majuscule(sujet)} concentrent {part} des {e.nom_du_sens}{fin}."

    @texte
    def comparaison(self) -> str:
        """Ce qui suit le diagramme du département : région et France, ou la France seule s’il forme une région."""
        if "region" in self.departement.exportations.comparaisons:
            return (
                "Les deux diagrammes suivants, dressés de la même façon, situent le département "
                "dans sa région et dans l’ensemble national."
            )
        return "Le diagramme suivant, dressé de la même façon, situe le département dans l’ensemble national."

    @texte
    def premier_flux(self) -> str:
        """Le plus grand flux produit × pays, dans les deux sens."""
        candidats = []
        for e in (self.departement.exportations, self.departement.importations):
            table = e.flux(en_rouge=1)
            for ligne in table[table["rouge"]].to_dict("records"):
                candidats.append((int(ligne["valeur"]), e, str(ligne["libelle_produit"]), str(ligne["pays"])))
        if not candidats:
            return ""
        valeur, e, produit, pays = max(candidats, key=lambda c: c[0])
        nature, vers = ("l’exportation", "vers") if e.sens == "E" else ("l’importation", "depuis")
        return (
            f"Le flux le plus important est {nature} de « {produit} » "
            f"{vers} {e.contexte.libelles.pays_avec_article(pays)} : "
            f"{millions(valeur)}, soit {pourcentage(valeur / e.valeur)} des {e.nom_du_sens}."
        )

    def soldes_par_pays(self, compte: int = 10) -> Texte:
        """Les soldes le plus favorable et le plus défavorable parmi les `compte` premiers partenaires."""
        return Texte(typographier(self._soldes_par_pays(compte)))

    def _soldes_par_pays(self, compte: int) -> str:
        d = self.departement
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
    def specialisation(self) -> str:
        """Le premier produit exporté, comparé à son poids dans les exportations de la France."""
        e, france = self.departement.exportations, self.france.exportations
        if not e.valeur:
            return ""
        premier = e.par_produit(1).iloc[0]
        reference = france.part_du_produit(premier["produit"])
        if premier["produit"] == AUTRES or not reference:
            return ""
        rapport = premier["part"] / reference
        if rapport >= 1.5:
            jugement = f"{nombre(rapport, 1 if rapport < 10 else 0)} fois son poids national ({pourcentage(reference)})"
        elif rapport <= 1 / 1.5:
            jugement = f"moins que son poids national ({pourcentage(reference)})"
        else:
            jugement = f"un poids proche de celui observé en France ({pourcentage(reference)})"
        return (
            f"Premier poste à l’export, « {premier['libelle']} » représente {pourcentage(premier['part'])} "
            f"des exportations {self.departement.lieu.de}, soit {jugement}."
        )

    def _premiers(self, e: Echanges, produit_mene: str, role: str) -> str:
        if not e.valeur:
            return ""
        produit, pays = e.par_produit(1).iloc[0], e.par_pays(1).iloc[0]
        morceaux = []
        if produit["produit"] != AUTRES:
            valeur, part = millions(int(produit["valeur"])), pourcentage(produit["part"])
            nom, rang = produit["libelle"], "premier" if len(e.par_produit(1)) > 1 else "seul"
            morceaux.append(f"{rang} produit {produit_mene} : « {nom} » ({valeur}, soit {part} du total)")
        if pays["pays"] != AUTRES:
            rang = accord(e.nombre_de_pays, "seul", "premier")
            nom = e.contexte.libelles.pays_avec_article(pays["pays"])
            valeur, part = millions(int(pays["valeur"])), pourcentage(pays["part"])
            morceaux.append(f"{rang} pays {role} : {nom} ({valeur}, soit {part})")
        return f"{majuscule(' ; '.join(morceaux))}." if morceaux else ""
