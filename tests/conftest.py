"""Ce que partagent les tests : les données de démonstration, importées une seule fois par session."""

import functools
import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from essais_navigateur import chemin_du_navigateur
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from fiches.donnees.demonstration import ecrire_demonstration
from fiches.donnees.douane import importer

# Une propriété ne dépend pas de la vitesse du poste.
settings.register_profile("sans_delai", deadline=None)
settings.load_profile("sans_delai")


@pytest.fixture(scope="session", autouse=True)
def sans_memoire() -> None:
    """Une session ne garde rien d’une autre du même processus : la mutation en ouvre une par faute plantée."""
    for objet in gc.get_objects():
        if isinstance(objet, functools._lru_cache_wrapper) and objet.__module__.startswith("fiches."):
            objet.cache_clear()


@pytest.fixture(scope="session")
def dossier_de_session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Un dossier commun à tous les processus de pytest-xdist, le temps de la session ; gardé d’une session à l’autre
    s’il est nommé par FICHES_TESTS_DONNEES, pour la mutation qui en ouvre des milliers."""
    if garde := os.environ.get("FICHES_TESTS_DONNEES"):
        return Path(garde)
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def archives_demo(dossier_de_session: Path) -> list[Path]:
    """Les deux archives de démonstration de 2024 (export, import)."""
    dossier = dossier_de_session / "archives-demo"
    with FileLock(dossier_de_session / "archives-demo.verrou"):
        return sorted(dossier.glob("*.zip")) or ecrire_demonstration(dossier)


@pytest.fixture(scope="session")
def donnees_demo(dossier_de_session: Path, archives_demo: list[Path]) -> Path:
    """Le dossier des tables de démonstration de 2024, à lire seulement."""
    dossier = dossier_de_session / "donnees-demo"
    with FileLock(dossier_de_session / "donnees-demo.verrou"):
        if not dossier.exists():
            importer(archives_demo, dossier)
    return dossier


@pytest.fixture(scope="session")
def chemin_chromium() -> str:
    """Le navigateur des tests de pages."""
    chemin = chemin_du_navigateur()
    assert chemin, "Chromium ou Chrome manque : « sh outils/navigateur.sh » l’installe ou dit comment."
    return chemin


@pytest.fixture(scope="module")
def navigateur(chemin_chromium: str) -> Iterator[Browser]:
    """Chromium ; le temps d’un module seulement, car sa boucle asyncio gênerait les carnets des autres."""
    with sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=chemin_chromium, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def importer_lignes(tmp_path: Path) -> Callable[[str], Path]:
    """Importe des lignes au format des douanes et rend le dossier des tables."""

    def importer_texte(lignes: str) -> Path:
        fichier = tmp_path / "Region_essai.txt"
        fichier.write_text(lignes, encoding="utf-8")
        importer([fichier], tmp_path / "donnees")
        return tmp_path / "donnees"

    return importer_texte
