"""Comment les remarques se résument et se concluent."""

from pathlib import Path

from syrupy.assertion import SnapshotAssertion

from fiches.campagne.verification import Remarque, conclure, resumer


def remarques(nombre: int, message: str, debut: int = 1, *, information: bool = False) -> list[Remarque]:
    return [Remarque(f"{n:02}.html", "Lien", message, f"l{n}", information) for n in range(debut, debut + nombre)]


def test_le_resume_va_de_la_faute_la_plus_repandue_a_la_plus_rare(snapshot: SnapshotAssertion):
    constats = [
        *remarques(9, "une information", information=True), *remarques(1, "b unique", 50),
        *remarques(1, "a unique", 60),
        *remarques(3, "trois pages")[::-1], *remarques(4, "quatre pages"), *remarques(5, "cinq pages"),
        *remarques(1, "deux fois"), *remarques(1, "deux fois"), Remarque("x.html", "Titre", "sans détail"),
        *[Remarque("y.html", "Ancre", "sans détail")] * 4, *remarques(4, "quatre pages"),
    ]  # fmt: skip
    assert resumer(constats) == snapshot
    assert resumer(iter(constats[::-1])) == resumer(constats)
    assert resumer([]) == []
    milliers = remarques(1203, "partout") * 2
    (ligne,) = resumer(milliers)
    assert ligne.endswith("03.html et 1\u202f200 autres pages, 2\u202f406 fois")


def test_la_conclusion_compte_les_fautes_et_les_fichiers():
    dossier = Path("r")
    assert conclure([], dossier) == "r\u00a0: rien à redire."
    assert conclure(remarques(2, "i", information=True), dossier) == "r\u00a0: rien à redire."
    assert conclure(remarques(1, "f"), dossier) == "r\u00a0: 1 faute dans 1 fichier."
    assert conclure(remarques(2, "f") + remarques(1, "g"), dossier) == "r\u00a0: 3 fautes dans 2 fichiers."
    assert conclure(remarques(1234, "f"), dossier) == "r\u00a0: 1\u202f234 fautes dans 1\u202f234 fichiers."


def test_une_remarque_est_une_faute_sauf_information():
    assert (Remarque("p", "R", "m").information, Remarque("p", "R", "m").detail) == (False, "")
