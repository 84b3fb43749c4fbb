"""Ce que la vérification lit d’une page, et les fautes de structure et de liens, sur de courts HTML écrits à la main."""

import base64
import re
from dataclasses import asdict
from pathlib import Path

import pytest
from petite_fiche import montre
from syrupy.assertion import SnapshotAssertion

from fiches.campagne.verification import liens, orthotypographie, structure
from fiches.campagne.verification.ecrits import a_plat, entier, extraits, meme_nombre, montants, nombres, parts
from fiches.campagne.verification.figure_lue import FigureChiffree
from fiches.campagne.verification.liens import Renvois
from fiches.campagne.verification.page_lue import PageLue, lire

PAGE = """<!doctype html>
<html lang=" fr-FR "><head><title> Une
   page </title><meta name="description" content="La description"><meta name="robots" content="noindex">
<link rel="canonical" href="https://a.fr/"><link rel="stylesheet" href="s.css"><link rel="next me" href="n.html">
<link href="sans-rel.css"><style>@import "i.css"; p{background:URL( 'f.png' )} q{background:url()}</style></head>
<body background="fond.png" id="corps"><!-- rien --><p class="x demonstration">Simulé
  et <b>faux</b></p>
<h1 id="haut">Grand <em>titre</em></h1><h2 id=""></h2>
<p>Avant<span>, dedans</span><br> après.<code>l'a</code> fin</p><p>Avant, dedans après.l'a fin</p>
<div>Un<div>Deux<p>Trois</p>Quatre</div>Cinq</div><pre>x  y</pre> <kbd>k</kbd><samp>s</samp>
<p>  </p><p>un\t\r\n  deux\u00a0</p>
<a href="#haut">a</a><area href="z.html"><a xlink:href="x.html">b</a><a>sans</a><a href>vide</a>
<img alt=" Une image " src="i.png" srcset="j.png 1x,  k.png 2x, ,l.png"><img src="data:x"><video poster="v.png"></video>
<object data="o.swf"></object><form action="/envoi"><button formaction="/b" title="Un titre">B</button></form>
<p style="background:url(st.png)" data-x="url(dx.png)">Peint</p>
<figure id=" f1 " class="a fiche-figure b"><figcaption>Légende</figcaption><svg aria-label="Dessin"><title>T</title>
<svg><title>dedans</title></svg></svg><img alt="I" src="m.png"><table aria-labelledby="haut"><tr><th scope="col">A<th>B
<td>1</table></figure>
<figure class="fiche-figures"></figure>
<h3>Trois</h3><svg><g><title>profond</title></g><title>Titré
 deux</title></svg><svg aria-hidden="true"></svg><svg aria-hidden="false"></svg>
<table><caption>C</caption><tr><td>1</table><table><tr><th>1</table>
<script>fetch("a"); import ("b"); importance(1); new WebSocket(u); navigator.sendBeacon(x)</script>
<h6>Six</h6></body></html >
 """


def test_tout_ce_qu_une_page_dit_se_lit(snapshot: SnapshotAssertion):
    assert asdict(lire(PAGE)) == snapshot


@pytest.mark.parametrize("html", ["", "<", "texte", "<html></html>suite", "<p>a</p>"])
def test_une_page_tronquee_ne_finit_pas(html: str):
    assert lire(html).finie is False


@pytest.mark.parametrize("html", ["<p>a</html>", "</HTML>\n", "</html\n>  "])
def test_une_page_entiere_finit(html: str):
    assert lire(html).finie is True


def test_une_page_vide_ne_dit_rien():
    vide = lire("")
    assert (vide.langue, vide.titre, vide.bandeau, vide.textes, vide.prose) == ("", "", "", [], [])


def test_une_page_tres_profonde_se_lit():
    assert "fond" in lire("<div>" * 3000 + "fond").textes


# --- les graphiques


def adresse(contenu: bytes) -> str:
    return "data:text/csv;charset=utf-8;base64," + base64.b64encode(contenu).decode()


