"""Le fichier de paramètres : chaque erreur nomme le fichier, la clé et ce qui est attendu."""

from decimal import Decimal
from pathlib import Path

import pytest

from fiches.carnet import parametres
from fiches.socle.chemins import PARAMS
from fiches.socle.erreurs import ErreurDemande


def ecrire(dossier: Path, texte: str) -> Path:
    chemin = dossier / "campagne.yml"
    chemin.write_text(texte, encoding="utf-8")
    return chemin


def test_un_fichier_vide_vaut_les_defauts(tmp_path):
    assert parametres.lire(ecrire(tmp_path, "")) == parametres.Parametres()


def test_le_fichier_livre_dit_les_defauts_et_les_six_totaux_publies():
    lus = parametres.lire(PARAMS / "edition-2024.yml")
    defauts = parametres.Parametres()
    assert lus.model_copy(update={"references": defauts.references, "series": ()}) == defauts
    assert [(serie.carnet, serie.lieux) for serie in lus.toutes] == [
        ("commerce-exterieur.ipynb", "departements"), ("region.ipynb", "regions"),
        ("territoire-industrie.ipynb", "territoires"), ("france.ipynb", "france"),
    ]  # fmt: skip
    assert lus.references.tolerance == Decimal("0.1")
    assert [(t.niveau, t.code, str(t.exportations), str(t.importations)) for t in lus.references.totaux] == [
        ("departement", "46", "636.4", "662.4"),
        ("region", "76", "49453.9", "37655.4"),
        ("france", "", "580354.5", "684776.3"),
    ]


def test_les_departements_s_ecrivent_en_nombres_ou_en_texte(tmp_path):
    lus = parametres.lire(ecrire(tmp_path, "departements: [46, 01, 2A, 974]"))
    assert lus.lieux == ["46", "01", "20", "974"]


def test_un_code_qui_commence_par_zero_reste_un_code(tmp_path):
    """YAML 1.1 y lit de l’octal : 046 serait 38."""
    with pytest.raises(ErreurDemande, match="« 046 » n’est ni un département"):
        parametres.lire(ecrire(tmp_path, "departements: [046]"))
    assert parametres.lire(ecrire(tmp_path, "departements: [08, 09]")).lieux == ["08", "09"]


@pytest.mark.parametrize(
    "texte",
    ["departements: {75: {pays: 15}, 1: {pays: 3}}", "exceptions: {75: {pays: 15}, 01: {pays: 3}}"],
)
def test_un_ecart_s_ecrit_de_deux_facons(tmp_path, texte):
    lus = parametres.lire(ecrire(tmp_path, f"{texte}\nreglages: {{pays: 8, produits: 9}}"))
    assert lus.lieux == "departements"
    assert lus.exceptions == {"75": {"pays": 15}, "01": {"pays": 3}}
    assert lus.reglages_de("75") == {"pays": 15, "produits": 9}
    assert lus.reglages_de("46") == {"pays": 8, "produits": 9}


def test_le_bloc_notes_peut_enregistrer_le_fichier(tmp_path):
    (tmp_path / "p.yml").write_bytes("\ufefftitre: Données d’emploi\r\nannee: 2023\r\n".encode())
    assert parametres.lire(tmp_path / "p.yml").titre == "Données d’emploi"


