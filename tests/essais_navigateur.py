"""Ce que les tests de pages vérifient dans le navigateur, pour une figure seule comme pour une fiche entière."""

import shutil

from playwright.sync_api import Locator

_NAVIGATEURS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def chemin_du_navigateur() -> str | None:
    """Chromium ou Chrome, sous les noms que cherche aussi outils/navigateur.sh."""
    return next(filter(None, map(shutil.which, _NAVIGATEURS)), None)


DEFAUTS_DES_SVG = """() => {
  const trouves = [];
  for (const svg of document.querySelectorAll('.fiche-figure svg')) {
    const figure = svg.closest('figure').id, cadre = svg.getBoundingClientRect();
    const textes = [...svg.querySelectorAll('text')].map(t => ({t: t.textContent, r: t.getBoundingClientRect()}));
    textes.forEach((a, i) => {
      const cote = a.r.left < cadre.left - 1 || a.r.right > cadre.right + 1;
      if (cote || a.r.top < cadre.top - 3 || a.r.bottom > cadre.bottom + 3)
        trouves.push(`${figure} hors du cadre : ${a.t}`);
      for (const b of textes.slice(i + 1)) {
        const w = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left);
        const h = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
        if (w > 1 && h > 4) trouves.push(`${figure} chevauchement : ${a.t} / ${b.t}`);
      }
    });
  }
  return trouves;
}"""
"""Les textes qui se chevauchent ou sortent de leur dessin, en JavaScript à évaluer dans la page."""


def montre_sa_suite(cadre: Locator) -> bool:
    """Un cadre plus étroit que son contenu le dit-il, par des mots et par une ombre ? L’un sans l’autre est refusé."""
    cadre.evaluate("() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")
    avant = cadre.evaluate("e => { const s = getComputedStyle(e, '::before'); return [s.content, s.display] }")
    mots = "none" not in avant
    ombre = cadre.evaluate("e => getComputedStyle(e).boxShadow") != "none"
    assert mots == ombre
    return mots


def tient_dans(element: Locator, cadre: Locator) -> bool:
    """L’élément se voit-il d’un bord à l’autre dans la largeur du cadre, où que celui-ci ait défilé ?"""
    dedans, dehors = element.bounding_box(), cadre.bounding_box()
    assert dedans
    assert dehors
    return dedans["x"] >= dehors["x"] - 1 and dedans["x"] + dedans["width"] <= dehors["x"] + dehors["width"] + 1
