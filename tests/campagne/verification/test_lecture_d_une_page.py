"""Ce que la vérification lit d’une page et de ses graphiques, sur de courts HTML écrits à la main."""

import base64
from dataclasses import asdict

import pytest
from syrupy.assertion import SnapshotAssertion

from fiches.campagne.verification.figure_lue import FigureChiffree
from fiches.campagne.verification.page_lue import lire

PAGE = """<!doctype html>
<html lang=" fr-FR " id="racine"><head><title> Une
   page </title><meta name="description" content="La description"><meta name="robots" content="noindex">
<link rel="canonical" href="https://a.fr/"><link rel="stylesheet" href="s.css"><link rel="next me" href="n.html">
<link href="sans-rel.css"><style>@import "i.css"; p{background:URL( 'f.png' )} q{background:url()}</style></head>
<body background="fond.png" id="corps"><!-- rien --><p class="x demonstration">Simulé
  et <b>faux</b></p>
<img alt="Avant tout titre" src="a.png"><p style="background:URL(haut.png)">pein<!-- rien -->t</p>
<h1 id="haut">Grand <em>titre</em></h1><h2 id=""></h2>
<p>Avant<span>, dedans</span><br> après.<code>l'a</code> fin</p><p>Avant, dedans après.l'a fin</p>
<div>Un<div>Deux<p>Trois</p>Quatre</div>Cinq</div><pre>x  y</pre> <kbd>k</kbd><samp>s</samp>
<p>  </p><p>un\t\r\n  deux\u00a0</p>
<a href="#haut">a</a><area href="z.html"><a xlink:href="x.html">b</a><a>sans</a><a href>vide</a>
<img alt=" Une image " src="i.png" srcset="j.png 1x,  k.png 2x, ,l.png"><img src="data:x"><video poster="v.png"></video>
<object data="o.swf"></object><form action="/envoi"><button formaction="/b" title="Un titre">B</button></form>
<p style="background:url(st.png)" data-x="url(dx.png)">Peint</p>
<figure id=" f1 " class="a fiche-figure b"><figcaption>Légende</figcaption><svg aria-label="Dessin"><title>T</title>
<g><g><svg><title>dedans</title></svg></g></g></svg><img alt="I" src="m.png"><table aria-labelledby="haut">
<tr><th scope="col">A<th>B
<td>1</table></figure>
<figure class="fiche-figures"></figure>
<h3>Trois</h3><svg><g><title>profond</title></g><title>Titré
 deux</title></svg><svg aria-hidden="true"></svg><svg aria-hidden="false"></svg>
<table><caption>C</caption><tr><td>1</table><table><tr><th>1</table>
<script>fetch("a"); import ("b"); importance(1); new WebSocket(u); navigator.sendBeacon(x)</script>
<script>fetch("b"); EventSource</script><h6>Six</h6></body></html >
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


CSV = '\ufeffPays;Valeur (euros)\r\n"De ""fait"" ; ici";12\r\n\'=1+1;\'ap\r\n"deux\r\nlignes";3\r\n'.encode()
GRAPHIQUE = f"""<!doctype html><figure class="fiche-figure" id="pays-46-2024"><figcaption> Titre (2024) </figcaption>
<svg aria-label="Une alternative"><text>12</text><path d="M1h2"><title>bulle</title></path>
<g><title>sans forme</title><text>13</text></g></svg>
<p class="lecture"> Lecture </p><p class="source"> Source </p><table><tr>
<th>X</th><th>B X</th></tr><tr><th> l </th>
<td>1<small>mention</small></td></tr></table><a href="#autre">x</a>
<a download="p.csv" href="{adresse(CSV)}">CSV</a></figure>
<figure class="fiche-figure"><details><summary>Données<span class="sr">\u00a0: Xérès (1998)</span></summary></details>
<a download>rien</a></figure><figure class="autre"></figure>"""


def test_un_graphique_se_lit_entier(snapshot: SnapshotAssertion):
    lues = lire(GRAPHIQUE).chiffrees
    assert [asdict(lue) for lue in lues] == snapshot
    assert lues[0].csv[3] == ["deux\r\nlignes", "3"]
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
