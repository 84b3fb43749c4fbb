"""Ce qui présente chaque graphique de la fiche : ce qu’on y voit, compté sur ce qui est vraiment dessiné.

Une présentation est vide quand une phrase tient lieu du graphique. L’analyste qui veut d’autres mots met les siens à
la place, dans le carnet.
"""

from fiches.fiche.commerce import Territoire
from fiches.fiche.echanges import Echanges
from fiches.fiche.indicateurs import AUTRES, exiger_un_compte
from fiches.redaction import MOINS, Texte, liste, meur, nombre_en_lettres, premiers, texte, typographier
from fiches.redaction.proches import AttributsProches

# Ce qu’on nomme : parmi d’autres, seul, ou tous.
_PARTENAIRES = ("pays partenaire", "pays partenaire", "pays partenaires")
_PRONOMS = {"departement": "il", "region": "elle", "france": "elle"}
_PRODUITS = {
    "E": ("produit", "produit exporté", "produits exportés"),
    "I": ("produit", "produit importé", "produits importés"),
}
_PAYS = {
    "E": ("pays", "pays de destination", "pays de destination"),
    "I": ("pays", "pays d’origine", "pays d’origine"),
}


class Presentations(AttributsProches):
    """Présentations des graphiques d’un lieu."""

    territoire: Territoire

    def graphique_des_pays(self, nombre: int = 10) -> Texte:
        """Ce que montre `graphiques.pays(fiche.departement, nombre)` : colonnes et couleurs."""
        exiger_un_compte("nombre", nombre, au_moins=1)
        # Le signe et la couleur d’un solde suivent le montant arrondi, comme sur le dessin.
        table = self.territoire.pays(nombre + 1)
        if self.territoire.motif or table.empty:
            return Texte("")
        signes = {meur(int(solde), signe=True)[0] for solde in table["solde"].head(nombre)}
        plus = "précédé de « + » et écrit en vert quand il est excédentaire"
        moins = f"précédé de « {MOINS} » et écrit en rouge quand il est déficitaire"
        couleurs = [mots for signe, mots in (("+", plus), (MOINS, moins)) if signe in signes]
        if len(couleurs) == 2:
            couleurs[1] = f"de « {MOINS} » et en rouge quand il est déficitaire"
        return _ecrire(
            f"Le premier graphique met en regard, pour {_compter(len(table), nombre, *_PARTENAIRES)}, ce que "
            f"{self.territoire.lieu.commun} importe (à gauche) et ce qu’{_PRONOMS[self.territoire.lieu.genre]} exporte "
            "(à droite). La dernière colonne donne le solde, "
            "c’est-à-dire les exportations moins les importations"
            + (f" : il est {', '.join(couleurs)}." if couleurs else ".")
        )

    @texte
    def graphique_des_activites(self) -> str:
        """Ce que montre `graphiques.activites(fiche.departement)` : les couleurs des sens qui s’y trouvent."""
        d = self.territoire
        if d.motif:
            return ""
        sens = ((d.importations, "en bleu"), (d.exportations, "en violet"))
        couleurs = [(e.nom_du_sens, couleur) for e, couleur in sens if e.valeur]
        (nom, couleur), *suite = couleurs
        fin = "".join(f", les {autre} {teinte}" for autre, teinte in suite)
        if suite:
            fin += ", à la même échelle, si bien que les deux ensembles se comparent d’un coup d’œil"
        return (
            f"{'Ce' if d.pays(1).empty else 'Le second'} graphique répartit ces échanges par activité. Chaque "
            "rectangle est un produit, et son aire est proportionnelle à sa valeur : "
            f"les {nom} sont {couleur}{fin}."
        )

    def diagramme_des_exportations(self, produits: int = 10, pays: int = 10, en_rouge: int = 5) -> Texte:
        """Ce que montre `graphiques.flux(fiche.exportations, …)`, aux mêmes réglages."""
        return self._diagramme(self.territoire.exportations, produits, pays, en_rouge)

    def diagramme_des_importations(self, produits: int = 10, pays: int = 10, en_rouge: int = 5) -> Texte:
        """Ce que montre `graphiques.flux(fiche.importations, …)`, aux mêmes réglages."""
        return self._diagramme(self.territoire.importations, produits, pays, en_rouge)

    @texte
    def comparaison_des_exportations(self) -> str:
        """Ce qui suit le diagramme des exportations : la région et la France, ou la France seule."""
        return _comparer(self.territoire.exportations)

    @texte
    def comparaison_des_importations(self) -> str:
        """Ce qui suit le diagramme des importations : la région et la France, ou la France seule."""
        return _comparer(self.territoire.importations)

    def _diagramme(self, e: Echanges, produits: int, pays: int, en_rouge: int) -> Texte:
        if e.motif:
            return Texte("")
        flux = e.flux(produits, pays, en_rouge)
        nommables = e.contexte.libelles.produits_nommables & set(e.totaux_par_produit["produit"])
        comptes = [
            _compter(len(nommables), produits, *_PRODUITS[e.sens]),
            _compter(e.nombre_de_pays, pays, *_PAYS[e.sens]),
        ]
        nommes = [compte for compte in (comptes if e.sens == "E" else reversed(comptes)) if compte]
        figurent = "Y figure" if len(nommes) == 1 and nommes[0].startswith("le ") else "Y figurent"
        epaisseur = " : l’épaisseur d’un flux est proportionnelle à sa valeur"
        if e.sens == "E":
            debut = (
                f"Ce diagramme suit les marchandises du produit (à gauche) au pays de destination (à droite){epaisseur}"
            )
        elif self.territoire.exportations.motif:
            debut = f"Ce diagramme suit les marchandises du pays d’origine (à gauche) au produit (à droite){epaisseur}"
        else:
            debut = "La lecture s’inverse : les pays d’origine sont à gauche, les produits importés à droite"
            figurent += " de même"
        reste = ", le reste étant réuni sous « Autres »" if AUTRES in {*flux["produit"], *flux["pays"]} else ""
        rouge = _dire_le_rouge(int(flux["rouge"].sum()), e.rouge_partiel(produits, pays, en_rouge))
        phrases = [f"{debut}.", f"{figurent} {liste(nommes)}{reste}." if nommes else "", rouge]
        return _ecrire(" ".join(phrase for phrase in phrases if phrase))


