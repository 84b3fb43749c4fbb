"""Le sommaire redit les chiffres de `campagne.json` : dans son tableau, sur sa carte et dans ses légendes."""

from typing import Any

import pytest
from petite_fiche import clair, indicateurs, montre
from syrupy.assertion import SnapshotAssertion

from fiches.campagne.manifeste import Carnet, Entree, Manifeste, Provenance
from fiches.campagne.verification.sommaire_lu import verifier
from fiches.donnees import territoires
from fiches.page.sommaire import FicheDuSite, sommaire


def chiffres(exportations: int, importations: int, part: float | None = 0.005) -> dict[str, Any]:
    tenus = indicateurs()
    tenus["exportations"] |= {"total": exportations, "part_france": part}
    tenus["importations"] |= {"total": importations}
    return tenus


CHIFFRES = {
    "46": chiffres(10_000_000, 8_000_000),
    "75": chiffres(3_000_000, 9_000_000, 0.25),
    "974": chiffres(0, 0, None),
}
PAGES = {"46": "46-lot.html", "75": "75-paris.html", "974": "974-la-reunion.html"}


def tenu(**autres: Any) -> Manifeste:
    fiches = {code: Entree("produite", 1.0, "", page=PAGES[code], indicateurs=CHIFFRES[code]) for code in PAGES}
    fiches |= {"12": Entree("echec", 1.0, "", erreur="x"), "19": Entree("produite", 1.0, "", page="19-correze.html")}
    provenance = Provenance(2024, True, "Essai", [Carnet("c.ipynb", "")], [], "", {})
    return Manifeste(provenance, autres | fiches | autres)


HTML = sommaire(
    [FicheDuSite(territoires.departement(code), PAGES[code], CHIFFRES[code]) for code in PAGES],
    titre="Essai", annee=2024, demonstration=True, archives=[], controle=False,
)  # fmt: skip
HTML = HTML[: HTML.index("<style>")] + HTML[HTML.index("</style>") :]


def dites(html: str, manifeste: Manifeste | None = None) -> list[str]:
    return [montre(f"{r.page} | {r}") for r in verifier("index.html", html, manifeste or tenu())]


def test_un_sommaire_juste_passe():
    assert dites(HTML) == []


LIGNE, CARTE, LEGENDE = '<tr data-cherche="lot', 'aria-label="Lot~:', '<div class="legende l{}"'
RETOUCHES = {
    "nom du lien": (">Lot</a>", ">Gers</a>", LIGNE), "lien": ('href="46-lot.html"', 'href="47-lot.html"', LIGNE),
    "exportations": ("10,0~M€", "10,1~M€", LIGNE), "importations": ("8,0~M€", "8,1~M€", LIGNE),
    "solde": ("+2,0", "2,0", LIGNE),
    "part des exportations": ("0,50~%", "0,5~%", LIGNE), "part des importations": ("0,25~%", "0,26~%", LIGNE),
    "tri des exportations": ('data-v="10000000"', 'data-v="1000000"', LIGNE),
    "tri du solde": ('data-v="2000000"', "", LIGNE),
    "tri d’une part": ('data-v="0.005"', 'data-v="0.05"', LIGNE), "case de moins": ('<td class="n"', "<td", LIGNE),
    "lien absent": ('<a href="46-lot.html">Lot</a>', "Lot", LIGNE),
    "lien vide": ('<a href="46-lot.html">', "<a>", LIGNE),
    "carte dite": ("exportations 10,0", "exportations 10,1", CARTE),
    "bulle de la carte": ("<title>Lot~: exp", "<title>Gers~: exp", CARTE),
    "carte muette": ('aria-label="Lot', 'data-rien="Lot', CARTE), "sans bulle": ("<title>Lot", "<g>Lot", CARTE),
    "teinte des exportations": ('class="e4', 'class="e3', CARTE),
    "teinte de trop": ('class="e4', 'class="e1 e4', CARTE),
    "sans teinte": ('class="', 'data-x="', '<path', CARTE),
    "légende du solde": ("département)", "départements)", LEGENDE.format("s")),
    "légende des parts": ("25,00", "26,00", LEGENDE.format("p")),
}  # fmt: skip


def retoucher(avant: str, apres: str, *depuis: str) -> str:
    debut = 0
    for repere in reversed(depuis):
        debut = HTML.index(clair(repere), debut)
    rang = HTML.index(clair(avant), debut)
    return HTML[:rang] + clair(apres) + HTML[rang + len(avant) :]


def test_une_retouche_du_sommaire_dit_ou_elle_est(snapshot: SnapshotAssertion):
    assert {nom: dites(retoucher(*retouche)) for nom, retouche in RETOUCHES.items()} == snapshot


def test_une_fiche_hors_du_tableau_se_dit_et_une_fiche_en_echec_non():
    gers = Entree("produite", 1.0, "", page="32-gers.html", indicateurs=chiffres(10_000_000, 8_000_000))
    manifeste = tenu(**{"01": Entree("echec", 1.0, "", erreur="x"), "32": gers})
    vues = dites(HTML.replace('data-v="3000000"', 'data-v="3"'), manifeste)
    assert [d for d in vues if "légende" not in d and "teinte" not in d] == [
        "index.html | Chiffre – une fiche n’est pas dans le tableau du sommaire («~Gers~»)",
        "index.html | Chiffre – le sommaire contredit campagne.json («~Paris – 3, et non 3000000~»)",
    ]


def test_un_sommaire_sans_tableau_n_est_pas_juge():
    assert dites("<h1>Vide</h1>") == dites('<table><tbody><tr><th><a href="46-lot.html">X</a></th></tr></table>') == []


@pytest.mark.parametrize(
    "abime", [{"exportations": {}}, {"exportations": {"total": "x"}, "importations": {"total": 1}}]
)
def test_des_chiffres_illisibles_sont_l_affaire_de_leur_page(abime: dict[str, Any]):
    manifeste = tenu(**{"46": Entree("produite", 1.0, "", page=PAGES["46"], indicateurs=abime)})
    assert dites(HTML, manifeste) == []
    autre = HTML.replace(clair("3,0~M€"), clair("3,1~M€"))
    assert {d.partition("«~")[2].partition(" –")[0] for d in dites(autre, manifeste)} == {"Paris"}


def test_un_departement_sans_trace_sur_la_carte_n_est_juge_que_dans_le_tableau():
    sans = HTML.replace('class="carte"', 'class="plan"')
    assert dites(sans) == []
    assert len(dites(sans.replace('data-v="10000000"', 'data-v="1"'))) == 1


def test_chaque_trace_d_un_departement_a_sa_teinte():
    debut = HTML.index('<a href="75-paris.html" aria-label')
    trace = HTML[debut : HTML.index("</a>", debut) + 4]
    double = HTML.replace(trace, trace + trace.replace('class="e', 'class="e9 e'))
    assert dites(double) == [
        "index.html | Chiffre – la teinte d’un département contredit campagne.json («~Paris – Exportations~»)"
    ]
