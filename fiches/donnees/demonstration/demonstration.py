"""L’archive de démonstration : simulée, au format exact des douanes, d’accord avec six totaux publiés.

Même graine, mêmes octets. Les lignes portent le filigrane (voir `filigrane`) : l’import les reconnaît.
"""

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv

from fiches.donnees.demonstration import conjoncture, economie
from fiches.donnees.demonstration.economie_departements import DEPARTEMENTS
from fiches.donnees.demonstration.economie_produits import PRODUITS
from fiches.donnees.douane import filigrane
from fiches.donnees.douane.entrepot import Entrepot
from fiches.donnees.douane.format import CHAMPS
from fiches.donnees.douane.importation import importer
from fiches.socle import chemins
from fiches.socle.erreurs import ErreurDemande, ErreurDonnees

ANNEE = 2024
_GRAINE = 46
_DATE = (2025, 3, 1, 0, 0, 0)
_LOT, _OCCITANIE = "46", "12"
# Fiche officielle du Lot pour 2024, en euros : le Lot, l’Occitanie (Lot compris), la France entière.
TOTAUX = {
    "E": (636_400_000, 49_453_900_000, 580_354_500_000),
    "I": (662_400_000, 37_655_400_000, 684_776_300_000),
}
_CROISSANCE = 0.02
"""Par an, dans les données simulées des autres années."""
_NOTICE = """DONNÉES DE DÉMONSTRATION

Ces données sont simulées : aucune valeur n’est réelle, aucune n’est une statistique des douanes.
Elles ont le format des « Statistiques régionales et départementales du commerce extérieur » (DGDDI) et
servent à essayer les fiches. Seuls six totaux (Lot, Occitanie, France entière) reprennent ceux de 2024.
Filigrane : sur chaque ligne, le dernier chiffre de valeur + masse est 7.
"""

Entiers = npt.NDArray[np.int64]


def ecrire_demonstration(dossier: Path, annee: int = ANNEE) -> list[Path]:
    """Écrit les deux archives (export, import) dans `dossier` et rend leurs chemins.

    Lève `ErreurDemande` si une archive qui n’est pas de démonstration y porte déjà ce nom, celui des officielles.
    """
    ecrits = []
    for flux, sens in (("E", "export"), ("I", "import")):
        chemin = dossier / f"{annee + 1}03-Regional-{annee}-{sens}.zip"
        if chemin.is_file() and not _est_de_demonstration(chemin):
            raise ErreurDemande(
                f"{chemin} existe déjà, et n’est pas une archive de démonstration. Choisissez un autre dossier avec "
                "--archives."
            )
        chemins.ecrire(chemin, _zip(annee, sens, _texte(_table(flux, annee))))
        ecrits.append(chemin)
    return ecrits


def _est_de_demonstration(chemin: Path) -> bool:
    try:
        with zipfile.ZipFile(chemin) as archive:
            return filigrane.LISEZ_MOI in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def preparer(dossier: Path, annee: int) -> Entrepot:
    """L’entrepôt prêt pour l’année ; sans aucune donnée pour 2024, fabrique et importe la démonstration.

    Lève `ErreurDonnees` si l’année est absente ou incomplète, ou si le dossier, nommé par l’analyste, n’existe pas :
    une faute de frappe donnerait des données simulées.
    """
    if not dossier.exists() and dossier != chemins.DONNEES:
        raise ErreurDonnees(
            f"{dossier} : ce dossier de données n’existe pas. Vérifiez --donnees, ou la variable FICHES_DONNEES."
        )
    entrepot = Entrepot(dossier)
    if annee == ANNEE and not entrepot.couverture(annee):
        with TemporaryDirectory() as provisoire:
            importer(ecrire_demonstration(Path(provisoire), annee), dossier)
    entrepot.exiger_complete(annee)
    return entrepot


