"""Les fautes de structure et les liens morts, sur de courts HTML écrits à la main."""

from pathlib import Path

from syrupy.assertion import SnapshotAssertion

from fiches.campagne.verification import liens, structure
from fiches.campagne.verification.liens import Renvois
from fiches.campagne.verification.page_lue import PageLue, lire

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
        '<h2>S</h2><img src="data:,"><img alt="Image sans description" src="data:,"><svg></svg><svg '
        'aria-label="A"></svg>'
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
        f"<p>Un total de {SUITE} {{eval}} {SUITE} jusqu’ici</p><p>{{{{ a }}}} puis {{% b %}}</p><p>soit nan "
        f"M€, NaN, -inf</p>"
        "<p>nan-nan, l’inf, inf’x, Nan, inflation, undefined</p><p><code>None {eval}</code> "
        "&lt;NA&gt;</p><p>null</p><p>null</p>"
        "<p>Traceback (most recent call last)</p><p>ValueError: "
        "x</p><p>MonException</p><p>Error</p><p>#REF! #DIV/0!</p>"
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
    "", " ", "#la", "#absente", "#%6Ca", "p.html", "./p.html", "p.html#la", "./q.html#la", "q.html#ici",
    "./q.html#absente",
    "autre.txt", "autre.txt#rien", "absent.html", "absent.html#la", "un%20deux.txt", "https://e.fr/x#y", "//e.fr/x",
    "mailto:a@e.fr", "http://[", " q.html ", "sous/", "a\x00b", "n" * 5000, LONG, "?q=1", "?q=1#absente",
]  # fmt: skip


def test_un_lien_mort_dit_pourquoi(tmp_path: Path, snapshot: SnapshotAssertion):
    for nom in ("p.html", "q.html", "autre.txt", "un deux.txt", "absente"):
        (tmp_path / nom).write_text("x")
    (tmp_path / "sous").mkdir()
    renvois = {"p.html": Renvois(LIENS, {"la"}), "q.html": Renvois(["q2"], {"ici"})}
    assert [(r.page, str(r)) for r in liens.verifier("p.html", renvois, tmp_path)] == snapshot