CSV = '\ufeffPays;Valeur (euros)\r\n"De ""fait"" ; ici";12\r\n\'=1+1;\'ap\r\n'.encode()
GRAPHIQUE = f"""<figure class="fiche-figure" id="pays-46-2024"><figcaption> Titre (2024) </figcaption>
<svg aria-label="Une alternative"><text>12</text><path d="M1h2"><title>bulle</title></path>
<g><title>sans forme</title><text>13</text></g></svg>
<p class="lecture"> Lecture </p><p class="source"> Source </p><table><tr><th>A</th><th>B</th></tr><tr><th> l </th><td>1<small>
mention</small></td></tr></table><a href="#autre">x</a><a download="p.csv" href="{adresse(CSV)}">CSV</a></figure>
<figure class="fiche-figure"><details><summary>Données<span class="sr">\u00a0: Autre (1998)</span></summary></details>
<a download>rien</a></figure><figure class="autre"></figure>"""


def test_un_graphique_se_lit_entier(snapshot: SnapshotAssertion):
    lues = lire(GRAPHIQUE).chiffrees
    assert [asdict(lue) for lue in lues] == snapshot
    assert [lue.annee for lue in lues] == [2024, 1998]


@pytest.mark.parametrize("titre", ["Sans année", "(2024) avant", "(203)", "12024"])
def test_un_titre_sans_annee_finale_n_en_a_pas(titre: str):
    lue = FigureChiffree("", titre, [], [], [], [], [], "", "", "")
    assert lue.annee is None


@pytest.mark.parametrize(
    "href",
    [
        "",
        "#",
        "data:text/csv,a",
        adresse(b"\xff"),
        adresse(b'a;"b')[:-3],
        adresse(b'"a"b;c'),
        adresse(b"a") + "é",
        adresse(b"a") + "%2",
    ],
)
def test_des_donnees_abimees_ne_se_lisent_pas(href: str):
    (lue,) = lire(f'<figure class="fiche-figure"><a download href="{href}">x</a></figure>').chiffrees
    assert lue.csv == []


def test_une_adresse_echappee_se_lit():
    href = adresse(b"a;bc").replace("==", "%3D%3D")
    (lue,) = lire(f'<figure class="fiche-figure"><a download href="{href}">x</a></figure>').chiffrees
    assert "%3D" in href
    assert lue.csv == [["a", "bc"]]


# --- la structure

ENTIERE = '<html lang="fr"><head><title>Le Lot</title></head><body><h1>Lot</h1>{}</body></html>'


def structurees(html: str, nom: str | None = "Lot") -> list[str]:
    return [f"{r.page} | {r}" for r in structure.verifier("p.html", lire(html), nom)]


def test_une_page_juste_n_a_pas_de_faute_de_structure():
    assert structurees(ENTIERE.format("<h2>a</h2><h3>b</h3><h2>c</h2>")) == []
    assert structurees(ENTIERE.format(""), None) == []
    assert structurees(ENTIERE.format("").replace('"fr"', '"FR-ca"')) == []


