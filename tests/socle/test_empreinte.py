"""L’empreinte : deux campagnes qui en ont une même donneraient les mêmes octets."""

from importlib.metadata import version

from hypothesis import given
from hypothesis import strategies as st

from fiches.socle import empreinte


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
    """Celles qu’on déclare (WeasyPrint est un extra) et celles qu’elles appellent, sans les outils."""
    directes = {"weasyprint", "pyarrow", "pandas", "nbconvert", "markdown-it-py", "pysankeybeta", "xlsxwriter"}
    appelees = {"numpy", "ipython", "pydyf", "fonttools", "tinycss2", "zopfli"}
    assert directes | appelees <= empreinte.versions().keys()
    assert empreinte.versions().keys().isdisjoint({"rich", "jupyterlab", "pytest", "ruff"})


def test_une_dependance_declaree_de_plus_entre_dans_l_empreinte(monkeypatch):
    monkeypatch.setattr(empreinte, "requires", lambda nom: ["pytest", "absente"] if nom == empreinte.PROJET else [])
    empreinte.versions.cache_clear()
    try:
        assert empreinte.versions() == {"pytest": version("pytest")}
    finally:
        empreinte.versions.cache_clear()


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
