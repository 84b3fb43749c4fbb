"use strict";
(() => {
  const table = document.getElementById("departements");
  const corps = table?.tBodies[0];
  const valeur = (ligne, rang) => {
    const cellule = ligne.cells[rang];
    return cellule.dataset.v ?? cellule.textContent;
  };
  [...(table?.tHead.rows[0].cells ?? [])].slice(0, 7).forEach((entete, rang) => {
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
  if (!champ) return;
  const trouves = document.getElementById("trouves");
  const elements = [...document.querySelectorAll("[data-cherche]")];
  const atlas = [...document.querySelectorAll(".carte a")];
  const restent = () => elements.filter((element) => !element.hidden);
  champ.parentElement.hidden = false;
  champ.addEventListener("input", () => {
    const cherche = normaliser(champ.value);
    // Au début d’un mot : « Ain » ne doit pas trouver la Nouvelle-Aquitaine.
    for (const element of elements) element.hidden = !` ${element.dataset.cherche}`.includes(` ${cherche}`);
    const fiches = new Set(restent().map((element) => element.querySelector("a")?.getAttribute("href")));
    for (const lien of atlas) lien.classList.toggle("ecarte", !fiches.has(lien.getAttribute("href")));
    const comptes = [["#departements tr", "département", "départements"], [".regions li", "région", "régions"], [".territoires li", "Territoire d’industrie", "Territoires d’industrie"]]
      .map(([selecteur, un, plusieurs]) => [restent().filter((element) => element.matches(selecteur)).length, un, plusieurs])
      .filter(([compte]) => compte)
      .map(([compte, un, plusieurs]) => `${compte} ${compte > 1 ? plusieurs : un}`);
    const dit = comptes.join(", ") || (restent().length ? "" : "Aucun département, aucune région ni aucun Territoire d’industrie ne correspond.");
    trouves.textContent = cherche ? dit : "";
  });
  champ.addEventListener("keydown", (touche) => {
    // « Entrée » ouvre la seule fiche qui reste, ou la seule de ce nom.
    const cherche = normaliser(champ.value);
    if (touche.key !== "Enter" || !cherche) return;
    const nommes = restent().filter((element) => normaliser(element.querySelector("a")?.textContent ?? "") === cherche);
    const choisis = restent().length === 1 ? restent() : nommes;
    if (choisis.length === 1) choisis[0].querySelector("a")?.click();
  });
})();
