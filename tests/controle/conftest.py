"""Le contrôle de petites données importées."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from fiches.controle import Controle
from fiches.donnees.douane import importer


@pytest.fixture
def controler(tmp_path: Path):
    """Importe des tables, et rend le contrôle de 2024 ; `references` comme dans le fichier de paramètres."""

    def faire(*tables: pd.DataFrame, references: dict | None = None) -> Controle:
        for rang, table in enumerate(tables):
            fichier = tmp_path / f"Region_essai{rang}.txt"
            table.to_csv(fichier, sep=";", header=False, index=False)
            importer([fichier], tmp_path / "donnees")
        params = tmp_path / "essai.yml"
        params.write_text(yaml.safe_dump({"annee": 2024, "references": references or {}}), encoding="utf-8")
        return Controle(2024, params, tmp_path / "donnees")

    return faire
