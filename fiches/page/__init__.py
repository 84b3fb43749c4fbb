"""D’un carnet exécuté à ce que le lecteur ouvre : page (`html`), PDF (`pdf`), classeur et sommaire du site."""