SUITE = "x" * 28
FAUTES = {
    "vide": "",
    "autre langue": ENTIERE.format("").replace('"fr"', '"en"'),
    "titre d’ailleurs": ENTIERE.format("").replace("Le Lot", "Le Gers"),
    "deux titres de niveau 1": ENTIERE.format("<h1>Deux</h1><h1>Trois</h1>"),
    "niveaux sautés": ENTIERE.format("<h3>Saute un</h3><h2>Remonte</h2><h6>Saute trois</h6><h1>X</h1>"),
    "titre vide": ENTIERE.format("<h2> </h2><h2></h2>"),
    "ancres": ENTIERE.format('<p id="b"></p><p id="b"></p><p id="a"></p><p id="a"></p><p id="a"></p><p id="c"></p>'),
    "dessins": ENTIERE.format(
        '<h2>S</h2><img src="data:,"><img alt="Image sans description" src="data:,"><svg></svg><svg aria-label="A"></svg>'
    ),
    "figures": ENTIERE.format(
        '<h2>S</h2><figure></figure><figure class="fiche-figure" id="sans-dessin"><figcaption>F</figcaption>'
        '<table aria-label="T"><tr><th scope="col">A</table></figure>'
        '<figure class="fiche-figure" id="sans-tableau"><figcaption>F</figcaption><svg aria-label="S"></svg></figure>'
        '<figure><figcaption>F</figcaption></figure>'
    ),
    "tableaux": ENTIERE.format(
        '<h2>S</h2><table><tr><th scope="col">A</table><h2>T</h2><table aria-label="T"><tr><td>A</table>'
        '<h2>U</h2><table aria-label="U"><tr><th scope="col">A<th>B</table>'
    ),
    "réseau": ENTIERE.format(
        f'<img alt="A" src="https://e.fr/{"a" * 80}"><img alt="A" src=" //e.fr/b"><img alt="A" src="FTP:c">'
        '<img alt="A" src="DATA:d"><img alt="A" src=" e.png"><img alt="A" src="FTP:c"><img alt="A" src="a/b:c">'
        "<script>fetch(1);fetch(2);WebSocket</script>"
    ),
    "valeurs": ENTIERE.format(
        f"<p>Un total de {SUITE} {{eval}} {SUITE} jusqu’ici</p><p>{{{{ a }}}} puis {{% b %}}</p><p>soit nan M€, NaN, -inf</p>"
        "<p>nan-nan, l’inf, inf’x, Nan, inflation, undefined</p><p><code>None {eval}</code> &lt;NA&gt;</p><p>null</p><p>null</p>"
        "<p>Traceback (most recent call last)</p><p>ValueError: x</p><p>MonException</p><p>Error</p><p>#REF! #DIV/0!</p>"
        "<pre>&lt;&lt;&lt;&lt;&lt;&lt;&lt; HEAD\nun\n=======\ndeux\n&gt;&gt;&gt;&gt;&gt;&gt;&gt; autre</pre>"
    ),
}  # fmt: skip


def test_chaque_faute_de_structure_se_dit(snapshot: SnapshotAssertion):
    assert {nom: structurees(html) for nom, html in FAUTES.items()} == snapshot


# --- les liens


def test_les_renvois_d_une_page_sont_ses_liens_puis_ses_ressources():
    lue = PageLue(liens=["b", "a", "b"], ressources=["c", "a"], ancres=["x", "y", "x"])
    assert Renvois.de(lue) == (["b", "a", "c"], {"x", "y"})


LONG = "l" * 90
LIENS = [
    "", " ", "#la", "#absente", "#%6Ca", "p.html", "./p.html", "p.html#la", "./q.html#la", "q.html#ici", "./q.html#absente",
    "autre.txt", "autre.txt#rien", "absent.html", "absent.html#la", "un%20deux.txt", "https://e.fr/x#y", "//e.fr/x",
    "mailto:a@e.fr", "http://[", " q.html ", "sous/", "a\x00b", "n" * 5000, LONG, "?q=1", "?q=1#absente",
]  # fmt: skip


def test_un_lien_mort_dit_pourquoi(tmp_path: Path, snapshot: SnapshotAssertion):
    for nom in ("p.html", "q.html", "autre.txt", "un deux.txt", "absente"):
        (tmp_path / nom).write_text("x")
    (tmp_path / "sous").mkdir()
    renvois = {"p.html": Renvois(LIENS, {"la"}), "q.html": Renvois(["q2"], {"ici"})}
    assert [(r.page, str(r)) for r in liens.verifier("p.html", renvois, tmp_path)] == snapshot


# --- les nombres écrits


def clair(texte: str) -> str:
    return texte.replace("~", "\u00a0").replace("_", "\u202f")


