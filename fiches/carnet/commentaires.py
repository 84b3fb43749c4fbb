"""Les mots de l’analyste sur un département : `params/commentaires/46.md`.

Un commentaire est du Markdown, signé et daté par un en-tête facultatif :

    ---
    auteur: Marie Dupont
    date: 2025-03-12
    edition: 2024
    ---
    Les ventes atteignent {eval}`fiche.exportations.total`.
"""

import datetime
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from IPython.core.getipython import get_ipython

from fiches.carnet import lecteur, recit
from fiches.carnet.en_tete import SANS_EN_TETE, EnTete, separer
from fiches.carnet.formules import FormuleFausse
from fiches.carnet.fusion import marque_de_conflit
from fiches.carnet.recit import ExpressionSansValeur, ImageAbsente, Plan, ValeurMalEcrite
from fiches.donnees import territoires
from fiches.donnees.lieu import Lieu
from fiches.redaction import jour
from fiches.socle.chemins import PARAMS, RACINE
from fiches.socle.erreurs import ErreurDemande, ErreurFiche

DOSSIER = PARAMS / "commentaires"
TITRE = "Le regard de l’analyste"
SANS_IMAGE = (
    "l’image « {} » ne peut pas paraître\u00a0: un commentaire n’a que du texte. Montrez-la dans une cellule du carnet."
)
MODE_D_EMPLOI = "LISEZMOI.md"

_PONCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Commentaire:
    """Texte Markdown de l’analyste, montré sous son titre de section ; rien ne se montre s’il n’y en a pas.

    Ses valeurs `` {eval}`…` `` sont calculées dans le carnet où il s’affiche, au moment où il s’affiche.
    """

    texte: str
    en_tete: EnTete = SANS_EN_TETE
    fichier: str = ""
    annee: int | None = None

    @property
    def signature(self) -> str:
        """« Marie Dupont, 12 mars 2025, pour l’édition 2023 » ; l’édition n’est dite que si c’en est une autre."""
        e = self.en_tete
        autre = e.edition is not None and e.edition != self.annee
        morceaux = (e.auteur, e.date and jour(e.date), f"pour l’édition {e.edition}" if autre else None)
        return ", ".join(str(morceau) for morceau in morceaux if morceau)

    @property
    def markdown(self) -> str:
        """La section entière : titre, texte, signature."""
        signature = f"\n\n*{_litteral(self.signature)}*" if self.signature else ""
        return f"## {TITRE}\n\n{_abaisser_les_titres(self.texte)}{signature}"

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        if not self.texte:
            return {"text/plain": ""}, {}
        resultats = _evaluer(recit.expressions(self.markdown))
        valeurs = [{"expression": e, "result": r} for e, r in resultats.items()]
        # La page se compose à partir du Markdown et des valeurs ; JupyterLab préfère le HTML.
        donnees = {"text/plain": self.texte, "text/markdown": self.markdown, "text/html": self._html(resultats)}
        return donnees, {"user_expressions": valeurs, "fichier": self.fichier}

    def _html(self, resultats: Mapping[str, Mapping[str, Any]]) -> str:
        try:
            return recit.rendre(self.markdown, resultats, Plan())
        except ImageAbsente as erreur:
            return f"<h2>{TITRE}</h2>\n<p>{escape(f'{self.fichier} : {SANS_IMAGE.format(erreur)}')}</p>\n"
        except (ValeurMalEcrite, ExpressionSansValeur, FormuleFausse) as erreur:
            return f"<h2>{TITRE}</h2>\n<p>{escape(f'{self.fichier} : {erreur}')}</p>\n"


def _litteral(texte: str) -> str:
    """Le texte tel quel en Markdown : sa ponctuation n’y met rien en forme."""
    return _PONCTUATION.sub(r"\\\1", texte)


def _abaisser_les_titres(texte: str) -> str:
    """Les titres du commentaire, sous celui de la section : sans cela, ils en ouvriraient d’autres."""
    titres = [jeton for jeton in lecteur.lire(texte) if jeton.type == "heading_open" and jeton.level == 0]
    manque = max(0, 3 - min((int(titre.tag[1]) for titre in titres), default=3))
    lignes = texte.splitlines()
    for titre in titres if manque else []:
        debut, fin = titre.map or (0, 0)
        ecrit = lignes[debut].strip().lstrip("#")
        if not titre.markup.startswith("#"):  # souligné par « === » ou « --- »
            ecrit = " " + " ".join(ligne.strip() for ligne in lignes[debut : fin - 1])
        lignes[debut:fin] = ["#" * min(6, int(titre.tag[1]) + manque) + ecrit, *[""] * (fin - debut - 1)]
    return "\n".join(lignes)


def _evaluer(expressions: list[str]) -> dict[str, Mapping[str, Any]]:
    noyau = get_ipython()
    if noyau is None or not expressions:
        return {}
    resultats: dict[str, Mapping[str, Any]] = noyau.user_expressions({e: e for e in expressions})
    return resultats


def chemin(code: str, dossier: Path | None = None) -> Path:
    """Le fichier du commentaire d’un lieu (code « 46 »), qu’il existe ou non.

    `dossier` : sinon celui de la variable FICHES_COMMENTAIRES, par où une campagne le dit à ses carnets, sinon
    `params/commentaires`.
    """
    return (dossier or Path(os.environ.get("FICHES_COMMENTAIRES") or DOSSIER)) / f"{code}.md"


