"""Habiller le tableau qu’affiche un DataFrame pandas : légende, en-têtes, nombres à la française."""

import re

from bs4 import BeautifulSoup, Tag

from fiches.redaction import a_la_francaise, est_un_nombre, nombre

_ABSENTS = {"NaN", "None", "NaT", "<NA>"}
_OUI_NON = {"True": "oui", "False": "non"}
_TAILLE = re.compile(r"(\d+) rows × (\d+) columns")


def habiller(html: str, legende: str | None) -> str:
    """Le tableau dans une région qui défile, ses en-têtes annoncés aux lecteurs d’écran, ses nombres lisibles.

    Un entier de moins de six chiffres reste tel quel : ce peut être une année ou un code postal.
    """
    soupe = BeautifulSoup(html, "html.parser")
    for style in soupe.find_all("style"):
        style.decompose()
    for table in soupe.find_all("table"):
        _habiller_table(soupe, table, legende)
    for note in soupe.find_all("p"):
        if taille := _TAILLE.fullmatch(note.get_text()):
            note.string = f"{nombre(int(taille[1]), 0)} lignes, {taille[2]} colonnes"
    region = soupe.new_tag("div", attrs={"class": "defile", "role": "region", "tabindex": "0"})
    region["aria-label"] = legende or "Tableau"
    region.extend(list(soupe.contents))
    return str(region)


def _habiller_table(soupe: BeautifulSoup, table: Tag, legende: str | None) -> None:
    table.attrs = {"class": "dataframe"}
    for ligne in table.find_all("tr"):
        ligne.attrs = {}
    _remonter_noms_d_index(table)
    _retirer_les_rangs(table)
    for entete in table.find_all("th"):
        if not entete.get_text(strip=True):
            entete.name = "td"
        else:
            entete["scope"] = "col" if entete.find_parent("thead") else "row"
    numeriques = [_lire_ligne(ligne) for ligne in table.select("tbody tr")]
    for ligne in table.select("thead tr"):
        for depuis_la_fin, entete in enumerate(reversed(ligne.find_all(["th", "td"]))):
            if numeriques and all(r[-1 - depuis_la_fin] for r in numeriques if depuis_la_fin < len(r)):
                entete["class"] = "n"
    if legende:
        titre = soupe.new_tag("caption")
        titre.string = legende
        table.insert(0, titre)


def _remonter_noms_d_index(table: Tag) -> None:
    """pandas écrit le nom de l’index sur une ligne à part, sous les en-têtes : il a sa place dans la case vide."""
    lignes = [ligne.find_all("th") for ligne in table.select("thead tr")]
    if len(lignes) != 2 or len(lignes[0]) != len(lignes[1]):
        return
    paires = list(zip(*lignes, strict=True))
    if all(not (haut.get_text(strip=True) and bas.get_text(strip=True)) for haut, bas in paires):
        for haut, bas in paires:
            haut.string = haut.get_text(strip=True) or bas.get_text(strip=True)
        table.select("thead tr")[1].decompose()


def _retirer_les_rangs(table: Tag) -> None:
    """Les rangs 0, 1, 2… que pandas met à une table sans index n’apprennent rien : la première colonne nomme la ligne.

    Une table filtrée, triée ou abrégée garde les siens, comme un index qui porte un nom.
    """
    entetes, lignes = table.select("thead tr"), table.select("tbody tr")
    rangs = [[th.get_text(strip=True) for th in ligne.find_all("th")] for ligne in lignes]
    if len(entetes) != 1 or not rangs or rangs != [[str(n)] for n in range(len(rangs))]:
        return
    coin, *noms = entetes[0].find_all(["th", "td"])
    if coin.get_text(strip=True) or not noms:
        return
    coin.decompose()
    premieres = [cellule for cellule in (ligne.td for ligne in lignes) if cellule is not None]
    for rang in table.select("tbody th"):
        rang.decompose()
    textes = {cellule.get_text(strip=True) for cellule in premieres}
    if len(noms) > 1 and not any(est_un_nombre(t) or t in _ABSENTS or t in _OUI_NON for t in textes):
        for cellule in premieres:
            cellule.name = "th"


def _lire_ligne(ligne: Tag) -> list[bool]:
    """Récrit les nombres d’une ligne ; dit, cellule par cellule, si c’en est un."""
    numeriques = []
    for cellule in ligne.find_all(["th", "td"]):
        texte = cellule.get_text(strip=True)
        numerique = cellule.name == "td" and (texte in _ABSENTS or est_un_nombre(texte))
        if numerique:
            cellule["class"] = "n"
            cellule.string = "–" if texte in _ABSENTS else a_la_francaise(texte)
        elif texte in _OUI_NON:
            cellule.string = _OUI_NON[texte]
        numeriques.append(numerique)
    return numeriques
