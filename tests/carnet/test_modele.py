"""Le carnet modèle : ce qu’il laisse régler, ce qu’on en retire ; une demande qui ne lui va pas se dit."""

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from fiches.campagne.demande import Demande, etablir
from fiches.carnet import modele
from fiches.donnees import territoires
from fiches.socle.chemins import CARNETS
from fiches.socle.erreurs import ErreurDemande

PARAMETRES = (
    'departement = "46"\nannee = 2024\npays = 10  # pays montrés\npart: float = 0.5\nmot = "a # b"\nlibre = 2 * 3'
)


def code(source: str, *etiquettes: str) -> NotebookNode:
    return new_code_cell(source, metadata={"tags": list(etiquettes)})


def carnet(*cellules: str | NotebookNode) -> NotebookNode:
    return new_notebook(cells=[new_markdown_cell(c) if isinstance(c, str) else c for c in cellules])


def test_les_variables_du_carnet_sont_celles_de_sa_cellule_parameters():
    lues = modele.variables(carnet("# Titre", code("autre = 1"), code(PARAMETRES, "parameters")))
    assert lues == {"departement": "46", "annee": 2024, "pays": 10, "part": 0.5, "mot": "a # b", "libre": None}


def test_sans_cellule_parameters_on_dit_quoi_faire():
    with pytest.raises(ErreurDemande, match="ajoutez l’étiquette « parameters »"):
        modele.variables(carnet(code(PARAMETRES)))


def test_un_carnet_qui_ne_prend_pas_de_departement_est_refuse():
    """Toutes ses fiches seraient la même."""
    variables = modele.variables(carnet(code("annee = 2024", "parameters")))
    with pytest.raises(ErreurDemande, match=r"n’a pas de « departement ».+departement = \"46\""):
        modele.exiger_le_lieu(variables, territoires.lieu("46"))


@pytest.mark.parametrize(
    ("recu", "lieu", "dit"),
    [("region", "46", "Ce carnet reçoit «\u00a0region\u00a0», et le Lot (46) n’en est pas une."),
     ("departement", "ti-7603", "n’en est pas un."), ("territoire", "Occitanie", "l’Occitanie (region-76)"),
     ("departement", "France", "la France entière (france)")],
)  # fmt: skip
def test_un_carnet_n_est_execute_que_pour_ses_lieux(recu, lieu, dit):
    variables = modele.variables(carnet(code(f'{recu} = "x"', "parameters")))
    with pytest.raises(ErreurDemande, match=re.escape(dit)):
        modele.exiger_le_lieu(variables, territoires.lieu(lieu))
    modele.exiger_le_lieu(variables, territoires.du_genre(recu)[0])


