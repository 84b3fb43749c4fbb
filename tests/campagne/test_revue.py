"""Ce qu’un éditeur doit revoir se dit, et ce qui n’appelle rien se tait."""

import shutil
from pathlib import Path

import nbformat
import pytest
from essais_commerce import lisible
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from fiches.campagne import revue
from fiches.donnees.douane import importer
from fiches.socle import chemins
from fiches.socle.erreurs import ErreurDemande

RECIT = """## Introduction

Des portraits ont paru en octobre 2024
avec l’Insee. Ceci ne dit rien. **Enfin.** En 2025, tout change !

### Plus loin
- L’assemblée du 27 mai 2025
- Une licence 2.0, pour 12024 euros
"""


@pytest.fixture
def projet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for nom in ("params", "notebooks"):
        (tmp_path / nom / "commentaires").mkdir(parents=True)
        monkeypatch.setattr(chemins, {"params": "PARAMS", "notebooks": "CARNETS"}[nom], tmp_path / nom)
    cellules = [
        new_code_cell('departement = "46"\nannee = 2024', metadata={"tags": ["parameters"]}),
        new_markdown_cell(RECIT),
        new_code_cell('graphiques.barres(x, titre="Depuis 2019")'),
    ]
    nbformat.write(new_notebook(cells=cellules), tmp_path / "notebooks" / "c.ipynb")
    return tmp_path


def dire(projet: Path, texte: str, annee: int = 2026, donnees: Path | None = None) -> str:
    (projet / "params" / f"edition-{annee}.yml").write_text(f"annee: {annee}\ncarnet: c.ipynb\n{texte}", "utf-8")
    return lisible("\n".join(map(str, revue.revoir(annee, donnees or projet / "donnees"))))


def test_chaque_phrase_qui_nomme_une_annee_est_citee_avec_son_carnet_et_sa_section(projet: Path):
    dit = dire(projet, "titre: Fiches de 2024\n")
    for attendue in (
        "edition-2026.yml, titre : « Fiches de 2024 »",
        "c.ipynb, Introduction : « Des portraits ont paru en octobre 2024 avec l’Insee. »",
        "c.ipynb, Introduction : « **Enfin.** En 2025, tout change ! »",
        "c.ipynb, Plus loin : « L’assemblée du 27 mai 2025 »",
        'c.ipynb, Plus loin (code) : « graphiques.barres(x, titre="Depuis 2019") »',
        "c.ipynb, cellule « parameters » : « annee » n’est pas 2026.",
    ):
        assert f"  - {attendue}" in dit
    assert "Ceci ne dit rien" not in dit
    assert "12024" not in dit


def test_les_carnets_livres_disent_leurs_phrases(projet: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(chemins, "CARNETS", chemins.RACINE / "notebooks")
    (projet / "params" / "edition-2026.yml").write_text("annee: 2026\n", encoding="utf-8")
    dit = lisible("\n".join(map(str, revue.revoir(2026, projet / "donnees"))))
    assert "commerce-exterieur.ipynb, Introduction : « Pour éclairer leurs projets, des portraits" in dit


def test_un_carnet_illisible_se_dit_sans_arreter_la_revue(projet: Path):
    (projet / "notebooks" / "c.ipynb").unlink()
    assert "c.ipynb : lecture impossible" in dire(projet, "")


def test_les_commentaires_d_avant_ou_sans_edition_sont_a_confirmer(projet: Path):
    commentaires = projet / "params" / "commentaires"
    (commentaires / "46.md").write_text("---\nedition: 2024\n---\nMots.", encoding="utf-8")
    (commentaires / "48.md").write_text("Mots.", encoding="utf-8")
    (commentaires / "75.md").write_text("---\nedition: 2026\n---\nMots.", encoding="utf-8")
    dit = dire(projet, "")
    assert "params/commentaires sert à toutes les éditions : rien n’y est recopié." in dit
    assert "édition plus ancienne que 2026, à relire : Lot (46), édition 2024." in dit
    assert "sans « edition » dans leur en-tête : Lozère (48)." in dit
    assert "Aucun commentaire" not in dit


def test_sans_commentaire_cela_se_dit(projet: Path):
    assert "Aucun commentaire n’y est écrit." in dire(projet, "")


def test_les_sections_masquees_se_rappellent(projet: Path):
    assert "c.ipynb : Contexte ; Plus loin." in dire(projet, "sections_masquees: [Contexte, Plus loin]\n")
    assert "sections masquées" not in dire(projet, "", 2027)


def test_les_droits_de_douane_se_relisent_ou_se_prolongent(projet: Path):
    assert "La phrase paraît encore en 2025" in dire(projet, "", 2025)
    assert "ajoutez 2026 à _ANNEES_DES_DROITS_DE_DOUANE" in dire(projet, "", 2026)


def test_un_dossier_sans_annee_se_signale(projet: Path):
    assert "reports/fiches ne dit pas l’année" in dire(projet, "dossier: fiches\n")
    assert "ne dit pas l’année" not in dire(projet, "dossier: fiches-2027\n", 2027)


def test_les_references_manquantes_sont_a_completer(projet: Path):
    assert "« references » : à compléter quand des totaux de 2026" in dire(projet, "")
    totaux = "references: {totaux: [{niveau: france, exportations: 1}]}\n"
    assert "à compléter" not in dire(projet, totaux, 2027)


def test_les_donnees_absentes_se_disent_avec_le_moyen_de_les_importer(projet: Path, donnees_demo: Path):
    assert "fiches donnees telecharger 2026" in dire(projet, "")
    dit = dire(projet, "", 2025, donnees_demo)
    assert "Aucune donnée pour 2025" in dit
    dit = dire(projet, "", 2024, donnees_demo)
    assert "2024 : données de démonstration, à remplacer par les vraies." in dit
    assert "2023 : absente ou incomplète" in dit


def test_une_annee_simulee_et_une_vraie_ne_se_comparent_pas(projet: Path, donnees_demo: Path):
    lignes = "".join(f"{flux};{t};2023;46;12;C30C;3030;DE;5;1\n" for flux in "EI" for t in range(1, 5))
    shutil.copytree(donnees_demo, projet / "deux", dirs_exist_ok=True)
    archive = projet / "vraies.txt"
    archive.write_text(lignes, encoding="utf-8")
    importer([archive], projet / "deux")
    assert "2023 : vraie, et 2024 ne l’est pas" in dire(projet, "", 2024, projet / "deux")


def test_une_edition_qui_n_est_pas_ouverte_ne_se_revoit_pas(projet: Path):
    with pytest.raises(ErreurDemande, match="Ouvrez cette édition : « fiches edition 2031 »"):
        revue.revoir(2031, projet / "donnees")
