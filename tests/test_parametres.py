"""Le fichier de paramètres : chaque erreur nomme le fichier, la clé et ce qui est attendu."""

from decimal import Decimal
from pathlib import Path

import pytest

from fiches import parametres
from fiches.chemins import PARAMS
from fiches.erreurs import ErreurDemande


def ecrire(dossier: Path, texte: str) -> Path:
    chemin = dossier / "campagne.yml"
    chemin.write_text(texte, encoding="utf-8")
    return chemin


def test_un_fichier_vide_vaut_les_defauts(tmp_path):
    assert parametres.lire(ecrire(tmp_path, "")) == parametres.Parametres()


def test_le_fichier_livre_dit_les_defauts_et_les_six_totaux_publies():
    lus = parametres.lire(PARAMS / "commerce-exterieur-2024.yml")
    assert lus.model_copy(update={"references": parametres.References()}) == parametres.Parametres()
    assert lus.references.tolerance == Decimal("0.1")
    assert [(t.niveau, t.code, str(t.exportations), str(t.importations)) for t in lus.references.totaux] == [
        ("departement", "46", "636.4", "662.4"),
        ("region", "76", "49453.9", "37655.4"),
        ("france", "", "580354.5", "684776.3"),
    ]


def test_les_departements_s_ecrivent_en_nombres_ou_en_texte(tmp_path):
    lus = parametres.lire(ecrire(tmp_path, "departements: [46, 01, 2A, 974]"))
    assert lus.departements == ["46", "01", "20", "974"]


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("anee: 2024", "« anee » est inconnue\u202f; voulez-vous dire «\u00a0annee\u00a0»\u202f?"),
        ("zzz: 1", "« zzz » est inconnue\u202f; retirez-la."),
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
