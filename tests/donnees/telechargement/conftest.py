"""Les deux sites, joués par un serveur local."""

import threading
from collections.abc import Iterator

import pytest
from essais_telechargement import NOMS, ZIPS, Serveur, ressource, sert

from fiches.donnees.telechargement import transfert


@pytest.fixture
def serveur(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serveur]:
    """Les deux sites en bonne santé : la liste des douanes mène aux deux archives, data.gouv.fr aussi."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(transfert, "ESSAIS", 2)
    with Serveur() as ecoute:
        for flux, nom in NOMS.items():
            ecoute.reponses[f"/2025-03/{nom}"] = sert(ZIPS[flux])
        ecoute.api(*(ressource(ecoute, flux) for flux in "EI"))
        ecoute.page(*(f"../2025-03/{nom}" for nom in NOMS.values()))
        fil = threading.Thread(target=ecoute.serve_forever, args=(0.01,))
        fil.start()
        yield ecoute
        ecoute.fini.set()
        ecoute.shutdown()
        fil.join()
