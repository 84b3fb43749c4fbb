"""Le diagramme des flux : côtés, totaux, rouge, textes."""

import re
from xml.etree import ElementTree

import pandas as pd
import pytest
from cas_graphiques import EXPORT, FLUX, IMPORT, NS, defauts, figure, textes
from doublures_graphiques import LOT, PAYS, PRODUITS, Echanges, lignes, une_ligne

from fiches.graphiques import Figure, flux
from fiches.graphiques.style import ROUGE
from fiches.redaction import euros


def infobulles(f: Figure) -> list[str]:
    return [t.text or "" for t in ElementTree.fromstring(f.svg).iter(f"{NS}title")]


def place(f: Figure, contenu: str) -> float:
    """Abscisse de la gauche d’un texte du dessin."""
    return next(t.gauche for t in textes(f.svg) if t.contenu == contenu)


def test_les_produits_sont_a_gauche_a_l_export_et_a_droite_a_l_import() -> None:
    export, import_ = figure("flux, export"), figure("flux, import")
    assert place(export, "Produits (M€)") < 264 < place(export, "Pays (M€)")
    assert place(import_, "Pays (M€)") < 264 < place(import_, "Produits (M€)")
    assert any(t.startswith("Boissons → ") for t in infobulles(export))
    assert any(t.startswith("Italie → ") for t in infobulles(import_))
    assert import_.titre == "Flux à l’import par pays et par produit, Lot (en valeur, 2024)"


def test_le_dessin_dit_le_lieu_et_le_total() -> None:
    contenus = [t.contenu for t in textes(figure("flux, export").svg)]
    assert "Lot" in contenus
    assert "Total des exportations\u00a0: 636,4\u00a0M€" in contenus


def test_la_table_est_exacte_a_l_euro_et_somme_au_total() -> None:
    f = figure("flux, export")
    assert f.table["Valeur (euros)"].sum() == 636_412_345
    assert f.table["Valeur (euros)"].dtype == "int64"
    pied = ElementTree.fromstring(f.table_html).findall("tfoot/tr/td")
    assert pied[-1].text == "636\u202f412\u202f345"
    nommes = f.table[(f.table["Code produit"] != "AUTRES") & (f.table["Code pays"] != "AUTRES")]
    exacts = EXPORT.set_index(["produit", "pays"])["valeur"]
    assert nommes.set_index(["Code produit", "Code pays"])["Valeur (euros)"].to_dict() == {
        (p, c): exacts[p, c] for p, c in zip(nommes["Code produit"], nommes["Code pays"], strict=True)
    }


def test_autres_est_toujours_dernier_meme_quand_il_pese_le_plus() -> None:
    f = flux(Echanges("E", lignes(10**9, 2)), produits=2, pays=2)
    assert isinstance(f, Figure)
    for libelle, titre in (("Autres produits", "Produits (M€)"), ("Autres pays", "Pays (M€)")):
        autres = next(t for t in textes(f.svg) if t.contenu == libelle)
        colonne = [t for t in textes(f.svg) if t.attributs.get("font-size") == "7.8" and t.contenu != titre]
        meme_cote = [t for t in colonne if (t.gauche < 264) == (autres.gauche < 264)]
        assert max(meme_cote, key=lambda t: t.bas).bas == autres.bas


def test_aucun_noeud_autres_n_est_invente() -> None:
    html = figure("flux, un flux").html()
    assert "Autres produits" not in html
    assert "Autres pays" not in html


def test_les_flux_rouges_sont_ceux_de_la_colonne_rouge() -> None:
    echanges, f = FLUX["export"], figure("flux, export")
    rouges = echanges.flux().query("rouge")
    attendus = [
        f"{produit} → {nom}\u00a0: {euros(valeur)} (parmi les cinq premiers flux)"
        for produit, nom, valeur in zip(
            rouges["libelle_produit"], rouges["libelle_pays"], rouges["valeur"], strict=True
        )
    ]
    marques = [t for t in infobulles(f) if "premiers flux" in t]
    assert sorted(marques) == sorted(attendus)
    groupe = next(g for g in ElementTree.fromstring(f.svg).iter(f"{NS}g") if g.get("opacity") == "0.85")
    assert groupe.attrib["fill"] == ROUGE
    assert [t.text for t in groupe.iter(f"{NS}title")] == marques


