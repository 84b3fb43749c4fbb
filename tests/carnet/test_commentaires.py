"""Le commentaire de l’analyste : signé, daté, inoffensif ; ce qui est mal nommé ou mal écrit se dit."""

import datetime
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from fiches.carnet import commentaires
from fiches.carnet.execution import CarnetInterrompu
from fiches.carnet.execution.diagnostic import verifier
from fiches.donnees.territoires import departement
from fiches.page.blocs import composer
from fiches.socle.erreurs import ErreurFiche

EN_TETE = "---\nauteur: Marie Dupont\ndate: 2025-03-01\nedition: 2023\n---\n"


@pytest.fixture
def ecrire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Écrit un commentaire sous ce nom de fichier."""
    monkeypatch.setenv("FICHES_COMMENTAIRES", str(tmp_path))

    def ecrire_commentaire(nom: str, contenu: str | bytes) -> None:
        (tmp_path / nom).write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode())

    return ecrire_commentaire


def montrer(annee: int = 2024) -> tuple[dict, dict]:
    return commentaires.lire("46", annee)._repr_mimebundle_()


def page(annee: int = 2024, **valeurs: object) -> str:
    """La section du commentaire dans la page, affichée par un vrai interprète IPython."""
    interprete = InteractiveShell.instance(user_ns=valeurs)
    try:
        donnees, metadonnees = interprete.display_formatter.format(commentaires.lire("46", annee))
    finally:
        InteractiveShell.clear_instance()
    sortie = new_output("execute_result", data=donnees, metadata=metadonnees)
    carnet = new_notebook(cells=[new_code_cell("fiche.commentaire", outputs=[sortie])])
    verifier(carnet)
    return "".join(composer(carnet).blocs)


def test_un_commentaire_parait_signe_et_date(ecrire):
    ecrire("46.md", EN_TETE + "L’aéronautique **tire** le Lot.")
    assert page(2023) == (
        '<h2 id="le-regard-de-l-analyste">Le regard de l’analyste</h2>\n'
        "<p>L’aéronautique <strong>tire</strong> le Lot.</p>\n"
        "<p><em>Marie Dupont, 1er\u00a0mars 2025</em></p>\n"
    )


def test_garde_pour_l_edition_suivante_il_dit_la_sienne(ecrire):
    ecrire("46.md", EN_TETE + "Un mot.")
    assert "<em>Marie Dupont, 1er\u00a0mars 2025, pour l’édition 2023</em>" in page(2024)


@pytest.mark.parametrize("texte", ["\n \n" + EN_TETE + "Un mot.", EN_TETE.replace("---\n", " --- \n") + "\n\nUn mot."])
def test_lignes_et_espaces_vides_autour_de_l_en_tete_ne_comptent_pas(ecrire, texte):
    ecrire("46.md", texte)
    lu = commentaires.lire("46", 2023)
    assert (lu.texte, lu.signature) == ("Un mot.", "Marie Dupont, 1er\u00a0mars 2025")


def test_une_image_dans_un_commentaire_se_refuse_en_le_disant(ecrire):
    ecrire("46.md", "![Un plan](plan.png)")
    attendu = "46.md : l’image « plan.png » ne peut pas paraître\u00a0: un commentaire n’a que du texte"
    with pytest.raises(ErreurFiche) as faute:
        page()
    assert attendu in str(faute.value)
    assert attendu in montrer()[0]["text/html"]


def test_ce_qui_vient_apres_l_edition_ou_apres_aujourd_hui_se_dit(ecrire, tmp_path):
    ecrire("46.md", "---\nedition: 2026\n---\nUn mot.")
    ecrire("32.md", "---\nedition: 2024\ndate: 1er mars 2999\n---\nUn mot.")
    assert commentaires.recenser([departement("32"), departement("46")], 2024, tmp_path)[1:] == [
        "Commentaires d’une édition ou d’une date à venir, à vérifier (la fiche est celle de 2024)\u00a0: "
        "Gers (32), daté du 1er\u00a0mars 2999\u202f; Lot (46), édition 2026."
    ]


@pytest.mark.parametrize("texte", ["Un mot.", "---\n---\nUn mot.", "---\n\n---\nUn mot.\n"])
def test_sans_en_tete_il_parait_sans_signature(ecrire, texte):
    ecrire("46.md", texte)
    assert page().endswith("</h2>\n<p>Un mot.</p>\n")


def test_ses_valeurs_sont_calculees_et_son_html_ne_s_execute_pas(ecrire):
    ecrire("46.md", "---\nauteur: <b>A*B*</b>\n---\nTotal {eval}`total`, {eval}`1 + 1` <script>x</script>")
    html = page(total="<i>636</i>")
    assert "<p>Total &lt;i&gt;636&lt;/i&gt;, 2 &lt;script&gt;x&lt;/script&gt;</p>" in html
    assert "<em>&lt;b&gt;A*B*&lt;/b&gt;</em>" in html


def test_jupyterlab_montre_aussi_les_valeurs(ecrire, monkeypatch):
    ecrire("46.md", "Total {eval}`total`")
    noyau = InteractiveShell(user_ns={"total": 636})
    monkeypatch.setattr(commentaires, "get_ipython", lambda: noyau)
    assert "<p>Total 636</p>" in montrer()[0]["text/html"]


def test_une_valeur_fausse_nomme_le_fichier_et_la_raison(ecrire):
    ecrire("46.md", "Total {eval}`totla`")
    attendu = r"46\.md, la valeur {eval}`totla` échoue : le nom « totla » n’existe pas"
    with pytest.raises(CarnetInterrompu, match=attendu):
        page(total=1)


def test_enregistre_par_le_bloc_notes_il_perd_sa_marque(ecrire):
    ecrire("46.md", "\ufeff---\r\nauteur: A\r\n---\r\nL’aéronautique **tire** le Lot.\r\n")
    lu = commentaires.lire("46")
    assert (lu.texte, lu.signature) == ("L’aéronautique **tire** le Lot.", "A")


@pytest.mark.parametrize("contenu", [None, "", " \n", EN_TETE, "<!-- note -->", EN_TETE + "<!-- a\n\nb -->\n% c\n"])
def test_sans_texte_la_section_ne_se_montre_pas(ecrire, contenu):
    if contenu is not None:
        ecrire("46.md", contenu)
    assert page() == ""


@pytest.mark.parametrize(
    ("en_tete", "attendu"),
    [
        ("autheur: A\n---\n", "La clé « autheur » est inconnue\u202f; voulez-vous dire «\u00a0auteur\u00a0»"),
        ("date: hier\n---\n", "« date » vaut «\u00a0hier\u00a0», mais il faut une date comme 12/03/2025."),
        ("date: 2025-02-29\n---\n", "« date » vaut «\u00a02025-02-29\u00a0», mais il faut une date comme 12/03/2025."),
        ("date: 2025-13-45\n---\n", "« date » vaut «\u00a02025-13-45\u00a0», mais il faut une date"),
        ("date: 0\n---\n", "« date » vaut 0, mais il faut une date"),
        ("date: '20'\n---\n", "« date » vaut «\u00a020\u00a0», mais il faut une date"),
        ("edition: 24\n---\n", "« edition » vaut 24, mais il faut au moins 1990."),
        ("auteur: A\nauteur: B\n---\n", "«\u00a0auteur\u00a0» est donné deux fois"),
        ("auteur: [\n---\n", "YAML"),
        ("auteur: A\n", "l’en-tête n’est pas fermé"),
        ("Marie Dupont\n---\n", "des lignes « clé: valeur » sont attendues"),
    ],
)
def test_un_en_tete_faux_se_dit(ecrire, en_tete, attendu):
    ecrire("46.md", f"---\n{en_tete}Un mot.")
    with pytest.raises(ErreurFiche) as erreur:
        commentaires.lire("46")
    assert attendu in str(erreur.value)
    assert "46.md" in str(erreur.value)


def test_la_campagne_dit_qui_a_un_commentaire_et_lesquels_sont_a_relire(ecrire, tmp_path):
    ecrire("46.md", EN_TETE + "Un mot.")
    ecrire("32.md", EN_TETE.replace("2023", "2024") + "Un mot.")
    ecrire("31.md", "Un mot.")
    ecrire("75.md", " ")
    ecrire("82.md", "---\nillisible")
    lieux = [departement(code) for code in ("31", "32", "46", "48", "75", "82")]
    assert commentaires.recenser(lieux, 2024, tmp_path) == [
        "Avec un commentaire de l’analyste\u00a0: Haute-Garonne (31)\u202f; Gers (32)\u202f; Lot (46).",
        "Commentaires d’une édition plus ancienne que 2024, à relire\u00a0: Lot (46), édition 2023.",
        "Commentaires sans « edition » dans leur en-tête\u00a0: Haute-Garonne (31).",
    ]
    assert commentaires.recenser(lieux[3:], 2024, tmp_path) == []


@pytest.mark.parametrize(
    ("nom", "conseil"),
    [
        ("1.md", "renommez-le «\u00a001.md\u00a0» (Ain)"),
        ("2A.md", "renommez-le «\u00a020.md\u00a0»"),
        ("9D.md", "renommez-le «\u00a0974.md\u00a0»"),
        ("lot.md", "renommez-le «\u00a046.md\u00a0» (Lot)"),
        ("Côtes-d’Armor.md", "renommez-le «\u00a022.md\u00a0»"),
        ("46-lot.md", "renommez-le «\u00a046.md\u00a0»"),
        ("46.MD", "renommez-le «\u00a046.md\u00a0»"),
        ("46.md.txt", "renommez-le «\u00a046.md\u00a0»"),
        ("brouillon.md", "un nom comme 46.md est attendu"),
    ],
)
def test_un_fichier_mal_nomme_est_signale_avec_le_bon_nom(ecrire, tmp_path, nom, conseil):
    ecrire(nom, "Un mot.")
    (signale,) = commentaires.recenser([], 2024, tmp_path)
    assert str(tmp_path / nom) in signale
    assert conseil in signale


def test_un_fichier_mal_nomme_ne_fait_pas_effacer_le_bon(ecrire, tmp_path):
    ecrire("46.md", "Un mot.")
    ecrire("lot.md", "Un autre mot.")
    (signale,) = commentaires.recenser([], 2024, tmp_path)
    assert signale.endswith("lot.md n’est pas lu\u00a0: joignez son texte à «\u00a046.md\u00a0» (Lot).")


def test_un_en_tete_faux_se_situe_dans_sa_section(ecrire):
    ecrire("46.md", "---\nauteur: [\n---\n")
    with pytest.raises(ErreurFiche) as faute:
        commentaires.lire("46")
    sortie = new_output("error", ename="ErreurFiche", evalue=str(faute.value), traceback=[])
    etiquete = new_code_cell("fiche.commentaire", outputs=[sortie], metadata={"tags": ["commentaire"]})
    attendu = (
        r"^cellule 2 \(«\u00a0Le regard de l’analyste\u00a0»\), .+46\.md, en-tête, ligne \d+ : ce n’est pas du YAML"
    )
    with pytest.raises(CarnetInterrompu, match=attendu):
        verifier(new_notebook(cells=[new_markdown_cell("## Importations"), etiquete]))


@pytest.mark.parametrize("nom", ["LISEZMOI.md", ".DS_Store", "46.md~", "46.md"])
def test_ce_qui_n_est_pas_un_commentaire_egare_n_est_pas_signale(ecrire, tmp_path, nom):
    ecrire(nom, "Un mot.")
    assert commentaires.recenser([], 2024, tmp_path) == []


def test_la_date_est_une_date(ecrire):
    ecrire("46.md", EN_TETE + "Un mot.")
    assert commentaires.lire("46").en_tete.date == datetime.date(2025, 3, 1)


def test_une_valeur_mal_fermee_nomme_le_fichier(ecrire):
    ecrire("46.md", "Une {eval} seule.")
    with pytest.raises(ErreurFiche, match=r"46\.md : « {eval} seule\. » n’est pas une valeur complète"):
        page()
    assert "46.md" in montrer()[0]["text/html"]  # dans JupyterLab, la faute se lit à la place du commentaire


def test_les_titres_d_un_commentaire_restent_sous_celui_de_la_section(ecrire):
    ecrire("46.md", "# Grand\n\nMot.\n\n## Petit\n\n```\n# code\n```\n")
    html = page()
    assert html.count("<h2") == 1
    assert "Grand</h3>" in html
    assert "Petit</h4>" in html
    assert "# code" in html


def test_un_titre_souligne_s_abaisse_de_meme(ecrire):
    ecrire("46.md", "Grand\n=====\n\nPetit *mot*\nsuite\n---\n\n###### Fin\n")
    html = page()
    assert html.count("<h2") == 1
    assert "Grand</h3>" in html
    assert "Petit <em>mot</em> suite</h4>" in html
    assert "Fin</h6>" in html


@pytest.mark.parametrize("ecrite", ["2025-03-01", "01/03/2025", "1er mars 2025", "1 mars 2025", "1.3.2025"])
def test_la_date_s_ecrit_comme_on_l_ecrit(ecrire, ecrite):
    ecrire("46.md", f"---\ndate: {ecrite}\n---\nUn mot.")
    assert commentaires.lire("46").en_tete.date == datetime.date(2025, 3, 1)
