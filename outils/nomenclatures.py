"""Compare les tables de data/nomenclatures/ à de nouveaux fichiers officiels, et dit les écarts de codes.

    python outils/nomenclatures.py Libelle_A129.txt Libelle_PAYS.txt departement_2027.csv territoires.csv

Chaque fichier se reconnaît à son contenu : libellés des douanes (A129 ou pays, sans en-tête), code officiel
géographique des départements (Insee, colonnes DEP et LIBELLE), liste des Territoires d’industrie (ANCT,
colonnes id_ti et lib_ti). Rien n’est écrit : les tables se corrigent à la main. Code de sortie 1 s’il y a un écart.
"""

import csv
import io
import re
import sys
from datetime import date
from pathlib import Path

from fiches.donnees import nomenclatures, territoires
from fiches.donnees.douane.libelles_recus import lire as lire_libelles
from fiches.redaction import typographier
from fiches.socle.erreurs import ErreurDonnees

# Colonnes du code et du nom ; la reprise du code géographique par Etalab a les siennes.
COLONNES = (
    ("departements", "DEP", "LIBELLE"),
    ("departements", "code", "libelle"),
    ("territoires_industrie", "id_ti", "lib_ti"),
)
CORSE = {"2A", "2B"}
ANNEE = date.today().year
# Les collectivités d’outre-mer, que le code géographique range parfois avec les départements.
COLLECTIVITE = re.compile(r"97[578]|98\d")


class FichierInconnu(Exception):
    """Le fichier n’est aucun de ceux que l’outil compare."""


def lire(chemin: Path) -> tuple[str, dict[str, str]]:
    """La table que concerne un fichier officiel, et ses codes avec leurs noms. Lève `FichierInconnu`."""
    octets = chemin.read_bytes()
    raison = ""
    try:
        libelles = lire_libelles(octets, str(chemin), ANNEE * 100 + 1, ANNEE * 100 + 12)
    except ErreurDonnees as erreur:
        libelles, raison = {}, f" Lu comme des libellés : {erreur}"
    for axe, table in (("produit", "produits"), ("pays", "pays")):
        if libelles.keys() == {axe}:
            return table, libelles[axe]
    texte = octets.decode("utf-8-sig", errors="replace")
    separateur = ";" if texte.partition("\n")[0].count(";") else ","
    lecteur = csv.DictReader(io.StringIO(texte), delimiter=separateur)
    for table, code, nom in COLONNES:
        if {code, nom} <= set(lecteur.fieldnames or ()):
            return table, {ligne[code]: ligne[nom] for ligne in lecteur}
    raise FichierInconnu(
        f"{chemin} : ni libellés A129 ou pays des douanes, ni départements de l’Insee, ni Territoires d’industrie."
        f"{raison}"
    )


def les_notres(table: str) -> dict[str, str]:
    """Nos codes et nos noms, dans la table de même sujet."""
    if table == "departements":
        return {d.code: d.nom for d in territoires.departements_publies()}
    colonne = "libelle" if table == "produits" else "nom"
    notres = getattr(nomenclatures, table)()
    if table in ("produits", "pays"):
        notres = nomenclatures.en_vigueur(notres, ANNEE)
    return {str(code): str(nom) for code, nom in notres[colonne].items()}


def ecarts(table: str, officiels: dict[str, str]) -> list[str]:
    """Une ligne par code nouveau, disparu, ou (hors pays, que le projet nomme lui-même) renommé."""
    notres = les_notres(table)
    if table == "departements":
        if officiels.keys() >= CORSE:
            officiels = officiels | {"20": notres["20"]}
        officiels = {c: nom for c, nom in officiels.items() if c not in CORSE and not COLLECTIVITE.fullmatch(c)}
    lignes = [f"nouveau   {code}  {officiels[code]}" for code in sorted(officiels.keys() - notres.keys())]
    # Un code qui n’a plus cours reste dans la table, avec sa fin : les archives des années passées l’emploient.
    lignes += [f"disparu   {code}  {notres[code]}" for code in sorted(notres.keys() - officiels.keys())]
    if table != "pays":
        lignes += [
            f"renommé   {code}  {notres[code]}  ->  {officiels[code]}"
            for code in sorted(officiels.keys() & notres.keys())
            if _comparable(notres[code]) != _comparable(officiels[code])
        ]
    return lignes


def _comparable(nom: str) -> str:
    return re.sub(r"\s+", " ", typographier(nom)).strip()


def main(chemins: list[str]) -> int:
    """Affiche les écarts de chaque fichier ; 0 sans écart, 1 s’il y en a, 2 si un fichier n’est pas reconnu."""
    if not chemins:
        print(__doc__)
        return 2
    code_de_sortie = 0
    for chemin in map(Path, chemins):
        try:
            table, officiels = lire(chemin)
        except (OSError, FichierInconnu) as erreur:
            print(erreur, file=sys.stderr)
            return 2
        trouves = ecarts(table, officiels)
        print(f"{table}.csv, d’après {chemin.name} : {len(officiels)} codes lus, {len(trouves)} écart(s).")
        for ligne in trouves:
            print(f"  {ligne}")
        code_de_sortie = max(code_de_sortie, int(bool(trouves)))
    return code_de_sortie


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
