"""Aucune suite de caractères ne fait échouer la lecture d’une page."""

from hypothesis import given
from hypothesis import strategies as st

from fiches.campagne.verification.page_lue import lire

MORCEAUX = ["<", ">", "</", "<!", "<![", "[", "]]>", "<!--", "-->", "&#x", ";", "<svg ", "<path id=", "<title>", "<h1>",
            "<table>", "<th scope=", "<figure class='fiche-figure'>", "<style>", "</style>", "<script>", "<a href='",
            "<img srcset=', ,'", "'", '"', "aria-label=", "demonstration", "\n", "\x00", "é\u202f"]  # fmt: skip


@given(st.lists(st.sampled_from(MORCEAUX) | st.text(max_size=5)))
def test_une_page_quelconque_se_lit_sans_erreur(morceaux: list[str]):
    assert lire("".join(morceaux)).finie is False
