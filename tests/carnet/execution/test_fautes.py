"""Les fautes de Python que fait un analyste, provoquées pour de vrai, se disent en français."""

import pandas as pd
import pytest

from fiches.carnet.execution.fautes import expliquer

TABLE = pd.DataFrame({"pays": ["DE"], "valeur": [1]})


@pytest.mark.parametrize(
    ("code", "dit"),
    [
        ("totale", "le nom « totale » n’existe pas : vérifiez son orthographe"),
        ("table.valeurs", "« DataFrame » n’a pas de « valeurs »"),
        ("table['montant']", "la colonne ou la clé 'montant' n’existe pas"),
        ("table[['pays', 'montant']]", "la colonne ou la clé 'montant' n’existe pas"),
        ("table[['montant']]", "la colonne ou la clé 'montant' n’existe pas"),
        ("table.iloc[5]", "il n’y a pas tant de lignes ou d’éléments"),
        ("def f(a): pass\nf(1, produit=3)", "« f » n’a pas de réglage « produit »"),
        ("def f(a, b): pass\nf(1)", "il manque 'b' à « f »"),
        ("'a' / 2", "« / » ne va pas entre str et int"),
        ("a = 'a'\na()", "des parenthèses suivent ce qui n’est pas une fonction (str)"),
        ("open('absent.csv')", "le fichier 'absent.csv' n’existe pas"),
        ("1 / 0", "division par zéro"),
        ("import geopanda", "la bibliothèque « geopanda » n’est pas installée"),
        ("from fiches import fich", "« fiches » n’a pas de « fich »"),
        ("f(1", "le code est mal écrit : « ( » n’est pas refermé"),
        ("f(1))", "le code est mal écrit : « ) » ne ferme rien"),
        ("a = 'oui", "le code est mal écrit : un guillemet n’est pas refermé"),
        ("a = ’oui’", "le code est mal écrit : le signe « ’ » n’est pas du code : tapez ' à sa place"),
        ("for x in y\n  pass", "le code est mal écrit : il manque « : »"),
        ("f(a b)", "le code est mal écrit : il manque peut-être une virgule"),
        ("if x:\npass", "le code est mal écrit : une ligne n’est pas alignée comme il faut"),
        ("a = = b", "le code est mal écrit : un signe manque, ou est en trop"),
        ("raise ValueError('autre')", "ValueError : autre"),
        ("raise ValueError", "ValueError"),
    ],
)
def test_une_faute_courante_se_dit_en_francais(code: str, dit: str):
    with pytest.raises(Exception) as faute:  # noqa: PT011 (de toute sorte)
        exec(code, {"table": TABLE})
    assert expliquer(type(faute.value).__name__, str(faute.value)) == dit


@pytest.mark.parametrize(
    ("nom", "message", "dit"),
    [
        ("SyntaxError", "invalid non-printable character U+00A0 (x.py, line 1)", "une espace insécable s’est glissée"),
        ("UsageError", "Line magic function `%magie_inconnue` not found.", "« %magie_inconnue » n’existe pas"),
        ("UsageError", "Cell magic `%%inconnue` not found.", "« %%inconnue » n’existe pas"),
        ("SystemExit", "0", "sys.exit() arrête le carnet avant la fin"),
    ],
)
def test_une_faute_de_jupyter_se_dit_en_francais(nom: str, message: str, dit: str):
    assert dit in expliquer(nom, message)
