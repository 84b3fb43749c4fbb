// Montre la fiche dans un cadre, et la remplace sans qu’on la voie clignoter ni bouger.
const etat = document.getElementById("etat");
const erreur = document.getElementById("erreur");
let affichee = 0, voulue = 0, cadre = null, message = "";

function dire(texte) {
  erreur.textContent = texte;
  erreur.hidden = !texte;
  if (texte) etat.hidden = true;
}

function charger(numero) {
  const neuf = document.createElement("iframe");
  neuf.className = "attente";
  neuf.title = "La fiche";
  // La fiche n’a pas de script ; ses liens s’ouvrent à côté.
  neuf.sandbox = "allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads";
  neuf.src = `/fiche?${numero}`;
  neuf.addEventListener("load", async () => {
    const page = neuf.contentDocument;
    await page.fonts.ready;
    if (numero !== voulue) return neuf.remove();
    for (const lien of page.querySelectorAll('a[href^="http"]')) {
      lien.target = "_blank";
      lien.rel = "noopener";
    }
    if (cadre) reprendre(cadre, neuf);
    neuf.className = "";
    cadre?.remove();
    cadre = neuf;
    affichee = numero;
    etat.hidden = true;
    document.title = `Aperçu – ${page.title}`;
  }, { once: true });
  document.body.append(neuf);
}

function reprendre(ancien, neuf) {
  const avant = ancien.contentDocument.querySelectorAll("details");
  const apres = neuf.contentDocument.querySelectorAll("details");
  if (avant.length === apres.length) apres.forEach((d, i) => { d.open = avant[i].open; });
  const { scrollX, scrollY } = ancien.contentWindow;
  neuf.contentWindow.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
  if (document.activeElement === ancien) neuf.contentWindow.focus();
}

const source = new EventSource("/evenements");
source.onmessage = ({ data }) => {
  const vue = JSON.parse(data);
  message = vue.erreur;
  dire(message);
  if (vue.page !== voulue) {
    voulue = vue.page;
    charger(voulue);
  }
};
source.onopen = () => dire(message);
source.onerror = () => dire("L’aperçu est arrêté. Dans le terminal, relancez la même commande.");