def lire(code: str, annee: int | None = None, dossier: Path | None = None) -> Commentaire:
    """Commentaire d’un lieu (code « 46 ») ; vide s’il n’y en a pas. `annee` : édition où il paraît.

    Lève `ErreurFiche` si le fichier est illisible ou si son en-tête est faux.
    """
    fichier = chemin(code, dossier)
    if not fichier.exists():
        return Commentaire("")
    try:
        # Le Bloc-notes de Windows écrit l’UTF-8 avec une marque en tête.
        texte = fichier.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as erreur:
        raise ErreurFiche(f"{fichier} : commentaire illisible. Enregistrez-le en UTF-8, puis relancez.") from erreur
    if marque := marque_de_conflit(texte):
        raise ErreurFiche(
            f"{fichier} : une fusion de git y a laissé « {marque} ». Gardez le bon texte, effacez le reste."
        )
    try:
        en_tete, corps = separer(texte, str(fichier))
    except ErreurDemande as erreur:  # une fiche échoue, pas la campagne
        raise ErreurFiche(str(erreur)) from erreur
    return Commentaire("" if _rien_a_lire(corps) else corps.strip(), en_tete, _dans_le_projet(fichier), annee)


def _rien_a_lire(corps: str) -> bool:
    """Vrai pour un texte vide, ou fait de notes privées (`<!-- … -->`), qui ne paraissent pas."""
    return all(jeton.type == "myst_line_comment" for jeton in lecteur.lire(corps))


def _dans_le_projet(fichier: Path) -> str:
    """Le chemin depuis la racine du projet : celui du poste n’a rien à faire dans un carnet qui se partage."""
    return str(fichier.relative_to(RACINE) if fichier.is_relative_to(RACINE) else fichier)


def recenser(lieux: Iterable[Lieu], annee: int, dossier: Path) -> list[str]:
    """Des phrases : quels lieux ont un commentaire, lesquels sont à relire, quels fichiers sont mal nommés."""
    commentes, anciens, sans_edition, a_venir = list[str](), list[str](), list[str](), list[str]()
    aujourd_hui = datetime.date.today()
    for lieu in lieux:
        nom = f"{lieu.nom} ({lieu.code})"
        try:
            lu = lire(lieu.code, annee, dossier)
        except ErreurFiche:  # sa fiche échoue, et le dit
            continue
        if not lu.texte:
            continue
        commentes.append(nom)
        if lu.en_tete.edition is None:
            sans_edition.append(nom)
        elif lu.en_tete.edition < annee:
            anciens.append(f"{nom}, édition {lu.en_tete.edition}")
        elif lu.en_tete.edition > annee:
            a_venir.append(f"{nom}, édition {lu.en_tete.edition}")
        if lu.en_tete.date and lu.en_tete.date > aujourd_hui:
            a_venir.append(f"{nom}, daté du {jour(lu.en_tete.date)}")
    groupes = (
        ("Avec un commentaire de l’analyste", commentes),
        (f"Commentaires d’une édition plus ancienne que {annee}, à relire", anciens),
        (f"Commentaires d’une édition ou d’une date à venir, à vérifier (la fiche est celle de {annee})", a_venir),
        ("Commentaires sans « edition » dans leur en-tête", sans_edition),
    )
    fine = "\u202f; "
    return [f"{titre}\u00a0: {fine.join(noms)}." for titre, noms in groupes if noms] + list(mal_nommes(dossier))


def recenser_tout(series: Iterable[tuple[Path, Iterable[Lieu]]], annee: int) -> list[str]:
    """Ce que dit `recenser` de plusieurs séries (dossier, lieux) ; celles d’un même dossier s’y réunissent."""
    dossiers = dict[Path, list[Lieu]]()
    for dossier, lieux in series:
        dossiers.setdefault(dossier, []).extend(lieux)
    return [dite for dossier, lieux in dossiers.items() for dite in recenser(lieux, annee, dossier)]


def mal_nommes(dossier: Path) -> Iterator[str]:
    """Une phrase par fichier du dossier dont le nom n’est pas le code d’un lieu, avec le bon nom."""
    lieux = territoires.tous()
    attendus = {chemin(lieu.code).name for lieu in lieux} | {MODE_D_EMPLOI}
    for fichier in sorted(dossier.glob("*")):
        nom = fichier.name
        if nom in attendus or nom.startswith(".") or nom.endswith("~") or fichier.is_dir():
            continue
        lieu = _deviner(nom.split(".")[0], lieux)
        conseil = "un nom comme 46.md est attendu"
        if lieu:
            pris = chemin(lieu.code, dossier).exists()
            conseil = f"{'joignez son texte à' if pris else 'renommez-le'} «\u00a0{lieu.code}.md\u00a0» ({lieu.nom})"
        yield f"{fichier} n’est pas lu\u00a0: {conseil}."


def _deviner(nom: str, lieux: list[Lieu]) -> Lieu | None:
    simple = nom.lower().replace("_", "-").replace(" ", "-")
    for lieu in lieux:
        if simple in {lieu.slug, lieu.fichier, lieu.nom.lower().replace(" ", "-")}:
            return lieu
    try:
        return territoires.lieu(nom)
    except ErreurDemande:
        return None