def test_un_carnet_d_un_autre_langage_dit_quel_noyau_choisir():
    en_r = carnet(code(PARAMETRES, "parameters"))
    en_r.metadata["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}
    with pytest.raises(ErreurDemande, match=r"pour le noyau « R »\. .+ « Python 3 \(ipykernel\) »"):
        modele.variables(en_r)


def test_une_cellule_parameters_mal_ecrite_se_dit():
    with pytest.raises(ErreurDemande, match=r"Cellule 2 du carnet \(« parameters »\), ligne 3 : le code est mal écrit"):
        modele.variables(carnet("# Titre", code("a = 1\nb = 2\nc = = 3", "parameters")))


@pytest.mark.parametrize("reglages", [{}, {"pays": 0}, {"part": 1}, {"mot": "b"}, {"libre": [1]}])
def test_un_reglage_de_la_sorte_du_carnet_est_admis(reglages: dict[str, Any]):
    modele.verifier_reglages(reglages, modele.variables(carnet(code(PARAMETRES, "parameters"))), "p.yml")


@pytest.mark.parametrize(
    ("reglages", "attendu"),
    [
        ({"pay": 15}, "«\u00a0pay\u00a0» n’est pas dans la cellule « parameters » du carnet\u202f; voulez-vous dire "),
        ({"zzz": 15}, "du carnet\u202f; réglages du carnet\u00a0: pays, part, mot, libre."),
        ({"pays": "dix"}, "vaut «\u00a0dix\u00a0», mais il faut un nombre entier, comme dans le carnet (10)."),
        ({"pays": True}, "vaut True, mais il faut un nombre entier"),
        ({"pays": 2.5}, "vaut 2.5, mais il faut un nombre entier"),
        ({"pays": -1}, "vaut -1, mais il faut au moins 0."),
        ({"pays": None}, "mais il faut un nombre entier"),
        ({"mot": 3}, "vaut 3, mais il faut un texte"),
        ({"annee": 2023}, "«\u00a0annee\u00a0» est donné par la campagne"),
    ],
)
def test_un_reglage_qui_ne_va_pas_au_carnet_se_dit(reglages: dict[str, Any], attendu: str):
    with pytest.raises(ErreurDemande) as erreur:
        modele.verifier_reglages(reglages, modele.variables(carnet(code(PARAMETRES, "parameters"))), "p.yml")
    assert str(erreur.value).startswith("p.yml : ")
    assert attendu in str(erreur.value)


RECIT = (
    "# Fiche\n\nEn tête.",
    "## L’un\n\nTexte un.\n\n### Détail\n\nTexte détaillé.",
    code("un()"),
    "## Deux\n\nTexte deux.\n\n## Trois\n\nTexte trois.",
    code("trois()"),
    code("fiche.commentaire", "commentaire"),
    "Suite du regard.\n\n## Fin",
)


@pytest.mark.parametrize(
    ("masquees", "textes", "codes"),
    [
        (["L'un"], ["", "## Deux\n\nTexte deux.\n\n## Trois\n\nTexte trois."], ["un()"]),
        (["DÉTAIL"], ["## L’un\n\nTexte un.\n\n", "## Deux\n\nTexte deux.\n\n## Trois\n\nTexte trois."], ["un()"]),
        (["Deux"], [RECIT[1], "## Trois\n\nTexte trois."], []),
        (["Trois"], [RECIT[1], "## Deux\n\nTexte deux.\n\n"], ["trois()"]),
        (["L’un", "Deux", "Trois"], ["", ""], ["un()", "trois()"]),
    ],
)
def test_une_section_masquee_va_jusqu_au_titre_suivant_de_meme_niveau(masquees, textes, codes):
    coupe = modele.sans_sections(carnet(*RECIT), masquees, "p.yml")
    assert [coupe.cells[1].source, coupe.cells[3].source] == textes
    assert [c.source for c in coupe.cells if "masquer" in c.metadata.get("tags", [])] == codes
    assert coupe.cells[0].source == RECIT[0]
    assert coupe.cells[6].source == RECIT[6]


@given(
    blocs=st.lists(st.tuples(st.sampled_from([0, 2, 3, 4]), st.sampled_from("abc"), st.booleans()), max_size=12),
    masquees=st.sets(st.sampled_from("abc")),
)
def test_un_texte_ne_se_montre_que_si_aucun_titre_au_dessus_de_lui_n_est_masque(blocs, masquees):
    """`blocs` : niveau du titre (0 pour un paragraphe), son texte, et s’il commence une cellule."""
    cellules, attendu, dessus = [""], list[str](), dict[int, str]()
    for rang, (niveau, nom, nouvelle) in enumerate(blocs):
        ligne = f"{'#' * niveau} {nom}" if niveau else f"Paragraphe {rang}."
        cellules += [""] if nouvelle else []
        cellules[-1] += f"{ligne}\n\n"
        if niveau:
            dessus = {n: titre for n, titre in dessus.items() if n < niveau} | {niveau: nom}
        attendu += [] if masquees & set(dessus.values()) else [ligne]
    presents = {nom for niveau, nom, _ in blocs if niveau}
    coupe = modele.sans_sections(carnet(*cellules), masquees & presents, "p.yml")
    assert [ligne for c in coupe.cells for ligne in c.source.splitlines() if ligne] == attendu


def test_le_commentaire_est_une_section_a_lui():
    coupe = modele.sans_sections(carnet(*RECIT), ["Le regard de l’analyste"], "p.yml")
    assert coupe.cells[5].metadata.tags == ["commentaire", "masquer"]
    assert coupe.cells[6].source == "## Fin"


def test_le_titre_de_la_fiche_n_est_pas_une_section():
    coupe = modele.sans_sections(carnet("# Contexte\n\nEn tête.", "## Contexte\n\nTexte."), ["Contexte"], "p.yml")
    assert [c.source for c in coupe.cells] == ["# Contexte\n\nEn tête.", ""]
    with pytest.raises(ErreurDemande, match="n’est pas une section"):
        modele.sans_sections(carnet("# Contexte"), ["Contexte"], "p.yml")


def test_rien_a_masquer_le_carnet_reste_le_meme():
    assert modele.sans_sections(origine := carnet(*RECIT), [], "p.yml") == origine


def test_un_titre_inconnu_donne_ceux_du_carnet():
    titres = "\u202f; ".join(("L’un", "Détail", "Deux", "Trois", "Le regard de l’analyste", "Fin"))
    with pytest.raises(ErreurDemande) as erreur:
        modele.sans_sections(carnet(*RECIT), ["Quatre"], "p.yml")
    attendu = f"p.yml : «\u00a0Quatre\u00a0» n’est pas une section du carnet. Sections\u00a0: {titres}."
    assert str(erreur.value) == attendu


def test_toutes_les_sections_du_carnet_livre_se_masquent_une_a_une():
    livre = nbformat.read(CARNETS / "commerce-exterieur.ipynb", as_version=4)
    titres = modele.sections(livre)
    assert "Contexte" in titres
    assert "Le regard de l’analyste" in titres
    for titre in titres:
        restes = modele.sections(modele.sans_sections(livre, [titre], "p.yml"))
        assert set(titres) - set(restes) <= {titre}
        assert titre not in restes or titre == "Le regard de l’analyste"  # sa cellule reste, étiquetée « masquer »


def demander(dossier: Path, texte: str, **autres: Any) -> Demande:
    (dossier / "p.yml").write_text(texte, encoding="utf-8")
    choix = {"annee": None, "jobs": None, "forcer": False} | autres
    return etablir([], fichier_params=dossier / "p.yml", donnees=dossier / "d", sortie=dossier / "r", **choix)


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("reglages: {payss: 3}", "p.yml, reglages : «\u00a0payss\u00a0» n’est pas"),
        ("exceptions: {75: {pays: beaucoup}}", "p.yml, exceptions › 75 : «\u00a0pays\u00a0» vaut"),
        ("departements: {75: {pays: beaucoup}}", "p.yml, exceptions › 75 : «\u00a0pays\u00a0» vaut"),
        ("sections_masquees: [Contextes]", "p.yml, sections_masquees : «\u00a0Contextes\u00a0» n’est pas une section"),
        ("commentaires: nulle-part", "nulle-part : ce dossier de commentaires n’existe pas"),
        ("charte: nulle-part", "nulle-part : ce dossier de charte n’existe pas"),
        ("carnet: absent.ipynb", "absent.ipynb : carnet absent. Carnets présents : commerce-exterieur.ipynb"),
    ],
)
def test_une_demande_qui_ne_va_pas_au_carnet_est_refusee_avant_de_rien_faire(tmp_path, texte, attendu):
    with pytest.raises(ErreurDemande) as erreur:
        demander(tmp_path, texte)
    assert attendu in str(erreur.value)
    assert not (tmp_path / "r").exists()


