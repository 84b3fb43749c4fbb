"""De l’exécution à la page : l’exporter nbconvert `fiche`, ses blocs et son gabarit."""
