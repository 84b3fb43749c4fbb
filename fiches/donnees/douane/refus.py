"""Pourquoi un fichier, ou une ligne, n’est pas au format des douanes : une raison, et quoi faire."""

import re

LIGNE_LONGUE = 1 << 16
MONTANT_LIMITE = 10**12  # mille milliards : aucune ligne n’approche, et les sommes tiennent sur 64 bits
ANNEE_MIN, ANNEE_MAX = 1990, 2100

FORME_A129 = re.compile(r"[A-Z][0-9]{2}[A-Z]")
MOTIFS = {
    "flux": re.compile("[IE]"),
    "trimestre": re.compile("[1-4]"),
    "annee": re.compile("|".join(str(annee) for annee in range(ANNEE_MIN, ANNEE_MAX + 1))),
    "departement": re.compile("[0-9A-Z]{2}"),
    "region": re.compile("[0-9A-Z]{2}"),
    "produit": re.compile("[0-9A-Z]{4}"),
    "cpf4": re.compile("[0-9A-Z]{4}"),
    "pays": re.compile("[0-9A-Z]{2}"),
}
_ATTENDU = {
    "flux": "le flux vaut « {} », I (importation) ou E (exportation) est attendu",
    "trimestre": "le trimestre vaut « {} », un chiffre de 1 à 4 est attendu",
    "annee": "l’année vaut « {} », " + f"quatre chiffres de {ANNEE_MIN} à {ANNEE_MAX} sont attendus",
    "departement": "le code de département « {} » n’a pas la forme attendue (deux caractères : 46, 9A)",
    "region": "le code de région « {} » n’a pas la forme attendue (deux caractères : 12)",
    "produit": "le code de produit A129 « {} » n’a pas la forme attendue (quatre caractères : C30C)",
    "cpf4": "le code CPF4 « {} » n’a pas la forme attendue (quatre caractères : 3030)",
    "pays": "le code de pays « {} » n’a pas la forme attendue (deux lettres : DE)",
}
_MONTANTS = {"valeur": "d’euros", "masse": "de kilogrammes"}

_DANS_UNE_COPIE = "dans une copie du fichier txt (éditeur de texte, sans tableur), et importez-la."
_RETELECHARGER = (
    "Téléchargez de nouveau l’archive et importez-la telle quelle ; si le défaut y est encore, corrigez-le "
    f"{_DANS_UNE_COPIE}"
)
_REPARTIR = "Repartez du fichier des douanes, sans l’ouvrir ni l’enregistrer avec un tableur."
REGIONAL = "Prenez les « Statistiques régionales et départementales du commerce extérieur », au format txt."

VIDE = "le fichier est vide. Téléchargez de nouveau l’archive et importez-la telle quelle."
SANS_LIGNES = f"aucune fin de ligne n’y est trouvée : ce n’est pas le fichier texte des douanes. {REGIONAL}"
RETOURS_CHARIOT = (
    "les lignes se terminent par un retour chariot seul (CR, ancien format Mac), LF ou CRLF est attendu. "
    f"Convertissez les fins de ligne {_DANS_UNE_COPIE}"
)
COUPEE = (
    "la dernière ligne ne se termine pas par un retour à la ligne, le fichier a pu être coupé. "
    f"{_RETELECHARGER} Si vous l’avez écrit vous-même, ajoutez un retour à la ligne à la fin."
)
ILLISIBLE = "le bloc de lignes qui commence ici ne se lit pas"

_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", f"c’est un classeur Excel (ancien produit en milliers d’euros). {REGIONAL}"),
    (b"PK\x03\x04", "c’est une archive zip rangée dans une autre. Sortez-la et importez-la directement."),
    (b"\xff\xfe", f"le fichier est en UTF-16, il a été réenregistré. {_REPARTIR}"),
    (b"\xfe\xff", f"le fichier est en UTF-16, il a été réenregistré. {_REPARTIR}"),
    (b"\xef\xbb\xbf", f"le fichier commence par une marque d’ordre (BOM), il a été réenregistré. {_REPARTIR}"),
    (b"<", f"c’est une page web, pas un fichier de données. {_RETELECHARGER}"),
    (b"%PDF", f"c’est un document PDF. {REGIONAL}"),
)
_NATIONAL = re.compile(r"[IE];\d{1,2};\d{4};[0-9A-Z]{6};[0-9A-Z]{4};\d{8};")


def du_debut(debut: bytes) -> str | None:
    """Raison de refuser un fichier d’après ses premiers octets, ou None."""
    for signature, raison in _SIGNATURES:
        if debut.startswith(signature):
            return raison
    if b"\0" in debut[:64]:
        return f"le fichier est en UTF-16 ou n’est pas du texte. {_REPARTIR}"
    return None


