"""Le catalogue : ce qui remplace quoi, ce qu’un libellé reçu nomme, et ce qu’on en dit quand il manque."""

import pytest
from fabrique import table

from fiches.donnees.douane import Entrepot, catalogue
from fiches.donnees.douane.catalogue import Catalogue
from fiches.socle.erreurs import ErreurDonnees


def test_un_libelle_recu_nomme_un_code_de_son_axe_et_de_son_annee_seulement():
    inconnus = {"pays": {"XI": (1, 7), "ZZ": (2, 9)}, "produit": {"C99Z": (3, 11), "XI": (4, 13)}}
    tables = (
        table(annee=2023, inconnus=inconnus),
        table(inconnus=inconnus),
        table(2, inconnus={"pays": {"XI": (5, 5)}}),
    )
    lu = Catalogue(tables=tables, libelles={2024: {"pays": {"XI": "Irlande du Nord"}}})
    assert [p.inconnus for p in lu.de_l_annee(2023)] == [inconnus]
    assert [p.inconnus for p in lu.de_l_annee(2024)] == [{"pays": {"ZZ": (2, 9)}, "produit": inconnus["produit"]}, {}]
    assert lu.de_l_annee(2022) == []
    assert lu.annees == [2023, 2024]


def test_une_table_remplace_celle_de_sa_cle_et_toutes_se_suivent():
    avant = Catalogue(tables=(table(1), table(3), table(1, "I")))
    autre = table(3, sha256="cd", importe_le="ensuite")
    nouvelles = [table(2, "I"), autre, table(annee=2023)]
    apres = avant.remplacer(nouvelles, {})
    cles = [(2023, "E", 1), (2024, "E", 1), (2024, "E", 3), (2024, "I", 1), (2024, "I", 2)]
    assert [p.cle for p in apres.tables] == cles
    assert apres.tables[2] == autre


def test_la_meme_table_recue_de_nouveau_garde_sa_date():
    avant = Catalogue(tables=(table(importe_le="hier"),))
    assert avant.remplacer([table(importe_le="maintenant")], {}) == avant
    (change,) = avant.remplacer([table(importe_le="maintenant", masse=10)], {}).tables
    assert (change.importe_le, change.masse) == ("maintenant", 10)


@pytest.mark.parametrize("simule", ["E", "I"])
@pytest.mark.parametrize("vrai", ["E", "I"])
def test_le_vrai_d_un_sens_chasse_tout_le_simule_de_son_annee(simule, vrai):
    """Du même sens ou de l’autre, du même trimestre ou d’un autre ; jamais d’une autre année."""
    simulees = [table(t, simule, annee=a, demonstration=True) for a in (2023, 2024) for t in (1, 2)]
    apres = Catalogue(tables=tuple(simulees)).remplacer([table(1, vrai)], {})
    restes = [(2023, simule, 1, True), (2023, simule, 2, True), (2024, vrai, 1, False)]
    assert [(*p.cle, p.demonstration) for p in apres.tables] == restes


def test_le_simule_ne_chasse_rien():
    avant = Catalogue(tables=(table(1, demonstration=True), table(2)))
    assert [p.cle for p in avant.remplacer([table(1, "I", demonstration=True)], {}).tables] == [
        (2024, "E", 1), (2024, "E", 2), (2024, "I", 1),
    ]  # fmt: skip


def test_les_libelles_recus_completent_ceux_de_leur_annee_et_l_emportent():
    avant = Catalogue(libelles={2023: {"pays": {"XI": "A"}}, 2024: {"pays": {"XI": "B", "XK": "C"}}})
    apres = avant.remplacer(
        [], {2024: {"pays": {"XI": "D"}, "cpf4": {"0112": "Riz"}}, 2022: {"produit": {"C30C": "E"}}}
    )
    assert apres.libelles == {
        2022: {"produit": {"C30C": "E"}},
        2023: {"pays": {"XI": "A"}},
        2024: {"cpf4": {"0112": "Riz"}, "pays": {"XI": "D", "XK": "C"}},
    }
    assert list(apres.libelles) == [2022, 2023, 2024]


def test_ce_qui_est_ecrit_se_relit_et_ne_se_recrit_pas(tmp_path):
    ecrit = Catalogue(
        tables=(table(inconnus={"pays": {"ZZ": (1, 2)}}, absents=("46",)),), libelles={2024: {"pays": {}}}
    )
    catalogue.ecrire(tmp_path, ecrit)
    fichier = (tmp_path / "catalogue.json").stat()
    catalogue.ecrire(tmp_path, ecrit)
    assert (tmp_path / "catalogue.json").stat().st_ino == fichier.st_ino
    assert catalogue.lire(tmp_path) == ecrit
    catalogue.ecrire(tmp_path, Catalogue())
    assert catalogue.lire(tmp_path) == Catalogue()
    assert (tmp_path / "catalogue.json").read_bytes().endswith(b"}\n")


def test_un_catalogue_perdu_ou_illisible_dit_quoi_faire(tmp_path, snapshot):
    assert catalogue.lire(tmp_path / "absent") == Catalogue()
    (tmp_path / "emplois.parquet").touch()
    assert catalogue.lire(tmp_path) == Catalogue()  # la table d’un autre
    (tmp_path / "2024-E-T1-0123456789abcdef.parquet").touch()
    dits = []
    for contenu in (None, b"{", b'{"tables": [{}]}'):
        if contenu:
            (tmp_path / "catalogue.json").write_bytes(contenu)
        with pytest.raises(ErreurDonnees) as refus:
            catalogue.lire(tmp_path)
        dits.append(str(refus.value).replace(str(tmp_path), "DOSSIER"))
    assert dits == snapshot


@pytest.mark.parametrize(
    ("annee", "autre", "libelles", "change"),
    [
        (2024, {"fichier": "u"}, {}, True),
        (2024, {"archive": "b.zip"}, {}, True),
        (2024, {"sha256": "cd"}, {}, True),
        (2024, {"demonstration": True}, {}, True),
        (2024, {}, {2024: {"pays": {"XI": "Irlande"}}}, True),
        (2024, {"importe_le": "plus tard"}, {}, False),
        (2024, {}, {2023: {"pays": {"XI": "Irlande"}}}, False),
        (2023, {"fichier": "u"}, {2024: {"pays": {"XI": "Irlande"}}}, False),
    ],
)
def test_l_empreinte_d_une_annee_suit_ce_qui_peut_changer_une_fiche_et_rien_d_autre(
    annee, autre, libelles, change, tmp_path
):
    def empreinte(lu: Catalogue) -> str:
        catalogue.ecrire(tmp_path, lu)
        return Entrepot(tmp_path).empreinte(annee)

    avant = empreinte(Catalogue(tables=(table(annee=2023), table())))
    apres = empreinte(Catalogue(tables=(table(annee=2023), table(**autre)), libelles=libelles))
    assert (avant != apres) is change
