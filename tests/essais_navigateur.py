"""Ce que les tests de pages vérifient dans le navigateur, pour une figure seule comme pour une fiche entière."""

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