def sans_fin_de_ligne(debut: bytes) -> str:
    """Raison de refuser un fichier dont le début, fort long, n’a aucun saut de ligne."""
    return RETOURS_CHARIOT if b"\r" in debut else SANS_LIGNES


def de_la_ligne(octets: bytes, premiere: bool) -> str | None:
    """Raison de refuser une ligne (sans sa fin de ligne), ou None si elle est au format."""
    ligne = octets.decode("latin-1")
    champs = ligne.split(";")
    if raison := _reenregistree(ligne, champs):
        return raison
    if premiere and len(champs) > 1 and not any(champ.strip().isdigit() for champ in champs):
        return f"c’est une ligne d’en-tête (« {extrait(ligne)} »), le fichier des douanes n’en a pas. {_REPARTIR}"
    if champs[-1] == "" and len(champs) == len(MOTIFS) + len(_MONTANTS) + 1:
        return (
            f"un point-virgule de trop à la fin de la ligne (« {extrait(ligne)} ») : dix champs sont attendus, il en "
            f"annonce un onzième, vide. Retirez celui de chaque ligne {_DANS_UNE_COPIE}"
        )
    if len(champs) != len(MOTIFS) + len(_MONTANTS):
        s = "s" if len(champs) > 1 else ""
        return f"{len(champs)} champ{s} au lieu de dix (« {extrait(ligne)} »). {_RETELECHARGER}"
    if _NATIONAL.match(ligne):
        return f"c’est le fichier national des douanes (CPF6, NC8), qui ne dit rien des départements. {REGIONAL}"
    return _code_faux(dict(zip(MOTIFS, champs, strict=False))) or _montant_faux(
        dict(zip(_MONTANTS, champs[-2:], strict=True))
    )


def _code_faux(codes: dict[str, str]) -> str | None:
    if FORME_A129.fullmatch(codes["cpf4"]):
        return (
            f"le code CPF4 « {codes['cpf4']} » a la forme d’un code A129 : les colonnes ont été échangées, "
            f"l’ordre attendu est A129 puis CPF4. {_REPARTIR}"
        )
    for champ, code in codes.items():
        if not MOTIFS[champ].fullmatch(code):
            return f"{_ATTENDU[champ].format(extrait(code))}. {_RETELECHARGER}"
    return None


def _montant_faux(montants: dict[str, str]) -> str | None:
    for champ, montant in montants.items():
        if not re.fullmatch("[0-9]+", montant):
            if re.fullmatch(r"\s*[0-9]+\s*", montant):
                return (
                    f"une espace entoure la {champ} (« {extrait(montant)} »), un nombre seul est attendu. "
                    f"Retirez les espaces {_DANS_UNE_COPIE}"
                )
            return (
                f"la {champ} vaut « {extrait(montant)} », un nombre entier {_MONTANTS[champ]}, "
                f"positif ou nul, est attendu. {_RETELECHARGER}"
            )
        if int(montant[:30]) >= MONTANT_LIMITE:
            return (
                f"la {champ} vaut « {extrait(montant)} », au-delà de ce qui est admis (moins de mille milliards "
                f"{_MONTANTS[champ]} par ligne). {_RETELECHARGER}"
            )
    return None


def annees_melees(avant: int, apres: int) -> str:
    """Raison de refuser un fichier qui mêle des années sans être le fichier glissant sur cinq trimestres."""
    return (
        f"l’année {apres} apparaît dans un fichier de {avant}, sans former cinq trimestres qui se suivent. "
        "Importez un fichier par année."
    )


def _reenregistree(ligne: str, champs: list[str]) -> str | None:
    if not ligne:
        return f"ligne vide. {_RETELECHARGER}"
    if "\x1a" in ligne:
        return (
            "une marque de fin de fichier (1A, DOS) au milieu des lignes : deux fichiers ont été mis bout à bout. "
            "Importez ceux des douanes, ensemble mais sans les réunir."
        )
    if "\r" in ligne:
        return f"un retour chariot (CR) au milieu de la ligne (« {extrait(ligne)} »). {_RETELECHARGER}"
    if '"' in ligne:
        return f"des guillemets : le fichier a été réenregistré par un tableur. {_REPARTIR}"
    if len(champs) == 1:
        for signe, nom in (("\t", "des tabulations"), (",", "des virgules")):
            if signe in ligne:
                return f"{nom} séparent les champs au lieu de points-virgules. {_REPARTIR}"
    return None


def lisible(texte: str) -> str:
    """Le texte sans rien qui agisse sur un terminal : ni échappement, ni saut de ligne, ni sens d’écriture."""
    return "".join(c if c.isprintable() or c in "\u00a0\u202f" else "�" for c in texte)


def extrait(texte: str) -> str:
    """Au plus soixante caractères d’un texte reçu, lisibles."""
    propre = lisible(texte)
    return propre if len(propre) <= 60 else f"{propre[:57]}…"