def _ecrire(phrase: str) -> Texte:
    return Texte(typographier(phrase))


def _compter(existants: int, demandes: int, nom: str, seul: str, tous: str) -> str:
    """« les dix premiers produits », « les trois pays de destination », « le seul pays partenaire » ; sinon rien."""
    if not existants or not demandes:
        return ""
    if existants > demandes:
        return premiers(demandes, nom)
    return f"le seul {seul}" if existants == 1 else f"les {nombre_en_lettres(existants)} {tous}"


def _dire_le_rouge(compte: int, partiel: bool) -> str:
    """« Les cinq flux les plus importants ressortent en rouge. » ; rien s’il n’y en a aucun."""
    en_lettres = nombre_en_lettres(compte)
    if not compte:
        return ""
    if partiel:
        lesquels = "le plus important ressort" if compte == 1 else f"les {en_lettres} plus importants ressortent"
        return f"Parmi les flux représentés, {lesquels} en rouge."
    if compte == 1:
        return "Le flux le plus important ressort en rouge."
    return f"Les {en_lettres} flux les plus importants ressortent en rouge."


def _comparer(e: Echanges) -> str:
    """Ce qui suit le diagramme de `e`, selon les territoires plus grands qui ont un diagramme."""
    ou = [
        nom
        for niveau, nom in (("region", "sa région"), ("france", "l’ensemble national"))
        if niveau in e.comparaisons and e.comparaisons[niveau].total
    ]
    if not ou:
        return ""
    if e.motif:
        sont = "Le diagramme suivant est celui" if len(ou) == 1 else "Les deux diagrammes suivants sont ceux"
        return f"{sont} {liste([f'de {nom}' for nom in ou])}."
    if len(ou) == 1:
        return f"Le diagramme suivant, dressé de la même façon, situe {e.lieu.commun} dans {ou[0]}."
    deux = f"Les deux diagrammes suivants, dressés de la même façon, situent {e.lieu.commun}"
    return f"{deux} {liste([f'dans {nom}' for nom in ou])}."