def test_un_fichier_qui_n_est_pas_en_utf_8_se_dit(tmp_path):
    (tmp_path / "p.yml").write_bytes("titre: région".encode("latin-1"))
    with pytest.raises(ErreurDemande, match="Enregistrez-le en UTF-8"):
        parametres.lire(tmp_path / "p.yml")


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("anee: 2024", "« anee » est inconnue\u202f; voulez-vous dire «\u00a0annee\u00a0»\u202f?"),
        ("zzz: 1", "« zzz » est inconnue\u202f; retirez-la. Un réglage du carnet, comme « pays », se met sous"),
        ("annee: deux mille", "« annee » vaut «\u00a0deux mille\u00a0», mais il faut un nombre entier."),
        ("annee: 24", "« annee » vaut 24, mais il faut au moins 1990."),
        ("limite_par_cellule: 0", "« limite_par_cellule » vaut 0"),
        (
            "departements: toutes",
            "« departements » vaut «\u00a0toutes\u00a0», mais il faut le mot « tous » ou une liste de départements.",
        ),
        ("departements: [46, null]", "« departements › 2 » est vide, mais il faut un texte."),
        ("references: 3", "« references » vaut 3, mais il faut un groupe de lignes « clé: valeur »."),
        ("references: {totaux: 3}", "« references › totaux » vaut 3, mais il faut une liste."),
        ("references: {tolerance: -1}", "« references › tolerance » vaut -1, mais il faut au moins 0."),
        (
            "references: {toleranse: 1}",
            "« references › toleranse » est inconnue\u202f; voulez-vous dire «\u00a0tolerance\u00a0»\u202f?",
        ),
        ("references: {totaux: [{code: 46}]}", "« references › totaux › 1 › niveau » manque."),
        (
            "references: {totaux: [{niveau: pays}]}",
            "« references › totaux › 1 › niveau » vaut «\u00a0pays\u00a0», mais il faut « departement »",
        ),
        (
            "references: {totaux: [{niveau: france, exportations: beaucoup}]}",
            "« references › totaux › 1 › exportations » vaut «\u00a0beaucoup\u00a0», mais il faut un nombre.",
        ),
        ("- 46", "des lignes « clé: valeur » sont attendues"),
        ("departements: [46, 31, 46]", "le Lot (46) : donné deux fois (« 46 »)"),
        ("departements: [2A, 1, 2B]", "la Corse (20) : donné deux fois (« 2A » et « 2B »)"),
        ("departements: [1, 01]", "l’Ain (01) : donné deux fois (« 1 » et « 01 »)"),
        (
            "departements: [46, lott]",
            "« lott » n’est ni un département, ni une région",
        ),
        ("departements: {75: {pays: 1}, 75: {pays: 2}}", "«\u00a075\u00a0» est donné deux fois"),
        ("exceptions: {1: {pays: 1}, 01: {pays: 2}}", "l’Ain (01) : donné deux fois"),
        ("departements: {75: {pays: 1}}\nexceptions: {46: {pays: 1}}", "réunissez-les"),
        ("departements: {75: 15}", "« exceptions › 75 » vaut 15, mais il faut un groupe de lignes"),
        ("annee: 2024\ncarnet: a\nannee: 2023", "ligne 3 : «\u00a0annee\u00a0» est donné deux fois"),
        ("reglages: 3", "« reglages » vaut 3, mais il faut un groupe de lignes"),
        ("sections_masquees: Contexte", "« sections_masquees » vaut «\u00a0Contexte\u00a0», mais il faut une liste."),
        (
            "dossier: ../ailleurs",
            "« dossier » vaut «\u00a0../ailleurs\u00a0», mais il faut un nom simple, sans chemin.",
        ),
        ("dossier: a/b", "mais il faut un nom simple, sans chemin."),
        ("dossier: {annee}", "« dossier » vaut"),
        ("titre: ''", "« titre » vaut «\u00a0\u00a0», mais il faut un texte."),
        ("annee: [", "ligne 1 : ce n’est pas du YAML lisible"),
        ("carnet: !!python/object/apply:os.system ['true']", "YAML"),
    ],
)
def test_une_erreur_se_dit_en_une_phrase(tmp_path, texte, attendu):
    with pytest.raises(ErreurDemande) as info:
        parametres.lire(ecrire(tmp_path, texte))
    message = str(info.value)
    assert attendu in message
    assert "campagne.yml" in message
    assert "\n" not in message


def test_un_fichier_absent_se_dit(tmp_path):
    with pytest.raises(ErreurDemande, match="illisible"):
        parametres.lire(tmp_path / "absent.yml")