def _table(flux: str, annee: int) -> pa.Table:
    lignes = economie.tirer(flux, np.random.default_rng([_GRAINE, ANNEE, ord(flux)]))
    lignes = conjoncture.mener(lignes, flux, ANNEE, annee)
    valeur = _ajuster(lignes, _totaux(flux, annee))
    prix = np.array([p.prix for p in PRODUITS])[lignes.produit]
    masse = np.rint(valeur / prix * lignes.masse_relative).astype(np.int64)
    cpf4 = [list(p.cpf4) for p in PRODUITS]
    debuts = np.cumsum([0, *map(len, cpf4)])[:-1]

    def codes(valeurs: list[str], rangs: Entiers) -> pa.Array:
        return pa.array(valeurs, pa.string()).take(pa.array(rangs))

    rien = np.zeros(len(valeur), dtype=np.int64)
    colonnes = (
        codes([flux], rien),
        pa.array(lignes.trimestre),
        pa.array(rien + annee),
        codes([d.code for d in DEPARTEMENTS], lignes.departement),
        codes([d.region for d in DEPARTEMENTS], lignes.departement),
        codes([p.code for p in PRODUITS], lignes.produit),
        codes([code for liste in cpf4 for code in liste], debuts[lignes.produit] + lignes.cpf4),
        codes(list(economie.PAYS), lignes.pays),
        pa.array(valeur),
        pa.array(filigrane.marquer(valeur, masse)),
    )
    return pa.table(dict(zip(CHAMPS, colonnes, strict=True)))


def _totaux(flux: str, annee: int) -> tuple[int, int, int]:
    """Ceux qui sont publiés pour 2024 ; pour une autre année, chacun s’en écarte de quelques pour cent par an."""
    if annee == ANNEE:
        return TOTAUX[flux]
    hasard = np.random.default_rng([_GRAINE, annee, ord(flux), 1])
    lot, occitanie, france = (
        round(total * (1 + _CROISSANCE) ** (annee - ANNEE) * hasard.lognormal(0, 0.03)) for total in TOTAUX[flux]
    )
    return lot, occitanie, france


def _ajuster(lignes: economie.Lignes, totaux: tuple[int, int, int]) -> Entiers:
    """Valeurs en euros : le Lot, le reste de l’Occitanie et le reste de la France tombent juste."""
    departements = np.array([d.code for d in DEPARTEMENTS])[lignes.departement]
    regions = np.array([d.region for d in DEPARTEMENTS])[lignes.departement]
    lot, occitanie = departements == _LOT, regions == _OCCITANIE
    cibles = (totaux[0], totaux[1] - totaux[0], totaux[2] - totaux[1])
    valeur = np.zeros(len(lignes.valeur), dtype=np.int64)
    for groupe, cible in zip((lot, occitanie & ~lot, ~occitanie), cibles, strict=True):
        rangs = np.flatnonzero(groupe)
        echelle = cible / lignes.valeur[rangs].sum()
        valeur[rangs] = np.maximum(np.rint(lignes.valeur[rangs] * echelle), 1).astype(np.int64)
        # La plus grande ligne absorbe les arrondis de toutes les autres.
        valeur[rangs[valeur[rangs].argmax()]] += cible - valeur[rangs].sum()
    return valeur


def _texte(table: pa.Table) -> bytes:
    tampon = io.BytesIO()
    options = pa.csv.WriteOptions(include_header=False, delimiter=";", quoting_style="none", batch_size=1 << 16)
    pa.csv.write_csv(table, tampon, options)
    return tampon.getvalue()


def _zip(annee: int, sens: str, texte: bytes) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for nom, contenu in (
            (filigrane.LISEZ_MOI, _NOTICE.encode()),
            (f"Regional-{annee}-{sens}/Region_{annee}_{sens.capitalize()}.txt", texte),
        ):
            # Une date fixe : les mêmes octets à chaque fois.
            membre = zipfile.ZipInfo(nom, _DATE)
            membre.compress_type = zipfile.ZIP_DEFLATED
            membre.external_attr = 0o644 << 16
            archive.writestr(membre, contenu, compresslevel=1)
    return tampon.getvalue()
