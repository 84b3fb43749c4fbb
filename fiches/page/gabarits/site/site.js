"use strict";
(() => {
  const table = document.getElementById("departements");
  if (!table) return;
  const corps = table.tBodies[0];
  const valeur = (ligne, rang) => {
    const cellule = ligne.cells[rang];
    return cellule.dataset.v ?? cellule.textContent;
  };
  [...table.tHead.rows[0].cells].slice(0, 7).forEach((entete, rang) => {
    const bouton = document.createElement("button");
    bouton.type = "button";
    bouton.textContent = entete.textContent;
    entete.replaceChildren(bouton);
    bouton.addEventListener("click", () => {
      const nombres = entete.classList.contains("n");
      const avant = entete.getAttribute("aria-sort");
      // Un nombre se cherche d’abord par le plus grand, un nom par l’ordre alphabétique.
      const sens = avant ? (avant === "ascending" ? "descending" : "ascending") : nombres ? "descending" : "ascending";
      for (const autre of table.tHead.rows[0].cells) autre.removeAttribute("aria-sort");
      entete.setAttribute("aria-sort", sens);
      const signe = sens === "ascending" ? 1 : -1;
      const compare = (a, b) => nombres ? a - b : a.localeCompare(b, "fr");
      corps.append(...[...corps.rows].sort((a, b) => signe * compare(valeur(a, rang), valeur(b, rang))));
    });
  });

  const normaliser = (texte) => texte.toLowerCase().replaceAll("œ", "oe").normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, " ").trim();
  const champ = document.getElementById("recherche");
  const trouves = document.getElementById("trouves");
  const elements = [...document.querySelectorAll("[data-cherche]")];
  champ.parentElement.hidden = false;
  champ.addEventListener("input", () => {
    const cherche = normaliser(champ.value);
    // Au début d’un mot : « Ain » ne doit pas trouver la Nouvelle-Aquitaine.
    for (const element of elements) element.hidden = !` ${element.dataset.cherche}`.includes(` ${cherche}`);
    const lignes = [...corps.rows].filter((ligne) => !ligne.hidden).length;
    const dit = lignes
      ? `${lignes} ${lignes > 1 ? "départements" : "département"}`
      : "Aucun département, aucune région ni aucun Territoire d’industrie ne correspond.";
    trouves.textContent = cherche ? dit : "";
  });
})();
