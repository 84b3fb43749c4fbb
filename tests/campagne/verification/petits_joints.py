"""Un classeur et un PDF réduits à ce que la vérification en lit."""

import io
import zipfile

import pikepdf

Feuille = list[list[str | float]]


def classeur(*feuilles: Feuille, retrait: str = "") -> bytes:
    """Des feuilles au format d’Excel, textes communs à part, une ligne vide sous l’en-tête ; `retrait` : une pièce."""
    communs: list[str] = []
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        for numero, feuille in enumerate(feuilles, 1):
            lignes = ['<row r="99" spans="1:2"></row>']
            for rang, ligne in enumerate(feuille, 1):
                cases = []
                for colonne, valeur in enumerate(ligne):
                    ou = f'r="{"AB"[colonne]}{rang}"'
                    if isinstance(valeur, str) and valeur:
                        communs.append(valeur)
                        cases.append(f'<c {ou} s="3" t="s"><v>{len(communs) - 1}</v></c>')
                    else:
                        cases.append(f"<c {ou}><v>{valeur}</v></c>" if valeur != "" else f'<c {ou} s="1"/>')
                lignes.append(f'<row r="{rang}">{"".join(cases)}</row>')
            archive.writestr(f"xl/worksheets/sheet{numero}.xml", "\n".join(lignes))
        textes = (t.replace("&", "&amp;") for t in communs)
        si = "".join(f'<si><r><t>{t[:2]}</t></r><r><t xml:space="preserve">{t[2:]}</t></r></si>' for t in textes)
        archive.writestr("xl/sharedStrings.xml", si)
    contenu = tampon.getvalue()
    return contenu if not retrait else contenu.replace(retrait.encode(), b"z" * len(retrait))


def pdf(*dits: str, langue: str = "fr-FR", titre: str = "Fiche", pages: int = 1, marque: object = True) -> bytes:
    tampon = io.BytesIO()
    with pikepdf.new() as ecrit:
        for _ in range(pages):
            ecrit.add_blank_page()
        ecrit.Root.StructTreeRoot = pikepdf.Dictionary(
            K=pikepdf.Array([ecrit.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Figure, Alt=dit)) for dit in dits])
        )
        if marque is not None:
            ecrit.Root.MarkInfo = pikepdf.Dictionary(Marked=marque)
        if langue:
            ecrit.Root.Lang = langue
        if titre:
            ecrit.docinfo["/Title"] = titre
        ecrit.save(tampon)
    return tampon.getvalue()