@pytest.mark.parametrize(
    ("echanges", "legende", "mention"),
    [
        (FLUX["export"], "les cinq premiers flux", "parmi les cinq premiers"),
        (FLUX["un flux"], "le premier flux", "le premier"),
        (Echanges("I", lignes(900, 1, produits=2, pays=1)), "les deux premiers flux", "parmi les deux premiers"),
    ],
)
def test_la_legende_s_accorde_au_nombre_de_flux_rouges(echanges: Echanges, legende: str, mention: str) -> None:
    f = flux(echanges)
    assert isinstance(f, Figure)
    assert legende in [t.contenu for t in textes(f.svg)]
    assert legende in f.lecture
    assert set(f.table["Mention"]) - {""} == {mention}
    assert f"<small>{mention}</small>" in f.table_html


def test_un_plus_grand_flux_dans_autres_limite_le_rouge_aux_flux_representes() -> None:
    petits = [(p, c, 2_000_000) for p in list(PRODUITS)[:10] for c in list(PAYS)[:10]]
    table = pd.DataFrame([*petits, ("C31Z", "DE", 19_000_000)], columns=["produit", "pays", "valeur"])
    f = flux(Echanges("E", table))
    assert isinstance(f, Figure)
    assert "les cinq premiers parmi les flux représentés" in [t.contenu for t in textes(f.svg)]
    assert f.lecture.endswith("En rouge, les cinq premiers parmi les flux représentés, hors «\u00a0Autres\u00a0».")
    assert "En rouge, les cinq premiers parmi les flux représentés\u00a0: " in f.alternative
    assert set(f.table["Mention"]) == {"", "parmi les cinq premiers flux représentés"}
    assert sum(t.endswith("(parmi les cinq premiers flux représentés)") for t in infobulles(f)) == 5
    assert defauts(f.svg) == []


def test_sans_flux_rouge_il_n_y_a_ni_legende_ni_rouge() -> None:
    f = flux(FLUX["export"], en_rouge=0)
    assert isinstance(f, Figure)
    assert ROUGE not in f.svg
    assert "rouge" not in f.lecture
    assert "rouge" not in f.alternative


def test_l_alternative_et_la_lecture_citent_les_vrais_chiffres() -> None:
    f = flux(Echanges("I", pd.DataFrame({
        "produit": ["C11Z", "C31Z", "C11Z"], "pays": ["IT", "DE", "DE"], "valeur": [3_000_000, 6_000_000, 1_000_000],
    })))  # fmt: skip
    assert isinstance(f, Figure)
    assert f.alternative == (
        "Diagramme de flux, Lot, 2024. Total des importations\u00a0: 10,0\u00a0millions d’euros. "
        "Premiers produits\u00a0: Meubles, 6,0\u00a0M€\u202f; Boissons, 4,0\u00a0M€. "
        "Premiers pays\u00a0: Allemagne, 7,0\u00a0M€\u202f; Italie, 3,0\u00a0M€. "
        "En rouge, les trois premiers flux\u00a0: Meubles – Allemagne, 6,0\u00a0M€\u202f; "
        "Boissons – Italie, 3,0\u00a0M€\u202f; Boissons – Allemagne, 1,0\u00a0M€."
    )
    assert (
        "«\u00a0Meubles – Allemagne\u00a0» représente 6,0\u00a0M€, soit 60,0\u00a0% des importations du Lot."
        in f.lecture
    )


def test_un_flux_infime_reste_visible() -> None:
    f = flux(Echanges("E", pd.concat([une_ligne(10**12), une_ligne(1).assign(pays="CU")], ignore_index=True)))
    assert isinstance(f, Figure)
    chemins = [p for p in ElementTree.fromstring(f.svg).iter(f"{NS}path") if "Cuba" in (p.findtext(f"{NS}title") or "")]
    assert len(chemins) == 2
    assert all(re.search(r"v-?(\.[2-9]|[1-9])", p.attrib["d"]) for p in chemins)


def test_deux_lieux_se_comparent_sur_des_dessins_de_meme_taille() -> None:
    tailles = {ElementTree.fromstring(figure(n).svg).attrib["viewBox"] for n in ("flux, import", "flux, France")}
    assert len(tailles) == 1


def test_le_nombre_de_noeuds_suit_les_reglages() -> None:
    f = flux(Echanges("I", IMPORT, lieu=LOT), produits=3, pays=2)
    assert isinstance(f, Figure)
    assert f.table["Produit"].nunique() == 4
    assert f.table["Pays"].nunique() == 3
    assert f.table["Valeur (euros)"].sum() == 662_398_765
