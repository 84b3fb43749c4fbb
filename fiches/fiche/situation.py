"""Ce qui situe un lieu parmi les autres : son poids, son rang, les départements qui le composent."""

from collections.abc import Sequence

from fiches.donnees.lieu import FRANCE, Departement, Region
from fiches.donnees.sens import Sens
from fiches.fiche.commerce import Territoire
from fiches.redaction import liste, majuscule, ordinal, texte
from fiches.redaction.proches import AttributsProches

_ROLES: tuple[tuple[Sens, str], ...] = (("E", "exportateur"), ("I", "importateur"))
_PARMI = {"departement": "des cent départements", "region": "des dix-huit régions"}


class Situation(AttributsProches):
    """Phrases qui situent un lieu ; `composants` : ses départements."""

    territoire: Territoire
    composants: Sequence[Territoire]

    @texte
    def poids(self) -> str:
        """Ce que pèse le lieu dans sa région et en France."""
        d, morceaux = self.territoire, list[str]()
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
    def rang(self) -> str:
        """Le rang du lieu parmi ceux de son genre, dans chaque sens ; rien pour la France, ou s’il n’échange rien."""
        d = self.territoire
        parmi = _PARMI.get(d.lieu.genre)
        sens = [e for e in (d.exportations, d.importations) if e.valeur]
        if parmi is None or not sens:
            return ""
        rangs = [f"au {ordinal(e.rang)} rang {parmi} pour les {e.nom_du_sens}" for e in sens]
        if len(rangs) == 2:
            rangs[1] = f"au {ordinal(sens[1].rang)} pour les {sens[1].nom_du_sens}"
        return f"{majuscule(d.lieu.sujet)} se {'situent' if d.lieu.pluriel else 'situe'} {liste(rangs)}."

    @texte
    def departements(self) -> str:
        """Les premiers départements d’une région ou de la France, dans chaque sens, ou qu’il n’y en a qu’un."""
        if isinstance(self.territoire.lieu, Departement):
            return ""
        if len(self.composants) < 2:
            return f"Dans les données des douanes, {self.territoire.lieu.sujet} ne compte qu’un département."
        phrases = []
        for sens, role in _ROLES:
            e = self.territoire.echanges(sens)
            classes = sorted(self.composants, key=lambda t: (-t.echanges(sens).valeur, t.lieu.code))
            premier = classes[0].echanges(sens)
            if not premier.valeur:
                continue
            ensemble = e.ecrire_part(sum(t.echanges(sens).valeur for t in classes[:3]))
            suite = f" ; les trois premiers en réunissent {ensemble}" if len(classes) > 3 else ""
            verbe = ("exporte" if sens == "E" else "importe") + ("nt" if premier.lieu.pluriel else "")
            phrases.append(
                f"Premier département {role}, {premier.lieu.sujet} {verbe} pour {premier.total}, soit "
                f"{e.ecrire_part(premier.valeur)} du total {e.lieu.de}{suite}."
            )
        return " ".join(phrases)

    @texte
    def composition(self) -> str:
        """Ce dont les chiffres d’une région ou de la France sont la somme."""
        lieu = self.territoire.lieu
        if isinstance(lieu, Departement):
            return ""
        if len(self.composants) == 1:
            return f"Les chiffres de {lieu.commun} sont ceux de son seul département."
        monaco = lieu == FRANCE or (isinstance(lieu, Region) and lieu.insee == "93")
        fin = " et de Monaco, que les douanes y comptent" if monaco else ""
        return f"Les chiffres de {lieu.commun} sont la somme de ceux de ses départements{fin}."