def test_un_carnet_sans_cellule_parameters_est_refuse_avant_de_rien_faire(tmp_path):
    nbformat.write(carnet("# Titre"), tmp_path / "c.ipynb")
    with pytest.raises(ErreurDemande, match=r"c\.ipynb : Le carnet n’a pas de cellule de paramètres"):
        demander(tmp_path, f"carnet: {tmp_path / 'c.ipynb'}")


def test_le_carnet_recoit_les_reglages_puis_les_exceptions(tmp_path):
    demande = demander(
        tmp_path, "departements: [46, 75]\nreglages: {pays: 8, produits: 9}\nexceptions: {75: {pays: 15}}"
    )
    assert [demande.valeurs(lieu) for lieu in demande.lieux] == [
        {"departement": "46", "annee": 2024, "pays": 8, "produits": 9},
        {"departement": "75", "annee": 2024, "pays": 15, "produits": 9},
    ]


@pytest.mark.parametrize(
    ("texte", "annee", "dossier"),
    [
        ("", None, "2024"),
        ("", 2023, "2023"),
        ("dossier: emploi-{annee}", 2023, "emploi-2023"),
        ("dossier: a", None, "a"),
    ],
)
def test_le_dossier_des_pages_suit_l_annee(tmp_path, texte, annee, dossier):
    assert demander(tmp_path, texte, annee=annee).dossier == tmp_path / "r" / dossier


def test_une_affectation_multiple_declare_ses_parametres():
    lues = modele.variables(carnet(code('departement, annee = "46", 2024', "parameters")))
    assert lues == {"departement": "46", "annee": 2024}


CONFLIT = "Le début\n<<<<<<< local\nune phrase\n=======\nune autre\n>>>>>>> distant\n"


@pytest.mark.parametrize(
    ("octets", "dit"),
    [
        (nbformat.writes(carnet("# Titre", CONFLIT)).encode(), r"cellule 2 : une fusion de git .*«\s<<<<<<< local\s»"),
        (b'{"cells": [\n<<<<<<< HEAD\n', "une fusion de git y a laissé ses marques"),
        (b"", "ce fichier est vide"),
        (nbformat.writes(carnet("# Titre")).encode("utf-16"), "n’est pas en UTF-8"),
        (b"\xef\xbb\xbf" + nbformat.writes(carnet("# Titre")).encode(), "sans cette marque"),
        (b'{"a": 1}', "ce n’est pas un carnet Jupyter"),
    ],
    ids=["conflit dans une cellule", "conflit dans le fichier", "vide", "utf-16", "bom", "autre"],
)
def test_un_carnet_illisible_se_dit_par_sa_cause(tmp_path: Path, octets: bytes, dit: str):
    chemin = tmp_path / "c.ipynb"
    chemin.write_bytes(octets)
    with pytest.raises(ErreurDemande, match=dit):
        modele.lire(chemin)


def test_des_cellules_sans_identifiant_se_lisent_sans_avertissement(tmp_path: Path):
    brut = carnet("# Titre")
    del brut.cells[0]["id"]
    (tmp_path / "c.ipynb").write_text(json.dumps(brut), encoding="utf-8")
    assert modele.lire(tmp_path / "c.ipynb").cells[0].source == "# Titre"
