"""Le récit : quelles expressions s’évaluent, ce qui s’écrit à leur place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiches.carnet import lecteur, recit
from fiches.carnet.formules import FormuleFausse
from fiches.carnet.recit import ExpressionSansValeur, ImageAbsente, Plan, ValeurMalEcrite
from fiches.redaction import typographier


def rendre(source: str, plan: Plan | None = None, **valeurs: object) -> str:
    resultats = {nom: {"status": "ok", "data": {"text/plain": repr(v)}, "metadata": {}} for nom, v in valeurs.items()}
    return recit.rendre(source, resultats, plan or Plan())


@pytest.mark.parametrize(
    ("source", "attendues"),
    [
        ("Total {eval}`a.b`, puis {eval}`c(1)`.", ["a.b", "c(1)"]),
        ("# Titre {eval}`a`\n\n- puce **{eval}`b`**\n\n| t |\n|---|\n| {eval}`c` |", ["a", "b", "c"]),
        ("{eval}`a` deux fois {eval}`a`", ["a"]),
        ('{eval}``f("`")``', ['f("`")']),
        ("```python\n{eval}`a`\n```\n\n    {eval}`b`\n\n`{eval}` `` {eval}`c` ``", []),
        (r"\{eval}`a` et {autre}`b`", []),
    ],
    ids=["paragraphe", "partout", "doublon", "accent grave", "code", "autre rôle"],
)
def test_les_expressions_sont_celles_que_lit_myst(source, attendues):
    assert recit.expressions(source) == attendues


def test_une_chaine_perd_ses_guillemets_et_ses_echappements():
    assert rendre("{eval}`a`", a="l’Allemagne, l\u00a0'an") == "<p>l’Allemagne, l\u00a0'an</p>\n"


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1).filter(lambda t: t.strip()))
def test_une_valeur_se_compose_en_francais_et_n_est_jamais_du_html(valeur):
    html = rendre("{eval}`v`", v=valeur)
    valeur = typographier(valeur)
    for signe, entite in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        valeur = valeur.replace(signe, entite)
    assert html == f"<p>{valeur}</p>\n"


def test_ce_que_tape_l_analyste_se_compose_en_francais_sauf_le_code_et_les_adresses():
    source = "Aujourd'hui : {eval}`v` % ! « oui »\n\n`l'x : y` [l'or](http://a.b/c?d='e')"
    assert rendre(source, v="12,5") == (
        "<p>Aujourd’hui\u00a0: 12,5\u00a0%\u202f! «\u00a0oui\u00a0»</p>\n"
        "<p><code>l'x : y</code> <a href=\"http://a.b/c?d='e'\">l’or</a></p>\n"
    )


@pytest.mark.parametrize(("texte", "lu"), [("np.int64(12)", "12"), ("2024", "2024"), ("'a' + 1", "&#x27;a' + 1")])
def test_une_valeur_qui_n_est_pas_une_chaine_s_ecrit_comme_elle_s_affiche(texte, lu):
    resultats = {"v": {"status": "ok", "data": {"text/plain": texte}}}
    assert recit.rendre("{eval}`v`", resultats, Plan()) == f"<p>{lu.replace('&#x27;', chr(39))}</p>\n"


@pytest.mark.parametrize("valeur", [None, float("nan"), float("inf")])
def test_une_valeur_absente_est_refusee(valeur):
    with pytest.raises(ExpressionSansValeur, match=f"elle vaut {valeur!r}"):
        rendre("{eval}`v`", v=valeur)


@pytest.mark.parametrize(
    ("affichage", "dit"),
    [
        ({"text/plain": "<bound method Echanges.par_pays of …>"}, "c’est une fonction : ajoutez des parenthèses, v()"),
        ({"text/plain": "<function f at 0x7f>"}, "c’est une fonction"),
        ({"text/plain": "  pays\n0 DE", "text/html": "<table>"}, "elle donne un tableau ou une figure"),
        ({"text/plain": "Echanges(sens='E',\n lieu=…)"}, "elle donne un objet"),
        ({"text/plain": "<fiches.Objet at 0x7f>"}, "elle donne un objet"),
        ({"text/plain": "{'region': 1}"}, "elle donne un objet"),
        ({"text/plain": "None"}, "elle vaut None, faute de donnée : redaction.pourcentage(v), .nombre ou .ordinal"),
        ({"text/plain": "Timestamp('2025-03-12 00:00:00')"}, "elle donne une date : écrivez redaction.jour(v)"),
        ({"text/plain": "datetime.date(2025, 3, 12)"}, "elle donne une date : écrivez redaction.jour(v)"),
    ],
)
def test_ce_qui_ne_s_ecrit_pas_dans_une_phrase_est_refuse(affichage, dit):
    with pytest.raises(ExpressionSansValeur) as refus:
        recit.rendre("{eval}`v`", {"v": {"status": "ok", "data": affichage}}, Plan())
    assert refus.value.raison.startswith(dit)


@pytest.mark.parametrize(
    ("valeur", "lu"),
    [
        (-26_000_000, "−26\u202f000\u202f000"),
        (0.368, "0,368"),
        (2024, "2024"),
        (True, "oui"),
        (False, "non"),
        ("True", "True"),
        ("1.50", "1.50"),
        ("005520135", "005520135"),
        ("01000", "01000"),
        ("12.03.2025", "12.03.2025"),
    ],
)
def test_un_nombre_que_python_a_ecrit_se_lit_en_francais(valeur, lu):
    assert rendre("{eval}`v`", v=valeur) == f"<p>{lu}</p>\n"


@pytest.mark.parametrize("source", ["Total {eval}`v", "Total {eval} `v`", "Total {eval}v", "- {eval}"])
def test_une_valeur_mal_fermee_est_refusee(source):
    with pytest.raises(ValeurMalEcrite, match=r"^\{eval\}"):
        rendre(source, v=1)


def test_une_valeur_n_est_pas_relue_comme_du_recit():
    assert rendre("{eval}`v`", v="{eval}`autre`") == "<p>{eval}`autre`</p>\n"


def test_une_expression_jamais_evaluee_ou_en_erreur_est_refusee():
    with pytest.raises(ExpressionSansValeur, match="jamais été évaluée"):
        rendre("{eval}`v`")
    erreur = {"v": {"status": "error", "ename": "KeyError", "evalue": "'x'", "traceback": []}}
    with pytest.raises(ExpressionSansValeur, match="KeyError"):
        recit.rendre("{eval}`v`", erreur, Plan())


def test_dollar_accolade_chevron_et_esperluette_sortent_tels_quels():
    assert rendre("De 12 $ à 13 $, { x }, a < b, R&D, {{jinja}}, $$ et 3$") == (
        "<p>De 12 $ à 13 $, { x }, a &lt; b, R&amp;D, {{jinja}}, $$ et 3$</p>\n"
    )


def test_le_html_de_l_auteur_est_du_texte():
    html = rendre("<script>alert(1)</script>\n\nun <b onclick=x>mot</b> [lien](javascript:alert(1))")
    assert "<script" not in html
    assert "<b" not in html
    assert "href" not in html


def test_un_paragraphe_ou_une_puce_sans_rien_a_dire_disparait():
    assert rendre("- un\n- {eval}`v`\n\n**{eval}`v`**\n\n{eval}`v` {eval}`v`", v="") == "<ul>\n<li>un</li>\n</ul>\n"


def test_une_valeur_vide_au_milieu_d_une_phrase_n_y_laisse_qu_une_espace():
    assert rendre("Des risques. {eval}`a` Un territoire {eval}`b` exporte.", a="", b="vaste") == (
        "<p>Des risques. Un territoire vaste exporte.</p>\n"
    )


def test_les_ancres_sont_stables_sans_accents_et_uniques():
    plan = Plan(["contenu"])
    html = rendre("## À retenir\n\n## L’œuvre {eval}`v`\n\n## À retenir\n\n## Contenu\n\n## ?", plan, v="d’été")
    assert [t.ancre for t in plan.sections] == ["a-retenir", "l-oeuvre-d-ete", "a-retenir-2", "contenu-2", "section"]
    assert '<h2 id="l-oeuvre-d-ete">L’œuvre d’été</h2>' in html


def test_un_second_titre_principal_devient_une_section():
    plan = Plan()
    html = rendre("# Un\n\n# Deux", plan)
    assert html == '<h1 id="un">Un</h1>\n<h2 id="deux">Deux</h2>\n'
    assert plan.principal is not None
    assert plan.principal.texte == "Un"


def test_une_image_collee_dans_la_cellule_est_incorporee():
    images = {"carte du lot.png": {"image/png": "aGVs\n"}}
    html = recit.rendre("![Carte](<attachment:carte du lot.png>)", {}, Plan(), images)
    assert html == '<p><img src="data:image/png;base64,aGVs" alt="Carte" /></p>\n'


@pytest.mark.parametrize("adresse", ["https://exemple.fr/i.png", "carte.png", "attachment:absente.png"])
def test_une_image_d_ailleurs_est_refusee(adresse):
    with pytest.raises(ImageAbsente):
        rendre(f"![Carte]({adresse})")


def test_un_tableau_defile_seul_et_annonce_ses_colonnes():
    html = rendre("| Pays | Valeur |\n|---|--:|\n| Italie | 1 |")
    assert html.startswith('<div class="defile" role="region" tabindex="0" aria-label="Tableau"><table>')
    assert html.count('scope="col"') == 2


def nue(source: str, plan: Plan | None = None) -> str:
    """Le HTML, ses images vidées."""
    html = recit.rendre(source, {"x": {"status": "ok", "data": {"text/plain": "12"}}}, plan or Plan())
    return re.sub(r' style="[^"]*" src="data:[^"]*"', "", html).strip()


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Soit $x^2$.", '<p>Soit <img class="formule" alt="x^2">.</p>'),
        ("$$\n\\frac{a}{b}\n$$", '<p><img class="formule" alt="\\frac{a}{b}"></p>'),
        ("```{math}\na_1\n```", '<p><img class="formule" alt="a_1"></p>'),
        ("{math}`a` m{sup}`2` H{sub}`2`", '<p><img class="formule" alt="a"> m<sup>2</sup> H<sub>2</sub></p>'),
        ("m<sup>2</sup> <sub><b></sub>", "<p>m<sup>2</sup> &lt;sub&gt;&lt;b&gt;&lt;/sub&gt;</p>"),
        ("~~vieux~~", "<p><s>vieux</s></p>"),
        (":::{note} À lire\n*{eval}`x`*\n:::",
         '<aside class="encadre">\n<p><strong>À lire</strong></p>\n<p><em>12</em></p>\n</aside>'),
        ("```{warning}\nun\n```", '<aside class="encadre">\n<p><strong>Attention</strong></p>\n<p>un</p>\n</aside>'),
        ("De 5 $ à 10 $, 3$ et 4$.", "<p>De 5 $ à 10 $, 3$ et 4$.</p>"),
    ],
)  # fmt: skip
def test_ce_que_montre_jupyterlab_myst_la_page_le_montre(source, html):
    assert nue(source) == html


def test_les_taches_et_les_notes_de_bas_de_page_ont_chacune_leur_repere():
    assert nue("- [x] fait").count('checked="checked"') == 1
    plan = Plan()
    pages = [nue("a[^1]\n\n[^1]: note", plan) for _ in range(2)]
    reperes = [re.findall(r'id="([^"]+)"', page) for page in pages]
    assert not set(reperes[0]) & set(reperes[1])
    assert set(re.findall(r'href="#([^"]+)"', pages[1])) == set(reperes[1])


def test_ce_qui_ne_se_rend_pas_se_nomme():
    assert lecteur.ignores("```{figure} x\n```\n\n{cite}`a` {eval}`b` {sub}`2`") == ["{figure}", "{cite}"]
    with pytest.raises(FormuleFausse):
        recit.rendre("$\\inconnue{x}$", {}, Plan())
    assert recit.expressions(":::{note}\n{eval}`x.y`\n:::") == ["x.y"]


@pytest.mark.parametrize(
    ("latex", "dit"),
    [
        (r"\frac{1}", "une accolade ou un signe manque, ou est en trop, à «\u00a0{1}\u00a0»"),
        (r"\frac", "manque, ou est en trop, à la fin"),
        (r"\foo", "«\u00a0\\foo\u00a0» n’est pas un signe connu"),
        (r"a_b_c", "deux indices ou deux exposants se suivent"),
    ],
)
def test_une_formule_fausse_se_dit_en_francais(latex, dit):
    with pytest.raises(FormuleFausse) as refus:
        recit.rendre(f"${latex}$", {}, Plan())
    assert dit in str(refus.value)
    assert "Expected" not in str(refus.value)
