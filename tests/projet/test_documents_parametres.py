"""docs/parametres.md et docs/autre-theme.md disent ce que le code accepte, ni plus ni moins."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from fiches.carnet import modele, saisie
from fiches.carnet.en_tete import EnTete
from fiches.carnet.parametres import Parametres, References, TotalPublie
from fiches.socle.chemins import CARNETS, PARAMS, RACINE

REFERENCE = RACINE / "docs" / "parametres.md"
AUTRE_THEME = RACINE / "docs" / "autre-theme.md"


def lire(document: Path) -> str:
    return document.read_text(encoding="utf-8").replace("\u00a0", " ").replace("\u202f", " ")


def defaut(champ: FieldInfo) -> str:
    if champ.is_required():
        return "obligatoire"
    vide = not champ.default or champ.default == References()
    return "–" if vide else f"`{champ.default}`"


@pytest.mark.parametrize("modele_des_cles", [Parametres, EnTete, References, TotalPublie])
def test_chaque_cle_a_sa_ligne_son_defaut_et_sa_description(modele_des_cles: type[BaseModel]):
    lignes = [f"| `{nom}` | {defaut(c)} | {c.description} |" for nom, c in modele_des_cles.model_fields.items()]
    assert "\n".join(lignes) + "\n\n" in lire(REFERENCE)


@pytest.mark.parametrize("document", [REFERENCE, AUTRE_THEME], ids=lambda d: d.name)
def test_les_exemples_sont_acceptes(document: Path):
    livre = modele.lire(CARNETS / "commerce-exterieur.ipynb")
    exemples = re.findall(r"```yaml\n(.+?)```", document.read_text(encoding="utf-8"), re.DOTALL)
    assert exemples
    for exemple in exemples:
        lus = saisie.verifier(Parametres, saisie.lire(exemple, document.name), document.name)
        for reglages in (lus.reglages, *lus.exceptions.values()):
            modele.verifier_reglages(reglages, modele.variables(livre), document.name)
        modele.sans_sections(livre, lus.sections_masquees, document.name)


def test_les_variables_citees_sont_celles_du_carnet():
    reglables = set(modele.variables(modele.lire(CARNETS / "commerce-exterieur.ipynb"))) - {"departement", "annee"}
    assert reglables == {"pays", "produits", "en_rouge"}
    for nom in reglables:
        assert f"`{nom}`" in lire(REFERENCE)


def test_le_fichier_livre_montre_toutes_les_cles():
    livre = (PARAMS / "edition-2024.yml").read_text(encoding="utf-8")
    for nom in Parametres.model_fields:
        assert re.search(rf"^(# )?[ -]*{nom}:", livre, re.MULTILINE), nom
    decommente = re.sub(r"^# (?=(reglages|exceptions|sections_masquees|charte|  75):)", "", livre, flags=re.MULTILINE)
    assert decommente != livre
    assert saisie.verifier(Parametres, saisie.lire(decommente, "p.yml"), "p.yml").reglages_de("75")["pays"] == 15
