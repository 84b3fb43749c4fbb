"""L’empreinte : deux campagnes qui en ont une même donneraient les mêmes octets."""

import tomllib
from importlib.metadata import version

from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement

from fiches.socle import empreinte
from fiches.socle.chemins import RACINE

# Ce qui exécute, affiche ou teste sans rien changer à la page.
SANS_EFFET_SUR_LA_PAGE = {
    "filelock", "jupyter", "jupyterlab", "jupyterlab-language-pack-fr-fr", "jupyterlab-myst", "nbclient", "nbformat",
    "nbstripout", "pooch", "pyarrow", "pydantic", "pyyaml", "requests", "rich", "typer", "urllib3",
    "watchfiles",
}  # fmt: skip


@given(st.lists(st.text()), st.lists(st.text()))
def test_deux_suites_differentes_ne_se_confondent_pas(une, autre):
    assert (empreinte.combiner(*une) == empreinte.combiner(*autre)) == (une == autre)


def test_couper_un_texte_autrement_change_l_empreinte():
    """Des cas que la seule concaténation confondrait."""
    combinaisons = [("ab", "c"), ("a", "bc"), ("abc",), ("a", "b", "c"), ("a\0" + "1:b",), ("a", "b"), ("c", "ab")]
    assert len({empreinte.combiner(*c) for c in combinaisons}) == len(combinaisons)


def test_un_fichier_et_son_contenu_ont_la_meme_empreinte(tmp_path):
    fichier = tmp_path / "page.html"
    fichier.write_bytes("é".encode())
    assert empreinte.sha256(fichier) == empreinte.sha256("é".encode())


def test_toute_bibliotheque_qui_fait_la_page_est_dans_l_empreinte():
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declarees = {Requirement(d).name.lower() for d in projet["dependencies"]}
    manquantes = declarees - SANS_EFFET_SUR_LA_PAGE - set(empreinte.versions())
    assert not manquantes, f"ajoutez à fiches/empreinte.py ce qui peut changer la page : {manquantes}"


def test_les_versions_sont_celles_qui_sont_installees():
    assert empreinte.versions()["pandas"] == version("pandas")


def programme_a(dossier, monkeypatch) -> str:
    monkeypatch.setattr(empreinte, "NOMENCLATURES", dossier)
    empreinte.du_programme.cache_clear()
    try:
        return empreinte.du_programme()
    finally:
        empreinte.du_programme.cache_clear()


def test_une_nomenclature_corrigee_ou_renommee_change_l_empreinte_du_programme(tmp_path, monkeypatch):
    vues = []
    for nom, contenu in (("pays.csv", "DE;Allemagne"), ("pays.csv", "DE;l’Allemagne"), ("p.csv", "DE;l’Allemagne")):
        for ancien in tmp_path.iterdir():
            ancien.unlink()
        (tmp_path / nom).write_text(contenu, encoding="utf-8")
        vues.append(programme_a(tmp_path, monkeypatch))
    assert len(set(vues)) == 3
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert programme_a(tmp_path, monkeypatch) == vues[-1]