def test_les_nombres_a_virgule_se_lisent_avec_leur_signe_et_leur_part():
    texte = "de 1_234,5 à +2,0 ou −3,25~%, < 0,1, <~0,1~%, moins de 0,1, moins de~0,1~%, pas 12 ni 1.5, 7,5 %, 0,50~%"
    assert nombres(clair(texte)) == {
        clair("1_234,5"): 1, "+2,0": 1, "−3,25%": 1, "<0,1": 2, "<0,1%": 2, "7,5": 1, "0,50%": 1,
    }  # fmt: skip
    assert nombres("1,0", "1,0 et 2,0") == {"1,0": 2, "2,0": 1}


def test_les_montants_et_les_parts_s_ecrivent_comme_ils_se_lisent():
    assert montants([1_500_000, 1_500_000, 10_000]) == {"1,5": 2, "<0,1": 1}
    assert montants([1_500_000, -2_000_000], signe=True) == {"+1,5": 1, "−2,0": 1}
    assert parts([1, 1, 2], 4) == {"25,0%": 2, "50,0%": 1}
    assert parts([1], 5000) == {"<0,1%": 1}
    assert parts([1, 2], 0) == {}


@pytest.mark.parametrize(
    ("valeur", "signe", "ecrit"),
    [
        (0, False, "0"),
        (0, True, "0"),
        (1, True, "+1"),
        (-1, True, "−1"),
        (-1234567, False, "−1_234_567"),
        (999, False, "999"),
    ],
)
def test_un_entier_s_ecrit_avec_ses_espaces(valeur: int, signe: bool, ecrit: str):
    assert entier(valeur, signe=signe) == clair(ecrit)
    assert entier(1000) == clair("1_000")


def test_un_extrait_garde_son_contexte_sans_sortir_de_son_texte():
    textes = ["abcdef X ghijkl", "X", "un X deux X"]
    assert list(extraits(re.compile("X"), textes, 4)) == ["def X ghi", "X", "un X deu", "eux X"]
    assert list(extraits(re.compile("X"), ["aX"], 50)) == ["aX"]


def test_les_espaces_insecables_s_aplatissent():
    assert a_plat(clair("a~b_c d")) == "a b c d"


@pytest.mark.parametrize(
    ("a", "b", "juste"),
    [
        ("0.123", "0,123", True), ("0.1230000009", "0,123", True), ("0.12300000110", "0,123", False),
        ("0.123", "0,1230000011", False), ("12", "12.0", True), ("x", "1", False), ("1", "x", False), ("nan", "nan", False),
        ("0,5", "0,5", False), ("2", "1", False),
    ],
)  # fmt: skip
def test_deux_nombres_se_valent_a_dix_decimales(a: str, b: str, juste: bool):
    assert meme_nombre(a, b) is juste


# --- la typographie

TYPOGRAPHIE = [
    "l'Ain ou l' et 'x", "Le  Lot et le~ Lot", "Le Lot : ici ; là ! où ? oui", "Soit 12 % ou 3 € ou 4 M€ ou 5%, 6€, 7M€",
    "Où? Ici; là: fin", "Dit «le Lot», « le Lot » et «~le Lot~»", "460 000 euros, 12 000 M€, 3 500 millions, 1 000 000~€",
    "Soit 0,123456 ou 1.23456789 ou 0,12345", "La part de le Lot, à les Vosges, De les voir, à le lire, de le lui dire",
    "de Ain, du Ain, de l’Ain, dans Hautes-Alpes, dans les Hautes-Alpes, à Paris, à Lot, des Landes, d’Landes",
    "Le Val de Drôme et les Pays de la Loire du Lot", "x" * 40 + "'y" + "z" * 40, "Le  Lot et le~ Lot",
]  # fmt: skip


def test_chaque_faute_de_typographie_se_dit_une_fois(snapshot: SnapshotAssertion):
    vues = orthotypographie.verifier("p.html", [clair(t) for t in TYPOGRAPHIE])
    assert [f"{r.page} | {r.regle} | {r.message} | {montre(r.detail)}" for r in vues] == snapshot
